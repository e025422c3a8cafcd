"""A table with a header: its columns by name, whatever their order and the case of their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from relsim.errors import Place, alternatives, fault, nearest
from relsim.scenario.tables.content import LARGEST_TABLE
from relsim.scenario.tables.numbers import BODY, Cell
from relsim.scenario.tables.rows import TableRow, TableRows, read_rows
from relsim.scenario.yaml.words import in_one_form


@dataclass(frozen=True)
class DataTable:
    """The columns of a file by name, in its order; `mark` is the usual one before decimals in such a file."""

    file: str
    columns: dict[str, list[Cell]]
    places: dict[str, Place]
    mark: str | None


def read_data_table(
    path: Path,
    names: Sequence[str],
    *,
    also: Mapping[str, str] | None = None,
    whole: Sequence[str] = (),
    largest: int = LARGEST_TABLE,
) -> DataTable:
    """The table in a file whose columns have these names, or those in `also`, which stand for others.

    Columns in `whole` hold whole numbers. Raises ScenarioError with file, line and column where a name is
    unknown or there twice, or where a row has too many or too few cells.
    """
    found = read_rows(path, largest=largest)
    if not found.rows:
        raise fault(Place(str(path)), f"no columns; expected {alternatives(names)}")
    header = trimmed(found.rows[0])
    if all(BODY.fullmatch(text) for text in header.texts):
        raise fault(header.place(0), f"no names of columns here; expected {alternatives(names)}")
    known = {name: name for name in names} | dict(also or {})
    places = column_places(header, names, known)
    cells = filled(found, len(header.texts))
    columns = {
        name: [Cell(row.place(number), row.texts[number], name in whole) for row in cells]
        for number, name in enumerate(places)
    }
    return DataTable(found.file, columns, places, found.mark)


def column_places(header: TableRow, names: Sequence[str], known: Mapping[str, str]) -> dict[str, Place]:
    """The places of the columns by name."""
    places: dict[str, Place] = {}
    alike = {plain_column(name): meant for name, meant in known.items()}
    for number, text in enumerate(header.texts):
        name, place = alike.get(plain_column(text)), header.place(number)
        if name is None:
            message = f'no column is called "{text}", expected {alternatives(names)}'
            raise fault(place, message, hint=nearest(text, names))
        if name in places:
            raise fault(place, f'the column "{name}" is there twice')
        places[name] = place
    return places


def plain_column(name: str) -> str:
    """A name without what people write differently: case, blanks, hyphens."""
    return in_one_form(name).strip().casefold().replace(" ", "_").replace("-", "_")


def filled(found: TableRows, width: int) -> list[TableRow]:
    """The rows below the header, each as wide as that; empty cells further right do not count."""
    for row in found.rows[1:]:
        if len(row.texts) < width or any(row.texts[width:]):
            message = f"{len(row.texts)} cells, expected {width} as in the first line"
            raise fault(row.place(len(row.texts) - 1), message)
    return found.rows[1:]


def trimmed(row: TableRow) -> TableRow:
    """A row without the empty cells at its end."""
    width = max((number for number, text in enumerate(row.texts, 1) if text), default=1)
    return TableRow(row.file, row.line, row.texts[:width], row.starts[:width])
