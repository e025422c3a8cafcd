"""Facts: what is known of a setting, declared on its field beside type, bounds and description.

`Annotated[Money, Lever(...)]` tells of a number that a firm sets, `Annotated[Share, Facts(...)]` of one
of customers. What a part says of itself (`facts`) holds for every field in it that says nothing else. From
here come the linter, citations, presets, the directions of theory, and the reference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Self, TypeVar, get_args

from relsim.rules.alternative import Rule
from relsim.scenario.part import Part
from relsim.vocabulary import Line


@dataclass(frozen=True)
class Effect:
    """What theory says: raised from `low` to `high`, a setting moves this measure that way.

    `given` names what must hold besides, so that it has something to work on.
    """

    measure: str
    moves: Literal["up", "down"]
    because: str
    low: Any
    high: Any
    given: str | None = None


def a_cost(high: float | str, given: str | None = None, low: float = 0) -> Effect:
    """What a cost does to profit."""
    return Effect("profit", "down", "A cost.", low, high, given)


@dataclass(frozen=True)
class Preset:
    """A lever at either end of the strategies, and its unit.

    The unit is a share, a rate, or a part of the price of one unit, of a usual purchase, or of the price for
    every head in the market; money per time has its time behind it.
    """

    transactional: float
    relationship: float
    unit: str


@dataclass(frozen=True)
class Facts:
    """What is known of any setting.

    `sources` are keys of the bibliography, none where it is assumed; `by` are the rules with which it works.
    """

    sources: tuple[str, ...] | None = None
    by: tuple[Rule, ...] | None = None
    needs: Mapping[str, str] = field(default_factory=dict, hash=False, kw_only=True)
    """Settings without which it has no effect, and why."""
    claims: Mapping[str | None, str] = field(default_factory=dict, hash=False, kw_only=True)
    """Of a choice among what studies found and what is only repeated: what each word of it says of people."""

    HANDED_DOWN: ClassVar[tuple[str, ...]] = ("sources", "by")

    def within(self, outer: "Facts") -> Self:
        """These facts, and what those of the part around say besides."""
        inherited = {name: getattr(outer, name, None) for name in self.HANDED_DOWN}
        missing: dict[str, Any] = {
            name: value for name, value in inherited.items() if getattr(self, name) is None
        }
        return replace(self, **missing)


@dataclass(frozen=True)
class Lever(Facts):
    """What is known of something that a firm sets; paths are within the firm, or the part for `price`.

    What it costs is booked on a `line`, or it says why it is `free`.
    """

    line: Line | None = None
    free: str | None = None
    price: str | None = None
    """The setting of the same part that says what it costs; pulled without one, it is too cheap."""
    outcome: bool = False
    """Whether it says what comes of work whose cost is said elsewhere, so that it costs nothing by itself."""
    whole: bool = False
    """Whether the firm pays or has it as a whole, in proportion to the market."""
    switch: bool = False
    """Whether the other settings of its part have no effect while this one is zero."""
    also: tuple[str, ...] = ()
    """Settings elsewhere that switch the part on, too."""
    idle: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Settings at whose words it has no effect."""
    preset: Preset | None = None
    purpose: str | None = None
    """For which purpose it is what is usually raised."""
    effect: Effect | None = None
    undirected: str | None = None
    """Why theory says nothing of a direction."""

    HANDED_DOWN: ClassVar[tuple[str, ...]] = (*Facts.HANDED_DOWN, "line", "free", "undirected")

    def within(self, outer: Facts) -> Self:
        """These facts, and what those of the part around say besides; a line or a reason, not both."""
        known = super().within(outer)
        if self.line is not None:
            return replace(known, free=None)
        return replace(known, line=None) if self.free is not None else known


Known = TypeVar("Known", bound=Facts)


def facts_of_settings(model: type[Part], kind: type[Known], outer: Known) -> Iterator[tuple[str, Known]]:
    """The facts of every setting of a part by its path, outer parts first; entries have no name in it."""
    for name, info in model.model_fields.items():
        inner = part_in(info.annotation)
        told = [*info.metadata, *([inner.facts] if inner and hasattr(inner, "facts") else [])]
        own = next((fact for fact in told if isinstance(fact, kind)), kind()).within(outer)
        yield name, own
        if inner is not None:
            for path, fact in facts_of_settings(inner, kind, own):
                yield f"{name}.{path}", fact


@cache
def facts_of(model: type[Part], kind: type[Known]) -> Mapping[str, Known]:
    """The facts of every setting of a part by its path."""
    return MappingProxyType(dict(facts_of_settings(model, kind, kind())))


def part_in(annotation: Any) -> type[Part] | None:
    """The part that a field holds, one or many of them."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, Part):
            return kind
    return None
