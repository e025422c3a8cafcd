"""Tables as text: the separator, the line of the names, and rows that do not fit, found once for all rows."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import compute, csv

from relsim.errors import InputError, Place
from relsim.evidence.cells import is_day
from relsim.evidence.decimal_commas import decimal_commas
from relsim.evidence.rows_set_aside import SetAside
from relsim.scenario.tables.content import text_in
from relsim.scenario.tables.numbers import BODY
from relsim.scenario.tables.rows import LINE_BREAK, LOOKED_AT, SEPARATORS, announced, separator_of, split

SPACED = " "
"""Stands for columns that are set apart by blanks alone."""

ABOVE = 8
"""How many lines may stand above the names of the columns."""

LONGEST_CELL = 10
"""Lines in one cell; above it, a quote was never closed."""


@dataclass
class Layout:
    """How a text is laid out: separator, line of the first row (from 0), width, and names, if it has any."""

    separator: str
    first: int
    width: int
    names: list[str]
    has_names: bool


@dataclass
class Unfit:
    """Rows whose number of cells is not that of the others, as they are found."""

    rows: list[tuple[int, int, str]] = field(default_factory=list)

    def __call__(self, row: Any) -> str:
        """Note a row that does not fit, and go on."""
        self.rows.append((row.number, row.actual_columns, row.text))
        return "skip"

    def swallowed(self) -> bool:
        """Whether one of them goes over so many lines that a quote in it was never closed."""
        return any(text.count("\n") > LONGEST_CELL for _, _, text in self.rows)


def delimited(content: bytes, file: str, aside: SetAside) -> tuple[pa.Table, Any, str]:
    """The columns of a text, the line of each row, and the separator."""
    text = text_in(content, Place(file))
    if "\r" in text:
        text = LINE_BREAK.sub("\n", text)
    head = text.split("\n", 60)[:60]
    mark, head = announced(head)
    if commas := decimal_commas(head):
        text = "\n".join(map(commas.joined, text.split("\n")))
        head = list(map(commas.joined, head))
    layout = layout_of(head, mark)
    if layout.separator == SPACED:
        text = "\n".join("\t".join(line.split()) for line in text.split("\n"))
    begins = layout.first + layout.has_names
    for number, line in enumerate(head[: layout.first], 1):
        if line.strip():
            aside.add(number, "stands above the names of the columns", line.strip()[:60])
    body = "".join(text.split("\n", begins)[begins:])
    table, lines = body_rows(body, layout, begins, file, aside)
    return table, lines, layout.separator


def layout_of(head: list[str], mark: str | None) -> Layout:
    """The layout of a text by its first lines."""
    looked_at = [(number, line) for number, line in enumerate(head[:LOOKED_AT]) if line.strip()]
    if not looked_at:
        raise InputError("no rows; expected a table with a line for the names of the columns")
    for skipped in range(min(ABOVE, len(looked_at))):
        lines = [line for _, line in looked_at[skipped:]]
        separator = mark or separator_of(lines)
        widths = [len(split(line, separator, "", 1).texts) for line in lines]
        usual, often = Counter(widths).most_common(1)[0]
        if widths[0] > 1 and widths[0] == usual and often > 0.6 * len(widths):
            return named(looked_at[skipped][0], lines, separator)
    lines = [line for _, line in looked_at]
    widths = [len(line.split()) for line in lines]
    if widths[0] > 1 and Counter(widths)[widths[0]] > 0.8 * len(widths):
        return named(looked_at[0][0], ["\t".join(line.split()) for line in lines], "\t", SPACED)
    return named(looked_at[0][0], lines, mark or separator_of(lines))


def named(first: int, lines: list[str], separator: str, shown: str | None = None) -> Layout:
    """The layout with names of columns: those of the first line, unless that has numbers or dates in it."""
    cells = split(lines[0], separator, "", 1).texts
    while len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    has_names = not any(BODY.fullmatch(cell) or is_day(cell.split(" ")[0]) for cell in cells if cell)
    names = unique_names(cells if has_names else [""] * len(cells))
    return Layout(shown or separator, first, len(cells), names, has_names)


def unique_names(cells: list[str]) -> list[str]:
    """Names of columns, each once; those without a name by their number."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def body_rows(body: str, layout: Layout, begins: int, file: str, aside: SetAside) -> tuple[pa.Table, Any]:
    """The rows below the names, and their lines."""
    table, unfit = parsed_rows(body, layout, True)
    inside = lines_inside(table)
    if table is None or (len(inside) and inside.max() > LONGEST_CELL) or unfit.swallowed():
        # Somewhere a quote is not closed: such lines go, so that the others can be read.
        odd = [number for number, line in enumerate(body.split("\n")) if line.count('"') % 2]
        aside.add(np.array(odd) + begins + 1, "a quote is not closed")
        gone = set(odd)
        body = "\n".join("" if number in gone else line for number, line in enumerate(body.split("\n")))
        table, unfit = parsed_rows(body, layout, False)
        inside = lines_inside(table)
    if table is None:
        raise InputError("the rows cannot be told apart; expected a table as text, Excel or Parquet")
    numbers = np.delete(np.arange(table.num_rows + len(unfit.rows)), unfit_places(unfit, table.num_rows))
    lines = numbers + begins + 1
    if inside.any():
        lines = lines + np.concatenate([[0], np.cumsum(inside)[:-1]])
    return with_repaired(table, lines, unfit, layout, begins, file, aside)


