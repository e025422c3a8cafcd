"""The state of a market: one record per customer, one per customer and firm. Nothing else changes.

Records are rows of structured arrays, so a property of everybody is a column (`columns.trust`), the
compiled driver reads rows directly, and the Python driver sees the same memory through ctypes.
"""

import ctypes
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from relsim.vocabulary import (
    COUNTS,
    CUSTOMER_GROUPS,
    FOUNDING,
    PROSPECT,
    RUNGS,
    STILL_HERE,
    TENURE_COLUMNS,
    TENURE_YEARS,
    Channel,
    Line,
    Reason,
    column_name,
)

LONG_AGO = -30_000
"""A period before everything, for what never happened."""

HUMAN = np.dtype(
    [
        ("need_rate", np.float32),
        ("basket", np.float32),
        ("price_sensitivity", np.float32),
        ("proneness", np.float32),
        ("values", np.float32),
        ("talkativeness", np.float32),
        ("mobility", np.float32),
        ("fickleness", np.float32),
        ("restlessness", np.float32),
        ("arrives", np.int16),
        ("segment", np.int8),
        ("needs_met_early", np.int8),
    ]
)
"""One customer: lasting traits, the period of entering the market (GONE: moved away), segment, and how many
needs were met before they came up."""

TIE = np.dtype(
    [
        *((column_name(group), np.int64) for group in CUSTOMER_GROUPS),
        ("satisfaction", np.float32),
        ("expectation", np.float32),
        ("trust", np.float32),
        ("commitment", np.float32),
        ("bonds", np.float32),
        ("attention", np.float32),
        ("grievance", np.float32),
        ("remembered_price", np.float32),
        ("hearsay", np.float32),
        ("encounters", np.float32),
        ("recruiter", np.int32),
        ("teller", np.int32),
        ("purchases", np.int16),
        ("first_at", np.int16),
        ("acquired_at", np.int16),
        ("last_purchase", np.int16),
        ("ended_at", np.int16),
        ("praised_at", np.int16),
        ("approached_at", np.int16),
        ("rung", np.int8),
        ("channel", np.int8),
        ("reason", np.int8),
        ("member", np.int8),
        ("community", np.int8),
        ("failures", np.int8),
        ("complaints", np.int8),
        ("praised", np.int8),
        ("known", np.int8),
    ]
)
"""One customer's relationship with one firm: the account as the books hold it, feelings, dates, standing."""

AT_FIRST = {
    "rung": PROSPECT,
    "channel": FOUNDING,
    "reason": STILL_HERE,
    "recruiter": -1,
    "teller": -1,
    "first_at": LONG_AGO,
    "acquired_at": LONG_AGO,
    "last_purchase": LONG_AGO,
    "ended_at": LONG_AGO,
    "praised_at": LONG_AGO,
    "approached_at": LONG_AGO,
    "known": 1,
}
"""What a relationship that never began looks like, where it is not zero; feelings are set by the scenario."""

STANDING = np.dtype(
    [
        ("average_revenue", np.float64),
        ("praising", np.float64),
        ("blaming", np.float64),
        ("reviews", np.float64),
        ("stars", np.float64),
    ]
)
"""How one firm stood after the last period: revenue per customer, people speaking of it, reviews so far."""

DESK = np.dtype(
    [
        ("before", np.int64),
        ("bought", np.int64),
        ("others", np.int64),
        ("praise", np.int64),
        ("blame", np.int64),
        ("teller", np.int64),
        ("channel", np.int64),
        ("offer", np.int64),
        ("push", np.float64),
        ("discount", np.float64),
        ("appeal", np.float64),
    ]
)
"""What one customer keeps in mind of one firm while living through a period."""

