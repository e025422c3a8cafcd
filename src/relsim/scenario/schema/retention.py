"""Levers that keep customers, and whom they are meant for."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from relsim.rules import attitude, care, churning, grouping
from relsim.scenario.facts import Effect, Lever, Preset, a_cost
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Money, Positive, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import FREE_OF_COST, SELDOM, Frequency, Spending
from relsim.vocabulary import Line


class Contact(Part):
    """Proactive contact with customers; too much of it annoys."""

    facts: ClassVar[Lever] = Lever(
        by=(care.contacts, attitude.after_contact), sources=("godfrey2011",), line=Line.CONTACTS_COST
    )

    frequency: Annotated[
        Frequency,
        Lever(
            price="cost",
            switch=True,
            preset=Preset(1.5, 7.5, "per year"),
            purpose="retain",
            effect=Effect("lost_to_neglect", "down", "Attention.", "0 per year", "24 per year"),
        ),
    ] = Field(SELDOM, description="Contacts per customer.")
    cost: Annotated[Money, Lever(preset=Preset(0.02, 0.02, "price"), effect=a_cost(3))] = Field(
        0.0, description="Cost of one contact."
    )


class Retention(Part):
    """Spending on keeping customers, at each renewal.

    With the departure `response` it keeps ceiling x (1 - exp(-response x spend of a period)) of them.
    """

    facts: ClassVar[Lever] = Lever(
        by=(churning.response,), sources=("blattberg1996",), line=Line.RETENTION_SPENDING
    )

    spend: Annotated[
        Spending,
        Lever(
            sources=(),
            switch=True,
            effect=Effect(
                "profit", "down", "Without the departure `response` it is only a cost.", 0, "2 per month"
            ),
        ),
    ] = Field(FREE_OF_COST, description="Amount per customer.")
    ceiling: Share = Field(0.7, description="Largest share of customers that can be kept.")
    response: Positive = Field(0.1, description="How fast retention grows with the amount.")


Treatment = Literal["hold", "watch", "let go"]


class Groups(Part):
    """Four groups of customers by basket and frequency; those to watch get attention while at risk."""

    facts: ClassVar[Lever] = Lever(
        by=(grouping.worth_holding,),
        sources=("hughes1994",),
        idle={"targeting.contact": ("everybody", "best", "at risk")},
    )

    large: Annotated[
        Money,
        Lever(effect=Effect("contacts", "down", "Fewer baskets are large.", 5, 60, "contact by groups")),
    ] = Field(0.0, description="Money spent at once that makes a basket large.")
    frequent: Annotated[
        Frequency,
        Lever(
            effect=Effect(
                "contacts", "down", "Fewer are frequent.", "2 per year", "4 per month", "contact by groups"
            )
        ),
    ] = Field(Frequency(1.0, "month"), description="Purchases that are frequent.")
    large_frequent: Treatment = Field("hold", description="Done about large baskets, bought frequently.")
    small_frequent: Treatment = Field("watch", description="Done about small ones, bought frequently.")
    large_rare: Treatment = Field("watch", description="Done about large ones, bought rarely.")
    small_rare: Treatment = Field("let go", description="Done about small ones, bought rarely.")


class Targeting(Part):
    """Whom retention money is meant for."""

    facts: ClassVar[Lever] = Lever(
        by=(care.targeted, care.at_risk, care.among_best),
        sources=(),
        free="It says on whom money is spent, not how much.",
    )

    contact: Literal["everybody", "best", "at risk", "groups"] = "everybody"
    groups: Groups = Groups()
    error: Annotated[
        Share,
        Lever(
            by=(care.misjudged,),
            needs={"contact.frequency": "nobody is contacted"},
            idle={"targeting.contact": ("everybody",)},
            effect=Effect(
                "contacts",
                "up",
                "Those not at risk are more: more of them are contacted by mistake than others are missed.",
                0,
                0.5,
                "misjudgement",
            ),
        ),
    ] = Field(
        0.0,
        description="Share of customers misjudged by the rule for contact: missed if meant, else reached.",
    )
    win_back: Annotated[
        Literal["everybody", "best"], Lever(by=(care.worth_winning_back,), sources=("stauss1999",))
    ] = "everybody"
    best_from: Annotated[
        Positive,
        Lever(effect=Effect("contacts", "down", "Fewer are among the best.", 0.5, 4, "contact for the best")),
    ] = Field(1.5, description="Revenue in multiples of the firm's average.")
    risk_satisfaction: Annotated[
        Share, Lever(effect=Effect("contacts", "up", "More count as at risk.", 0.2, 0.8, "contact at risk"))
    ] = Field(0.5, description="At risk below this satisfaction.")
    risk_grievance: Annotated[
        Share,
        Lever(effect=Effect("contacts", "down", "Fewer count as at risk.", 0, 0.9, "contact at risk")),
    ] = Field(0.3, description="At risk above this grievance.")
    risk_silence: Annotated[
        Duration,
        Lever(
            effect=Effect(
                "contacts", "down", "Fewer count as at risk.", "1 month", "24 months", "contact at risk"
            )
        ),
    ] = Field(Duration(3, "month"), description="At risk this long after the last purchase.")
