"""Backtesting: would the market have foretold what came, and better than those who need no market?

The market is fitted to what a log says up to a day, and run on; nothing after that day is looked at. Beside
it stand the last periods again, the same periods a year before, and BG/NBD with gamma-gamma.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError, Place, told_at
from relsim.evidence.in_short import tables_in_short
from relsim.questions.backtest.ahead import ahead_of, paths_ahead, widened
from relsim.questions.backtest.rivals import closed_form_forecast, forecast_of_last_year, naive_forecast
from relsim.questions.backtest.set_aside import evidence_set_aside_in_words, figures_set_aside
from relsim.questions.fit.answers import answers_against_tables
from relsim.questions.fit.buying import begins_with_everybody
from relsim.questions.fit.request import Asking, left_of, unknowns_of
from relsim.questions.fit.tables import ToldOfTables, tables_given
from relsim.report.shown import ShownInShort
from relsim.report.wording import to_digits
from relsim.runs.arguments import BACKTESTING
from relsim.runs.options import Runner, RunOptions
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import days_of_period, periods_per

OURS, NAIVE, LAST_YEAR, CLOSED_FORM = "relsim", "naive", "last year", "BG/NBD"
RIVALS = (NAIVE, LAST_YEAR, CLOSED_FORM)
BAND = 0.8
"""The share of periods that a band shall hold."""

TOO_FAR_FOR_CHANCE = 1.96
"""How many standard errors a difference must be from nothing before it is no chance, at 95 %."""

FEWEST_PERIODS = 4
DRAWS_OF_BACKTEST = 1024


@dataclass(frozen=True, repr=False, eq=False)
class Backtest(ShownInShort):
    """Forecasts beside what came: `table` has one row per origin and period.

    `figures` are the errors of each forecast, the share of periods in the bands, and the sentence, as
    `backtest.json` has them.
    """

    scenario: Scenario
    table: pd.DataFrame
    figures: dict[str, Any]
    seed: int
    draws: int


@checks_arguments(BACKTESTING)
def backtest(
    scenario: ScenarioLike,
    data: Any,
    until: date,
    *,
    origins: int = 1,
    draws: int = DRAWS_OF_BACKTEST,
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    **run: Unpack[RunOptions],
) -> Backtest:
    """Fit a market to the purchases up to a day, forecast the rest, and hold it against what came.

    Figures under the `evidence` of the market are set aside, which is said.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it; values with a `range` are the unknowns.
    data : path, list of paths or PurchaseLog
        A log of purchases, as a file, as several that are one log, or as `relsim.evidence` has read it.
    until : date
        The last day that is looked at.
    origins : int
        From how many days to forecast: from `until` on, evenly over the rest.
    draws : int
        How many markets are drawn from the ranges, at least 64.
    columns : mapping of str to str, optional
        Columns by what they mean, such as `{"customer": "Card no."}`, where that is not to be guessed.
    dates : {"day-first", "month-first"}, optional
        Whether the day or the month comes first [told by the dates].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    Backtest
        Forecasts beside what came, and the errors of each.

    Raises
    ------
    InputError
        Nothing has a range, or there is too little before the day, or after it.
    TaskFailed
        A market could not be run.

    Examples
    --------
    >>> import relsim
    >>> from datetime import date
    >>> from pathlib import Path
    >>> _ = Path("market.yaml").write_text(
    ...     "{extends: shop-regulars, customers: 150, periods: 16, "
    ...     "firms: {shop: {service: {failures: {value: 4%, range: [1%, 20%]}}}}}"
    ... )
    >>> log = relsim.transactions("market.yaml", seed=2)
    >>> log.to_parquet("log.parquet")
    >>> found = relsim.backtest("market.yaml", "log.parquet", date(2025, 11, 30), draws=64)
    >>> sorted(found.figures["mean_absolute_error"])
    ['BG/NBD', 'naive', 'relsim']
    """
    scenario = as_scenario(scenario)
    log = tables_given(data, ToldOfTables(columns, dates))["transactions"]
    runner = Runner.of(run).remembering()
    by_log_alone = scenario.changed({"evidence": []})
    rows, money = [], []
    days = days_to_forecast_from(pd.Timestamp(until), log.last_day, origins, scenario)
    for place, day in enumerate(days):
        part = forecasts(by_log_alone, log, day, draws, runner)
        rows.append(part[0].assign(origin=place + 1, until=day.date().isoformat()))
        money.append(part[1])
    table = pd.concat(rows, ignore_index=True)
    figures = figures_of_errors(table, money) | {
        "tables": tables_in_short([log]),
        "doubts": doubts_of_log(scenario, log, days[0]),
        "set_aside": figures_set_aside(scenario),
        "why_set_aside": evidence_set_aside_in_words(scenario, days[-1]),
    }
    return Backtest(scenario, table, figures, runner.seed, draws)


def doubts_of_log(scenario: Scenario, log: Any, until: pd.Timestamp) -> list[str]:
    """What the purchases up to a day say against values of the market, as a fit would say it."""
    known = replace(log, table=log.table[log.table["date"] <= until])
    return answers_against_tables(scenario, unknowns_of(scenario), {"transactions": known})


def days_to_forecast_from(
    until: pd.Timestamp, last: pd.Timestamp, origins: int, scenario: Scenario
) -> list[pd.Timestamp]:
    """The days from which to forecast; each leaves enough to tell a forecast by."""
    days = days_of_period(scenario.period)
    rest = int((last - until).days // days)
    if rest < FEWEST_PERIODS:
        least = f"at least {FEWEST_PERIODS} {scenario.period}s after the day"
        raise InputError(f"until: the log ends on {last.date()}, expected {least}")
    places = np.linspace(0, rest, origins, endpoint=False)
    chosen = sorted({int(min(place, rest - FEWEST_PERIODS)) for place in places})
    return [until + pd.Timedelta(days=int(place * days)) for place in chosen]


def forecasts(
    scenario: Scenario, log: Any, day: pd.Timestamp, draws: int, runner: Runner
) -> tuple[pd.DataFrame, dict[str, float | None]]:
    """Every forecast beside what came, by period, and the money of all of it; none where a log has none."""
    if log.first_day >= day:
        raise InputError(f"until: the log begins on {log.first_day.date()}, expected a later day")
    ahead = ahead_of(log.table, scenario, day, log.last_day, begins_with_everybody(scenario))
    with told_at(Place(log.file)):
        whole = scenario.changed({"periods": ahead.watched + ahead.periods + 1})
    asked = Asking(whole, unknowns_of(whole), {"transactions": log}, draws, runner, day)
    counts = ahead.counted(log.table)
    known, came = counts[: ahead.watched], counts[ahead.watched :]
    paths = widened(paths_ahead(asked, left_of(asked), ahead), known)
    closed, spent = closed_form_forecast(log.table, scenario, day, ahead.periods)
    low, high = np.quantile(paths, [0.5 - BAND / 2.0, 0.5 + BAND / 2.0], axis=0)
    year = round(periods_per("year", scenario.period))
    table = pd.DataFrame(
        {
            "period": np.arange(1, ahead.periods + 1),
            "came": came,
            OURS: paths.mean(axis=0),
            "low": low,
            "high": high,
            NAIVE: naive_forecast(known, ahead.periods),
            LAST_YEAR: forecast_of_last_year(known, ahead.periods, year),
            CLOSED_FORM: closed,
        }
    )
    usual = float(log.table["amount"][log.table["date"] <= day].mean())
    if not np.isfinite(usual):
        return table, dict.fromkeys(("came", OURS, CLOSED_FORM))
    return table, {
        "came": float(ahead.counted(log.table, "amount")[ahead.watched :].sum()),
        OURS: float(table[OURS].sum()) * usual,
        CLOSED_FORM: spent,
    }


def figures_of_errors(table: pd.DataFrame, money: list[dict[str, float | None]]) -> dict[str, Any]:
    """How far off each forecast is, how often the bands hold what came, and the sentence on it."""
    came = table["came"].to_numpy(float)
    errors = {name: np.abs(table[name].to_numpy(float) - came) for name in (OURS, *RIVALS)}
    told = {name: float(values.mean()) for name, values in errors.items() if np.isfinite(values).all()}
    totals = {name: float(table[name].sum() / max(1.0, came.sum()) - 1.0) for name in told}
    held = float(((table["low"] <= came) & (came <= table["high"])).mean())
    against = {
        name: {
            "difference": float((errors[OURS] - errors[name]).mean()),
            "standard_error": error_of_mean(errors[OURS] - errors[name]),
        }
        for name in told
        if name != OURS
    }
    return {
        "periods": len(table),
        "mean_absolute_error": told,
        "error_of_total": totals,
        "band": BAND,
        "held_by_band": held,
        "against": against,
        "money": money,
        "sentence": verdict_on(told, against),
    }


def error_of_mean(gaps: Any) -> float:
    """The standard error of a mean over periods, neighbours of which go together (Newey and West 1987)."""
    apart, count = gaps - gaps.mean(), len(gaps)
    lags = int(count ** (1.0 / 3.0))
    variance = float((apart**2).mean())
    for lag in range(1, lags + 1):
        variance += 2.0 * (1.0 - lag / (lags + 1.0)) * float((apart[lag:] * apart[:-lag]).sum()) / count
    return float(np.sqrt(max(variance, 0.0) / count))


def verdict_on(errors: dict[str, float], against: dict[str, dict[str, float]]) -> str:
    """Whether the market has foretold better than the best of the others, as plain when it has not."""
    best = min((name for name in errors if name != OURS), key=errors.__getitem__)
    gap, error = against[best]["difference"], against[best]["standard_error"]
    ours, theirs = to_digits(errors[OURS]), to_digits(errors[best])
    told = f"relsim is off by {ours} purchases a period, {best} by {theirs}"
    if abs(gap) <= TOO_FAR_FOR_CHANCE * error:
        return f"{told}: neither is better, the difference may be chance."
    return f"{told}: relsim {'wins' if gap < 0.0 else 'loses'}."
