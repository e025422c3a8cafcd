"""What is asked of a market, and what data leave of its ranges: by likelihood where it is known, or draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.questions.fit.draws import DRAWN, places_drawn, seen_of_markets
from relsim.questions.fit.likelihood import Likelihood, exact_posterior, history_of, is_bg_nbd
from relsim.questions.fit.target import Target, target_of
from relsim.questions.fit.words import LEAST_TOLD, are_fitted
from relsim.questions.fit.would_tell import FurtherFigure, further_figures
from relsim.runs.options import Runner
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import Factor, factors_of
from relsim.statistics.learning import Learnt, learnt
from relsim.statistics.posterior import Posterior, Reference

AGAIN = 64
"""How many markets are run once more at what is left, to see whether they give the data."""

NOT_OF_THE_MARKET = (
    *("conditions", "policies", "optimise", "evidence", "survey"),
    *("periods", "replications", "simulate"),
)
"""Parts of a scenario that no figure tells: what is asked of a market, and how it is run."""


@dataclass(frozen=True)
class Asking:
    """What is asked: which values of a market, told by which tables up to a day, from how many draws."""

    scenario: Scenario
    factors: list[Factor]
    tables: Mapping[str, Any]
    draws: int
    runner: Runner
    until: pd.Timestamp | None = None

    @cached_property
    def target(self) -> Target:
        """What the market is fitted to."""
        return target_of(self.scenario, self.tables, self.until)

    @cached_property
    def is_exact(self) -> bool:
        """Whether the likelihood of the data is known, so that no markets need to be drawn."""
        return is_bg_nbd(self.scenario, self.factors, self.tables)

    @cached_property
    def market(self) -> Scenario:
        """The market that is drawn."""
        return self.as_drawn(self.scenario)

    def as_drawn(self, market: Scenario) -> Scenario:
        """A market as it is drawn: with as many people as a log has, where all of them begin as customers;
        they stand for the whole market, whose figures the evidence gives."""
        buying = self.target.buying
        if buying is None or not buying.ages:
            return market
        return market.changed({"simulate": min(len(buying.windows), market.people)})

    @cached_property
    def further(self) -> list[FurtherFigure]:
        """Figures that were not measured, of which it is asked what they would tell; none for a forecast."""
        return further_figures(self.target, list(self.tables)) if self.until is None else []

    def seen_with_further(self, chances: Any) -> tuple[Any, Any]:
        """The figures of markets [market, figure] at these places of the ranges, and further ones."""
        target = self.target
        look = target.look_also_for(tuple(one.sought for one in self.further))
        seen = seen_of_markets(self.runner, self.market, self.factors, chances, look, target.read_all)
        count = len(target.figures)
        return seen[:, :count], seen[:, count:]

    def seen(self, chances: Any, first: int = 0, unit: str = DRAWN) -> Any:
        """The figures of markets [market, figure] at these places of the ranges."""
        target = self.target
        return seen_of_markets(
            self.runner, self.market, self.factors, chances, target.look, target.read, first, unit
        )


@dataclass(frozen=True, eq=False)
class Left:
    """What data leave of the ranges, how much of each value's variance they tell, and figures before that
    [market, figure], with the places in the ranges [market, unknown] that were drawn; `fitted_to` is which
    figures [figure] were not set aside, and `more` are further figures [market, figure] that were not
    measured, None where nobody has looked for them."""

    posterior: Posterior
    r2: Any
    before: Any
    drawn: Any
    fitted_to: Any
    more: Any = None


def left_of(asked: Asking) -> Left:
    """What is left: by the likelihood where it is known, else from markets drawn from the ranges."""
    number, seed = len(asked.factors), asked.runner.seed
    if asked.is_exact:
        log = asked.tables["transactions"]
        history = history_of(log.table, asked.scenario, asked.until or log.last_day)
        exact = exact_posterior(Likelihood(asked.scenario, asked.factors, history), number, seed)
        chances = places_drawn(AGAIN, number, seed)
        every = np.ones(len(asked.target.figures), bool)
        return Left(exact, 1.0 - 12.0 * exact.values.var(axis=0), asked.seen(chances), chances, every)
    chances = places_drawn(asked.draws, number, seed)
    seen, more = asked.seen_with_further(chances)
    noisy = with_errors(seen, asked.target.errors, seed)
    values = asked.target.values
    fitted_to = are_fitted(values, noisy)
    known = learnt(np.compress(fitted_to, noisy, axis=1), chances, values[np.newaxis, fitted_to], seed)
    left = reference_of(chances, known).calibrated(known.asked[0])
    return Left(left, known.r2, noisy, chances, fitted_to, more)


def reference_of(chances: Any, known: Learnt) -> Reference:
    """Draws and what was learnt of them; a value of which nothing was told stays as it was drawn."""
    return Reference(chances, known.seen, known.error, known.r2 >= LEAST_TOLD)


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
