"""Claims about spoiled logs: what can be read is read as meant, the rest is set aside with its line."""

import io
from datetime import date, time, timedelta

import numpy as np
import pandas as pd
import pytest

from relsim.errors import ScenarioError
from relsim.evidence.gaps import doubts_about_time
from relsim.evidence.transactions import read_transactions

FIRST = date(2024, 1, 3)
ROWS = [
    (f"k{number % 12:02}", FIRST + timedelta(days=5 * number), round(1234.5 / (1 + number % 7) + number, 2))
    for number in range(60)
]
"""A clean log: twelve customers, one row per customer and day."""

CLEAN = [(who, day.isoformat(), f"{paid:.2f}") for who, day, paid in ROWS]


def expected(without=(), changed=None):
    """The clean log as a table, without some rows, with some amounts changed."""
    rows = [
        (who, pd.Timestamp(day), (changed or {}).get(number, paid))
        for number, (who, day, paid) in enumerate(ROWS)
        if number not in without
    ]
    return sorted(rows)


def told(log):
    return list(log.table.itertuples(index=False, name=None))


def lines_of(rows, head=("customer", "date", "amount"), separator=","):
    return "\n".join(separator.join(row) for row in [head, *rows]) + "\n"


def written(day_form="%Y-%m-%d", amount_form="{:.2f}".format):
    return [(who, day.strftime(day_form), amount_form(paid)) for who, day, paid in ROWS]


def german(paid):
    return f"{paid:,.2f}".translate(str.maketrans(",.", ".,"))


def with_row(row, at=10):
    return [*CLEAN[:at], row, *CLEAN[at:]]