def unfit_places(unfit: Unfit, rows: int) -> Any:
    """The places of rows that do not fit, from 0."""
    return np.array([number - 1 for number, _, _ in unfit.rows], np.int64)


def parsed_rows(body: str, layout: Layout, newlines: bool) -> tuple[pa.Table | None, Unfit]:
    """The rows as columns of text, and those that do not fit."""
    unfit = Unfit()
    separator = "\t" if layout.separator == SPACED else layout.separator
    read = csv.ReadOptions(use_threads=False, column_names=layout.names, block_size=1 << 24)
    parse = csv.ParseOptions(
        delimiter=separator,
        newlines_in_values=newlines,
        ignore_empty_lines=False,
        invalid_row_handler=unfit,
    )
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(layout.names, pa.string()), strings_can_be_null=False
    )
    if not body.strip():
        return pa.table({name: pa.array([], pa.string()) for name in layout.names}), unfit
    try:
        return csv.read_csv(pa.BufferReader(body.encode("utf-8", "replace")), read, parse, convert), unfit
    except pa.ArrowException:
        return None, unfit


def lines_inside(table: pa.Table | None) -> Any:
    """How many line breaks the cells of each row have."""
    if table is None:
        return np.array([], np.int64)
    inside = np.zeros(table.num_rows, np.int64)
    for column in table.columns:
        if compute.any(compute.match_substring(column, "\n")).as_py():
            inside += np.asarray(compute.count_substring(column, "\n").to_numpy())
    return inside


def cells_of_unfit(text: str, width: int, wanted: int, separator: str) -> list[str]:
    """The cells of a row that does not fit: of one with too few, those between other separators, if any."""
    if width > wanted:
        return split(text, separator, "", 1).texts
    found = (split(text, other, "", 1).texts for other in SEPARATORS if other != separator and other in text)
    return next((texts for texts in found if len(texts) == wanted), [])


def with_repaired(
    table: pa.Table, lines: Any, unfit: Unfit, layout: Layout, begins: int, file: str, aside: SetAside
) -> tuple[pa.Table, Any]:
    """The rows with those that have only empty cells too many, or are whole with another separator; others
    that do not fit are set aside."""
    separator = "\t" if layout.separator == SPACED else layout.separator
    rows, places = [], []
    for number, width, text in unfit.rows:
        line = number + begins
        texts = cells_of_unfit(text, width, layout.width, separator)
        if len(texts) >= layout.width and not any(texts[layout.width :]):
            rows.append(texts[: layout.width])
            places.append(line)
        elif text.strip(f" \t{separator}"):
            aside.add(
                line, "the number of its cells is not that of the others", f"{width}, not {layout.width}"
            )
    if rows:
        more = pa.table({name: [row[at] for row in rows] for at, name in enumerate(layout.names)})
        table, lines = pa.concat_tables([table, more]), np.concatenate([lines, places])
        order = np.argsort(lines, kind="stable")
        table, lines = table.take(order), lines[order]
    filled = np.zeros(table.num_rows, bool)
    for column in table.columns:
        filled |= np.asarray(compute.not_equal(compute.utf8_trim_whitespace(column), "").to_numpy())
    return (table, lines) if filled.all() else (table.filter(pa.array(filled)), lines[filled])
