"""The market that a fit writes: at which values it stands, and whether it gives the figures at all.

A value that data do not tell stays as it was, though what is left of the ranges may have it elsewhere: values
that are told go with it, so that the middle of each need not give the figures together with what stays. So
they begin at their middle, or where they lie on average beside the values that stay, and go from there to
where the figures are given better, within their intervals. The market as it was is run beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from relsim.questions.fit.draws import FRESH_LUCK, read_of_markets
from relsim.questions.fit.fitted_market import fitted_scenario
from relsim.questions.fit.request import AGAIN, Asking, Left
from relsim.questions.fit.words import NOT_TOLD
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import Factor
from relsim.statistics.held import NINE_IN_TEN, room_around
from relsim.statistics.posterior import Posterior, from_logistic, logistic

EACH_RUN = 16
"""In how many markets each is run."""

STEPS_ON = 2
"""How often values go on to where the figures are given better."""

MOST_MARKETS = (3 + STEPS_ON) * EACH_RUN
"""How many are run at most: as it was, at two beginnings, and at each step."""

RUN_AS_WRITTEN = "markets run as they are written"

WORTH_MOVING = 0.25
"""By how many standard deviations of what is left a value must move in a step, to be moved at all."""

FAR_OFF = 3.0
"""From how many standard deviations on a figure is hardly farther off: one out of reach decides nothing."""

LEAST_SPREAD = 0.02
"""The share of itself that a figure may be off without being farther off."""

AT_MOST_BESIDE = 2.0
"""How many standard deviations from the middle a value that stays is taken to be at most."""


@dataclass(frozen=True, eq=False)
class Written:
    """The market that is written: where in its range each told value stands [unknown], and its `scenario`.

    `given` is what it gives of each figure on average; `met` says which figures it meets, and `met_before`
    which the market met as it was.
    """

    places: Any
    scenario: Scenario
    given: Any
    met: Any
    met_before: Any

    @property
    def gives_fewer(self) -> bool:
        """Whether the market met more of the figures as it was."""
        return int(self.met.sum()) < int(self.met_before.sum())


@dataclass(frozen=True, eq=False)
class TriedMarket:
    """A market that may be written: where its told values stand [unknown], what it gives [market, figure] and
    how far off that is."""

    places: Any
    scenario: Scenario
    values: Any
    misfit: float


def written_market(asked: Asking, left: Left, told: Sequence[str], *, reached: bool) -> Written:
    """The market with the values that data tell, where they give the figures best; what the likelihood of all
    data tells is not moved for some figures of them."""
    before = figures_given(asked, asked.scenario)
    sources = {one.source for one in asked.target.figures}

    def tried(places: Any) -> TriedMarket:
        market = fitted_scenario(
            asked.scenario, asked.factors, left.posterior, places, told, sources, reached=reached
        )
        values = before if same_market(market, asked.scenario) else figures_given(asked, market)
        return TriedMarket(places, market, values, misfit_of(asked, values, left.fitted_to))

    middle = left.posterior.quantile(0.5)
    beside = beside_what_stays(left.posterior, asked.factors, told)
    trials = [tried(middle), *([] if np.allclose(middle, beside, atol=0.005) else [tried(beside)])]
    stays = np.array([word == NOT_TOLD for word in told])
    for _ in range(0 if stays.all() or asked.is_exact else STEPS_ON):
        best = min(trials, key=lambda one: one.misfit)
        trials.append(tried(nearer(asked, left, best, stays)))
    best = min(trials, key=lambda one: one.misfit)
    given = best.values.mean(axis=0)
    return Written(best.places, best.scenario, given, met_by(asked, best.values), met_by(asked, before))


def same_market(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios say the same, apart from what is noted beside values."""
    return bool(one.document.data == other.document.data)


