"""Numbers by month, quarter, week or year: customers, won, lost, revenue; and whether flows fit stocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from relsim.evidence.aside import SetAside
from relsim.evidence.cells import order_told
from relsim.evidence.columns import Understanding, understood
from relsim.evidence.fields import TableKind
from relsim.evidence.flows import contradictions_of_flows
from relsim.evidence.reading import Evidence, ReadColumns, nothing_left, told_columns
from relsim.evidence.source import Source, open_source
from relsim.evidence.spans import NamedSpan, fiscal_year, span_in
from relsim.scenario.tables.dates import MIXED

NUMBERS_OF_PEOPLE = ("customers", "opening", "won", "lost")
NUMBERS = (*NUMBERS_OF_PEOPLE, "churn", "revenue")


@dataclass(frozen=True, kw_only=True)
class PeriodTable(Evidence):
    """Numbers by period [period, line, customers, opening, won, lost, churn, revenue, what was spent].

    `unit` is month, quarter, week or year; `spending` are the names of the columns of what was spent. A churn
    is a share. Numbers that the table does not have are missing.
    """

    table: pd.DataFrame
    unit: str
    spending: list[str]


def read_periods(path: Path | str, columns: Mapping[str, str] | None = None) -> PeriodTable:
    """The numbers by period in a file: CSV in any dialect, Excel or Parquet.

    `columns` says which column has which meaning. Raises ScenarioError, with a place in the file, where it
    holds no periods.
    """
    source = open_source(path)
    return numbers_by_period(source, understood(source, told_columns(columns), TableKind.PERIODS))


def numbers_by_period(source: Source, found: Understanding) -> PeriodTable:
    """The numbers by period of a file whose columns are understood."""
    columns = ReadColumns(source, found, SetAside(list(source.set_aside.parts)))
    spans, unit = spans_of(columns)
    table = pd.DataFrame(
        {"number": [span.number if span else -1 for span in spans], "line_of_file": columns.lines}
    )
    table["period"] = pd.array([span.name if span else "" for span in spans], dtype="str")
    table["line"] = pd.array(columns.texts("line"), dtype="str")
    for name in NUMBERS:
        table[name] = columns.numbers(name)
    spending = found.all_of("spend")
    for name in spending:
        table[name] = columns.numbers("spend", name=name)
    as_share(table)
    for name in (*NUMBERS_OF_PEOPLE, "churn"):
        columns.refuse(
            (table[name] < 0).to_numpy(), f"{name} below zero", table[name].astype(str).to_numpy(object)
        )
    refuse_periods_twice(columns, table)
    if not columns.good.any():
        raise nothing_left(source.file, columns.aside, "period")
    table = table[columns.good].sort_values(["line", "number"], kind="stable", ignore_index=True)
    contradictions = contradictions_of_flows(table, unit)
    return PeriodTable(
        file=source.file,
        rows=source.rows + len(source.set_aside),
        understanding=found,
        set_aside=columns.aside.table,
        doubts=columns.doubts + doubts_about_periods(columns, table, unit),
        contradictions=contradictions,
        table=table.drop(columns=["number", "line_of_file"]),
        unit=unit,
        spending=spending,
    )


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
        raise nothing_left(columns.source.file, columns.aside, "period")
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


def refuse_periods_twice(columns: ReadColumns, table: pd.DataFrame) -> None:
    """Set aside further rows of a period."""
    good = table[columns.good]
    again = good.duplicated(["line", "number"])
    first = good.groupby(["line", "number"])["line_of_file"].transform("min")
    which = table["line_of_file"].isin(good["line_of_file"][again]).to_numpy()
    values = np.full(len(table), "", object)
    values[columns.good] = ("as line " + first.astype(str)).to_numpy(object)
    columns.refuse(which, "a period that is there already", values)


def doubts_about_periods(columns: ReadColumns, table: pd.DataFrame, unit: str) -> list[str]:
    """Periods that are missing, and years of a firm's own."""
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
    if any(fiscal_year(str(text)) is not None for text in columns.texts("period")):
        said.append(
            "The years are a firm's own; each is taken for the calendar year that its name has first."
        )
    return said
