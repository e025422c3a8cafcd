"""Customers who are in several lists: the list is believed that knows of the latest days."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from relsim.evidence.last_day import last_day_of
from relsim.evidence.reading import BEFORE_ALL, RowsOfTable
from relsim.evidence.rows_set_aside import NEXT_FILE


def refuse_older(rows: RowsOfTable, table: pd.DataFrame) -> list[str]:
    """Set aside customers whom a later list has, too; and say who is missing in it without having left."""
    if len(rows.aside.files) == 1:
        return []
    file = (rows.lines // NEXT_FILE).astype(int)
    later = lateness(table, file)
    facts = table[["customer", "start"]].assign(later=later[file], line=rows.lines)[rows.good]
    latest = facts.groupby(["customer", "start"], dropna=False, sort=False)["later"].transform("max")
    older = np.zeros(len(table), bool)
    older[rows.good] = (facts["later"] < latest).to_numpy()
    rows.refuse(older, "stands in a later list, too", table["customer"].to_numpy(object))
    return doubts_about_missing(rows, table, file, later)


def lateness(table: pd.DataFrame, file: Any) -> Any:
    """The rank of each list by the last day that it knows of; of equals that given last is later."""
    known = {place: last_day_of(one).day for place, one in table.groupby(file)}
    last = pd.Series(known, dtype="datetime64[s]").reindex(range(int(file.max()) + 1))
    order = np.argsort(last.fillna(pd.Timestamp(BEFORE_ALL)).to_numpy(), kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank


def doubts_about_missing(rows: RowsOfTable, table: pd.DataFrame, file: Any, later: Any) -> list[str]:
    """That customers who had not left by an older list are missing in the last one."""
    newest = int(later.argmax())
    there = set(table["customer"][file == newest])
    said = []
    for place in np.argsort(later)[:-1]:
        ours = table[rows.good & (file == place)]
        is_open = ours["end"].isna() & (ours["flag"] != 1.0) & ~ours["customer"].isin(there)
        overlaps = table["customer"][file == place].isin(there).any()
        if is_open.any() and overlaps:
            old, new = (Path(rows.aside.files[number]).name for number in (place, newest))
            said.append(
                f"{int(is_open.sum()):,} customers who had not left by {old} are missing in {new}, which "
                "knows of later days: whether they have left is open, and they count as customers."
            )
    return said
