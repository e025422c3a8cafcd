"""Levers that customers join: a loyalty programme, a community, creating value together."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from relsim.rules import attitude, bonds, buying, care, community, departure, experience, loyalty
from relsim.scenario.facts import Effect, Lever, Preset, a_cost
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Fraction, Money, Share
from relsim.scenario.units.rates import FREE_OF_COST, NEVER, SELDOM, Chance, Frequency, Spending
from relsim.vocabulary import Line


class Upper(Part):
    """What the best members get on top."""

    facts: ClassVar[Lever] = Lever(idle={"loyalty.type": ("permanent",)})

    reward: Annotated[
        Share,
        Lever(
            by=(loyalty.reward, departure.to_members),
            sources=("bolton2000",),
            effect=Effect(
                "lost_to_price",
                "down",
                "What is given back makes the price a lower one.",
                0,
                0.4,
                "a programme where price matters",
            ),
        ),
    ] = Field(0.0, description="Further share of spending given back.")
    recognition: Annotated[
        Fraction,
        Lever(
            by=(loyalty.recognition, attitude.after_contact),
            effect=Effect("commitment", "up", "Recognition commits.", 0, 0.5, "a programme for the best"),
        ),
    ] = Field(0.0, description="Further attention per month, in contacts.")
    bond: Annotated[
        Share,
        Lever(
            by=(loyalty.bond_of_programme, bonds.switching_cost),
            effect=Effect("yearly_retention", "up", "Status holds.", 0, 1, "a programme for the best"),
        ),
    ] = Field(0.0, description="Further switching cost.")


class Loyalty(Part):
    """A loyalty programme: permanent, a mini one for the best, or both.

    `targeting.best_from` says who is among the best, period by period.
    """

    facts: ClassVar[Lever] = Lever(
        by=(loyalty.membership, loyalty.enrols), sources=("dowling1997",), line=Line.PROGRAMME
    )

    type: Literal["permanent", "mini", "both"] = Field(
        "permanent",
        description="Open to all clients; to the best only, all of them upper; or to all, the best upper.",
    )
    enrolment: Annotated[
        Chance,
        Lever(
            switch=True,
            preset=Preset(0.0, 10.0, "% per month"),
            effect=Effect("members", "up", "More join.", "0% per month", "30% per month"),
        ),
    ] = Field(NEVER, description="Chance that a fully prone client joins.")
    reward: Annotated[
        Share,
        Lever(
            by=(loyalty.reward, departure.to_members),
            sources=("bolton2000",),
            preset=Preset(0.0, 0.02, "share"),
            effect=Effect("lost_to_price", "down", "What is given back makes the price a lower one.", 0, 0.4),
        ),
    ] = Field(0.0, description="Share of spending given back to members.")
    recognition: Annotated[
        Fraction,
        Lever(
            by=(loyalty.recognition, attitude.after_contact),
            preset=Preset(0.0, 0.2, "share"),
            effect=Effect("lost_to_neglect", "down", "Recognition is attention.", 0, 2, "no contact"),
        ),
    ] = Field(0.0, description="Attention per month, in contacts.")
    bond: Annotated[
        Share,
        Lever(
            by=(loyalty.bond_of_programme, bonds.switching_cost),
            preset=Preset(0.0, 0.2, "share"),
            effect=Effect("yearly_retention", "up", "Status and points hold.", 0, 0.8),
        ),
    ] = Field(0.0, description="Switching cost that points and status add.")
    upper: Upper = Upper()
    running_cost: Annotated[
        Spending, Lever(line=Line.PROGRAMME_RUNNING, whole=True, effect=a_cost("500 per month"))
    ] = Field(FREE_OF_COST, description="Fixed cost, while customers can join.")


class Community(Part):
    """Customers who meet each other under the firm's roof and may become partners."""

    facts: ClassVar[Lever] = Lever(
        by=(community.joins, community.meetings, community.belonging),
        sources=("muniz2001", "mcalexander2002"),
        line=Line.COMMUNITY,
    )

    invitation: Annotated[
        Chance,
        Lever(
            switch=True,
            needs={"community.meetings": "a community that never meets has no members"},
            effect=Effect(
                "commitment",
                "up",
                "Members belong.",
                "0% per month",
                "30% per month",
                "a community instead of contact",
            ),
        ),
    ] = Field(NEVER, description="Chance that a fully prone client joins.")
    meetings: Annotated[
        Frequency,
        Lever(
            price="cost",
            effect=Effect(
                "commitment",
                "up",
                "Without meetings nobody belongs.",
                "0 per year",
                "10 per year",
                "a community instead of contact",
            ),
        ),
    ] = Field(SELDOM, description="Meetings a member attends; without them none belongs.")
    participation: Annotated[
        Chance,
        Lever(
            by=(care.invited,),
            sources=("prahalad2004",),
            line=Line.CO_CREATION,
            needs={"community.invitation": "nobody is in the community"},
            effect=Effect(
                "co_creation",
                "up",
                "Taking part opens the partner rung.",
                "0% per month",
                "30% per month",
                "a community instead of contact",
            ),
        ),
    ] = Field(NEVER, description="Chance that a member who is an advocate turns partner.")
    cost: Annotated[Money, Lever(effect=a_cost(2, "a community instead of contact"))] = Field(
        0.0, description="Cost of one member at one meeting."
    )


