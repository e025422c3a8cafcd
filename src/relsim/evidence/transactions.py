"""Purchases as people log them: one row per customer and day, whatever the log looks like."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from relsim.evidence.amounts_unused import doubts_about_unused_amounts
from relsim.evidence.cells import amounts_of, as_texts, blank, coded, days_of, ids_in
from relsim.evidence.columns import Understanding
from relsim.evidence.fields import TableKind
from relsim.evidence.files import FileRead, Paths, files_read, rows_in_files, set_aside_in, understandings_of
from relsim.evidence.gaps import doubts_about_time
from relsim.evidence.overlap import (
    ENOUGH_BUYERS,
    counted_once,
    doubts_about_files,
    shared_fields,
    told_apart_by,
)
from relsim.evidence.reading import (
    ORDERS,
    Evidence,
    ReadColumns,
    amount_said,
    doubt_about_mark,
    doubts_about_days,
    doubts_by_file,
    far_from_all_others,
    nothing_left,
)
from relsim.evidence.returns import Baskets, LogRows, without_returns
from relsim.evidence.rows_set_aside import SetAside
from relsim.evidence.source import Chunk, Source

CANCELLATION = r"^[Cc] ?-?[0-9]{3,}$"
"""The number of an invoice that takes back another one, as Online Retail has it."""

CANCELLED = r"(?i)cancel|void|storn|fail|declin|отмен|returned|refunded|zurückgegeben"
"""What is said of a purchase that came to nothing."""

GIVEN_BACK = r"(?i)^(?:return|returns|refund|refunds|retour|rückgabe|возврат|gutschrift|credit note)$"
"""What is said of a row that takes back an earlier one."""


BUY_AGAIN = 0.005
"""The share of customers who buy again up to which they may be no customers, but receipts."""

SHOWN_COLUMNS = 5

YES = r"(?i)^(?:yes|y|true|t|1|x|ja|да)$"


@dataclass(frozen=True, kw_only=True, eq=False)
class PurchaseLog(Evidence):
    """Purchases [customer: text, date: day, amount], one row per customer and day, in this order.

    What was returned is taken off what was bought. `amount` is not a number where the log has none.
    """

    table: pd.DataFrame
    first_day: pd.Timestamp
    last_day: pd.Timestamp
    returned: float
    zeros: int


def read_transactions(
    paths: Paths, columns: Mapping[str, str] | None = None, dates: str | None = None
) -> PurchaseLog:
    """The purchases in a file, or in several such as one a year: CSV in any dialect, Excel or Parquet.

    What stands in several files is counted once. `columns` says which column has which meaning, such as
    {"customer": "Card no."}, and `dates` whether they are "day-first" or "month-first", where that is not to
    be guessed. Raises ScenarioError, with a place in a file, where it holds no purchases.
    """
    return purchases_in(files_read(paths, columns, TableKind.TRANSACTIONS), dates)


def purchases_in(files: Sequence[FileRead], dates: str | None = None) -> PurchaseLog:
    """The purchases of files whose columns are understood, each read part by part."""
    aside = set_aside_in(files)
    parts: list[LogPart] = []
    doubts: dict[str, list[str]] = {}
    shared = shared_fields(files)
    for source, found in files:
        said = doubts[source.file] = []
        told = TakenAs(source) if source.whole is not None else told_by_all_rows(source, found, dates)
        said += [*told.doubts, *doubts_about_unused_amounts(FileRead(source, found))]
        reads = partial(ReadColumns, found=found, aside=aside, dates=dates, taken=told.order)
        parts += [usable_rows(chunk, told.source, reads, said, shared) for chunk in told.source.chunks()]
    rows, names = together_by_customer(parts)
    about_files = doubts_about_files(rows, aside)
    rows = without_repeats(counted_once(rows, aside), aside)
    if not len(rows.line):
        raise nothing_left(aside, "purchase")
    days, returned, excess = without_returns(rows, aside)
    if not len(days.customer):
        raise nothing_left(aside, "purchase")
    doubts_told = doubts_by_file(doubts) + about_files
    doubts_told += doubts_about_time(days.customer, days.day, pd.Timestamp(rows.day.max()))
    if excess > 0.0:
        doubts_told.append(
            f"Returns are {amount_said(excess)} more than the purchases that they are taken off."
        )
    return PurchaseLog(
        understandings=understandings_of(files),
        rows=rows_in_files(files),
        set_aside=aside.table,
        doubts=doubts_told,
        contradictions=nobody_buys_again(days.customer, files),
        table=table_of_purchases(days, names),
        first_day=pd.Timestamp(rows.day.min()),
        last_day=pd.Timestamp(rows.day.max()),
        returned=returned,
        zeros=int((days.amount == 0.0).sum()),
    )


def nobody_buys_again(customer: Any, files: Sequence[FileRead]) -> list[str]:
    """That (nearly) no customer [purchase] buys on a second day, as if the customers were something else."""
    _, times = np.unique(customer, return_counts=True)
    again = int((times > 1).sum())
    if len(times) < ENOUGH_BUYERS or again > BUY_AGAIN * len(times):
        return []
    taken = files[0].found.column("customer")
    others = [one.column for one in files[0].found.columns if one.field is None]
    free = f" Not used: {', '.join(others[:SHOWN_COLUMNS])}." if others else ""
    many = "HARDLY ANYBODY EVER BUYS AGAIN" if again else "NOBODY EVER BUYS AGAIN"
    return [
        f'{many}: {again:,} of {len(times):,} customers do. The column "{taken}", which was taken for the '
        "customer, may be the number of a receipt; if so, --columns customer=COLUMN says which column is the "
        f"customer.{free}"
    ]


def table_of_purchases(days: Baskets, names: Any) -> pd.DataFrame:
    """What was bought [customer: text, date: day, amount], customers by their names."""
    return pd.DataFrame(
        {
            "customer": pd.Series(pd.array(names.take(days.customer), dtype="str")),
            "date": days.day.astype("datetime64[s]"),
            "amount": days.amount,
        }
    )


@dataclass(frozen=True, eq=False)
class TakenAs:
    """A file; of one that is read part by part also the order of dates that all its rows tell, where nobody
    has said it, and the doubts that they raise: no part by itself would."""

    source: Source
    order: str | None = None
    doubts: Sequence[str] = ()


def told_by_all_rows(source: Source, found: Understanding, dates: str | None) -> TakenAs:
    """A file that is read part by part, with the mark and the order of dates that all its rows tell."""
    date, amount, currency = (found.column(name) for name in ("date", "amount", "currency"))
    mark, order, doubts = source.mark, None, []
    if date is not None and dates is None:
        days = days_of(source.column(date))
        doubts += doubts_about_days(date, days)
        order = days.order if days.order in ORDERS else None
    if amount is not None and pa.types.is_string((texts := source.column(amount)).type):
        amounts = amounts_of(texts, mark)
        mark = amounts.mark
        doubts += [doubt_about_mark(amount, mark)] if amounts.is_doubtful else []
    if currency is not None:
        doubts += doubts_about_currency(currency, source.column(currency))
    return TakenAs(replace(source, mark=mark), order, doubts)


@dataclass(frozen=True, eq=False)
class LogPart:
    """Good rows of a part of a log [row]; `hashed` is the same for rows of a file of which all cells are, and
    `apart` for those of all files that may be one purchase."""

    line: Any
    customer: Any
    day: Any
    amount: Any
    hashed: Any
    apart: Any


def usable_rows(
    chunk: Chunk,
    source: Source,
    reads: Callable[..., ReadColumns],
    doubts: list[str],
    shared: Sequence[str],
) -> LogPart:
    """The rows of a part of a log that can be used; the others are set aside."""
    part = Source(source.file, source.names, len(chunk.lines), source.mark, whole=chunk)
    columns = reads(part, is_part=source.whole is None)
    found = columns.found
    day = columns.days("date", needed=True)
    columns.refuse(
        far_from_all_others(day, columns.good), "the date lies years from all others", day.astype(str)
    )
    customers = ids_in(columns.table.column(found.column("customer")))
    columns.refuse(blank(customers), "no customer")
    amount = paid_in(columns)
    refuse_cancelled(columns)
    doubts += columns.doubts
    currency = found.column("currency")
    if currency is not None and source.whole is not None:
        doubts += doubts_about_currency(currency, columns.table.column(currency))
    good = columns.good
    keep = pa.array(good)
    kept = customers.filter(keep).combine_chunks().dictionary_encode()
    kept = kept.combine_chunks() if isinstance(kept, pa.ChunkedArray) else kept
    hashed = hashes_of(chunk.table, good) + np.uint64(source.place)
    apart = told_apart_by(chunk.table, found, shared)[good]
    return LogPart(chunk.lines[good], kept, day[good], amount[good], hashed, apart)


def paid_in(columns: ReadColumns) -> Any:
    """What was paid in each row, below zero where it was paid back."""
    quantity = columns.numbers("quantity") if columns.has("quantity") else None
    if columns.has("amount"):
        amount = columns.numbers("amount", needed=True)
    elif quantity is not None and columns.has("price"):
        columns.refuse(np.isnan(quantity), "no quantity")
        amount = np.round(quantity * columns.numbers("price", needed=True), 6)
    else:
        return np.full(len(columns), np.nan)
    back = np.zeros(len(columns), bool) if quantity is None else quantity < 0.0
    invoice = columns.found.column("invoice")
    if invoice is not None:
        texts = as_texts(columns.table.column(invoice))
        back |= np.asarray(compute.match_substring_regex(texts, CANCELLATION).to_numpy())
    back |= matching(columns, "status", GIVEN_BACK)
    return np.where(back, -np.abs(amount), amount)


def matching(columns: ReadColumns, field: str, pattern: str) -> Any:
    """Whether the text of a column is of a form [row]; no row where no column has this meaning."""
    name = columns.found.column(field)
    if name is None:
        return np.zeros(len(columns), bool)
    texts = as_texts(columns.table.column(name))
    if pattern == CANCELLED and re.search(r"(?i)cancel|return|refund|void|storn", name):
        return np.asarray(compute.match_substring_regex(texts, YES).to_numpy())
    return np.asarray(compute.match_substring_regex(texts, pattern).to_numpy())


def refuse_cancelled(columns: ReadColumns) -> None:
    """Set aside purchases that came to nothing."""
    if columns.has("status"):
        which = matching(columns, "status", CANCELLED)
        columns.refuse(which, "cancelled or returned", columns.texts("status"))


def doubts_about_currency(name: str, column: Any) -> list[str]:
    """That amounts of several currencies are summed as they are."""
    words = sorted({word for word in coded(as_texts(column))[1] if word})
    if len(words) < 2:
        return []
    return [
        f'The column "{name}" has {len(words)} currencies ({", ".join(words[:5])}); amounts are not '
        "converted."
    ]


def hashes_of(table: pa.Table, good: Any) -> Any:
    """A number for each good row that rows with other cells do not have."""
    total = np.zeros(int(good.sum()), np.uint64)
    for name in table.column_names:
        total = total * np.uint64(1_099_511_628_211) + hashed_cells(table.column(name))[good]
    return total


def hashed_cells(column: Any) -> Any:
    """A number for each cell that other cells do not have [row]."""
    if pa.types.is_temporal(column.type):
        column = compute.cast(compute.cast(column, pa.timestamp("us"), safe=False), pa.int64())
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return pd.util.hash_array(np.asarray(column.to_numpy()))
    places, texts = coded(as_texts(column))
    return pd.util.hash_array(np.array(texts or [""], object), categorize=False)[places]


def together_by_customer(parts: list[LogPart]) -> tuple[LogRows, Any]:
    """The rows of all parts, customers as numbers in the order of their names; and these names."""
    unified = pa.chunked_array([part.customer for part in parts]).unify_dictionaries()
    names = unified.chunk(0).dictionary if unified.num_chunks else pa.array([], pa.string())
    codes = np.concatenate([np.asarray(chunk.indices) for chunk in unified.chunks] or [np.array([], int)])
    order = np.asarray(compute.sort_indices(names))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    rows = LogRows(
        line=np.concatenate([part.line for part in parts]),
        customer=rank[codes] if len(codes) else codes.astype(np.int64),
        day=np.concatenate([part.day for part in parts]),
        amount=np.concatenate([part.amount for part in parts]),
        hashed=np.concatenate([part.hashed for part in parts]),
        apart=np.concatenate([part.apart for part in parts]),
    )
    parts.clear()
    return rows, names.take(pa.array(order))


def without_repeats(rows: LogRows, aside: SetAside) -> LogRows:
    """The rows without those that repeat an earlier one, cell by cell."""
    order = np.argsort(rows.hashed, kind="stable")
    hashed = rows.hashed[order]
    is_repeat = np.concatenate([[False], hashed[1:] == hashed[:-1]])[: len(order)]
    if not is_repeat.any():
        return rows
    begins = np.maximum.accumulate(np.where(is_repeat, 0, np.arange(len(order))))
    repeats, originals = order[is_repeat], order[begins[is_repeat]]
    aside.add(rows.line[repeats], "a repeat of an earlier row", aside.told(rows.line[originals]))
    good = np.ones(len(order), bool)
    good[repeats] = False
    return rows.where(good)
