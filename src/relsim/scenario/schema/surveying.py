"""Who answers when a firm asks its customers: those who are delighted or angry may do so more readily."""

from typing import ClassVar

from pydantic import Field

from relsim.scenario.facts import Facts
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Positive


class Survey(Part):
    """Who answers a survey, so that those who answer can be weighed as all customers would have answered."""

    facts: ClassVar[Facts] = Facts(sources=())

    promoters: Positive = Field(
        1.0, description="How many times as readily as the passive those answer who give a 9 or a 10."
    )
    detractors: Positive = Field(
        1.0, description="How many times as readily as the passive those answer who give 6 or less."
    )
