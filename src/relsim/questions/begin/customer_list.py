"""A list of customers with which a market is begun: how many there are, and from when on it tells of all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from relsim.evidence.early_ends import early_ends
from relsim.evidence.spans import month_of
from relsim.questions.begin.answers import Interview
from relsim.report.wording import words
from relsim.scenario.resolve.shipped import find_data

if TYPE_CHECKING:
    from relsim.evidence.customers import CustomerList

MOST_MISSING = 0.25
"""Which part of the customers that were answered a list may lack and still be one of all of them."""

MOST_AT_ONCE = 1.0 / 3.0
"""Which part of those who are there today may have come in the first month of a firm: more were brought in
from elsewhere, such as an older list."""

UNDATED = 0.05
"""Which part of a list may have no start for it to tell of a firm's past."""


@dataclass(frozen=True)
class Beginning:
    """From which day on a table tells of all customers, how many were there then, and in how many months it
    tells of them; `source` is which kind of table, `span` between what that number lies if it is rough."""

    first: pd.Timestamp
    there: int
    months: int
    source: str = "list"
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class ListedCustomers:
    """What a list tells: how many are there on its last day, how many came and left in the year before, None
    where it is no year long, and its beginning, or why it tells none; `taken` are answers that it gave."""

    file: str
    last: pd.Timestamp | None
    today: int
    won: int | None
    lost: int | None
    begins: Beginning | None
    why_not: str | None
    taken: tuple[str, ...] = ()
    said: str = ""

    @property
    def is_rough(self) -> bool:
        """Whether customers won and lost are only reckoned, from a log, and taken as they are."""
        is_of_log = self.begins is not None and self.begins.source != "list"
        return is_of_log and {"won", "lost"} <= {*self.taken}

    @property
    def in_words(self) -> str:
        """Where the market begins, and why."""
        if self.said:
            return self.said
        if self.begins is None:
            return f"{self.file}: the market begins as the firm is today, since {self.why_not}"
        first, since = self.begins.first, month_of(self.begins.first)
        written = f"periods: {self.begins.months} of the list and {AFTERWARDS} to come"
        if self.begins.there:
            return (
                f"{self.file} tells of all customers from {since} on, so the market begins then, with the "
                f"{self.begins.there:,} who were there ({written}), and policies begin when the list ends"
            )
        return (
            f"{self.file} goes back to the firm's first day, {first.date()} as it seems, so the market "
            f"begins in {since} without customers ({written}, start: {{share: 0}}), and policies begin when "
            "the list ends"
        )


AFTERWARDS = 24
"""Months that are simulated after the last one of a list, in which policies differ."""


def listed_customers(listed: "CustomerList", answered: int | None) -> ListedCustomers:
    """What a list tells of a firm that has so many customers, as far as that was answered."""
    table, last = listed.table, listed.last_day
    today, name = int((~table["left"]).sum()), listed.name
    if last is None or table["start"].isna().mean() > UNDATED:
        return ListedCustomers(name, last, today, None, None, None, "it has no days on which customers came")
    begins, why_not = beginning_in(table, last, today, answered)
    since = last - pd.DateOffset(years=1)
    if table["start"].min() > since:
        return ListedCustomers(name, last, today, None, None, begins, why_not)
    won, lost = (int(((table[day] > since) & (table[day] <= last)).sum()) for day in ("start", "end"))
    return ListedCustomers(name, last, today, won, lost, begins, why_not)


def beginning_in(
    table: pd.DataFrame, last: pd.Timestamp, today: int, answered: int | None
) -> tuple[Beginning | None, str | None]:
    """From when on a list [start, end] tells of all customers, or why none is known."""
    if answered is not None and today < (1.0 - MOST_MISSING) * answered:
        return None, f"it has {today:,} who are there, and {answered:,} were answered: some are missing in it"
    early = early_ends(table, last)
    first = table["start"].min() if early is None else early.day
    month = first.normalize().replace(day=1)
    there = int(((table["start"] < month) & ~(table["end"] < month)).sum())
    at_once = int((table["start"] < month + pd.DateOffset(months=1)).sum()) - there
    if early is None and at_once > MOST_AT_ONCE * max(1, today):
        return None, (
            f"{at_once:,} of its customers came in {month_of(month)}, its first month: they seem to be "
            "brought in from elsewhere, and who came and left before is not known"
        )
    months = 12 * (last.year - month.year) + last.month - month.month + 1
    return Beginning(first, there, months), None


def with_list(answers: Interview, listed: ListedCustomers) -> tuple[Interview, ListedCustomers, list[str]]:
    """The answers with what a list tells where they are open, the list with their names, and sentences.

    What the list tells is no evidence beside it: a fit counts it in the list itself.
    """
    told = {"customers": listed.today, "won": listed.won, "lost": listed.lost}
    taken = {name: count for name, count in told.items() if count is not None and answers.get(name) is None}
    said = [listed.in_words]
    if taken:
        counts = words([f"{name} {count:,}" for name, count in taken.items()])
        last = "" if listed.last is None else f", which knows of {listed.last.date()} last"
        said.insert(0, f"counted in {listed.file}{last}: {counts}")
    return {**answers, **taken}, replace(listed, taken=tuple(taken)), said


def read_list(files: Sequence[Path], answers: Interview) -> ListedCustomers:
    """What a list of customers in some files tells of a firm of which so much was answered."""
    from relsim.evidence.customers import read_customers

    paths = [find_data(one) for one in files]
    return listed_customers(read_customers(paths), answers.get("customers"))
