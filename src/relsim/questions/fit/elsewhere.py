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
from relsim.questions.fit.words import Reach
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import Factor, factors_of, value_now

MARKETS = 8
"""In how many markets each value is tried at each end."""

ELSEWHERE_LUCK = 3_000_000
"""The first replication of these markets."""

AROUND = 0.3
"""The share of itself by which a value is moved that has no ends of its own."""

WORTH_TRYING = 0.2
"""Which part of the way to the worst figure a value must bring it, to be named."""

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
"""What is tried, with its ends where it may be none."""


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """A value without a range, what it is now, what was tried, and what the worst figure comes to then.

    `reach` is that figure.
    """

    path: str
    now: Any
    tried: Any
    reach: Reach
    figure: float


def elsewhere_of(asked: Asking, left: Left, found: Sequence[Reach]) -> Elsewhere | None:
    """The value without a range that alone brings the worst figure nearest, unless none brings it nearer."""
    missed = [number for number, one in enumerate(found) if not one.reachable and one.beyond]
    if not missed:
        return None
    worst = max(missed, key=lambda number: found[number].far)
    tried = [
        (one, one.range.value_at(place), asked.market.changed(one.at(place)))
        for one in values_without_range(asked)
        for place in (0.0, 1.0)
    ]
    now, *figures = worst_figure_in(asked, left, [asked.market, *(market for *_, market in tried)], worst)
    wanted = found[worst].figure.value
    apart = np.abs(np.array(figures) - wanted)
    if not tried or apart.min() >= (1.0 - WORTH_TRYING) * abs(now - wanted):
        return None
    one, value, _ = tried[int(apart.argmin())]
    nearest = figures[int(apart.argmin())]
    return Elsewhere(one.name, value_now(asked.scenario, one.path), value, found[worst], nearest)


def worst_figure_in(asked: Asking, left: Left, kinds: Sequence[Scenario], worst: int) -> list[float]:
    """The mean of a figure, by its number, in a few markets of each kind at what is left of the ranges."""
    chances, target = resampled(left.posterior, MARKETS, asked.runner.seed + 3), asked.target
    markets = (market_at(kind, asked.factors, row) for kind in kinds for row in chances)
    count = MARKETS * len(kinds)
    seen = read_of_markets(asked.runner, markets, count, target.look, target.read, ELSEWHERE_LUCK)
    return [float(one) for one in seen[:, worst].reshape(len(kinds), MARKETS).mean(axis=1)]


def values_without_range(asked: Asking) -> Iterator[Factor]:
    """Values that may be tried and are none of the unknowns."""
    scenario, known = asked.scenario, {one.path for one in asked.factors}
    for form, ends in TRIED_ENDS.items():
        for segment in [one.name for one in scenario.segments] if "{segment}" in form else [""]:
            name = form.format(firm=scenario.focal_firm, segment=segment)
            try:
                factors = factors_of(scenario, vary={name: ends}, around=AROUND)
            except InputError:
                continue
            yield from (one for one in factors if one.name == name and one.path not in known)
