"""Numbers by month, quarter, week or year: customers, won, lost, revenue; and whether flows fit stocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from relsim.errors import Place, fault
from relsim.evidence.cells import order_told
from relsim.evidence.fields import TableKind
from relsim.evidence.files import FileRead, Paths, files_read, rows_in_files, set_aside_in, understandings_of
from relsim.evidence.flows import contradictions_of_flows
from relsim.evidence.periods_together import put_together
from relsim.evidence.reading import (
    Evidence,
    ReadColumns,
    RowsOfTable,
    doubts_by_file,
    nothing_left,
    rows_together,
)
from relsim.evidence.rows_set_aside import SetAside
from relsim.evidence.spans import NamedSpan, fiscal_year, span_in
from relsim.evidence.when_counted import as_counted, understood_as_counted, when_counted
from relsim.scenario.tables.dates import MIXED

NUMBERS_OF_PEOPLE = ("customers", "opening", "won", "lost")
NUMBERS = (*NUMBERS_OF_PEOPLE, "churn", "revenue")


@dataclass(frozen=True, kw_only=True, eq=False)
class PeriodTable(Evidence):
    """Numbers by period [period, line, customers, opening, won, lost, churn, revenue, what was spent].

    `unit` is month, quarter, week or year; `spending` are the names of the columns of what was spent. A churn
    is a share. Numbers that the table does not have are missing.
    """

    table: pd.DataFrame
    unit: str
    spending: list[str]


class PeriodsOfFile(NamedTuple):
    """The numbers by period in a file, those set aside included, the unit, and columns of what was spent."""

    columns: ReadColumns
    table: pd.DataFrame
    unit: str
    spending: list[str]


def read_periods(paths: Paths, columns: Mapping[str, str] | None = None) -> PeriodTable:
    """The numbers by period in a file, or in several, such as one for each year: CSV, Excel or Parquet.

    Where files tell of the same periods, each gives the numbers that the others do not have. `columns` says
    which column has which meaning. Raises ScenarioError, with a place in a file, where it holds no periods.
    """
    return numbers_by_period(files_read(paths, columns, TableKind.PERIODS))


def numbers_by_period(files: Sequence[FileRead]) -> PeriodTable:
    """The numbers by period of files whose columns are understood."""
    aside = set_aside_in(files)
    told = [periods_of_file(one, aside) for one in files]
    unit = one_unit(told)
    table = pd.concat([one.table for one in told], ignore_index=True)
    rows = rows_together([one.columns for one in told])
    spending = list(dict.fromkeys(name for one in told for name in one.spending))
    numbers = [*NUMBERS, *spending]
    contradictions = put_together(rows, table, numbers) if len(files) > 1 else []
    refuse_periods_twice(rows, table)
    if not rows.good.any():
        raise nothing_left(aside, "period")
    doubts = doubts_by_file(
        {one.columns.source.file: one.columns.doubts + doubts_about_years(one.columns) for one in told}
    )
    table = table[rows.good].sort_values(["line", "number"], kind="stable", ignore_index=True)
    counted = when_counted(table, unit)
    as_counted(table, counted)
    doubts += lost_worked_out(table)
    return PeriodTable(
        understandings=understood_as_counted(understandings_of(files), counted),
        rows=rows_in_files(files),
        set_aside=aside.table,
        doubts=doubts + doubts_about_gaps(table, unit),
        contradictions=contradictions + contradictions_of_flows(table, unit, aside),
        table=table.drop(columns=["number", "line_of_file"]),
        unit=unit,
        spending=spending,
    )


def periods_of_file(one: FileRead, aside: SetAside) -> PeriodsOfFile:
    """The numbers by period in a file, row by row."""
    columns = ReadColumns(one.source, one.found, aside)
    spans, unit = spans_of(columns)
    table = pd.DataFrame(
        {"number": [span.number if span else -1 for span in spans], "line_of_file": columns.lines}
    )
    table["period"] = pd.array([span.name if span else "" for span in spans], dtype="str")
    table["line"] = pd.array(columns.texts("line"), dtype="str")
    for name in NUMBERS:
        table[name] = columns.numbers(name)
    spending = one.found.all_of("spend")
    for name in spending:
        table[name] = columns.numbers("spend", name=name)
    as_share(table)
    for name in (*NUMBERS_OF_PEOPLE, "churn"):
        columns.refuse(
            (table[name] < 0).to_numpy(), f"{name} below zero", table[name].astype(str).to_numpy(object)
        )
    return PeriodsOfFile(columns, table, unit, spending)


def lost_worked_out(table: pd.DataFrame) -> list[str]:
    """Fill in the customers lost, in place, where no column tells them and opening, won and closing do.

    Returns the sentence that says so. A row in which they would be below zero stays open.
    """
    if table["lost"].notna().any():
        return []
    lost = table["opening"] + table["won"] - table["customers"]
    known = lost >= 0.0
    if not known.any():
        return []
    table["lost"] = lost.where(known)
    return [
        f"No column tells all customers lost; in {int(known.sum())} of {len(table)} rows they are worked out "
        "from customers at the start + won - customers at the end."
    ]


def one_unit(told: Sequence[PeriodsOfFile]) -> str:
    """The unit of all files; those of several are no one table."""
    first = told[0]
    for one in told[1:]:
        if one.unit != first.unit:
            file = one.columns.source.file
            message = f"its rows are {one.unit}s, those of {first.columns.source.file} are {first.unit}s"
            raise fault(Place(file), f"{message}; expected files of one kind of period")
    return first.unit


def spans_of(columns: ReadColumns) -> tuple[list[NamedSpan | None], str]:
    """The span of each row, and which kind of span most are; the others are set aside."""
    texts = [str(text) for text in columns.texts("period")]
    order = order_of_days_in(texts)
    spans = [span_in(text, order) for text in texts]
    unread = np.array([span is None for span in spans])
    columns.refuse(np.array([not text for text in texts]), "no period")
    columns.refuse(unread, "no month, quarter, week or year", texts)
    kept = [span.unit for span, good in zip(spans, columns.good, strict=True) if span and good]
    if not kept:
        raise nothing_left(columns.aside, "period")
    unit = max(set(kept), key=kept.count)
    numbers = sorted({span.number for span in spans if span and span.unit == unit})
    steps = set(np.diff(numbers).tolist())
    if unit == "month" and len(numbers) > 2 and steps <= {3, 6, 9} and 3 in steps:
        spans = [as_quarter(span) if span and span.unit == unit else span for span in spans]
        unit = "quarter"
    other = np.array([span is not None and span.unit != unit for span in spans])
    columns.refuse(other, f"no {unit}, as the others are", texts)
    return spans, unit


def order_of_days_in(texts: list[str]) -> str:
    """Whether the day or the month comes first in days that stand for periods: these are of many months."""

    def months(order: str) -> int:
        return len({span_in(text, order) for text in texts if MIXED.fullmatch(text)})

    return order_told(texts) or max(("day-first", "month-first"), key=months)


def as_quarter(span: NamedSpan) -> NamedSpan:
    """The quarter that a month is in."""
    year, month = divmod(span.number, 12)
    return NamedSpan("quarter", 4 * year + month // 3, f"{year}-Q{month // 3 + 1}")


def as_share(table: pd.DataFrame) -> None:
    """Turn a churn in percent into a share."""
    known = table["churn"].dropna()
    if len(known) and known.max() > 1.0:
        table["churn"] /= 100.0


def refuse_periods_twice(rows: RowsOfTable, table: pd.DataFrame) -> None:
    """Set aside further rows of a period."""
    good = table[rows.good]
    again = good.duplicated(["line", "number"])
    first = good.groupby(["line", "number"])["line_of_file"].transform("min")
    which = table["line_of_file"].isin(good["line_of_file"][again]).to_numpy()
    values = np.full(len(table), "", object)
    values[rows.good] = np.char.add("as ", rows.aside.told(first))
    rows.refuse(which, "a period that is there already", values)


def doubts_about_years(columns: ReadColumns) -> list[str]:
    """That years are a firm's own."""
    if not any(fiscal_year(str(text)) is not None for text in columns.texts("period")):
        return []
    return ["The years are a firm's own; each is taken for the calendar year that its name has first."]


def doubts_about_gaps(table: pd.DataFrame, unit: str) -> list[str]:
    """Periods that are missing."""
    said = []
    for line, rows in table.groupby("line"):
        numbers = rows["number"].to_numpy()
        if unit == "week":
            continue
        gaps = np.flatnonzero(np.diff(numbers) > 1)
        if len(gaps):
            after: Any = rows["period"].iloc[gaps[0]]
            of_line = f" of {line}" if line else ""
            count = int(np.diff(numbers).sum() - len(numbers) + 1)
            many = (
                f"{count} {unit}s{of_line} are missing, the first"
                if count > 1
                else f"1 {unit}{of_line} is missing,"
            )
            said.append(f"{many} after {after}.")
    return said
