"""Evidence: figures that a firm has measured, for a market to be fitted to."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from relsim.errors import InputError, nearest
from relsim.scenario.part import Part
from relsim.scenario.schema.evident import EVIDENT, OF_A_SEGMENT
from relsim.scenario.units.amounts import Fraction, Number
from relsim.scenario.units.quantities import read_quantity

LAST_YEAR = "last year"
"""A span of figures: the last year that the tables of a fit cover, and the first of the run without any."""


def read_span(value: object) -> Any:
    """A span as it is kept: the first period and the last, from 1, such as `7 to 12`; or `last year`."""
    if isinstance(value, str) and " ".join(value.casefold().split()) == LAST_YEAR:
        return LAST_YEAR
    ends = [value] if isinstance(value, int) else str(value).replace("-", " to ").split(" to ")
    try:
        numbers = [int(end) for end in ends]
    except ValueError:
        numbers = []
    if isinstance(value, bool) or not 1 <= len(numbers) <= 2 or not 1 <= numbers[0] <= numbers[-1]:
        raise InputError("expected the number of a period or a span such as 7 to 12", "1 to 12")
    return f"{numbers[0]} to {numbers[-1]}"


def read_give_or_take(value: object) -> Any:
    """How far a figure may be off, in its own unit; points of a hundred are read as a share of it."""
    if isinstance(value, str) and value.endswith((" points", " point")):
        return f"{value.rsplit(' ', 1)[0]}%"
    return value


def read_figure(value: object) -> Any:
    """A number, or a share written with its sign."""
    quantity = read_quantity(value)
    return quantity.amount if quantity is not None and quantity.percent and not quantity.unit else value


class MeasuredFigure(Part):
    """A figure that was measured, and how sure it is."""

    measure: str = Field(description="What was measured, such as `lost`, `customers` or `yearly_retention`.")
    value: Annotated[Number, BeforeValidator(read_figure)] = Field(
        description="What it was, a number or a share."
    )
    give_or_take: Annotated[Fraction, BeforeValidator(read_give_or_take)] = Field(
        0.0, description="Its standard error, in the unit of the value; `2 points` are 2 %."
    )
    firm: str | None = Field(None, description="Of which firm; left out, the one in focus.")
    segment: str | None = Field(None, description="Of which segment alone.")
    period: Annotated[str, BeforeValidator(read_span)] | None = Field(
        None,
        description="In which period, from 1, or from which to which: `7 to 12`; `last year` is the last "
        "twelve months that the tables of a fit cover, without tables the first of the run; left out, the "
        "whole run.",
    )
    source: str | None = Field(None, description="Where the figure comes from.")

    @property
    def is_of_last_year(self) -> bool:
        """Whether it is of the last year that tables cover."""
        return self.period == LAST_YEAR

    def span_in(self, periods: int, year: int) -> tuple[int, int]:
        """The first period, counted from 0, and the one after the last, in a run of so many periods."""
        if self.period is None:
            return 0, periods
        if self.is_of_last_year:
            return 0, year
        first, last = map(int, self.period.split(" to "))
        return first - 1, last

    @property
    def label(self) -> str:
        """What a table calls it."""
        about = ", ".join(filter(None, [self.firm, self.segment]))
        named = self.period if self.is_of_last_year else f"periods {self.period}"
        when = "" if self.period is None else f", {named}"
        return f"{self.measure}{f' of {about}' if about else ''}{when}"

    @model_validator(mode="after")
    def _measure_known(self) -> Self:
        if self.measure not in EVIDENT:
            message = (
                f'nothing that can be evidence is called "{self.measure}": evidence is what a firm has '
                "counted, not what is worked out of it, such as a lifetime value or an equity"
            )
            raise InputError(message, nearest(self.measure, EVIDENT), ("measure",))
        if self.segment is not None and self.measure not in OF_A_SEGMENT:
            message = f'"{self.measure}" is not counted for a segment on its own'
            raise InputError(message, nearest(self.measure, OF_A_SEGMENT), ("segment",))
        return self
