"""Everybody of one replication made small for a page: what luck drew is told by how far it is off a curve.

A trait follows from one number of luck, which has an address and which a page can draw itself. In the order
of that number the trait lies close to a curve through four neighbours, so that only its distance from there
is told, to the last bit. Which number it is need not be known: it is the one that makes distances smallest.
"""

import zlib
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np

from relsim import draws
from relsim.luck import deeper, uniform
from relsim.market.columns import HUMAN, TIE, Columns
from relsim.questions.explore.packing import Parcel, byte_planes

NO_LUCK, NO_GROUP = -1, -1

LUCK_OF_PEOPLE = (
    *(draws.SEGMENT, draws.NEED_RATE, draws.BASKET, draws.PRICE_SENSITIVITY, draws.PRONENESS, draws.VALUES),
    *(draws.TALKATIVENESS, draws.FICKLENESS, draws.RESTLESSNESS, draws.EXPECTATION, draws.ARRIVAL),
    *(draws.FOUNDING_FIRM, draws.FOUNDING_TENURE, draws.FOUNDING_ATTITUDE, draws.AWARENESS),
)
"""The purposes of the numbers from which a column may follow."""

WIDEST = 4
"""Numbers of more bytes are told as they are."""


class PartOfRow(NamedTuple):
    """A part of what is known of everybody: where it stands in a row, and of what kind it is; `standing` is
    where the rung with the same firm stands."""

    name: str
    place: int
    kind: Any
    standing: int

    def read(self, rows: Any) -> Any:
        """The values [customer]."""
        width = self.kind.itemsize
        return np.ascontiguousarray(rows[:, self.place : self.place + width]).view(self.kind).reshape(-1)


class Way(NamedTuple):
    """How a column is told: along the luck of a purpose, apart by segment, and by rung where that is told."""

    purpose: int
    groups: tuple[int, ...]


def rows_of_everybody(columns: Columns) -> Any:
    """All that is known of each customer as bytes [customer, byte]: traits, then ties with one firm after
    the other."""
    halves = (one.view(np.uint8).reshape(len(columns), -1) for one in (columns.people, columns.ties))
    return np.concatenate(list(halves), axis=1)


def columns_of_everybody(firms: int) -> Iterator[PartOfRow]:
    """The columns of such rows, those first by which others are told apart."""
    yield from (column_in(HUMAN, name, 0, NO_GROUP) for name in first_named(HUMAN, "segment"))
    for firm in range(firms):
        start = HUMAN.itemsize + firm * TIE.itemsize
        rung = column_in(TIE, "rung", start, NO_GROUP)
        yield rung
        yield from (column_in(TIE, name, start, rung.place) for name in first_named(TIE, "rung")[1:])


def first_named(record: Any, name: str) -> list[str]:
    """The names of a record, with this one before all others."""
    return [name, *(one for one in record.names if one != name)]


def column_in(record: Any, name: str, start: int, standing: int) -> PartOfRow:
    """A column by its name in a record that begins at this place of a row."""
    kind, offset = record.fields[name][:2]
    return PartOfRow(name, start + offset, kind, standing)


