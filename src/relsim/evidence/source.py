"""A file with a table in it, whatever its form: columns by name, and the line of every row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from relsim.errors import InputError, Place, ScenarioError, fault
from relsim.evidence.delimited import delimited, named, unique_names
from relsim.evidence.rows_set_aside import NEXT_FILE, SetAside
from relsim.scenario.tables.content import content_of
from relsim.scenario.tables.rows import PARQUET, ZIP, TableRow, excel_sheets, kept

BESIDE = {",": ".", ";": ","}
"""The mark before decimals that is usual in files with some separators."""

OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class Chunk(NamedTuple):
    """Some rows of a file, and the number of each, which tells its line and its file."""

    table: pa.Table
    lines: Any


@dataclass(frozen=True)
class Source:
    """A file: the names of its columns, its rows, `mark` usual before decimals, and rows that cannot be read.

    `place` is that of the file among those of a table, from 0. A Parquet file stays where it is, and is read
    a group of rows at a time.
    """

    file: str
    names: list[str]
    rows: int
    mark: str | None
    whole: Chunk | None = None
    place: int = 0
    set_aside: list[Any] = field(default_factory=list)

    def at(self, place: int) -> "Source":
        """The file at a place among those of a table."""
        further = (place - self.place) * NEXT_FILE
        whole = self.whole and Chunk(self.whole.table, self.whole.lines + further)
        gone = [(lines + further, reason, values) for lines, reason, values in self.set_aside]
        return replace(self, place=place, whole=whole, set_aside=gone)

    def chunks(self, names: Sequence[str] | None = None) -> Iterator[Chunk]:
        """Rows of some columns [all], part by part."""
        wanted = list(names if names is not None else self.names)
        if self.whole is not None:
            yield Chunk(self.whole.table.select(wanted), self.whole.lines)
            return
        with parquet.ParquetFile(self.file) as opened:
            line = 2 + self.place * NEXT_FILE
            stored = list(opened.schema_arrow.names)
            asked = [name for name, own in zip(stored, unique_names(stored), strict=True) if own in wanted]
            read = [own for name, own in zip(stored, unique_names(stored), strict=True) if name in asked]
            for number in range(opened.num_row_groups):
                table = opened.read_row_group(number, columns=asked).rename_columns(read).select(wanted)
                table = with_usual_types(table)
                yield Chunk(table, np.arange(line, line + table.num_rows))
                line += table.num_rows

    def column(self, name: str) -> Any:
        """A column as a whole."""
        return pa.chunked_array(
            [part for chunk in self.chunks([name]) for part in chunk.table.column(0).chunks] or [[]]
        )

    def first(self) -> pa.Table:
        """The first part of the rows, which tells what the columns are."""
        return next(iter(self.chunks()), Chunk(pa.table({name: [] for name in self.names}), None)).table


def open_source(path: Path | str) -> Source:
    """The table in a file; raises ScenarioError where there is none to be read."""
    path = Path(path)
    file = str(path)
    if path.is_file() and begins_with(path, PARQUET):
        return parquet_source(path)
    if path.is_file() and begins_with(path, OLD_EXCEL):
        raise fault(Place(file), "an old Excel workbook (.xls); expected .xlsx, CSV or Parquet")
    content = content_of(path)
    aside = SetAside((file,))
    try:
        if content.startswith(ZIP):
            table, lines, separator = workbook(content, file, aside)
        else:
            table, lines, separator = delimited(content, file, aside)
    except ScenarioError:
        raise
    except InputError as error:
        raise fault(Place(file), error.message) from None
    if not table.num_rows:
        raise fault(Place(file), "no rows below the names of the columns; expected a table")
    mark, chunk = BESIDE.get(separator), Chunk(table, lines)
    return Source(file, table.column_names, table.num_rows, mark, chunk, set_aside=aside.parts)


def begins_with(path: Path, mark: bytes) -> bool:
    """Whether a file begins with these bytes."""
    try:
        with open(path, "rb") as stream:
            return stream.read(len(mark)) == mark
    except OSError:
        return False


def parquet_source(path: Path) -> Source:
    """A Parquet file, of which only the names are read."""
    try:
        with parquet.ParquetFile(path) as opened:
            kinds, rows = opened.schema_arrow.types, opened.metadata.num_rows
            names = unique_names(list(opened.schema_arrow.names))
            usable = [name for name, kind in zip(names, kinds, strict=True) if not says_nothing(kind)]
    except (pa.ArrowException, OSError, ValueError):
        raise fault(Place(str(path)), "cannot read this file: it is no Parquet table") from None
    if not rows or not usable:
        raise fault(Place(str(path)), "no rows; expected a table")
    return Source(str(path), usable, rows, ".")


def says_nothing(kind: pa.DataType) -> bool:
    """Whether a column of a Parquet file can be no day, number or word: lists, times of day, durations."""
    return bool(pa.types.is_nested(kind) or pa.types.is_time(kind) or pa.types.is_duration(kind))


def with_usual_types(table: pa.Table) -> pa.Table:
    """A table whose columns have types that arithmetic and comparisons know, with the same contents."""
    usual = {pa.float16(): pa.float32(), pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
    fields = [(one.name, usual.get(one.type, one.type)) for one in table.schema]
    return table.cast(pa.schema(fields))


def is_table(rows: Sequence[TableRow]) -> bool:
    """Whether a sheet has a table, not a title or notes: two rows with two cells each."""
    return sum(sum(map(bool, row.texts)) > 1 for row in rows) > 1


def workbook(content: bytes, file: str, aside: SetAside) -> tuple[pa.Table, Any, str]:
    """The first sheet of a workbook that has a table, as columns of text; rows of others are set aside."""
    sheets = {name: list(kept(rows)) for name, rows in excel_sheets(content, file).items()}
    first_name = next(iter(sheets))
    chosen = next((name for name, rows in sheets.items() if is_table(rows)), first_name)
    rows = sheets.pop(chosen)
    if not rows:
        raise InputError("no rows; expected a table in the first sheet")
    filled = [sum(bool(text) for text in row.texts) for row in rows[:50]]
    first = next(place for place, count in enumerate(filled) if count > 0.5 * max(filled))
    only = f"only the {'first sheet' if chosen == first_name else f'sheet “{chosen}”'} is read"
    for name, further in sheets.items():
        aside.add([row.line for row in further], f"in the sheet “{name}”; {only}")
    for row in rows[:first]:
        aside.add(row.line, "stands above the names of the columns", " ".join(filter(None, row.texts))[:60])
    width = max(len(row.texts) for row in rows)
    head = [*rows[first].texts, *[""] * (width - len(rows[first].texts))]
    has_names = named(0, ["\t".join(text.replace("\t", " ") for text in head)], "\t").has_names
    names = unique_names(head if has_names else [""] * width)
    below = rows[first + has_names :]
    cells = {
        name: pa.array([row.texts[at] if at < len(row.texts) else "" for row in below], pa.string())
        for at, name in enumerate(names)
    }
    used = [name for name in names if not name.startswith("column ") or any(cells[name].to_pylist())]
    return pa.table({name: cells[name] for name in used}), np.array([row.line for row in below]), ","
