"""Cells of tables that spreadsheets open: words stay words, whatever they begin with.

Excel, LibreOffice and Google Sheets run a cell of a CSV file that begins like a formula. Names of policies,
firms and measures may come from anybody, so such a word gets an apostrophe before it. Numbers are left alone,
those that are written as words as well.
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pandas.api import types
from pyarrow import compute

FORMULA = re.compile(
    r"[ \0\n]*[=+\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]"
)
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
TEXT_MARK = "'"


def as_word(cell: Any) -> Any:
    """A cell that no spreadsheet runs; what is no text stays as it is.

    A carriage return alone would begin a row where it is not put into quotes, so it becomes a line feed.
    """
    if not isinstance(cell, str):
        return cell
    is_run = FORMULA.match(cell) and not NUMBER.fullmatch(cell)
    return (TEXT_MARK if is_run else "") + cell.replace("\r", "\n")


def safe_frame(table: pd.DataFrame) -> pd.DataFrame:
    """The table, its heads and words as no spreadsheet runs them."""
    columns = {
        place: column if types.is_numeric_dtype(column.dtype) else column.astype(object).map(as_word)
        for place, (_, column) in enumerate(table.items())
        if not types.is_datetime64_any_dtype(column.dtype)
    }
    safe = table.copy(deep=False)
    for place, column in columns.items():
        safe.isetitem(place, column)
    return safe.rename(columns=as_word)


def csv_of(table: pd.DataFrame, path: Path | None = None, **form: Any) -> str | None:
    """A table as CSV that spreadsheets may open: as text, or written into a file."""
    text: str | None = safe_frame(table).to_csv(path, index=False, lineterminator="\n", **form)
    return text


def safe_table(table: pa.Table) -> pa.Table:
    """The same of an Arrow table; words that are kept as codes are written out, which CSV needs."""
    for place, field in enumerate(table.schema):
        column = table.column(place)
        if pa.types.is_dictionary(field.type):
            column = compute.cast(column, field.type.value_type)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            column = safe_words(column)
        table = table.set_column(place, as_word(field.name), column)
    return table


def safe_words(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of words; each of them is looked at once."""
    chunks = [chunk.dictionary_encode() for chunk in column.chunks]
    return pa.chunked_array(
        [
            pa.array(map(as_word, chunk.dictionary.to_pylist()), column.type).take(chunk.indices)
            for chunk in chunks
        ],
        column.type,
    )
