"""Fitting: the values of a market that are not certain, as far as data tell them, and how far that is.

Markets are drawn from the ranges, each with luck of its own. A regression for each unknown, tried on draws
that it has not seen, says what can be told of it; regression-adjusted approximate Bayesian computation
(Beaumont, Zhang and Balding 2002) on what these regressions say tells what is left, with intervals that are
calibrated on held-out draws, since all such methods may be too sure (Hermans and others 2022). A figure that
no draw reaches is set aside, which is said: what the others tell is not moved for it. Where most figures
cannot be given, the market is not the one that was measured, and no value is narrowed by the few others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.evidence.in_short import tables_in_short
from relsim.questions.fit.calendar_words import calendar_in_words
from relsim.questions.fit.draws import FRESH_LUCK
from relsim.questions.fit.elsewhere import Elsewhere, elsewhere_of
from relsim.questions.fit.fitted_market import estimates, intervals, value_of
from relsim.questions.fit.last_year import with_last_year
from relsim.questions.fit.request import AGAIN, Asking, Left, left_of, resampled, unknowns_of, with_errors
from relsim.questions.fit.tables import ToldOfTables, tables_given
from relsim.questions.fit.words import Reach, is_of_few, pairs_that_trade_off, reaches, words_told
from relsim.questions.fit.would_tell import WouldTell, would_tell
from relsim.questions.fit.written_market import MOST_MARKETS, Written, written_market
from relsim.report.shown import ShownInShort
from relsim.runs.arguments import FITTING
from relsim.runs.options import Runner, RunOptions
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.ranges import quantity
from relsim.scenario.vary.factors import Factor
from relsim.statistics.posterior import HELD, Posterior

DRAWS = 2048

RUN_AGAIN = "markets run again at what is left"


@dataclass(frozen=True, repr=False, eq=False)
class Fit(ShownInShort):
    """What data tell of a market.

    `draws` has one row per set of values that is left, in the units of their ranges, with its `weight`;
    `scenario` is the market with each value that data tell, at the middle of what is left or beside those
    that stay as they were, whichever gives the figures better; `figures` says of every value and of every
    piece of evidence what came of it, as `fit.json` does, and `written` what that market gives.
    """

    scenario: Scenario
    draws: pd.DataFrame
    figures: dict[str, Any]
    asked: Asking
    posterior: Posterior
    written: Written
    told: list[str]
    reaches: list[Reach]
    pairs: list[tuple[int, int, float]]
    seconds: float
    elsewhere: tuple[Elsewhere, ...] = ()
    further: tuple[WouldTell, ...] = ()


@checks_arguments(FITTING)
def fit(
    scenario: ScenarioLike,
    data: Any = None,
    *,
    draws: int = DRAWS,
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    last_day: date | None = None,
    **run: Unpack[RunOptions],
) -> Fit:
    """Estimate the values of a market that carry a range, from its evidence and from tables.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it; values with a `range` are the unknowns.
    data : path, PurchaseLog or mapping, optional
        A log of purchases, or tables by their kind: `transactions`, `customers`, `periods`, `survey`; each a
        path, a list of paths that are one table, or what `relsim.evidence` has read. Without any, the
        scenario's own `evidence`.
    draws : int
        How many markets are drawn from the ranges, at least 64.
    columns : mapping of str to str, optional
        Columns by what they mean, such as `{"customer": "Card no."}`, where that is not to be guessed; each
        applies to the tables that have that column.
    dates : {"day-first", "month-first"}, optional
        Whether the day or the month comes first [told by the dates].
    last_day : date, optional
        The last day that lists of customers know of: who ends later has given notice, and is there still
        [told by who came last, and by the other tables].
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
    tables = tables_given(data, ToldOfTables(columns, dates, last_day))
    scenario = with_last_year(scenario, tables)
    asked = Asking(scenario, unknowns_of(scenario), tables, draws, Runner.of(run))
    return answer_of(asked, began)


