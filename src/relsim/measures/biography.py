"""Biographies: what happened to one customer, period by period, as a table of events."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from relsim.market.columns import Columns
from relsim.vocabulary import (
    BOOKED_PER_UNIT,
    REFERRAL,
    WORD_OF_MOUTH,
    Channel,
    Line,
    Reason,
    Rung,
    column_name,
    word,
)

NO_RECOMMENDER = -1


class Encounter(NamedTuple):
    """One thing that happened between a customer and a firm in a period."""

    period: int
    firm: str
    event: str
    detail: str = ""
    times: int = 1
    money: float = 0.0
    other: int = NO_RECOMMENDER


COUNTED = {
    "failed": "failures",
    "complained": "complaints",
    "put right": "recovered",
    "contacted": "contacts",
    "praised": "positive_speakers",
    "warned": "negative_speakers",
    "offered": "offers_made",
}
"""Events that a tally counts under another name."""

PAID_TO_CUSTOMER = {
    "put right": Line.COMPENSATION,
    "refunded": Line.GUARANTEES,
    "rewarded": Line.PROGRAMME,
}
"""Events in which the customer gets money, and the line under which it is booked."""


def events_of(t: int, firm: str, tally: Any, before: Any, after: Any) -> Iterator[Encounter]:
    """What one period meant for one customer and one firm, in the order in which it happened.

    `tally` is the customer's own [place]; `before` and `after` are the relationship around it.
    """
    if tally["offers_made"]:
        yield Encounter(t, firm, "offered", times=int(tally["offers_made"]))
    if tally["acquired"].any():
        yield arrival(t, firm, tally, before, after)
    if tally["purchases"]:
        yield Encounter(t, firm, "bought", "", int(tally["purchases"]), tally["revenue"] / BOOKED_PER_UNIT)
    for event in ("failed", "complained", "put right", "refunded", "contacted", "rewarded"):
        if seen := happened(t, firm, event, tally):
            yield seen
    if after["member"] > before["member"]:
        yield Encounter(t, firm, "enrolled")
    yield from moves(t, firm, tally, after)
    for event in ("praised", "warned"):
        if seen := happened(t, firm, event, tally):
            yield seen


def happened(t: int, firm: str, event: str, tally: Any) -> Encounter | None:
    """An event that a tally counts or books, or None where it counts none."""
    line = PAID_TO_CUSTOMER.get(event)
    money = int(tally[column_name(line)]) / BOOKED_PER_UNIT if line is not None else 0.0
    count = int(tally[COUNTED[event]]) if event in COUNTED else int(money > 0.0)
    return Encounter(t, firm, event, "", count, money) if count else None


def arrival(t: int, firm: str, tally: Any, before: Any, after: Any) -> Encounter:
    """How the customer came, for the first time or again, and on whose word."""
    channel = int(np.flatnonzero(tally["acquired"])[0])
    event = "returned" if before["rung"] == Rung.LAPSED else "joined"
    recommended = channel in (REFERRAL, WORD_OF_MOUTH)
    recruiter = int(after["recruiter"]) if recommended else NO_RECOMMENDER
    return Encounter(t, firm, event, word(Channel(channel)), other=recruiter)


def moves(t: int, firm: str, tally: Any, after: Any) -> Iterator[Encounter]:
    """A step up or down the ladder, or out; arrivals are told by `arrival`."""
    old, new = (int(place) for place in np.argwhere(tally["flows"])[0])
    if new == old or old in (Rung.PROSPECT, Rung.LAPSED):
        return
    if new == Rung.LAPSED:
        yield Encounter(t, firm, "left", word(Reason(int(after["reason"]))))
    else:
        yield Encounter(t, firm, "climbed" if new > old else "slid", word(Rung(new)))


def recruits_in_period(t: int, firms: Sequence[str], columns: Columns, customer: int) -> Iterator[Encounter]:
    """Whom this customer's praise brought to each firm in a period."""
    came = (columns.recruiter == customer) & (columns.acquired_at == t)
    came &= (columns.channel == REFERRAL) | (columns.channel == WORD_OF_MOUTH)
    for other, f in np.argwhere(came):
        yield Encounter(
            t, firms[f], "recruited", word(Channel(int(columns.channel[other, f]))), other=int(other)
        )


def events_table(events: Sequence[Encounter]) -> pd.DataFrame:
    """Events as a tidy table; `other` is the other customer's number, -1 where there is none."""
    return pd.DataFrame(events, columns=Encounter._fields)
