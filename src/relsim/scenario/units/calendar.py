"""The calendar of a run: the month in which period 1 begins, and the days and months of later ones."""

import re
from datetime import date, timedelta

from relsim.errors import InputError, value_in_words
from relsim.scenario.units.quantities import periods_per

MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")
DAYS_OF_A_WEEK, MONTHS_OF_A_YEAR = 7, 12


def read_month(value: object) -> object:
    """A month as a file says it, such as 2025-01; refused with the one that was meant, if it can be told."""
    text = value.isoformat() if isinstance(value, date) else value
    if value is None or (isinstance(text, str) and MONTH.fullmatch(text)):
        return text
    found = MONTH.match(text) if isinstance(text, str) else None
    raise InputError(
        f"expected a month such as 2025-01, found {value_in_words(text)}", found[0] if found else None
    )


def name_of_period(begins: str | None, period: str, number: int) -> str:
    """The month in which a period begins, counted from 1, or the first day of a week; nothing where it is not
    said when the first one begins."""
    if begins is None:
        return ""
    year, month = map(int, begins.split("-"))
    if period == "week":
        return (date(year, month, 1) + timedelta(days=DAYS_OF_A_WEEK * (number - 1))).isoformat()
    months = MONTHS_OF_A_YEAR * year + month - 1 + round((number - 1) / periods_per("month", period))
    return f"{months // MONTHS_OF_A_YEAR}-{months % MONTHS_OF_A_YEAR + 1:02}"
