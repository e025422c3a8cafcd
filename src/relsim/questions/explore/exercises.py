"""The exercises of a lesson that a page can play: what each changes in the market, and how runs answer it."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relsim.console.parsing import listed, settings_in
from relsim.errors import InputError, ScenarioError, refuse_unknown
from relsim.measures.portfolio import SHARES
from relsim.questions.explore.sliders import refuse_beyond_patches
from relsim.runs.stored_place import source_file
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.learn import Exercise, LessonFinding

OF_A_PAGE = ("--set", "--policies", "--condition", "--as", "--replications", "--seed")
"""Options of a command that a page can follow; the last three bear on no answer."""


@dataclass(frozen=True)
class PlayedExercise:
    """An exercise by its number, what its command changes, and the policies that it compares."""

    number: int
    exercise: Exercise
    changes: Mapping[str, Any]
    policies: list[str]

    @property
    def path(self) -> str:
        """What stands in the place of a path where the exercise sets the market."""
        return f"exercise {self.number}"


def played_exercises(scenario: Scenario, policies: Sequence[str]) -> list[PlayedExercise]:
    """The exercises that check themselves and can be played under these policies."""
    played = []
    for number, exercise in enumerate(scenario.learn.checked if scenario.learn else [], start=1):
        try:
            changes, compared = read_exercise(scenario, exercise.command)
            if exercise.answer.measure in SHARES:
                continue
            if needed_for(exercise.answer, compared) <= set(policies):
                played.append(PlayedExercise(number, exercise, changes, compared))
        except (InputError, ScenarioError):
            continue
    return played


def needed_for(finding: LessonFinding, compared: list[str]) -> set[str]:
    """The policies that an answer is found in."""
    if finding.best == "policy":
        return set(compared)
    named = {finding.policy or next(iter(compared), None), finding.over}
    return {one for one in named if one in compared}


def read_exercise(scenario: Scenario, command: str) -> tuple[dict[str, Any], list[str]]:
    """What a command changes in a scenario, and the policies that it compares; InputError where a page
    cannot follow it."""
    given: dict[str, list[str]] = {}
    names = []
    words = iter(shlex.split(command)[2:])
    for word in words:
        if word.startswith("--"):
            option, _, value = word.partition("=")
            given.setdefault(option, []).append(value or next(words, ""))
        else:
            names.append(word)
    if names != [Path(source_file(scenario)).stem] or any(option not in OF_A_PAGE for option in given):
        raise InputError("the command asks for another market than that of the page")
    changes = settings_in(given.get("--set", []))
    for name in given.get("--condition", []):
        refuse_unknown("condition", name, scenario.conditions)
        changes = changes | scenario.conditions[name].set | changes
    if changes:
        refuse_beyond_patches(scenario, scenario.changed(changes))
    return changes, compared_by(
        scenario, command, listed(given.get("--policies", [""])[-1], scenario.policies)
    )


def compared_by(scenario: Scenario, command: str, asked: list[str] | None) -> list[str]:
    """The policies that a command compares, the baseline first; `relsim run` has one that changes nothing."""
    base = scenario.baseline_policy
    if base is None:
        return []
    if shlex.split(command)[1] == "run":
        if scenario.policies[base].set:
            raise InputError("the command runs a market that is none of the page's")
        return [base]
    return [
        base,
        *(name for name in scenario.policies if name != base and name in (asked or scenario.policies)),
    ]
