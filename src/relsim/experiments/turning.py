"""Break-even: the value of something at which another policy becomes the better one, and how sure that is.

The paired difference of two policies is followed along a range of values with common random numbers, so it
is a smooth line and not a cloud. Its zero is closed in by false position; the interval of the zero is that
of Fieller 1954, from a straight line through each replication's differences near it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, nan
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from relsim.experiments.comparing import chosen_policies
from relsim.experiments.evaluating import evaluate
from relsim.experiments.executing import Progress, silent
from relsim.experiments.pairing import CONFIDENCE, paired
from relsim.experiments.performing import TaskFailed
from relsim.experiments.running import Variant, refuse_none
from relsim.experiments.store import Store
from relsim.measures.outcomes import MEASURES
from relsim.scenario.problems import Mistake, nearest
from relsim.scenario.ranges import Written
from relsim.scenario.schema import Scenario
from relsim.scenario.varying import Varied

FIRST = 20
LOOKS = 5
"""At how many values, ends included, the range is looked at before any zero is sought."""

PRECISION = 0.01
"""Half of the interval that is narrow enough, as a share of the range."""

STEPS = 8
"""How often a zero is closed in at most, with the same replications."""


class Crossing(NamedTuple):
    """A zero of a line, its interval, and the slope there; places are between 0 and 1, or beyond."""

    place: float
    low: float
    high: float
    slope: float


@dataclass(frozen=True)
class Breakeven:
    """Where two policies change places along the values of something.

    `value`, `low` and `high` are in the unit in which the range is written, NaN where the two do not change
    places or are not told apart. `table` has one row per value that was tried with all replications: the
    paired difference `policy` less `against`, with its interval. `rises` says whether it is
    `policy` that is better above the value; `turns` counts the changes of sign that were seen.
    """

    scenario: Scenario
    path: str
    policy: str
    against: str
    measure: str
    value: float
    low: float
    high: float
    written: str | None
    rises: bool
    turns: int
    is_sure: bool
    rival: str | None
    replications: int
    table: pd.DataFrame


@dataclass
class Line:
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
class Search:
    """The search for the zero of one difference: which policies, and how precise it must be."""

    line: Line
    pair: tuple[int, int]
    precision: float
    most: int

    def gap(self, place: float, number: int) -> float:
        """The mean difference at a place."""
        return float(self.gaps(place, number).mean())

    def gaps(self, place: float, number: int) -> Any:
        """The differences at a place, by replication."""
        return self.line.gaps(place, number, self.pair)

    def brackets(self, number: int) -> list[tuple[float, float]]:
        """The looks between which the difference changes its sign; where it is nothing there is none."""
        self.line.look(looks(), number)
        gaps = {place: gap for place in looks() if (gap := self.gap(place, number))}
        return [(left, right) for left, right in pairwise(gaps) if (gaps[left] > 0.0) != (gaps[right] > 0.0)]

    def is_clear(self, number: int) -> bool:
        """Whether the sign of the difference is sure at both ends of the range."""
        return all(is_sure_of_sign(self.gaps(place, number)) for place in (0.0, 1.0))

    def found(self) -> tuple[Crossing | None, int, int]:
        """The zero if there is one, the changes of sign seen, and the replications that took.

        Replications are doubled until both ends have a sure sign and the interval is narrow.
        """
        number = min(FIRST, self.most)
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
        spread = float(self.gaps(zero, number).std(ddof=1)) if number > 1 else 0.0
        reach = 2.0 * spread / (number**0.5 * abs(slope)) if slope else 1.0
        reach = min(max(reach, self.precision), 0.5)
        places = [max(0.0, zero - reach), zero, min(1.0, zero + reach)]
        self.line.look(places, number)
        return zero_of_lines(places, np.column_stack([self.gaps(place, number) for place in places]))

    def zero(self, bracket: tuple[float, float], number: int) -> float:
        """Where the mean difference is nothing, by false position (the Illinois variant)."""
        (left, right), side, place = bracket, 0, bracket[1]
        below, above = self.gap(left, number), self.gap(right, number)
        for _ in range(STEPS):
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


def standard_error(gaps: Any) -> float:
    """The standard error of the mean of some differences."""
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


def breakeven(
    scenario: Scenario,
    vary: str,
    between: tuple[Written, Written],
    *,
    policy: str | None = None,
    measure: str = "customer_equity",
    precision: float = PRECISION,
    replications: int | None = None,
    seed: int = 1,
    jobs: int | None = None,
    store: Store | Path | str | None = None,
    on: str | None = None,
    progress: Callable[[int, str], Progress] = silent,
) -> Breakeven:
    """The value at a dotted path, within a range, at which a policy and the baseline change places.

    Without a `policy`, it is the best policy at one end of the range against the best at the other, or,
    where that is the same, against the second best. Where a policy sets the value itself, its own value is
    varied, else everybody's. Replications are added until half of the interval is within `precision`, a
    share of the range, up to `replications` (by default those of the scenario).
    """
    if measure not in MEASURES:
        raise Mistake(f'no measure is called "{measure}"', nearest(measure, MEASURES))
    most = scenario.replications if replications is None else replications
    refuse_none(most)
    names = chosen_policies(scenario, None if policy is None else [policy])
    if len(names) < 2:
        raise Mistake("a break-even needs two policies, the baseline and another")
    varied = Varied.between(scenario, vary, *between)
    kept = store if store is None or isinstance(store, Store) else Store(store)

    def run(variants: list[Variant], numbers: Sequence[int]) -> pd.DataFrame:
        rows = evaluate(variants, numbers, seed=seed, store=kept, on=on, jobs=jobs, progress=progress)
        failed = rows[rows["error"].notna()]
        if len(failed):
            raise TaskFailed(f"{len(failed)} tasks failed, the first: {failed.iloc[0]['error']}")
        return rows[rows["firm"] == scenario.focal_firm]

    line = Line(varied, names, measure, run)
    pair = (1, 0) if policy is not None else closest_pair(line, min(FIRST, most))
    search = Search(line, pair, precision, most)
    crossing, turns, number = search.found()
    return told(search, crossing, turns, number)


def closest_pair(line: Line, number: int) -> tuple[int, int]:
    """The best policy at the end of the range and the best at its beginning, or else the second best.

    Of two ends with the same winner, the second best is taken from that where it comes nearer.
    """
    line.look([0.0, 1.0], number)
    first, last = (line.values(place, number).mean(axis=0) for place in (0.0, 1.0))
    best = int(last.argmax())
    if best != int(first.argmax()):
        return best, int(first.argmax())
    behind = np.minimum(first[best] - first, last[best] - last)
    behind[best] = inf
    return best, int(behind.argmin())


def told(search: Search, crossing: Crossing | None, turns: int, number: int) -> Breakeven:
    """What the search found, in the unit of the range."""
    line, (mine, theirs) = search.line, search.pair
    varied = line.varied
    found = Crossing(nan, nan, nan, nan) if crossing is None else crossing
    place = min(max(found.place, 0.0), 1.0)
    value, low, high = (varied.number_at(end) for end in found[:3])
    return Breakeven(
        varied.scenario,
        varied.path,
        line.policies[mine],
        line.policies[theirs],
        line.measure,
        value,
        low,
        high,
        None if crossing is None else str(varied.span.value_at(found.place)),
        found.slope > 0.0,
        turns,
        search.is_clear(number),
        None if crossing is None else third(line, search.pair, place, number),
        number,
        table_of(search),
    )


def third(line: Line, pair: tuple[int, int], place: float, number: int) -> str | None:
    """A policy that is better than both where they are equal, if there is one."""
    means = line.values(place, number).mean(axis=0)
    best = int(means.argmax())
    return None if best in pair else line.policies[best]


def table_of(search: Search) -> pd.DataFrame:
    """What is known at the values that were tried with all replications."""
    rows = []
    most = max(map(len, search.line.known.values()))
    for place in sorted(place for place, values in search.line.known.items() if len(values) == most):
        gaps = search.gaps(place, most)
        told_gap = paired(gaps, np.zeros(len(gaps)))
        rows.append(
            {
                "value": search.line.varied.number_at(place),
                "written": str(search.line.varied.span.value_at(place)),
                "replications": most,
            }
            | {name: told_gap[name] for name in ("difference", "low", "high")}
        )
    return pd.DataFrame(rows)
