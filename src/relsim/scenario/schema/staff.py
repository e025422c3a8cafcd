"""The staff of a firm: how many there are and how they are treated."""

from typing import Annotated, ClassVar

from pydantic import Field

from relsim.rules import staff
from relsim.scenario.facts import Effect, Lever, a_cost
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Fraction, Money, Positive, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import FREE_OF_COST, Spending
from relsim.vocabulary import Line


class StaffAtStart(Part):
    """The team that a firm begins with."""

    facts: ClassVar[Lever] = Lever(free="Where the team begins.")

    satisfaction: Annotated[
        Share, Lever(effect=Effect("staff_satisfaction", "up", "The team begins content.", 0, 1, "staff"))
    ] = Field(0.5, description="How satisfied the team is.")
    skill: Annotated[
        Share, Lever(effect=Effect("satisfaction", "up", "The team begins skilled.", 0, 1, "staff"))
    ] = Field(0.5, description="How skilled it is.")
    tenure: Annotated[
        Duration, Lever(undirected="Reported, and changed by hiring; no behaviour depends on it.")
    ] = Field(Duration(3, "year"), description="Mean time in the firm.")


class Staff(Part):
    """The people who serve the customers; without a number, quality is as planned."""

    facts: ClassVar[Lever] = Lever(
        by=(staff.internal_quality, staff.external_quality),
        sources=(
            "heskett1994",
            "rucci1998",
            "bakker2007",
            "griffeth2000",
            "vroom1964",
            "colquitt2000",
            "bowen1992",
        ),
        line=Line.STAFF,
    )

    number: Annotated[
        Fraction,
        Lever(
            by=(staff.strain, staff.wages),
            whole=True,
            switch=True,
            effect=Effect("satisfaction", "up", "Less strain.", 4, 16, "too few staff"),
        ),
    ] = Field(0.0, description="Posts, in full-time employees.")
    customers_each: Annotated[
        Positive,
        Lever(
            by=(staff.strain,),
            free="It says how much work there is.",
            effect=Effect("satisfaction", "up", "Less strain.", 50, 400, "too few staff"),
        ),
    ] = Field(100.0, description="Customers one employee can serve well.")
    wage: Annotated[Spending, Lever(effect=a_cost("300 per month", "staff"))] = Field(
        FREE_OF_COST, description="Going wage of one employee."
    )
    pay: Annotated[
        Positive,
        Lever(
            effect=Effect("staff_satisfaction", "up", "Better pay than elsewhere satisfies.", 0.7, 2, "staff")
        ),
    ] = Field(1.0, description="Pay as a multiple of the going wage.")
    training: Annotated[
        Share,
        Lever(
            by=(staff.attainable_skill, staff.wages),
            effect=Effect("satisfaction", "up", "Training makes skill.", 0, 1, "motivated staff"),
        ),
    ] = Field(0.0, description="Intensity of training, 0 to 1.")
    training_cost: Annotated[Spending, Lever(effect=a_cost("50 per month", "staff"))] = Field(
        FREE_OF_COST, description="Cost of full training per employee."
    )
    motivation: Annotated[
        Share,
        Lever(
            by=(staff.internal_quality, staff.attainable_skill, staff.wages),
            effect=Effect("staff_satisfaction", "up", "Recognition satisfies.", 0, 1, "staff"),
        ),
    ] = Field(0.0, description="Recognition, goals and support, 0 to 1.")
    motivation_cost: Annotated[Spending, Lever(effect=a_cost("50 per month", "staff"))] = Field(
        FREE_OF_COST, description="Cost of full motivation per employee."
    )
    empowerment: Annotated[
        Share,
        Lever(
            by=(staff.internal_quality, staff.resolution, staff.wages),
            effect=Effect("recovered", "up", "Who may decide puts things right on the spot.", 0, 1, "staff"),
        ),
    ] = Field(0.0, description="Authority to put things right on the spot, 0 to 1.")
    empowerment_cost: Annotated[Spending, Lever(effect=a_cost("50 per month", "staff"))] = Field(
        FREE_OF_COST, description="Cost of full empowerment per employee."
    )
    hiring_cost: Annotated[
        Money, Lever(by=(staff.hiring,), line=Line.HIRING, effect=a_cost(500, "staff"))
    ] = Field(0.0, description="Cost of filling one post.")
    start: StaffAtStart = StaffAtStart()
