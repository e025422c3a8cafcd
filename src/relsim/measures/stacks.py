"""Tables that grow: the rows of one table after the other in memory that is taken once."""

from typing import Any

import numpy as np
import pandas as pd


class Stack:
    """A table of so many rows at most, to which tables of the same columns are added."""

    def __init__(self, rows: int) -> None:
        self._rows, self._filled = rows, 0
        self._columns: dict[str, Any] = {}
        self._categories: dict[str, Any] = {}

    def add(self, table: pd.DataFrame) -> None:
        """Put the rows of a table below those that are there."""
        place = slice(self._filled, self._filled + len(table))
        for name in table:
            values = table[name]
            if isinstance(values.dtype, pd.CategoricalDtype):
                self._categories[name] = values.dtype
                values = values.cat.codes
            if name not in self._columns:
                self._columns[name] = np.empty(self._rows, values.dtype)
            self._columns[name][place] = values
        self._filled = place.stop

    def table(self) -> pd.DataFrame:
        """The whole table; its memory is that of the stack."""
        columns = {name: self._restored(name) for name in self._columns}
        return pd.DataFrame(columns, copy=False)

    def _restored(self, name: str) -> Any:
        values = self._columns[name][: self._filled]
        kind = self._categories.get(name)
        return values if kind is None else pd.Categorical.from_codes(values, dtype=kind)
