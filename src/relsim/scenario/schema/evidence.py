"""Evidence: figures that a firm has measured, for a market to be fitted to."""

from math import inf
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from relsim.errors import InputError, nearest, value_in_words
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


def read_give_or_take(value: object, info: ValidationInfo) -> Any:
    """How far a figure may be off, in its own unit; points of a hundred are read as a share of it, but those
    of a score are its unit."""
    measure = info.data.get("measure", "")
    if isinstance(value, str) and value.endswith((" points", " point")):
        number = value.rsplit(" ", 1)[0]
        value = number if measure == "nps" else f"{number}%"
    refuse_share(measure, value, "expected how far it may be off, such as 3")
    return value


def read_figure(value: object, info: ValidationInfo) -> Any:
    """A number, or a share written with its sign."""
    quantity = read_quantity(value)
    if quantity is None or not quantity.percent or quantity.unit:
        return value
    refuse_share(info.data.get("measure", ""), value, "expected one such as 120")
    return quantity.amount


OTHER_RATIOS = ("nps", "spend_per_purchase", "revenue_per_customer", "purchases_a_year", "order_cycle")
"""Ratios that nobody gives in per cent, beside what something costs."""


def refuse_share(measure: str, value: object, expected: str) -> None:
    """Refuse a share of what is counted in people, times or money: 5 % would be read as .05."""
    is_sum = EVIDENT.get(measure, "ratio") != "ratio" or measure.startswith("cost_to")
    quantity = read_quantity(value)
    if (is_sum or measure in OTHER_RATIOS) and quantity is not None and quantity.percent:
        raise InputError(f'"{measure}" is no share; {expected}, found {value_in_words(value)}')


MAY_BE_NEGATIVE = ("contribution", "profit", "revenue_growth")
PARTS_OF_A_WHOLE = ("silent_failures", "gross_revenue_retention", "yearly_retention", "cohort_retention")
"""Shares of customers, failures or revenue that cannot be more than all of them, beside those named so."""


def extent_of(measure: str) -> tuple[float, float]:
    """Between what a measure can lie, whatever the market."""
    if measure == "nps":
        return -100.0, 100.0
    is_share = "share" in measure or measure.startswith(("churn", "retention_in_year"))
    return (
        -inf if measure in MAY_BE_NEGATIVE else 0.0,
        1.0 if is_share or measure in PARTS_OF_A_WHOLE else inf,
    )


class MeasuredFigure(Part):
    """A figure that was measured, and how sure it is."""

    measure: str = Field(description="What was measured, such as `lost`, `customers` or `yearly_retention`.")
    value: Annotated[Number, BeforeValidator(read_figure)] = Field(
        description="What it was, a number or a share."
    )
    give_or_take: Annotated[Fraction, BeforeValidator(read_give_or_take)] = Field(
        0.0, description="Its standard error, in the unit of the value; `2 points` are 2 %, of a score 2."
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

    @model_validator(mode="after")
    def _value_possible(self) -> Self:
        low, high = extent_of(self.measure)
        if low <= self.value <= high:
            return self
        expected = "a number of zero or more" if high == inf else f"one from {low:.0f} to {high:.0f}"
        meant = None
        if high == 1.0:
            expected = "a share from 0% to 100%"
            meant = f"{self.value:g}%" if 2.0 <= self.value <= 100.0 else None
        raise InputError(f'"{self.measure}" cannot be {self.value:g}, expected {expected}', meant, ("value",))
