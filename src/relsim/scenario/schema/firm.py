"""A firm and its levers, each with its costs and bounds. Amounts of money are per unit or event, or per time.

Default values mean "not used": a lever costs nothing and does nothing until a scenario pulls it.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from relsim.errors import InputError
from relsim.rules import adapting, choice, churning, departure
from relsim.scenario.facts import Effect, Lever, a_cost
from relsim.scenario.part import Part
from relsim.scenario.schema.acquisition import Advertising, Coupon, Guarantee, Referral, WinBack
from relsim.scenario.schema.adaptation import Adaptation, refuse_wrong_bounds
from relsim.scenario.schema.membership import CoCreation, Community, Loyalty
from relsim.scenario.schema.moves import Moves
from relsim.scenario.schema.relationship import (
    AccountReview,
    Bonds,
    Crm,
    Personalisation,
    Solicitation,
    Touchpoint,
)
from relsim.scenario.schema.retention import Contact, Retention, Targeting
from relsim.scenario.schema.service import Complaints, Service
from relsim.scenario.schema.staff import Staff
from relsim.scenario.units.amounts import Fraction, Money, PeopleCount, Positive, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import FREE_OF_COST, Chance, Growth, Spending
from relsim.vocabulary import Line


class CustomersFile(Part):
    """A table of customers."""

    file: str = Field(
        description="A table of customers, beside the scenario file: when each came or for how long they "
        "have been there, and rung and segment where they are known; those who have left are not counted."
    )


class Start(Part):
    """What the firm has when the scenario begins."""

    facts: ClassVar[Lever] = Lever(sources=(), free="Where the firm begins.")

    share: Annotated[Share, Lever(effect=Effect("customers", "up", "A head start lasts.", 0.05, 0.6))] = (
        Field(0.0, description="Share of the market that are its customers.")
    )
    customers: Annotated[
        CustomersFile | PeopleCount | None, Lever(undirected="It says in numbers what a share says.")
    ] = Field(
        None,
        description="How many customers it has exactly, not by a share, or the file that lists them.",
    )
    awareness: Annotated[
        Share, Lever(effect=Effect("first_purchases", "up", "Only the known are chosen.", 0.1, 1))
    ] = Field(1.0, description="Share of the market that knows the firm, its customers apart.")

    @model_validator(mode="after")
    def _either_share_or_customers(self) -> Self:
        if self.customers is not None and self.share > 0.0:
            message = "give either a share of the market or the customers, not both"
            raise InputError(message, None, ("customers",))
        return self

    @property
    def has_customers(self) -> bool:
        """Whether anybody is its customer at the start."""
        return self.share > 0.0 or bool(self.customers)


class Exit(Part):
    """When a firm gives up of its own accord."""

    facts: ClassVar[Lever] = Lever(
        sources=(), free="It ends what the firm pays.", undirected="It ends the firm."
    )

    loss_for: Duration = Field(
        Duration(0, "month"),
        description="How long a firm bears losses: once so long a time has cost it more than it brought, it "
        "leaves the market; 0: for ever.",
    )


class Firm(Part):
    """One competitor: an offer, levers, and where it starts.

    `strategy` is `transactional`, `relationship` or a number between 0 and 1; it sets every lever
    that is not given.
    """

    strategy: Annotated[
        Literal["transactional", "relationship"] | Share | None, Lever(sources=("payne1995",))
    ] = None
    price: Annotated[
        Positive,
        Lever(
            by=(choice.perceived_value, departure.price_pressure),
            sources=("zeithaml1988", "thaler1985"),
            free="Customers pay it.",
            effect=Effect("market_share", "down", "Benefit less sacrifice.", 16, 26),
        ),
    ] = Field(description="Price of one unit.")
    unit_cost: Annotated[Money, Lever(line=Line.GOODS, effect=a_cost(12, low=5))] = Field(
        0.0, description="Cost of one unit."
    )
    values: Annotated[
        Share,
        Lever(
            by=(choice.perceived_value,),
            sources=("sirgy1982",),
            free="What a firm stands for has no price by itself.",
            effect=Effect(
                "market_share",
                "up",
                "People choose firms that stand for what they care about.",
                0,
                0.9,
                "two segments apart",
            ),
        ),
    ] = Field(0.5, description="What the firm stands for, on the customers' scale.")
    price_rise: Annotated[
        Growth,
        Lever(
            by=(departure.price_pressure,),
            sources=("thaler1985",),
            free="Customers pay it.",
            effect=Effect(
                "lost_to_price", "up", "A rise beyond tolerance drives away.", "0% per year", "20% per year"
            ),
        ),
    ] = Field(Growth(0.0, "year"), description="Planned rise at every anniversary.")
    preference: Annotated[
        Fraction,
        Lever(
            by=(choice.dirichlet,),
            sources=("goodhardt1984",),
            free="It says what customers prefer, not what a firm does.",
        ),
    ] = Field(1.0, description="Mean share of purchases, with the choice `dirichlet`.")
    churn: Annotated[
        Chance,
        Lever(
            by=(churning.constant,),
            sources=("gupta2003",),
            free="It says what customers do, not what a firm does.",
        ),
    ] = Field(Chance(0.0, "year"), description="Chance to leave, with the departure `constant`.")
    overhead: Annotated[Spending, Lever(line=Line.OVERHEAD, whole=True, effect=a_cost("500 per month"))] = (
        Field(FREE_OF_COST, description="Fixed cost.")
    )
    service: Service = Service()
    bonds: Bonds = Bonds()
    touchpoints: dict[str, Touchpoint] = Field(default_factory=dict)
    advertising: Advertising = Advertising()
    coupon: Coupon = Coupon()
    guarantee: Guarantee = Guarantee()
    contact: Contact = Contact()
    personalisation: Personalisation = Personalisation()
    account_review: AccountReview = AccountReview()
    complaints: Complaints = Complaints()
    loyalty: Loyalty = Loyalty()
    community: Community = Community()
    referral: Referral = Referral()
    reviews: Solicitation = Solicitation()
    win_back: WinBack = WinBack()
    co_creation: CoCreation = CoCreation()
    targeting: Targeting = Targeting()
    crm: Crm = Crm()
    retention: Retention = Retention()
    moves: Moves = Moves()
    staff: Staff = Staff()
    adapts: Annotated[
        list[Adaptation],
        Lever(
            by=(adapting.moved, adapting.share_of_revenue, adapting.react_to_churn, adapting.undercut),
            sources=("cyert1963", "lilien1992", "heil2001"),
            free="A rule moves a lever, whose cost is booked.",
            undirected="Rules that move other levers.",
        ),
    ] = Field([], description="Rules by which the firm sets its own levers.")
    enters: Annotated[Duration | None, Lever(sources=(), free="A date.", undirected="A date.")] = Field(
        None, description="When the firm enters the market; else it is there."
    )
    leaves: Annotated[Duration | None, Lever(sources=(), free="A date.", undirected="A date.")] = Field(
        None, description="When the firm gives up; its customers are lost."
    )
    exit: Exit = Exit()
    start: Start = Start()

    def entry(self, period: str) -> int:
        """The first period in which the firm is in the market."""
        return 0 if self.enters is None else self.enters.periods(period)

    def present(self, t: int, period: str) -> bool:
        """Whether the firm is in the market in period `t`."""
        return self.entry(period) <= t and (self.leaves is None or t < self.leaves.periods(period))

    @model_validator(mode="after")
    def _known_levers(self) -> Self:
        for number, rule in enumerate(self.adapts):
            try:
                refuse_wrong_bounds(rule, type(self))
            except InputError as mistake:
                path = ("adapts", number, *mistake.path)
                raise InputError(mistake.message, mistake.suggestion, path, mistake.in_unit) from None
        return self
