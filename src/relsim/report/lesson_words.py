"""What a lesson asks for, in words: what can be answered, and what is measured of whom."""

from collections.abc import Sequence
from math import isfinite

from relsim.measures.measure import MEASURES
from relsim.measures.portfolio import SHARES
from relsim.report.names import policy_in_sentence, title_of_policy
from relsim.report.wording import measure_text, percent
from relsim.runs.policies import deciding_measure
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.learn import LessonFinding

GivenAnswer = str | float
"""What somebody answers: the name of a choice, or a number."""


def with_measure(finding: LessonFinding, scenario: Scenario, policies: Sequence[str]) -> LessonFinding:
    """What is asked for; between policies by the measure that decides, where none is named."""
    is_between_policies = finding.best == "policy" or finding.over in scenario.policies
    if not is_between_policies or "measure" in finding.model_fields_set:
        return finding
    return finding.model_copy(update={"measure": deciding_measure(scenario, policies)})


def choices_of(finding: LessonFinding, scenario: Scenario) -> dict[str, str]:
    """What can be answered: the name of each choice, and how it is put; nothing where a number is asked."""
    if not finding.best:
        return {text: text for text in finding.choices}
    names = scenario.policies if finding.best == "policy" else scenario.firms
    return {name: choice_title(finding, name, scenario) for name in names}


def choice_title(finding: LessonFinding, name: str, scenario: Scenario) -> str:
    """How a policy or a firm is put as a choice."""
    return title_of_policy(scenario, name) if finding.best == "policy" else name


def subject_of(finding: LessonFinding, scenario: Scenario) -> str:
    """What was measured, of whom, and what it was compared with."""
    firm = finding.firm or scenario.focal_firm
    words = f"{measure_words(finding.measure)} of {firm}"
    if finding.policy:
        words += f" under {policy_in_sentence(scenario, finding.policy)}"
    if (over := finding.over) is None:
        return f"change in {words} from the lesson's own market" if finding.unchanged else words
    named = policy_in_sentence(scenario, over) if over in scenario.policies else over
    if finding.unchanged:
        return f"how the difference from {named} in {words} has changed from that in the lesson's own market"
    return f"{words}, compared with {named}"


def measure_words(measure: str) -> str:
    """What a measure or a column is called."""
    if measure in SHARES:
        return SHARES[measure]
    return MEASURES[measure].words if measure in MEASURES else measure.replace("_", " ")


def answer_words(finding: LessonFinding, answer: GivenAnswer, scenario: Scenario) -> str:
    """An answer as it is put to people."""
    if isinstance(answer, str):
        return choices_of(finding, scenario).get(answer, answer)
    return value_told(finding, answer, scenario)


def value_told(finding: LessonFinding, value: float, scenario: Scenario) -> str:
    """A number as it is put to people: a share of what was taken off, or in the unit of the measure."""
    is_difference = finding.unchanged or finding.over is not None
    if is_difference and finding.counted == "share":
        return ("+" if value > 0.0 else "") + percent(value)
    return level_text(finding, value, scenario, is_difference)


def level_text(finding: LessonFinding, value: float, scenario: Scenario, signed: bool = False) -> str:
    """A number in the unit of the measure."""
    kind = MEASURES[finding.measure].kind if finding.measure in MEASURES else "count"
    kind = "share" if finding.measure in SHARES else kind
    return measure_text(value, kind, scenario.currency, signed) if isfinite(value) else "not known"
