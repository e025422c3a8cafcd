"""Claims: what else may be said of people where a file chooses among findings of studies and folklore.

Of such a choice no word is known to be so, whatever source the file gives it: sources contradict each other.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from relsim.errors import DataPath, ScenarioError
from relsim.rules.rulebook import is_asked
from relsim.scenario.facts import Facts, facts_of
from relsim.scenario.resolve.mixes import chances_of, felt_under, in_proportion_to, total_of
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.units.rates import Chance
from relsim.scenario.vary.factors import patch_path, value_in_data
from relsim.scenario.yaml.notes import ValueNote

REASONS_AT = ("behaviour", "departure")
MOVED = "moved"


@dataclass(frozen=True)
class Claim:
    """Another word of a choice, and all that it changes; `value` is the word that the market has."""

    path: str
    value: str | None
    word: str | None
    changes: Mapping[str, Any]


def rival_claims(scenario: Scenario) -> Iterator[Claim]:
    """What else may be said of people, of each choice that the scenario's mechanisms read."""
    mechanisms = dict(scenario.mechanisms)
    for setting, facts in facts_of(Behaviour, Facts).items():
        path = f"behaviour.{setting}"
        if not facts.claims or not is_asked(path, mechanisms):
            continue
        now = attrgetter(setting)(scenario.behaviour)
        for word in facts.claims:
            if word != now:
                yield from valid_claims(scenario, path, now, word)


def valid_claims(scenario: Scenario, path: str, now: str | None, word: str | None) -> Iterator[Claim]:
    """The claim of a word, if the scenario may have it."""
    changes = {path: word} | (ALONG_WITH[path](scenario, word) if path in ALONG_WITH else {})
    try:
        scenario.changed(changes)
    except ScenarioError:
        return
    yield Claim(path, now, word, changes)


def words_of_claims(path: str) -> Mapping[str | None, str]:
    """What each word of a choice says of people; nothing of any other value."""
    told: Mapping[str, Facts] = facts_of(Behaviour, Facts)
    return told.get(path.removeprefix("behaviour."), Facts()).claims


def reasons_instead(scenario: Scenario, mix: str | None) -> dict[str, Any]:
    """What goes along with another mix of reasons, so that as many leave, and for its reasons alone.

    A chance for which the file has a study or data stays.
    """
    felt = felt_under(dict(scenario.mechanisms))
    departure = scenario.behaviour.departure
    total = total_of(chances_in_force(scenario), felt) if departure.mix is None else departure.total
    assumed = {path: name for path, name in paths_of_reasons(scenario) if is_assumed(path, scenario)}
    if mix is None:
        without = chances_in_force(scenario.changed({"behaviour.departure.mix": None}))
        told = in_proportion_to(without, total, felt)
        return {patch_path(scenario, path): told[name] for path, name in assumed.items()}
    told = chances_of(mix, total, felt)
    own = {path: name for path, name in assumed.items() if is_in_file(path, scenario)}
    changes = {patch_path(scenario, path): told[name] for path, name in own.items()}
    return {"behaviour.departure.total": str(total)} | changes


ALONG_WITH: Mapping[str, Callable[[Scenario, str | None], dict[str, Any]]] = MappingProxyType(
    {"behaviour.departure.mix": reasons_instead}
)
"""What else changes with a word of a choice, so that it says what it says and nothing more."""


def chances_in_force(scenario: Scenario) -> dict[str, Chance]:
    """The chance of each reason, and that of the largest group to move away."""
    departure = scenario.behaviour.departure
    largest = max(scenario.segments, key=lambda one: one.share)
    reasons = [name for name in felt_under({}) if name != MOVED]
    return {MOVED: largest.mobility} | {name: getattr(departure, name) for name in reasons}


def paths_of_reasons(scenario: Scenario) -> Iterator[tuple[DataPath, str]]:
    """Where the chance of each reason stands, and which reason that is."""
    for name in felt_under({}):
        if name != MOVED:
            yield (*REASONS_AT, name), name
    for number in range(len(value_in_data(scenario.document.data, ("segments",)) or [])):
        yield ("segments", number, "mobility"), MOVED


def is_in_file(path: DataPath, scenario: Scenario) -> bool:
    """Whether the file gives a value."""
    return value_in_data(scenario.document.data, path) is not None


def is_assumed(path: DataPath, scenario: Scenario) -> bool:
    """Whether nobody vouches for a value: it has no source, or folklore for one."""
    note = scenario.document.notes.get(path, ValueNote())
    return note.folklore or not note.source
