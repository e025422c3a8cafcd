"""The table of moves from rung to rung, for a market without behaviour."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from relsim.errors import InputError
from relsim.rules import churning, climbing
from relsim.scenario.facts import Lever
from relsim.scenario.part import Part
from relsim.scenario.units.amounts import Share


class MoveChances(Part):
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

    facts: ClassVar[Lever] = Lever(
        by=(climbing.moves_from, churning.lapsing),
        sources=("pfeifer2000",),
        free="A table of chances stands in for what a firm does.",
    )

    purchaser: MoveChances = Field(MoveChances(), description="From purchaser.")
    client: MoveChances = Field(MoveChances(), description="From client.")
    supporter: MoveChances = Field(MoveChances(), description="From supporter.")
    advocate: MoveChances = Field(MoveChances(), description="From advocate.")
    partner: MoveChances = Field(MoveChances(), description="From partner.")
