"""A scenario: the whole market in one validated, frozen object."""

from collections.abc import Mapping
from html import escape
from math import fsum
from textwrap import shorten
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from relsim.errors import DataPath, InputError, counted, nearest, refuse_unknown, value_in_words
from relsim.rules.rulebook import MECHANISMS
from relsim.scenario.checks import validated
from relsim.scenario.facts import Facts
from relsim.scenario.part import Part
from relsim.scenario.resolve.comparable import refuse_shared_settings
from relsim.scenario.resolve.patches import patched
from relsim.scenario.resolve.presets import with_presets
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.schema.evidence import MeasuredFigure
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.learn import Lesson
from relsim.scenario.schema.people import Network, Population, Segment, ever_there
from relsim.scenario.schema.search import Search
from relsim.scenario.schema.surveying import Survey
from relsim.scenario.units.amounts import PeopleCount, Positive, Share, Whole
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.quantities import percent_of
from relsim.scenario.units.rates import Growth
from relsim.scenario.yaml.document import Document
from relsim.scenario.yaml.writing import yaml_of

MOST_FIRMS = 12
NO_PRICES: Mapping[str, float] = MappingProxyType({})
MOST_PERIODS = 10_000
PeriodCount = Annotated[Whole, Field(ge=1, le=MOST_PERIODS)]


if TYPE_CHECKING:
    Need = str
    Choice = str
    Spend = str
    Experience = str
    Ladder = str
    Departure = str
    Talk = str
else:
    Need, Choice, Spend, Experience, Ladder, Departure, Talk = (
        Literal[tuple(mechanism.alternatives)] for mechanism in MECHANISMS.values()
    )


class Mechanisms(Part):
    """Which alternative of each mechanism is in force."""

    need: Need = Field("gamma-poisson", description="When customers want the category.")
    choice: Choice = Field("logit", description="How they pick a firm.")
    spend: Spend = Field("lognormal", description="How much they take.")
    experience: Experience = Field("disconfirmation", description="What an episode leaves behind.")
    ladder: Ladder = Field("behavioural", description="How they climb and slide.")
    departure: Departure = Field("competing", description="Why they leave.")
    word_of_mouth: Talk = Field("network", description="Whether they talk.")


class Policy(Part):
    """A named patch of the scenario: what the firm in focus might do instead."""

    title: str | None = None
    note: str | None = None
    set: dict[str, Any] = Field(default_factory=dict)


class Condition(Part):
    """A named patch of the scenario: what the market might be like instead."""

    title: str | None = Field(None, description="What the condition is called in reports.")
    note: str | None = Field(None, description="Why one might fear or hope for it.")
    set: dict[str, Any] = Field(description="Dotted paths and the values they get.")


class Event(Part):
    """An intervention or a shock: some values are others from one period until another."""

    title: str | None = None
    at: Duration
    until: Duration | None = None
    set: dict[str, Any]


class Presentation(Part):
    """How the report looks."""

    title: str | None = None
    logo: str | None = Field(None, description="An SVG or PNG file beside the scenario file.")


BY_TENURE = "retention by tenure"
"""The convention of residual value that knows how long each customer has stayed."""

WITH_RETURNS = "with returns"
"""The convention of residual value under which those who have left may return."""


