"""Which files belong to a manifest: each is known by its hash, so that no table of another run passes."""

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

FILES = "files"
"""Where a manifest keeps the hashes, by the name of the file."""


def file_hash(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def strangers(folder: Path, told: Mapping[str, Any], names: Collection[str]) -> list[str]:
    """Those of these files in a folder that are missing, or not what was saved with the manifest.

    Manifests of earlier versions say nothing of their files, and so refuse none.
    """
    known = told.get(FILES, {})
    return [name for name in names if name in known and not _is(folder / name, known[name])]


def _is(path: Path, known: Any) -> bool:
    try:
        return file_hash(path) == str(known)
    except OSError:
        return False
