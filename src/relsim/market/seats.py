"""Seats: which people are the customers whom a firm is known to have when a scenario begins."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from relsim.scenario.known_customers import NOT_TOLD, KnownCustomers

NO_FIRM = -1
"""Stands for the firm of somebody who is no known customer."""


class Seats(NamedTuple):
    """Of everybody [customer]: the firm that knows them (or NO_FIRM), months there, rung, and the segment."""

    firm: Any
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


def seated(places: Unseated, known: Sequence[KnownCustomers | None]) -> Seats:
    """Who is which known customer of which firm.

    A customer of a known segment is somebody of it. Where a firm knows more of a segment than there are, some
    others are of it; and where more customers are known than there are people at first, some come earlier.
    """
    people = len(places.segment)
    firm, rung = np.full(people, NO_FIRM, np.int8), np.full(people, NOT_TOLD, np.int8)
    seats = Seats(firm, np.full(people, np.nan), rung, places.segment.copy())
    order = np.lexsort((places.luck, places.has_firm, places.comes_later))
    told = [(f, customers) for f, customers in enumerate(known) if customers is not None]
    for with_segment in (True, False):
        for f, customers in told:
            for segment in np.unique(customers.segment[(customers.segment != NOT_TOLD) == with_segment]):
                give_seats(seats, f, customers, int(segment), order)
    return seats


def give_seats(seats: Seats, f: int, customers: KnownCustomers, segment: int, order: Any) -> None:
    """Let free people, the first in order and of the segment, be the customers of one segment of a firm."""
    rows = np.flatnonzero(customers.segment == segment)
    free = order[seats.firm[order] == NO_FIRM]
    if segment != NOT_TOLD:
        is_of_it = seats.segment[free] == segment
        free = np.concatenate([free[is_of_it], free[~is_of_it]])
    chosen = free[: len(rows)]
    rows = rows[: len(chosen)]
    seats.firm[chosen], seats.months[chosen] = f, customers.months[rows]
    seats.rung[chosen] = customers.rung[rows]
    if segment != NOT_TOLD:
        seats.segment[chosen] = segment
