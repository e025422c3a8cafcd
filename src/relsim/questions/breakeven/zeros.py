"""Zeros of the paired difference of two policies along a range of values.

With common random numbers the difference is a smooth line and not a cloud. Its zero is closed in by false
position; the interval of the zero is that of Fieller 1954, from a straight line through each replication's
differences near it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, isfinite, nan
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from relsim.runs.variant import Variant
from relsim.scenario.vary.varied import Varied
from relsim.statistics.paired import CONFIDENCE, paired

FIRST_REPLICATIONS = 20
LOOKS = 5
"""At how many values, ends included, the range is looked at before any zero is sought."""

MOST_STEPS = 8
"""How often a zero is closed in at most, with the same replications."""


class Crossing(NamedTuple):
    """A zero of a line, its interval, and the slope there; places are between 0 and 1, or beyond."""

    place: float
    low: float
    high: float
    slope: float


@dataclass
class DifferenceLine:
    """Differences of two policies along a range, by place and replication, as far as they are known."""

    varied: Varied
    policies: Sequence[str]
    measure: str
    run: Callable[[list[Variant], Sequence[int]], pd.DataFrame]
    known: dict[float, Any] = field(default_factory=dict)

    def look(self, places: Sequence[float], number: int) -> None:
        """Run what is not known yet of these places in the first replications."""
        missing: dict[int, list[float]] = {}
        for place in dict.fromkeys(places):
            missing.setdefault(len(self.known.get(place, ())), []).append(place)
        for begin, group in missing.items():
            if begin < number:
                self._add(group, range(begin, number))

    def _add(self, places: Sequence[float], numbers: Sequence[int]) -> None:
        variants = [
            Variant(policy, self.varied.at(place, policy), {"place": place})
            for place in places
            for policy in self.policies
        ]
        rows = self.run(variants, numbers)
        values = rows[self.measure].to_numpy(float).reshape(len(places), len(self.policies), len(numbers))
        for place, more in zip(places, values, strict=True):
            before = self.known.get(place)
            more = more.T
            self.known[place] = more if before is None else np.concatenate([before, more])

    def values(self, place: float, number: int) -> Any:
        """Values [replication, policy] at a place."""
        self.look([place], number)
        return self.known[place][:number]

    def gaps(self, place: float, number: int, pair: tuple[int, int] = (0, 1)) -> Any:
        """The paired differences at a place, by replication."""
        values = self.values(place, number)
        return values[:, pair[0]] - values[:, pair[1]]


@dataclass(frozen=True)
class ZeroSearch:
    """The search for the zero of one difference: which policies, and how precise it must be."""

    line: DifferenceLine
    pair: tuple[int, int]
    precision: float
    most: int

    def gap(self, place: float, number: int) -> float:
        """The mean difference at a place; NaN where there is none to measure."""
        gaps = measured_gaps(self.gaps(place, number))
        return float(gaps.mean()) if len(gaps) else nan

    def gaps(self, place: float, number: int) -> Any:
        """The differences at a place, by replication."""
        return self.line.gaps(place, number, self.pair)

    def brackets(self, number: int) -> list[tuple[float, float]]:
        """The looks between which the difference changes its sign; where it is nothing there is none."""
        self.line.look(looks(), number)
        gaps = {place: gap for place in looks() if isfinite(gap := self.gap(place, number)) and gap}
        return [(left, right) for left, right in pairwise(gaps) if (gaps[left] > 0.0) != (gaps[right] > 0.0)]

    def is_clear(self, number: int) -> bool:
        """Whether the sign of the difference is sure at both ends of the range."""
        return all(is_sure_of_sign(self.gaps(place, number)) for place in (0.0, 1.0))

    def found(self) -> tuple[Crossing | None, int, int]:
        """The zero if there is one, the changes of sign seen, and the replications that took.

        Replications are doubled until both ends have a sure sign and the interval is narrow.
        """
        number = min(FIRST_REPLICATIONS, self.most)
        while True:
            brackets = self.brackets(number)
            crossing = self.crossing(brackets[0], number) if brackets else None
            is_narrow = crossing is not None and crossing.high - crossing.low <= 2.0 * self.precision
            settled = is_narrow if brackets else self.is_clear(number)
            if settled or number >= self.most:
                return crossing, len(brackets), number
            number = min(self.most, 2 * number)

    def crossing(self, bracket: tuple[float, float], number: int) -> Crossing:
        """The zero within a bracket, and its interval from places about as far apart as that is wide."""
        zero = self.zero(bracket, number)
        slope = (self.gap(bracket[1], number) - self.gap(bracket[0], number)) / (bracket[1] - bracket[0])
        near = measured_gaps(self.gaps(zero, number))
        spread = float(near.std(ddof=1)) if len(near) > 1 else 0.0
        reach = 2.0 * spread / (number**0.5 * abs(slope)) if slope else 1.0
        reach = min(max(reach, self.precision), 0.5)
        places = [max(0.0, zero - reach), zero, min(1.0, zero + reach)]
        self.line.look(places, number)
        return zero_of_lines(places, np.column_stack([self.gaps(place, number) for place in places]))

    def zero(self, bracket: tuple[float, float], number: int) -> float:
        """Where the mean difference is nothing, by false position (the Illinois variant)."""
        (left, right), side, place = bracket, 0, bracket[1]
        below, above = self.gap(left, number), self.gap(right, number)
        for _ in range(MOST_STEPS):
            place = round((left * above - right * below) / (above - below), 6)
            here = self.gap(place, number)
            if right - left <= self.precision or abs(here) <= 1e-9 * (abs(below) + abs(above)):
                return place
            if (here > 0.0) == (above > 0.0):
                right, above = place, here
                below, side = (below / 2.0 if side == 1 else below), 1
            else:
                left, below = place, here
                above, side = (above / 2.0 if side == -1 else above), -1
            if abs(here) <= standard_error(self.gaps(place, number)) / 4.0:
                return place
        return place


def looks() -> list[float]:
    """The places at which a range is looked at first."""
    return [float(place) for place in np.linspace(0.0, 1.0, LOOKS)]


def measured_gaps(gaps: Any) -> Any:
    """The differences of those replications in which there was something to measure."""
    return gaps[np.isfinite(gaps)]


def standard_error(gaps: Any) -> float:
    """The standard error of the mean of some differences."""
    gaps = measured_gaps(gaps)
    return float(gaps.std(ddof=1) / len(gaps) ** 0.5) if len(gaps) > 1 else inf


def is_sure_of_sign(gaps: Any) -> bool:
    """Whether the interval of the mean lies on one side of zero."""
    told = paired(gaps, np.zeros(len(gaps)))
    return bool(told["low"] > 0.0 or told["high"] < 0.0)


def zero_of_lines(places: Sequence[float], gaps: Any) -> Crossing:
    """The zero of the mean of straight lines through gaps [replication, place] (Fieller 1954).

    The interval holds every place at which the mean line may be zero: its ends solve a quadratic equation
    in the place. It is without bounds where the slope may be nothing.
    """
    middle = float(np.mean(places))
    gaps = gaps[np.isfinite(gaps).all(axis=1)]
    if not len(gaps):
        return Crossing(middle, -inf, inf, 0.0)
    apart = np.asarray(places, float) - middle
    slopes, levels = gaps @ apart / (apart @ apart), gaps.mean(axis=1)
    slope, level, number = float(slopes.mean()), float(levels.mean()), len(gaps)
    if slope == 0.0:
        return Crossing(middle, -inf, inf, slope)
    zero = middle - level / slope
    if number < 2:
        return Crossing(zero, -inf, inf, slope)
    quantile = float(special.stdtrit(number - 1, 0.5 + CONFIDENCE / 2.0)) ** 2 / number
    spread = np.cov(levels, slopes, ddof=1) * quantile
    squared = slope**2 - spread[1, 1]
    if squared <= 0.0:
        return Crossing(zero, -inf, inf, slope)
    half = level * slope - spread[0, 1]
    root = max(0.0, half**2 - squared * (level**2 - spread[0, 0])) ** 0.5
    return Crossing(zero, middle - (half + root) / squared, middle - (half - root) / squared, slope)
