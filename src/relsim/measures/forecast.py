"""Forecast bands: between which limits a firm's months lie, if the world is like the market.

Limits are quantiles of the replications at position p (n + 1), so that one more replication lies within
an 80 or 95 % band with just that chance (Hyndman and Fan 1996, definition 6).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from relsim.errors import InputError

SERIES = {
    "customers": ("customers", "count"),
    "acquired": ("customers won", "count"),
    "lost": ("customers lost", "count"),
    "purchases": ("purchases", "count"),
    "revenue": ("revenue", "money"),
    "profit": ("profit", "money"),
}
"""What is forecast for every period: its name in words, and its kind of unit."""

LIMITS = {"low_95": 0.025, "low_80": 0.1, "median": 0.5, "high_80": 0.9, "high_95": 0.975}
REPLICATIONS_FOR_A_BAND = 40
"""Replications that it takes to say of each whether it lies in the 95 % band of the others."""


def paths(periods: pd.DataFrame, series: str) -> Any:
    """A series of one firm under one policy as [replication, period]."""
    return periods.pivot(index="replication", columns="period", values=series).to_numpy(np.float64)


def bands_table(periods: pd.DataFrame) -> pd.DataFrame:
    """The limits of every series in every period, for one firm under one policy."""
    tables = []
    for series in SERIES:
        limits = np.quantile(paths(periods, series), list(LIMITS.values()), axis=0, method="weibull")
        columns = dict(zip(LIMITS, limits, strict=True))
        tables.append(pd.DataFrame({"series": series, "period": np.arange(limits.shape[1])} | columns))
    return pd.concat(tables, ignore_index=True)


def excursions_table(periods: pd.DataFrame) -> pd.DataFrame:
    """The replications and periods in which a replication lay outside the 95 % band of all others."""
    tables = []
    for series in SERIES:
        replication, period = np.nonzero(outside_the_others(paths(periods, series)))
        tables.append(pd.DataFrame({"series": series, "replication": replication, "period": period}))
    return pd.concat(tables, ignore_index=True)


def outside_the_others(values: Any) -> Any:
    """Whether each of values [replication, period] lies outside the 95 % band of the others."""
    is_out = np.empty(values.shape, bool)
    ends = [LIMITS["low_95"], LIMITS["high_95"]]
    for number, path in enumerate(values):
        others = np.delete(values, number, axis=0)
        low, high = np.quantile(others, ends, axis=0, method="weibull")
        is_out[number] = (path < low) | (path > high)
    return is_out


@dataclass(frozen=True, eq=False)
class Tracking:
    """What came, against what was forecast.

    `table` has one row per series and period that came: the `actual` value, the limits, and `place`
    (inside, above or below the 95 % band). `as_often` is the number of simulated markets, of
    `replications`, that lay outside in at least as many of these rows. `chance` is that of a market which
    strays at least as strangely, in one series or in all together, though nothing is wrong; `strangest` is
    the series that says most against the forecast, or None where it is all together.
    """

    table: pd.DataFrame
    as_often: int
    replications: int
    chance: float
    strangest: str | None

    @property
    def outside(self) -> pd.DataFrame:
        """The rows that lie outside the band, the earliest first."""
        return self.table[self.table["place"] != "inside"].sort_values("period", kind="stable")

    @property
    def expected(self) -> float:
        """How many rows chance alone puts outside, on average."""
        return (1.0 - LIMITS["high_95"] + LIMITS["low_95"]) * len(self.table)


def tracked(
    bands: pd.DataFrame, excursions: pd.DataFrame, actuals: pd.DataFrame, replications: int
) -> Tracking:
    """Hold actual values (series, period, actual) against a forecast."""
    refuse_unforecast(bands, actuals)
    table = actuals.merge(bands, on=["series", "period"], how="left", validate="one_to_one")
    above, below = table["actual"] > table["high_95"], table["actual"] < table["low_95"]
    table["place"] = np.select([above, below], ["above", "below"], "inside")
    seen = excursions.merge(actuals[["series", "period"]], on=["series", "period"])
    known = [name for name in SERIES if (table["series"] == name).any()]
    counts = np.zeros((replications + 1, len(known)), np.int64)
    columns = np.array([known.index(name) for name in seen["series"]], np.int64)
    np.add.at(counts, (seen["replication"].to_numpy(np.int64), columns), 1)
    outside = table[above | below]
    counts[-1] = [(outside["series"] == name).sum() for name in known]
    totals = counts.sum(axis=1)
    chance, strangest = rarest_column(counts)
    return Tracking(
        table,
        int((totals[:-1] >= totals[-1]).sum()),
        replications,
        chance,
        known[strangest] if strangest < len(known) else None,
    )


def rarest_column(counts: Any) -> tuple[float, int]:
    """How rare the last row of counts [market, series] is among all, and the column that makes it so.

    Columns are compared by how many standard deviations they lie above their mean over all markets, the sum
    of them as one more column; the largest counts. The share of markets with at least as large a one is an
    exact level, since nothing sets the last market apart where the forecast holds (a permutation test of the
    largest of several statistics: Westfall and Young 1993).
    """
    counts = np.column_stack([counts, counts.sum(axis=1)]).astype(np.float64)
    spread = counts.std(axis=0)
    scores = (counts - counts.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    largest = scores.max(axis=1)
    return float((largest >= largest[-1] - 1e-9).mean()), int(scores[-1].argmax())


def refuse_unforecast(bands: pd.DataFrame, actuals: pd.DataFrame) -> None:
    """Refuse values that are no numbers, that were not forecast, or that are there twice."""
    keys = ["series", "period"]
    forecast = set(map(tuple, bands[keys].to_numpy()))
    for row in actuals.itertuples():
        if (row.series, row.period) not in forecast:
            raise InputError(f"{row.series} in period {row.period} was not forecast")
        if not np.isfinite(row.actual):
            raise InputError(f"{row.series} in period {row.period} is {row.actual}, expected a finite number")
    if actuals.duplicated(keys).any():
        first = actuals[actuals.duplicated(keys)].iloc[0]
        raise InputError(f"{first['series']} in period {first['period']} is there twice")
