"""Customers whom a firm has when a scenario begins, as a table of customers lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.errors import DataPath, InputError, Place, ScenarioError, alternatives, fault, nearest, shortened
from relsim.scenario.tables.content import content_of
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
        exist, told at its line.
    """
    try:
        told = path.stat()
    except (OSError, ValueError):
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        message = f"cannot read {path}: there is no such file"
        raise fault(place, message, where, nearest(path.name, beside)) from None
    content_of(path, place)
    try:
        return _customers_in(path, tuple(segments), (told.st_mtime_ns, told.st_size))
    except NoCustomersError as mistake:
        raise fault(place, mistake.message, where) from None


class NoCustomersError(InputError):
    """A file that is no table of customers, or one in which nobody is left."""


@lru_cache(maxsize=16)
def _customers_in(path: Path, segments: tuple[str, ...], version: tuple[int, int]) -> KnownCustomers:
    from relsim.evidence.customers import read_customers

    try:
        listed = read_customers(path)
    except ScenarioError as error:
        first = error.problems[0]
        raise NoCustomersError(
            f"{path} is no table of customers: line {first.place.line}: {first.message}"
        ) from None
    stays = ~listed.table["left"].to_numpy(bool)
    if not stays.any():
        raise NoCustomersError(f"all customers in {path} have left")
    rows, lines = listed.table[stays], listed.lines[stays]
    rungs = numbers_of_words("rung", rows["rung"], lines, RUNGS_OF_CUSTOMERS, path)
    numbers = {name: number for number, name in enumerate(segments)}
    given = rows["segment"] if len(segments) > 1 else rows["segment"].map(lambda _: "")
    segments_told = numbers_of_words("segment", given, lines, numbers, path)
    return KnownCustomers(rows["months"].to_numpy(float), rungs, segments_told, rows_left_out(listed))


def rows_left_out(listed: "CustomerList") -> str | None:
    """How many rows of a table of customers are not used, with the first of them and why; None without any."""
    aside = listed.set_aside
    if aside.empty:
        return None
    first = aside.iloc[0]
    found = f' ("{shortened(str(first["value"]))}")' if str(first["value"]) else ""
    are = "row is" if len(aside) == 1 else "rows are"
    which = "it is" if len(aside) == 1 else "the first is"
    return f"{len(aside):,} of {listed.rows:,} {are} set aside; {which} line {first['line']}: {first['reason']}{found}"


def numbers_of_words(what: str, given: Any, lines: Any, known: dict[str, int], path: Path) -> Any:
    """The numbers that words of a column stand for; what is blank is not told."""
    folded = {name.casefold(): number for name, number in known.items()}
    words = [str(one).strip() for one in given]
    for one, line in zip(words, lines, strict=True):
        if one and one.casefold() not in folded:
            message = f'no {what} is called "{shortened(one)}", expected {alternatives(known)}'
            raise fault(Place(str(path), int(line)), message, (), nearest(one, known))
    return np.array([folded[one.casefold()] if one else NOT_TOLD for one in words], np.int8)
