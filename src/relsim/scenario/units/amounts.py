"""Plain numbers with bounds: shares, fractions, money."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from relsim.errors import InputError, value_in_words
from relsim.scenario.units.quantities import (
    COUNT_SHAPE,
    GROUPED_PATTERN,
    NUMBER_PATTERN,
    read_count,
    read_quantity,
    read_whole,
)

LARGEST_AMOUNT = 1e12
SMALLEST = 1e-9
"""Between these lie the numbers of a scenario: what is beyond is a slip, and would overflow or vanish."""

MOST_PEOPLE = 10**12
"""So many people, and what they do in the longest run, can be counted in whole numbers of 64 bits."""


def _reader(noun: str, test: Callable[[float], bool], percent: bool) -> BeforeValidator:
    """A validator for plain numbers: `noun` says what is expected, `test` which are allowed."""

    def read(value: object) -> float:
        quantity = read_quantity(value)
        if quantity is None:
            raise InputError(f"expected {noun}, found {value_in_words(value)}")
        if quantity.unit is None and percent >= quantity.percent and test(quantity.amount):
            return bounded(quantity.amount, noun)
        plain = float(quantity.number)
        suggestion = quantity.number if test(plain) else None
        if suggestion is None and percent and not quantity.percent and test(plain / 100):
            suggestion = f"{quantity.number}%"
        raise InputError(f"expected {noun}, found {value_in_words(value)}", suggestion)

    return BeforeValidator(read)


def bounded(amount: float, noun: str) -> float:
    """A number of the kind, if it is none that no computation would bear."""
    if abs(amount) > LARGEST_AMOUNT or 0.0 < abs(amount) < SMALLEST:
        zero = "" if "above zero" in noun else " unless it is zero"
        least = f"at least 0.000000001{zero}"
        limit = "at most 1000000000000" if abs(amount) > LARGEST_AMOUNT else least
        raise InputError(f"expected {noun}, {limit}, found {value_in_words(amount)}")
    return amount


def _shape(percent: bool, **limits: float) -> WithJsonSchema:
    number: dict[str, Any] = {"type": "number", **limits}
    pattern = rf"^{NUMBER_PATTERN} ?%$" if percent else rf"^[+-]?{GROUPED_PATTERN}$"
    return WithJsonSchema({"anyOf": [number, {"type": "string", "pattern": pattern}]})


Whole = Annotated[int, BeforeValidator(read_whole)]
PeopleCount = Annotated[
    int,
    BeforeValidator(read_count),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MOST_PEOPLE},
                {
                    "type": "string",
                    "pattern": rf"^{COUNT_SHAPE}$",
                },
            ]
        }
    ),
    Field(ge=1, le=MOST_PEOPLE),
]
"""How many people there are: at least one, as `7000000`, `7,000,000` or `7 million`."""
Share = Annotated[
    float,
    _reader("a share from 0% to 100%", lambda amount: 0 <= amount <= 1, percent=True),
    _shape(True, minimum=0, maximum=1),
]
Fraction = Annotated[
    float,
    _reader("a fraction of zero or more, such as 120%", lambda amount: amount >= 0, percent=True),
    _shape(True, minimum=0),
]
RelativeChange = Annotated[
    float,
    _reader("a change of -100% or more, such as 120%", lambda amount: amount >= -1, percent=True),
    _shape(True, minimum=-1),
]
Money = Annotated[
    float,
    _reader("an amount of money of zero or more", lambda amount: amount >= 0, percent=False),
    _shape(False, minimum=0),
]
Number = Annotated[float, _reader("a finite number", lambda amount: True, percent=False), _shape(False)]
Positive = Annotated[
    float,
    _reader("a number above zero", lambda amount: amount > 0, percent=False),
    _shape(False, exclusiveMinimum=0),
]
RelativeSpread = Annotated[
    float,
    _reader(
        "a spread of zero, or from 0.1% to a hundredfold",
        lambda amount: amount == 0.0 or 0.001 <= amount <= 100.0,
        percent=True,
    ),
    _shape(True, minimum=0, maximum=100),
]
Exponent = Annotated[
    float,
    _reader(
        "a fraction from 0 to 50, since it is an exponent", lambda amount: 0 <= amount <= 50, percent=True
    ),
    _shape(True, minimum=0, maximum=50),
]
