"""The last day that a list of customers knows of, which tells those who have left from those on notice.

A list may have ends that are still to come, since notice was given. The last day is told by what has
happened: the last start, and what other tables know of. A list alone whose ends go on after its last start is
either of a firm that wins nobody any more, or has notices in it: ends go on as before in the one, and are few
in the other, or within the time for which notice is given. The day of the question is no part of it, so that
the same tables give the same answer on any day. To stop too early only leaves out some days; to go on too
long would count days without starts.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import pdtr

from relsim.errors import InputError

BY_CHANCE, NO_LUCK = 0.05, 0.01
"""The chances below which it is no luck that nobody comes, and that so few leave."""

FEWEST_TO_TELL = 20
"""Customers below which nothing is told of how many come and leave in a month."""

FEWEST_ENDS, AS_MANY = 3, 0.6
"""How many ends, and which part of as many as before, show that a firm that wins nobody goes on."""

MONTHS_LOOKED_BACK = 12
SURELY_CUT_BEFORE = 25
MONTHS_BESIDE = 3


LONGEST_NOTICE = 92
"""Days for which notice is given at most, as a rule: three months."""


class LastDay(NamedTuple):
    """The last day that a list knows of, if any, and a sentence on what was assumed for that, or none."""

    day: pd.Timestamp | None
    assumed: str = ""


def last_day_of(
    table: pd.DataFrame, told: pd.Timestamp | None = None, others: Sequence[pd.Timestamp] = ()
) -> LastDay:
    """The last day that a list [start, end] knows of: as it was `told`, as the last days of `others` tell, or
    as its own days do. Raises InputError where somebody came after the day that was told."""
    start, end = table["start"].dropna(), table["end"].dropna()
    if told is not None:
        if len(start) and start.max() > told:
            came = start.max().date()
            raise InputError(f"last day: a customer came on {came}, expected this day or a later one")
        return LastDay(told)
    if not len(start):
        return LastDay(end.max() if len(end) else None)
    came, known = start.max(), max(others, default=None)
    if known is not None and known >= came and not stopped(start, known):
        return LastDay(known)
    return by_its_own_days(start, end, known if known is not None and known >= came else None)


def by_its_own_days(start: pd.Series, end: pd.Series, until: pd.Timestamp | None) -> LastDay:
    """The last day of a list by its own days, of which those after `until` have not happened yet."""
    came = start.max()
    happened = end if until is None else end[end <= until]
    if not (end > came).any():
        return LastDay(came)
    if len(start) < FEWEST_TO_TELL or len(end) >= len(start):
        # Of a list of nobody but those who left, or of very few, the ends are all that is known.
        day = max(came, happened.max()) if len(happened) else came
        return LastDay(day, taken_as_left(came, int((happened > came).sum())))
    later = end[end > came]
    is_soon = (later.max() - came).days <= LONGEST_NOTICE
    if until is None and is_soon and stopped(start.drop_duplicates(), later.max()):
        return LastDay(came, taken_as_notice(came, len(later), later.max()))
    day = goes_on_until(start, happened)
    left, open_ends = int(((end > came) & (end <= day)).sum()), end[end > day]
    if len(open_ends):
        return LastDay(day, taken_as_notice(day, len(open_ends), open_ends.max()))
    return LastDay(day, taken_as_left(came, left) if stopped(start, day) else "")


def taken_as_left(came: pd.Timestamp, count: int) -> str:
    """That ends after the last start are taken to have happened, if there are any."""
    if not count:
        return ""
    return (
        f"Nobody came after {came.date()}, and {ends_counted(count)} later: they are taken to have left. If "
        f"they have only given notice, or their contracts end then, --last-day {came.date()} says so."
    )


def taken_as_notice(day: pd.Timestamp, count: int, last: pd.Timestamp) -> str:
    """That ends after the last day are taken to be notices."""
    return (
        f"Nobody came after {day.date()}, and {ends_counted(count)} later: they are taken to have given "
        f"notice, and to be there still. If they have left, --last-day {last.date()} says so."
    )


def ends_counted(count: int) -> str:
    """So many customers end."""
    return "1 customer ends" if count == 1 else f"{count:,} customers end"


def stopped(start: pd.Series, day: pd.Timestamp) -> bool:
    """Whether it is no luck that nobody came between the last start and a day."""
    usual = len(start[start > start.max() - pd.Timedelta(days=365)]) / 365.0
    return float(np.exp(-usual * (day - start.max()).days)) < BY_CHANCE


def goes_on_until(start: pd.Series, end: pd.Series) -> pd.Timestamp:
    """Until when a list goes on: month by month after the last start, as long as about as many leave."""
    first = month_number(start.min())
    came, left = (
        np.bincount(month_numbers(one) - first, minlength=1) for one in (start, end[end >= start.min()])
    )
    last_start = len(came) - 1
    left = np.pad(left, (0, max(0, len(came) - len(left))))
    month = last_start
    for later in range(last_start + 1, len(left)):
        if not is_as_before(came, left, last_start, later, part_of_month(end.max(), first + later)):
            break
        month = later
    if month == last_start and is_cut_by_starts(start, came):
        return start.max()
    inside = end[month_numbers(end) - first <= month]
    return max(start.max(), inside.max()) if len(inside) else start.max()


def is_as_before(came: Any, left: Any, last: int, later: int, part: float) -> bool:
    """Whether up to a later month as many left, of those who were there, as up to that of the last start."""
    begin, months = max(0, last + 1 - MONTHS_LOOKED_BACK), slice(last + 1, later + 1)
    won = np.concatenate([came, np.zeros(later - last)])
    there = np.cumsum(won) - np.cumsum(left[: later + 1])
    readily = left[begin : last + 1].sum() / max(1.0, there[begin : last + 1].sum())
    expected = readily * float(there[months].sum() - (1.0 - part) * there[later])
    seen = left[months].sum()
    wins_on = np.exp(-(later - last - 1.0 + part) * came[begin : last + 1].mean()) >= BY_CHANCE
    enough = seen >= max(FEWEST_ENDS, AS_MANY * expected)
    return bool(pdtr(seen, expected) >= NO_LUCK and (wins_on or enough))


def part_of_month(day: pd.Timestamp, month: int) -> float:
    """Which part of a month is over on a day."""
    return day.day / day.days_in_month if month_number(day) == month else 1.0


def is_cut_by_starts(start: pd.Series, came: Any) -> bool:
    """Whether the last start lies earlier in its month than those of the months before, and not by luck."""
    last = start.max()
    latest = start.groupby(month_numbers(start)).max().dt.day.to_list()[-1 - MONTHS_BESIDE :]
    missing = (
        came[:-1][-MONTHS_BESIDE:].mean() * (1.0 - last.day / last.days_in_month) if len(came) > 1 else 0.0
    )
    earlier = len(latest) > MONTHS_BESIDE and all(last.day < one for one in latest[:-1])
    return bool(earlier and last.day < SURELY_CUT_BEFORE and np.exp(-missing) < BY_CHANCE)


def as_timestamp(day: date | None) -> pd.Timestamp | None:
    """A day as tables have it."""
    return None if day is None else pd.Timestamp(day)


def month_number(day: pd.Timestamp) -> int:
    """The number of the month of a day."""
    return 12 * int(day.year) + int(day.month)


def month_numbers(days: pd.Series) -> Any:
    """The number of the month of each day."""
    return (12 * days.dt.year + days.dt.month).to_numpy(int)
