"""Named changes of a scenario: by a firm's policy, as the market might be, and while an event lasts."""

from typing import Any

from pydantic import Field

from relsim.scenario.part import Part
from relsim.scenario.units.durations import Duration


class Policy(Part):
    """A named patch of the scenario: what the firm in focus might do instead."""

    title: str | None = None
    note: str | None = None
    set: dict[str, Any] = Field(default_factory=dict)


class Condition(Part):
    """A named patch of the scenario: what the market might be like instead."""

    title: str | None = Field(None, description="What the condition is called in reports.")
    note: str | None = Field(None, description="Why one might fear or hope for it.")
    set: dict[str, Any] = Field(description="Dotted paths and the values they get.")


class Event(Part):
    """An intervention or a shock: some values are others from one period until another."""

    title: str | None = None
    at: Duration
    until: Duration | None = None
    set: dict[str, Any]
