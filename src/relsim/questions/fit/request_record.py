"""What was asked of a market and of data when results were kept: others do not replace them unsaid."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from relsim.console.speech import say
from relsim.errors import InputError
from relsim.report.wording import words
from relsim.runs.fingerprints import market_fingerprint
from relsim.runs.hashes import file_hash
from relsim.scenario.resolve.shipped import find_data
from relsim.scenario.scenario import Scenario

ASKED = "asked"
"""Where a file of figures keeps what was asked."""

OTHER = {"market": "another market", "data": "other data", "seed": "another seed", "until": "another day"}
OTHER |= {"columns": "other columns", "dates": "another order of dates", "last_day": "another last day"}
"""What to call a part of a question that differs."""


def asked_of(scenario: Scenario, tables: Mapping[str, Iterable[Path] | None], **more: Any) -> dict[str, Any]:
    """All that bears on an answer: hashes of the market and of each file by kind of table, and what more is
    given."""
    document = scenario.document
    notes = {str(path): asdict(note) for path, note in document.notes.items()}
    told = json.dumps([document.data, notes, market_fingerprint(scenario)], sort_keys=True, default=str)
    market = hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()
    data = {kind: sorted(map(hash_of_data, files)) for kind, files in tables.items() if files}
    return {"market": market, "data": data} | {name: each for name, each in more.items() if each is not None}


def hash_of_data(name: Path) -> str:
    """The hash of a file of data; of what is none, or cannot be read, whoever reads it says so."""
    file = find_data(name)
    try:
        return file_hash(file) if file.is_file() else ""
    except OSError:
        return ""


def parts_that_differ(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """In what an earlier question differs from this one; more draws go on from fewer."""
    found = [name for part, name in OTHER.items() if before.get(part) != now.get(part)]
    if before["draws"] > now["draws"]:
        found.append(f"{before['draws']} draws")
    return found


def kept_differences(file: Path, now: Mapping[str, Any]) -> list[str]:
    """In what the question that figures in a file answer differs from this one; nothing if it is not told."""
    try:
        return parts_that_differ(json.loads(file.read_text(encoding="utf-8"))[ASKED], now)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def refuse_to_go_on(tasks: Path, file: Path, now: Mapping[str, Any]) -> None:
    """Refuse to go on where no tasks are kept, or from figures in a file that answer another question."""
    if not tasks.is_dir():
        raise InputError(f"--resume: {tasks} is not there, so there is nothing to go on from")
    if other := kept_differences(file, now):
        instead = "go on with the same, leave --resume out, or choose another --out"
        raise InputError(f"--resume: {file} is of {words(other)}; {instead}")


def tell_what_differs(file: Path, now: Mapping[str, Any]) -> None:
    """Say that figures in a file which answer another question give way."""
    if other := kept_differences(file, now):
        say(f"relsim: replaces {file}, which is of {words(other)}", error=True)