TALLY = np.dtype(
    [
        ("flows", np.int64, (RUNGS, RUNGS)),
        ("acquired", np.int64, len(Channel)),
        ("lost", np.int64, len(Reason)),
        ("exposed", np.int64, TENURE_YEARS),
        ("lost_by_tenure", np.int64, TENURE_YEARS),
        *((column_name(line), np.int64) for line in Line),
        *((count, np.int64) for count in COUNTS),
    ]
)
"""What happened to one firm in one period; nothing but whole numbers."""

BOOKS = np.dtype(
    [
        ("", np.int64, TENURE_COLUMNS),
        *((column_name(line), np.int64) for line in Line),
        *((count, np.int64) for count in COUNTS),
    ]
)
"""The same memory as the rules see it: lines and counts by name, after the indexed blocks."""


class Columns:
    """All customers `people` [customer] and all relationships `ties` [customer, firm]."""

    def __init__(self, people: Any, ties: Any) -> None:
        self.people, self.ties = people, ties

    def __getattr__(self, name: str) -> Any:
        if name in HUMAN.fields:  # type: ignore[operator]
            return self.people[name]
        if name in TIE.fields:  # type: ignore[operator]
            return self.ties[name]
        raise AttributeError(name)

    def __len__(self) -> int:
        return len(self.people)

    def copied(self) -> "Columns":
        """An independent copy."""
        return Columns(*(_copied(records) for records in (self.people, self.ties)))


def _copied(records: Any) -> Any:
    """The same records elsewhere; as bytes, since NumPy copies records field by field."""
    return records.view(np.uint8).copy().view(records.dtype)


def blank_columns(customers: int, firms: int) -> Columns:
    """Columns of people without traits or history."""
    return Columns(np.zeros(customers, HUMAN), blank_ties(customers, firms))


def blank_ties(customers: int, firms: int) -> Any:
    """Relationships that never began; written as bytes, since NumPy fills records field by field."""
    never = np.zeros(1, TIE)
    for name, value in AT_FIRST.items():
        never[name] = value
    ties = np.empty((customers, firms), TIE)
    ties.reshape(-1).view(np.uint8).reshape(-1, TIE.itemsize)[:] = never.view(np.uint8)
    return ties


HEARD = np.dtype([("praise", np.uint16), ("blame", np.uint16), ("teller", np.int32)])
"""How many neighbours were heard to praise and to blame one firm, and who praised it last."""


class Town(NamedTuple):
    """Who talks with whom, and what everybody says: two bits per firm and customer.

    `voices` are those of the last period, `speaking` those of this one, and `heard` is what reached each
    customer of every firm [customer, firm]. With `meetings` above zero customers meet that many random
    others each period instead of their `neighbours`. Where newcomers arrive, everybody has been there `since`
    a period.
    """

    first: Any
    neighbours: Any
    meetings: Any
    since: Any
    voices: Any
    speaking: Any
    heard: Any

    def viewed(self) -> "Town":
        """The same memory as memoryviews and records, whose items are plain Python numbers."""
        views = self._replace(heard=self.voices)
        return Town(*(memoryview(part) for part in views))._replace(heard=rows(self.heard))

    def silent_copy(self) -> "Town":
        """The same network before anybody has said anything."""
        parts = ("voices", "speaking", "heard")
        return self._replace(**{name: np.zeros_like(getattr(self, name)) for name in parts})


def rows(array: Any) -> Any:
    """The rows of a structured array as ctypes records on the same memory, for plain Python."""
    kind: Any = structure(array.dtype)
    for length in reversed(array.shape):
        kind = kind * length
    return kind.from_buffer(array.reshape(-1).view(np.uint8))


@cache
def structure(dtype: Any) -> type[ctypes.Structure]:
    """The ctypes record with the same packed layout as a structured dtype."""

    def field(name: str) -> tuple[str, Any]:
        kind = dtype.fields[name][0]
        base = np.ctypeslib.as_ctypes_type(kind.base)
        return name, base * kind.shape[0] if kind.shape else base

    fields = [field(name) for name in dtype.names]
    return type("Row", (ctypes.Structure,), {"_pack_": 1, "_fields_": fields})
