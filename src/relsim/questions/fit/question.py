"""Fitting: the values of a market that are not certain, as far as data tell them, and how far that is.

Markets are drawn from the ranges, each with luck of its own. A regression for each unknown, tried on draws
that it has not seen, says what can be told of it; regression-adjusted approximate Bayesian computation
(Beaumont, Zhang and Balding 2002) on what these regressions say tells what is left, with intervals that are
calibrated on held-out draws, since all such methods may be too sure (Hermans and others 2022).
"""

from dataclasses import dataclass
from time import monotonic
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.questions.fit.draws import FRESH_LUCK, places_drawn, seen_of_markets
from relsim.questions.fit.fitted import fitted_scenario, value_of
from relsim.questions.fit.tables import tables_given
from relsim.questions.fit.target import Target, target_of
from relsim.questions.fit.words import Reach, pairs_that_trade_off, reaches, words_told
from relsim.runs.arguments import FITTING
from relsim.runs.options import Runner, RunOptions
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.ranges import quantity, rounded_in_unit
from relsim.scenario.vary.factors import Factor, factors_of
from relsim.statistics.learning import Learnt, learnt
from relsim.statistics.posterior import HELD, Posterior, Reference

DRAWS = 2048
AGAIN = 64
"""How many markets are run once more at what is left, to see whether they give the data."""

NOT_OF_THE_MARKET = ("conditions", "policies", "optimise", "evidence")


@dataclass(frozen=True)
class Fit:
    """What data tell of a market.

    `draws` has one row per set of values that is left, in the units of their ranges, with its `weight`;
    `scenario` is the market at the middle of them; `figures` says of every value and of every piece of
    evidence what came of it, as `fit.json` does.
    """

    scenario: Scenario
    draws: pd.DataFrame
    figures: dict[str, Any]
    asked: Scenario
    target: Target
    factors: list[Factor]
    learnt: Learnt
    posterior: Posterior
    told: list[str]
    reaches: list[Reach]
    pairs: list[tuple[int, int, float]]
    tried: int
    seed: int
    seconds: float


@checks_arguments(FITTING)
def fit(
    scenario: ScenarioLike,
    data: Any = None,
    *,
    draws: int = DRAWS,
    **run: Unpack[RunOptions],
) -> Fit:
    """Estimate the values of a market that carry a range, from its evidence and from tables.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it; values with a `range` are the unknowns.
    data : path, PurchaseLog or mapping, optional
        A log of purchases, or tables by their kind: `transactions`, `customers`, `periods`, `survey`; each a
        path or what `relsim.evidence` has read. Without any, the scenario's own `evidence`.
    draws : int
        How many markets are drawn from the ranges, at least 64.
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    Fit
        What is left of the ranges, the market in the middle of it, and what each figure came to.

    Raises
    ------
    InputError
        Nothing has a range, or there is nothing to fit to.
    TaskFailed
        A market could not be run.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("retention-launch").changed({"periods": 6}).scaled_to(300)
    >>> market = market.changed({"evidence": [{"measure": "lost_to_neglect", "value": 4}]})
    >>> found = relsim.fit(market, draws=64)
    >>> [one["value"] for one in found.figures["values"]]
    ['behaviour.departure.neglect', 'firms.harbour.contact.cost']
    """
    began = monotonic()
    scenario = as_scenario(scenario)
    factors = unknowns_of(scenario)
    target = target_of(scenario, tables_given(data))
    runner = Runner.of(run)
    refuse_endless(scenario, draws + AGAIN, jobs=runner.jobs, on=runner.on)
    chances = places_drawn(draws, len(factors), runner.seed)
    seen = seen_of_markets(runner, scenario, factors, chances, target.look, target.read)
    noisy = with_errors(seen, target.errors, runner.seed)
    known = learnt(noisy, chances, target.values[np.newaxis], runner.seed)
    left = Reference(chances, known.seen, known.error).calibrated(known.asked[0])
    again = seen_of_markets(
        runner, scenario, factors, resampled(left, AGAIN, runner.seed), target.look, target.read, FRESH_LUCK
    )
    found = reaches(target, noisy, with_errors(again, target.errors, runner.seed + 1))
    return fit_of(scenario, target, factors, known, left, found, (draws, runner.seed, monotonic() - began))


def fit_of(
    scenario: Scenario,
    target: Target,
    factors: list[Factor],
    known: Learnt,
    left: Posterior,
    found: list[Reach],
    how: tuple[int, int, float],
) -> Fit:
    """The fit that is made of what is left of the ranges."""
    pairs = pairs_that_trade_off(left, known.r2)
    told = words_told(left, known.r2, pairs, reached=all(one.reachable for one in found))
    figures = figures_of(factors, left, known, told, found, pairs)
    fitted = fitted_scenario(scenario, factors, left, told, {one.source for one in target.figures})
    return Fit(
        fitted, table_of_draws(factors, left), figures, scenario, target, factors, known, left, told, found,
        pairs, *how,
    )  # fmt: skip


def unknowns_of(scenario: Scenario) -> list[Factor]:
    """The values of the market that carry a range."""
    factors = [one for one in factors_of(scenario) if one.path[0] not in NOT_OF_THE_MARKET]
    if not factors:
        raise InputError("no value has a range; note one in the file, as in {value: 20%, range: [10%, 30%]}")
    return factors


def with_errors(figures: Any, errors: Any, seed: int) -> Any:
    """Figures [market, figure] as they would be measured, each with the error of its measurement."""
    return figures + errors * np.random.default_rng([seed, 1]).standard_normal(figures.shape)


def resampled(left: Posterior, count: int, seed: int) -> Any:
    """So many sets of values [set, unknown] of those left, by their weights."""
    luck = np.random.default_rng([seed, 2])
    chosen = luck.choice(len(left.weights), count, p=left.weights / left.weights.sum())
    return np.clip(left.values[chosen], 0.0, 1.0)


def table_of_draws(factors: list[Factor], left: Posterior) -> pd.DataFrame:
    """One row per set of values that is left, in the units of their ranges, with its weight."""
    columns: dict[str, Any] = {}
    for number, one in enumerate(factors):
        values = [value_of(one, chance) for chance in left.values[:, number]]
        columns[one.name] = [float(quantity(value).number) for value in values]
    return pd.DataFrame(columns | {"weight": left.weights / left.weights.sum()})


def figures_of(
    factors: list[Factor],
    left: Posterior,
    known: Learnt,
    told: list[str],
    found: list[Reach],
    pairs: list[tuple[int, int, float]],
) -> dict[str, Any]:
    """What came of every value and of every piece of evidence, in plain numbers and words."""
    low, high = left.interval
    middle = left.quantile(0.5)
    values = [
        {
            "value": one.name,
            "prior": [str(one.range.lowest), str(one.range.highest)],
            "estimate": str(rounded_in_unit(value_of(one, middle[number]), 4)),
            "interval": [str(rounded_in_unit(value_of(one, end[number]), 4)) for end in (low, high)],
            "told": told[number],
            "r2": round(float(known.r2[number]), 3),
            "width": round(float((high - low)[number] / HELD), 3),
        }
        for number, one in enumerate(factors)
    ]
    names = [one.name for one in factors]
    trade = [{"values": [names[one], names[other]], "correlation": round(r, 2)} for one, other, r in pairs]
    return {"values": values, "evidence": [one.as_figures() for one in found], "pairs": trade}
