"""Reading what came after a launch: a table with a column for the period and one for each series."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from relsim.errors import InputError, Place, fault, value_in_words
from relsim.measures.forecast import SERIES
from relsim.scenario.tables.dates import DATE_EXPECTED, added, dates, is_date, unambiguous
from relsim.scenario.tables.numbers import Cell, numbers, whole_in_text
from relsim.scenario.tables.table import DataTable, read_data_table
from relsim.scenario.units.quantities import days_of_period

PERIOD = "period"
COUNTED_SERIES = tuple(name for name, (_, kind) in SERIES.items() if kind == "count")
First = int | date


def read_actuals(
    path: Path, periods: int, *, period: str = "month", first: First | None = None
) -> pd.DataFrame:
    """Actual values (series, period, actual) from a file; empty cells are not known yet.

    `periods` is how many were forecast, each a week, month, quarter or year long. `first` is what the file
    calls the first of them: a number, or a day in it; else they count from 0. Raises ScenarioError, with
    file, line and column, where the file is not of this form.
    """
    table = read_data_table(
        path, (PERIOD, *SERIES), also={period: PERIOD, "date": PERIOD}, whole=COUNTED_SERIES
    )
    if PERIOD not in table.columns:
        raise fault(next(iter(table.places.values())), f"no column is called {PERIOD}")
    places = table.columns.pop(PERIOD)
    cells = [cell for column in table.columns.values() for cell in column if cell.text]
    if not cells:
        raise fault(Place(table.file), "no actual values; expected a line for each period that came")
    when = periods_in(places, period, first)
    refuse_strange(places, when, periods, spans_forecast(periods, period, first))
    return long_table(table, when, dict(zip(map(id, cells), numbers(cells, table.mark), strict=True)))


def long_table(table: DataTable, when: Sequence[int], values: dict[int, float]) -> pd.DataFrame:
    """One row per series and period that is known, line by line."""
    rows = [
        (name, number, values[id(cell)])
        for line, number in enumerate(when)
        for name, cell in ((name, column[line]) for name, column in table.columns.items())
        if cell.text
    ]
    return pd.DataFrame(rows, columns=["series", "period", "actual"])


def periods_in(cells: Sequence[Cell], period: str, first: First | None) -> list[int]:
    """The numbers of the periods that a column names, from 0."""
    if any(is_date(cell.text) for cell in cells):
        return dated(cells, period, first)
    numbered = []
    for cell in cells:
        number = whole_in_text(cell.text)
        if number is None:
            message = f"expected the number of a period, from 0, or a date, found {value_in_words(cell.text)}"
            raise fault(cell.place, message)
        numbered.append(number)
    if isinstance(first, date):
        raise fault(cells[0].place, f"--first is a date, but periods have numbers here: {cells[0].text}")
    if first is None and min(numbered) > 0:
        begun = min(range(len(cells)), key=numbered.__getitem__)
        raise fault(
            cells[begun].place,
            f"periods begin with {numbered[begun]} here; expected --first {numbered[begun]} if that is the "
            "first one that was forecast, or --first 0 if earlier ones are not known",
        )
    return [number - (first or 0) for number in numbered]


def dated(cells: Sequence[Cell], period: str, first: First | None) -> list[int]:
    """The numbers of the periods in which dates lie."""
    found = dates(cells)
    if not isinstance(first, date):
        earliest = min(range(len(cells)), key=found.__getitem__)
        day = found[earliest].isoformat()
        raise fault(
            cells[earliest].place,
            f"periods are dates here; expected --first DATE, the day on which the first {period} of the "
            f"forecast began, such as --first {day} if that is the one of this line",
        )
    return [periods_since(first, day, period) for day in found]


def periods_since(first: date, day: date, period: str) -> int:
    """How many periods after the one that begins on the first day a day lies; before it, below 0."""
    number = int((day - first).days / days_of_period(period)) - 2
    while added(first, period, number + 1) <= day:
        number += 1
    return number


def spans_forecast(periods: int, period: str, first: First | None) -> str:
    """The first and the last period of a forecast, as the file that is tracked calls them."""
    if isinstance(first, date):
        last = added(first, period, periods - 1)
        return f"the first begins on {first.isoformat()}, the last on {last.isoformat()}"
    return f"the first is {first or 0}, the last {(first or 0) + periods - 1}"


def refuse_strange(cells: Sequence[Cell], when: Sequence[int], periods: int, known: str) -> None:
    """Refuse periods that were not forecast, that are there twice, or that are left out in between."""
    seen: set[int] = set()
    for cell, number in zip(cells, when, strict=True):
        if not 0 <= number < periods:
            raise fault(cell.place, f"period {cell.text} was not forecast; {known}")
        if number in seen:
            raise fault(cell.place, f"period {cell.text} is there twice")
        seen.add(number)
    for cell, number in zip(cells, when, strict=True):
        if number > min(when) and number - 1 not in seen:
            message = (
                f"the period before {cell.text} is missing; expected a line for each, its cells empty where "
                "nothing is known"
            )
            raise fault(cell.place, message)


def first_in(text: str) -> First:
    """What `--first` says: the number of a period, or a date."""
    number = whole_in_text(text)
    if number is not None and len(text) < 5:
        return number
    try:
        day = unambiguous(text)
    except ValueError:
        day = None
    if day is None:
        raise InputError(f'--first "{text}" is neither the number of a period nor {DATE_EXPECTED}')
    return day