def answer_of(asked: Asking, began: float) -> Fit:
    """What comes of a fit that was begun at that second of the clock."""
    runner = asked.runner
    refuse_endless(asked.scenario, asked.draws + AGAIN + MOST_MARKETS, jobs=runner.jobs, on=runner.on)
    left = left_of(asked)
    again = asked.seen(resampled(left.posterior, AGAIN, runner.seed), FRESH_LUCK, RUN_AGAIN)
    measured = with_errors(again, asked.target.errors, runner.seed + 1)
    found = reaches(asked.target, left.before, measured, left.drawn, left.fitted_to)
    return fit_of(asked, left, found, tuple(elsewhere_of(asked, left, found)), began)


def fit_of(
    asked: Asking, left: Left, found: list[Reach], elsewhere: tuple[Elsewhere, ...], began: float
) -> Fit:
    """The fit that is made of what is left of the ranges, begun at that second of the clock."""
    factors = asked.factors
    posterior = as_drawn(left.drawn) if is_of_few(found) else left.posterior
    left = replace(left, posterior=posterior)
    pairs = pairs_that_trade_off(posterior, left.r2)
    reached = all(one.reachable for one in found)
    told = words_told(posterior, left.r2, pairs, reached=reached)
    market = written_market(asked, left, told, reached=reached)
    further = further_of(asked, left, told, found)
    return Fit(
        market.scenario,
        table_of_draws(factors, posterior),
        figures_of(factors, left, told, found, pairs, market)
        | {"would_tell": [one.as_figures([each.name for each in factors]) for one in further]}
        | {"tables": tables_in_short(list(asked.tables.values())), "calendar": calendar_in_words(asked)},
        asked,
        posterior,
        market,
        told,
        found,
        pairs,
        monotonic() - began,
        elsewhere,
        further,
    )


def further_of(
    asked: Asking, left: Left, told: Sequence[str], found: Sequence[Reach]
) -> tuple[WouldTell, ...]:
    """What further figures would tell of values that are not told; nothing where most figures cannot be
    given, since others of the same market would be no better."""
    if left.more is None or is_of_few(found):
        return ()
    measured = left.before[:, left.fitted_to]
    seed = asked.runner.seed
    return tuple(would_tell(asked.further, left.more, measured, left.drawn, left.r2, told, seed))


def as_drawn(chances: Any) -> Posterior:
    """The ranges as they were drawn, all places alike: nothing is said to be left out of them."""
    return Posterior(chances, np.ones(len(chances)), np.arange(len(chances)))


def table_of_draws(factors: list[Factor], left: Posterior) -> pd.DataFrame:
    """One row per set of values that is left, in the units of their ranges, with its weight."""
    columns: dict[str, Any] = {}
    for number, one in enumerate(factors):
        values = [value_of(one, chance) for chance in left.values[:, number]]
        columns[one.name] = [float(quantity(value).number) for value in values]
    return pd.DataFrame(columns | {"weight": left.weights / left.weights.sum()})


def figures_of(
    factors: list[Factor],
    left: Left,
    told: list[str],
    found: list[Reach],
    pairs: list[tuple[int, int, float]],
    market: Written,
) -> dict[str, Any]:
    """What came of every value and of every piece of evidence, in plain numbers and words."""
    low, high = left.posterior.interval
    fitted, ends = estimates(factors, market.places, told), intervals(factors, left.posterior, told)
    values = [
        {
            "value": one.name,
            "prior": [str(one.range.lowest), str(one.range.highest)],
            "estimate": str(fitted[number]),
            "interval": [str(end) for end in ends[number]],
            "told": told[number],
            "r2": round(float(left.r2[number]), 3),
            "width": round(float((high - low)[number] / HELD), 3),
        }
        for number, one in enumerate(factors)
    ]
    names = [one.name for one in factors]
    trade = [{"values": [names[one], names[other]], "correlation": round(r, 2)} for one, other, r in pairs]
    given = zip(found, market.given, market.met, strict=True)
    evidence = [
        one.as_figures() | {"given": float(f"{mean:.6g}"), "met": bool(met)} for one, mean, met in given
    ]
    met = {"figures": len(found), "met": int(market.met.sum()), "met_before": int(market.met_before.sum())}
    return {"values": values, "evidence": evidence, "pairs": trade, "written": met}
