"""Climbs: what a market tells of its rungs from one look to the next, and from one year to the next.

Tallies count moves and money of firms. Who stood where when money came in, how long a climb took, and where
those of last year stand now is only to be seen in the customers themselves.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from relsim.market.population import periods_in_a_year
from relsim.measures.customers import profit_of
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import LAPSED, PARTNER, PURCHASER, REFERRAL, RUNGS, WORD_OF_MOUTH

ROWS_AT_ONCE = 2**16
"""Rows of which something is worked out at once."""

MOST_SPANS = 10
"""Into how many spans a run is divided at most, to tell where people stood at their ends."""


class Climbs:
    """The relationships of a market [customer, firm], and what became of the rungs they stood on.

    Sums up to the last look [firm, rung]: `recruits`, `reached` and `waited`; and `profit()`. What they mean
    is told in `relsim.measures.rungs`. Only whoever has changed rungs is looked at closely.
    """

    def __init__(self, ties: Any) -> None:
        self._ties = ties.reshape(-1)
        self._firms = ties.shape[1]
        self._rungs = self._ties["rung"].copy()
        self._settled = np.empty(self._ties.shape, np.int64)
        for some in row_slices(self._ties):
            self._settled[some] = earned(self._ties[some])
        self._highest = np.zeros(self._ties.shape, np.int8)
        self._won_back = won_back(ties)
        shape = (self._firms, RUNGS)
        self._profit = np.zeros(shape, np.int64)
        self.recruits, self.reached, self.waited = (np.zeros(shape, np.int64) for _ in range(3))

    def look(self, t: int) -> None:
        """Note what period `t` has done, at its end."""
        now = self._ties["rung"].copy()
        place = np.flatnonzero(now != self._rungs)
        moved = Moved(place, place % self._firms, self._ties.take(place), self._rungs[place], now[place])
        self._settle(moved)
        self._climb(moved, t)
        self._recruit(moved)
        self._rungs = now

    def profit(self) -> Any:
        """What customers have left by now [firm, rung], in thousandths of a cent.

        The money of a period stands under the rung at its start, that of a newcomer under the rung on which
        they came, and what winning back cost under lapsed.
        """
        profit = self._profit.copy()
        for some in row_slices(self._ties):
            firm = np.arange(some.start, min(some.stop, len(self._ties))) % self._firms
            np.add.at(profit, (firm, self._rungs[some]), earned(self._ties[some]) - self._settled[some])
        profit[:, LAPSED] -= won_back(self._ties.reshape(-1, self._firms)) - self._won_back
        return profit

    def _settle(self, moved: "Moved") -> None:
        """Put what customers left until now under the rung from which they moved."""
        was = customers_on(moved.old)
        place, account = moved.place[was], earned(moved.ties)[was]
        np.add.at(self._profit, (moved.firm[was], moved.old[was]), account - self._settled[place])
        self._settled[place] = account

    def _climb(self, moved: "Moved", t: int) -> None:
        """Who stands higher than ever in a first relationship that began in the run, and after how long."""
        began, highest = moved.ties["acquired_at"], self._highest[moved.place]
        is_new = (began >= 0) & (began == moved.ties["first_at"]) & (moved.new > highest)
        here = np.flatnonzero(is_new & customers_on(moved.new))
        firm, new, rung, waited = moved.firm[here], moved.new[here], highest[here], t - began[here]
        self._highest[moved.place[here]] = new
        while len(rung):
            rung = rung + 1
            np.add.at(self.reached, (firm, rung), 1)
            np.add.at(self.waited, (firm, rung), waited)
            firm, new, waited, rung = (each[rung < new] for each in (firm, new, waited, rung))

    def _recruit(self, moved: "Moved") -> None:
        """Who came by word of mouth, under the rung of whoever spoke, where that person is known."""
        channel, recruiter = moved.ties["channel"], moved.ties["recruiter"]
        came = ~customers_on(moved.old) & customers_on(moved.new) & (recruiter >= 0)
        came &= (channel == WORD_OF_MOUTH) | (channel == REFERRAL)
        firm = moved.firm[came]
        spoke = self._rungs[recruiter[came].astype(np.int64) * self._firms + firm]
        np.add.at(self.recruits, (firm, spoke), 1)


class Moved(NamedTuple):
    """Relationships in which the rung has changed: where they stand, with which firm, from where to where."""

    place: Any
    firm: Any
    ties: Any
    old: Any
    new: Any


def earned(ties: Any) -> Any:
    """What customers left so far but for what winning them back cost, in thousandths of a cent."""
    return profit_of(ties) + ties["win_back"]


def won_back(ties: Any) -> Any:
    """What winning back has cost each firm so far [firm], as booked, of ties [customer, firm]."""
    return ties["win_back"].sum(axis=0, dtype=np.int64)


def customers_on(rungs: Any) -> Any:
    """Who on these rungs is a customer: neither prospect nor lapsed."""
    return (rungs >= PURCHASER) & (rungs <= PARTNER)


def ends_of_years(scenario: Scenario) -> list[int]:
    """The periods after which a year of the run is over, from 0 to its end; several years in a long run."""
    year, periods = periods_in_a_year(scenario), scenario.periods
    apart = max(1, int(np.ceil(periods / year / MOST_SPANS - 1e-9)))
    whole = np.arange(int(periods / (apart * year) + 1e-9) + 1) * apart * year
    inside = [end for end in np.rint(whole).astype(int).tolist() if end < periods]
    return [*inside, periods]


def moves_between(before: Any, now: Any) -> Any:
    """How many stood on one rung and now stand on another [firm, from, to], of rungs [customer, firm]."""
    firms = before.shape[1]
    moves = np.zeros(firms * RUNGS**2, np.int64)
    for some in row_slices(before):
        places = before[some].astype(np.int64) * RUNGS + now[some] + RUNGS**2 * np.arange(firms)
        moves += np.bincount(places.ravel(), minlength=len(moves))
    return moves.reshape(firms, RUNGS, RUNGS)


def row_slices(rows: Any) -> Iterator[slice]:
    """So many rows at a time, that what is worked out of them takes little memory."""
    return (slice(first, first + ROWS_AT_ONCE) for first in range(0, len(rows), ROWS_AT_ONCE))