class Scenario(Part):
    """A market, the firms in it, and the policies to compare."""

    title: str
    summary: str = ""
    currency: str = "EUR"
    period: Literal["week", "month", "quarter", "year"] = "month"
    periods: PeriodCount = 60
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
        None, description="Price that customers think normal; else the firms' mean at the start."
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
    learn: Lesson | None = None
    sources: dict[str, str] = Field(default_factory=dict)
    report: Presentation = Presentation()

    _document: Document = PrivateAttr()
    _founding_prices: dict[str, float] = PrivateAttr()
    _condition: str | None = PrivateAttr(None)
    _before: Self | None = PrivateAttr(None)

    @classmethod
    def of(cls, document: Document, founding_prices: Mapping[str, float] = NO_PRICES) -> Self:
        """The scenario that a document describes, presets filled in.

        Firms in `founding_prices` had that list price before something changed it: their customers remember
        it, and presets that are parts of a price are parts of this one.
        """
        scenario = validated(with_presets(document, founding_prices), cls)
        refuse_shared_settings(document, cls)
        scenario._document = document
        scenario._founding_prices = {
            name: founding_prices.get(name, firm.price) for name, firm in scenario.firms.items()
        }
        return scenario

    def changed(
        self,
        changes: Mapping[str, Any],
        origin: Document | None = None,
        origin_path: DataPath = (),
    ) -> Self:
        """The same market with values at dotted paths replaced; list prices from before the start stay."""
        if not isinstance(changes, Mapping) or not all(isinstance(path, str) for path in changes):
            raise InputError(f"changes: expected values by dotted path, found {value_in_words(changes)}")
        document = patched(self._document, changes, origin, origin_path, model=type(self))
        scenario = self.of(document, self._founding_prices).told_under(self._condition)
        if self._before is not None and origin is None:
            scenario._before = self._before.changed(changes)
        return scenario

    def from_now_on(self, changes: Mapping[str, Any]) -> Self:
        """The same market with values that hold from the first period on, as a policy's, and not before."""
        scenario = self.changed(changes)
        scenario._before = self._before or self
        return scenario

    def with_policy(self, name: str) -> Self:
        """The scenario as it is under one of its policies."""
        refuse_unknown("policy", name, self.policies)
        path = ("policies", name, "set")
        scenario = self.changed(self.policies[name].set, self._document, path)
        scenario._before = self._before or self
        return scenario

    def under_condition(self, name: str) -> Self:
        """The scenario as it is under one of its conditions."""
        refuse_unknown("condition", name, self.conditions)
        path = ("conditions", name, "set")
        return self.changed(self.conditions[name].set, self._document, path).told_under(name)

    def told_under(self, condition: str | None) -> Self:
        """The same market, which knows that it is one of its conditions."""
        self._condition = condition
        return self

    @property
    def condition(self) -> str | None:
        """The condition that this scenario is under, if any."""
        return self._condition

    def at_events(self, numbers: tuple[int, ...]) -> Self:
        """The scenario while these events of its timeline hold."""
        scenario = self
        for number in numbers:
            path = ("timeline", number, "set")
            changes = self.timeline[number].set
            scenario = scenario.changed(changes, self._document, path)
        return scenario

    @property
    def before_policies(self) -> Self:
        """The market as it was before anybody decided on a policy: under the baseline, if there is one."""
        scenario = self._before or self
        name = scenario.baseline_policy
        return scenario if name is None or not scenario.policies[name].set else scenario.with_policy(name)

    def scaled_to(self, customers: int) -> Self:
        """The same market with another number of customers, the firms' own budgets in proportion."""
        changes: dict[str, Any] = {"customers": customers, "scale": self.scale * customers / self.customers}
        if self.simulate is not None:
            changes["simulate"] = min(self.simulate, customers)
        return self.changed(changes)

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

    @property
    def normal_price(self) -> float:
        """The price that customers compare with: `reference_price`, or the firms' mean at first."""
        there = [name for name, firm in self.firms.items() if firm.present(0, self.period)]
        prices = [self._founding_prices[name] for name in there or self.firms]
        return self.reference_price or fsum(prices) / len(prices)

    @property
    def founding_prices(self) -> dict[str, float]:
        """Each firm's list price before any policy or change.

        Its first customers remember it, and presets that are parts of a price are parts of it.
        """
        return self._founding_prices

    @property
    def document(self) -> Document:
        """The file this scenario was read from, with positions and sources."""
        return self._document

    def room_for_customers(self, firm: str) -> int:
        """How many customers a firm may begin with, in numbers of the file: all who are there at first, and
        where nobody is a customer of two firms, only those whom no other has."""
        there = 1.0 if self.population.start is None else self.population.start
        others = [one.start for name, one in self.firms.items() if name != firm and self.has_one_firm_each]
        told = sum(start.customers for start in others if isinstance(start.customers, int))
        left = there - fsum(start.share for start in others)
        return max(0, int(left * self.customers / self.scale + 1e-6) - told)

    @property
    def has_one_firm_each(self) -> bool:
        """Whether nobody is a customer of two firms at once, as under contract."""
        return MECHANISMS["choice"].alternatives[self.mechanisms.choice].holds

    def to_yaml(self) -> str:
        """The scenario as a file that says the same, sources and ranges included; nothing is filled in.

        Raises
        ------
        InputError
            Customers remember other prices than those at the start, as under a policy that changes one: a
            file cannot say so.

        Examples
        --------
        >>> import relsim
        >>> print(relsim.load("leaky-bucket").to_yaml().splitlines()[0])
        title: The leaky bucket
        """
        prices = {name: firm.price for name, firm in self.firms.items()}
        if self._founding_prices != prices:
            raise InputError("customers remember other prices than those at the start, which no file can say")
        return yaml_of(self._document.data, self._document.notes)

    def __repr__(self) -> str:
        title, firms = (shorten(text, 100, placeholder="…") for text in (self.title, ", ".join(self.firms)))
        told = f"{title!r}, {self.customers:,} potential customers, {self.periods} {self.period}s"
        return f"<Scenario: {told}, firms: {firms}>"

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        """The scenario as YAML, as a notebook shows it."""
        try:
            return f"<pre>{escape(self.to_yaml())}</pre>"
        except InputError as mistake:
            return f"<p>{escape(f'{self!r}: {mistake}')}</p>"

    @property
    def focal_firm(self) -> str:
        """The firm whose results are compared: `focus`, or else the first."""
        return self.focus or next(iter(self.firms))

    @property
    def baseline_policy(self) -> str | None:
        """The policy others are compared with: `baseline`, or else the first."""
        return self.baseline or next(iter(self.policies), None)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for share, what in (
            (sum(segment.share for segment in self.segments), "segments"),
            (sum(firm.start.share for firm in self.firms.values()), "start.share of all firms"),
        ):
            if what == "segments" and abs(share - 1.0) > 1e-6:
                raise InputError(f"shares of the segments sum to {share:.6g}, expected 1")
            if share > 1.0 + 1e-6:
                raise InputError(f"{what} sum to {share:.6g}, expected at most 1")
        for name, valid, what in (
            (self.focus, self.firms, "firm"),
            (self.baseline, self.policies, "policy"),
        ):
            if name is not None and name not in valid:
                raise InputError(f'no {what} is called "{name}"', nearest(name, valid))
        if self.simulate is not None and self.simulate > self.customers:
            there = counted(self.customers, "customer", "customers")
            is_or_are = "is" if self.customers == 1 else "are"
            message = f"there {is_or_are} {there}, so at most as many can be simulated"
            raise InputError(message, str(self.customers), ("simulate",))
        self._refuse_unknown_start()
        for name, firm in self.firms.items():
            self._refuse_absent_founders(name, firm)
            self._refuse_unknown_rivals(name, firm)
            self._refuse_too_many_customers(name, firm)
        self._refuse_evidence_of_nobody()
        if self.learn:
            self.learn.refuse_strangers(self.firms, self.policies)
        return self

    def _refuse_evidence_of_nobody(self) -> None:
        for number, one in enumerate(self.evidence):
            for what, name in (("firm", one.firm), ("segment", one.segment)):
                known = self.firms if what == "firm" else [segment.name for segment in self.segments]
                if name is not None and name not in known:
                    path = ("evidence", number, what)
                    raise InputError(f'no {what} is called "{name}"', nearest(name, known), path)

    def _refuse_unknown_start(self) -> None:
        if self.population.changes and self.population.start is None:
            fits = 1.0 / ever_there(self.population, self.periods, self.period)[-1]
            message = "expected the share of all customers who are there at first, since others come later"
            raise InputError(message, percent_of(round(fits, 3)), ("population", "start"))

    def _refuse_absent_founders(self, name: str, firm: Firm) -> None:
        has_share = firm.start.share > 0.0
        if (has_share or firm.start.customers is not None) and not firm.present(0, self.period):
            path = ("firms", name, "start", "share" if has_share else "customers")
            message = "a firm that is not there at the start has no customers then"
            raise InputError(message, "0%" if has_share else None, path)
        if firm.enters and firm.leaves and not firm.present(firm.enters.periods(self.period), self.period):
            raise InputError("the firm leaves before it enters", None, ("firms", name, "leaves"))

    def _refuse_too_many_customers(self, name: str, firm: Firm) -> None:
        told = firm.start.customers
        if isinstance(told, int) and told > (room := self.room_for_customers(name)):
            many = counted(told, "customer", "customers")
            message = f"{many} at the start, and the market has room for {room:,} of them"
            raise InputError(message, str(room) if room else None, ("firms", name, "start", "customers"))

    def _refuse_unknown_rivals(self, name: str, firm: Firm) -> None:
        rivals = [rival for rival in self.firms if rival != name]
        for number, rule in enumerate(firm.adapts):
            if rule.rival is not None and rule.rival not in rivals:
                path = ("firms", name, "adapts", number, "rival")
                raise InputError(f'no rival is called "{rule.rival}"', nearest(rule.rival, rivals), path)
