"""Customers as people list them: when each came and left, what each pays, and what does not go together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from relsim.evidence.dates_unused import doubts_about_unused_dates
from relsim.evidence.early_ends import early_ends
from relsim.evidence.fields import TableKind
from relsim.evidence.files import FileRead, Paths, files_read, rows_in_files, set_aside_in, understandings_of
from relsim.evidence.last_day import last_day_of
from relsim.evidence.late_starts import begins_later, is_to_come
from relsim.evidence.later_lists import refuse_older
from relsim.evidence.reading import (
    Evidence,
    ReadColumns,
    RowsOfTable,
    amount_said,
    doubts_by_file,
    far_from_all_others,
    nothing_left,
    rows_together,
)
from relsim.evidence.rows_set_aside import SetAside
from relsim.evidence.strange_lists import strange_lists

OPEN_END = np.datetime64("2200-01-01")
"""Days from then on stand for an end that is not known yet."""

SAYS_LEFT = {
    "yes",
    "y",
    "true",
    "1",
    "t",
    "ja",
    "да",
    "churned",
    "left",
    "inactive",
    "lost",
    "cancelled",
    "canceled",
}
SAYS_LEFT |= {"attrited customer", "closed", "exited", "gekündigt", "terminated", "expired"}
SAYS_STAYED = {
    "no",
    "n",
    "false",
    "0",
    "f",
    "nein",
    "нет",
    "active",
    "stayed",
    "joined",
    "existing customer",
    "retained",
}
SAYS_STAYED |= {"current", "open", "live", "new"}
DAYS_OF_MONTH = 365.25 / 12
TENURE_AGREES = 1.5
"""Months by which a tenure may differ from the time between start and end."""

BEYOND_ANY_TENURE = 2400
"""Months that nobody has been a customer for."""

PAID_AGREES = 0.35
"""Share by which what was paid in all may differ from the months times the charge."""

FEW_ROWS = 0.02
WORDS = ("segment", "contract", "reason", "channel", "rung")


@dataclass(frozen=True, kw_only=True, eq=False)
class CustomerList(Evidence):
    """Customers [customer, start, end, left, months, charge, paid, segment, contract, reason, channel, rung].

    One row for each customer, and one more where a customer came back, in the order of customers and starts.
    `left` is whether the customer has left, `months` how long the customer was there. `last_day` is the last
    day that the list knows of; days are missing where it has none. Who ends after it has given notice and has
    not left. `lines` [row] are the numbers of the rows; `told` is the list before a last day was chosen.
    """

    table: pd.DataFrame
    lines: Any
    first_day: pd.Timestamp | None
    last_day: pd.Timestamp | None
    told: "ToldList | None" = None

    @property
    def on_notice(self) -> int:
        """How many customers end after the last day that the list knows of."""
        return 0 if self.last_day is None else int((self.table["end"] > self.last_day).sum())

    def known_by(self, others: Sequence[pd.Timestamp]) -> "CustomerList":
        """The same list beside other tables, which know of these days last."""
        return self if self.told is None or not others else self.told.listed(others)


@dataclass(frozen=True, eq=False)
class ToldList:
    """What a list of customers says of each of them, before anybody is said to have left or not.

    `last_day` is the last day that it knows of, where somebody has said that.
    """

    files: Sequence[FileRead]
    aside: SetAside
    table: pd.DataFrame
    doubts: list[str]
    contradictions: list[str]
    last_day: pd.Timestamp | None

    def listed(self, others: Sequence[pd.Timestamp] = ()) -> CustomerList:
        """The customers, by the last day that the list and other tables know of."""
        last = last_day_of(self.table, self.last_day, others)
        table = self.table.copy()
        known = pd.concat([table["start"], table["end"]]).dropna()
        months_between(table, last.day)
        doubts = self.doubts + ([last.assumed] if last.assumed else [])
        return CustomerList(
            understandings=understandings_of(self.files),
            rows=rows_in_files(self.files),
            set_aside=self.aside.table,
            doubts=doubts + doubts_about_leaving(table, last.day),
            contradictions=self.contradictions + contradictions_within(table, self.aside),
            table=table.drop(columns="line"),
            lines=table["line"].to_numpy(),
            first_day=known.min() if len(known) else None,
            last_day=last.day,
            told=self,
        )


def read_customers(
    paths: Paths,
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    last_day: pd.Timestamp | None = None,
) -> CustomerList:
    """The customers in a file, or in several such as one a year: CSV in any dialect, Excel or Parquet.

    Of a customer who is in several files the one is believed that knows of the latest days. `columns` says
    which column has which meaning, `dates` whether they are "day-first" or "month-first", and `last_day` what
    day the list knows of last: later ends are notices. Raises ScenarioError, with a place in a file, where it
    holds no customers.
    """
    return customers_in(files_read(paths, columns, TableKind.CUSTOMERS), dates, last_day)


def customers_in(
    files: Sequence[FileRead], dates: str | None = None, last_day: pd.Timestamp | None = None
) -> CustomerList:
    """The customers of files whose columns are understood."""
    aside = set_aside_in(files)
    parts = [ReadColumns(source, found, aside, dates) for source, found in files]
    table = pd.concat([told_of_customers(part) for part in parts], ignore_index=True)
    rows = rows_together(parts)
    contradictions = strange_lists(files, table) + refuse_impossible(rows, table)
    missing = refuse_older(rows, table)
    refuse_twice(rows, table)
    if not rows.good.any():
        raise nothing_left(aside, "customer")
    doubts = doubts_by_file({part.source.file: part.doubts for part in parts}) + missing
    table = table[rows.good].sort_values(["customer", "start"], kind="stable", ignore_index=True)
    return ToldList(files, aside, table, doubts, contradictions, last_day).listed()


def told_of_customers(columns: ReadColumns) -> pd.DataFrame:
    """What is told of each customer [row], before anything is held against anything else."""
    customer = columns.texts("customer")
    columns.refuse(customer == "", "no customer")
    start = columns.days("start")
    columns.refuse(is_to_come(start), "the start lies in the future", start.astype(str))
    columns.refuse(
        far_from_all_others(start, columns.good), "the start lies years from all others", start.astype(str)
    )
    columns.refuse(
        begins_later(start, columns.good), "the start lies long after all others", start.astype(str)
    )
    end = columns.days("end")
    end = np.where(end >= OPEN_END, np.datetime64("NaT", "D"), end)
    columns.refuse(
        far_from_all_others(end, columns.good), "the end lies years from all others", end.astype(str)
    )
    columns.doubts += doubts_about_unused_dates(columns, start)
    table = pd.DataFrame({"line": columns.lines, "customer": pd.array(customer, dtype="str")})
    table["start"], table["end"] = start.astype("datetime64[s]"), end.astype("datetime64[s]")
    table["flag"] = flags_of(columns)
    for name in ("tenure", "charge", "paid"):
        table[name] = columns.numbers(name)
    if "year" in (columns.found.column("tenure") or "").casefold():
        table["tenure"] *= 12.0
    for name in WORDS:
        table[name] = pd.array(columns.texts(name), dtype="str")
    return table


def flags_of(columns: ReadColumns) -> Any:
    """1 where a flag says that the customer has left, 0 where it says not, none where it says nothing."""
    words = np.char.lower(columns.texts("churned").astype(str))
    name = (columns.found.column("churned") or "").casefold()
    says_active = "active" in name and "inactive" not in name
    left, stayed = np.isin(words, list(SAYS_LEFT)), np.isin(words, list(SAYS_STAYED))
    if says_active:
        is_word = np.isin(words, ["active", "inactive"])
        left, stayed = np.where(is_word, left, stayed), np.where(is_word, stayed, left)
    columns.refuse(
        (words != "") & ~left & ~stayed, "neither yes nor no in whether the customer has left", words
    )
    return np.where(left, 1.0, np.where(stayed, 0.0, np.nan))


def refuse_impossible(rows: RowsOfTable, table: pd.DataFrame) -> list[str]:
    """Set aside customers who end before they start, or with less than no time; and say how many."""
    said = []
    early = (table["end"] < table["start"]).to_numpy() & rows.good
    if early.any():
        row = table[early].iloc[0]
        said.append(
            f"{rows_in_words(int(early.sum()))} before the start, the first in "
            f"{rows.aside.first_told(row['line'])}: "
            f"{row['start'].date()} to {row['end'].date()}."
        )
        rows.refuse(early, "ends before it starts", spell_words(table))
    rows.refuse((table["tenure"] < 0).to_numpy(), "a tenure below zero", table["tenure"].astype(str))
    rows.refuse(
        (table["tenure"] > BEYOND_ANY_TENURE).to_numpy(),
        f"a tenure of more than {BEYOND_ANY_TENURE // 12} years",
        table["tenure"].astype(str),
    )
    rows.refuse((table["charge"] < 0).to_numpy(), "a charge below zero", table["charge"].astype(str))
    return said


def rows_in_words(count: int) -> str:
    """One customer ends, three customers end."""
    return "1 customer ends" if count == 1 else f"{count:,} customers end"


def spell_words(table: pd.DataFrame) -> Any:
    """From when to when, in words [row]."""
    return (table["start"].dt.strftime("%Y-%m-%d") + " to " + table["end"].dt.strftime("%Y-%m-%d")).to_numpy(
        object
    )


def refuse_twice(rows: RowsOfTable, table: pd.DataFrame) -> None:
    """Set aside rows that repeat an earlier one, or begin before the customer's last one ended."""
    good = table[rows.good]
    facts = [name for name in good.columns if name != "line"]
    first = good.groupby(facts, dropna=False, sort=False)["line"].transform("min")
    repeats = table["line"].isin(good["line"][first < good["line"]]).to_numpy()
    values = np.full(len(table), "", object)
    values[rows.good] = rows.aside.told(first)
    rows.refuse(repeats, "a repeat of an earlier row", values)
    good = table[rows.good].sort_values(["customer", "start", "line"], kind="stable")
    before = good.groupby("customer", sort=False)[["end", "line"]].shift()
    again = before["line"].notna()
    follows = good["start"] >= before["end"]
    bad = again & ~follows
    place = table["line"].isin(good["line"][bad]).to_numpy()
    rows.refuse(place, "a customer who is there already", table["customer"].to_numpy(object))


