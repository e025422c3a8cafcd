"""A firm and its levers, each with its costs and bounds. Amounts of money are per unit, event or period.

Default values mean "not used": a lever costs nothing and does nothing until a scenario pulls it.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from relsim.errors import InputError
from relsim.scenario.part import Part
from relsim.scenario.schema.adaptation import Adaptation, refuse_wrong_bounds
from relsim.scenario.schema.relationship import (
    NEVER,
    SELDOM,
    AccountReview,
    Bonds,
    Community,
    Crm,
    Loyalty,
    Personalisation,
    Solicitation,
    Touchpoint,
)
from relsim.scenario.schema.staff import Staff
from relsim.scenario.units.amounts import Fraction, Money, Positive, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Chance, Frequency, Growth


class Service(Part):
    """Quality of the service episode (line: service)."""

    quality: Share = Field(0.7, description="Level met in an ordinary episode, 0 to 1.")
    failures: Share = Field(0.05, description="Share of episodes in which something goes wrong.")
    cost: Money = Field(0.0, description="Cost of serving one episode.")
    effort: Money = Field(0.0, description="Spent on each episode beyond that, to come closer to 1.")
    response: Positive = Field(1.0, description="How fast quality grows with effort.")
    laxity: Share = Field(0.0, description="Share of quality lost in a long relationship without review.")


class Advertising(Part):
    """Mass communication with a ceiling: reach = ceiling (1 - exp(-response x spend per head))."""

    spend: Money = Field(0.0, description="Budget per period (line: advertising).")
    ceiling: Share = Field(0.4, description="Largest share of the market that can be reached.")
    response: Positive = Field(1.0, description="How fast reach grows with spend per head.")


class Coupon(Part):
    """Discounts on the first purchase, sent to people who are not customers (line: coupons)."""

    share: Share = Field(0.0, description="Share of non-customers who get one in a period.")
    discount: Share = Field(0.0, le=0.95, description="Share of the price taken off.")


class Guarantee(Part):
    """Money back when the first purchase goes wrong (line: guarantees)."""

    cover: Share = Field(0.0, description="Share of the price refunded, and of the risk removed.")


class Contact(Part):
    """Proactive contact with customers (line: contacts); too much of it annoys."""

    frequency: Frequency = Field(SELDOM, description="Contacts per customer.")
    cost: Money = Field(0.0, description="Cost of one contact.")


class Complaints(Part):
    """Handling of failures (lines: recovery, compensation)."""

    invite: Share = Field(0.0, description="Share of silent sufferers moved to complain.")
    resolution: Share = Field(0.5, description="Share of complaints put right.")
    cost: Money = Field(0.0, description="Cost of handling one complaint.")
    compensation: Money = Field(0.0, description="Amount given when a complaint is put right.")
    days: Fraction = Field(0.0, description="Days until a complaint is answered.")
    manager_call: Share = Field(0.0, description="Share of complaints after which a manager calls.")
    manager_cost: Money = Field(0.0, description="Cost of one such call.")


class Referral(Part):
    """A reward for both sides of a recommendation (line: referral rewards)."""

    giver: Money = Field(0.0, description="Reward for the customer who recommended.")
    friend: Money = Field(0.0, description="Reward for the newcomer, as money off.")
    motivation: Fraction = Field(0.0, description="How much more readily customers recommend.")


class WinBack(Part):
    """Offers to former customers (line: win-back offers)."""

    frequency: Chance = Field(NEVER, description="Chance that a lapsed customer gets an offer.")
    cost: Money = Field(0.0, description="Cost of making one offer.")
    discount: Share = Field(0.0, le=0.95, description="Share of the price taken off.")
    window: Duration = Field(Duration(1, "year"), description="How long after leaving.")


class CoCreation(Part):
    """Advocates invited to create value with the firm, as partners (line: co-creation)."""

    invitation: Chance = Field(NEVER, description="Chance that an advocate becomes a partner.")
    cost: Money = Field(0.0, description="Cost of working with one partner for a period.")


Treatment = Literal["hold", "watch", "let go"]


class Groups(Part):
    """Four groups of customers by basket and frequency; those to watch get attention while at risk."""

    large: Money = Field(0.0, description="Money spent at once that makes a basket large.")
    frequent: Frequency = Field(Frequency(1.0, "month"), description="Purchases that are frequent.")
    large_frequent: Treatment = Field("hold", description="Done about large baskets, bought frequently.")
    small_frequent: Treatment = Field("watch", description="Done about small ones, bought frequently.")
    large_rare: Treatment = Field("watch", description="Done about large ones, bought rarely.")
    small_rare: Treatment = Field("let go", description="Done about small ones, bought rarely.")


class Targeting(Part):
    """Whom retention money is meant for."""

    contact: Literal["everybody", "best", "at risk", "groups"] = "everybody"
    groups: Groups = Groups()
    error: Share = Field(
        0.0,
        description="Share of customers misjudged by the rule for contact: missed if meant, else reached.",
    )
    win_back: Literal["everybody", "best"] = "everybody"
    best_from: Positive = Field(1.5, description="Revenue in multiples of the firm's average.")
    risk_satisfaction: Share = Field(0.5, description="At risk below this satisfaction.")
    risk_silence: Duration = Field(
        Duration(3, "month"), description="At risk this long after the last purchase."
    )


class Retention(Part):
    """Spending on keeping customers, at each renewal (line: retention spending).

    With the departure `response` it keeps ceiling x (1 - exp(-response x spend)) of them.
    """

    spend: Money = Field(0.0, description="Amount per customer and period.")
    ceiling: Share = Field(0.7, description="Largest share of customers that can be kept.")
    response: Positive = Field(0.1, description="How fast retention grows with the amount.")


class Row(Part):
    """Chances per period to move from one rung to others; what is left over stays."""

    purchaser: Share = Field(0.0, description="Chance to move to purchaser.")
    client: Share = Field(0.0, description="Chance to move to client.")
    supporter: Share = Field(0.0, description="Chance to move to supporter.")
    advocate: Share = Field(0.0, description="Chance to move to advocate.")
    partner: Share = Field(0.0, description="Chance to move to partner.")
    lapsed: Share = Field(0.0, description="Chance to leave, with the departure `by rung`.")

    @model_validator(mode="after")
    def _at_most_certain(self) -> Self:
        total = sum(chance for _, chance in self)
        if total > 1.0 + 1e-9:
            raise InputError(f"chances of one rung sum to {total:.6g}, expected at most 1")
        return self


class Moves(Part):
    """The table of moves from rung to rung, with the ladder `markov`."""

    purchaser: Row = Field(Row(), description="From purchaser.")
    client: Row = Field(Row(), description="From client.")
    supporter: Row = Field(Row(), description="From supporter.")
    advocate: Row = Field(Row(), description="From advocate.")
    partner: Row = Field(Row(), description="From partner.")


class Start(Part):
    """What the firm has when the scenario begins."""

    share: Share = Field(0.0, description="Share of the market that are its customers.")


class Firm(Part):
    """One competitor: an offer, levers, and where it starts.

    `strategy` is `transactional`, `relationship` or a number between 0 and 1; it sets every lever
    that is not given.
    """

    strategy: Literal["transactional", "relationship"] | Share | None = None
    price: Positive = Field(description="Price of one unit.")
    unit_cost: Money = Field(0.0, description="Cost of one unit (line: goods).")
    values: Share = Field(0.5, description="What the firm stands for, on the customers' scale.")
    price_rise: Growth = Field(Growth(0.0, "year"), description="Planned rise at every anniversary.")
    preference: Fraction = Field(1.0, description="Mean share of purchases, with the choice `dirichlet`.")
    churn: Chance = Field(NEVER, description="Chance to leave, with the departure `constant`.")
    overhead: Money = Field(0.0, description="Fixed cost per period (line: overhead).")
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
    adapts: list[Adaptation] = Field([], description="Rules by which the firm sets its own levers.")
    enters: Duration | None = Field(None, description="When the firm enters the market; else it is there.")
    leaves: Duration | None = Field(None, description="When the firm gives up; its customers are lost.")
    start: Start = Start()

    def present(self, t: int, period: str) -> bool:
        """Whether the firm is in the market in period `t`."""
        entered = self.enters is None or self.enters.periods(period) <= t
        return entered and (self.leaves is None or t < self.leaves.periods(period))

    @model_validator(mode="after")
    def _known_levers(self) -> Self:
        for number, rule in enumerate(self.adapts):
            try:
                refuse_wrong_bounds(rule, type(self))
            except InputError as mistake:
                path = ("adapts", number, *mistake.path)
                raise InputError(mistake.message, mistake.suggestion, path) from None
        return self
