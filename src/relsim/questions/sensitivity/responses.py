"""Responses: the paired difference of a policy from the baseline, wherever in its ranges a scenario lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.runs.evaluate import Variants, evaluate_or_fail
from relsim.runs.options import Runner
from relsim.runs.variant import Variant
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.ranges import rounded_in_unit
from relsim.scenario.vary.factors import Factor

PlacesInRanges = dict[int, float]
"""Where values lie in their ranges, by the numbers of those that are not as written."""


@dataclass(frozen=True)
class Question:
    """What is asked of a scenario, and how its markets are run."""

    scenario: Scenario
    baseline: str
    measure: str
    replications: int
    runner: Runner

    @property
    def firm(self) -> str:
        """The firm whose results are compared."""
        return self.scenario.focal_firm

    def best_of(self, policies: list[str]) -> str:
        """The policy, other than the baseline, with the highest mean of the measure."""
        if len(policies) == 2:
            return policies[1]
        values = self.values([Variant.of(self.scenario, name) for name in policies], len(policies))
        means = np.nanmean(values[0], axis=1)[1:]
        return policies[1 + int(np.argmax(means))]

    def measured(self, variants: Variants, together: int) -> Any:
        """The measure as [point, variant of the point, replication]; NaN where nothing can be measured."""
        tables = evaluate_or_fail(self.runner, variants, self.replications)
        parts = [table.loc[table["firm"] == self.firm, self.measure].to_numpy(float) for table in tables]
        return np.concatenate(parts).reshape(-1, together, self.replications)

    def values(self, variants: Variants, together: int) -> Any:
        """What is measured, as `measured` has it; refused where it cannot be measured at some point."""
        values = self.measured(variants, together)
        if not np.isfinite(values).all(axis=1).any(axis=1).all():
            raise InputError(
                f'"{self.measure}" cannot be measured everywhere in these ranges, choose another'
            )
        return values


class Responses:
    """The differences between a policy and the baseline at points of the ranges, and all points asked for."""

    def __init__(self, question: Question, policy: str, factors: list[Factor]) -> None:
        self.question, self.policy, self.factors = question, policy, factors
        self._asked: list[pd.DataFrame] = []
        self.unmeasured = 0

    def ends(self) -> list[PlacesInRanges]:
        """Where all is as written, and then each value in turn at either end of its range."""
        return [{}, *({number: end} for number in range(len(self.factors)) for end in (0.0, 1.0))]

    def one_at_a_time(self) -> Any:
        """The measure [point, baseline or policy, replication] at all `ends`."""
        points = self.ends()
        values = self._values(points)
        differences = mean_difference(values)
        self._note("as written", points[:1], differences[:1])
        self._note("one at a time", points[1:], differences[1:])
        return values

    def at(self, chances: Any, design: str, numbers: Sequence[int] | None = None) -> Any:
        """The differences at points [point, value] between 0 and 1, of the values with these numbers."""
        numbers = range(len(self.factors)) if numbers is None else numbers
        points = [
            {
                number: self.factors[number].quantile(float(chance))
                for number, chance in zip(numbers, row, strict=True)
            }
            for row in chances
        ]
        differences = mean_difference(self._values(points))
        self._note(design, points, differences)
        return differences

    def _values(self, points: list[PlacesInRanges]) -> Any:
        """The measure [point, baseline or policy, replication]; counts what is unmeasured."""
        values = self.question.values(Points(self, points, (self.question.baseline, self.policy)), 2)
        self.unmeasured += int((~np.isfinite(values).all(axis=1)).sum())
        return values

    def table(self) -> pd.DataFrame:
        """One row per point asked for: design, values, difference."""
        return pd.concat(self._asked, ignore_index=True)

    def _note(self, design: str, points: list[PlacesInRanges], differences: Any) -> None:
        columns: dict[str, Any] = {"design": design}
        for number, one in enumerate(self.factors):
            values = [one.range.value_at(point[number]) if number in point else one.value for point in points]
            columns[one.name] = [str(rounded_in_unit(value, 6)) for value in values]
        self._asked.append(pd.DataFrame(columns | {"difference": differences}, index=range(len(points))))


class Points:
    """Some policies at every point, made one after the other."""

    def __init__(
        self, responses: Responses, points: Sequence[PlacesInRanges], policies: Sequence[str]
    ) -> None:
        self.responses, self.points, self.policies = responses, points, policies

    def __len__(self) -> int:
        return len(self.policies) * len(self.points)

    def __iter__(self) -> Iterator[Variant]:
        factors = self.responses.factors
        for places in self.points:
            scenario = self.responses.question.scenario
            for number, place in places.items():
                scenario = scenario.changed(factors[number].at(place))
            for policy in self.policies:
                yield Variant.of(scenario, policy)


def mean_difference(values: Any) -> Any:
    """The mean paired difference at every point of [point, baseline or policy, replication]."""
    return np.nanmean(values[:, 1] - values[:, 0], axis=1)
