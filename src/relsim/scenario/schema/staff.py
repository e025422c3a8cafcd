"""The staff of a firm: how many there are and how they are treated."""

from pydantic import Field

from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Fraction, Money, Positive, Share
from relsim.scenario.units.durations import Duration


class StaffAtStart(Part):
    """The team that a firm begins with."""

    satisfaction: Share = Field(0.5, description="How satisfied the team is.")
    skill: Share = Field(0.5, description="How skilled it is.")
    tenure: Duration = Field(Duration(3, "year"), description="Mean time in the firm.")


class Staff(Part):
    """The people who serve the customers (lines: staff, hiring); without a number, quality is as planned."""

    number: Fraction = Field(0.0, description="Posts, in full-time employees.")
    customers_each: Positive = Field(100.0, description="Customers one employee can serve well.")
    wage: Money = Field(0.0, description="Going wage of one employee per period.")
    pay: Positive = Field(1.0, description="Pay as a multiple of the going wage.")
    training: Share = Field(0.0, description="Intensity of training, 0 to 1.")
    training_cost: Money = Field(0.0, description="Cost of full training per employee and period.")
    motivation: Share = Field(0.0, description="Recognition, goals and support, 0 to 1.")
    motivation_cost: Money = Field(0.0, description="Cost of full motivation per employee and period.")
    empowerment: Share = Field(0.0, description="Authority to put things right on the spot, 0 to 1.")
    empowerment_cost: Money = Field(0.0, description="Cost of full empowerment per employee and period.")
    hiring_cost: Money = Field(0.0, description="Cost of filling one post.")
    start: StaffAtStart = StaffAtStart()
