"""Rows that are set aside: their lines, why, and what stood there; nothing goes without being counted.

A table may come in several files, so the number of a row tells its file as well: its line, and so many times
`NEXT_FILE` as there are files before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

TAKEN_OFF = "a return, taken off what was bought"
"""Why a row is no purchase by itself that is used all the same."""


NEXT_FILE = 1 << 40
"""What is added to the lines of each further file."""


@dataclass
class SetAside:
    """The rows of some files that are not used, reason by reason."""

    files: tuple[str, ...]
    parts: list[tuple[Any, str, Any]] = field(default_factory=list)

    def told(self, lines: Any) -> Any:
        """Rows in words [row]: "line 5", or "line 5 of sales.csv" where there are several files."""
        lines = np.atleast_1d(np.asarray(lines, np.int64))
        words = np.char.add("line ", (lines % NEXT_FILE).astype(str))
        if len(self.files) == 1:
            return words
        names = np.array([Path(file).name for file in self.files])
        return np.char.add(np.char.add(words, " of "), names[lines // NEXT_FILE])

    def first_told(self, lines: Any) -> str:
        """The first of some rows in words."""
        return str(self.told(np.min(lines))[0])

    def add(self, lines: Any, reason: str, values: Sequence[Any] | Any = "") -> None:
        """Set rows aside: their lines, one reason for all, and the value that caused it, or one for each."""
        lines = np.atleast_1d(np.asarray(lines, np.int64))
        if len(lines):
            self.parts.append((lines, reason, values))

    @property
    def table(self) -> pd.DataFrame:
        """One row for each: `file`, `line`, `reason`, `value`; in the order of the files."""
        frames = [
            pd.DataFrame({"line": lines, "reason": reason, "value": np.asarray(values, object)})
            for lines, reason, values in self.parts
        ]
        if not frames:
            return pd.DataFrame({"file": [], "line": np.array([], np.int64), "reason": [], "value": []})
        table = pd.concat(frames, ignore_index=True).sort_values("line", kind="stable", ignore_index=True)
        table.insert(0, "file", np.array(self.files, object)[table["line"] // NEXT_FILE])
        table["line"] %= NEXT_FILE
        return table

    def counts(self) -> dict[str, int]:
        """How many rows each reason has, the most frequent first."""
        found: dict[str, int] = {}
        for lines, reason, _ in self.parts:
            found[reason] = found.get(reason, 0) + len(lines)
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    def __len__(self) -> int:
        return sum(len(lines) for lines, _, _ in self.parts)
