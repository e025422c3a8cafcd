"""What a firm would have measured of a market: flows, stocks and ratios over a span of time."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from relsim.scenario.schema.evidence import EVIDENT, RATIOS
from relsim.scenario.units.quantities import periods_per

WITHOUT_ANYBODY = {"churn": 1.0}
"""What a ratio is where there was nobody to divide by: a market that has died out has lost everybody."""


def evident_value(measure: str, columns: Mapping[str, Any], firm: int, span: tuple[int, int]) -> float:
    """A measure over a span, from columns [period, firm] of the table of periods."""
    first, last = span
    kind = EVIDENT[measure]
    if kind == "stock":
        return float(columns[measure][last - 1, firm])
    if kind == "flow":
        return float(columns[measure][first:last, firm].sum())
    parts = [float(columns[name][first:last, firm].sum()) for name in RATIOS[measure]]
    if measure == "nps":
        return 100.0 * quotient(parts[0] - parts[2], sum(parts), 0.0)
    if measure == "cost_to_acquire":
        return quotient(parts[0], parts[1] - parts[2], 0.0)
    if measure == "market_share":
        return quotient(parts[0], float(columns["purchases"][first:last].sum()), 0.0)
    return quotient(parts[0], parts[1], WITHOUT_ANYBODY.get(measure, 0.0))


def yearly_retention_of(churn: float, period: str) -> float:
    """Who is left after a year of a steady churn per period."""
    return float((1.0 - min(churn, 1.0)) ** periods_per("year", period))


def measured_in(
    measure: str, columns: Mapping[str, Any], firm: int, span: tuple[int, int], period: str
) -> float:
    """What a firm would have measured, which is a number in every market."""
    if measure == "yearly_retention":
        return yearly_retention_of(evident_value("churn", columns, firm, span), period)
    return evident_value(measure, columns, firm, span)


def quotient(part: float, whole: float, nothing: float) -> float:
    """A part of a whole, and what is said where there is none."""
    return part / whole if whole > 0.0 and np.isfinite(whole) else nothing