def months_between(table: pd.DataFrame, last: pd.Timestamp | None) -> None:
    """Add whether each customer has left by a last day, and for how many months each was there."""
    ended = has_ended(table, last)
    on_notice = table["end"].notna() & ~ended
    told = table["flag"].where(~on_notice).fillna(0.0)
    table["left"] = np.where(ended, 1.0, told)
    until = table["end"].where(ended, last) if last is not None else table["end"]
    days = (until - table["start"]).dt.days
    unknown = (table["left"] == 1.0) & ~ended
    by_dates = (days / DAYS_OF_MONTH).where(~unknown)
    table["months"] = by_dates.fillna(table["tenure"]).astype(float)
    table["left"] = table["left"].astype(bool)


def has_ended(table: pd.DataFrame, last: pd.Timestamp | None) -> pd.Series:
    """Which customers have an end by the last day that a list knows of [row]."""
    return table["end"].notna() if last is None else table["end"] <= last


def contradictions_within(table: pd.DataFrame, aside: SetAside) -> list[str]:
    """What in the list does not go together, with a line for each."""
    said = []
    stays = table["left"] & table["end"].notna() & (table["flag"] == 0.0)
    if stays.any():
        said.append(
            f"{in_words(stays)} an end although the flag says they have not left, the first in "
            f"{aside.first_told(table['line'][stays])}; the end is believed."
        )
    apart = (table["tenure"] - table["months"]).abs() > TENURE_AGREES
    if apart.any():
        row = table[apart].iloc[0]
        said.append(
            f"{in_words(apart)} a tenure that is not the time between the dates, the first in "
            f"{aside.first_told(row['line'])}: {row['tenure']:g}, where {row['months']:.1f} months would fit."
        )
    expected = table["tenure"].fillna(table["months"]) * table["charge"]
    off = ((table["paid"] / expected - 1.0).abs() > PAID_AGREES) & (expected > 0.0) & (table["paid"] > 0.0)
    if off.sum() > FEW_ROWS * len(table):
        row = table[off].iloc[0]
        would_fit = float(expected[off].iloc[0])
        said.append(
            f"{in_words(off)} paid another sum than the months times the charge, the first in "
            f"{aside.first_told(row['line'])}: {amount_said(row['paid'])}, where "
            f"{amount_said(would_fit)} would fit; charges may have changed."
        )
    return said


