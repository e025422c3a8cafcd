"""Priors: how plausible values are that nobody has measured, as a distribution by its name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relsim.errors import InputError
from relsim.plausible import distribution_of
from relsim.scenario.units.quantities import Quantity
from relsim.scenario.units.ranges import Range, WrittenValue, in_unit_of, quantity, unit_text

MOST, LEAST = 0.9995, 0.0005
"""Chances beyond which a value is as good as impossible; between them a prior without bounds is drawn."""

DIGITS_DRAWN = 9
"""To so many digits numbers are drawn, so that the last ones of a C library bear on no result."""

STEPS_TO_BOUND = 30
"""How often the distance to a bound of a value is halved."""


WITHOUT_UNIT = {"beta": (0, 1), "lognormal": (1,), "gamma": (0,)}
"""Which parameters of a distribution have no unit; all others have that of the value."""


@dataclass(frozen=True)
class Prior:
    """A distribution by its name, its two parameters as they are written, and the value as it is written."""

    name: str
    parameters: tuple[WrittenValue, WrittenValue]
    value: WrittenValue

    @property
    def unit(self) -> Quantity:
        """How the value is written."""
        return quantity(self.value)

    def numbers(self) -> tuple[float, float]:
        """The parameters as numbers of the unit of the value; refused where they are none."""
        told = [
            quantity(one).amount if place in WITHOUT_UNIT.get(self.name, ()) else in_unit(one, self.unit)
            for place, one in enumerate(self.parameters)
        ]
        first, second = told
        if self.name == "uniform" and first >= second:
            raise InputError("a uniform prior goes from a lower value to a higher one")
        if self.name != "uniform" and (second <= 0.0 or (self.name != "normal" and first <= 0.0)):
            positive = "the standard deviation" if self.name == "normal" else "both parameters"
            raise InputError(f"{positive} of a {self.name} prior must be above zero")
        return first, second

    @property
    def distribution(self) -> Any:
        """The distribution, of numbers as the value has them; a beta is one of shares from 0 to 100 %."""
        return distribution_of(self.name, *self.numbers())

    @property
    def full(self) -> float:
        """What a number of the distribution is multiplied with: a beta is drawn from 0 to 1."""
        return 100.0 if self.name == "beta" and self.unit.percent else 1.0

    def at(self, chance: float) -> float:
        """The number that the value exceeds with the opposite chance, if it had no bounds."""
        return float(f"{float(self.distribution.ppf(chance)) * self.full:.{DIGITS_DRAWN}g}")

    def within(self, span: Range, chance: float) -> float:
        """The place in a range that the value exceeds with the opposite chance, where it lies in it."""
        ends = [float(quantity(end).number) for end in (span.lowest, span.highest)]
        low, high = (float(self.distribution.cdf(end / self.full)) for end in ends)
        place = (self.at(low + chance * (high - low)) - ends[0]) / (ends[1] - ends[0])
        return min(1.0, max(0.0, round(place, DIGITS_DRAWN)))


def in_unit(parameter: WrittenValue, like: Quantity) -> float:
    """A parameter in the unit of a value, which a plain number has; 0.2 may be 20 %."""
    read = quantity(parameter)
    if unit_text(read) == unit_text(like):
        return float(read.number)
    if read.unit is not None or (read.percent and not like.percent):
        raise InputError(f'"{parameter}" has another unit than the value', str(in_unit_of(like, read.amount)))
    return float(read.number) * (1.0 if read.percent or not like.percent else 100.0)


def range_of_prior(prior: Prior, is_valid: Callable[[WrittenValue], bool]) -> Range:
    """Where a value with a prior may lie: all but what is as good as impossible, cut at its bounds."""
    middle = prior.at(0.5)
    if not is_valid(in_unit_of(prior.unit, middle)):
        raise InputError(f"the middle of the prior, {in_unit_of(prior.unit, middle)}, is not valid here")
    ends = [bounded_end(prior, middle, prior.at(chance), is_valid) for chance in (LEAST, MOST)]
    return Range.between(*(in_unit_of(prior.unit, end) for end in ends))


def bounded_end(prior: Prior, middle: float, end: float, is_valid: Callable[[WrittenValue], bool]) -> float:
    """The end of a prior, or the bound of the value where that comes first."""

    def fits(number: float) -> bool:
        return is_valid(in_unit_of(prior.unit, number))

    if fits(end):
        return end
    for bound in (0.0, 100.0 if prior.unit.percent else 1.0):
        if (
            min(middle, end) <= bound <= max(middle, end)
            and fits(bound)
            and not fits(bound + (end - bound) / 2)
        ):
            return bound
    for _ in range(STEPS_TO_BOUND):
        between = (middle + end) / 2.0
        middle, end = (between, end) if fits(between) else (middle, between)
    return middle
