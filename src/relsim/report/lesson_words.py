"""What a lesson asks for, in words: what can be answered, and what is measured of whom."""

from relsim.measures.measure import MEASURES
from relsim.measures.portfolio import SHARES
from relsim.report.names import title_of_policy
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.learn import LessonFinding


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
    """What was measured, of whom, and what was taken off."""
    firm = finding.firm or scenario.focal_firm
    words = f"{measure_words(finding.measure)} of {firm}"
    if finding.policy:
        words += f" under {title_of_policy(scenario, finding.policy)}"
    if finding.over:
        over = title_of_policy(scenario, finding.over) if finding.over in scenario.policies else finding.over
        words += f", less that of {over}"
    return f"{words}, beside the unchanged market" if finding.unchanged else words


def measure_words(measure: str) -> str:
    """What a measure or a column is called."""
    if measure in SHARES:
        return SHARES[measure]
    return MEASURES[measure].words if measure in MEASURES else measure.replace("_", " ")
