"""Forecasts of a fitted market: what its firm sells in each period after a day, with luck of its own."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from relsim.questions.fit.asking import Asking, Left, resampled
from relsim.questions.fit.buying import Buying
from relsim.questions.fit.draws import seen_of_markets
from relsim.questions.fit.look import Look
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import PER_YEAR

PATHS = 200
"""How many markets are run on at what is left of the ranges."""

LATER_LUCK = 2_000_000
"""The first replication of markets that are run on, with luck that no other has had."""


@dataclass(frozen=True)
class Ahead:
    """What is to be forecast: periods of `days` after a day, for customers who came at `entries` in days."""

    start: pd.Timestamp
    days: float
    periods: int
    entries: Any
    watched: int

    def counted(self, table: pd.DataFrame, column: str | None = None) -> Any:
        """What the customers known on the day then bought, by period; the money of it if `column` is named."""
        place = ((table["date"] - self.start).dt.days.to_numpy(float) - 1.0) // self.days
        known = set(table["customer"][table["date"] <= self.start])
        inside = (place >= 0) & (place < self.periods) & table["customer"].isin(known).to_numpy()
        weights = None if column is None else table[column].to_numpy(float)[inside]
        counts = np.bincount(place[inside].astype(int), weights, minlength=self.periods)
        return counts.astype(float)

    def sold(self, report: pd.DataFrame, people: int) -> Any:
        """What a market sells in each of these periods, its customers having come as those of the log did."""
        report = report[report["period"] >= 0]
        place, customer = report["period"].to_numpy(), report["customer"].to_numpy()
        day = self.entries[customer % len(self.entries)] + (place + 0.5) * self.days
        ahead = np.floor(day / self.days).astype(int)
        inside = (ahead >= 0) & (ahead < self.periods)
        counts = np.bincount(ahead[inside], report["number"].to_numpy()[inside], self.periods)
        return counts[: self.periods] * len(self.entries) / people


def ahead_of(table: pd.DataFrame, scenario: Scenario, until: pd.Timestamp, last: pd.Timestamp) -> Ahead:
    """The whole periods between two days, and when each customer who is known on the first day came."""
    days = 365.2425 / PER_YEAR[scenario.period]
    first = table[table["date"] <= until].groupby("customer", sort=True)["date"].min()
    entries = (first - until).dt.days.to_numpy(float)
    watched = int(-entries.min() // days)
    return Ahead(until, days, int((last - until).days // days), entries, watched)


def paths_ahead(asked: Asking, left: Left, ahead: Ahead) -> Any:
    """What is sold in each period ahead in markets [market, period] at what is left of the ranges."""
    chances = resampled(left.posterior, PATHS, asked.runner.seed + 7)
    look = Look((), asked.scenario.focal_firm)
    buying = asked.target.buying
    everybody = buying is not None and buying.ages
    read = ahead.sold if everybody else Alike(ahead, buying).sold
    return seen_of_markets(asked.runner, asked.market, asked.factors, chances, look, read, LATER_LUCK)


@dataclass(frozen=True)
class Alike:
    """A market that is followed by the calendar, brought to the size of the log by what is known of both."""

    ahead: Ahead
    buying: Buying | None

    def sold(self, report: pd.DataFrame, people: int) -> Any:
        """What it sells in each period ahead, as a log of the same size would have it."""
        report = report[report["period"] >= 0]
        place, number = report["period"].to_numpy(), report["number"].to_numpy()
        first = self.buying.periods if self.buying is not None else 0
        before = float(number[place < first].sum())
        known = float(self.buying.number.sum()) if self.buying is not None else 0.0
        whole = np.bincount(place, number, first + self.ahead.periods)[first : first + self.ahead.periods]
        return as_in_log(whole, known / before if before else 0.0)


def as_in_log(counts: Any, size: float) -> Any:
    """Counts of a market in proportion, with as much luck as there is in a log of that size."""
    luck = np.random.default_rng([int(counts.sum()), len(counts)])
    return luck.binomial(counts.astype(int), size) if size <= 1.0 else luck.poisson(counts * size)
