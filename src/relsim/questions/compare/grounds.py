"""What a verdict rests on: whether the market gives its own evidence, and what a fit has not told of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.errors import COMMAND_LINE
from relsim.measures.evident import measured_in
from relsim.questions.compare.subject import Subject
from relsim.report.measured import IN_MONEY, amount_in_words, noun_of
from relsim.report.untold import untold
from relsim.report.wording import to_digits
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.evidence import EVIDENT, RATIOS, MeasuredFigure

FAR_OFF = 3.5
"""How many standard deviations, of luck and of measurement, a figure may lie from what the market gives."""

UNSTATED = 0.1
"""The share of itself by which a figure without a `give_or_take` may be off at least."""

ENOUGH_MARKETS = 5
"""From how many replications on their own spread says how much luck there is."""

NINE_IN_TEN = 1.645
"""How many standard deviations from the mean nine in ten lie at most."""

WORTH_TELLING = 0.05
"""The share by which a figure that luck explains may differ from what was measured before that is told."""


@dataclass(frozen=True)
class Miss:
    """A figure that was measured, and the mean of what the market gives instead."""

    figure: MeasuredFigure
    measured: float
    given: float


def grounds(subject: Subject) -> list[str]:
    """What to know before a verdict is believed; nothing where nothing speaks against it."""
    scenario = subject.scenario
    missed = missed_evidence(subject)
    told = [misses_in_words(missed, scenario)] if missed else []
    told += [why for one in missed if (why := why_so_many(one, scenario))]
    told += chance_in_words(subject)
    return [*told, *untold(scenario, subject.policies if subject.is_comparison else ())]


def missed_evidence(subject: Subject) -> list[Miss]:
    """The figures of the scenario's evidence from which its market, under the baseline, is far."""
    found = []
    for one in subject.scenario.evidence:
        if (values := given_by_market(one, subject)) is None:
            continue
        is_ratio = EVIDENT[one.measure] == "ratio"
        measured = one.value * (1.0 if is_ratio else subject.scenario.scale)
        unsure = one.give_or_take * (1.0 if is_ratio else subject.scenario.scale)
        least = UNSTATED * abs(measured) if unsure == 0.0 else 0.0
        given = float(values.mean())
        room = max(FAR_OFF * float(np.hypot(luck_of_market(one, values, subject), unsure)), least)
        if abs(given - measured) > room:
            found.append(Miss(one, measured, given))
    return found


def chance_in_words(subject: Subject) -> list[str]:
    """How far luck alone may carry so few markets from what was measured, where they are not far off."""
    scenario, markets = subject.scenario, subject.results.replications
    if markets >= ENOUGH_MARKETS:
        return []
    missed = [one.figure for one in missed_evidence(subject)]
    strayed = [stray_in_words(one, subject) for one in scenario.evidence if one not in missed]
    told = "; ".join(filter(None, strayed))
    if not told:
        return []
    alone = "A single market strays" if markets == 1 else f"The mean of {markets} markets strays"
    each = f", since each simulated person stands for {to_digits(scenario.stands_for)}"
    why = each if scenario.stands_for > 1.0 else ""
    return [
        f"{alone} by luck: {told}. Nine in ten lie no farther from the mean of many markets{why}; "
        "--replications 20 shows that mean."
    ]


def stray_in_words(one: MeasuredFigure, subject: Subject) -> str | None:
    """What was measured, what came, and how far luck may carry it; None where these hardly differ."""
    values = given_by_market(one, subject)
    if values is None or EVIDENT[one.measure] == "ratio" or one.measure in IN_MONEY:
        return None
    measured, given = one.value * subject.scenario.scale, float(values.mean())
    if abs(given - measured) <= WORTH_TELLING * abs(measured):
        return None
    room = NINE_IN_TEN * luck_of_market(one, values, subject) / float(np.sqrt(len(values)))
    miss = miss_in_words(Miss(one, measured, given), subject.scenario)
    return f"{miss}, and luck may carry it {to_digits(room)} up or down"


