"""Seats: which people are the customers whom a firm is known to have when a scenario begins."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from relsim.scenario.known_customers import NOT_TOLD, KnownCustomers


class Seats(NamedTuple):
    """Who is a known customer `there` [customer, firm], for how many months and on which rung, as far as that
    is told, and the segment of everybody [customer]."""

    there: Any
    months: Any
    rung: Any
    segment: Any

    def of(self, first: int, last: int) -> "Seats":
        """Those of some people."""
        return Seats(*(column[first:last] for column in self))


class Unseated(NamedTuple):
    """Of everybody [customer]: segment, luck, and whether they come later or have a firm by its share."""

    segment: Any
    luck: Any
    comes_later: Any
    has_firm: Any


def seated(people: Unseated, known: Sequence[KnownCustomers | None]) -> Seats:
    """Who is which known customer of which firm.

    A customer of a known segment is somebody of it, and of one firm only as long as somebody has none. Where
    a firm knows more of a segment than there are, some others are of it; and where more customers are
    known than there are people at first, some come earlier.
    """
    shape = len(people.segment), len(known)
    rung = np.full(shape, NOT_TOLD, np.int8)
    seats = Seats(np.zeros(shape, bool), np.full(shape, np.nan), rung, people.segment.copy())
    told = [(f, customers) for f, customers in enumerate(known) if customers is not None]
    for with_segment in (True, False):
        for f, customers in told:
            for segment in np.unique(customers.segment[(customers.segment != NOT_TOLD) == with_segment]):
                give_seats(seats, people, f, customers, int(segment))
    return seats


def give_seats(seats: Seats, people: Unseated, f: int, customers: KnownCustomers, segment: int) -> None:
    """Let free people, of the segment as far as there are any, be the customers of one segment of a firm."""
    rows = np.flatnonzero(customers.segment == segment)
    is_other = np.zeros(len(people.luck), bool) if segment == NOT_TOLD else seats.segment != segment
    has_firm = people.has_firm | seats.there.any(axis=1)
    order = np.lexsort((people.luck, has_firm, people.comes_later, is_other))
    chosen = order[~seats.there[order, f]][: len(rows)]
    rows = rows[: len(chosen)]
    seats.there[chosen, f] = True
    seats.months[chosen, f], seats.rung[chosen, f] = customers.months[rows], customers.rung[rows]
    if segment != NOT_TOLD:
        seats.segment[chosen] = segment
