"""Who the customers are, and whom they know."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from relsim.errors import InputError
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Fraction, Positive, RelativeSpread, Share, Whole
from relsim.scenario.units.rates import Chance, Frequency, Growth


def _spread_out(value: Any) -> Any:
    return value if isinstance(value, dict) else {"mean": value}


class Trait(Part):
    """A number that differs between customers, by its spread or by the shape of its distribution.

    In a scenario it keeps its usual mean where only the spread is given, so none is required.
    """

    model_config = ConfigDict(json_schema_extra=lambda schema: schema.pop("required", None))

    spread: RelativeSpread = Field(
        0.0, description="Standard deviation as a share of the mean; left out beside a mean, all are alike."
    )
    shape: Positive | None = Field(
        None, description="Shape of a gamma or inverse gamma, alpha of a beta; instead of a spread."
    )
    distribution: str

    @model_validator(mode="after")
    def _either_spread_or_shape(self) -> Self:
        if self.shape is not None and self.spread > 0.0:
            raise InputError("give either a spread or a shape", None, ("shape",))
        if self.distribution == "inverse gamma" and self.shape is not None and self.shape <= 1.0:
            raise InputError("an inverse gamma has a mean only with a shape above 1", None, ("shape",))
        if self.shape is not None and self.distribution == "lognormal":
            raise InputError("a lognormal has no shape; give its spread", None, ("shape",))
        return self


class RateTrait(Trait):
    """A rate that differs between customers; beta distributed, it is a chance per period."""

    mean: Frequency
    distribution: Literal["gamma", "lognormal", "beta"] = "gamma"


class PositiveTrait(Trait):
    """A positive number that differs between customers."""

    mean: Fraction
    distribution: Literal["gamma", "lognormal", "inverse gamma"] = "lognormal"


class ShareTrait(Part):
    """A number between 0 and 1 that differs between customers, beta distributed.

    It is given by its mean, or by the two shapes of the distribution.
    """

    mean: Share | None = None
    spread: Annotated[RelativeSpread, Field(le=1)] = Field(
        0.0, description="Standard deviation; at most sqrt(mean (1 - mean))."
    )
    alpha: Positive | None = Field(
        None, description="First shape of the beta; the mean is alpha/(alpha + beta)."
    )
    beta: Positive | None = Field(None, description="Second shape of the beta.")

    @model_validator(mode="after")
    def _either_mean_or_shapes(self) -> Self:
        if (self.mean is None) != (self.alpha is not None and self.beta is not None):
            raise InputError("give either a mean, or alpha and beta")
        return self


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
    proneness: Shares = Field(
        ShareTrait(mean=0.6, spread=0.11), description="Wish for a relationship at all."
    )
    values: Shares = Field(ShareTrait(mean=0.5, spread=0.2), description="What they care about.")
    talkativeness: Shares = ShareTrait(mean=0.3, spread=0.15)
    mobility: Chance = Field(Chance(0.01, "year"), description="Chance to move away.")
    expectation: Shares = ShareTrait(mean=0.6, spread=0.1)
    fickleness: Shares = Field(
        ShareTrait(mean=0.1),
        description="Lasting chance to leave: per renewal with the departures `beta` and "
        "`before opportunity`, per purchase with `after purchase`.",
    )
    restlessness: Positives = Field(
        PositiveTrait(mean=1.0, spread=0.75, distribution="gamma"),
        description="How much more readily than others they leave a firm; as different as in a study.",
    )

    @model_validator(mode="before")
    @classmethod
    def _usual_if_left_out(cls, given: Any) -> Any:
        """A trait of which only the spread is given keeps its usual mean, and its distribution."""
        if not isinstance(given, dict):
            return given
        traits = {name: field.default for name, field in cls.model_fields.items() if name in given}
        return given | {
            name: usual(default, given[name]) | given[name]
            for name, default in traits.items()
            if isinstance(default, RateTrait | PositiveTrait | ShareTrait) and isinstance(given[name], dict)
        }


def usual(default: RateTrait | PositiveTrait | ShareTrait, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the default of a trait adds to what is given of it."""
    known = default.model_dump(include={"distribution"})
    return known if {"mean", "alpha", "beta"} & given.keys() else known | {"mean": default.mean}


class Population(Part):
    """How the number of people in the market changes; `customers` are all who are ever there."""

    growth: Growth = Field(Growth(0.0, "year"), description="How fast newcomers make the market grow.")
    turnover: Chance = Field(
        Chance(0.0, "year"), description="Chance to move away and be replaced by a newcomer."
    )
    start: Share | None = Field(
        None, description="Share there from the start; a market that grows or turns over must say it."
    )

    @property
    def fills(self) -> bool:
        """Whether not all people are there from the start."""
        return self.start is not None and self.start < 1.0

    @property
    def changes(self) -> bool:
        """Whether newcomers come."""
        return self.growth.amount != 0.0 or self.turnover.amount != 0.0

    @model_validator(mode="after")
    def _does_not_shrink(self) -> Self:
        if self.growth.amount < 0.0:
            raise InputError("a market shrinks by the mobility of its segments", "0% per year", ("growth",))
        return self


def ever_there(population: Population, periods: int, period: str) -> list[float]:
    """How many have ever been in the market by each period, for each one at the start.

    The market grows at its rate, and each who moves away as part of its turnover is replaced in the
    next period, on average.
    """
    growth, turnover = population.growth.per_period(period), population.turnover.per_period(period)
    there, ever = 1.0, [1.0]
    for _ in range(periods - 1):
        ever.append(ever[-1] + (growth + turnover) * there)
        there *= 1.0 + growth
    return ever


class Network(Part):
    """Who talks with whom."""

    kind: Literal["complete", "ring", "random", "small world", "scale free", "edge list"] = "small world"
    neighbours: Annotated[Whole, Field(ge=0, le=1000)] = Field(
        8, description="Mean number of people a customer talks with."
    )
    rewiring: Share = Field(0.1, description="Share of far ties in a small world.")
    file: str | None = Field(
        None, description="Edge list: two customer numbers a line, beside the scenario file."
    )

    @model_validator(mode="after")
    def _file_and_kind(self) -> Self:
        if self.kind == "edge list" and not self.file:
            raise InputError("an edge list needs a file", None, ("file",))
        if self.kind != "edge list" and self.file is not None:
            is_chosen = "kind" in self.model_fields_set
            message = f"a {self.kind} takes no file" if is_chosen else "a file of ties needs its kind"
            raise InputError(message, "edge list", ("kind",))
        return self

    @model_validator(mode="after")
    def _half_on_either_side(self) -> Self:
        if self.kind in ("ring", "small world", "scale free") and self.neighbours % 2:
            near = str(self.neighbours + 1)
            raise InputError(f"a {self.kind} needs an even number", near, ("neighbours",))
        return self
