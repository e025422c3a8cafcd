"""What both drivers share: the books of a run, and how a period is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from relsim.errors import InputError
from relsim.luck import deeper
from relsim.market.columns import STANDING, TALLY, Columns, Town
from relsim.market.plan import Plan
from relsim.rules.rulebook import Rulebook
from relsim.vocabulary import BOOKED_PER_UNIT, Line, column_name

DriverName = Literal["compiled", "agents"]


@dataclass(frozen=True, eq=False)
class State:
    """All that changes while a market runs, and the plan that does not."""

    root: int
    columns: Columns
    town: Town
    plan: Plan
    records: Any
    standings: Any
    rulebook: Rulebook
    lasting: int | None = None
    """The key of lasting luck, where it is not the usual branch below the root."""

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.columns)

    @property
    def lasting_key(self) -> int:
        """The key below which everybody has luck that lasts."""
        return deeper(self.root, 0) if self.lasting is None else self.lasting

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

PLACES_OF_MONEY = [PLACES_OF[column_name(line)] for line in Line]
"""Where the lines of the books stand."""

MOST_IN_BOOKS = 2.0**62
"""What is booked in a run must stay below this, lest it has run over the largest whole number."""

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
        records[column_name(line)] = np.floor(firms[setting] * BOOKED_PER_UNIT + 0.5)


def first_standings(firms: int) -> Any:
    """How firms stand before the first period: no customer counts as better than the average yet."""
    standings = np.zeros(firms, STANDING)
    standings["average_revenue"] = np.inf
    return standings


def refuse_overflow(state: State) -> None:
    """Refuse a market that turned over more than its books hold: what they say of it may be wrong."""
    booked = as_numbers(state.records)[..., PLACES_OF_MONEY]
    if (booked < 0).any() or booked.sum(dtype=np.float64) > MOST_IN_BOOKS:
        raise InputError(
            f"firms turn over more than {MOST_IN_BOOKS / BOOKED_PER_UNIT:.0e}, more than the books can hold; "
            "expected amounts in a larger unit, say thousands"
        )


def as_numbers(tallies: Any) -> Any:
    """The same memory with one whole number after the other in its last dimension."""
    return tallies.view(np.int64).reshape(*tallies.shape, -1)
