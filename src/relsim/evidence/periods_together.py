"""Periods that stand in several files: each file gives the numbers that those before it do not have."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from relsim.evidence.reading import RowsOfTable
from relsim.evidence.rows_set_aside import NEXT_FILE

SAME_NUMBER = 1e-9


def put_together(rows: RowsOfTable, table: pd.DataFrame, numbers: Sequence[str]) -> list[str]:
    """Put the numbers of one period, one file each, into its first row; and say where files differ.

    A row all of whose numbers are there already goes the way of every further row of a period.
    """
    good = np.flatnonzero(rows.good)
    file = rows.lines // NEXT_FILE
    first: dict[tuple[str, int], int] = {}
    said = []
    for row in good:
        key = (str(table["line"].iloc[row]), int(table["number"].iloc[row]))
        place = first.setdefault(key, int(row))
        if file[place] == file[row]:
            continue
        here, there = (table.loc[one, list(numbers)].astype(float) for one in (row, place))
        gives = there.isna() & here.notna()
        off = here.notna() & there.notna() & ~np.isclose(here, there, rtol=SAME_NUMBER, atol=0.0)
        said += [
            f"{table['period'].iloc[row]}: {name} is {here[name]:,.10g} in "
            f"{rows.aside.first_told(rows.lines[row])}, and {there[name]:,.10g} in "
            f"{rows.aside.first_told(rows.lines[place])}, which is believed."
            for name in off.index[off]
        ]
        if gives.any():
            table.loc[place, list(gives.index[gives])] = here[gives]
            rows.good[row] = False
    return said
