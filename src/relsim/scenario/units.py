"""Numbers with units as scenario files write them: `3% per month`, `12 per year`, `6 months`."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema

from relsim.scenario.problems import Mistake, alternatives, described, nearest, shortened

PER_YEAR = {"day": 365.25, "week": 52.1775, "month": 12.0, "quarter": 4.0, "year": 1.0}
NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
QUANTITY = re.compile(
    rf"\s*(?P<number>{NUMBER})\s*(?P<percent>%)?"
    r"\s*(?:(?P<per>per\b|/)|an?\b)?\s*(?P<unit>[^\W\d_]+)?\s*"
)
RATE_PATTERN = rf"^{NUMBER} ?%? ?(per|/) ?(day|week|month|quarter|year)$"


@dataclass(frozen=True)
class Quantity:
    """The parts of a written quantity; `amount` has its percent sign applied."""

    number: str
    amount: float
    percent: bool
    per: bool
    unit: str | None


def read_quantity(value: object) -> Quantity | None:
    """The quantity that a number or a text expresses, or None where it expresses none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = value if isinstance(value, str) else plain_decimal(value)
    found = QUANTITY.fullmatch(text)
    if found is None or (found["per"] and not found["unit"]):
        return None
    amount = float(found["number"] + ("e-2" if found["percent"] else ""))
    if not math.isfinite(amount):
        return None
    return Quantity(found["number"], amount + 0.0, bool(found["percent"]), bool(found["per"]), found["unit"])


def periods_per(unit: str, period: str) -> float:
    """How many of `period` make one `unit`: 12 months per year."""
    for name in (unit, period):
        if name not in PER_YEAR:
            raise Mistake(_not_a_period(name), nearest(name, PER_YEAR))
    return PER_YEAR[period] / PER_YEAR[unit]


def _not_a_period(name: str) -> str:
    return f'"{shortened(name)}" is not a period, expected {alternatives(PER_YEAR)}'


def plain_decimal(number: float) -> str:
    """The shortest plain decimal that reads back as the same number."""
    if isinstance(number, int) or not math.isfinite(number):
        return str(number)
    return _trimmed(Decimal(repr(float(number))))


def _percent(amount: float) -> str:
    return _trimmed(Decimal(repr(float(amount))).scaleb(2)) + "%"


