"""Warnings about levers: set without what switches them on, without anything to work on, or for nothing.

What switches a lever on, what it needs and where its cost is said stands on its field (see `facts`).
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from relsim.errors import DataPath
from relsim.scenario.checks import item_of
from relsim.scenario.facts import Lever, facts_of
from relsim.scenario.part import Part
from relsim.scenario.resolve.presets import PRESET_LEVERS
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.acquisition import Advertising
from relsim.scenario.schema.firm import Firm
from relsim.scenario.vary.varied import as_dotted

LEVER_FACTS = facts_of(Firm, Lever)

Finding = tuple[DataPath, str]


@cache
def switches() -> dict[str, list[str]]:
    """For each part of a firm, what must be above zero before its other values have any effect."""
    found: dict[str, list[str]] = {}
    for path, facts in LEVER_FACTS.items():
        if facts.switch:
            part, _, key = path.rpartition(".")
            found.setdefault(part, []).append(key)
    return found


def dead_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file sets although nothing in it ever switches them on."""
    for name, firm in scenario.firms.items():
        for lever, keys in switches().items():
            path: DataPath = ("firms", name, *lever.split("."))
            written = value_in_file(scenario.document.data, path)
            touched = isinstance(written, dict) and set(written) - set(keys)
            others = LEVER_FACTS[lever].also
            on = any(lever_setting(firm, way) > 0 for way in (*(f"{lever}.{key}" for key in keys), *others))
            later = any(patched_anywhere(scenario, f"firms.{name}.{way}") for way in (lever, *others))
            if touched and not on and not later:
                yield path, f"has no effect while its {keys[0]} is 0"


def needed_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file sets although what they work on is not there."""
    for name, firm in scenario.firms.items():
        for place, touchpoint in firm.touchpoints.items():
            if touchpoint.frequency.amount == 0:
                yield ("firms", name, "touchpoints", place), "is never tried while its frequency is 0"
        for lever, facts in LEVER_FACTS.items():
            path: DataPath = ("firms", name, *lever.split("."))
            if (
                not facts.needs
                or value_in_file(scenario.document.data, path) is None
                or lever_setting(firm, lever) == 0
            ):
                continue
            for base, why in facts.needs.items():
                ways = (base, *LEVER_FACTS.get(base.rpartition(".")[0], Lever()).also)
                off = all(lever_setting(firm, way) == 0 for way in ways)
                if off and not any(patched_anywhere(scenario, f"firms.{name}.{way}") for way in ways):
                    yield path, f"has no effect while {base} is 0: {why}"


def unchosen_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file sets although another one is chosen."""
    for name, firm in scenario.firms.items():
        for lever, facts in LEVER_FACTS.items():
            path: DataPath = ("firms", name, *lever.split("."))
            for choice, words in facts.idle.items():
                part, key = choice.split(".")
                word = getattr(getattr(firm, part), key)
                chosen = word in words and not patched_anywhere(scenario, f"firms.{name}.{part}")
                if chosen and value_in_file(scenario.document.data, path) is not None:
                    yield path, f'has no effect while {choice} is "{word}"'


def free_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file pulls without saying what they cost."""
    for name, firm in scenario.firms.items():
        for lever, facts in LEVER_FACTS.items():
            if facts.price is None:
                continue
            cost = f"{lever.rpartition('.')[0]}.{facts.price}"
            path: DataPath = ("firms", name, *lever.split("."))
            said = value_in_file(scenario.document.data, ("firms", name, *cost.split("."))) is not None
            pulled = (
                value_in_file(scenario.document.data, path) is not None and lever_setting(firm, lever) > 0
            )
            if pulled and not said and lever_setting(firm, cost) == 0:
                yield path, f"costs nothing; is {cost} missing?"


def reach_per_money(scenario: Scenario) -> Iterator[Finding]:
    """Advertising whose reach is given for each unit of money, and so for one currency only; where a study is
    its source, that is the study's."""
    for name, firm in scenario.firms.items():
        path: DataPath = ("firms", name, "advertising", "response")
        if value_in_file(scenario.document.data, path) is None:
            continue
        if firm.advertising.contact_cost > 0.0:
            if firm.advertising.response == Advertising().response:
                continue
            yield path, "has no effect beside advertising.contact_cost, which says what money reaches"
        elif not scenario.document.note(path).source:
            yield path, "holds in one currency only; advertising.contact_cost says it in any"


def patched_anywhere(scenario: Scenario, path: str) -> bool:
    """Whether a policy, a condition or an event sets this path, or something around or below it."""
    changes = [*(policy.set for policy in scenario.policies.values())]
    changes += [condition.set for condition in scenario.conditions.values()]
    changes += [event.set for event in scenario.timeline]
    keys = [as_dotted(scenario, key) for change in changes for key in change]
    return any(
        key.startswith(path) or path.startswith(f"{key}.") or comes_with_strategy(path, key) for key in keys
    )


def comes_with_strategy(path: str, key: str) -> bool:
    """Whether a key sets the strategy of a firm, and with it something at or below a path."""
    firm, _, name = key.rpartition(".")
    if name != "strategy" or not path.startswith(f"{firm}."):
        return False
    below = path.removeprefix(f"{firm}.")
    return any(lever == below or lever.startswith(f"{below}.") for lever in PRESET_LEVERS)


def value_in_file(data: Any, path: DataPath) -> Any:
    """What the file itself says at a path, or None."""
    for step in path:
        data = item_of(data, step)
    return data


def lever_setting(part: Part, path: str) -> float:
    """The number of a lever, or of another setting within a part, whatever its unit."""
    value: Any = part
    for name in path.split("."):
        value = getattr(value, name)
    return float(getattr(value, "amount", getattr(value, "count", value)))
