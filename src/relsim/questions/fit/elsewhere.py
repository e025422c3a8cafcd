"""Values without a range that would bring figures nearer which no values in the ranges give.

Each is moved alone to both of its ends, in a few markets at what the fit has left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.errors import InputError
from relsim.questions.fit.draws import market_at, read_of_markets
from relsim.questions.fit.request import Asking, Left, resampled
from relsim.questions.fit.words import Reach, worst_misses
from relsim.scenario.facts import Lever, facts_of
from relsim.scenario.priors import changing
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.firm import Firm
from relsim.scenario.units.ranges import in_unit_of, quantity, rounded_in_unit
from relsim.scenario.vary.factors import Factor, factors_of, value_now

MARKETS = 8
"""In how many markets each value is tried at each end."""

ELSEWHERE_LUCK = 3_000_000
"""The first replication of these markets."""

TRIED = "markets in which a value without a range is another"

AROUND = 0.3
"""The share of itself by which a value is moved that has no ends of its own."""

TRIED_DIGITS = 2
"""Significant digits to which a value is tried that lies between its ends."""

WORTH_TRYING = 0.2
"""Which part of the way to a figure a value must bring it, to be named."""

MOST_MISSES = 3
"""For how many of the worst figures values are looked for."""

TRIED_ENDS: dict[str, tuple[Any, Any] | None] = {
    "behaviour.spend.growth": (0.0, 0.4),
    "firms.{firm}.price": None,
    "segments.{segment}.basket.mean": None,
    "segments.{segment}.need_rate.mean": None,
    "segments.{segment}.restlessness.mean": None,
    "firms.{firm}.service.failures": None,
    "behaviour.departure.neglect": None,
    "behaviour.choice.intercept": None,
}
"""What is tried for any figure, with its ends where it may be none."""

OF_REASONS = "lost_to_"
TIMES_OF_REASON = (0.25, 4.0)
"""By how many times the chance of a reason is moved for those who are lost to it."""


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """A value without a range, what it is now, what was tried, and what a figure comes to now and then.

    `reach` is that figure.
    """

    path: str
    now: Any
    tried: Any
    reach: Reach
    figure: float
    as_it_is: float

    @property
    def is_nearer(self) -> bool:
        """Whether that brings the figure far enough to be named, and nearer than the ranges themselves do."""
        given = (self.figure, self.as_it_is, self.reach.nearest)
        apart, far, nearest = (abs(one - self.reach.figure.value) for one in given)
        return apart <= (1.0 - WORTH_TRYING) * min(far, nearest)


@dataclass(frozen=True, eq=False)
class Try:
    """A value at a place of the ends that are tried for it."""

    factor: Factor
    place: float

    @property
    def value(self) -> Any:
        """The value there, as it would be written."""
        return rounded_in_unit(self.factor.range.value_at(self.place), TRIED_DIGITS)

    def market(self, asked: Asking) -> Scenario:
        """The market with that value."""
        return asked.market.changed(changing(self.factor.path, self.value))


def elsewhere_of(asked: Asking, left: Left, found: Sequence[Reach]) -> list[Elsewhere]:
    """For the worst figures that are missed, the value without a range that alone brings each nearest; none
    for those that no value brings nearer."""
    missed = worst_misses(found)[:MOST_MISSES]
    tries = [
        Try(one, place)
        for one in (values_without_range(asked, missed) if missed else ())
        for place in (0.0, 1.0)
    ]
    if not tries:
        return []
    now, *ends = figures_in(asked, left, [asked.market, *(one.market(asked) for one in tries)])
    numbers = [found.index(one) for one in missed]
    chosen = [
        between_ends(tries, [float(end[number]) for end in ends], float(now[number]), found[number])
        for number in numbers
    ]
    again = figures_in(asked, left, [one.market(asked) for one in chosen])
    told = [
        Elsewhere(
            one.factor.name,
            value_now(asked.scenario, one.factor.path),
            one.value,
            found[number],
            float(seen[number]),
            float(now[number]),
        )
        for one, number, seen in zip(chosen, numbers, again, strict=True)
    ]
    return [one for one in told if one.is_nearer]


def between_ends(tries: Sequence[Try], ends: Sequence[float], now: float, missed: Reach) -> Try:
    """What brings a figure nearest, which is `now` and at each of the ends so much; not beyond what was
    measured, if that lies between."""
    wanted = missed.figure.value
    gaps = [max(0.0, (wanted - end) * np.sign(wanted - now)) for end in ends]
    best = min(range(len(tries)), key=lambda number: (gaps[number], abs(ends[number] - wanted)))
    one, end = tries[best], ends[best]
    part = min(1.0, abs(wanted - now) / max(abs(end - now), 1e-12))
    begin = one.factor.place
    if begin is None or not 0.0 <= begin <= 1.0:
        return one
    return Try(one.factor, begin + part * (one.place - begin))


def figures_in(asked: Asking, left: Left, kinds: Sequence[Scenario]) -> Any:
    """The mean of each figure [kind, figure] in a few markets of each kind at what is left of the ranges."""
    chances, target = resampled(left.posterior, MARKETS, asked.runner.seed + 3), asked.target
    markets = (market_at(kind, asked.factors, row) for kind in kinds for row in chances)
    count = MARKETS * len(kinds)
    seen = read_of_markets(asked.runner, markets, count, target.look, target.read, ELSEWHERE_LUCK, TRIED)
    return seen.reshape(len(kinds), MARKETS, -1).mean(axis=1)


def values_without_range(asked: Asking, missed: Sequence[Reach]) -> Iterator[Factor]:
    """Values that may be tried and are none of the unknowns: those for any figure, and for those missed."""
    scenario, known = asked.scenario, {one.path for one in asked.factors}
    for name, ends in {**names_for_any(scenario), **names_for(asked, missed)}.items():
        try:
            factors = factors_of(scenario, vary={name: ends}, around=AROUND)
        except InputError:
            continue
        yield from (one for one in factors if one.name == name and one.path not in known)


def names_for_any(scenario: Scenario) -> dict[str, tuple[Any, Any] | None]:
    """Values that are tried for any figure, with their ends."""
    return {
        form.format(firm=scenario.focal_firm, segment=segment): ends
        for form, ends in TRIED_ENDS.items()
        for segment in ([one.name for one in scenario.segments] if "{segment}" in form else [""])
    }


def names_for(asked: Asking, missed: Sequence[Reach]) -> dict[str, tuple[Any, Any] | None]:
    """Values that move the measures which are missed, as theory has it, with their ends."""
    scenario = asked.scenario
    names: dict[str, tuple[Any, Any] | None] = {}
    for one in missed:
        sought = asked.target.sought_of(one.figure)
        if sought is None:
            continue
        for path, fact in facts_of(Firm, Lever).items():
            if fact.effect is not None and fact.effect.measure == sought.measure:
                names[f"firms.{sought.firm}.{path}"] = (fact.effect.low, fact.effect.high)
        if sought.measure.startswith(OF_REASONS):
            names |= chance_of_reason(scenario, sought.measure.removeprefix(OF_REASONS))
    return names


def chance_of_reason(scenario: Scenario, reason: str) -> dict[str, tuple[Any, Any] | None]:
    """The chance of a reason to leave, with its ends; nothing where the reason has none."""
    name = f"behaviour.departure.{reason}"
    value = getattr(scenario.behaviour.departure, reason, None)
    if value is None:
        return {}
    like = quantity(value_now(scenario, ("behaviour", "departure", reason)))
    low, high = (in_unit_of(like, float(like.number) * times) for times in TIMES_OF_REASON)
    return {name: (low, high)}
