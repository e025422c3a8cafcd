"""A workbook for spreadsheets: tables as sheets, with sums and means that a spreadsheet works out anew.

Every formula is stored with its value, for whoever reads the file without working it out. Words are stored as
words, whatever they begin with; a file of the same content has the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd

from relsim.report.wording import printable
from relsim.runs.disk import durably

WORKBOOK_FILE = "results.xlsx"

SHEET_ROWS = 2**20
"""Rows that a sheet can hold, its head included."""

NAME_LENGTH = 31
CELL_LENGTH = 32_767
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDTH = 14
"""How wide a column is where nothing is said, in letters."""

SENTENCE = 120
"""How wide one of sentences is."""

FORMATS = {
    "money": "#,##0;-#,##0",
    "count": "#,##0.0",
    "share": "0.0%",
    "points": "0.0",
    "ratio": "0.00",
    "number": "#,##0.00",
    "words": "General",
    "sentence": "General",
}
"""How numbers of each kind of measure look."""

MADE = datetime(1980, 1, 1)
"""The date that the file gives for its making: that of no day, so that equal content has equal bytes."""


@dataclass(frozen=True)
class Formula:
    """A cell that is worked out: its formula, without the sign of equality, and the value that it has now."""

    text: str
    value: float


@dataclass(frozen=True)
class Sheet:
    """A sheet: a name, heads of columns, rows of cells, and the kind of each row's or column's numbers."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    kinds: Sequence[str] = ()
    """The kind of numbers in each column; "number" where nothing is said."""
    kind_of_row: Sequence[str] = ()
    """The kind of numbers in each row, in place of the columns'."""
    widths: Sequence[float] = ()
    """How wide each column is, in letters."""


def sheet_of(name: str, table: pd.DataFrame, kinds: Sequence[str] = ()) -> Sheet:
    """A table as a sheet, as many rows of it as a sheet can hold."""
    columns = [column.astype(object).tolist() for _, column in table.items()]
    return Sheet(name, [str(head) for head in table.columns], zip(*columns, strict=True), kinds)


def sheet_of_sentences(name: str, title: str, sentences: Iterable[str]) -> Sheet:
    """Sentences below a title, one in each row, on as many lines as they need."""
    return Sheet(name, [title], ([each] for each in sentences), kinds=("sentence",), widths=(SENTENCE,))


def write_workbook(sheets: Sequence[Sheet], path: Path) -> Path:
    """Write sheets into one file, as a whole or not at all."""
    durably(path, lambda part: _write(sheets, part))
    return path


def _write(sheets: Sequence[Sheet], path: Path) -> None:
    from xlsxwriter import Workbook

    # Rows go to the file one after the other, and what has been written needs no memory.
    with path.open("wb") as stream, Workbook(stream, {"constant_memory": True}) as book:
        book.set_properties({"created": MADE})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        formats["sentence"].set_text_wrap()
        for sheet, name in zip(sheets, names_of_sheets(sheets), strict=True):
            place = book.add_worksheet(name)
            place.freeze_panes(1, min(1, len(sheet.heads) - 1))
            for column, text in enumerate(sheet.heads):
                place.set_column(column, column, sheet.widths[column] if sheet.widths else WIDTH)
                _put(place, 0, column, text, head)
            for row, cells in enumerate(islice(sheet.rows, SHEET_ROWS - 1), 1):
                for column, cell in enumerate(cells):
                    _put(place, row, column, cell, formats[_kind(sheet, row - 1, column)])


def _kind(sheet: Sheet, row: int, column: int) -> str:
    if sheet.kind_of_row:
        return sheet.kind_of_row[row]
    return sheet.kinds[column] if sheet.kinds else "number"


def _put(place: Any, row: int, column: int, cell: Any, form: Any) -> None:
    """A cell: a formula, a number, or a word; one that could not be measured stays empty."""
    if isinstance(cell, Formula):
        known = isfinite(cell.value)
        place.write_formula(row, column, f"={cell.text}", form, cell.value if known else "")
    elif isinstance(cell, bool) or not isinstance(cell, int | float):
        if cell is not None and not (isinstance(cell, float) and not isfinite(cell)):
            place.write_string(row, column, printable(str(cell))[:CELL_LENGTH], form)
    elif isfinite(cell):
        place.write_number(row, column, cell, form)


def names_of_sheets(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Names that a workbook takes: short enough, without its own signs, and no two alike."""
    taken = {"history"}
    for sheet in sheets:
        asked = printable(sheet.name).translate(NOT_IN_NAMES).strip()[:NAME_LENGTH] or "Sheet"
        name, number = asked, 1
        while name.casefold() in taken:
            number += 1
            name = f"{asked[: NAME_LENGTH - 4]} {number}"
        taken.add(name.casefold())
        yield name
