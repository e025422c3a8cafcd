"""What a scenario file says of a market, and what follows from that alone."""

from math import fsum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from relsim.errors import refuse_unknown
from relsim.rules.rulebook import MECHANISMS
from relsim.scenario.facts import Facts
from relsim.scenario.part import Part
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.schema.changes import Condition, Event, Policy
from relsim.scenario.schema.evidence import MeasuredFigure
from relsim.scenario.schema.explore import MarketPage
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.learn import Lesson
from relsim.scenario.schema.mechanisms import Mechanisms
from relsim.scenario.schema.people import Network, Population, Segment
from relsim.scenario.schema.search import Search
from relsim.scenario.schema.surveying import Survey
from relsim.scenario.units.amounts import PeopleCount, Positive, Share, Whole
from relsim.scenario.units.calendar import read_month
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Growth

MOST_FIRMS = 12
MOST_PERIODS = 10_000
PeriodCount = Annotated[Whole, Field(ge=1, le=MOST_PERIODS)]


class Presentation(Part):
    """How the report looks."""

    title: str | None = None
    logo: str | None = Field(None, description="An SVG or PNG file beside the scenario file.")


BY_TENURE = "retention by tenure"
"""The convention of residual value that knows how long each customer has stayed."""

WITH_RETURNS = "with returns"
"""The convention of residual value under which those who have left may return."""


class ScenarioFile(Part):
    """A market, the firms in it, and the policies to compare, as a file says them."""

    title: str
    summary: str = ""
    currency: str = "EUR"
    period: Literal["week", "month", "quarter", "year"] = "month"
    periods: PeriodCount = 60
    begins: Annotated[str | None, BeforeValidator(read_month)] = Field(
        None, description="The month in which period 1 begins, such as `2025-01`, by which periods are told."
    )
    customers: PeopleCount = Field(5000, description="How many people or firms could be customers.")
    simulate: PeopleCount | None = Field(
        None,
        description="How many people are simulated, each of whom stands for as many customers as it takes; "
        "else all. Whatever a file says, and whatever is told, is in the size of `customers`.",
    )
    scale: Positive = Field(1.0, description="Multiplies what firms pay as a whole; `--customers` sets it.")
    warm_up: Duration | None = Field(
        None,
        description="How long the market runs before the first period, uncounted, so that rungs and feelings "
        "are what its settings hold; each firm then has the customers it is said to begin with. Else five "
        "years where `customers` of a firm are known and not all of their rungs, and none elsewhere.",
    )
    discount: Growth = Growth(0.1, "year")
    residual_value: Literal["constant retention", "retention by tenure", "with returns"] = Field(
        "constant retention",
        description="How customers at the end go on: at the last year's retention, the same for all; at "
        "one that rises with tenure, since those who leave easily leave first; or at the last year's, and "
        "those who have left return as often as in the last year.",
    )
    product_type: Annotated[
        Literal["consumer goods", "durables", "industrial goods", "services"] | None,
        Facts(sources=("gummesson2008",)),
    ] = None
    category: Annotated[
        Literal["young", "mature"] | Share | None, Facts(sources=("mcfadden1978", "vanheerde2003"))
    ] = Field(
        None,
        description="How settled it is that needs are met by somebody: in a young category firms win people "
        "who went without, in a mature one from each other; or a number from 0 to 1.",
    )
    reference_price: Positive | None = Field(
        None, description="Price that customers think normal; else the mean at first of firms with customers."
    )
    focus: str | None = Field(None, description="The firm whose results are compared.")
    baseline: str | None = Field(None, description="The policy others are compared with.")
    replications: Annotated[Whole, Field(ge=1)] = 100
    population: Population = Population()
    network: Network = Network()
    segments: Annotated[list[Segment], Field(min_length=1)] = [Segment()]
    mechanisms: Mechanisms = Mechanisms()
    behaviour: Behaviour = Behaviour()
    firms: Annotated[dict[str, Firm], Field(min_length=1, max_length=MOST_FIRMS)]
    policies: dict[str, Policy] = Field(default_factory=dict)
    conditions: dict[str, Condition] = Field(
        default_factory=dict, description="Named patches of the market, under which policies are tried."
    )
    timeline: list[Event] = []
    evidence: list[MeasuredFigure] = Field([], description="What was measured: figures that a fit looks for.")
    survey: Survey = Field(
        Survey(), description="Who answered the survey that a fit is given; by default everybody alike."
    )
    optimise: Search | None = Field(None, description="What `relsim optimise` looks for.")
    explore: MarketPage | None = Field(
        None,
        description="What the page of `relsim explore` lets its readers change; else the values with a "
        "range, and those that policies set.",
    )
    learn: Lesson | None = None
    sources: dict[str, str] = Field(default_factory=dict)
    report: Presentation = Presentation()

    @property
    def people(self) -> int:
        """How many people are simulated."""
        return self.customers if self.simulate is None else self.simulate

    @property
    def stands_for(self) -> float:
        """How many customers each of the people who are simulated stands for."""
        return self.customers / self.people

    @property
    def scale_of_people(self) -> float:
        """What an amount that a firm pays as a whole is multiplied with among those who are simulated."""
        return self.scale if self.simulate is None else self.scale * self.people / self.customers

    def room_for_customers(self, firm: str) -> int:
        """How many customers a firm may begin with, in numbers of the file: all who are there at first, and
        where nobody is a customer of two firms, only those whom no other has."""
        refuse_unknown("firm", firm, self.firms)
        there = 1.0 if self.population.start is None else self.population.start
        others = [one.start for name, one in self.firms.items() if name != firm and self.has_one_firm_each]
        told = sum(start.customers for start in others if isinstance(start.customers, int))
        left = there - fsum(start.share for start in others)
        return max(0, int(left * self.customers / self.scale + 1e-6) - told)

    @property
    def has_one_firm_each(self) -> bool:
        """Whether nobody is a customer of two firms at once, as under contract."""
        return MECHANISMS["choice"].alternatives[self.mechanisms.choice].holds

    @property
    def focal_firm(self) -> str:
        """The firm whose results are compared: `focus`, or else the first."""
        return self.focus or next(iter(self.firms))

    @property
    def baseline_policy(self) -> str | None:
        """The policy others are compared with: `baseline`, or else the first."""
        return self.baseline or next(iter(self.policies), None)
