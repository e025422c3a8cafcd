"""Rates: `3% per month`, `12 per year`, `1,000 per month`, and what they come to over other periods."""

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import Self

from relsim.arithmetic import LARGEST_EXPONENT, expm1, log1p
from relsim.errors import InputError, nearest
from relsim.scenario.units.amounts import bounded
from relsim.scenario.units.quantities import (
    NUMBER_PATTERN,
    PER_YEAR,
    Quantity,
    as_found,
    not_a_period,
    percent_of,
    periods_per,
    plain_decimal,
)
from relsim.scenario.units.written import TIME_PATTERN, TextWithUnit, valid


@dataclass(frozen=True)
class Rate(TextWithUnit):
    """An amount per day, week, month, quarter or year; abstract."""

    amount: float
    period: str

    @classmethod
    def hint(cls, quantity: Quantity, period: str) -> str:
        """The quantity as a rate of this kind would be written."""
        is_share = not quantity.percent and abs(quantity.amount) < 1
        number = percent_of(quantity.amount) if is_share else f"{quantity.number}%"
        return f"{number} per {period}"

    @classmethod
    def of(cls, quantity: Quantity, value: object) -> Self:
        """The rate that a quantity expresses; 0 needs no unit."""
        if quantity.unit is None:
            if quantity.amount == 0:
                return cls(0.0, "year")
            shown = f'"{as_found(value)}"' if isinstance(value, str) else quantity.number

            def suggestion(period: str) -> str | None:
                return valid(cls.parse, cls.hint(quantity, period))

            such = "" if suggestion("month") else f', expected one such as "{cls.example}"'
            raise InputError(f"{shown} has no time unit{such}", suggestion("month"), in_unit=suggestion)
        if quantity.unit not in PER_YEAR:
            near = nearest(quantity.unit, PER_YEAR)
            if near is None and not quantity.per:
                raise cls.refusal(value)
            hint = near and valid(cls.parse, cls.hint(quantity, near))
            raise InputError(f"{as_found(value)}: {not_a_period(quantity.unit)}", hint)
        if not quantity.per or not cls.accepts(quantity):
            raise cls.refusal(value, valid(cls.parse, cls.hint(quantity, quantity.unit)))
        rate = cls(quantity.amount, quantity.unit)
        if not rate.is_plausible():
            raise InputError(f"{as_found(value)} is beyond any market, expected {cls.limits}")
        return rate

    limits = "a rate"

    def is_plausible(self) -> bool:
        """Whether a market could have such a rate; what is computed may be beyond that."""
        return True

    @classmethod
    def accepts(cls, quantity: Quantity) -> bool:
        """Whether the number is written in a way this rate allows; `4 per month` is no share."""
        return quantity.percent or abs(quantity.amount) < 1

    @abstractmethod
    def per_period(self, period: str) -> float:
        """The rate over one period."""

    def __str__(self) -> str:
        return f"{percent_of(self.amount)} per {self.period}"


@dataclass(frozen=True)
class Chance(Rate):
    """A probability per time; over other periods it is compounded: 1 - (1 - p) ** ratio."""

    noun = "a probability"
    example = "3% per month"

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= 1:
            raise InputError(f"{self} is not a probability, expected between 0% and 100%")

    def per_period(self, period: str) -> float:
        """The probability that it happens at least once in a period."""
        ratio = periods_per(period, self.period)
        if ratio == 1 or self.amount == 1:
            return self.amount
        return -expm1(ratio * log1p(-self.amount))


@dataclass(frozen=True)
class LinearRate(Rate):
    """A number per time, twice as large over twice the time; abstract."""

    def __post_init__(self) -> None:
        if not (self.amount >= 0 and math.isfinite(self.amount * PER_YEAR["day"])):
            raise InputError(f"{self} is not {self.noun}, expected zero or more")

    @classmethod
    def hint(cls, quantity: Quantity, period: str) -> str:
        """The quantity without its percent sign."""
        return f"{quantity.number} per {period}"

    @classmethod
    def accepts(cls, quantity: Quantity) -> bool:
        """Such a number has no percent sign."""
        return not quantity.percent

    def per_period(self, period: str) -> float:
        """The number over one period; as it is written where that is its own."""
        return self.amount / periods_per(self.period, period)

    def __str__(self) -> str:
        return f"{plain_decimal(self.amount)} per {self.period}"


@dataclass(frozen=True)
class Frequency(LinearRate):
    """A count per time."""

    noun = "a count per time"
    example = "12 per year"
    limits = "at most 100000 per year"

    def is_plausible(self) -> bool:
        """A count a year that a customer could have time for."""
        return self.per_period("year") <= 1e5


@dataclass(frozen=True)
class Spending(LinearRate):
    """An amount of money per time."""

    noun = "an amount of money per time"
    example = "1000 per month"
    pattern = rf"^{NUMBER_PATTERN}{TIME_PATTERN}$"

    def __post_init__(self) -> None:
        super().__post_init__()
        bounded(self.amount, self.noun)


@dataclass(frozen=True)
class Growth(Rate):
    """A compounding rate per time, above -100%."""

    noun = "a growth rate"
    example = "10% per year"

    def __post_init__(self) -> None:
        if not (self.amount > -1 and log1p(self.amount) * PER_YEAR[self.period] < LARGEST_EXPONENT):
            raise InputError(f"{self} is not a growth rate, expected above -100% and bounded over a year")

    def per_period(self, period: str) -> float:
        """The growth over one period: (1 + g) ** ratio - 1."""
        ratio = periods_per(period, self.period)
        return self.amount if ratio == 1 else expm1(ratio * log1p(self.amount))


NEVER = Chance(0.0, "month")
SELDOM = Frequency(0.0, "year")
FREE_OF_COST = Spending(0.0, "month")


def yearly(percent: float) -> Chance:
    """A chance in percent per year."""
    return Chance(percent / 100.0, "year")


def monthly(percent: float) -> Chance:
    """A chance in percent per month."""
    return Chance(percent / 100.0, "month")
