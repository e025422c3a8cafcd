"""Who the customers are, and whom they know."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from relsim.scenario.part import Part
from relsim.scenario.problems import Mistake
from relsim.scenario.units import Chance, Fraction, Frequency, Growth, Share


def _spread_out(value: Any) -> Any:
    return value if isinstance(value, dict) else {"mean": value}


class RateTrait(Part):
    """A rate that differs between customers."""

    mean: Frequency
    spread: Fraction = Field(0.0, description="Standard deviation as a share of the mean.")
    distribution: Literal["gamma", "lognormal"] = "gamma"


class PositiveTrait(Part):
    """A positive number that differs between customers."""

    mean: Fraction
    spread: Fraction = Field(0.0, description="Standard deviation as a share of the mean.")
    distribution: Literal["gamma", "lognormal"] = "lognormal"


class ShareTrait(Part):
    """A number between 0 and 1 that differs between customers (beta distributed)."""

    mean: Share
    spread: Share = Field(0.0, description="Standard deviation; at most sqrt(mean (1 - mean)).")


Rates = Annotated[RateTrait, BeforeValidator(_spread_out)]
Positives = Annotated[PositiveTrait, BeforeValidator(_spread_out)]
Shares = Annotated[ShareTrait, BeforeValidator(_spread_out)]


class Segment(Part):
    """A group of customers and the distribution of their traits."""

    name: str = "everybody"
    share: Share = 1.0
    need_rate: Rates = Field(RateTrait(mean=Frequency(1.0, "month")))
    basket: Positives = Field(
        PositiveTrait(mean=1.0, spread=0.6), description="Units usually bought at once."
    )
    price_sensitivity: Positives = PositiveTrait(mean=1.0, spread=0.4)
    proneness: Shares = Field(ShareTrait(mean=0.6, spread=0.2), description="Wish for a relationship at all.")
    values: Shares = Field(ShareTrait(mean=0.5, spread=0.2), description="What they care about.")
    talkativeness: Shares = ShareTrait(mean=0.3, spread=0.15)
    mobility: Chance = Field(Chance(0.01, "year"), description="Chance to move away.")
    expectation: Shares = ShareTrait(mean=0.6, spread=0.1)


class Population(Part):
    """How the number of people in the market changes; `customers` are all who are ever there."""

    growth: Growth = Field(Growth(0.0, "year"), description="How fast newcomers make the market grow.")
    turnover: Chance = Field(
        Chance(0.0, "year"), description="Chance to move away and be replaced by a newcomer."
    )
    start: Share | None = Field(
        None, description="Share there from the start; else so many that the last comes at the end."
    )

    @model_validator(mode="after")
    def _does_not_shrink(self) -> Self:
        if self.growth.amount < 0.0:
            raise Mistake("a market shrinks by the mobility of its segments", "0% per year", ("growth",))
        return self


class Network(Part):
    """Who talks with whom."""

    kind: Literal["complete", "ring", "random", "small world", "scale free", "edge list"] = "small world"
    neighbours: Annotated[int, Field(ge=0, le=1000)] = Field(
        8, description="Mean number of people a customer talks with."
    )
    rewiring: Share = Field(0.1, description="Share of far ties in a small world.")
    file: str | None = Field(
        None, description="Edge list: two customer numbers a line, beside the scenario file."
    )

    @model_validator(mode="after")
    def _half_on_either_side(self) -> Self:
        if self.kind in ("ring", "small world", "scale free") and self.neighbours % 2:
            near = str(self.neighbours + 1)
            raise Mistake(f"a {self.kind} needs an even number", near, ("neighbours",))
        return self
