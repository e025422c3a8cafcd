"""Levers that win customers, or win them back, each with its costs and bounds."""

from typing import Annotated, ClassVar

from pydantic import Field

from relsim.rules import choice, messages, word_of_mouth
from relsim.scenario.facts import Effect, Lever, Preset, a_cost
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Money, Positive, RelativeChange, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import FREE_OF_COST, NEVER, Chance, Spending
from relsim.vocabulary import Line


class Advertising(Part):
    """Mass communication with a ceiling: reach = ceiling (1 - exp(-contacts per head)).

    Those of earlier periods count as far as they are not forgotten. What one contact costs is a part of the
    firm's list price unless a file says otherwise, so that reach is the same in any currency. `response` is
    another way to say how much a budget reaches, and one that changes with the currency.
    """

    facts: ClassVar[Lever] = Lever(
        by=(messages.advertising_reach, messages.messages_weighed),
        sources=("blattberg1996",),
        line=Line.ADVERTISING,
    )

    spend: Annotated[
        Spending,
        Lever(
            whole=True,
            switch=True,
            preset=Preset(0.02, 0.006, "price per head per month"),
            purpose="acquire",
            effect=Effect("acquired", "up", "Advertising wins customers.", 0, "60000 per month"),
        ),
    ] = Field(FREE_OF_COST, description="Budget.")
    ceiling: Annotated[
        Share, Lever(effect=Effect("acquired", "up", "It reaches more.", 0.05, 0.9, "a small budget"))
    ] = Field(0.6, description="Largest share of the market that can be reached.")
    response: Annotated[
        Positive,
        Lever(
            effect=Effect("acquired", "up", "It reaches more for the same money.", 0.02, 3, "a small budget")
        ),
    ] = Field(
        1.0, description="Contacts per head that each unit of money buys, without a cost of one contact."
    )
    contact_cost: Annotated[
        Money,
        Lever(
            sources=(),
            preset=Preset(0.1, 0.1, "price"),
            effect=Effect("acquired", "down", "The same money reaches fewer.", 0.5, 20, "a small budget"),
        ),
    ] = Field(0.0, description="Cost of reaching one person once; reach grows with contacts per head.")
    forgetting: Annotated[
        Chance,
        Lever(
            sources=("broadbent1979", "jin2017"),
            effect=Effect(
                "acquired",
                "down",
                "What is forgotten later draws longer.",
                "20% per month",
                "100% per month",
                "a tiny budget",
            ),
        ),
    ] = Field(Chance(0.5, "month"), description="How fast advertising is forgotten; 100%: at once.")


class Coupon(Part):
    """Discounts on the first purchase, sent to people who are not customers."""

    facts: ClassVar[Lever] = Lever(
        by=(messages.gets_coupon, messages.price_appeal), sources=(), line=Line.COUPONS
    )

    share: Annotated[
        Share,
        Lever(
            switch=True,
            preset=Preset(0.05, 0.0, "share"),
            effect=Effect("acquired_by_coupon", "up", "More coupons.", 0, 0.5, "bond's coupons"),
        ),
    ] = Field(0.0, description="Share of non-customers who have one at any time.")
    discount: Annotated[
        Share,
        Lever(
            preset=Preset(0.25, 0.0, "share"),
            effect=Effect("acquired_by_coupon", "up", "Worth more.", 0.05, 0.7, "bond's coupons"),
        ),
    ] = Field(0.0, le=0.95, description="Share of the price taken off.")


class Guarantee(Part):
    """Money back when the first purchase goes wrong."""

    facts: ClassVar[Lever] = Lever(by=(choice.relationship,), sources=(), line=Line.GUARANTEES)

    cover: Annotated[
        Share, Lever(effect=Effect("first_purchases", "up", "Less fear of a first purchase.", 0, 1))
    ] = Field(0.0, description="Share of the price refunded, and of the risk removed.")


class Referral(Part):
    """A reward for both sides of a recommendation."""

    facts: ClassVar[Lever] = Lever(by=(messages.friend_discount,), sources=(), line=Line.REFERRAL_REWARDS)

    giver: Annotated[Money, Lever(effect=a_cost(20, "referral rewards"))] = Field(
        0.0, description="Reward for the customer who recommended."
    )
    friend: Annotated[
        Money,
        Lever(
            effect=Effect(
                "acquired_by_referral", "up", "A friend's discount wins.", 1, 15, "referral rewards"
            )
        ),
    ] = Field(0.0, description="Reward for the newcomer, as money off.")
    motivation: Annotated[
        RelativeChange,
        Lever(
            by=(word_of_mouth.network,),
            effect=Effect("positive_speakers", "up", "Rewarded customers recommend more.", 0, 2),
        ),
    ] = Field(0.0, description="How much more readily customers recommend; at -100% nobody does.")


class WinBack(Part):
    """Offers to former customers."""

    facts: ClassVar[Lever] = Lever(
        by=(messages.gets_win_back_offer, messages.messages_weighed),
        sources=("stauss1999",),
        line=Line.WIN_BACK_OFFERS,
    )

    frequency: Annotated[
        Chance,
        Lever(
            price="cost",
            switch=True,
            preset=Preset(0.0, 5.0, "% per month"),
            purpose="win back",
            effect=Effect("acquired_by_win_back", "up", "More offers.", "0% per month", "30% per month"),
        ),
    ] = Field(NEVER, description="Chance that a lapsed customer gets an offer.")
    cost: Annotated[Money, Lever(preset=Preset(0.05, 0.05, "price"), effect=a_cost(10))] = Field(
        0.0, description="Cost of making one offer."
    )
    discount: Annotated[
        Share,
        Lever(
            preset=Preset(0.0, 0.15, "share"),
            effect=Effect("acquired_by_win_back", "up", "Worth more.", 0, 0.6, "discounts felt at once"),
        ),
    ] = Field(0.0, le=0.95, description="Share of the price taken off.")
    window: Annotated[
        Duration,
        Lever(
            effect=Effect(
                "acquired_by_win_back", "up", "More of the lapsed are asked.", "1 month", "24 months"
            )
        ),
    ] = Field(Duration(1, "year"), description="How long after leaving.")