class Crowds:
    """Puts everybody of one replication after the other into a parcel, each column in the way that was best
    for the first."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        self.told: list[dict[str, Any]] = []
        self._ways: dict[int, Way] = {}

    def put(self, columns: Columns, key: int) -> None:
        """Put everybody in, whose lasting luck has this key, unless they are there already."""
        people, ties = columns.people, columns.ties
        if self.parcel.has(people) and self.parcel.has(ties):
            return
        rows, luck = rows_of_everybody(columns), LuckOfPeople(key, len(columns))
        told = [
            self._column(one, rows, luck)
            for one in columns_of_everybody(ties.shape[1])
            if (one.read(rows) != one.read(rows[:1])).any()
        ]
        crowd = {"key": str(key), "count": len(rows), "first": self.parcel.put(rows[0]), "columns": told}
        self.told.append(crowd | {"width": rows.shape[1]})
        for array, place in ((people, 0), (ties, HUMAN.itemsize)):
            width = array.nbytes // len(rows)
            self.parcel.know(array, {"crowd": len(self.told) - 1, "place": place, "width": width})

    def _column(self, column: PartOfRow, rows: Any, luck: "LuckOfPeople") -> list[Any]:
        """How a column is told: its place, width, whether it has fractions, its way, and its part."""
        if column.place not in self._ways:
            self._ways[column.place] = best_way(column, rows, luck)
        way = self._ways[column.place]
        part = self.parcel.put(told_in_way(column, rows, luck, way))
        return [column.place, column.kind.itemsize, column.kind.kind == "f", way.purpose, way.groups, part]


class LuckOfPeople:
    """The lasting luck of everybody, by its purpose; each is drawn once."""

    def __init__(self, key: int, customers: int) -> None:
        self._keys = deeper(key, np.arange(customers, dtype=np.uint64))  # type: ignore[arg-type]
        self._known: dict[int, Any] = {}

    def of(self, purpose: int) -> Any:
        """The numbers for a purpose [customer]."""
        if purpose not in self._known:
            self._known[purpose] = uniform(self._keys, purpose, 0)
        return self._known[purpose]


def best_way(column: PartOfRow, rows: Any, luck: LuckOfPeople) -> Way:
    """The way in which a column takes fewest bytes."""
    ways = [Way(NO_LUCK, ())]
    if column.kind.itemsize <= WIDEST:
        segment = column_in(HUMAN, "segment", 0, NO_GROUP).place
        apart = () if column.name == "segment" else (segment,)
        known = {apart, apart if column.standing == NO_GROUP else (*apart, column.standing)}
        ways += [Way(*one) for one in product(LUCK_OF_PEOPLE, sorted(known))]
    sizes = [len(zlib.compress(byte_planes(told_in_way(column, rows, luck, way)))) for way in ways]
    return ways[sizes.index(min(sizes))]


def told_in_way(column: PartOfRow, rows: Any, luck: LuckOfPeople, way: Way) -> Any:
    """What is told of a column: its values as they are, or their distances from curves, group by group."""
    values = column.read(rows)
    if way.purpose == NO_LUCK:
        return values
    groups = np.zeros(len(rows), np.int64)
    for place in way.groups:
        groups = groups * 256 + rows[:, place]
    numbers = luck.of(way.purpose)
    order = np.lexsort((numbers, groups))
    ends = np.flatnonzero(np.diff(groups[order], prepend=-1, append=-1))
    told = [distances(values[order[a:b]], numbers[order[a:b]]) for a, b in pairwise(ends.tolist())]
    return as_whole(np.concatenate(told))


def distances(values: Any, numbers: Any) -> Any:
    """How far each value is off the curve through those told before it: the first and every so many, then
    those halfway between, until all are told."""
    with np.errstate(invalid="ignore"):
        known = values.astype(np.float64)
    bits, step = bits_of(values), 1
    while 2 * step < len(values):
        step *= 2
    told = [np.diff(bits[::step], prepend=0)]
    while step > 1:
        step //= 2
        between = np.arange(step, len(values), 2 * step)
        told.append(bits[between] - bits_of(of_kind(expected(known, numbers, between, step), values.dtype)))
    return np.concatenate(told)


def expected(known: Any, numbers: Any, between: Any, step: int) -> Any:
    """Where values stand between others: on a curve through the two on either side, on a line, or at the one
    before, as there are any; never beyond those next to them."""
    before, after = known[between - step], known[np.minimum(between + step, len(known) - 1)]
    has_line, found = between + step < len(known), before.copy()
    has_curve = (between >= 3 * step) & (between + 3 * step < len(known))
    for has, around in ((has_line, (-step, step)), (has_curve, (-3 * step, -step, step, 3 * step))):
        found[has] = through([between[has] + one for one in around], known, numbers, numbers[between[has]])
    low, high = np.where(before < after, (before, after), (after, before))
    found = np.where(has_line & (found < low), low, np.where(has_line & (found > high), high, found))
    return np.where(np.isfinite(found), found, 0.0)


def through(places: list[Any], known: Any, numbers: Any, at: Any) -> Any:
    """Where the polynomial through these places stands (Lagrange)."""
    found = np.zeros(len(at))
    with np.errstate(all="ignore"):
        for one in places:
            part = known[one]
            for other in places:
                if other is not one:
                    part = part * (at - numbers[other]) / (numbers[one] - numbers[other])
            found = found + part
    return found


def of_kind(values: Any, kind: Any) -> Any:
    """The values of this kind next to others."""
    return (values if kind.kind == "f" else np.floor(values + 0.5)).astype(kind)


def bits_of(values: Any) -> Any:
    """Numbers as whole numbers: fractions by their bits, which grow as they do."""
    return (values.view(np.int32) if values.dtype.kind == "f" else values).astype(np.int64)


def as_whole(distances: Any) -> Any:
    """Distances of 32 bits, those of either sign by turns, so that small ones are small numbers."""
    short = distances.astype(np.int32)
    return ((short << 1) ^ (short >> 31)).view(np.uint32)
