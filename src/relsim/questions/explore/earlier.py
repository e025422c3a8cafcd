"""Files that `relsim explore` has written before, and may write anew."""

import json
import re
from pathlib import Path

PAGE_MARKS = ('<meta name="generator" content="relsim">', '<script type="text/plain" id="parcel">')
"""What a page that simulates has, and no other page."""

HASH_OF_ARRAY = re.compile("[0-9a-f]{64}")


def is_exploration(path: Path) -> bool:
    """Whether a file is a page that simulates a market."""
    page = path.read_text(encoding="utf-8")
    return all(mark in page for mark in PAGE_MARKS)


def is_hashes(path: Path) -> bool:
    """Whether a file holds hashes of arrays, by policy, replication and array, and nothing else."""
    told = json.loads(path.read_text(encoding="utf-8"))
    levels = [told]
    for _ in ("policies", "replications", "arrays"):
        if not levels or not all(isinstance(level, dict) for level in levels):
            return False
        levels = [inner for level in levels for inner in level.values()]
    return bool(levels) and all(isinstance(one, str) and HASH_OF_ARRAY.fullmatch(one) for one in levels)
