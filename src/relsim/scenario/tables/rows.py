"""Rows of text that know where they stand: from text with any separator, from Excel, from Parquet."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from relsim.errors import Place, ScenarioError, fault
from relsim.scenario.tables.content import LARGEST_TABLE, content_of, text_in
from relsim.scenario.units.quantities import plain_decimal

SEPARATORS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
LINE_BREAK = re.compile(r"\r\n|\r|\n")
LOOKED_AT = 50
"""How many lines are looked at to tell the separator."""

BLANK = " \t\u00a0"
ZIP, PARQUET = b"PK\x03\x04", b"PAR1"


@dataclass(frozen=True)
class TableRow:
    """The texts of one line; `starts` says where they begin in it, counted from 1."""

    file: str
    line: int
    texts: list[str]
    starts: list[int]

    def place(self, column: int) -> Place:
        """Where a text stands, or the last one where the row is shorter."""
        return Place(self.file, self.line, self.starts[min(column, len(self.starts) - 1)])


@dataclass(frozen=True)
class TableRows:
    """All rows of a file that are not blank; `mark` stands before decimals where the kind of file says so."""

    file: str
    rows: list[TableRow]
    mark: str | None


def read_rows(path: Path, place: Place | None = None, largest: int = LARGEST_TABLE) -> TableRows:
    """The rows of a file; it is text unless its first bytes say otherwise.

    `place` is where a file that cannot be read is reported, if not in the file itself.
    """
    content = content_of(path, place, largest)
    file = str(path)
    if content.startswith(ZIP):
        return TableRows(file, list(kept(excel_rows(content, file))), ".")
    if content.startswith(PARQUET):
        return TableRows(file, list(kept(parquet_rows(content, file))), ".")
    lines = LINE_BREAK.split(text_in(content, Place(file)))
    mark, lines = announced(lines)
    separator = mark or separator_of([line for line in lines[:LOOKED_AT] if line.strip()])
    found = (split(line, separator, file, number) for number, line in enumerate(lines, 1) if line.strip())
    return TableRows(file, list(kept(found)), "." if separator == "," else None)


def place_in_column(path: Path, line: int, name: str) -> Place:
    """Where the cell of a column begins in a line; the beginning of the line where that cannot be told."""
    line_alone = Place(str(path), line)
    try:
        rows = read_rows(path).rows
    except ScenarioError:
        return line_alone
    heads = (
        number for row in rows for number, text in enumerate(row.texts) if " ".join(text.split()) == name
    )
    column = next(heads, None)
    row = next((row for row in rows if row.line == line), None)
    return line_alone if row is None or column is None else row.place(column)


def kept(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """Rows in which something stands."""
    return (row for row in rows if any(row.texts))


def announced(lines: list[str]) -> tuple[str | None, list[str]]:
    """The separator that Excel's first line `sep=;` announces, and the lines with that one blank."""
    found = re.fullmatch(r'"?sep=(.)"?', lines[0].strip(BLANK[0])) if lines else None
    return (found[1], ["", *lines[1:]]) if found else (None, lines)


def separator_of(lines: list[str]) -> str:
    """The separator that makes the most of the first line and is in the others as often."""

    def fitness(separator: str) -> tuple[float, int]:
        widths = [len(split(line, separator, "", 1).texts) for line in lines]
        same = sum(width == widths[0] for width in widths) / len(widths)
        return (same if widths[0] > 1 else 0.0), widths[0]

    return max(SEPARATORS, key=fitness) if lines else ","


def split(line: str, separator: str, file: str, number: int) -> TableRow:
    """The texts of a line, without blanks around them and quotes."""
    if '"' not in line:
        parts = line.split(separator)
        starts, at = [], 1
        for part in parts:
            starts.append(at + leading(part))
            at += len(part) + 1
        return TableRow(file, number, [part.strip() for part in parts], starts)
    texts, starts, at = [], [], 0
    while at <= len(line):
        begin = at + leading(line[at:].split(separator, 1)[0])
        text, at = quoted(line, begin, separator, Place(file, number, begin + 1))
        texts.append(text)
        starts.append(begin + 1)
    return TableRow(file, number, texts, starts)


