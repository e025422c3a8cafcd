"""The service that customers meet, and what a firm does where it fails."""

from typing import Annotated, ClassVar

from pydantic import Field

from relsim.rules import buying, complaints, experience
from relsim.rules.laxity import quality_lost
from relsim.scenario.facts import Effect, Lever, Preset, a_cost
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Fraction, Money, Positive, Share
from relsim.vocabulary import Line


class Service(Part):
    """Quality of the service episode."""

    facts: ClassVar[Lever] = Lever(by=(experience.experienced_quality,), sources=(), line=Line.SERVICE)

    quality: Annotated[
        Share,
        Lever(
            outcome=True,
            preset=Preset(0.66, 0.735, "share"),
            effect=Effect("satisfaction", "up", "Quality satisfies.", 0.5, 0.9),
        ),
    ] = Field(0.7, description="Level met in an ordinary episode, 0 to 1.")
    failures: Annotated[
        Share,
        Lever(
            by=(buying.be_served,),
            outcome=True,
            preset=Preset(0.065, 0.055, "share"),
            effect=Effect("satisfaction", "down", "Failures hurt.", 0, 0.3),
        ),
    ] = Field(0.05, description="Share of episodes in which something goes wrong.")
    cost: Annotated[Money, Lever(preset=Preset(0.04, 0.12, "purchase"), effect=a_cost(6))] = Field(
        0.0, description="Cost of serving one episode."
    )
    effort: Annotated[
        Money,
        Lever(
            by=(experience.quality_of_effort,),
            sources=("rust1995",),
            effect=Effect("satisfaction", "up", "Effort makes quality.", 0, 2),
        ),
    ] = Field(0.0, description="Spent on each episode beyond that, to come closer to 1.")
    response: Annotated[
        Positive,
        Lever(
            by=(experience.quality_of_effort,),
            sources=("rust1995",),
            needs={"service.effort": "quality grows with effort only"},
            effect=Effect("satisfaction", "up", "Effort works faster.", 0.1, 3, "effort"),
        ),
    ] = Field(1.0, description="How fast quality grows with effort.")
    laxity: Annotated[
        Share,
        Lever(
            by=(quality_lost,),
            sources=("anderson2005",),
            outcome=True,
            effect=Effect("satisfaction", "down", "A long friendship grows lax.", 0, 0.6),
        ),
    ] = Field(0.0, description="Share of quality lost in a long relationship without review.")


class Complaints(Part):
    """Handling of failures."""

    facts: ClassVar[Lever] = Lever(
        by=(complaints.outcome_of_failure, complaints.after_failure),
        sources=("tarp1986",),
        line=Line.RECOVERY,
    )

    invite: Annotated[
        Share,
        Lever(
            preset=Preset(0.13, 0.25, "share"),
            effect=Effect("complaints", "up", "Who is invited complains.", 0, 1),
        ),
    ] = Field(0.0, description="Share of silent sufferers moved to complain.")
    resolution: Annotated[
        Share,
        Lever(
            preset=Preset(0.4, 0.67, "share"),
            effect=Effect("lost_to_bad_handling", "down", "What is put right is no grievance.", 0, 1),
        ),
    ] = Field(0.5, description="Share of complaints put right.")
    cost: Annotated[Money, Lever(preset=Preset(0.1, 0.1, "purchase"), effect=a_cost(20))] = Field(
        0.0, description="Cost of handling one complaint."
    )
    compensation: Annotated[
        Money,
        Lever(
            by=(complaints.amends, complaints.after_amends),
            sources=("smith1999",),
            line=Line.COMPENSATION,
            preset=Preset(0.05, 0.25, "purchase"),
            effect=Effect("satisfaction", "up", "What is given to make up for a failure pleases.", 0, 20),
        ),
    ] = Field(0.0, description="Amount given when a complaint is put right.")
    days: Annotated[
        Fraction,
        Lever(
            by=(complaints.promptness,),
            sources=("smith1999",),
            outcome=True,
            effect=Effect("satisfaction", "down", "A late answer recovers less.", 0, 30, "late answers"),
        ),
    ] = Field(0.0, description="Days until a complaint is answered.")
    manager_call: Annotated[
        Share,
        Lever(
            by=(complaints.manager_calls, complaints.after_manager_call),
            sources=("davidow2003",),
            price="manager_cost",
            effect=Effect(
                "lost_to_bad_handling", "down", "A call takes a grievance away.", 0, 1, "manager's calls"
            ),
        ),
    ] = Field(0.0, description="Share of complaints after which a manager calls.")
    manager_cost: Annotated[
        Money,
        Lever(
            needs={"complaints.manager_call": "no manager ever calls"}, effect=a_cost(20, "manager's calls")
        ),
    ] = Field(0.0, description="Cost of one such call.")
