"""What a page is told of the prediction that a lesson asks for: its choices, and how runs answer it."""

from typing import Any

from relsim.measures.measure import MEASURES
from relsim.questions.explore.question import Exploration
from relsim.questions.lesson.findings import choices_of, measure_words, subject_of
from relsim.scenario.scenario import Scenario


def predicted_choices(scenario: Scenario) -> list[dict[str, str]]:
    """What can be predicted: the name of each choice, and how it is put."""
    if scenario.learn is None or scenario.learn.predict is None:
        return []
    choices = choices_of(scenario.learn.predict.answer, scenario)
    return [{"name": name, "words": words} for name, words in choices.items()]


def prediction_told(exploration: Exploration) -> dict[str, Any] | None:
    """How a page finds in its own runs what was to be predicted; None where a lesson asks for nothing."""
    scenario = exploration.scenario
    if scenario.learn is None or scenario.learn.predict is None:
        return None
    finding = scenario.learn.predict.answer
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
        "isDifference": finding.unchanged or finding.over is not None,
        "counted": finding.counted,
        "tolerance": finding.tolerance,
        "choices": predicted_choices(scenario),
        "limits": [{"name": name, "limit": limit} for name, limit in finding.choices.items()],
        "wrong": finding.wrong,
        "subject": measure_words(finding.measure) if finding.best else subject_of(finding, scenario),
    }
