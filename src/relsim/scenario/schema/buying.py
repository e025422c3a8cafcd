"""How customers buy: when they want the category, how they choose, what reaches them, what they spend."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from relsim.errors import InputError
from relsim.scenario.facts import Facts
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Fraction, Number, Positive, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Chance, Frequency, monthly


class Recency(Part):
    """Chance per period to buy again, by periods since the last purchase (need: by recency)."""

    facts: ClassVar[Facts] = Facts(sources=("pfeifer2000",))

    one: Share = Field(0.3, description="One period after it.")
    two: Share = Field(0.2, description="Two periods after it.")
    three: Share = Field(0.15, description="Three periods after it.")
    four: Share = Field(0.05, description="Four periods after it.")
    five: Share = Field(0.0, description="Five periods after it.")
    six: Share = Field(0.0, description="Six periods after it.")
    longer: Share = Field(0.0, description="Later.")


class Contract(Part):
    """When a contract is paid for (need: contract)."""

    facts: ClassVar[Facts] = Facts(sources=())

    billed: Duration = Field(
        Duration(1), description="Time between two bills, each for one payment; by default a period."
    )

    @model_validator(mode="after")
    def _at_some_time(self) -> Self:
        if self.billed.count <= 0.0:
            raise InputError("a contract is billed after some time", "1 month", ("billed",))
        return self


class Choice(Part):
    """Weights of the choice utility (McFadden 1974; Zeithaml 1988), and of its alternatives."""

    facts: ClassVar[Facts] = Facts(sources=("mcfadden1974", "zeithaml1988", "sirgy1982"))

    intercept: Number = Field(-3.0, description="Utility of a firm of which nothing is known.")
    benefit: Fraction = Field(2.0, description="Weight of expected quality.")
    congruence: Fraction = Field(0.6, description="Weight of shared values.")
    sacrifice: Annotated[Fraction, Facts(sources=())] = Field(
        2.0, description="Weight of the price (log, relative)."
    )
    habit: Fraction = Field(1.5, description="Utility of staying with a current firm.")
    habit_purchases: Annotated[Fraction, Facts(sources=("lally2010",))] = Field(
        0.0, description="Purchases that half build the habit; 0: the first builds all of it."
    )
    attachment: Fraction = Field(2.5, description="Weight of affective commitment.")
    bonds: Fraction = Field(1.5, description="Weight of switching cost.")
    unfairness: Annotated[Fraction, Facts(sources=("kalyanaram1995", "bolton2003"))] = Field(
        1.5, description="Weight of the share by which a price lies above the remembered one."
    )
    memory: Fraction = Field(2.0, description="Weight of how a former relationship felt.")
    risk: Fraction = Field(0.6, description="Fear of a first purchase.")
    diversity: Annotated[Fraction, Facts(sources=("goodhardt1984",))] = Field(
        1.2, description="Dirichlet: how far each customer spreads purchases (S)."
    )
    innovation: Annotated[Frequency, Facts(sources=("bass1969",))] = Field(
        Frequency(0.03, "year"), description="Bass: adoptions of their own accord (p)."
    )
    imitation: Annotated[Frequency, Facts(sources=("bass1969",))] = Field(
        Frequency(0.38, "year"), description="Bass: adoptions where everybody recommends (q)."
    )


class CategoryNeed(Part):
    """Whether a need is met at all, before the question by which firm (nested logit: McFadden 1978)."""

    facts: ClassVar[Facts] = Facts(sources=("mcfadden1978", "vanheerde2003"))

    maturity: Share = Field(
        0.0,
        description="How little what firms offer moves whether a need is met at all: 0, as much as which "
        "firm meets it; 1, not at all.",
    )
    outside: Number = Field(0.0, description="Utility of leaving a need unmet.")


class Awareness(Part):
    """Who knows of a firm: only those come to mind that are known (Nedungadi 1990)."""

    facts: ClassVar[Facts] = Facts(sources=("nedungadi1990",))

    forgetting: Chance = Field(
        monthly(0), description="How fast somebody whom nothing reminds of a firm forgets that it exists."
    )


class Messages(Part):
    """How much messages move a choice."""

    facts: ClassVar[Facts] = Facts(sources=())

    advertising: Fraction = Field(2.5, description="Utility of an advertisement.")
    praise: Fraction = Field(0.8, description="Utility of hearing a recommendation.")
    blame: Annotated[Fraction, Facts(sources=("mizerski1982", "east2008"))] = Field(
        1.6, description="How many times the weight of a recommendation a complaint has; studies disagree."
    )
    win_back: Fraction = Field(1.0, description="Utility of a win-back offer.")
    commitment: Annotated[Duration, Facts(sources=("anderson2004", "lewis2006"))] = Field(
        Duration(12, "month"), description="Time over which a newcomer spreads what is taken off once."
    )


class Spend(Part):
    """How baskets vary and grow."""

    facts: ClassVar[Facts] = Facts(sources=())

    variation: Fraction = Field(0.3, description="Sigma of the log basket on one occasion.")
    growth: Annotated[Fraction, Facts(sources=("reichheld1996",))] = Field(
        0.2, description="Larger basket of the fully committed."
    )
    shape: Annotated[Positive, Facts(sources=("colombo1999", "fader2005"))] = Field(
        6.25, description="Gamma-Gamma: shape of the basket on one occasion (p)."
    )
