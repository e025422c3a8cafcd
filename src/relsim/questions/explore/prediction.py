"""What a page is told of what a lesson asks for: the choices of each question, and how runs answer it."""

from typing import TYPE_CHECKING, Any

from relsim.measures.measure import MEASURES
from relsim.questions.explore.exercises import PlayedExercise
from relsim.report.lesson_words import choices_of, measure_words, subject_of, with_measure
from relsim.scenario.schema.learn import LessonFinding

if TYPE_CHECKING:
    from relsim.questions.explore.question import Exploration


def prediction_told(exploration: "Exploration") -> dict[str, Any] | None:
    """How a page finds in its own runs what was to be predicted; None where a lesson asks for nothing."""
    scenario = exploration.scenario
    if scenario.learn is None or scenario.learn.predict is None:
        return None
    finding = with_measure(scenario.learn.predict.answer, scenario, exploration.policies)
    return finding_told(exploration, finding, choices_of(finding, scenario))


def exercises_told(exploration: "Exploration") -> list[dict[str, Any]]:
    """How a page finds the answers of the exercises that it can play, and what each of them sets."""
    return [exercise_told(exploration, played) for played in exploration.exercises]


def exercise_told(exploration: "Exploration", played: PlayedExercise) -> dict[str, Any]:
    """What a page is told of one exercise."""
    market = exploration.scenario.changed(played.changes) if played.changes else exploration.scenario
    finding = with_measure(played.exercise.answer, market, played.policies)
    choices = choices_of(finding, exploration.scenario)
    if finding.best == "policy":
        choices = {name: words for name, words in choices.items() if name in played.policies}
    return {
        "number": played.number,
        "path": played.path if played.changes else None,
        "hint": played.exercise.hint,
        "finding": finding_told(exploration, finding, choices),
    }


def finding_told(
    exploration: "Exploration", finding: LessonFinding, choices: dict[str, str]
) -> dict[str, Any]:
    """How a page finds an answer in its own runs."""
    scenario = exploration.scenario
    is_measure = finding.measure in MEASURES
    own = {"firm": finding.firm or scenario.focal_firm, "policy": finding.policy or exploration.policies[0]}
    over = own | {"policy" if finding.over in scenario.policies else "firm": finding.over}
    return own | {
        "measure": finding.measure,
        "isMeasure": is_measure,
        "kind": MEASURES[finding.measure].kind if is_measure else "count",
        "currency": scenario.currency,
        "best": finding.best,
        "lowest": finding.lowest,
        "over": over if finding.over else None,
        "unchanged": finding.unchanged,
        "isDifference": finding.unchanged or finding.over is not None,
        "counted": finding.counted,
        "tolerance": finding.tolerance,
        "choices": [{"name": name, "words": words} for name, words in choices.items()],
        "limits": [{"name": name, "limit": limit} for name, limit in finding.choices.items()],
        "wrong": finding.wrong,
        "subject": measure_words(finding.measure) if finding.best else subject_of(finding, scenario),
    }
