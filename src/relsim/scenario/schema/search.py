"""What to search: levers with the values they may have, what counts, and what may be spent."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from relsim.errors import InputError, nearest
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Money
from relsim.scenario.units.quantities import periods_per
from relsim.scenario.units.ranges import Spread
from relsim.vocabulary import Group, Line, column_name

NO_COSTS = ("revenue",)
SPENDING_NAMES = tuple(
    name
    for name in dict.fromkeys(column_name(one) for kind in (Group, Line) for one in kind)
    if name not in NO_COSTS
)
"""Groups and lines of the statement that money is spent on; where both have one name, the group."""


class Budget(Part):
    """What a firm may spend, on average over replications."""

    lines: Annotated[list[str], Field(min_length=1)] = Field(
        description="Groups or lines of costs that count together: `retention_cost`, `advertising`."
    )
    most: Money = Field(description="The largest amount, at the size the scenario is written for.")
    per: Literal["run", "week", "month", "quarter", "year"] = Field(
        "year", description="The time for which the amount is meant."
    )

    @model_validator(mode="after")
    def _known(self) -> Self:
        for number, name in enumerate(self.lines):
            if name not in SPENDING_NAMES:
                raise InputError(
                    f'no cost is called "{name}"', nearest(name, SPENDING_NAMES), ("lines", number)
                )
        return self

    def in_run(self, periods: int, period: str) -> float:
        """The largest amount for a whole run."""
        return self.most if self.per == "run" else self.most * periods / periods_per(self.per, period)


class Search(Part):
    """What `relsim optimise` looks for."""

    levers: Annotated[dict[str, Spread], Field(min_length=1)] = Field(
        description="Dotted paths, each with a list of choices or a range `{from: ..., to: ...}`; with "
        "`steps` only so many values are taken from a range."
    )
    measure: str = Field(
        "customer_equity",
        description="The measure of the firm in focus to make highest; where overhead is a lever and no "
        "measure is named, customer equity after overhead.",
    )
    budget: Budget | None = Field(None, description="What may be spent; without it, anything.")
