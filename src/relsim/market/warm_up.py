"""Warming up: the time before the first period, in which a market comes to what its own settings hold.

Rungs, feelings, memories and those who have lapsed follow from it. Nothing of it is counted, no event of
the timeline falls into it, and the market does not grow: whoever moves away is replaced. When it is over
each firm has as many customers as it is said to begin with (see `market.reseating`).
"""

from typing import Any

import numpy as np

from relsim.errors import told_at
from relsim.market.calendar import year_in_periods
from relsim.market.columns import LONG_AGO, Columns, Town
from relsim.market.founding import Founding, founding_of
from relsim.market.population import customer_keys, people_without_firms
from relsim.rules.grouping import FOUNDERS_BOUGHT
from relsim.rules.state import GONE
from relsim.scenario.known_customers import NOT_TOLD
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.durations import Duration
from relsim.vocabulary import CUSTOMER_GROUPS, FOUNDING, PARTNER, PURCHASER, column_name

USUAL_WARM_UP = Duration(5, "year")
"""How long a market warms up where customers are known and their rungs are not: until commitment, which takes
years, is nearly what it will be, so that rungs change by less in the next year than luck changes them."""

OWN_LUCK = 1 << 40
"""The branch of luck that belongs to the time before the first period."""

MOMENTS = ("first_at", "acquired_at", "last_purchase", "ended_at", "praised_at", "approached_at")
"""What a relationship remembers by the period in which it was."""

QUIET = {
    "warm_up": 0,
    "timeline": [],
    "population.growth": "0% per year",
    "population.turnover": "0% per year",
}
"""What holds in no market while it warms up."""

STEADY_FIRM = {
    "price_rise": "0% per year",
    "adapts": [],
    "exit.loss_for": 0,
    "leaves": None,
    "crm.purchase": 0,
}
"""What no firm does meanwhile: change by plan or by rule, give up, or buy a system."""


def periods_to_warm_up(scenario: Scenario) -> int:
    """For how many periods a market runs before its first one; whole years where it has seasons."""
    told = scenario.warm_up
    if told is None:
        told = USUAL_WARM_UP if begins_without_rungs(founding_of(scenario)) else Duration(0, "month")
    periods = told.periods(scenario.period)
    if not scenario.behaviour.seasons:
        return periods
    year = year_in_periods(scenario)
    return -(-periods // year) * year


def begins_without_rungs(founding: Founding) -> bool:
    """Whether a firm is known to have customers of whom it is not known on which rungs they stand."""
    known = [one for one in founding.known_customers() if one is not None]
    return any(bool((one.rung == NOT_TOLD).any()) for one in known)


def before_first_period(scenario: Scenario, periods: int) -> Scenario:
    """The market of the time before the first period: as it is without policies, events and trends."""
    base = scenario.before_policies
    changes: dict[str, Any] = {**QUIET, "periods": periods}
    for name, firm in base.firms.items():
        changes |= {f"firms.{name}.{path}": value for path, value in STEADY_FIRM.items()}
        if not firm.present(0, base.period):
            changes[f"firms.{name}.enters"] = periods
    with told_at(scenario.document.place(("warm_up",))):
        return base.changed(changes)


class WarmUp:
    """The people of a market while it warms up, and what they were like before."""

    def __init__(self, columns: Columns, town: Town, scenario: Scenario, seed: int, replication: int) -> None:
        self.columns, self.town = columns, town
        self.founding, self.address = founding_of(scenario), (seed, replication)
        self.there = columns.arrives == 0
        self.expectation = columns.expectation[:, 0].copy()
        self.customers = [
            int(is_customer_now(columns.rung[:, f]).sum()) for f in range(columns.ties.shape[1])
        ]

    def delay(self, periods: int) -> None:
        """Let those who come later come so many periods later still."""
        for arrives in (self.columns.arrives, self.town.since):
            later = (arrives > 0) & (arrives < GONE)
            arrives[later] += periods

    def replace_movers(self) -> None:
        """Let somebody who is new in town live where somebody has moved away."""
        rows = np.flatnonzero(self.there & (self.columns.arrives == GONE))
        if len(rows):
            self.columns.arrives[rows] = 0
            self.columns.needs_met_early[rows] = 0
            self.columns.ties[rows] = self.newcomers(rows)

    def newcomers(self, rows: Any) -> Any:
        """Relationships [person, firm] of these people as they were before they met any firm."""
        keys = customer_keys(*self.address, 0, len(self.columns))[rows]
        return people_without_firms(
            self.columns.people[rows], self.expectation[rows], keys, self.founding
        ).ties

    def forget_dates(self, periods: int) -> None:
        """Let everything have been before the first period, and the books begin with it."""
        ties = self.columns.ties
        for name in MOMENTS:
            happened = ties[name] > LONG_AGO
            ties[name][happened] = np.maximum(ties[name][happened] - np.int16(periods), LONG_AGO + 1)
        for group in CUSTOMER_GROUPS:
            ties[column_name(group)] = 0
        ties["purchases"] = np.minimum(ties["purchases"], FOUNDERS_BOUGHT)
        ties["channel"][is_customer_now(ties["rung"])] = FOUNDING


def is_customer_now(rung: Any) -> Any:
    """Whether people stand on a rung of customers."""
    return (rung >= PURCHASER) & (rung <= PARTNER)
