"""Claims about numbers with units."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from relsim.errors import InputError
from relsim.scenario.units.amounts import Fraction, Money, Number, Positive, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.quantities import PER_YEAR, QUANTITY_PATTERN, periods_per
from relsim.scenario.units.rates import Chance, Frequency, Growth, Spending
from relsim.scenario.units.written import TextWithUnit

PERIODS = st.sampled_from(sorted(PER_YEAR))
SHARES = st.floats(0, 1)


class Everything(BaseModel):
    chance: Chance
    frequency: Frequency
    spending: Spending
    growth: Growth
    duration: Duration
    share: Share


def test_a_week_has_seven_days():
    assert periods_per("week", "day") == 7.0
    assert Duration.parse("7 days").periods("week") == 1


def test_a_chance_is_compounded_over_periods() -> None:
    assert Chance.parse("4% per year").per_period("month") == pytest.approx(1 - 0.96 ** (1 / 12))
    assert Chance.parse("3% per month").per_period("year") == pytest.approx(1 - 0.97**12)
    assert Chance.parse("3% per month").per_period("month") == 0.03
    assert Chance.parse("100% per year").per_period("day") == 1


def test_a_frequency_is_linear_in_time() -> None:
    assert Frequency.parse("12 per year").per_period("month") == 1
    assert Frequency.parse("1 per month").per_period("quarter") == 3


def test_spending_is_linear_in_time_and_exact_in_its_own_period() -> None:
    assert Spending.parse("1,200 per year").per_period("month") == 100
    assert Spending.parse("100 per month").per_period("quarter") == 300
    for period in PER_YEAR:
        assert Spending.parse(f"0.1 per {period}").per_period(period) == 0.1


@pytest.mark.parametrize(("written", "number"), [("1,000", 1e3), ("12,345,678.5", 12345678.5), ("999", 999)])
def test_commas_may_stand_between_thousands(written: str, number: float) -> None:
    assert TypeAdapter(Money).validate_python(written) == number
    assert Spending.parse(f"{written} per month") == Spending(number, "month")


@pytest.mark.parametrize("written", ["1,00", "10,00", "1000,000", "0,500", "1,,000", ",500", "1,000,"])
def test_a_comma_anywhere_else_is_no_number(written: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Money).validate_python(written)
    with pytest.raises(InputError, match="is not an amount of money per time"):
        Spending.parse(f"{written} per month")


def test_growth_compounds() -> None:
    assert Growth.parse("10% per year").per_period("month") == pytest.approx(1.1 ** (1 / 12) - 1)
    assert Growth.parse("-10% per year").per_period("year") == -0.1


def test_a_duration_is_a_whole_number_of_periods_and_never_vanishes() -> None:
    assert Duration.parse("6 months").periods("month") == 6
    assert Duration.parse("2 years").periods("month") == 24
    assert Duration.parse(6).periods("year") == 6
    assert Duration.parse("30 months").periods("year") == 3
    assert Duration.parse("1 day").periods("year") == 1
    assert Duration.parse(0).periods("year") == 0


@pytest.mark.parametrize("rate", [Chance, Frequency, Growth, Spending])
def test_zero_needs_no_unit(rate: Any) -> None:
    assert rate.parse(0).per_period("month") == rate.parse("0").per_period("day") == 0


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Chance, "4 per month", '4 per month is not a probability; did you mean "4% per month"?'),
        (Chance, "3%", '"3%" has no time unit; did you mean "3% per month"?'),
        (Chance, 0.03, '0.03 has no time unit; did you mean "3% per month"?'),
        (Chance, "1 per month", '1 per month is not a probability; did you mean "1% per month"?'),
        (Chance, "120% per month", "between 0% and 100%"),
        (Chance, "-3% per month", "between 0% and 100%"),
        (Chance, "3% a month", 'did you mean "3% per month"?'),
        (Chance, "3% per fortnight", "expected day, week, month, quarter or year"),
        (Chance, "3% per mnth", 'did you mean "3% per month"?'),
        (Chance, "5 apples", '5 apples is not a probability, expected one such as "3% per month"'),
        (Chance, True, "true is not a probability"),
        (Chance, None, "nothing is not a probability"),
        (Chance, [1], "a list is not a probability"),
        (Chance, "nan per month", "is not a probability"),
        (Frequency, "3% per month", 'did you mean "3 per month"?'),
        (Frequency, "-1 per day", "expected zero or more"),
        (Spending, 1000, '1000 has no time unit; did you mean "1000 per month"?'),
        (Spending, "1,000", '"1,000" has no time unit; did you mean "1000 per month"?'),
        (Spending, "1000 month", 'did you mean "1000 per month"?'),
        (Spending, "20% per month", 'did you mean "20 per month"?'),
        (Spending, "9 EUR per month", 'expected one such as "1000 per month"'),
        (Spending, "-1 per month", "expected zero or more"),
        (Spending, "2000000000000 per month", "at most 1000000000000"),
        (Growth, "10 per year", 'did you mean "10% per year"?'),
        (Growth, "-100% per year", "above -100%"),
        (Growth, "100000% per day", "bounded over a year"),
        (Duration, "5 apples", '5 apples is not a duration, expected one such as "6 months"'),
        (Duration, 6.5, 'did you mean "6.5 months"?'),
        (Duration, "6 per month", 'did you mean "6 months"?'),
        (Duration, -1, "expected zero or more"),
    ],
)
def test_a_wrong_unit_is_answered_with_help(kind: Any, value: object, message: str) -> None:
    with pytest.raises(InputError) as caught:
        kind.parse(value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Share, {0.2: 0.2, "20%": 0.2, "20 %": 0.2, 1: 1}, [20, "120%", -0.1, True, "x", None]),
        (Fraction, {1.2: 1.2, "120%": 1.2, 0: 0}, [-1, "-5%", True, math.inf, []]),
        (Money, {0: 0, 12.5: 12.5}, [-1, "12 EUR", "20%", False, math.nan]),
        (Number, {-3: -3}, [math.nan, math.inf, True, "three", {}]),
        (Positive, {0.1: 0.1}, [0, -1, True]),
    ],
)
def test_plain_numbers_keep_to_their_range(kind: Any, good: Any, bad: list[object]) -> None:
    adapter: TypeAdapter[float] = TypeAdapter(kind)
    for value, number in good.items():
        assert adapter.validate_python(value) == number
    for value in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)


def test_a_percentage_above_one_suggests_the_percent_sign() -> None:
    with pytest.raises(ValidationError, match='did you mean "20%"'):
        TypeAdapter(Share).validate_python(20)


@given(SHARES, PERIODS)
def test_what_is_written_reads_back_as_the_same_value(amount: float, period: str) -> None:
    values: list[TextWithUnit] = [Chance(amount, period), Growth(amount, period)]
    values += [
        Frequency(amount * 100, period),
        Spending(round(amount, 8), period),
        Duration(amount * 100, period),
    ]
    for value in values:
        assert type(value).parse(str(value)) == value


@given(SHARES, PERIODS, PERIODS)
def test_a_chance_stays_a_probability_in_every_period(p: float, unit: str, period: str) -> None:
    assert 0 <= Chance(p, unit).per_period(period) <= 1


@given(st.text(max_size=12) | st.from_regex(QUANTITY_PATTERN) | st.floats() | st.integers())
def test_anything_else_is_a_mistake_and_every_suggestion_is_valid(value: object) -> None:
    for kind in (Chance, Frequency, Spending, Growth, Duration):
        try:
            kind.parse(value)
        except InputError as mistake:
            if mistake.suggestion is not None:
                kind.parse(mistake.suggestion)


def test_fields_read_texts_write_texts_and_have_a_schema() -> None:
    data = {"chance": "3% per month", "frequency": 0, "spending": 0, "growth": "10% per year", "duration": 6}
    model = Everything.model_validate({**data, "share": "20%"})
    assert model.chance == Chance(0.03, "month")
    dumped = model.model_dump(mode="json")
    assert dumped["duration"] == "6 periods"
    assert Everything.model_validate(dumped) == model
    schema = Everything.model_json_schema()["properties"]["chance"]
    assert schema["anyOf"][1] == {"const": 0}
