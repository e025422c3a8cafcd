"""Warnings about settings of behaviour that have no effect without another one."""

from collections.abc import Iterator, Mapping

from relsim.scenario.facts import Facts, facts_of
from relsim.scenario.lint.levers import Finding, lever_setting, patched_anywhere, value_in_file
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.behaviour import Behaviour


def lacking(behaviour: Behaviour, path: str) -> Mapping[str, str]:
    """The settings that are 0 and without which the one at a path has no effect, and why."""
    facts = facts_of(Behaviour, Facts).get(path, Facts())
    return {base: why for base, why in facts.needs.items() if lever_setting(behaviour, base) == 0}


def needed_settings(scenario: Scenario) -> Iterator[Finding]:
    """Settings that the file gives although what they need is never there."""
    for path in facts_of(Behaviour, Facts):
        place = ("behaviour", *path.split("."))
        if value_in_file(scenario.document.data, place) is None:
            continue
        for base, why in lacking(scenario.behaviour, path).items():
            if not patched_anywhere(scenario, f"behaviour.{base}"):
                yield place, f"has no effect while {base} is 0: {why}"
