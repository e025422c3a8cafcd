"""What both drivers share: the books of a run, and how a period is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from relsim.market.columns import STANDING, TALLY, Columns, Town
from relsim.market.plan import Plan
from relsim.rules.rulebook import Rulebook
from relsim.vocabulary import Line, column_name

DriverName = Literal["compiled", "agents"]


@dataclass(frozen=True)
class State:
    """All that changes while a market runs, and the plan that does not."""

    root: int
    columns: Columns
    town: Town
    plan: Plan
    records: Any
    standings: Any
    rulebook: Rulebook

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.columns)

    @property
    def firms(self) -> int:
        """How many firms there are."""
        return int(self.plan.firms.shape[1])


FIRM_PAYS = {
    Line.ADVERTISING: "advertising_spend",
    Line.PROGRAMME_RUNNING: "loyalty_running_cost",
    Line.OVERHEAD: "overhead",
    Line.CRM: "crm_cost",
}
"""The firm's own lines, which no single customer causes, and the setting that says how much."""

Driver = Callable[[State, int, int], None]
"""Runs a state from one period up to, not including, another."""


def opened_records(plan: Plan) -> Any:
    """Tallies of every period and firm, empty but for what firms pay whatever customers do."""
    records = np.zeros(plan.firms.shape, TALLY)
    for line, setting in FIRM_PAYS.items():
        records[column_name(line)] = np.floor(plan.firms[setting] * 100.0 + 0.5)
    return records


def first_standings(firms: int) -> Any:
    """How firms stand before the first period: no customer counts as better than the average yet."""
    standings = np.zeros(firms, STANDING)
    standings["average_revenue"] = np.inf
    return standings


def as_numbers(tallies: Any) -> Any:
    """The same memory with one whole number after the other in its last dimension."""
    return tallies.view(np.int64).reshape(*tallies.shape, -1)
