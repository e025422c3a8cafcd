"""Warnings about scenarios that are valid but probably not meant: dead values, rates that look annual."""

from collections.abc import Iterator
from typing import Any

from relsim.scenario.problems import DataPath, Problem, dotted
from relsim.scenario.schema import Scenario
from relsim.scenario.units import Chance

LARGE_PER_MONTH = 0.2
"""A chance of leaving above this per month is rarely meant."""

SWITCHES = {
    "coupon": ("share",),
    "contact": ("frequency",),
    "loyalty": ("enrolment",),
    "win_back": ("frequency",),
    "co_creation": ("invitation",),
    "advertising": ("spend",),
    "retention": ("spend",),
}
"""For each lever, what must be above zero before its other values have any effect."""

SILENCED = {
    ("word_of_mouth", "none"): ("behaviour", "word_of_mouth"),
    ("experience", "none"): ("behaviour", "experience"),
    ("spend", "fixed"): ("behaviour", "spend", "variation"),
}
"""What a chosen mechanism leaves without effect."""

ASKED_BY = {
    ("behaviour", "recency"): ("need", ("by recency",)),
    ("behaviour", "choice", "diversity"): ("choice", ("dirichlet",)),
    ("behaviour", "choice", "innovation"): ("choice", ("bass",)),
    ("behaviour", "choice", "imitation"): ("choice", ("bass",)),
    ("behaviour", "spend", "shape"): ("spend", ("gamma-gamma",)),
    ("behaviour", "departure", "silence"): ("departure", ("recency",)),
    ("firms", "", "preference"): ("choice", ("dirichlet",)),
    ("firms", "", "churn"): ("departure", ("constant",)),
    ("firms", "", "moves"): ("ladder", ("markov",)),
}
"""What only some alternatives of a mechanism ask for; the empty step stands for any firm."""


def warnings(scenario: Scenario) -> list[Problem]:
    """Everything in a scenario that looks like a slip, at its place in the file."""
    found = [
        *dead_levers(scenario),
        *dead_behaviour(scenario),
        *unasked(scenario),
        *hasty_departures(scenario),
        *unreachable_rungs(scenario),
    ]
    return [Problem(scenario.document.place(path), dotted(path), text) for path, text in found]


Finding = tuple[DataPath, str]


def dead_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file sets although nothing in it ever switches them on."""
    for name, firm in scenario.firms.items():
        for lever, switches in SWITCHES.items():
            path: DataPath = ("firms", name, lever)
            written = value_at(scenario.document.data, path)
            touched = isinstance(written, dict) and set(written) - set(switches)
            on = any(amount_of(getattr(getattr(firm, lever), switch)) > 0 for switch in switches)
            if touched and not on and not patched_anywhere(scenario, f"firms.{name}.{lever}"):
                yield path, f"has no effect while its {switches[0]} is 0"


def dead_behaviour(scenario: Scenario) -> Iterator[Finding]:
    """Behaviour that the chosen mechanisms never ask for."""
    for (mechanism, word), path in SILENCED.items():
        chosen = getattr(scenario.mechanisms, mechanism)
        if chosen == word and value_at(scenario.document.data, path) is not None:
            yield path, f'has no effect with the mechanism {mechanism} "{word}"'


def unasked(scenario: Scenario) -> Iterator[Finding]:
    """Values that only a mechanism asks for which neither the file nor a policy chooses."""
    for path, (mechanism, words) in ASKED_BY.items():
        chosen = getattr(scenario.mechanisms, mechanism)
        if chosen in words or patched_anywhere(scenario, f"mechanisms.{mechanism}"):
            continue
        for name in scenario.firms if "" in path else ("",):
            place = tuple(step or name for step in path)
            if value_at(scenario.document.data, place) is not None:
                yield place, f'has no effect with the mechanism {mechanism} "{chosen}"'


def hasty_departures(scenario: Scenario) -> Iterator[Finding]:
    """Chances of leaving per month or week that look like yearly ones."""
    chances: list[tuple[DataPath, Any]] = [
        (("behaviour", "departure", name), value) for name, value in scenario.behaviour.departure
    ]
    chances += [
        (("segments", number, "mobility"), segment.mobility)
        for number, segment in enumerate(scenario.segments)
    ]
    for path, value in chances:
        if isinstance(value, Chance) and value.per_period("month") > LARGE_PER_MONTH:
            yearly = value.per_period("year")
            yield path, f"{value} makes {yearly:.0%} a year; was a rate per year meant?"


def unreachable_rungs(scenario: Scenario) -> Iterator[Finding]:
    """Thresholds of commitment in the wrong order, or out of reach."""
    ladder = scenario.behaviour.ladder
    if ladder.advocate <= ladder.supporter:
        yield ("behaviour", "ladder", "advocate"), "nobody stays a supporter below this threshold"
    if ladder.supporter - ladder.slack <= 0.0:
        yield ("behaviour", "ladder", "slack"), "nobody ever slides back from supporter"
    if all(segment.proneness.mean == 0.0 for segment in scenario.segments):
        yield ("segments",), "without proneness nobody becomes more than a client"


def patched_anywhere(scenario: Scenario, path: str) -> bool:
    """Whether a policy, a condition or an event sets something below this path."""
    changes = [*(policy.set for policy in scenario.policies.values())]
    changes += [condition.set for condition in scenario.conditions.values()]
    changes += [event.set for event in scenario.timeline]
    return any(key.startswith(path) for change in changes for key in change)


def value_at(data: Any, path: DataPath) -> Any:
    """What the file itself says at a path, or None."""
    for step in path:
        if not isinstance(data, dict):
            return None
        data = data.get(step)
    return data


def amount_of(value: Any) -> float:
    """A lever's number, whatever its unit."""
    return float(getattr(value, "amount", value))
