"""Claims about how numbers are written."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relsim.report.table import Table, text_lines
from relsim.report.wording import (
    MINUS,
    NO_VALUE,
    SPACE,
    difference,
    interval,
    measure_text,
    money,
    number,
    to_digits,
    words,
)

NAN = math.nan


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_103_215.0, "1,103,000"),
        (-54_321.0, f"{MINUS}54,320"),
        (53.217, "53.22"),
        (0.0, "0"),
        (-0.0001, "0.00"),
        (999_999.9, "1,000,000"),
        (NAN, NO_VALUE),
    ],
)
def test_money_has_separators_and_four_digits(value: float, text: str) -> None:
    assert money(value, "") == text


def test_the_sign_stands_before_the_currency() -> None:
    assert money(1234.0, "EUR", 3, signed=True) == f"+EUR{SPACE}1,230"
    assert money(-1234.0, "EUR", 3) == f"{MINUS}EUR{SPACE}1,230"


def test_an_interval_is_rounded_to_what_its_width_allows() -> None:
    assert interval(73_325.5, 85_942.9, "money") == "73,300 to 85,900"
    assert interval(-512.0, 9_120.0, "money") == f"{MINUS}500 to +9,100"
    assert difference(79_634.2, 73_325.5, 85_942.9, "money", "EUR") == f"+EUR{SPACE}79,600"
    assert interval(NAN, NAN, "money") == NO_VALUE


@pytest.mark.parametrize(
    ("low", "high", "kind", "text"),
    [
        (-340.0, 128_000.0, "money", f"{MINUS}300 to +128,000"),
        (340.0, 128_000.0, "money", "300 to 128,000"),
        (0.0, 128_000.0, "money", "0 to 128,000"),
        (-128_000.0, -3.2, "money", f"{MINUS}128,000 to {MINUS}3"),
        (-0.00004, 0.012, "share", f"{MINUS}0.004 to +1.20"),
        (0.0096, 1.2, "ratio", "0.01 to 1.20"),
        (-1e-12, 1.2, "ratio", "0.00 to +1.20"),
    ],
)
def test_an_end_of_an_interval_that_is_not_zero_is_not_written_as_zero(low, high, kind, text) -> None:
    assert interval(low, high, kind) == text


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9), st.sampled_from(["money", "share", "count", "ratio"]))
def test_an_interval_is_seen_to_hold_zero_where_it_does_and_nowhere_else(low, width, kind) -> None:
    high = low + width
    assume(all(end == 0.0 or abs(end) >= 1e-6 for end in (low, high)))
    ends = [
        float(one.replace(MINUS, "-").replace(",", "")) for one in interval(low, high, kind).split(" to ")
    ]
    assert (ends[0] <= 0.0 <= ends[1]) == (low <= 0.0 <= high)


@pytest.mark.parametrize(
    ("value", "kind", "difference_text", "interval_text"),
    [
        (10_080.0, "money", "+10,080", "10,080 to 10,080"),
        (-123_456.4, "money", f"{MINUS}123,456", f"{MINUS}123,456 to {MINUS}123,456"),
        (2.5, "count", "+2.50", "2.50 to 2.50"),
        (0.127, "ratio", "+0.13", "0.13 to 0.13"),
        (0.0302, "share", f"+3.02{SPACE}points", "3.02 to 3.02"),
        (0.0, "share", f"0.0{SPACE}points", "0 to 0"),
    ],
)
def test_what_is_alike_in_all_replications_is_rounded_as_its_interval(
    value, kind, difference_text, interval_text
) -> None:
    assert difference(value, value, value, kind) == difference_text
    assert interval(value, value, kind) == interval_text


@given(
    st.floats(-1e9, 1e9),
    st.just(0.0) | st.floats(0.0, 1e9),
    st.floats(0.0, 1.0),
    st.sampled_from(["money", "share", "count", "ratio"]),
)
def test_a_difference_is_not_written_outside_its_interval(low, width, at, kind) -> None:
    high, value = low + width, low + at * width
    assume(low <= value <= high and all(abs(one) >= 1e-6 for one in (low, high, value)))
    text = difference(value, low, high, kind).removesuffix(f"{SPACE}points")
    ends = interval(low, high, kind).split(" to ")
    first, told, last = (float(one.replace(MINUS, "-").replace(",", "")) for one in (ends[0], text, ends[1]))
    assert first <= told <= last or told == 0.0


def test_differences_of_shares_are_points() -> None:
    assert measure_text(0.0302, "share", signed=True) == f"+3.0{SPACE}points"
    assert difference(0.0302, 0.0287, 0.0317, "share") == f"+3.02{SPACE}points"


def test_names_are_joined_as_people_do() -> None:
    assert words(["a"]) == "a"
    assert words(["a", "b", "c"]) == "a, b and c"


@given(st.floats(-1e15, 1e15) | st.sampled_from([NAN, math.inf, -math.inf]))
def test_any_number_can_be_written(value: float) -> None:
    for kind in ("money", "share", "count", "points", "ratio"):
        assert measure_text(value, kind, "EUR", signed=True)


@pytest.mark.parametrize("summed", [88.35, 88.35000000000001, 88.34999999999998])
def test_half_a_digit_is_written_as_what_it_is_however_it_was_summed(summed: float) -> None:
    assert number(summed, 1) == number(88.35, 1)
    assert to_digits(summed) == to_digits(88.35)
    assert difference(summed, 60.0, 110.0, "number") == difference(88.35, 60.0, 110.0, "number")


def test_columns_of_a_table_of_text_stand_below_one_another_whatever_signs_it_holds():
    rows = [["保留客户", "1.0", "x"], ["й" + "\u0306", "12.5", "再"], ["plain", "3", "e\u0301😀"]]
    lines = text_lines(Table("A table", ["policy", "profit", "said"], rows))[2:]
    assert lines == [
        "policy    profit  said",
        "保留客户     1.0     x",
        "й\u0306           12.5    再",
        "plain          3   e\u0301😀",
    ]
