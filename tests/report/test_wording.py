"""Claims about how numbers are written."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
