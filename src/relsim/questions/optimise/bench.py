"""A bench to try lever values on: what the firm gets, and what it spends, in each replication."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.errors import InputError
from relsim.measures.outcomes import outcomes_table
from relsim.measures.records import periods_table
from relsim.runs.batches import all_tallied
from relsim.runs.options import Runner
from relsim.runs.replicate import gathered
from relsim.runs.variant import AS_IS, Variant
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.search import Search
from relsim.scenario.units.ranges import WrittenValue

SPENDING = ("acquisition", "retention_cost", "recovery", "win_back")
"""The costs that count as spent where no budget names others."""


@dataclass(frozen=True, eq=False)
class PointMeasures:
    """The measure and the spending of one point of the levers, by replication."""

    values: Any
    spent: Any

    @property
    def mean(self) -> float:
        """The mean over replications in which there was something to measure."""
        return float(np.nanmean(self.values))


@dataclass(frozen=True)
class Bench:
    """A scenario on which lever values are tried, and how its markets are run."""

    scenario: Scenario
    search: Search
    runner: Runner

    @property
    def seed(self) -> int:
        """The seed of all luck, that of the search included."""
        return self.runner.seed

    @property
    def firm(self) -> str:
        """The firm whose results count."""
        return self.scenario.focal_firm

    @property
    def measure(self) -> str:
        """What is to be as high as can be."""
        return self.search.measure

    @property
    def limit(self) -> float | None:
        """What may be spent in a whole run of this market, whatever its size."""
        budget = self.search.budget
        if budget is None:
            return None
        return budget.in_run(self.scenario.periods, self.scenario.period) * self.scenario.scale

    @property
    def share_of_run(self) -> float:
        """What an amount of the budget has to be multiplied with to be that of this run."""
        budget, limit = self.search.budget, self.limit
        return limit / budget.most if budget and limit else 1.0

    def measured(self, points: list[dict[str, WrittenValue]], numbers: range) -> list[PointMeasures]:
        """What comes of some points of the levers in these replications."""
        variants = [Variant(AS_IS, self.scenario.from_now_on(values)) for values in points]
        finished = all_tallied(self.runner, variants, numbers)
        return [
            self.result(variant, [finished[number][place] for number in numbers], numbers)
            for place, variant in enumerate(variants)
        ]

    def result(self, variant: Variant, tallies: list[Any], numbers: range) -> PointMeasures:
        """The measure and the spending of one variant in every replication."""
        scenario = variant.scenario
        runs = (([AS_IS], [one]) for one in tallies)
        periods = periods_table(gathered(runs, scenario, list(numbers)))
        outcomes = outcomes_table(periods, scenario)
        values = outcomes.loc[outcomes["firm"] == self.firm, self.measure].to_numpy(float)
        if not np.isfinite(values).any():
            raise InputError(f'"{self.measure}" cannot be measured everywhere, choose another')
        lines = self.search.budget.lines if self.search.budget else SPENDING
        mine = periods[periods["firm"] == self.firm]
        spent = mine.groupby("replication")[[column_of(mine, line) for line in lines]].sum().sum(axis=1)
        return PointMeasures(values, spent.to_numpy(float))


def column_of(periods: Any, line: str) -> str:
    """The column of the table of periods that holds a group or a line of the statement."""
    return line if line in periods.columns else f"line_{line}"