def leading(part: str) -> int:
    """How many blanks a part begins with; all but blank, it begins at once."""
    inside = part.lstrip()
    return len(part) - len(inside) if inside else 0


def quoted(line: str, begin: int, separator: str, place: Place) -> tuple[str, int]:
    """The text that begins at a place of a line, and where the next one does."""
    if line[begin : begin + 1] != '"':
        end = line.find(separator, begin)
        end = len(line) if end < 0 else end
        return line[begin:end].strip(), end + 1
    end = begin + 1
    while (end := line.find('"', end)) >= 0 and line[end + 1 : end + 2] == '"':
        end += 2
    rest, _, _ = line[end + 1 :].partition(separator)
    if end < 0 or rest.strip():
        if not place.file:
            return "", len(line) + 1
        raise fault(place, "a quote is not closed where the cell ends")
    text = line[begin + 1 : end].replace('""', '"').strip()
    return text, end + 1 + len(rest) + 1


def excel_rows(content: bytes, file: str) -> Iterator[TableRow]:
    """The rows of the first sheet of a workbook; columns count as cells."""
    yield from next(iter(excel_sheets(content, file).values()))


def excel_sheets(content: bytes, file: str) -> dict[str, list[TableRow]]:
    """The rows of every sheet of a workbook by its name, the first one first; columns count as cells."""
    try:
        sheets = values_of_sheets(content)
        next(iter(sheets))
    except Exception:
        raise fault(Place(file), "cannot read this file: it is no Excel workbook (.xlsx)") from None
    return {
        name: [
            TableRow(
                file, number, [as_text(value) for value in values], list(range(1, len(values) + 1)) or [1]
            )
            for number, values in enumerate(rows, 1)
        ]
        for name, rows in sheets.items()
    }


def values_of_sheets(content: bytes) -> dict[str, list[Any]]:
    """The values of every sheet of a workbook by row; each of the cells merged downwards has theirs."""
    from openpyxl import load_workbook

    has_merged = any_cells_merged(content)
    book = load_workbook(BytesIO(content), read_only=not has_merged, data_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    for sheet in book.worksheets if has_merged else ():
        rows = [list(row) for row in sheets[sheet.title]]
        for block in sheet.merged_cells.ranges:
            if block.min_col == block.max_col:
                for row in rows[block.min_row : block.max_row]:
                    row[block.min_col - 1] = rows[block.min_row - 1][block.min_col - 1]
        sheets[sheet.title] = rows
    return sheets


def any_cells_merged(content: bytes) -> bool:
    """Whether any sheet of a workbook has merged cells."""
    with ZipFile(BytesIO(content)) as packed:
        names = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<mergeCell " in packed.read(name) for name in names if name.endswith(".xml"))


def parquet_rows(content: bytes, file: str) -> Iterator[TableRow]:
    """The column names and the rows of a Parquet file; rows count as lines, columns as cells."""
    from pyarrow import ArrowException, parquet

    try:
        table = parquet.read_table(BytesIO(content))
    except (ArrowException, OSError, ValueError):
        raise fault(Place(file), "cannot read this file: it is no Parquet table") from None
    starts = list(range(1, table.num_columns + 1)) or [1]
    yield TableRow(file, 1, list(table.column_names), starts)
    columns = [column.to_pylist() for column in table.columns]
    for number, values in enumerate(zip(*columns, strict=True), 2):
        yield TableRow(file, number, [as_text(value) for value in values], starts)


def as_text(value: Any) -> str:
    """A typed cell as it would be written into a text file."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return plain_decimal(int(value) if isinstance(value, float) and value.is_integer() else value)
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value).strip()
