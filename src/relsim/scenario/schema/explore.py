"""What a page lets its readers change: values with their stops."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from relsim.errors import InputError
from relsim.scenario.part import Part
from relsim.scenario.units.ranges import Range, Spread

MOST_STOPS = 21
"""Stops of a slider: a page holds what each of them changes."""

USUAL_STOPS = 5
"""How many stops a slider has in a range that does not say."""


def stops_of(spread: Range | list[str | int | float]) -> int:
    """How many stops a slider has."""
    return len(spread) if isinstance(spread, list) else spread.steps or USUAL_STOPS


class MarketPage(Part):
    """What the page that `relsim explore` writes lets its readers change."""

    sliders: Annotated[dict[str, Spread], Field(min_length=1)] = Field(
        description="Dotted paths in the order of the page, each with a list of stops, or with a range "
        f"`{{from: ..., to: ...}}` that has {USUAL_STOPS} of them, or as many as its `steps` say."
    )

    @model_validator(mode="after")
    def _few_stops(self) -> Self:
        for path, spread in self.sliders.items():
            if (number := stops_of(spread)) > MOST_STOPS:
                message = f"{number:,} stops, expected at most {MOST_STOPS}, since a page holds each of them"
                raise InputError(message, None, ("sliders", path))
        return self
