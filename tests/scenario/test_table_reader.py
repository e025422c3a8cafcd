"""Claims about tables from outside: whatever form they have, they are read the same or refused with place."""

import datetime as dt
import os

import pandas as pd
import pytest

from relsim.errors import Place, ScenarioError
from relsim.scenario.tables.dates import added, dates
from relsim.scenario.tables.numbers import Cell, numbers
from relsim.scenario.tables.table import read_data_table

NAMES = ("who", "amount")


def cells(*texts, whole=False):
    return [Cell(Place("t", line), text, whole) for line, text in enumerate(texts, 1)]


def told(path, **options):
    table = read_data_table(path, NAMES, **options)
    return [[cell.text for cell in column] for column in table.columns.values()]


# Forms


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_encoding_and_line_ends_do_not_matter(tmp_path, separator, encoding, end):
    lines = ["Who{}AMOUNT", "", "Zoë{}5", '"a{} b"{}6', ""]
    path = tmp_path / "table.txt"
    path.write_bytes(end.join(lines).replace("{}", separator).encode(encoding))
    assert told(path) == [["Zoë", f"a{separator} b"], ["5", "6"]]


@pytest.mark.parametrize("form", ["excel", "parquet"])
def test_excel_and_parquet_are_read_as_text_is(tmp_path, form):
    path = tmp_path / "table"
    frame = pd.DataFrame({"who": ["a", None], "amount": [1.234, 5.0]})
    if form == "excel":
        frame.to_excel(path, index=False, engine="openpyxl")
    else:
        frame.to_parquet(path)
    assert told(path) == [["a", ""], ["1.234", "5"]]
    assert read_data_table(path, NAMES).mark == "."


def test_the_first_line_of_excels_own_csv_names_the_separator(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("sep=;\nwho;amount\na, b;1\n")
    assert told(path) == [["a, b"], ["1"]]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("who,amuont\na,1\n", "1:5", 'did you mean "amount"'),
        ("who,who\na,1\n", "1:5", "twice"),
        ("1,2\n3,4\n", "1:1", "no names of columns"),
        ("who,amount\na\n", "2:1", "1 cells, expected 2"),
        ("who,amount\na,1,2\n", "2:5", "3 cells, expected 2"),
        ('who,amount\n"a,1\n', "2:1", "a quote is not closed"),
        ("", "1:1", "no columns"),
    ],
)
def test_a_table_of_another_shape_is_refused_with_its_place(tmp_path, text, place, words):
    path = tmp_path / "table.csv"
    path.write_text(text)
    with pytest.raises(ScenarioError) as refused:
        told(path)
    assert f"table.csv:{place}  " in str(refused.value)
    assert words in str(refused.value)


def test_only_regular_files_of_bounded_size_are_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_text("who,amount\n" * 9)
    (tmp_path / "binary").write_bytes(b"\x01\0\0\0\2\3")
    for name, words in (("pipe", "pipe"), ("", "folder"), ("none", "no such"), ("binary", "binary")):
        with pytest.raises(ScenarioError, match=words):
            told(tmp_path / name)
    with pytest.raises(ScenarioError, match="device"):
        read_data_table("/dev/zero", NAMES)
    with pytest.raises(ScenarioError, match="larger than 0 KiB"):
        told(tmp_path / "large", largest=20)


# Numbers


@pytest.mark.parametrize(
    "texts",
    [
        ("1234567.5", "-3", "0"),
        ("1,234,567.5", "-3", "0"),
        ("1.234.567,5", "-3", "0"),
        ("1 234 567,5", "\u22123", "0,0"),
        ("1\u202f234\u202f567.5", "(3)", "0"),
        ("1'234'567.5", "-3.0", "0"),
        ("€ 1.234.567,50", "-3 €", "0"),
        ("1234567.5", "-3e0", "0"),
    ],
)
def test_a_number_is_the_same_in_all_its_forms(texts):
    assert numbers(cells(*texts)) == [1234567.5, -3.0, 0.0]


def test_another_number_of_the_file_tells_which_mark_stands_before_decimals():
    assert numbers(cells("1.234", "5,5")) == [1234.0, 5.5]
    assert numbers(cells("1.234", "5.5")) == [1.234, 5.5]
    assert numbers(cells("1.234", "5"), usual=".") == [1.234, 5.0]
    assert numbers(cells("1.234", "1,234", whole=True)) == [1234.0, 1234.0]


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_a_number_that_can_be_two_is_refused_with_both(text):
    with pytest.raises(ScenarioError, match=r"can be 1234 or 1\.234"):
        numbers(cells("5", text))


def test_two_marks_before_decimals_in_one_file_are_refused():
    with pytest.raises(ScenarioError, match="different marks"):
        numbers(cells("1,5", "1.5"))


@pytest.mark.parametrize(
    "text", ["1_20", "nan", "inf", "-inf", "\u0663", "1e999", "12.34.5", "1,23,4", "1 2", "0x10", "--1", "1-"]
)
def test_what_only_looks_like_a_number_is_none(text):
    with pytest.raises(ScenarioError, match="expected a number"):
        numbers(cells(text))


@pytest.mark.parametrize("text", ["120.5", "1_20", "1e-3", "9" * 20, "-5", "(5)"])
def test_a_count_is_whole(text):
    with pytest.raises(ScenarioError, match="expected a whole number"):
        numbers(cells(text, whole=True), usual=".")


# Dates


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-01",
        "2025-03",
        "2025/3/1",
        "20250301",
        "1.3.2025",
        "1 Mar 2025",
        "March 2025",
        "2025-03-01T00:00:00Z",
    ],
)
def test_a_date_is_the_same_in_all_its_forms(text):
    assert dates(cells(text)) == [dt.date(2025, 3, 1)]


def test_quarters_and_weeks_are_dates():
    assert dates(cells("2025-Q2", "Q3 2025", "2025-W02")) == [
        dt.date(2025, 4, 1),
        dt.date(2025, 7, 1),
        dt.date(2025, 1, 6),
    ]


def test_one_date_of_a_column_tells_whether_the_day_comes_first():
    assert dates(cells("01/02/2025", "31/01/2025"))[0] == dt.date(2025, 2, 1)
    assert dates(cells("01/02/2025", "01/31/2025"))[0] == dt.date(2025, 1, 2)
    with pytest.raises(ScenarioError, match="day or the month first"):
        dates(cells("01/02/2025", "01/03/2025"))
    with pytest.raises(ScenarioError, match="some dates"):
        dates(cells("31/01/2025", "01/31/2025"))
    with pytest.raises(ScenarioError, match="no day of the calendar"):
        dates(cells("2025-02-30"))


def test_a_month_after_the_last_day_is_the_last_day():
    start = dt.date(2024, 1, 31)
    assert [added(start, "month", n).isoformat() for n in range(4)] == [
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
        "2024-04-30",
    ]
    assert added(dt.date(2024, 2, 29), "year", 1) == dt.date(2025, 2, 28)
    assert added(start, "quarter", 1) == dt.date(2024, 4, 30)
    assert added(start, "week", 2) == dt.date(2024, 2, 14)
