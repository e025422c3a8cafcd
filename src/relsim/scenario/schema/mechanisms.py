"""Which alternative of each mechanism a market lives by."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from relsim.rules.rulebook import MECHANISMS
from relsim.scenario.part import Part

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
