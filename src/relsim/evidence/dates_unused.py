"""Columns of a list of customers that hold dates, and that are taken for nothing."""

from typing import Any

import numpy as np

from relsim.evidence.cells import as_texts, blank, days_of
from relsim.evidence.reading import ReadColumns

ARE_DATES, COME_AFTER = 0.9, 0.9
"""Which share of the cells of a column must be days, and come after the start, to look like ends."""

MANY_STAY = 0.5
"""From which share of empty cells on a column looks like one of ends: most customers are still there."""


def doubts_about_unused_dates(columns: ReadColumns, start: Any) -> list[str]:
    """What a list leaves open that says of nobody when they left, and has other dates; `start` [row]."""
    if columns.has("end"):
        return []
    unused = [one.column for one in columns.found.columns if one.field is None]
    return [
        f'Column "{name}" holds dates and is not used; if it says when customers left, --columns '
        f'"end={name}" says so.'
        for name in unused
        if looks_like_ends(columns.table.column(name), start, columns.order)
    ]


def looks_like_ends(column: Any, start: Any, order: str | None) -> bool:
    """Whether a column holds dates, and most of it is empty, or they come after the start [row]."""
    filled = ~blank(as_texts(column))
    if not filled.any():
        return False
    days = days_of(column, order).values
    is_day = filled & ~np.isnat(days)
    if is_day.sum() < ARE_DATES * filled.sum():
        return False
    both = is_day & ~np.isnat(start)
    after = (days > start)[both]
    return bool(filled.mean() < MANY_STAY or (len(after) and after.mean() >= COME_AFTER))
