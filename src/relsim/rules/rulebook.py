"""The rulebook: the story of a period, told with the mechanisms that a scenario chose.

A mechanism is a plain function of numbers. Five chapters call mechanisms by name (`need`, `utility`,
`spend`, `feel`, `climb`, `chances_of_leaving`, `speak`); `Rulebook` copies these chapters with the
chosen functions under those names. Both drivers run such a copy, so what was not chosen costs nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from relsim import luck
from relsim.rules import (
    answering,
    attitude,
    awareness,
    bonds,
    books,
    buying,
    care,
    category,
    ceilings,
    choice,
    churning,
    climbing,
    community,
    complaints,
    counting,
    cultivating,
    departure,
    departures,
    experience,
    grouping,
    inertia,
    laxity,
    listening,
    loyalty,
    messages,
    months,
    need,
    parting,
    period,
    personalising,
    relating,
    reviews,
    rivals,
    shopping,
    spend,
    state,
    touchpoints,
    word_of_mouth,
)
from relsim.rules.alternative import Mechanism, Rule

MECHANISMS: dict[str, Mechanism] = {
    "need": Mechanism("need", need.ALTERNATIVES),
    "choice": Mechanism("utility", choice.ALTERNATIVES),
    "spend": Mechanism("spend", spend.ALTERNATIVES),
    "experience": Mechanism("feel", experience.ALTERNATIVES),
    "ladder": Mechanism("climb", climbing.ALTERNATIVES),
    "departure": Mechanism("chances_of_leaving", departures.ALTERNATIVES),
    "word_of_mouth": Mechanism("speak", word_of_mouth.ALTERNATIVES),
}
"""Every mechanism by the key that chooses among its alternatives."""

PLAIN_CHAPTERS: tuple[ModuleType, ...] = (
    luck,
    state,
    need,
    choice,
    category,
    spend,
    experience,
    complaints,
    attitude,
    climbing,
    churning,
    departure,
    rivals,
    ceilings,
    word_of_mouth,
    messages,
    months,
    care,
    grouping,
    loyalty,
    bonds,
    community,
    personalising,
    touchpoints,
    laxity,
    inertia,
    books,
    cultivating,
    reviews,
    awareness,
    listening,
    counting,
)
COMPILED_CHAPTERS: tuple[ModuleType, ...] = (buying, parting, relating, shopping, answering, period)


@cache
def asked_by() -> dict[str, dict[str, tuple[str, ...]]]:
    """What only some alternatives ask for: the words of each mechanism that read the setting at a path."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, mechanism in MECHANISMS.items():
        for word, alternative in mechanism.alternatives.items():
            for path in alternative.reads:
                askers = found.setdefault(path, {})
                askers[name] = (*askers.get(name, ()), word)
    return found


def is_asked(path: str, chosen: Mapping[str, str]) -> bool:
    """Whether the chosen alternatives, or all, read the setting at a path or in the part there."""
    askers = [known for asked, known in asked_by().items() if f"{path}.".startswith(f"{asked}.")]
    return not askers or any(chosen[name] in words for known in askers for name, words in known.items())


@dataclass(frozen=True)
class Rulebook:
    """All rules, with the chosen mechanisms in their places; `live` tells one customer's period.

    `words` names the mechanisms in order; `own` are functions that a user brought.
    """

    live: Rule
    told: tuple[Rule, ...]
    own: tuple[Rule, ...]
    words: tuple[str, ...]

    def functions(self) -> Iterator[Rule]:
        """Every function that a period may call."""
        yield from PLAIN_FUNCTIONS
        yield from self.own
        yield from self.told


def rulebook(
    chosen: Mapping[str, str], own: Mapping[str, Rule] | None = None, parts: Iterable[Rule] = ()
) -> Rulebook:
    """The rules with the chosen alternatives, and with a user's own functions, in their places.

    `parts` are functions that the user's own call.
    """
    rules = {name: MECHANISMS[name].alternatives[word].rule for name, word in chosen.items()} | dict(
        own or {}
    )
    brought = tuple(dict.fromkeys([*parts, *(own or {}).values()]))
    return _told_with(tuple(sorted(rules.items())), brought)


@cache
def _told_with(rules: tuple[tuple[str, Rule], ...], own: tuple[Rule, ...]) -> Rulebook:
    called = {MECHANISMS[name].called: rule for name, rule in rules}
    if "chances_of_leaving" in called:
        called["ceiling"] = ceiling_of(called["chances_of_leaving"])
    copies: dict[Any, Rule] = {}
    for chapter in COMPILED_CHAPTERS:
        names = dict(vars(chapter))
        for name, function in _defined_in(chapter).items():
            copies[function] = FunctionType(function.__code__, names, name)
        for name, thing in vars(chapter).items():
            if isinstance(thing, FunctionType):
                names[name] = called.get(name, copies.get(thing, thing))
    words = tuple(rule.__qualname__ for _, rule in rules)
    return Rulebook(copies[period.live], tuple(copies.values()), own, words)


def ceiling_of(departure: Rule) -> Rule:
    """What the chances of leaving cannot exceed; unknown for a rule that a user brought."""
    known = MECHANISMS["departure"].alternatives.values()
    found = (one.ceiling for one in known if one.rule is departure and one.ceiling)
    return next(found, ceilings.any_chance)


def _defined_in(chapter: ModuleType) -> dict[str, FunctionType]:
    return {
        name: thing
        for name, thing in vars(chapter).items()
        if isinstance(thing, FunctionType) and thing.__module__ == chapter.__name__
    }


PLAIN_FUNCTIONS: tuple[Rule, ...] = tuple(
    rule for chapter in PLAIN_CHAPTERS for rule in _defined_in(chapter).values()
)
"""All functions that are called by their own names, whatever mechanisms were chosen."""
