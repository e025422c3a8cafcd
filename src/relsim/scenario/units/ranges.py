"""Ranges of written values: from one to another, both with the same unit, and everything between."""

from dataclasses import replace
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from relsim.errors import InputError, value_in_words
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import SMALLEST, Whole
from relsim.scenario.units.quantities import Quantity, plain_decimal, read_quantity

WrittenValue = str | int | float


def no_switch(value: object) -> object:
    """What a file says in place of a value, unless it is `true` or `false`, which would count as 1 or 0."""
    if isinstance(value, bool):
        raise InputError(f"expected text or a number, found {value_in_words(value)}")
    return value


ValueInFile = Annotated[WrittenValue, BeforeValidator(no_switch)]


class Range(Part):
    """All values from one to another; both are written with the same unit, but for 0."""

    lowest: ValueInFile = Field(alias="from", description="The lowest value.")
    highest: ValueInFile = Field(alias="to", description="The highest value.")
    steps: Annotated[Whole, Field(ge=2, le=100_000)] | None = Field(
        None, description="How many values are taken from it, ends included, where not all are."
    )

    @classmethod
    def between(cls, lowest: WrittenValue, highest: WrittenValue) -> "Range":
        """The range from one value to another."""
        one = cls.model_construct(lowest=lowest, highest=highest, steps=None)
        one.refuse_downwards()
        return one

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        self.refuse_downwards()
        if self.width == 0.0:
            raise InputError(f"there is nothing between {self.lowest} and {self.highest}")
        return self

    def refuse_downwards(self) -> None:
        """Refuse ends in different units, and a lowest value that is more than the highest."""
        self.value_at(0.5)
        if self.width < 0.0:
            raise InputError(
                f"{self.lowest} is more than {self.highest}; a range begins with its lowest value"
            )

    def value_at(self, place: float) -> WrittenValue:
        """The value at a place between 0, the lowest, and 1, the highest."""
        low, high = self._ends
        if unit_text(low) != unit_text(high):
            raise InputError(f'"{self.lowest}" and "{self.highest}" are written in different units')
        first, last = float(low.number), float(high.number)
        like = max(low, high, key=lambda end: len(end.unit or ""))
        return in_unit_of(like, first + place * (last - first))

    @property
    def _ends(self) -> tuple[Quantity, Quantity]:
        """Both ends; where one is 0, it needs no unit of its own."""
        low, high = quantity(self.lowest), quantity(self.highest)
        return in_unit_if_zero(low, high), in_unit_if_zero(high, low)

    @property
    def width(self) -> float:
        """How far it is from the lowest number to the highest."""
        return float(quantity(self.highest).number) - float(quantity(self.lowest).number)

    def place_of(self, value: WrittenValue) -> float | None:
        """Where a value lies, 0 at the lowest and 1 at the highest; None if it has another unit."""
        (low, high), this = self._ends, read_quantity(value)
        first, last = float(low.number), float(high.number)
        if this is None or unit_text(in_unit_if_zero(this, low)) != unit_text(low) or first == last:
            return None
        return (float(this.number) - first) / (last - first)


def quantity(value: WrittenValue) -> Quantity:
    """The parts of a written value, which must have a number."""
    read = read_quantity(value)
    if read is None:
        raise InputError(f'"{value}" is no number; a range goes from one number to another')
    return read


def in_unit_if_zero(one: Quantity, other: Quantity) -> Quantity:
    """A plain 0 with the unit of another quantity; anything else as it is."""
    plain_zero = one.unit is None and not one.percent and one.amount == 0.0
    return replace(other, number=one.number, amount=one.amount) if plain_zero else one


def unit_text(one: Quantity) -> tuple[bool, bool, str | None]:
    """How a quantity is written besides its number; a month is one of several months."""
    return one.percent, one.per, one.unit_of_one


def in_unit_of(like: Quantity, number: float) -> WrittenValue:
    """A number written with the unit of a quantity; a plain number stays one, and what vanishes is 0."""
    if abs(number) < SMALLEST * (100.0 if like.percent else 1.0):
        number = 0.0
    if not (like.percent or like.unit):
        return number
    name = like.unit_of_one if number == 1.0 else like.unit
    unit = f"{' per' if like.per else ''} {name}" if name else ""
    return f"{plain_decimal(round(number, 12))}{'%' if like.percent else ''}{unit}"


def rounded_in_unit(value: WrittenValue, digits: int) -> WrittenValue:
    """A value with so many significant digits, in its own unit."""
    like = quantity(value)
    return in_unit_of(like, float(f"{float(like.number):.{digits}g}"))


Spread = Range | Annotated[list[ValueInFile], Field(min_length=1)]


def ends_of(spread: Range | list[WrittenValue]) -> list[WrittenValue]:
    """The values of a list, or both ends of a range: what must be valid."""
    return [spread.lowest, spread.highest] if isinstance(spread, Range) else spread