def nearer(asked: Asking, left: Left, here: TriedMarket, stays: Any) -> Any:
    """Where told values would give the figures better [unknown], by a step of Gauss and Newton from here: how
    figures go with values is told by a regression on all drawn markets, and what is left holds them back. A
    value that would hardly move stays."""
    low, high = left.posterior.interval
    spread = np.maximum((high - low) / (2.0 * NINE_IN_TEN), 1e-6)
    slopes = slopes_of(left.drawn, left.before)[:, ~stays]
    allowed = may_be_off(asked, here.values)
    missing = np.clip((asked.target.values - here.values.mean(axis=0)) / allowed, -FAR_OFF, FAR_OFF)
    steep = (slopes / allowed[:, np.newaxis])[left.fitted_to] * spread[~stays]
    square = steep.T @ steep + np.eye(steep.shape[1])
    step = np.linalg.solve(square, steep.T @ missing[left.fitted_to])
    step = np.where(np.abs(step) < WORTH_MOVING, 0.0, step) * spread[~stays]
    places = here.places.copy()
    places[~stays] = np.clip(places[~stays] + step, low[~stays], high[~stays])
    return places


def slopes_of(places: Any, figures: Any) -> Any:
    """How much each figure grows with each unknown [figure, unknown], by least squares on drawn markets."""
    design = np.hstack([np.ones((len(places), 1)), places])
    usable = np.nan_to_num(figures, nan=0.0, posinf=0.0, neginf=0.0)
    return np.linalg.lstsq(design, usable, rcond=None)[0][1:].T


def figures_given(asked: Asking, market: Scenario) -> Any:
    """The figures of a market [market, figure] in each of a few runs, all with the same luck."""
    target, drawn = asked.target, asked.as_drawn(market)
    first = FRESH_LUCK + AGAIN
    return read_of_markets(
        asked.runner, repeat(drawn, EACH_RUN), EACH_RUN, target.look, target.read, first, RUN_AS_WRITTEN
    )


def misfit_of(asked: Asking, values: Any, fitted_to: Any) -> float:
    """How far off the figures [market, figure] are that are fitted: as a sum of squares, in which one that is
    far off hardly counts for more."""
    apart = np.abs(values.mean(axis=0) - asked.target.values) / may_be_off(asked, values)
    squares = apart[fitted_to] ** 2
    return float((squares / (1.0 + squares / FAR_OFF**2)).sum())


def may_be_off(asked: Asking, values: Any) -> Any:
    """How far each figure [figure] of a single market [market, figure] and of the data may be off."""
    target = asked.target
    luck = np.hypot(values.std(axis=0, ddof=1), target.errors)
    return np.maximum(np.maximum(luck, LEAST_SPREAD * np.abs(target.values)), 1e-12)


def met_by(asked: Asking, values: Any) -> Any:
    """Which of the figures [figure] a market meets that was run a few times [market, figure]."""
    singles = values.std(axis=0, ddof=1)
    return np.array(
        [
            bool(
                abs(mean - one.value) <= room_around(one.value, one.give_or_take, float(single), len(values))
            )
            for one, mean, single in zip(asked.target.figures, values.mean(axis=0), singles, strict=True)
        ]
    )


def beside_what_stays(left: Posterior, factors: Sequence[Factor], told: Sequence[str]) -> Any:
    """Where each unknown lies on average [unknown], between 0 and 1, where those that are not told stay as
    they were: by a linear regression on them within what is left, and within its own interval."""
    stays = np.array([word == NOT_TOLD for word in told])
    middle = left.quantile(0.5)
    if stays.all() or not stays.any():
        return middle
    weights = left.weights / left.weights.sum()
    apart = logistic(left.values) - weights @ logistic(left.values)
    kept = np.array([one.chance if stays[number] else 0.5 for number, one in enumerate(factors)])
    spread = np.sqrt(weights @ apart**2)
    away = logistic(kept) - weights @ logistic(left.values)
    away = np.clip(away, -AT_MOST_BESIDE * spread, AT_MOST_BESIDE * spread)[stays]
    design, share_of_chance = apart[:, stays], stays.sum() * float((weights**2).sum())
    square = (design * weights[:, np.newaxis]).T @ design
    square += share_of_chance * np.diag(np.diag(square)) + 1e-9 * np.eye(len(square))
    slopes = np.linalg.solve(square, (design * weights[:, np.newaxis]).T @ apart)
    low, high = left.interval
    moved = np.clip(from_logistic(logistic(middle) + away @ slopes), low, high)
    return np.where(stays, middle, moved)
