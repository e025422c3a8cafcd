"""Reports that any task can make of its market: its customers, what they bought, and how they climbed."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from relsim.errors import refuse_unknown
from relsim.market.real_size import in_real_size
from relsim.measures.climbs import Climbs, ends_of_years, moves_between
from relsim.measures.purchases import Till
from relsim.measures.records import RUNG_NAMES
from relsim.runs.clientele import tables_of
from relsim.runs.observers import Observer, by_address
from relsim.runs.tasks import Finished
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import BOOKED_PER_UNIT, Rung

if TYPE_CHECKING:
    from relsim.engine.market import Market


@dataclass(frozen=True)
class Customers(Observer):
    """Reports the customers at the end of the run: one row per customer and firm.

    The columns are those of `relsim.run(...).customers`.
    """

    @property
    def key(self) -> str:
        """`customers`."""
        return "customers"

    def observe(self, market: "Market") -> Generator[None, None, pa.Table]:
        """Wait for the end."""
        while market.running:
            yield
        tables = tables_of(market.state.columns, market.scenario)
        return pa.concat_tables([pa.Table.from_pandas(table, preserve_index=False) for table in tables])


@dataclass(frozen=True)
class Purchases(Observer):
    """Reports what was bought: one row per period, customer and firm with a purchase.

    Parameters
    ----------
    firm : str, optional
        Whose sales [those of all firms].

    Notes
    -----
    Columns: `period` and `customer` (numbers from 0), `firm`, `purchases` (how many) and `amount` (what was
    paid for all of them, in the scenario's currency).
    """

    firm: str | None = None

    @property
    def key(self) -> str:
        """`purchases`, or `purchases of harbour`."""
        return "purchases" if self.firm is None else f"purchases of {self.firm}"

    def check(self, scenario: Scenario) -> None:
        """Refuse a scenario without this firm."""
        if self.firm is not None:
            refuse_unknown("firm", self.firm, scenario.firms)

    def observe(self, market: "Market") -> Generator[None, None, pa.Table]:
        """Note what was bought in each period."""
        firms = list(market.scenario.firms)
        first = 0 if self.firm is None else firms.index(self.firm)
        till = Till(market.state.columns.ties[:, first : len(firms) if self.firm is None else first + 1])
        parts = [(np.empty(0, np.int64),) * 5]
        while market.running:
            yield
            number, paid = till.since()
            customer, place = np.nonzero(number)
            period = np.full(len(customer), market.period - 1)
            parts.append((period, customer, first + place, number[customer, place], paid[customer, place]))
        period, customer, firm, purchases, paid = map(np.concatenate, zip(*parts, strict=True))
        columns = {
            "period": period,
            "customer": customer,
            "firm": pd.Categorical.from_codes(firm, categories=pd.Index(firms)),
            "purchases": purchases,
            "amount": paid / BOOKED_PER_UNIT,
        }
        return pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)


@dataclass(frozen=True)
class RungSums(Observer):
    """Reports what became of the rungs of every firm: one row per firm and rung.

    Notes
    -----
    Columns: `firm`, `rung`, and the sums `profit` (in the scenario's currency), `recruits`, `reached` and
    `waited` (in periods), from which the measures of a rung are made.
    """

    @property
    def key(self) -> str:
        """`rungs`."""
        return "rungs"

    def observe(self, market: "Market") -> Generator[None, None, pa.Table]:
        """Look at those who have moved in each period."""
        climbs = Climbs(market.state.columns.ties)
        while market.running:
            yield
            climbs.look(market.period - 1)
        firms, stands_for = len(market.firm_names), market.scenario.stands_for
        return pa.table(
            {
                "firm": worded(np.repeat(np.arange(firms), len(Rung)), market.firm_names),
                "rung": worded(np.tile(np.arange(len(Rung)), firms), RUNG_NAMES),
                "profit": in_real_size(climbs.profit().ravel() / BOOKED_PER_UNIT, stands_for),
                "recruits": in_real_size(climbs.recruits.ravel(), stands_for),
                "reached": in_real_size(climbs.reached.ravel(), stands_for),
                "waited": in_real_size(climbs.waited.ravel(), stands_for),
            }
        )


@dataclass(frozen=True)
class YearlyMoves(Observer):
    """Reports where those who stood on a rung when a year began stand at its end.

    Notes
    -----
    Columns: `begin` and `end` (how many periods had passed), `firm`, `from_rung`, `to_rung` and `customers`,
    those who stayed included. In a run of more than ten years several are taken together.
    """

    @property
    def key(self) -> str:
        """`yearly moves`."""
        return "yearly moves"

    def observe(self, market: "Market") -> Generator[None, None, pa.Table]:
        """Look at the rungs whenever a year is over."""
        ends = ends_of_years(market.scenario)
        before = market.state.columns.rung.copy()
        moves = []
        while market.running:
            yield
            if market.period in ends:
                now = market.state.columns.rung.copy()
                moves.append(moves_between(before, now))
                before = now
        counts = np.stack(moves)
        year, firm, old, new = np.nonzero(counts)
        return pa.table(
            {
                "begin": np.array(ends[:-1])[year],
                "end": np.array(ends[1:])[year],
                "firm": worded(firm, market.firm_names),
                "from_rung": worded(old, RUNG_NAMES),
                "to_rung": worded(new, RUNG_NAMES),
                "customers": in_real_size(counts[year, firm, old, new], market.scenario.stands_for),
            }
        )


def worded(codes: Any, words: Sequence[str]) -> pa.Array:
    """Words by their numbers."""
    return pa.DictionaryArray.from_arrays(codes.astype(np.int8), pa.array(list(words), pa.string()))


LADDER = {"rungs": RungSums(), "moves": YearlyMoves()}
"""What is reported of the ladder, by the names of the tables made of it."""


REPLICATIONS_WATCHED = 20
"""A comparison watches the ladder in its first replications only: to watch takes half as long as to live."""


@cache
def ladder_by_address() -> Mapping[str, Observer]:
    """Who reports of the ladder, by the addresses of the reports."""
    return by_address(LADDER.values())


def ladder_reports(replication: int = 0) -> Mapping[str, Observer]:
    """Who reports of the ladder in a replication: the same in each of them."""
    return ladder_by_address()


def first_ladder_reports(replication: int) -> Mapping[str, Observer]:
    """Who reports of the ladder in a replication of a comparison: nobody in the later ones."""
    return ladder_reports() if replication < REPLICATIONS_WATCHED else {}


class Reported(NamedTuple):
    """What observers have reported of one run, by their addresses."""

    policy: str
    replication: int
    reports: Mapping[str, pa.Table]


def reports_of(finished: Mapping[int, Sequence[Finished]], policies: Sequence[str]) -> list[Reported]:
    """The reports of finished tasks that were watched, by replication, under these policies."""
    return [
        Reported(policy, number, task.reports)
        for number, tasks in finished.items()
        for policy, task in zip(policies, tasks, strict=True)
        if task.reports
    ]


def tables_of_reports(runs: Sequence[Reported]) -> dict[str, pd.DataFrame]:
    """The tables of the ladder, made of the reports of some runs."""
    policies = list(dict.fromkeys(policy for policy, _, _ in runs))
    addresses = {name: next(iter(by_address([observer]))) for name, observer in LADDER.items()}
    tables = {}
    for name, address in addresses.items():
        reports = [found[address] for _, _, found in runs]
        lengths = [len(report) for report in reports]
        table = pa.concat_tables(reports).to_pandas()
        codes = np.repeat([policies.index(policy) for policy, _, _ in runs], lengths)
        table.insert(0, "replication", np.repeat([number for _, number, _ in runs], lengths))
        table.insert(1, "policy", pd.Categorical.from_codes(codes, categories=pd.Index(policies)))
        tables[name] = table
    return tables
