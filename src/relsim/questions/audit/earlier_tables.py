"""Tables behind an earlier audit in the same folder: they go when nothing tells of them any more."""

import json
from collections.abc import Iterable
from pathlib import Path

from relsim.errors import InputError

TABLES_BEHIND = "numbers"
"""Where `audit.json` keeps the names of the tables behind it."""

BEHIND_A_TABLE = ("cohorts", "repeats", "months", "segments", "tenure")
"""What follows the name of a file in the names of the tables behind an audit of it."""


def make_room_for_tables(folder: Path, names: Iterable[str]) -> None:
    """Remove from a folder the tables of an earlier audit, and refuse to write over any other file.

    Raises:
        InputError: A file that no audit has left there has the name of a table that is to be written.
    """
    earlier = earlier_tables(folder)
    foreign = [f"{name}.csv" for name in names if name not in earlier and (folder / f"{name}.csv").exists()]
    if foreign:
        raise InputError(
            f"{folder} holds {foreign[0]}, which no audit has left there; choose another --out, or --as NAME"
        )
    for name in earlier:
        (folder / f"{name}.csv").unlink(missing_ok=True)


def earlier_tables(folder: Path) -> set[str]:
    """The names of the tables behind the audit that stands in a folder, none where there is none."""
    try:
        told = json.loads((folder / "audit.json").read_text(encoding="utf-8"))
        named = told.get(TABLES_BEHIND)
        stems = [Path(file).stem for table in told["tables"] for file in table["files"][:1]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()
    possible = {"set-aside", *(f"{stem}-{what}" for stem in stems for what in BEHIND_A_TABLE)}
    return possible if named is None else possible.intersection(named)
