"""Spans of the calendar as people write them: months, quarters, weeks, years; fiscal years as well."""

import re
from datetime import date
from typing import NamedTuple

import pandas as pd

from relsim.errors import ScenarioError
from relsim.evidence.cells import day_in, is_counted_day
from relsim.scenario.tables.dates import QUARTER, WEEK, month_named

YEAR = re.compile(r"(?:FY ?'?)?((?:19|20)[0-9]{2})", re.IGNORECASE)
FISCAL = re.compile(
    r"FY ?'?(?:20)?([0-9]{2})|FY ?'?20([0-9]{2})[/-][0-9]{2}|20([0-9]{2})[/-](?:20)?([0-9]{2})", re.I
)
"""A year of a firm's own, such as FY24, FY2024/25 or 2024/25."""

QUARTER_TURNED = re.compile(
    r"Q([1-4])[ /'-]*(?:FY)?[ ']*(?:20)?([0-9]{2})|(?:FY)?[ ']*(?:20)?([0-9]{2})[ /-]*Q([1-4])", re.IGNORECASE
)
MONTH_FIRST = re.compile(r"([0-9]{1,2})[/.-]((?:19|20)[0-9]{2})")
MONTH_COMPACT = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])")
MONTH_SHORT = re.compile(r"([A-Za-z]{3,9})[ .'-]*([0-9]{2})")
MONTHS_OF = {"week": 0, "month": 1, "quarter": 3, "year": 12}
"""How many months each span has; a week has none."""


class NamedSpan(NamedTuple):
    """A span of the calendar: of which kind, its number in the order of time, and its name."""

    unit: str
    number: int
    name: str


def span_in(text: str, order: str = "day-first") -> NamedSpan | None:
    """The span that a text names; a day stands for its month. None where it names none."""
    text = text.strip()
    if (found := QUARTER.fullmatch(text)) or (found := QUARTER_TURNED.fullmatch(text)):
        parts = [int(part) for part in found.groups() if part]
        year, quarter = (parts[1], parts[0]) if text.upper().startswith("Q") else (parts[0], parts[1])
        year += 2000 * (year < 100)
        return NamedSpan("quarter", 4 * year + quarter - 1, f"{year}-Q{quarter}")
    if found := WEEK.fullmatch(text):
        return NamedSpan("week", 53 * int(found[1]) + int(found[2]), f"{found[1]}-W{int(found[2]):02}")
    if (fiscal := fiscal_year(text)) is not None:
        return NamedSpan("year", fiscal, str(fiscal))
    if found := YEAR.fullmatch(text):
        return NamedSpan("year", int(found[1]), found[1])
    if found := MONTH_FIRST.fullmatch(text):
        return month_span(int(found[2]), int(found[1]))
    if found := MONTH_COMPACT.fullmatch(text):
        return month_span(int(found[1]), int(found[2]))
    if (found := MONTH_SHORT.fullmatch(text)) and (month := month_named(found[1])):
        return month_span(2000 + int(found[2]), month)
    return month_of_day(text, order)


def month_of_day(text: str, order: str) -> NamedSpan | None:
    """The month of a day, or one that is written with its year."""
    if is_counted_day(text):
        return None
    bare = text.split("T")[0].split(" ")[0] if text[:1].isdigit() and ":" in text else text
    for day_first in sorted((True, False), reverse=order == "day-first"):
        try:
            day = day_in(bare, day_first)
        except (ScenarioError, ValueError, OverflowError):
            continue
        if day is not None and 1900 <= day.year <= 2200:
            return month_span(day.year, day.month)
    return None


def month_span(year: int, month: int) -> NamedSpan | None:
    """A month of a year."""
    return NamedSpan("month", 12 * year + month - 1, f"{year}-{month:02}") if 1 <= month <= 12 else None


def month_of(day: pd.Timestamp) -> str:
    """The month that a day is in, as months are named."""
    return f"{day.year}-{day.month:02}"


def first_day_of(name: str) -> pd.Timestamp | None:
    """The first day of a span by its name; None where that is no span of the calendar."""
    span = span_in(name)
    if span is None:
        return None
    if span.unit == "week":
        year, week = divmod(span.number, 53)
        return pd.Timestamp(date.fromisocalendar(*((year, week) if week else (year - 1, 53)), 1))
    months = span.number * MONTHS_OF[span.unit]
    return pd.Timestamp(months // 12, months % 12 + 1, 1)


def end_of_span(begin: pd.Timestamp, unit: str) -> pd.Timestamp:
    """The first day after a span of the calendar that begins on a day."""
    if unit == "week":
        return begin + pd.Timedelta(days=7)
    return begin + pd.DateOffset(months=MONTHS_OF[unit])


def fiscal_year(text: str) -> int | None:
    """The first calendar year of a year of a firm's own, or None where a text names none."""
    found = FISCAL.fullmatch(text.strip())
    if found is None:
        return None
    first = int(found[1] or found[2] or found[3])
    return None if found[4] and int(found[4]) != first + 1 else 2000 + first
