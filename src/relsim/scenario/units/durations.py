"""Durations: `6 months`, `2 years`, or a number of periods."""

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from relsim.errors import InputError, nearest
from relsim.scenario.units.quantities import (
    NUMBER_PATTERN,
    PER_YEAR,
    Quantity,
    as_found,
    periods_per,
    plain_decimal,
)
from relsim.scenario.units.written import TextWithUnit, valid

LONGEST_YEARS = 10_000


@dataclass(frozen=True)
class Duration(TextWithUnit):
    """A length of time: `6 months`, `2 years`, or a whole number of the scenario's periods."""

    count: float
    unit: str = "period"

    noun = "a duration"
    example = "6 months"
    pattern = rf"^{NUMBER_PATTERN} ?(day|week|month|quarter|year|period)s?$"
    plain_number: ClassVar[dict[str, Any]] = {"type": "integer", "minimum": 0}

    def __post_init__(self) -> None:
        if not (self.count >= 0 and math.isfinite(self.count * PER_YEAR["day"])):
            raise InputError(f"{self} is not a duration, expected zero or more")

    @classmethod
    def of(cls, quantity: Quantity, value: object) -> Self:
        """The duration that a quantity expresses; without a unit it counts periods."""
        number, units = quantity.number, ("period", *PER_YEAR)
        unit = (quantity.unit or "period").removesuffix("s")
        near = unit if unit in units else nearest(unit, units)
        whole = near != "period" or quantity.amount.is_integer()
        if quantity.percent or quantity.per or near != unit or not whole:
            fitting = near if near and whole else "month" if unit == "period" else None
            hint = fitting and valid(cls.parse, f"{number} {fitting}s")
            raise cls.refusal(value, hint)
        duration = cls(quantity.amount, unit)
        if duration.count > LONGEST_YEARS * PER_YEAR.get(unit, 100.0):
            raise InputError(
                f"{as_found(value)} is longer than any run, expected at most {LONGEST_YEARS} years"
            )
        return duration

    def periods(self, period: str) -> int:
        """The number of periods, rounded half up; a duration above zero lasts at least one."""
        exact = self.count * (1 if self.unit == "period" else periods_per(self.unit, period))
        return max(math.floor(exact + 0.5), 1 if self.count > 0 else 0)

    def __str__(self) -> str:
        return f"{plain_decimal(self.count)} {self.unit}{'' if self.count == 1 else 's'}"
