"""What the results of a lesson or an exercise say to its question, and whether an answer agrees with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

import numpy as np
import pandas as pd

from relsim.errors import InputError, alternatives, nearest, shortened
from relsim.measures.measure import MEASURES
from relsim.measures.portfolio import SHARES
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.run import Result
from relsim.report.lesson_words import (
    GivenAnswer,
    choice_title,
    choices_of,
    level_text,
    measure_words,
    subject_of,
    value_told,
    with_measure,
)
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.learn import LessonFinding
from relsim.scenario.units.quantities import read_quantity


@dataclass(frozen=True)
class LessonTold:
    """What results say: a choice or a number, and a sentence on it."""

    answer: GivenAnswer
    words: str


def what_results_say(
    finding: LessonFinding, results: Result | Comparison, unchanged: Result | Comparison | None = None
) -> LessonTold:
    """The answer that results give; `unchanged` are those of the lesson's own market, where they matter."""
    finding = with_measure(finding, results.scenario, compared_in(results))
    if finding.best:
        return the_best(finding, results)
    value = amount_found(finding, results)
    before = None if unchanged is None or not finding.unchanged else amount_found(finding, unchanged)
    if before is not None:
        value = less(value, before, finding.counted)
    answer: GivenAnswer = value
    if finding.choices:
        limits = {text: inf if limit is None else limit for text, limit in finding.choices.items()}
        answer = next((text for text, limit in limits.items() if value <= limit), [*limits][-1])
    return LessonTold(
        answer, f"{subject_of(finding, results.scenario)}: {value_told(finding, value, results.scenario)}"
    )


def the_best(finding: LessonFinding, results: Result | Comparison) -> LessonTold:
    """The policy or the firm that has the highest of something, or the lowest, and how much each has."""
    scenario = results.scenario
    names = policies_of(results) if finding.best == "policy" else list(scenario.firms)
    values = {}
    for name in names:
        firm, policy = (finding.firm, name) if finding.best == "policy" else (name, finding.policy)
        values[name] = level(finding.measure, results, firm, policy)
    order = sorted(names, key=lambda name: values[name], reverse=not finding.lowest)
    told = (
        f"{choice_title(finding, name, scenario)} {level_text(finding, values[name], scenario)}"
        for name in order
    )
    return LessonTold(order[0], f"{measure_words(finding.measure)}: {'; '.join(told)}")


def amount_found(finding: LessonFinding, results: Result | Comparison) -> float:
    """The number that is asked for, before anything of the unchanged market is taken off."""
    value = level(finding.measure, results, finding.firm, finding.policy)
    if finding.over is None:
        return value
    firm, policy = finding.firm, finding.policy
    if finding.over in results.scenario.policies:
        policy = finding.over
    else:
        firm = finding.over
    counted = "amount" if finding.unchanged else finding.counted
    return less(value, level(finding.measure, results, firm, policy), counted)


def less(value: float, other: float, counted: str) -> float:
    """A value less another, as an amount or as a share of the other."""
    if counted == "amount":
        return value - other
    return (value - other) / abs(other) if other else float("nan")


def level(measure: str, results: Result | Comparison, firm: str | None, policy: str | None) -> float:
    """The mean of a measure over replications, or of the sum over a column of the table of periods."""
    whose = firm or results.scenario.focal_firm
    under = (policy or results.baseline) if isinstance(results, Comparison) else None
    known = values_of(measure, results, whose, under)
    known = known[np.isfinite(known)]
    if not len(known):
        what = "under this policy " if under else ""
        raise InputError(f'"{measure}" of {whose} {what}could not be measured; expected more customers')
    return float(known.mean())


def values_of(measure: str, results: Result | Comparison, firm: str, policy: str | None) -> np.ndarray:
    """A measure by replication; how uneven customers are is known of the first replication alone."""
    if measure in MEASURES:
        return np.asarray(rows_of_firm(results.outcomes, firm, policy)[measure], np.float64)
    if measure in SHARES:
        return np.asarray(rows_of_firm(results.concentration, firm, policy)[measure], np.float64)
    if measure not in results.periods:
        message = f'no measure or column of the table of periods is called "{measure}"'
        raise InputError(message, nearest(measure, [*MEASURES, *SHARES, *results.periods.columns]))
    rows = rows_of_firm(results.periods, firm, policy)
    return np.asarray(rows.groupby("replication", observed=True)[measure].sum(), np.float64)


def rows_of_firm(table: pd.DataFrame, firm: str, policy: str | None) -> pd.DataFrame:
    """The rows of a firm, under a policy if one is named."""
    rows = table[table["firm"] == firm]
    return rows if policy is None else rows[rows["policy"] == policy]


def compared_in(results: Result | Comparison) -> list[str]:
    """The policies that results hold against each other; a run has none."""
    return results.policies if isinstance(results, Comparison) else []


def policies_of(results: Result | Comparison) -> list[str]:
    """The policies that results are of; those of a run are one that has no name."""
    if isinstance(results, Comparison):
        return results.policies
    raise InputError("a run has no policies to choose from; expected relsim compare")


def choice_lines(choices: Mapping[str, str]) -> list[str]:
    """Each choice with its number, its words, and its name where that is another one."""
    named = (words if words == name else f"{words} ({name})" for name, words in choices.items())
    return [f"{number} {words}" for number, words in enumerate(named, start=1)]


def read_choice(finding: LessonFinding, text: str, scenario: Scenario) -> GivenAnswer:
    """What somebody answered: a choice by its number, its name or its words, or else a number."""
    choices, given = choices_of(finding, scenario), text.strip()
    if not choices:
        quantity = read_quantity(given)
        if quantity is None or quantity.unit is not None:
            raise InputError(f'expected a number such as 1200 or 12%, found "{given}"')
        return quantity.amount
    if given.isdecimal() and 1 <= int(given) <= len(choices):
        return list(choices)[int(given) - 1]
    known = {words.casefold(): name for name, words in choices.items()}
    known |= {name.casefold(): name for name in choices}
    if given.casefold() not in known:
        message = f'no choice is called "{shortened(given)}"; expected {alternatives(choice_lines(choices))}'
        raise InputError(message, nearest(given, [*choices, *choices.values()]))
    return known[given.casefold()]


def agrees(finding: LessonFinding, answer: GivenAnswer, told: LessonTold) -> bool:
    """Whether an answer is what the results say; a number may be off by the tolerance."""
    if isinstance(answer, str) or isinstance(told.answer, str):
        return answer == told.answer
    return abs(answer - told.answer) <= finding.tolerance * abs(told.answer)
