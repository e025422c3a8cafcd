"""Reading what came after a launch: a CSV file with a column for the period and one for each series."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pandas as pd

from relsim.errors import Place, alternatives, described, fault, nearest
from relsim.measures.forecast import SERIES

PERIOD = "period"
CELL = re.compile(r'[ \t]*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^,]*?))[ \t]*(?:,|$)')
Cells = list[tuple[Place, str]]


def read_actuals(path: Path, periods: int) -> pd.DataFrame:
    """Actual values (series, period, actual) from a CSV file; empty cells are not known yet.

    `periods` is how many were forecast; they count from 0. Raises ScenarioError, with file, line and
    column, where the file is not of this form.
    """
    lines = list(rows_of(path))
    if not lines:
        refuse(Place(str(path)), f"no columns; expected {PERIOD} and {alternatives(SERIES)}")
    names = header(lines[0])
    table: dict[tuple[int, str], float] = {}
    seen: set[int] = set()
    for cells in lines[1:]:
        if len(cells) != len(names):
            refuse(cells[-1][0], f"{len(cells)} cells, expected {len(names)} as in the first line")
        row = dict(zip(names, cells, strict=True))
        period = period_of(*row.pop(PERIOD), periods, seen)
        seen.add(period)
        table |= {(period, name): number(*cell) for name, cell in row.items() if cell[1]}
    if not table:
        refuse(lines[0][0][0], "no actual values; expected a line for each period that came")
    rows = [(name, period, value) for (period, name), value in table.items()]
    return pd.DataFrame(rows, columns=["series", "period", "actual"])


def rows_of(path: Path) -> Iterator[Cells]:
    """The cells of every line that is not blank, each with its place."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        refuse(Place(str(path)), f"cannot read this file ({type(error).__name__})")
    for number_of, line in enumerate(text.splitlines(), 1):
        if line.strip():
            found = list(CELL.finditer(line))
            ended = [cell for cell in found if cell.start() < len(line) or line.endswith(",")]
            yield [
                (Place(str(path), number_of, cell.start() + 1), cell["quoted"] or cell["bare"] or "")
                for cell in ended
            ]


def header(cells: Cells) -> list[str]:
    """The names of the columns; each is the period or a series, and stands there once."""
    names: list[str] = []
    for place, name in cells:
        if name not in (PERIOD, *SERIES):
            message = f'no column is called "{name}", expected {PERIOD}, {alternatives(SERIES)}'
            refuse(place, message, nearest(name, (PERIOD, *SERIES)))
        if name in names:
            refuse(place, f'the column "{name}" is there twice')
        names.append(name)
    if PERIOD not in names:
        refuse(cells[0][0], f"no column is called {PERIOD}")
    return names


def period_of(place: Place, text: str, periods: int, seen: set[int]) -> int:
    """The number of a period that was forecast, each once."""
    if not text.isdecimal():
        refuse(place, f"expected the number of a period, from 0, found {described(text)}")
    if int(text) >= periods:
        refuse(place, f"period {text} was not forecast; the last is {periods - 1}, the first 0")
    if int(text) in seen:
        refuse(place, f"period {text} is there twice")
    return int(text)


def number(place: Place, text: str) -> float:
    """A finite number."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value - value != 0.0:
        refuse(place, f"expected a number, found {described(text)}")
    return value


def refuse(place: Place, message: str, suggestion: str | None = None) -> NoReturn:
    """Say what is wrong, and where."""
    raise fault(place, message, hint=suggestion) from None
