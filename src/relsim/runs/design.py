"""The points of an experiment, and its variants, made one after the other.

Points are combinations of all values (a factorial design), a Latin hypercube (McKay, Beckman and Conover
1979), or a scrambled Sobol sequence (Sobol 1967).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from relsim.runs.policies import deciding_measure, deciding_measure_in, is_of_overhead
from relsim.runs.variant import OUTCOME_COLUMNS, Label, Variant
from relsim.scenario.units.ranges import Range, WrittenValue, quantity
from relsim.scenario.vary.experiment import Experiment, Loaded


class Sweep:
    """The variants of an experiment, made one after the other: every point under every policy."""

    def __init__(self, loaded: Loaded) -> None:
        self.experiment, self.scenario, self.document = loaded
        named = self.experiment.policies
        chosen = list(self.scenario.policies) if named is None else named
        self.policies: list[str | None] = [*chosen] or [None]

    def __len__(self) -> int:
        return count_of_points(self.experiment) * len(self.policies)

    def deciding_measure(self, policies: Sequence[str]) -> str:
        """What decides between policies at all points; those are looked at one by one if overhead varies."""
        if not any(map(is_of_overhead, self.experiment.vary)):
            return deciding_measure(self.scenario, policies)
        markets = (
            self.scenario.changed(values, self.document, ("vary",)) for values in points(self.experiment)
        )
        return deciding_measure_in([market.with_policy(name) for name in policies] for market in markets)

    def __iter__(self) -> Iterator[Variant]:
        for number, values in enumerate(points(self.experiment)):
            scenario = self.scenario.changed(values, self.document, ("vary",))
            labels: dict[str, Label] = {"point": number} | values_as_columns(values, self.experiment)
            for policy in self.policies:
                yield Variant.of(scenario, policy, labels=labels)


def values_as_columns(values: dict[str, WrittenValue], experiment: Experiment) -> dict[str, Label]:
    """The values as columns of one kind each: numbers where all are numbers, else text."""
    return {
        column_of_path(path): float(value) if is_number(experiment.vary[path]) else str(value)
        for path, value in values.items()
    }


def column_of_path(path: str) -> str:
    """The column of what a path is set to; what it is called as an outcome is another column."""
    return f"{path} (varied)" if path in OUTCOME_COLUMNS else path


def is_number(spread: Range | list[WrittenValue]) -> bool:
    """Whether all values are plain numbers, without a unit."""
    values = [spread.value_at(0.0)] if isinstance(spread, Range) else spread
    return not any(isinstance(value, str) for value in values)


def plain_values(values: dict[str, Any], experiment: Experiment) -> dict[str, Any]:
    """The values of a point as numbers where they are such, in the unit of their range, else as words."""
    return {
        path: float(quantity(value).number) if is_numeric(path, experiment) else str(value)
        for path, value in values.items()
    }


def is_numeric(path: str, experiment: Experiment) -> bool:
    """Whether the values of a path are numbers, with or without a unit."""
    spread = experiment.vary[path]
    return isinstance(spread, Range) or is_number(spread)


def unit_of_range(path: str, experiment: Experiment) -> str:
    """What stands behind the numbers of a range."""
    spread = experiment.vary[path]
    return str(spread.value_at(0.0)).lstrip("+-0123456789.") if isinstance(spread, Range) else ""


def count_of_points(experiment: Experiment) -> int:
    """How many points an experiment has."""
    return experiment.size


def levels(spread: Range | list[WrittenValue]) -> list[WrittenValue]:
    """The values that a factorial design takes."""
    if not isinstance(spread, Range):
        return spread
    return [spread.value_at(float(place)) for place in np.linspace(0.0, 1.0, spread.steps or 2)]


def points(experiment: Experiment) -> Iterator[dict[str, WrittenValue]]:
    """The values at every point, by path."""
    paths = list(experiment.vary)
    if experiment.design == "factorial":
        combinations: Iterable[Any] = product(*(levels(spread) for spread in experiment.vary.values()))
    else:
        combinations = (
            [
                value_in_range(spread, place)
                for spread, place in zip(experiment.vary.values(), row, strict=True)
            ]
            for row in places(experiment)
        )
    for values in combinations:
        yield dict(zip(paths, values, strict=True))


def value_in_range(spread: Range | list[WrittenValue], place: float) -> WrittenValue:
    """The value at a place between 0 and 1 of a range, or of a list with equal shares."""
    if isinstance(spread, Range):
        return spread.value_at(place)
    return spread[min(int(place * len(spread)), len(spread) - 1)]


def places(experiment: Experiment) -> Any:
    """Points of the unit cube [point, path] that fill it evenly."""
    # Imported here: it takes as long as all the rest that a comparison needs.
    from scipy.stats import qmc

    width, number = len(experiment.vary), experiment.points or 1
    if experiment.design == "sobol":
        return qmc.Sobol(width, rng=experiment.seed).random_base2(number.bit_length() - 1)
    return qmc.LatinHypercube(width, rng=experiment.seed).random(number)
