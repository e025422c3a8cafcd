"""What tables of evidence have in common: their files, what their columns mean, what was set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from relsim.errors import InputError, Place, fault, value_in_words
from relsim.evidence.cells import Days, amounts_of, as_texts, blank, days_of, ids_in, shortened_ids
from relsim.evidence.columns import Understanding
from relsim.evidence.rows_set_aside import TAKEN_OFF, SetAside
from relsim.evidence.source import Source

ORDERS = ("day-first", "month-first")
FAR_DAYS = 5 * 366
"""Days without any row beyond which a few dates lie far from all others."""

BEFORE_ALL, AFTER_ALL = np.datetime64("1902-01-01"), np.datetime64("2199-12-31")
"""Days before and after which a day stands for none, as 1900-01-01 and 9999-12-31 do."""

IN_OTHER_ORDER = "has day and month in the other order than most"
"""Why a row is set aside whose day can only be read with day and month the other way round."""

SHOWN_FILES = 3
FEWEST_DAYS = 20
"""Dates below which nothing is said of one that lies far off."""

TOO_LARGE = 1e15
"""A number from which on it counts nothing that people have."""

RARE_SHARE = 0.01
"""Share of the rows that may lie so far off."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """A table that was read: how many rows its files have, what columns mean, rows set aside, and doubts.

    `understandings` are by the path of the file. `set_aside` has one row for each: `file`, `line`, `reason`,
    `value`. `doubts` are sentences about what the table leaves open, or what in it does not go together.
    """

    understandings: Mapping[str, Understanding]
    rows: int
    set_aside: pd.DataFrame
    doubts: list[str]
    contradictions: list[str]

    @property
    def file(self) -> str:
        """The file, or the files in words."""
        return files_in_words(list(self.understandings))

    @property
    def name(self) -> str:
        """The name of the file without its folder, or the names in words."""
        return files_in_words([Path(file).name for file in self.understandings])

    @property
    def understanding(self) -> Understanding:
        """What kind of table it is, and what the columns of its first file mean."""
        return next(iter(self.understandings.values()))

    @property
    def unused(self) -> pd.DataFrame:
        """The rows set aside of which nothing is used."""
        return self.set_aside[self.set_aside["reason"] != TAKEN_OFF]

    @property
    def taken_off(self) -> pd.DataFrame:
        """The returns among the rows set aside, which are used: they are taken off what was bought."""
        return self.set_aside[self.set_aside["reason"] == TAKEN_OFF]


def files_in_words(files: Sequence[str]) -> str:
    """Files in words, no more than three by their names."""
    if len(files) <= SHOWN_FILES:
        return ", ".join(files)
    return f"{files[0]} and {len(files) - 1} more files"


class RowsOfTable:
    """Rows of a table, the number of each, and whether it is still good: others are set aside once."""

    def __init__(self, lines: Any, aside: SetAside) -> None:
        self.lines, self.aside = lines, aside
        self.good = np.ones(len(lines), bool)

    def __len__(self) -> int:
        return len(self.lines)

    def refuse(self, which: Any, reason: str, values: Sequence[Any] | Any = "") -> None:
        """Set aside the rows of a mask that are still good."""
        bad = which & self.good
        if bad.any():
            told = values if isinstance(values, str) else np.asarray(values, object)[bad]
            self.aside.add(self.lines[bad], reason, told)
            self.good &= ~bad


class ReadColumns(RowsOfTable):
    """The columns of a file in some meaning, cell by cell: what cannot be read is set aside once.

    Of a file that is read part by part, all rows have told the mark before decimals and the order of dates,
    which is `taken` where nobody has said it; a part raises no doubts about these.
    """

    def __init__(
        self,
        source: Source,
        found: Understanding,
        aside: SetAside,
        dates: str | None = None,
        *,
        is_part: bool = False,
        taken: str | None = None,
    ) -> None:
        if dates is not None and dates not in ORDERS:
            raise InputError(f"dates: expected day-first or month-first, found {value_in_words(dates)}")
        chunk = source.whole
        if chunk is None:
            parts = list(source.chunks())
            table = pa.concat_tables([one.table for one in parts])
            lines = np.concatenate([one.lines for one in parts])
        else:
            table, lines = chunk.table, chunk.lines
        super().__init__(lines, aside)
        self.source, self.found, self.order, self.table = source, found, dates, table
        self.is_part, self.taken = is_part, taken
        self.doubts: list[str] = []
        name = found.column("customer")
        if name is not None and (shortened := shortened_ids(table.column(name))):
            self.doubts.append(doubt_about_ids(name, shortened))

    def has(self, field: str) -> bool:
        """Whether a column has this meaning."""
        return self.found.column(field) is not None

    def texts(self, field: str) -> Any:
        """The texts of a column, an empty one where nothing stands [row]."""
        name = self.found.column(field)
        if name is None:
            return np.full(len(self), "", object)
        texts = (ids_in if field == "customer" else as_texts)(self.table.column(name))
        found = np.asarray(texts.to_numpy(), object)
        return np.where(blank(texts), "", found)

    def days(self, field: str, needed: bool = False) -> Any:
        """The days of a column; rows in which something else stands are set aside."""
        name = self.found.column(field)
        if name is None:
            return np.full(len(self), np.datetime64("NaT", "D"), "datetime64[D]")
        column = self.table.column(name)
        days = days_of(column, self.order or self.taken, is_certain=self.taken is None)
        if not self.is_part:
            self.doubts += doubts_about_days(name, days)
        is_blank = blank(as_texts(column))
        if needed:
            self.refuse(is_blank, f"no {field}")
        if days.against:
            self.refuse(days.rows_against, f"the {field} {IN_OTHER_ORDER}", self.texts(field))
        unread = np.isnat(days.values) & ~is_blank
        if unread.any():
            self.refuse(unread, f"the {field} is no day of the calendar", self.texts(field))
        return days.values

    def numbers(self, field: str, needed: bool = False, name: str | None = None) -> Any:
        """The numbers of a column; rows in which something else stands are set aside."""
        name = name or self.found.column(field)
        if name is None:
            return np.full(len(self), np.nan)
        column = self.table.column(name)
        amounts = amounts_of(column, self.source.mark)
        if amounts.is_doubtful and not self.is_part:
            self.doubts.append(doubt_about_mark(name, amounts.mark))
        texts = as_texts(column)
        is_blank = blank(texts)
        if needed:
            self.refuse(is_blank, f"no {field}")
        values = np.where(np.abs(amounts.values) < TOO_LARGE, amounts.values, np.nan)
        unread = np.isnan(values) & ~is_blank
        if unread.any():
            self.refuse(unread, f"the {field} is no number", np.asarray(texts.to_numpy(), object))
        return values


def rows_together(parts: Sequence[ReadColumns]) -> RowsOfTable:
    """The rows of several files as those of one table."""
    rows = RowsOfTable(np.concatenate([part.lines for part in parts]), parts[0].aside)
    rows.good = np.concatenate([part.good for part in parts])
    return rows


def amount_said(value: float) -> str:
    """An amount of money as sentences write it: without hundredths where it is in the thousands."""
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:,.2f}"


def doubts_by_file(doubts: Mapping[str, Sequence[str]]) -> list[str]:
    """Doubts about each file, each once; with the name of the file where there are several."""
    said = [
        f"{Path(file).name}: {doubt}" if len(doubts) > 1 else doubt
        for file, of_file in doubts.items()
        for doubt in of_file
    ]
    return list(dict.fromkeys(said))


def doubts_about_days(column: str, days: Days) -> list[str]:
    """That the order of day and month in a column is a guess, or that dates are written in both orders."""
    doubts = [doubt_about_order(column, days.order)] if days.is_doubtful else []
    return doubts + ([doubt_about_both_orders(column, days)] if days.against else [])


def doubt_about_order(column: str, order: str) -> str:
    """That nothing tells whether the day or the month comes first."""
    first = order.removesuffix("-first")
    other = "month-first" if first == "day" else "day-first"
    return (
        f'Nothing in the column "{column}" tells whether the day or the month comes first; the {first} is '
        f"taken to, and --dates {other} says otherwise."
    )


def doubt_about_both_orders(column: str, days: Days) -> str:
    """That dates of a column are written in both orders, so that some may be taken for other days."""
    first, second = ("day", "month") if days.order == "day-first" else ("month", "day")
    count = int(days.rows_against.sum())
    return (
        f'The column "{column}" has dates with the {first} first and {count:,} that can only '
        f"have the {second} first, such as {days.against[0]}, which are set aside; where both can be, the "
        f"{first} is taken to come first. Bring the rows of each kind as a file of their own."
    )


def doubt_about_ids(column: str, shortened: list[str]) -> str:
    """That a spreadsheet has shortened long numbers, so that different customers have become one."""
    return (
        f'The column "{column}" has customers such as {shortened[0]}: a spreadsheet has shortened long '
        "numbers, and customers whose first digits are the same have become one. Export it with the numbers "
        "as text."
    )


def doubt_about_mark(column: str, mark: str) -> str:
    """That nothing tells which mark stands before decimals."""
    name = {".": "a point", ",": "a comma"}[mark]
    return f'Nothing in the column "{column}" tells the mark before decimals; {name} is taken for it.'


def far_from_all_others(days: Any, good: Any) -> Any:
    """Which days stand for none, or lie years from nearly all others [row].

    They lie farther from these than these from one another.
    """
    with np.errstate(invalid="ignore"):
        far = (days < BEFORE_ALL) | (days > AFTER_ALL)
    usable = days[good & ~far & ~np.isnat(days)]
    if len(usable) < FEWEST_DAYS:
        return far & good
    seen, counts = np.unique(usable, return_counts=True)
    few = max(1.0, RARE_SHARE * len(usable))
    upto = np.cumsum(counts)
    for at in np.flatnonzero(np.diff(seen).astype(int) > FAR_DAYS):
        gap = seen[at + 1] - seen[at]
        if upto[at] <= few and gap > seen[-1] - seen[at + 1]:
            far |= days <= seen[at]
        elif len(usable) - upto[at] <= few and gap > seen[at] - seen[0]:
            far |= days > seen[at]
    return far & good


def nothing_left(aside: SetAside, what: str) -> InputError:
    """The mistake of files of which no row can be used."""
    reason, count = next(iter(aside.counts().items()), ("", 0))
    table = aside.table
    first = Place(aside.files[0]) if table.empty else Place(table["file"].iloc[0], int(table["line"].iloc[0]))
    why = f"; of {count:,} rows is said: {reason}" if reason else ""
    return fault(first, f"no {what} that can be used{why}")


def told_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """ReadColumns by meaning, as somebody told them."""
    if columns is None:
        return {}
    told: Any = columns
    if not isinstance(told, Mapping):
        message = 'columns: expected a mapping such as {"customer": "Card no."}, found '
        raise InputError(message + value_in_words(told))
    for bad in [one for pair in told.items() for one in pair if not isinstance(one, str)]:
        raise InputError(f"columns: expected names of meanings and columns, found {value_in_words(bad)}")
    return dict(told)
