"""Starts of customers that are still to come, told by the other starts of a list."""

from typing import Any

import numpy as np

from relsim.evidence.reading import FEWEST_DAYS, RARE_SHARE

STILL_TO_COME = np.datetime64("2100-01-01")
"""Days from then on are still to come whenever somebody asks."""

LONG_PAUSE = 60
"""Days without a start from which on a pause is long."""

PAUSE_BY_LUCK = 0.001
"""The chance of such a pause below which it is no luck."""


def is_to_come(start: Any) -> Any:
    """Which starts no list can know of [row]."""
    return ~np.isnat(start) & (start >= STILL_TO_COME)


def begins_later(start: Any, good: Any) -> Any:
    """Which few starts lie so long after all others [row] that it is no luck, as those still to come do.

    The day of the question is no part of it, so that the same list gives the same answer on any day.
    """
    days = np.sort(start[good & ~np.isnat(start)]).astype(int)
    few = max(1, int(RARE_SHARE * len(days)))
    if len(days) < FEWEST_DAYS:
        return np.zeros(len(start), bool)
    usual = (days > days[-few - 1] - 365).sum() / 365.0
    gaps = np.diff(days[-few - 1 :])
    is_gap = (gaps > LONG_PAUSE) & (np.exp(-usual * gaps) < PAUSE_BY_LUCK)
    last = days[-1] if not is_gap.any() else days[-few - 1 + int(is_gap.argmax())]
    return ~np.isnat(start) & (start.astype(int) > last)
