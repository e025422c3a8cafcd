"""What a log of purchases says of a market in a few numbers, the same for data and for simulated ones."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import PER_YEAR, days_of_period

MOST_HALF_YEARS = 8
"""Purchases are counted by half-years, of which at most so many are told apart."""

OFTEN = (0, 1, 2, 3, 5, 8)
"""From how many repeat purchases on customers are counted together."""


@dataclass(frozen=True, eq=False)
class Buying:
    """Purchases of the customers of one firm, by customer and period.

    Where everybody is a customer from the start (`ages`), periods are counted from each one's first purchase,
    which is not among those counted, and `windows` says for how many periods each was watched.
    """

    customer: Any
    period: Any
    number: Any
    amount: Any
    windows: Any
    ages: bool

    @property
    def periods(self) -> int:
        """How many periods were watched."""
        return int(self.windows.max()) if len(self.windows) else 0

    def figures(self, period: str) -> dict[str, float]:
        """The numbers by what they are called; nobody's purchases are zeros.

        They are divided by all customers of the log, whenever these came, which their names say.
        """
        people = max(1, len(self.windows))
        blocks = half_years_in(self.periods, period)
        times = np.zeros(people)
        np.add.at(times, self.customer, self.number)
        last = np.zeros(people)
        np.maximum.at(last, self.customer, self.period + 1.0)
        told = {}
        for first, end in blocks:
            inside = (self.period >= first) & (self.period < end)
            bought = float(self.number[inside].sum())
            told[f"purchases per customer of the whole log, periods {first + 1} to {end}"] = bought / people
            active = len(np.unique(self.customer[inside])) / people
            told[f"share of all in the log who bought, periods {first + 1} to {end}"] = active
        repeats = times if self.ages else np.maximum(times - 1.0, 0.0)
        for low, high in zip(OFTEN, [*OFTEN[1:], None], strict=True):
            inside = (repeats >= low) & (True if high is None else repeats < high)
            name = (
                f"{low} or more" if high is None else f"{low}" if high == low + 1 else f"{low} to {high - 1}"
            )
            told[f"share with {name} repeat purchase{'' if name == '1' else 's'}"] = float(inside.mean())
        again = repeats > 0
        told["last purchase of those who came again, as a share of the time watched"] = (
            float((last / np.maximum(1, self.windows))[again].mean()) if again.any() else 0.0
        )
        spent = float(self.amount.sum())
        told["paid per purchase"] = spent / max(1.0, float(self.number.sum()))
        return told


def half_years_in(periods: int, period: str) -> list[tuple[int, int]]:
    """The half-years in so many periods, the last one with what is left over."""
    half = PER_YEAR[period] / 2.0
    count = int(np.clip(round(periods / half), 2, MOST_HALF_YEARS)) if periods > 1 else 1
    ends = np.unique(np.linspace(0, periods, count + 1).round().astype(int))
    return [(int(first), int(end)) for first, end in pairwise(ends)]


def begins_with_everybody(scenario: Scenario) -> bool:
    """Whether everybody is a customer of the firm in focus from the start, and nobody comes later."""
    alone = scenario.mechanisms.choice == "lost for good" and not scenario.population.fills
    start = scenario.firms[scenario.focal_firm].start
    return alone and (start.share == 1.0 or start.customers == scenario.customers)


def bought_in_log(table: pd.DataFrame, scenario: Scenario, until: pd.Timestamp | None = None) -> Buying:
    """The purchases of a log (customer, date, amount) up to `until`, in the scenario's periods.

    Where everybody begins as a customer, a customer who is first seen after `until` is none yet.
    """
    kept = table if until is None else table[table["date"] <= until]
    days = days_of_period(scenario.period)
    end = kept["date"].max() if until is None else until
    ages = begins_with_everybody(scenario)
    baskets = kept.groupby(["customer", "date"], sort=True)["amount"].sum().reset_index()
    codes, _ = pd.factorize(baskets["customer"], sort=True)
    first = baskets.groupby(codes)["date"].transform("min")
    began = first if ages else pd.Series(baskets["date"].min(), index=baskets.index)
    age = (baskets["date"] - began).dt.days.to_numpy(float)
    watched = np.floor(((end - began).dt.days.to_numpy(float) + (0 if ages else 1)) / days + 1e-9).astype(int)
    windows = np.zeros(codes.max() + 1 if len(codes) else 0, int)
    windows[codes] = np.minimum(np.maximum(watched, 0), scenario.periods)
    place = np.maximum(np.ceil(age / days) - 1, 0).astype(int) if ages else (age // days).astype(int)
    counted = (place < windows[codes]) & ((age > 0) if ages else True)
    amounts = baskets["amount"].to_numpy(float)[counted]
    return Buying(codes[counted], place[counted], np.ones(len(amounts)), amounts, windows, ages)


def bought_on_calendar(table: pd.DataFrame, place: Any, periods: int) -> Buying:
    """The purchases of a log (customer, date, amount) in so many periods; `place` is that of each row."""
    inside = (place >= 0) & (place < periods)
    kept = table[inside].assign(place=place[inside].astype(int))
    baskets = kept.groupby(["customer", "date", "place"], sort=True)["amount"].sum().reset_index()
    codes, names = pd.factorize(baskets["customer"], sort=True)
    return Buying(
        codes,
        baskets["place"].to_numpy(int),
        np.ones(len(baskets)),
        baskets["amount"].to_numpy(float),
        np.full(len(names), periods),
        False,
    )


def bought_in_market(report: pd.DataFrame, people: int, windows: Any, ages: bool) -> Buying:
    """The purchases of a simulated market as its firm would see them, watched as the customers of a log were.

    Customers are those who buy within the time of the log. Of more than the log has, as many are taken: luck
    is that of the data.
    """
    columns = {name: report[name].to_numpy() for name in ("customer", "period", "number", "amount")}
    wanted = len(windows)
    in_time = columns["period"] < windows.max(initial=0)
    whole = np.arange(people) if ages else np.unique(columns["customer"][in_time])
    if len(whole) > wanted > 0:
        whole = whole[np.linspace(0, len(whole) - 1, wanted).round().astype(int)]
    place = np.full(people, -1)
    place[whole] = np.arange(len(whole))
    customer = place[columns["customer"]]
    watched = windows[np.arange(len(whole)) % max(1, wanted)]
    kept = customer >= 0
    kept[kept] = columns["period"][kept] < watched[customer[kept]]
    return Buying(
        customer[kept],
        columns["period"][kept],
        columns["number"][kept].astype(float),
        columns["amount"][kept].astype(float),
        watched,
        ages,
    )
