"""Dates as people write them: `2025-01-31`, `31.01.2025`, `1/31/2025`, months, quarters, weeks, in words.

Whether the day or the month comes first is told from all dates of a column together.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from relsim.errors import Place, ScenarioError, fault, value_in_words
from relsim.scenario.tables.numbers import Cell

NAMES_OF_MONTHS = """
january januar janvier enero gennaio janeiro января январь,
february februar février fevrier febrero febbraio fevereiro февраля февраль,
march märz maerz mrz mars marzo março marco марта март,
april avril abril aprile апреля апрель,
may mai mayo maggio maio мая май,
june juni juin junio giugno junho июня июнь,
july juli juillet julio luglio julho июля июль,
august août aout agosto августа август,
september septembre septiembre setiembre settembre setembro сентября сентябрь,
october oktober octobre octubre ottobre outubro октября октябрь,
november novembre noviembre novembro ноября ноябрь,
december dezember décembre decembre diciembre dicembre dezembro декабря декабрь
"""
SHORTEST_NAME = 3
MONTH_NAMES = [words.split() for words in NAMES_OF_MONTHS.split(",")]
"""Names of the twelve months in English and in the other languages in which columns have names."""

TIME = r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
ISO = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})(?:\2([0-9]{{1,2}}))?{TIME}")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
MIXED = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}){TIME}")
QUARTER = re.compile(r"(?:([0-9]{4})[- ]?Q([1-4])|Q([1-4])[- /]?([0-9]{4}))", re.IGNORECASE)
WEEK = re.compile(r"([0-9]{4})-?W([0-9]{1,2})", re.IGNORECASE)
DATE_WITH_MONTH_NAME = re.compile(r"(?:([0-9]{1,2})[. /-]*)?([^\W\d_]{3,10})[. ,/-]*([0-9]{4})")
MONTH_NAME_FIRST = re.compile(r"([^\W\d_]{3,10})[. ]+([0-9]{1,2})(?:st|nd|rd|th)?,? *([0-9]{4})")
DATE_EXPECTED = "a date such as 2025-01-31, or 2025-01"


def dates(cells: Sequence[Cell]) -> list[date]:
    """The dates in cells of one column; a month, quarter or week counts from its first day."""
    day_first = is_day_first(cells)
    return [date_in(cell, day_first) for cell in cells]


def is_date(text: str) -> bool:
    """Whether a text is written like a date."""
    forms = (ISO, MIXED, QUARTER, WEEK)
    named = DATE_WITH_MONTH_NAME.fullmatch(text), MONTH_NAME_FIRST.fullmatch(text)
    words = [found[place] for found, place in zip(named, (2, 1), strict=True) if found]
    return any(form.fullmatch(text) for form in forms) or any(map(month_named, words))


def date_in(cell: Cell, day_first: bool | None) -> date:
    """The date in a cell; raises ScenarioError where there is none."""
    try:
        found = unambiguous(cell.text) or numbered(cell, day_first)
    except ScenarioError:
        raise
    except (ValueError, OverflowError):
        raise fault(cell.place, f"{value_in_words(cell.text)} is no day of the calendar") from None
    if found is None:
        raise fault(cell.place, f"expected {DATE_EXPECTED}, found {value_in_words(cell.text)}")
    return found


def unambiguous(text: str) -> date | None:
    """The date of a text that can be read in one way only."""
    if found := ISO.fullmatch(text):
        return date(int(found[1]), int(found[3]), int(found[4] or 1))
    if found := COMPACT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := QUARTER.fullmatch(text):
        return date(int(found[1] or found[4]), 3 * int(found[2] or found[3]) - 2, 1)
    if found := WEEK.fullmatch(text):
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    if (found := DATE_WITH_MONTH_NAME.fullmatch(text)) and (month := month_named(found[2])):
        return date(int(found[3]), month, int(found[1] or 1))
    if (found := MONTH_NAME_FIRST.fullmatch(text)) and (month := month_named(found[1])):
        return date(int(found[3]), month, int(found[2]))
    return None


def numbered(cell: Cell, day_first: bool | None) -> date | None:
    """The date of a text whose first two numbers are day and month in either order."""
    found = MIXED.fullmatch(cell.text)
    if found is None:
        return None
    if day_first is None:
        message = f"{value_in_words(cell.text)} can have the day or the month first; expected {DATE_EXPECTED}"
        raise fault(cell.place, message)
    day, month = (found[1], found[3]) if day_first else (found[3], found[1])
    return date(int(found[4]), int(month), int(day))


def is_day_first(cells: Sequence[Cell]) -> bool | None:
    """Whether the day comes before the month, or None where nothing tells; between dots it does."""
    told: dict[bool, Place] = {}
    for cell in cells:
        if found := MIXED.fullmatch(cell.text):
            first, second = int(found[1]), int(found[3])
            if found[2] == "." or first > 12:
                told.setdefault(True, cell.place)
            elif second > 12:
                told.setdefault(False, cell.place)
    if len(told) == 2:
        raise fault(max(told.values()), "some dates have the day first, others the month; expected one order")
    return next(iter(told), None)


def month_named(word: str) -> int | None:
    """The number of a month by its name, or by a beginning of it that no other month has."""
    small = word.lower()
    found = [
        number for number, names in enumerate(MONTH_NAMES, 1) if any(name.startswith(small) for name in names)
    ]
    return found[0] if len(found) == 1 and len(small) >= SHORTEST_NAME else None


def added(start: date, unit: str, count: int) -> date:
    """The day so many weeks, months, quarters or years after another; the last of a month that is shorter."""
    if unit == "week":
        return start + timedelta(weeks=count)
    months = 12 * start.year + start.month - 1 + {"month": 1, "quarter": 3, "year": 12}[unit] * count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, days_in(year, month + 1)))


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day