def _trimmed(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(value: object) -> str:
    return shortened(value.strip()) if isinstance(value, str) else described(value)


def _valid(parse: Callable[[object], object], text: str) -> str | None:
    """The text if it would be accepted: a suggestion must never lead to the next error."""
    try:
        parse(text)
    except Mistake:
        return None
    return text


class Written:
    """A value written as text with a unit; pydantic reads it with `parse`, writes it with `str`."""

    noun: ClassVar[str]
    example: ClassVar[str]
    pattern: ClassVar[str] = RATE_PATTERN
    plain_number: ClassVar[dict[str, Any]] = {"const": 0}

    @classmethod
    def parse(cls, value: object) -> Self:
        """The value that a scenario file expresses, or a Mistake that says how to write it."""
        raise NotImplementedError

    @classmethod
    def refusal(cls, value: object, suggestion: str | None = None) -> Mistake:
        """The mistake of a value that is not of this kind at all."""
        such = "" if suggestion else f', expected one such as "{cls.example}"'
        return Mistake(f"{_shown(value)} is not {cls.noun}{such}", suggestion)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        shape = {
            "anyOf": [{"type": "string", "pattern": cls.pattern}, cls.plain_number],
            "description": f"{cls.noun}, such as {cls.example}",
        }
        return handler.generate_schema(
            Annotated[
                Any,
                BeforeValidator(cls.parse),
                PlainSerializer(str, return_type=str),
                WithJsonSchema(shape),
            ]
        )


@dataclass(frozen=True)
class Rate(Written):
    """An amount per day, week, month, quarter or year; abstract."""

    amount: float
    period: str

    @classmethod
    def hint(cls, quantity: Quantity, period: str) -> str:
        """The quantity as a rate of this kind would be written."""
        is_share = not quantity.percent and abs(quantity.amount) < 1
        number = _percent(quantity.amount) if is_share else f"{quantity.number}%"
        return f"{number} per {period}"

    @classmethod
    def parse(cls, value: object) -> Self:
        """The rate that a scenario file expresses; 0 needs no unit."""
        if isinstance(value, cls):
            return value
        quantity = read_quantity(value)
        if quantity is None:
            raise cls.refusal(value)
        if quantity.unit is None:
            if quantity.amount == 0:
                return cls(0.0, "year")
            shown = f'"{_shown(value)}"' if isinstance(value, str) else quantity.number
            suggestion = _valid(cls.parse, cls.hint(quantity, "month"))
            such = "" if suggestion else f', expected one such as "{cls.example}"'
            raise Mistake(f"{shown} has no time unit{such}", suggestion)
        if quantity.unit not in PER_YEAR:
            near = nearest(quantity.unit, PER_YEAR)
            if near is None and not quantity.per:
                raise cls.refusal(value)
            hint = near and _valid(cls.parse, cls.hint(quantity, near))
            raise Mistake(f"{_shown(value)}: {_not_a_period(quantity.unit)}", hint)
        if not quantity.per or not cls.accepts(quantity):
            raise cls.refusal(value, _valid(cls.parse, cls.hint(quantity, quantity.unit)))
        return cls(quantity.amount, quantity.unit)

    @classmethod
    def accepts(cls, quantity: Quantity) -> bool:
        """Whether the number is written in a way this rate allows; `4 per month` is no share."""
        return quantity.percent or abs(quantity.amount) < 1

    def per_period(self, period: str) -> float:
        """The rate over one period."""
        raise NotImplementedError

    def __str__(self) -> str:
        return f"{_percent(self.amount)} per {self.period}"


@dataclass(frozen=True)
class Chance(Rate):
    """A probability per time; over other periods it is compounded: 1 - (1 - p) ** ratio."""

    noun = "a probability"
    example = "3% per month"

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= 1:
            raise Mistake(f"{self} is not a probability, expected between 0% and 100%")

    def per_period(self, period: str) -> float:
        """The probability that it happens at least once in a period."""
        ratio = periods_per(period, self.period)
        if ratio == 1 or self.amount == 1:
            return self.amount
        return -math.expm1(ratio * math.log1p(-self.amount))


@dataclass(frozen=True)
class Frequency(Rate):
    """A count per time, linear in time."""

    noun = "a count per time"
    example = "12 per year"

    def __post_init__(self) -> None:
        if not (self.amount >= 0 and math.isfinite(self.amount * PER_YEAR["day"])):
            raise Mistake(f"{self} is not a count per time, expected zero or more")

    @classmethod
    def hint(cls, quantity: Quantity, period: str) -> str:
        """The quantity as a count: without its percent sign."""
        return f"{quantity.number} per {period}"

    @classmethod
    def accepts(cls, quantity: Quantity) -> bool:
        """A count has no percent sign."""
        return not quantity.percent

    def per_period(self, period: str) -> float:
        """The expected count in a period."""
        return self.amount / periods_per(self.period, period)

    def __str__(self) -> str:
        return f"{plain_decimal(self.amount)} per {self.period}"


@dataclass(frozen=True)
class Growth(Rate):
    """A compounding rate per time, above -100%."""

    noun = "a growth rate"
    example = "10% per year"

    def __post_init__(self) -> None:
        try:
            bounded = self.amount > -1 and (1 + self.amount) ** PER_YEAR[self.period] < math.inf
        except OverflowError:
            bounded = False
        if not bounded:
            raise Mistake(f"{self} is not a growth rate, expected above -100% and bounded over a year")

    def per_period(self, period: str) -> float:
        """The growth over one period: (1 + g) ** ratio - 1."""
        ratio = periods_per(period, self.period)
        return self.amount if ratio == 1 else math.expm1(ratio * math.log1p(self.amount))


@dataclass(frozen=True)
class Duration(Written):
    """A length of time: `6 months`, `2 years`, or a whole number of the scenario's periods."""

    count: float
    unit: str = "period"

    noun = "a duration"
    example = "6 months"
    pattern = rf"^{NUMBER} ?(day|week|month|quarter|year|period)s?$"
    plain_number: ClassVar[dict[str, Any]] = {"type": "integer", "minimum": 0}

    def __post_init__(self) -> None:
        if not (self.count >= 0 and math.isfinite(self.count * PER_YEAR["day"])):
            raise Mistake(f"{self} is not a duration, expected zero or more")

    @classmethod
    def parse(cls, value: object) -> Self:
        """The duration that a scenario file expresses."""
        if isinstance(value, cls):
            return value
        quantity = read_quantity(value)
        if quantity is None:
            raise cls.refusal(value)
        number, units = quantity.number, ("period", *PER_YEAR)
        unit = (quantity.unit or "period").removesuffix("s")
        near = unit if unit in units else nearest(unit, units)
        whole = near != "period" or quantity.amount.is_integer()
        if quantity.percent or quantity.per or near != unit or not whole:
            fitting = near if near and whole else "month" if unit == "period" else None
            hint = fitting and _valid(cls.parse, f"{number} {fitting}s")
            raise cls.refusal(value, hint)
        return cls(quantity.amount, unit)

    def periods(self, period: str) -> int:
        """The number of periods, rounded half up; a duration above zero lasts at least one."""
        exact = self.count * (1 if self.unit == "period" else periods_per(self.unit, period))
        return max(math.floor(exact + 0.5), 1 if self.count > 0 else 0)

    def __str__(self) -> str:
        return f"{plain_decimal(self.count)} {self.unit}{'' if self.count == 1 else 's'}"


def _reader(noun: str, test: Callable[[float], bool], percent: bool) -> BeforeValidator:
    """A validator for plain numbers: `noun` says what is expected, `test` which are allowed."""

    def read(value: object) -> float:
        quantity = read_quantity(value)
        if quantity is None:
            raise Mistake(f"expected {noun}, found {described(value)}")
        if quantity.unit is None and percent >= quantity.percent and test(quantity.amount):
            return quantity.amount
        plain = float(quantity.number)
        suggestion = quantity.number if test(plain) else None
        if suggestion is None and percent and test(plain / 100):
            suggestion = f"{quantity.number}%"
        raise Mistake(f"expected {noun}, found {described(value)}", suggestion)

    return BeforeValidator(read)


def _shape(percent: bool, **limits: float) -> WithJsonSchema:
    number: dict[str, Any] = {"type": "number", **limits}
    text = {"type": "string", "pattern": rf"^{NUMBER} ?%$"}
    return WithJsonSchema({"anyOf": [number, text]} if percent else number)


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
