"""Time as figures show it: periods gathered into years, quarters or months."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from relsim.scenario.units.quantities import periods_per

UNITS = ("year", "quarter", "month")
NEARLY_WHOLE = 0.98


@dataclass(frozen=True)
class Span:
    """A unit of time on the axis of a figure, and how many periods make one."""

    unit: str
    periods: float

    def number(self, period: Any) -> Any:
        """Which span each period falls into, counted from 1."""
        return np.floor((np.asarray(period) + 0.5) / self.periods).astype(int) + 1


def span_for(period: str, periods: int) -> Span:
    """The longest unit of which a run has at least four, or else its own period."""
    for unit in UNITS:
        each = periods_per(unit, period)
        if each >= 1.0 and periods / each > 4.0 - 1.0 + NEARLY_WHOLE:
            return Span(unit, each)
    return Span(period, 1.0)


def by_span(
    periods: pd.DataFrame, span: Span, columns: Sequence[str], firm: str, policy: str
) -> pd.DataFrame:
    """Totals of columns in each whole span of one firm and policy; mean of the replications."""
    chosen = (periods["firm"] == firm) & (periods["policy"] == policy)
    rows = periods.loc[chosen, ["replication", "period", *columns]]
    numbers = span.number(rows["period"])
    whole = int((rows["period"].max() + 1) / span.periods + 1.0 - NEARLY_WHOLE)
    runs = rows["replication"].nunique()
    totals = rows[list(columns)].groupby(numbers).sum() / runs
    return totals[totals.index <= max(1, whole)]


def per_year(periods: pd.DataFrame, columns: Sequence[str], firm: str, period: str) -> pd.DataFrame:
    """Amounts of columns a year, by policy; mean of the replications."""
    rows = periods.loc[periods["firm"] == firm, ["policy", "replication", "period", *columns]]
    policies = rows.groupby("policy", observed=True)
    length = (rows["period"].max() + 1) / periods_per("year", period)
    runs = policies["replication"].nunique()
    return policies[list(columns)].sum().div(runs * length, axis=0)


def years_of(period_numbers: Any, period: str) -> Any:
    """The end of each period in years from the start."""
    return (np.asarray(period_numbers) + 1.0) / periods_per("year", period)