def given_by_market(one: MeasuredFigure, subject: Subject) -> Any:
    """A figure in every replication [replication], or None where the run does not have it."""
    scenario = subject.scenario
    first, last = one.span or (0, scenario.periods)
    is_cut = scenario.document.places.get(("periods",)) == COMMAND_LINE and one.span is None
    if one.segment is not None or last > scenario.periods or is_cut:
        return None
    columns = columns_of(one.measure, subject)
    firm = list(scenario.firms).index(one.firm or subject.firm)
    return np.array(
        [
            measured_in(
                one.measure,
                {name: values[number] for name, values in columns.items()},
                firm,
                (first, last),
                scenario.period,
            )
            for number in range(subject.results.replications)
        ]
    )


def columns_of(measure: str, subject: Subject) -> dict[str, Any]:
    """What a measure is made of, each as [replication, period, firm] under the baseline."""
    table = subject.results.periods
    if "policy" in table and subject.is_comparison:
        table = table[table["policy"] == subject.baseline]
    shape = (subject.results.replications, subject.scenario.periods, len(subject.scenario.firms))
    return {name: table[name].to_numpy(float).reshape(shape) for name in RATIOS.get(measure, (measure,))}


def luck_of_market(one: MeasuredFigure, values: Any, subject: Subject) -> float:
    """The standard deviation of a figure from market to market; of few markets, that of what is counted."""
    if len(values) >= ENOUGH_MARKETS or one.measure in IN_MONEY:
        return float(values.std(ddof=1)) if len(values) > 1 else 0.0
    each = subject.scenario.stands_for
    first, last = one.span or (0, subject.scenario.periods)
    firm = list(subject.scenario.firms).index(one.firm or subject.firm)
    counted = columns_of(one.measure, subject)[RATIOS.get(one.measure, (one.measure,))[0]]
    people = counted[:, slice(first, last), firm].sum() / len(values) / each
    mean = float(values.mean())
    if EVIDENT[one.measure] != "ratio":
        return max(abs(mean), each) / float(np.sqrt(max(1.0, abs(mean) / each)))
    part = 1.0 - mean if one.measure == "yearly_retention" else abs(mean)
    return part / float(np.sqrt(max(1.0, people)))


def misses_in_words(missed: list[Miss], scenario: Scenario) -> str:
    """That the market does not give what was measured."""
    listed = "; ".join(miss_in_words(one, scenario) for one in missed)
    is_smaller = scenario.scale != 1.0 and any(EVIDENT[one.figure.measure] != "ratio" for one in missed)
    smaller = " (counts in proportion to this smaller market)" if is_smaller else ""
    return f"The market misses its evidence: {listed}{smaller}."


def miss_in_words(one: Miss, scenario: Scenario) -> str:
    """One figure, as it was measured and as it came."""
    figure = one.figure
    whose = f" of {figure.firm}" if figure.firm else ""
    noun = noun_of(figure.measure)
    when = (
        f" in {scenario.period}s {figure.period}"
        if figure.period
        else f" in {scenario.periods} {scenario.period}s"
    )
    measured, given = (amount_in_words(value, figure.measure) for value in (one.measured, one.given))
    if EVIDENT[figure.measure] == "ratio" or figure.measure in IN_MONEY:
        return f"{noun}{whose}{when} was measured as {measured}, and came to {given}"
    return f"{measured} {noun}{whose}{when} were measured, {given} came"


def why_so_many(one: Miss, scenario: Scenario) -> str:
    """Why a market wins many more customers than were measured, where all who need something know a firm."""
    name = one.figure.firm or scenario.focal_firm
    start = scenario.firms[name].start
    too_many = one.figure.measure == "acquired" and one.given > one.measured
    if not too_many or start.awareness < 1.0 or scenario.has_one_firm_each:
        return ""
    return (
        f"Everybody knows {name} from the start (firms.{name}.start.awareness is 100%), so that all "
        f"{to_digits(scenario.customers, 4)} may buy there at once."
    )
