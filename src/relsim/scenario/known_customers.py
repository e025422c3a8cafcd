"""Customers whom a firm has when a scenario begins, as a table of customers lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from relsim.errors import (
    COMMAND_LINE,
    DataPath,
    InputError,
    Place,
    ScenarioError,
    alternatives,
    fault,
    nearest,
    shortened,
)
from relsim.scenario.tables.content import content_of
from relsim.scenario.tables.rows import place_in_column
from relsim.scenario.yaml.words import in_one_form
from relsim.vocabulary import PARTNER, PURCHASER, Rung, word

if TYPE_CHECKING:
    from relsim.evidence.customers import CustomerList

RUNGS_OF_CUSTOMERS = {word(rung): int(rung) for rung in Rung if PURCHASER <= rung <= PARTNER}
"""The rungs on which a customer may stand, by name."""

NOT_TOLD = -1
"""Stands for a rung or a segment that nobody has told."""


@dataclass(frozen=True, eq=False)
class KnownCustomers:
    """Customers [customer]: months since they came, NaN where unknown, and numbers of rung and segment.

    `left_out` tells of rows in their table that are not used, if there are any.
    """

    months: Any
    rung: Any
    segment: Any
    left_out: str | None = None

    def __len__(self) -> int:
        return len(self.months)

    def represented_by(self, number: int) -> "KnownCustomers":
        """So many customers who stand for all of these: evenly from all segments, rungs and tenures."""
        if number == len(self):
            return self
        rows = np.lexsort((self.months, self.rung, self.segment))
        chosen = rows[((np.arange(number) + 0.5) * len(self) / max(1, number)).astype(np.int64)]
        return KnownCustomers(self.months[chosen], self.rung[chosen], self.segment[chosen])


def unknown_customers(number: int) -> KnownCustomers:
    """So many customers of whom nothing else is known."""
    nothing = np.full(number, NOT_TOLD, np.int8)
    return KnownCustomers(np.full(number, np.nan), nothing, nothing)


def customers_in_file(path: Path, segments: Sequence[str], place: Place, where: DataPath) -> KnownCustomers:
    """The customers in a file who have not left, by the one reader of tables.

    Raises
    ------
    ScenarioError
        There is no such file, told at `place`, or it holds no customers, or a rung or segment that does not
        exist, told at its line. What stands in a file is told only where that lies in the folder of the
        file that names it: a scenario may come from anybody.
    """
    try:
        told = path.stat()
    except (OSError, ValueError):
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        message = f"cannot read {path}: there is no such file"
        raise fault(place, message, where, nearest(path.name, beside)) from None
    content_of(path, place)
    try:
        version = (told.st_mtime_ns, told.st_size)
        return _customers_in(path, tuple(segments), version, may_be_shown(path, place))
    except NoCustomersError as mistake:
        raise fault(place, mistake.message, where) from None


def may_be_shown(path: Path, place: Place) -> bool:
    """Whether what stands in a file may be told to whoever reads the message."""
    if place == COMMAND_LINE:
        return True
    try:
        return path.resolve().is_relative_to(Path(place.file).parent.resolve())
    except (OSError, ValueError):
        return False


class NoCustomersError(InputError):
    """A file that is no table of customers, or one in which nobody is left."""


@lru_cache(maxsize=16)
def _customers_in(
    path: Path, segments: tuple[str, ...], version: tuple[int, int], shown: bool
) -> KnownCustomers:
    from relsim.evidence.customers import read_customers

    try:
        listed = read_customers(path)
    except ScenarioError as error:
        first = error.problems[0]
        why = f": line {first.place.line}: {first.message}" if shown else ""
        raise NoCustomersError(f"{path} is no table of customers{why}") from None
    stays = ~listed.table["left"].to_numpy(bool)
    if not stays.any():
        raise NoCustomersError(f"all customers in {path} have left")
    rows, lines = listed.table[stays], listed.lines[stays]
    heads = {what: listed.understanding.column(what) or "" for what in ("rung", "segment")}
    column = WordColumn("rung", heads["rung"], path, shown)
    rungs = numbers_of_words(column, rows["rung"], lines, RUNGS_OF_CUSTOMERS)
    numbers = {name: number for number, name in enumerate(segments)}
    given = rows["segment"] if len(segments) > 1 else rows["segment"].map(lambda _: "")
    column = WordColumn("segment", heads["segment"], path, shown)
    segments_told = numbers_of_words(column, given, lines, numbers)
    return KnownCustomers(rows["months"].to_numpy(float), rungs, segments_told, rows_left_out(listed, shown))


def rows_left_out(listed: "CustomerList", shown: bool) -> str | None:
    """How many rows of a table of customers are not used, and the first with its reason; None without any."""
    aside = listed.set_aside
    if aside.empty:
        return None
    first = aside.iloc[0]
    found = f' ("{shortened(str(first["value"]))}")' if shown and str(first["value"]) else ""
    are, which = ("row is", "it is") if len(aside) == 1 else ("rows are", "the first is")
    told = f"{len(aside):,} of {listed.rows:,} {are} set aside"
    return f"{told}; {which} line {first['line']}: {first['reason']}{found}"


class WordColumn(NamedTuple):
    """A column of words: what they are, its name, its file, and whether these may be shown."""

    what: str
    name: str
    path: Path
    shown: bool


def numbers_of_words(column: WordColumn, given: Any, lines: Any, known: dict[str, int]) -> Any:
    """The numbers that words of a column stand for; what is blank is not told."""
    folded = {in_one_form(name).casefold(): number for name, number in known.items()}
    words = [in_one_form(str(one).strip()) for one in given]
    for one, line in zip(words, lines, strict=True):
        if one and one.casefold() not in folded:
            raise unknown_word(column, one, int(line), known)
    return np.array([folded[one.casefold()] if one else NOT_TOLD for one in words], np.int8)


def unknown_word(column: WordColumn, word: str, line: int, known: dict[str, int]) -> ScenarioError:
    """The error of a word that stands for nothing, at its cell."""
    expected = f"expected {alternatives(known)}"
    if not column.shown:
        return fault(Place(str(column.path), line), f"here is the name of no {column.what}, {expected}")
    message = f'no {column.what} is called "{shortened(word)}", {expected}'
    return fault(place_in_column(column.path, line, column.name), message, (), nearest(word, known))