def in_words(which: pd.Series) -> str:
    """One customer has, three customers have."""
    count = int(which.sum())
    return "1 customer has" if count == 1 else f"{count:,} customers have"


def doubts_about_leaving(table: pd.DataFrame, last: pd.Timestamp | None) -> list[str]:
    """What a list, which knows of a last day, leaves open about when customers came and left."""
    said = []
    unknown = table["left"] & table["end"].isna()
    if unknown.any() and table["tenure"].isna().all():
        count = int(unknown.sum())
        said.append(
            f"{count:,} customers have left, but no day says when: how churn goes with tenure cannot be "
            "told of them."
        )
    elif unknown.any() and table["start"].isna().all():
        said.append(
            "There is a tenure and no dates: churn is known by tenure, not by month, and when customers "
            "were won is open."
        )
    undated = table["start"].isna() & table["tenure"].isna()
    if undated.any():
        said.append(
            f"{int(undated.sum()):,} customers have neither a start nor a tenure, and count in no tenure."
        )
    staying = int((~table["left"]).sum())
    if staying and staying < len(table):
        said.append(
            f"{staying:,} of {len(table):,} customers have not left by the end of the list: how long they "
            f"will stay is open, and they count as long as they are seen.{notices_in_words(table, last)}"
        )
    if early := early_ends(table, last):
        said.append(early.in_words)
    if table["left"].all() and len(table) > 20:
        said.append(
            "All customers in the list have left: those who stay are missing, and churn looks higher "
            "than it is."
        )
    return said


def notices_in_words(table: pd.DataFrame, last: pd.Timestamp | None) -> str:
    """How many have given notice, as a sentence that follows another; nothing where nobody has."""
    count = 0 if last is None else int((table["end"] > last).sum())
    if last is None or not count:
        return ""
    have = (
        "1 of them has given notice, and ends"
        if count == 1
        else f"{count:,} of them have given notice, and end"
    )
    return f" {have} after {last.date()}."
