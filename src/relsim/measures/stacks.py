"""Tables that grow: the rows of one table after the other, column by column in memory of their own."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


class Stack:
    """A table with room for so many rows, to which rows of the same columns are added.

    Rows come as columns, since a table of pandas would be copied to be made and copied to be taken apart.
    Where more come than there is room for, the room is doubled.
    """

    def __init__(self, rows: int) -> None:
        self._rows, self._filled = rows, 0
        self._columns: dict[str, Any] = {}
        self._categories: dict[str, Any] = {}

    def add(self, rows: Mapping[str, Any]) -> None:
        """Put rows below those that are there; columns of words are given as categories."""
        first, self._filled = self._filled, self._filled + len(next(iter(rows.values())))
        if self._filled > self._rows:
            self._rows = max(2 * self._rows, self._filled)
        for name, column in rows.items():
            if isinstance(column, pd.Categorical):
                self._categories[name] = column.dtype
            values = column.codes if isinstance(column, pd.Categorical) else column
            self._with_room(name, values.dtype, first)[first : self._filled] = values

    def _with_room(self, name: str, dtype: Any, filled: int) -> Any:
        """A column in which there is room for all rows."""
        known = self._columns.get(name)
        if known is None or len(known) < self._rows:
            self._columns[name] = np.empty(self._rows, dtype)
            if known is not None:
                self._columns[name][:filled] = known[:filled]
        return self._columns[name]

    def table(self) -> pd.DataFrame:
        """The whole table; its memory is that of the stack."""
        columns = {name: self._restored(name) for name in self._columns}
        return pd.DataFrame(columns, copy=False)

    def _restored(self, name: str) -> Any:
        values = self._columns[name][: self._filled]
        kind = self._categories.get(name)
        return values if kind is None else pd.Categorical.from_codes(values, dtype=kind)