class CoCreation(Part):
    """Advocates invited to create value with the firm, as partners."""

    facts: ClassVar[Lever] = Lever(
        by=(care.invited,),
        sources=("prahalad2004",),
        line=Line.CO_CREATION,
        also=("community.participation",),
    )

    invitation: Annotated[
        Chance,
        Lever(
            price="cost",
            switch=True,
            preset=Preset(2.0, 5.0, "% per year"),
            effect=Effect("co_creation", "up", "More partners.", "0% per year", "90% per year"),
        ),
    ] = Field(NEVER, description="Chance that an advocate becomes a partner.")
    cost: Annotated[
        Spending, Lever(preset=Preset(0.05, 0.05, "price per month"), effect=a_cost("10 per month"))
    ] = Field(FREE_OF_COST, description="Cost of working with one partner.")
    ideas: Annotated[
        Share,
        Lever(
            by=(experience.quality_with_ideas,),
            sources=("vonhippel1986", "prahalad2004"),
            preset=Preset(0.0, 0.3, "share"),
            needs={"co_creation.invitation": "nobody is invited to be a partner"},
            effect=Effect("satisfaction", "up", "Partners' ideas better the offer.", 0, 1, "many partners"),
        ),
    ] = Field(0.0, description="Share of missing quality that the ideas of many partners make up for.")
    enough: Annotated[
        Share,
        Lever(
            by=(experience.quality_with_ideas,),
            sources=(),
            needs={"co_creation.ideas": "partners' ideas are not used"},
            effect=Effect(
                "satisfaction", "down", "More partners are needed for as much.", 0.001, 0.5, "partners' ideas"
            ),
        ),
    ] = Field(0.01, gt=0, description="Share of customers who, as partners, bring half of that.")
    savings: Annotated[
        Share,
        Lever(
            by=(buying.cost_to_serve,),
            sources=("lovelock1979",),
            preset=Preset(0.0, 0.2, "share"),
            line=Line.SERVICE,
            needs={"co_creation.invitation": "nobody is invited to be a partner"},
            effect=Effect("service", "down", "Partners do part of the work.", 0, 1, "many partners"),
        ),
    ] = Field(0.0, description="Share of the cost of an episode that a partner's own work saves.")
    barrier: Annotated[
        Share,
        Lever(
            by=(bonds.switching_cost,),
            sources=("prahalad2004", "burnham2003"),
            preset=Preset(0.0, 0.3, "share"),
            needs={"co_creation.invitation": "nobody is invited to be a partner"},
            effect=Effect(
                "lost",
                "down",
                "Partners would lose more by leaving.",
                0,
                1,
                "many partners among many customers",
            ),
        ),
    ] = Field(0.0, description="Switching cost that working together adds for a partner.")
