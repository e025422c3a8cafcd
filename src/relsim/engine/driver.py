"""What both drivers share: the books of a run, and how a period is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from relsim.errors import InputError
from relsim.market.columns import NARROW_GROUPS, STANDING, TALLY, TIE, Columns, Town
from relsim.market.plan import Plan
from relsim.rules.rulebook import Rulebook
from relsim.vocabulary import GROUP_OF_LINE, Line, column_name, word

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
    ahead: Any = None

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
    Line.STAFF: "staff_bill",
    Line.HIRING: "hiring_bill",
    Line.CRM: "crm_cost",
}
"""The firm's own lines, which no single customer causes, and the setting that says how much."""

PLACES_OF = {name: start // 8 for name, (_, start, *_) in (TALLY.fields or {}).items()}
"""Where in a tally, seen as whole numbers of 8 bytes, each of its fields begins."""

CAUSED_BY_CUSTOMERS = {
    group: [
        PLACES_OF[column_name(line)]
        for line in Line
        if GROUP_OF_LINE[line] == group and line not in FIRM_PAYS
    ]
    for group in NARROW_GROUPS
}
"""Where in a tally the lines of each narrow group stand that are booked customer by customer."""

MOST_IN_ACCOUNT = min(np.iinfo(TIE[column_name(group)]).max for group in NARROW_GROUPS)

Driver = Callable[[State, int, int], None]
"""Runs a state from one period up to, not including, another."""


def opened_records(plan: Plan) -> Any:
    """Tallies of every period and firm, empty but for what is known before customers do anything."""
    records = np.zeros(plan.firms.shape, TALLY)
    book_own_lines(records, plan.firms)
    return records


def book_own_lines(records: Any, firms: Any) -> None:
    """Book what firms pay whatever customers do, and note what they ask for a unit."""
    records["price_ppm"] = np.floor(firms["price"] * 1e6 + 0.5)
    for line, setting in FIRM_PAYS.items():
        records[column_name(line)] = np.floor(firms[setting] * 100.0 + 0.5)


def first_standings(firms: int) -> Any:
    """How firms stand before the first period: no customer counts as better than the average yet."""
    standings = np.zeros(firms, STANDING)
    standings["average_revenue"] = np.inf
    return standings


def refuse_overflow(state: State) -> None:
    """Refuse a market in which a customer's account ran over: it no longer adds up to the books.

    None can have where all customers together would fit into one.
    """
    totals = as_numbers(state.records).sum(axis=0)
    for group, places in CAUSED_BY_CUSTOMERS.items():
        booked = totals[:, places].sum(axis=1)
        if (booked <= MOST_IN_ACCOUNT).all():
            continue
        kept: Any = state.columns.ties[column_name(group)]
        if (kept.sum(axis=0, dtype=np.int64) != booked).any():
            raise InputError(
                f"what a firm spends on one customer ({word(group)}) is beyond 21 million; "
                "expected amounts in a larger unit, say thousands"
            )


def as_numbers(tallies: Any) -> Any:
    """The same memory with one whole number after the other in its last dimension."""
    return tallies.view(np.int64).reshape(*tallies.shape, -1)
