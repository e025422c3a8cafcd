"""What is in force: the rules and levers that a scenario uses in any policy or event.

A rule counts when the order of a period can reach it with the scenario's mechanisms; one that reads
nothing but settings of levers, when one of them is pulled.
"""

import dis
import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from relsim.market import offers, plan
from relsim.rules import adapting, staff
from relsim.rules.rulebook import MECHANISMS, TOLD, rulebook
from relsim.scenario.part import Part
from relsim.scenario.scenario import Mechanisms, Scenario
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.schema.firm import Firm

FINER = ("relating", "reviews")
"""Parts of behaviour that only levers ask for, or that do nothing unless a scenario changes them."""

HEARD = ("word_of_mouth", "messages_praise", "messages_blame", "departure_company", "attitude_trust_transfer")
"""Settings that only say what comes of talk."""

BETWEEN_PERIODS = {"staff": staff, "adapts": adapting}
"""The rules that firms follow between periods, by the part of a firm that asks for them."""

STORY = {told.__name__ for told in TOLD}
"""The modules that put rules in order; whatever they call is called for."""


def variants(scenario: Scenario) -> Iterator[Scenario]:
    """The scenario as it is, under each of its policies, and at each event."""
    yield scenario
    for name in scenario.policies:
        yield scenario.with_policy(name)
    for number in range(len(scenario.timeline)):
        yield scenario.at_events((number,))


def parts_pulled(scenario: Scenario) -> set[str]:
    """The parts of a firm, and the finer ones of behaviour, that are not as usual anywhere in a scenario."""
    usual = Behaviour()
    fields = {name: field for name, field in Firm.model_fields.items() if name in (*lever_parts(), "adapts")}
    pulled: set[str] = set()
    for variant in variants(scenario):
        pulled |= {name for name in FINER if getattr(variant.behaviour, name) != getattr(usual, name)}
        for firm in variant.firms.values():
            pulled |= {
                name
                for name, field in fields.items()
                if getattr(firm, name) != field.get_default(call_default_factory=True)
            }
    return pulled


def rules_in_force(chosen: dict[str, str], pulled: set[str]) -> list[Any]:
    """The rules that a period or the plan of a market uses, directly or through others."""
    starts: list[Any] = [rulebook(chosen).live, *functions_of(plan), *functions_of(offers)]
    for part in sorted(pulled & set(BETWEEN_PERIODS)):
        starts += functions_of(BETWEEN_PERIODS[part])
    found = {function: bears_on_results(function, pulled, True) for function in starts}
    waiting = list(found)
    while waiting:
        caller: Any = waiting.pop()
        for called in calls(caller):
            called_for = found[caller] or caller.__globals__["__name__"] in STORY
            used = bears_on_results(called, pulled, called_for)
            if used > found.get(called, -1):
                found[called] = used
                waiting.append(called)
    silent = chosen["word_of_mouth"] == "none"
    return [function for function, used in found.items() if used and not (silent and is_about_talk(function))]


def calls(caller: Any) -> Iterator[Any]:
    """The functions of rules and luck that a function calls."""
    for name in mentioned(caller.__code__, "LOAD_GLOBAL"):
        called = caller.__globals__.get(name)
        if isinstance(called, FunctionType) and called.__module__.startswith(
            ("relsim.luck", "relsim.rules.")
        ):
            yield called


def bears_on_results(rule: Any, pulled: set[str], called_for: bool) -> bool:
    """Whether a rule does anything: not so where all it reads are levers that nobody pulls.

    A rule that reads no setting counts where it is `called_for` by one that does.
    """
    read = set(mentioned(rule.__code__, "LOAD_ATTR", "LOAD_CONST"))
    finer = {name for name in settings_of(Behaviour) if name.startswith(FINER)}
    if read & ((settings_of(Behaviour) - finer) | (set(Firm.model_fields) - lever_parts())):
        return True
    parts = {part for name in read for part in lever_parts() if name.startswith(f"{part}_")}
    levers = parts or {part for name in read & finer for part in FINER if name.startswith(part)}
    return bool(levers & pulled) if levers else called_for


def is_about_talk(rule: Any) -> bool:
    """Whether a rule reads nothing of behaviour but what comes of talk."""
    read = set(mentioned(rule.__code__, "LOAD_ATTR")) & settings_of(Behaviour)
    return bool(read) and all(name.startswith(HEARD) for name in read)


def functions_of(module: ModuleType) -> list[FunctionType]:
    """The functions that a module defines."""
    own = (one for one in vars(module).values() if isinstance(one, FunctionType))
    return [one for one in own if one.__module__ == module.__name__]


def mentioned(code: CodeType, *operations: str) -> Iterator[str]:
    """The names that operations of a function are about, those of functions within it included."""
    for step in dis.get_instructions(code):
        if step.opname in operations and isinstance(step.argval, str):
            yield step.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from mentioned(constant, *operations)


def lever_parts() -> set[str]:
    """The parts of a firm that are levers."""
    fields = Firm.model_fields.items()
    return {name for name, field in fields if isinstance(field.default, Part)} | {"touchpoints"}


def settings_of(model: type[Part]) -> set[str]:
    """The settings of a part as rules read them: paths joined by underscores."""
    names: set[str] = set()
    for name, field in model.model_fields.items():
        if isinstance(field.default, Part):
            names |= {f"{name}_{inner}" for inner in settings_of(type(field.default))}
        else:
            names.add(name)
    return names


def is_told(module: ModuleType, chosen: dict[str, str]) -> bool:
    """Whether what a module says of itself holds: a mechanism's is about its usual alternative."""
    for name, (_, alternatives) in MECHANISMS.items():
        usual = Mechanisms.model_fields[name].default
        if inspect.getmodule(alternatives[usual]) is module:
            return bool(chosen[name] == usual)
    return True
