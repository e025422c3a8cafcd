"""A table with a header: its columns by name, whatever their order and the case of their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from relsim.errors import Place, alternatives, fault, nearest
from relsim.scenario.tables.content import LARGEST
from relsim.scenario.tables.numbers import BODY, Cell
from relsim.scenario.tables.rows import Row, Rows, read_rows


@dataclass(frozen=True)
class Table:
    """The columns of a file by name, in its order; `mark` is the usual one before decimals in such a file."""

    file: str
    columns: dict[str, list[Cell]]
    places: dict[str, Place]
    mark: str | None


def read_table(
    path: Path,
    names: Sequence[str],
    *,
    also: Mapping[str, str] | None = None,
    whole: Sequence[str] = (),
    largest: int = LARGEST,
) -> Table:
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
    places = named(header, names, known)
    cells = filled(found, len(header.texts))
    columns = {
        name: [Cell(row.place(number), row.texts[number], name in whole) for row in cells]
        for number, name in enumerate(places)
    }
    return Table(found.file, columns, places, found.mark)


def named(header: Row, names: Sequence[str], known: Mapping[str, str]) -> dict[str, Place]:
    """The places of the columns by name."""
    places: dict[str, Place] = {}
    alike = {plain(name): meant for name, meant in known.items()}
    for number, text in enumerate(header.texts):
        name, place = alike.get(plain(text)), header.place(number)
        if name is None:
            message = f'no column is called "{text}", expected {alternatives(names)}'
            raise fault(place, message, hint=nearest(text, names))
        if name in places:
            raise fault(place, f'the column "{name}" is there twice')
        places[name] = place
    return places


def plain(name: str) -> str:
    """A name without what people write differently: case, blanks, hyphens."""
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def filled(found: Rows, width: int) -> list[Row]:
    """The rows below the header, each as wide as that; empty cells further right do not count."""
    for row in found.rows[1:]:
        if len(row.texts) < width or any(row.texts[width:]):
            message = f"{len(row.texts)} cells, expected {width} as in the first line"
            raise fault(row.place(len(row.texts) - 1), message)
    return found.rows[1:]


def trimmed(row: Row) -> Row:
    """A row without the empty cells at its end."""
    width = max((number for number, text in enumerate(row.texts, 1) if text), default=1)
    return Row(row.file, row.line, row.texts[:width], row.starts[:width])