def excel(rows, head=("customer", "date", "amount"), above=()):
    import openpyxl

    book = openpyxl.Workbook()
    for row in [*above, head, *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def merged_customers():
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("customer", "date", "amount"))
    ordered = sorted(ROWS)
    for number, row in enumerate(ordered):
        begins = not number or ordered[number - 1][0] != row[0]
        sheet.append((row[0] if begins else None, *row[1:]))
    for who in sorted({row[0] for row in ROWS}):
        lines = [number + 2 for number, row in enumerate(ordered) if row[0] == who]
        sheet.merge_cells(f"A{lines[0]}:A{lines[-1]}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parquet(table):
    stream = io.BytesIO()
    table.to_parquet(stream)
    return stream.getvalue()


def parquet_of(**columns):
    """A Parquet file with the columns of a log, some in other types, or further ones."""
    import pyarrow as pa
    from pyarrow import parquet

    known = {"customer": pa.array([row[0] for row in ROWS]), "date": pa.array([row[1] for row in ROWS])}
    known["amount"] = pa.array([row[2] for row in ROWS])
    table = pa.table({**known, **columns})
    stream = io.BytesIO()
    parquet.write_table(table.rename_columns([name.rstrip("_") for name in table.column_names]), stream)
    return stream.getvalue()


def odd_parquet():
    """Columns of types that other programs write and that nobody counts with."""
    import pyarrow as pa

    return {
        "Parquet with two columns of one name": parquet_of(amount_=pa.array([row[2] * 2 for row in ROWS])),
        "Parquet with a duration": parquet_of(lasted=pa.array([timedelta(hours=1) for _ in ROWS])),
        "Parquet with a time of day": parquet_of(at=pa.array([time(10, 30) for _ in ROWS])),
        "Parquet with views of texts": parquet_of(
            customer=pa.array([row[0] for row in ROWS], pa.string_view())
        ),
        "Parquet with halves of floats": parquet_of(weight=pa.array(np.ones(len(ROWS), "float16"))),
    }


TYPED = pd.DataFrame(ROWS, columns=["customer", "date", "amount"])

GERMAN_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


def in_german(day):
    return f"{day.day}. {GERMAN_MONTHS[day.month - 1]} {day.year}"


READ_WHOLE = {
    "semicolons and decimal commas": lines_of(
        [(who, day, paid.replace(".", ",")) for who, day, paid in CLEAN], separator=";"
    ).encode(),
    "points between thousands, decimal commas": lines_of(written("%d.%m.%Y", german), separator=";").encode(),
    "commas between thousands, in quotes": lines_of(
        written("%Y-%m-%d", lambda paid: f'"{paid:,.2f}"')
    ).encode(),
    "blanks between thousands": lines_of(
        written("%Y-%m-%d", lambda paid: f"{paid:,.2f}".replace(",", "\u00a0")), separator="\t"
    ).encode(),
    "apostrophes between thousands": lines_of(
        written("%Y-%m-%d", lambda paid: f"{paid:,.2f}".replace(",", "'")), separator=";"
    ).encode(),
    "months by name, in America": lines_of(written("%B %d, %Y"), separator=";").encode(),
    "months by name, years of two digits": lines_of(written("%d-%b-%y")).encode(),
    "months by name, in German": lines_of(
        [(who, in_german(day), f"{paid:.2f}") for who, day, paid in ROWS]
    ).encode(),
    "a comma before the time": lines_of(written("%d.%m.%Y, 14:03"), separator=";").encode(),
    "tabs": lines_of(CLEAN, separator="\t").encode(),
    "bars": lines_of(CLEAN, separator="|").encode(),
    "a byte order mark": lines_of(CLEAN).encode("utf-8-sig"),
    "UTF-16 as Excel writes it": lines_of(CLEAN, separator="\t").encode("utf-16"),
    "Cyrillic of Windows": lines_of(CLEAN, ("Клиент", "Дата покупки", "Сумма"), ";").encode("cp1251"),
    "line ends of Windows": lines_of(CLEAN).replace("\n", "\r\n").encode(),
    "line ends of old Macs": lines_of(CLEAN).replace("\n", "\r").encode(),
    "an announced separator": b"sep=;\n" + lines_of(CLEAN, separator=";").encode(),
    "names in German": lines_of(
        written("%d.%m.%Y", german), ("Kundennr.", "Kaufdatum", "Betrag"), ";"
    ).encode(),
    "names that say nothing": lines_of(CLEAN, ("A", "B", "C")).encode(),
    "no names at all": "\n".join(",".join(row) for row in CLEAN).encode(),
    "columns set apart by blanks, no names, as CDNOW": "\n".join(
        f" {who}  {day.replace('-', '')}  2  {paid:>8}" for who, day, paid in CLEAN
    ).encode(),
    "the day first": lines_of(written("%d/%m/%Y")).encode(),
    "the month first": lines_of(written("%m/%d/%Y")).encode(),
    "two digits of the year": lines_of(written("%m/%d/%y")).encode(),
    "names of months": lines_of(written("%d %b %Y")).encode(),
    "times of day": lines_of(written("%Y-%m-%d 14:35:07")).encode(),
    "times of day of twelve hours": lines_of(written("%m/%d/%Y 2:35 PM")).encode(),
    "days as Excel counts them": lines_of(
        [(who, str((day - date(1899, 12, 30)).days), f"{paid:.2f}") for who, day, paid in ROWS]
    ).encode(),
    "seconds since 1970": lines_of(
        [(who, str((day - date(1970, 1, 1)).days * 86400 + 4000), f"{paid:.2f}") for who, day, paid in ROWS]
    ).encode(),
    "times with a zone": lines_of(written("%Y-%m-%dT14:35:07.123+02:00")).encode(),
    "currencies": lines_of(written("%Y-%m-%d", "€ {:.2f}".format)).encode(),
    "names of currencies": lines_of(written("%Y-%m-%d", "{:.2f} EUR".format)).encode(),
    "a title above": b"Purchases of 2024\n\n" + lines_of(CLEAN).encode(),
    "empty lines": lines_of(CLEAN).replace("\n", "\n\n").encode(),
    "empty columns to the right": lines_of([(*row, "", "") for row in CLEAN]).encode(),
    "an empty column": lines_of(
        [(row[0], "", *row[1:]) for row in CLEAN], ("customer", "note", "date", "amount")
    ).encode(),
    "remarks over several lines": lines_of(
        [(*row, '"one, and\nanother"') for row in CLEAN], ("customer", "date", "amount", "remark")
    ).encode(),
    "Excel": excel(ROWS),
    "Excel with a title": excel(ROWS, above=[("Purchases",), ()]),
    "Excel with texts": excel(CLEAN),
    "Excel with customers in cells merged over their rows": merged_customers(),
    "commas before decimals and between columns": lines_of(
        [(who, day, paid.replace(".", ",")) for who, day, paid in CLEAN]
    ).encode(),
    "zeros at the end, as a disk leaves them": lines_of(CLEAN).encode() + bytes(4096),
    "Parquet": parquet(TYPED.assign(date=pd.to_datetime(TYPED["date"]))),
    "Parquet with texts": parquet(pd.DataFrame(CLEAN, columns=["customer", "date", "amount"])),
    **odd_parquet(),
    "baskets in parts": lines_of(
        [
            part
            for number, (who, day, paid) in enumerate(CLEAN)
            for part in ((who, f"{day} 10:00", "1.50"), (who, f"{day} 11:00", f"{ROWS[number][2] - 1.5:.2f}"))
        ]
    ).encode(),
    "quantity and price": lines_of(
        [(who, day, "2", f"{ROWS[number][2] / 2:.3f}") for number, (who, day, paid) in enumerate(CLEAN)],
        ("CustomerID", "InvoiceDate", "Quantity", "UnitPrice"),
    ).encode(),
}
"""Logs that say the same as the clean one."""


@pytest.mark.parametrize("spoiled", READ_WHOLE)
def test_a_log_is_read_as_it_was_meant_however_it_is_written(tmp_path, spoiled):
    path = tmp_path / "log"
    path.write_bytes(READ_WHOLE[spoiled])
    found = read_transactions(path)
    assert [(who, day, pytest.approx(paid)) for who, day, paid in expected()] == told(found)
    assert set(found.set_aside["reason"]) <= {"stands above the names of the columns"}


LINE = 12
"""The line of the row that is put into the clean log: its tenth row stands in line 11."""

SET_ASIDE = {
    "no date": (("k01", "", "5.00"), "no date"),
    "a date that says it is missing": (("k01", "NULL", "5.00"), "no date"),
    "a day that is none": (("k01", "2024-02-31", "5.00"), "the date is no day of the calendar"),
    "words in place of a date": (("k01", "soon", "5.00"), "the date is no day of the calendar"),
    "a day of another century": (("k01", "1900-01-01", "5.00"), "the date lies years from all others"),
    "a day that stands for none": (("k01", "9999-12-31", "5.00"), "the date lies years from all others"),
    "no customer": (("", "2024-02-01", "5.00"), "no customer"),
    "a customer that is missing": (("nan", "2024-02-01", "5.00"), "no customer"),
    "no amount": (("k01", "2024-02-01", ""), "no amount"),
    "words in place of an amount": (("k01", "2024-02-01", "gratis"), "the amount is no number"),
    "an amount that nobody has": (("k01", "2024-02-01", "9" * 30), "the amount is no number"),
    "another mark before decimals": (("k01", "2024-02-01", '"5,00"'), "the amount is no number"),
    "a repeat": (CLEAN[3], "a repeat of an earlier row"),
    "a cell too few": (("k01", "2024-02-01"), "the number of its cells is not that of the others"),
    "a cell too many": (
        ("k01", "2024-02-01", "5", "00"),
        "the number of its cells is not that of the others",
    ),
    "a quote that is never closed": (("k01", "2024-02-01", '"5.00'), "a quote is not closed"),
    "a quote before all cells of a row": (('"k01', "2024-02-01", "5.00"), "a quote is not closed"),
    "a line of a million digits": (("k01", "2024-02-01", "9" * 1_000_000), "the amount is no number"),
    "a return by a stranger": (
        ("stranger", "2024-02-01", "-5.00"),
        "a return by somebody without a purchase",
    ),
    "a return of what came before": (
        ("k11", "2024-01-04", "-5.00"),
        "a return of what was bought before the first row",
    ),
    "a sum below": (("Total", "", "99999.00"), "no date"),
    "names once more": (("customer", "date", "amount"), "the date is no day of the calendar"),
}


@pytest.mark.parametrize("spoiled", SET_ASIDE)
def test_a_row_that_cannot_be_used_is_set_aside_with_its_line_and_the_rest_is_kept(tmp_path, spoiled):
    row, reason = SET_ASIDE[spoiled]
    path = tmp_path / "log.csv"
    path.write_text(lines_of(with_row(row)), encoding="utf-8")
    found = read_transactions(path)
    assert told(found) == expected()
    assert list(found.set_aside[["line", "reason"]].itertuples(index=False, name=None)) == [(LINE, reason)]


def test_many_spoiled_rows_each_keep_their_line(tmp_path):
    rows = [*CLEAN]
    wanted = {}
    for at, (row, reason) in zip(range(58, 0, -3), SET_ASIDE.values(), strict=False):
        if reason != "a quote is not closed" and "cells" not in reason and row != CLEAN[3]:
            rows.insert(at, row)
            wanted[row] = reason
    path = tmp_path / "log.csv"
    path.write_text("Our log\n\n" + lines_of(rows), encoding="utf-8")
    found = read_transactions(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    below = found.set_aside[found.set_aside["line"] > 3]
    assert len(below) == len(wanted)
    for line, reason in below[["line", "reason"]].itertuples(index=False, name=None):
        assert wanted[next(row for row in wanted if ",".join(row) == lines[line - 1])] == reason
    assert told(found) == expected()


def test_lines_count_those_within_cells(tmp_path):
    rows = [(*row, '"one\ntwo"' if number == 4 else "one") for number, row in enumerate(CLEAN)]
    rows[20] = (rows[20][0], "", *rows[20][2:])
    path = tmp_path / "log.csv"
    path.write_text(lines_of(rows, ("customer", "date", "amount", "remark")), encoding="utf-8")
    found = read_transactions(path)
    assert list(found.set_aside["line"]) == [23]
    assert told(found) == expected(without=[20])


def test_cyrillic_is_read_as_it_was_written(tmp_path):
    rows = [(f"Иванов {who}", day, paid.replace(".", ",")) for who, day, paid in CLEAN]
    path = tmp_path / "log.csv"
    path.write_bytes(lines_of(rows, ("Клиент", "Дата покупки", "Сумма, руб."), ";").encode("cp1251"))
    found = read_transactions(path)
    assert found.table["customer"].iloc[0] == "Иванов k00"
    assert [one.why for one in found.understanding.columns] == ["by its name"] * 3


def test_ids_that_were_numbers_with_decimals_are_those_of_other_tables(tmp_path):
    rows = [(f"178{who[1:]}.0", day, paid) for who, day, paid in CLEAN]
    path = tmp_path / "log.csv"
    path.write_text(lines_of([*rows, ("nan", "2024-02-01", "5.00")]), encoding="utf-8")
    found = read_transactions(path)
    assert found.table["customer"].iloc[0] == "17800"
    assert found.set_aside["reason"].tolist() == ["no customer"]


def test_ids_of_which_some_have_decimals_or_signs_that_cannot_be_seen_are_the_same(tmp_path):
    signs = ("178{}.0", "178{}", "\u200b178{}", "178{}\ufeff")
    rows = [
        (signs[number % 4 if number else 3].format(who[1:]), day, paid)
        for number, (who, day, paid) in enumerate(CLEAN)
    ]
    path = tmp_path / "log.csv"
    path.write_text(lines_of(rows), encoding="utf-8")
    assert sorted(read_transactions(path).table["customer"].unique()) == [f"178{at:02}" for at in range(12)]


def test_ids_that_a_spreadsheet_has_shortened_are_a_doubt(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(lines_of([("1.23457E+11", day, paid) for _, day, paid in CLEAN]), encoding="utf-8")
    doubts = read_transactions(path).doubts
    assert sum("such as 1.23457E+11: a spreadsheet has shortened" in doubt for doubt in doubts) == 1


def test_a_spoiled_byte_does_not_change_all_other_letters(tmp_path):
    rows = [(f"Jürgen {who}", day, paid) for who, day, paid in CLEAN]
    path = tmp_path / "log.csv"
    path.write_bytes(lines_of(rows).encode() + b"k\xff99,2024-07-01,5.00\n")
    assert read_transactions(path).table["customer"].iloc[0] == "Jürgen k00"


def test_western_letters_are_read_as_they_were_written(tmp_path):
    rows = [(f"Jürgen Größe {who}", day, paid) for who, day, paid in CLEAN]
    path = tmp_path / "log.csv"
    path.write_bytes(lines_of(rows).encode("cp1252"))
    assert read_transactions(path).table["customer"].iloc[0] == "Jürgen Größe k00"


# Returns


def test_what_is_returned_is_taken_off_the_purchase_of_the_same_amount(tmp_path):
    who, _, paid = ROWS[0]
    path = tmp_path / "log.csv"
    path.write_text(lines_of([*CLEAN, (who, "2024-12-01", f"-{paid}")]), encoding="utf-8")
    found = read_transactions(path)
    assert told(found) == expected(without=[0])
    assert found.returned == pytest.approx(paid)
    assert list(found.set_aside["value"]) == ["off line 2"]


def test_a_part_that_is_returned_is_taken_off_the_latest_purchase(tmp_path):
    latest = max(number for number, row in enumerate(ROWS) if row[0] == "k03")
    path = tmp_path / "log.csv"
    path.write_text(lines_of([*CLEAN, ("k03", "2024-12-01", "-1.25")]), encoding="utf-8")
    found = read_transactions(path)
    assert told(found) == expected(changed={latest: pytest.approx(ROWS[latest][2] - 1.25)})


def test_cancellations_of_online_retail_are_returns(tmp_path):
    head = ("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
    rows = [
        (
            f"5{number:05}",
            "85123A",
            "2",
            f"{day.month}/{day.day}/{day.year} 8:26",
            f"{paid / 2:.3f}",
            who,
            "UK",
        )
        for number, (who, day, paid) in enumerate(ROWS)
    ]
    cancelled = ("C599999", "85123A", "-2", "12/9/2024 9:00", rows[5][4], ROWS[5][0], "UK")
    without_sign = ("C599998", "85123A", "2", "12/9/2024 9:00", rows[6][4], ROWS[6][0], "UK")
    path = tmp_path / "retail.csv"
    path.write_text(lines_of([*rows, cancelled, without_sign], head), encoding="utf-8")
    found = read_transactions(path)
    assert [(who, day, pytest.approx(paid)) for who, day, paid in expected(without=[5, 6])] == told(found)
    assert list(found.set_aside["line"]) == [62, 63]


def test_a_price_beside_a_quantity_is_that_of_one(tmp_path):
    rows = [(who, day, "3", f"{ROWS[number][2] / 3:.5f}") for number, (who, day, _) in enumerate(CLEAN)]
    path = tmp_path / "retail.csv"
    path.write_text(lines_of(rows, ("Customer ID", "InvoiceDate", "Quantity", "Price")), encoding="utf-8")
    paid = read_transactions(path).table["amount"].tolist()
    assert paid == pytest.approx([paid for _, _, paid in expected()], abs=1e-4)


@pytest.mark.parametrize("name", ["returned", "Is refund?"])
def test_a_column_that_says_what_was_returned_is_believed(tmp_path, name):
    rows = [(*row, "yes" if number == 59 else "no") for number, row in enumerate(CLEAN)]
    path = tmp_path / "orders.csv"
    path.write_text(lines_of(rows, ("customer", "date", "amount", name)), encoding="utf-8")
    found = read_transactions(path, {"status": name})
    assert found.set_aside[["line", "reason"]].to_numpy().tolist() == [[61, "cancelled or returned"]]
    assert told(found) == expected(without=[59])


def test_a_row_that_is_called_a_refund_takes_back_an_earlier_one(tmp_path):
    who, _, paid = ROWS[0]
    rows = [*((*row, "sale") for row in CLEAN), (who, "2024-12-01", f"{paid}", "Refund")]
    path = tmp_path / "log.csv"
    path.write_text(lines_of(rows, ("customer", "date", "amount", "type")), encoding="utf-8")
    assert told(read_transactions(path)) == expected(without=[0])


def test_returns_of_more_than_was_bought_are_a_doubt(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(lines_of([*CLEAN, ("k03", "2024-12-01", "-9999")]), encoding="utf-8")
    assert any("more than the purchases" in doubt for doubt in read_transactions(path).doubts)


def test_a_gift_years_before_the_others_is_kept_where_gifts_are_rare(tmp_path):
    rows = [
        ("a", "2009-05-01", "5"),
        ("a", "2016-05-01", "5"),
        ("b", "2017-05-01", "5"),
        ("b", "2024-05-01", "5"),
    ]
    path = tmp_path / "gifts.csv"
    path.write_text(lines_of(rows), encoding="utf-8")
    assert len(read_transactions(path).table) == 4


def test_orders_that_were_cancelled_are_no_purchases(tmp_path):
    rows = [(*row, "cancelled" if number == 7 else "delivered") for number, row in enumerate(CLEAN)]
    path = tmp_path / "orders.csv"
    path.write_text(lines_of(rows, ("user_id", "order_date", "total", "status")), encoding="utf-8")
    found = read_transactions(path)
    assert told(found) == expected(without=[7])
    assert found.set_aside["reason"].tolist() == ["cancelled or returned"]


# What is left open


def test_dates_that_can_be_read_in_two_ways_are_a_doubt_and_can_be_told(tmp_path):
    rows = [
        (f"k{number % 3}", f"{1 + number % 12:02}/{1 + number % 11:02}/2024", "5.00") for number in range(12)
    ]
    path = tmp_path / "log.csv"
    path.write_text(lines_of(rows), encoding="utf-8")
    assert any("day or the month" in doubt for doubt in read_transactions(path).doubts)
    first = read_transactions(path, dates="month-first")
    assert not any("day or the month" in doubt for doubt in first.doubts)
    assert first.table["date"].min() == pd.Timestamp("2024-01-01")
    assert set(first.table["date"].dt.day) == set(range(1, 12))


def test_a_log_from_within_a_business_says_that_customers_were_there_before(tmp_path):
    luck = np.random.default_rng(1)
    starts = [0 if number < 200 else int(luck.integers(0, 300)) for number in range(300)]
    rows = [
        (f"k{number:03}", (date(2024, 1, 1) + timedelta(days=int(day))).isoformat(), "9.50")
        for number, start in enumerate(starts)
        for day in luck.choice(np.arange(start, 366), 6)
    ]
    path = tmp_path / "log.csv"
    path.write_text(lines_of(rows), encoding="utf-8")
    assert any("before the log begins" in doubt for doubt in read_transactions(path).doubts)


def test_a_last_month_cut_short_is_said(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(lines_of([row for row in CLEAN if row[1] < "2024-09-12"]), encoding="utf-8")
    assert any("cut short" in doubt for doubt in read_transactions(path).doubts)


def test_amounts_in_several_currencies_are_a_doubt(tmp_path):
    rows = [(*row, "EUR" if number % 2 else "USD") for number, row in enumerate(CLEAN)]
    path = tmp_path / "log.csv"
    path.write_text(lines_of(rows, ("customer", "date", "amount", "currency")), encoding="utf-8")
    assert any("EUR, USD" in doubt for doubt in read_transactions(path).doubts)


@pytest.mark.parametrize("cell", ["ten", "12,34,567.00", "1_000"])
def test_amounts_that_cannot_be_read_at_all_are_a_doubt(tmp_path, cell):
    path = tmp_path / "log.csv"
    path.write_text(lines_of([(who, day, f'"{cell}"') for who, day, _ in CLEAN]), encoding="utf-8")
    log = read_transactions(path)
    assert len(log.table) == len(CLEAN)
    assert any(f'"{cell}"; it is not used, and the log has no amounts' in doubt for doubt in log.doubts)


# Wrong files


WRONG = {
    "an empty file": (b"", "no rows"),
    "names alone": (b"customer,date,amount\n", "no rows below"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
    "an archive": (b"PK\x03\x04" + bytes(100), "no Excel workbook"),
    "a broken Parquet file": (b"PAR1" + bytes(100), "no Parquet"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(100), "old Excel"),
    "prose": (b"Dear Sir,\nthank you for your letter.\n", "no column for"),
    "a summary of purchases": (b"ID,frequency,recency,T\n1,2,30.43,38.86\n2,1,1.71,38.86\n", "summary"),
    "no row that can be used": (b"customer,date,amount\na,,5\nb,,6\n", "no purchase that can be used"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_file_is_one_sentence_with_its_name(tmp_path, wrong):
    content, said = WRONG[wrong]
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(ScenarioError) as refused:
        read_transactions(path)
    assert said in str(refused.value)
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_a_column_that_does_not_exist_is_refused_with_the_nearest(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(lines_of(CLEAN), encoding="utf-8")
    with pytest.raises(ScenarioError, match='did you mean "amount"'):
        read_transactions(path, {"amount": "amont"})


def test_a_meaning_that_does_not_exist_is_refused_with_the_nearest(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(lines_of(CLEAN), encoding="utf-8")
    with pytest.raises(ValueError, match='did you mean "amount"'):
        read_transactions(path, {"amout": "amount"})


def test_columns_that_are_told_are_believed(tmp_path):
    rows = [(who, day, paid, "9.00") for who, day, paid in CLEAN]
    path = tmp_path / "log.csv"
    path.write_text(lines_of(rows, ("customer", "date", "net", "amount")), encoding="utf-8")
    assert told(read_transactions(path, {"amount": "net"})) == expected()


@pytest.mark.parametrize("size", [7, 1000])
def test_parquet_read_in_parts_is_read_as_a_whole(tmp_path, size):
    rows = [*written("%m/%d/%Y", lambda paid: f"{paid:.2f}".replace(".", ",")), ("", "01/05/2024", "5,00")]
    rows += [rows[3], ("k01", "12/24/2024", f"-{rows[1][2]}")]
    path = tmp_path / "log.parquet"
    pd.DataFrame(rows, columns=["customer", "date", "amount"]).to_parquet(path, row_group_size=size)
    found = read_transactions(path)
    assert told(found) == expected(without=[1])
    assert found.set_aside[["line", "reason"]].to_numpy().tolist() == [
        [62, "no customer"],
        [63, "a repeat of an earlier row"],
        [64, "a return, taken off what was bought"],
    ]
    assert found.doubts == read_transactions(path, dates="month-first").doubts


UNSURE = [(f"k{n % 9}", f"{1 + n % 12:02}/{1 + n * 5 % 12:02}/2024", f"{n + 1}.50") for n in range(300)]
"""No row tells whether the day or the month comes first."""

BOTH_ORDERS = [("k1", f"{day}/01/2024", "5.25") for day in (25, 26, 27)] + [("k2", "01/28/2024", "6.25")]


@pytest.mark.parametrize("further", [[], BOTH_ORDERS, [("k3", "25/01/2024", "7.25")]])
@pytest.mark.parametrize("dates", [None, "day-first"])
def test_what_only_all_parts_together_leave_open_is_told_as_of_one_table(tmp_path, further, dates):
    table = pd.DataFrame(UNSURE + further, columns=["customer", "date", "amount"])
    table["currency"] = ["EUR"] * 200 + ["USD"] * (len(table) - 200)
    paths = [tmp_path / name for name in ("log.csv", "log.parquet")]
    table.to_csv(paths[0], index=False)
    table.to_parquet(paths[1], row_group_size=50)
    whole, by_parts = (read_transactions(path, dates=dates) for path in paths)
    said = whole.doubts
    assert sorted(by_parts.doubts) == sorted(said)
    assert any("2 currencies" in doubt for doubt in said)
    assert any("whether the day or the month comes first" in one for one in said) == (
        not dates and not further
    )
    assert any("can only have the month first" in one for one in said) == (not dates and len(further) > 1)
    reasons = [one.set_aside["reason"].tolist() for one in (whole, by_parts)]
    assert reasons[0] == reasons[1]
    assert bool(reasons[0]) == (len(further) > 1)


def test_rows_of_further_sheets_are_set_aside_by_the_name_of_the_sheet(tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(excel(CLEAN)))
    further = book.create_sheet("March")
    for row in [("customer", "date", "amount"), ("k99", "2024-03-05", "12.00")]:
        further.append(row)
    book.save(tmp_path / "log.xlsx")
    log = read_transactions(tmp_path / "log.xlsx")
    assert told(log) == expected()
    assert log.set_aside["reason"].unique().tolist() == ["in the sheet “March”; only the first sheet is read"]
    assert log.set_aside["line"].tolist() == [1, 2]


def test_a_table_below_a_sheet_of_notes_is_read(tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(excel(CLEAN)))
    book.create_sheet("Notes", 0).append(("from the till",))
    book.save(tmp_path / "log.xlsx")
    log = read_transactions(tmp_path / "log.xlsx")
    assert told(log) == expected()
    assert log.set_aside["reason"].tolist() == ["in the sheet “Notes”; only the sheet “Sheet” is read"]


def test_rows_with_another_separator_are_read(tmp_path):
    rows = [(";" if number % 5 == 4 else ",").join(row) for number, row in enumerate(CLEAN)]
    (tmp_path / "log.csv").write_text("\n".join(["customer,date,amount", *rows]), encoding="utf-8")
    assert told(read_transactions(tmp_path / "log.csv")) == expected()


def test_zeros_within_a_row_are_left_out(tmp_path):
    content = lines_of(CLEAN).encode()
    (tmp_path / "log.csv").write_bytes(content[:300] + b"\0\0" + content[300:])
    assert told(read_transactions(tmp_path / "log.csv")) == expected()


def test_commas_before_decimals_that_may_stand_in_several_columns_are_refused(tmp_path):
    rows = [f"{number},{7 + number % 30},{number % 100},2024-05-{1 + number % 28:02}" for number in range(60)]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["customer,amount,date", *rows]), encoding="utf-8")
    with pytest.raises(ScenarioError, match="before decimals: 3 names, 4 cells below"):
        read_transactions(path)


def test_dates_in_both_orders_are_told(tmp_path):
    rows = [
        (who, day.strftime("%m/%d/%Y" if number % 6 == 5 else "%d/%m/%Y"), f"{paid:.2f}")
        for number, (who, day, paid) in enumerate(ROWS)
    ]
    path = tmp_path / "log.csv"
    path.write_text(lines_of(rows), encoding="utf-8")
    found = read_transactions(path)
    other = int(found.set_aside["reason"].str.startswith("the date has day and month in the other").sum())
    said = [doubt for doubt in found.doubts if "the day first and" in doubt]
    assert other > 1 and len(said) == 1 and f"and {other} that can only have the month first" in said[0]
    assert not any(
        "the day first and" in doubt for doubt in read_transactions(path, dates="day-first").doubts
    )


@pytest.mark.parametrize(
    ("first", "later", "said"),
    [(40, [10] * 11, True), (40, [10, 10, 10, 10, *[0] * 7], True), (19, [16] * 6 + [0] * 5, False)],
    ids=["a steady inflow", "that stops", "as many as before until it stops"],
)
def test_customers_from_before_a_log_are_told_by_what_came_while_people_came(first, later, said):
    months = [number for number, count in enumerate([first, *later]) for _ in range(count)]
    customer = np.array([*range(len(months)), len(months) - 1])
    day = np.array([*(np.datetime64(f"2024-{month + 1:02}-15") for month in months), "2024-12-15"], "M8[D]")
    doubts = " ".join(doubts_about_time(customer, day, pd.Timestamp("2024-12-31")))
    assert ("were customers before the log begins" in doubts) == said
