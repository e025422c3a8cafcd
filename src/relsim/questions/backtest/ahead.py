"""Forecasts of a fitted market: what its firm sells in each period after a day, with luck of its own."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from relsim.questions.fit.buying import Buying
from relsim.questions.fit.draws import seen_of_markets
from relsim.questions.fit.likelihood import history_of
from relsim.questions.fit.look import Look
from relsim.questions.fit.request import Asking, Left, resampled
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import days_of_period
from relsim.statistics.buy_till_you_die import History

PATHS = 200
"""How many markets are run on at what is left of the ranges."""

RUN_ON = "markets run on at what is left"

LATER_LUCK = 2_000_000
"""The first replication of markets that are run on, with luck that no other has had."""

MOST_REPEATS, RECENCIES = 40, 10
"""Customers are alike who bought as often, up to this often, and last in the same part of their time."""


@dataclass(frozen=True, eq=False)
class Ahead:
    """What is to be forecast: periods of `days` from a day on, and as many before it as were watched.

    Where everybody is a customer from the start, only those who had come by that day are `followed`, each
    from the first purchase on, which is not counted; `entries` are the days of these, before the day.
    """

    start: pd.Timestamp
    days: float
    periods: int
    watched: int
    entries: Any
    followed: bool

    def counted(self, table: pd.DataFrame, column: str | None = None) -> Any:
        """What was bought in each period before and after the day, or what was paid if `column` is named."""
        if self.followed:
            first = table.groupby("customer")["date"].transform("min")
            table = table[(first <= self.start) & (table["date"] > first)]
        day = (table["date"] - self.start).dt.days.to_numpy(float) - 1.0
        weights = np.ones(len(day)) if column is None else table[column].to_numpy(float)
        return self.by_period(day, weights)

    def by_period(self, day: Any, weights: Any) -> Any:
        """Sums of weights by period, those before the day first; what lies outside of them is left out."""
        place = np.floor(day / self.days).astype(int) + self.watched
        inside = (place >= 0) & (place < self.watched + self.periods)
        return np.bincount(place[inside], weights[inside], self.watched + self.periods).astype(float)


def ahead_of(
    table: pd.DataFrame, scenario: Scenario, until: pd.Timestamp, last: pd.Timestamp, followed: bool
) -> Ahead:
    """The whole periods before and after a day, and when each customer who is known on that day came."""
    days = days_of_period(scenario.period)
    first = table[table["date"] <= until].groupby("customer", sort=True)["date"].min()
    entries = (first - until).dt.days.to_numpy(float)
    watched = int((1.0 - entries.min()) // days)
    return Ahead(until, days, int((last - until).days // days), watched, entries, followed)


def paths_ahead(asked: Asking, left: Left, ahead: Ahead) -> Any:
    """What is sold in each period in markets [market, period] at what is left of the ranges."""
    chances = resampled(left.posterior, PATHS, asked.runner.seed + 7)
    look = Look((), asked.scenario.focal_firm)
    buying = asked.target.buying
    if buying is None:
        return np.empty((0, ahead.watched + ahead.periods))
    log = asked.tables["transactions"].table
    own = standings_of(history_of(log, asked.scenario, ahead.start), ahead)
    read = Followed(ahead, own).sold if ahead.followed else Scaled(ahead, buying).sold
    return seen_of_markets(asked.runner, asked.market, asked.factors, chances, look, read, LATER_LUCK, RUN_ON)


@dataclass(frozen=True, eq=False)
class Followed:
    """A market whose customers came on the same days as those of the log.

    What each customer of the log will do is what simulated ones have done who had bought as often, and as
    lately, by the same day.
    """

    ahead: Ahead
    known: Any

    def sold(self, report: pd.DataFrame, people: int) -> Any:
        """What the market sells in each period: before the day as it is, then by those who are alike."""
        ahead = self.ahead
        report = report[report["period"] >= 0]
        customer, number = report["customer"].to_numpy(), report["number"].to_numpy(float)
        came = ahead.entries[customer % len(ahead.entries)]
        day = came + (report["period"].to_numpy() + 0.5) * ahead.days
        before = ahead.by_period(day, number * len(ahead.entries) / people)[: ahead.watched]
        past = day < 0.0
        times = np.bincount(customer[past], number[past], people)
        last = np.full(people, -np.inf)
        np.maximum.at(last, customer[past], day[past])
        entered = ahead.entries[np.arange(people) % len(ahead.entries)]
        weights = weights_of(standings(times, last, entered), self.known)
        after = ahead.by_period(day, number * weights[customer])[ahead.watched :]
        return np.concatenate([before, after])


def standings_of(history: History, ahead: Ahead) -> Any:
    """The standing of each customer of a log."""
    return standings(history.repeats, ahead.entries + history.last * ahead.days, ahead.entries)


def standings(times: Any, last: Any, entered: Any) -> Any:
    """A number for each customer that is the same for those who bought as often and as lately."""
    lately = np.where(times > 0, (last - entered) / np.maximum(1.0, -entered), 0.0)
    part = np.clip(lately * RECENCIES, 0, RECENCIES - 1).astype(int)
    return np.minimum(times, MOST_REPEATS).astype(int) * RECENCIES + part


def weights_of(simulated: Any, known: Any) -> Any:
    """For how many customers of the log each simulated one stands, by the nearest standing there is."""
    kinds, counts = np.unique(simulated, return_counts=True)
    nearest = kinds[np.abs(known[:, np.newaxis] - kinds).argmin(axis=1)]
    wanted = dict(zip(*np.unique(nearest, return_counts=True), strict=True))
    each = {kind: wanted.get(kind, 0) / count for kind, count in zip(kinds, counts, strict=True)}
    return np.array([each[kind] for kind in simulated])


@dataclass(frozen=True)
class Scaled:
    """A market that is followed by the calendar, brought to the size of the log by what is known of both."""

    ahead: Ahead
    buying: Buying

    def sold(self, report: pd.DataFrame, people: int) -> Any:
        """What it sells in each period, as a log of the same size would have it."""
        ahead = self.ahead
        report = report[report["period"] >= 0]
        day = (report["period"].to_numpy() + 0.5 - ahead.watched) * ahead.days
        whole = ahead.by_period(day, report["number"].to_numpy(float))
        before, known = whole[: ahead.watched].sum(), float(self.buying.number.sum())
        return as_in_log(whole, known / before if before else 0.0)


def as_in_log(counts: Any, size: float) -> Any:
    """Counts of a market in proportion, with as much luck as there is in a log of that size."""
    luck = np.random.default_rng([int(counts.sum()), len(counts)])
    return luck.binomial(counts.astype(int), size) if size <= 1.0 else luck.poisson(counts * size)


def widened(paths: Any, known: Any) -> Any:
    """Paths ahead, as much further from their mean as what is known lies from the paths before the day.

    Weeks differ by more than the luck of single customers; by how much is told by those that are known.
    """
    before, ahead = paths[:, : len(known)], paths[:, len(known) :]
    spread = np.maximum(before.std(axis=0), 1e-9)
    seen = spread > 1e-6
    apart = ((known - before.mean(axis=0)) / spread)[seen]
    factor = max(1.0, float(np.sqrt((apart**2).mean()))) if len(apart) else 1.0
    return np.maximum(0.0, ahead.mean(axis=0) + factor * (ahead - ahead.mean(axis=0)))
