"""What all parts of a scenario have in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A piece of a scenario file: unknown keys are refused, values cannot change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NamedPart(Part):
    """A piece under a name of its own, of which a patch may add more as well as change those there are."""
