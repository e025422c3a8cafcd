"""Lists of those who survive: customers who started long before the first end that is recorded.

A list that is kept from some day on has the starts of those who were still there on that day, also of long
before, and no end before it (left truncation). It is told from a list whose customers had no reason to leave
early by how readily they leave later at the same tenure.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from relsim.evidence.spans import month_of

NO_CHANCE = 1e-3
"""The chance below which it is no luck that nobody's end is recorded before some day."""

BIN = 1.0
"""Days of tenure within which customers leave as readily: a contract may have no end before its 30th day."""

WELL_BEFORE = pd.Timedelta(days=62)
"""Starts lie well before the first end if two ends of a month have passed in between."""


class EarlyEnds(NamedTuple):
    """From which day on ends are recorded, how many had started before it, and the first of these starts."""

    day: pd.Timestamp
    started: int
    earliest: pd.Timestamp

    @property
    def in_words(self) -> str:
        """What that means, with days."""
        return (
            f"No end is recorded before {self.day.date()}, though {self.started:,} customers in the list had "
            f"started by then, the first on {self.earliest.date()}: the list has only those who were still "
            f"there. How many came or left before is not known; churn is counted from that day on, and "
            f"relsim fit counts from {month_of(self.day)} on."
        )


def early_ends(table: pd.DataFrame, last: pd.Timestamp | None = None) -> EarlyEnds | None:
    """From when on a list [customer, start, end] records ends, if not from its first start; else None.

    `last` is the last day that the list knows of; without it, the last of its own.

    Ends and days as a customer are counted by tenure before and after the first end. Were customers to leave
    as readily before it, all ends would lie after it with a chance that is the share of the days after it,
    for each end at its tenure: so small a chance is no luck. A list whose first start lies less than two
    months before its first end tells nothing: a first term may be as long.
    """
    known = table[table["start"].notna()]
    last = pd.concat([known["start"], known["end"]]).max() if last is None else last
    known = known.assign(end=known["end"].where(known["end"] <= last))
    ended = known["end"].notna()
    if not ended.any():
        return None
    day = known["end"].min()
    if day - known["start"].min() < WELL_BEFORE:
        return None
    early = known["start"] < day
    start, end = days_after(known["start"], day), days_after(known["end"].fillna(last), day)
    after = exposed(np.maximum(-start, 0.0), end - start)
    before = exposed(np.zeros(int(early.sum())), -start[early])
    ends = np.bincount((tenures(known)[ended] // BIN).astype(int), minlength=BINS)[:BINS]
    share = np.divide(after, after + before, out=np.ones(BINS), where=after + before > 0.0)
    chance = float(np.where(ends > 0, ends * np.log(np.maximum(share, 1e-300)), 0.0).sum())
    if chance >= np.log(NO_CHANCE):
        return None
    return EarlyEnds(day, int(early.sum()), known["start"].min())


BINS = 36_525
"""So many bins of tenure are enough for a hundred years."""


def days_after(dates: pd.Series, day: pd.Timestamp) -> Any:
    """Days after a day [row], below zero before it."""
    return (dates - day).dt.days.to_numpy(float)


def tenures(known: pd.DataFrame) -> Any:
    """Days from start to end [row], NaN where there is no end."""
    return (known["end"] - known["start"]).dt.days.to_numpy(float)


def exposed(first: Any, last: Any) -> Any:
    """Days that customers spent in each bin of tenure, from one tenure to another [customer]."""
    edges = BIN * np.arange(BINS + 1)
    return np.diff(days_up_to(last, edges) - days_up_to(np.minimum(first, last), edges))


def days_up_to(tenure: Any, edges: Any) -> Any:
    """The days of all tenures below each edge."""
    ordered = np.sort(tenure)
    below = np.searchsorted(ordered, edges)
    return np.concatenate([[0.0], np.cumsum(ordered)])[below] + edges * (len(ordered) - below)
