"""Rows that are set aside: their lines, why, and what stood there; nothing goes without being counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

TAKEN_OFF = "a return, taken off what was bought"
"""Why a row is no purchase by itself that is used all the same."""


@dataclass
class SetAside:
    """The rows of one file that are not used, reason by reason."""

    parts: list[tuple[Any, str, Any]] = field(default_factory=list)

    def add(self, lines: Any, reason: str, values: Sequence[Any] | Any = "") -> None:
        """Set rows aside: their lines, one reason for all, and the value that caused it, or one for each."""
        lines = np.atleast_1d(np.asarray(lines, np.int64))
        if len(lines):
            self.parts.append((lines, reason, values))

    @property
    def table(self) -> pd.DataFrame:
        """One row for each: `line`, `reason`, `value`; in the order of the file."""
        frames = [
            pd.DataFrame({"line": lines, "reason": reason, "value": np.asarray(values, object)})
            for lines, reason, values in self.parts
        ]
        if not frames:
            return pd.DataFrame({"line": np.array([], np.int64), "reason": [], "value": []})
        return pd.concat(frames, ignore_index=True).sort_values("line", kind="stable", ignore_index=True)

    def counts(self) -> dict[str, int]:
        """How many rows each reason has, the most frequent first."""
        found: dict[str, int] = {}
        for lines, reason, _ in self.parts:
            found[reason] = found.get(reason, 0) + len(lines)
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    def __len__(self) -> int:
        return sum(len(lines) for lines, _, _ in self.parts)
