"""The exact way: where a market is BG/NBD and the data are a log of purchases, their likelihood is known."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from relsim.questions.fit.buying import begins_with_everybody
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import days_of_period
from relsim.scenario.vary.factors import Factor
from relsim.statistics.buy_till_you_die import History
from relsim.statistics.posterior import Posterior

BG_NBD = {"need": "gamma-poisson", "choice": "lost for good", "departure": "after purchase"}
"""The mechanisms under which a market is the model of Fader, Hardie and Lee 2005."""

WALKERS, STEPS, SETTLED, STRETCH = 24, 300, 120, 2.0


def is_bg_nbd(scenario: Scenario, factors: list[Factor], tables: Mapping[str, Any]) -> bool:
    """Whether the likelihood of what was measured is known, and only that was measured."""
    ours = all(getattr(scenario.mechanisms, name) == word for name, word in BG_NBD.items())
    alone = len(scenario.segments) == 1 and begins_with_everybody(scenario) and not scenario.evidence
    traits = ("need_rate", "fickleness")
    all_of_it = all(one.path[0] == "segments" and one.path[2] in traits for one in factors)
    still = scenario.segments[0].mobility.per_period(scenario.period) == 0.0
    return ours and alone and still and all_of_it and list(tables) == ["transactions"]


def history_of(table: pd.DataFrame, scenario: Scenario, until: pd.Timestamp) -> History:
    """What a log tells of each customer up to a day, in periods of the scenario."""
    days = days_of_period(scenario.period)
    dates = table[table["date"] <= until].groupby("customer", sort=True)["date"]
    first, last, visits = dates.min(), dates.max(), dates.nunique()
    return History(
        (visits - 1).to_numpy(float),
        (last - first).dt.days.to_numpy(float) / days,
        (until - first).dt.days.to_numpy(float) / days,
    )


def parameters_of(scenario: Scenario) -> tuple[float, float, float, float]:
    """`r`, `alpha`, `a` and `b` of a market."""
    one = scenario.segments[0]
    rate, shape = one.need_rate.mean.per_period(scenario.period), one.need_rate.shape
    if shape is None:
        shape = 1.0 / max(one.need_rate.spread, 1e-3) ** 2
    if one.fickleness.alpha is not None and one.fickleness.beta is not None:
        return shape, shape / rate, one.fickleness.alpha, one.fickleness.beta
    mean, spread = one.fickleness.mean or 0.0, max(one.fickleness.spread, 1e-3)
    size = max(mean * (1.0 - mean) / spread**2 - 1.0, 1e-3)
    return shape, shape / rate, max(mean, 1e-6) * size, (1.0 - mean) * size


class Likelihood:
    """The logarithm of the likelihood of a history, at values of the unknowns between 0 and 1."""

    def __init__(self, scenario: Scenario, factors: list[Factor], history: History) -> None:
        self._history, self._factors = history, factors
        self._base = scenario

    def __call__(self, chances: Any) -> float:
        """The logarithm at one set of values; nothing lies outside of their ranges."""
        if not ((chances > 0.0) & (chances < 1.0)).all():
            return -np.inf
        return float(self._history.likelihood(*self._parameters(chances)).sum())

    def _parameters(self, chances: Any) -> tuple[float, float, float, float]:
        from relsim.questions.fit.draws import market_at

        return parameters_of(market_at(self._base, self._factors, chances))


def exact_posterior(tell: Likelihood, unknowns: int, seed: int) -> Posterior:
    """Sets of values by an ensemble that walks by stretches (Goodman and Weare 2010)."""
    luck = np.random.default_rng([seed, 3])
    places = luck.random((WALKERS, unknowns))
    told = np.array([tell(one) for one in places])
    kept = []
    for step in range(STEPS):
        for half in (0, 1):
            ours, others = places[half::2], places[1 - half :: 2]
            reach = ((STRETCH - 1.0) * luck.random(len(ours)) + 1.0) ** 2 / STRETCH
            toward = others[luck.integers(len(others), size=len(ours))]
            tried = toward + reach[:, np.newaxis] * (ours - toward)
            found = np.array([tell(one) for one in tried])
            chance = (unknowns - 1) * np.log(reach) + found - told[half::2]
            taken = np.log(luck.random(len(ours))) < chance
            places[half::2][taken], told[half::2][taken] = tried[taken], found[taken]
        if step >= SETTLED and step % 20 == 0:
            kept.append(places.copy())
    values = np.concatenate(kept)
    return Posterior(values, np.ones(len(values)), np.arange(len(values)))
