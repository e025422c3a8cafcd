"""What a firm would have measured of a market: flows, stocks and ratios over a span of time."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from relsim.scenario.schema.evident import EVIDENT, LATER_YEARS, RATIOS, SUMS_OF_FLOWS, EvidentQuotient
from relsim.scenario.units.quantities import periods_per

EvidentSpan = tuple[int, int]
"""The first period, counted from 0, and the one after the last."""


def evident_value(
    measure: str, columns: Mapping[str, Any], firm: int, span: EvidentSpan, period: str
) -> float:
    """A measure over a span, from columns [period, firm] of the table of periods that are so long."""
    if measure in OVER_YEARS_BY:
        return OVER_YEARS_BY[measure](columns, firm, span, round(periods_per("year", period)))
    if measure in RATIOS:
        return quotient_of(RATIOS[measure], columns, firm, span, period)
    if measure in SUMS_OF_FLOWS:
        return sum_of(SUMS_OF_FLOWS[measure].part, columns, firm, span)
    if EVIDENT[measure] == "stock":
        return float(columns[measure][span[1] - 1, firm])
    return sum_of((measure,), columns, firm, span)


def sum_of(names: tuple[str, ...], columns: Mapping[str, Any], firm: int | slice, span: EvidentSpan) -> float:
    """Columns summed over a span, those with a minus subtracted."""
    total = 0.0
    for name in names:
        sign = -1.0 if name.startswith("-") else 1.0
        total += sign * float(columns[name.removeprefix("-")][slice(*span), firm].sum())
    return total


def quotient_of(
    made: EvidentQuotient, columns: Mapping[str, Any], firm: int, span: EvidentSpan, period: str
) -> float:
    """What is divided by what, over a span."""
    times = made.times * (periods_per("year", period) if made.a_year else 1.0)
    times *= periods_per(period, "month") if made.in_months else 1.0
    whole = sum_of(made.of, columns, slice(None) if made.of_all else firm, span)
    return times * quotient(sum_of(made.part, columns, firm, span), whole, made.nothing)


def yearly_of_churn(churn: float, period: str) -> float:
    """Who is left after a year of a steady churn per period."""
    return float((1.0 - min(churn, 1.0)) ** periods_per("year", period))


def stayed_for_a_year(columns: Mapping[str, Any], firm: int, span: EvidentSpan, year: int) -> float:
    """Of those who were customers a year before, the share who have been since; over all periods of a span
    that have a year before them."""
    first = max(span[0], year - 1)
    stayed = sum(
        columns[f"customers_in_year_{n}"][first : span[1], firm].sum()
        - columns[f"lost_in_year_{n}"][first : span[1], firm].sum()
        for n in LATER_YEARS
    )
    there = columns["customers_at_start"][first - year + 1 : span[1] - year + 1, firm].sum()
    return quotient(float(stayed), float(there), 0.0)


def growth_of_revenue(columns: Mapping[str, Any], firm: int, span: EvidentSpan, year: int) -> float:
    """Growth a year from the first year of a span to its last."""
    paid = columns["revenue"][slice(*span), firm]
    years = (len(paid) - year) / year
    grown = quotient(float(paid[-year:].sum()), float(paid[:year].sum()), 0.0)
    return float(max(grown, 0.0) ** (1.0 / years) - 1.0) if years > 0.0 else 0.0


OVER_YEARS_BY = {"cohort_retention": stayed_for_a_year, "revenue_growth": growth_of_revenue}
"""How measures are counted that look back a year or more."""

RETAINED_OF_YEAR = "retention_in_year_"


def measured_in(measure: str, columns: Mapping[str, Any], firm: int, span: EvidentSpan, period: str) -> float:
    """What a firm would have measured, which is a number in every market."""
    value = evident_value(measure, columns, firm, span, period)
    return (
        yearly_of_churn(value, period)
        if measure == "yearly_retention" or measure.startswith(RETAINED_OF_YEAR)
        else value
    )


def quotient(part: float, whole: float, nothing: float) -> float:
    """A part of a whole, and what is said where there is none."""
    return part / whole if whole > 0.0 and np.isfinite(whole) else nothing
