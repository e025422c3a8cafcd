"""What a verdict rests on: whether the market gives its own evidence, and what a fit has not told of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.errors import COMMAND_LINE, counted
from relsim.measures.observables import measured_in
from relsim.questions.compare.subject import Subject
from relsim.report.figure_words import IN_MONEY, amount_in_words, noun_of
from relsim.report.fitted_figures import table_of_fitted
from relsim.report.table import Table
from relsim.report.unidentified import fitted_values, has_failed_fit, untold
from relsim.report.wording import to_digits
from relsim.scenario.measured_span import span_measured
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.evidence import MeasuredFigure
from relsim.scenario.schema.evident import (
    EVIDENT,
    OF_EACH_CUSTOMER,
    RUNG_COLUMNS,
    columns_needed,
)
from relsim.statistics.held import NINE_IN_TEN, WORTH_TELLING, room_around
from relsim.vocabulary import Rung, word

ENOUGH_MARKETS = 5
"""From how many replications on their own spread says how much luck there is."""

MOST_TOLD = 3
"""How many of the figures that a market misses are told in a sentence; the page has all of them."""


@dataclass(frozen=True)
class Held:
    """A figure that was measured, held against the mean of what the market gives.

    `luck` is how far luck may carry that mean nine times in ten, `room` how far luck and what is not sure of
    the figure may together; both are counts of this market, be it smaller than the one that was measured.
    """

    figure: MeasuredFigure
    measured: float
    given: float
    luck: float
    room: float

    @property
    def apart(self) -> float:
        """How far what comes is from what was measured."""
        return abs(self.given - self.measured)

    @property
    def is_met(self) -> bool:
        """Whether the market gives the figure, as far as luck and measurement let it be told."""
        return self.apart <= self.room

    @property
    def is_luck(self) -> bool:
        """Whether what comes differs from what was measured, and luck alone may carry it so far."""
        return WORTH_TELLING * abs(self.measured) < self.apart <= self.luck


def grounds(subject: Subject) -> list[str]:
    """What to know before a verdict is believed: whether the market gives its evidence, what a fit left."""
    scenario, held = subject.scenario, held_evidence(subject)
    missed = worst_first(held)
    told = [evidence_in_words(held, scenario)] if held else []
    told += [why for one in missed if (why := why_so_many(one, scenario))]
    told += chance_in_words(held, subject)
    return [*told, *untold(scenario, subject.policies if subject.is_comparison else ())]


def held_evidence(subject: Subject) -> list[Held]:
    """The figures of the scenario's evidence that a run has, beside what comes under the baseline."""
    return [
        held(one, values, subject)
        for one in subject.scenario.evidence
        if (values := given_by_market(one, subject)) is not None
    ]


def held(one: MeasuredFigure, values: Any, subject: Subject) -> Held:
    """A figure beside what it comes to in each replication; one without a `give_or_take` has luck of its own,
    as much as a single market, and may be off by a tenth at least."""
    scale = 1.0 if EVIDENT[one.measure] == "ratio" else subject.scenario.scale
    measured, unsure = one.value * scale, one.give_or_take * scale
    single = luck_of_market(one, values, subject)
    luck = NINE_IN_TEN * single / float(np.sqrt(len(values)))
    room = room_around(measured, unsure, single, len(values))
    return Held(one, measured, float(values.mean()), luck, room)


def worst_first(held: list[Held]) -> list[Held]:
    """The figures that a market misses, the farthest first."""
    return sorted((one for one in held if not one.is_met), key=lambda one: -one.apart / max(one.room, 1e-12))


def evidence_in_words(held: list[Held], scenario: Scenario) -> str:
    """How many of the figures that were measured a market gives, and the worst that it misses."""
    missed = worst_first(held)
    met = len(held) - len(missed)
    count = f"{met} of {len(held)} figures {'is' if met == 1 else 'are'} met"
    if not missed and has_failed_fit(scenario):
        return f"Of what is typed in under `evidence`, {count}; what a fit took from tables is in fit.html."
    if not missed:
        return f"The market gives what was measured: {count}."
    listed = "; ".join(miss_in_words(one, scenario) for one in missed[:MOST_TOLD])
    rest = len(missed) - MOST_TOLD
    more = f"; {rest} more {'is' if rest == 1 else 'are'} on the page" if rest > 0 else ""
    is_smaller = scenario.scale != 1.0 and any(EVIDENT[one.figure.measure] != "ratio" for one in missed)
    smaller = " (counts in proportion to this smaller market)" if is_smaller else ""
    return f"The market misses its evidence ({count}): {listed}{more}{smaller}."


def table_of_evidence(subject: Subject) -> list[Table]:
    """Every figure that was measured beside what the market gives, where a run has any; then those of tables
    that it was fitted to."""
    fitted = table_of_fitted(subject.scenario)
    held = held_evidence(subject)
    if not held:
        return fitted
    rows = [
        [
            one.figure.label,
            one.figure.source or "",
            *(amount_in_words(value, one.figure.measure) for value in (one.measured, one.given, one.room)),
            "yes" if one.is_met else "no",
        ]
        for one in held
    ]
    heads = ["figure", "from", "measured", "given by the market", "may be apart by", "met"]
    remark = HELD_AGAINST + (OF_A_FIT if fitted_values(subject.scenario) else "")
    return [Table("What was measured, and what the market gives", heads, rows, remark), *fitted]


OF_A_FIT = " These are the figures under `evidence`; those of tables are in the next table, or in fit.html."


HELD_AGAINST = (
    "Given is the mean over the replications under the baseline. A figure is met where both are no farther "
    "apart than luck and the error of the measurement carry them nine times in ten; and in any case within "
    "5 %, or 10 % where no error of the measurement is stated."
)


def chance_in_words(held: list[Held], subject: Subject) -> list[str]:
    """How far luck alone may carry so few markets from what was measured, where it may have carried them."""
    scenario, markets = subject.scenario, subject.results.replications
    strayed = [one for one in held if one.is_met and one.is_luck and is_counted(one.figure)]
    if markets >= ENOUGH_MARKETS or not strayed:
        return []
    told = "; ".join(stray_in_words(one, scenario) for one in strayed)
    alone = "A single market strays" if markets == 1 else f"The mean of {markets} markets strays"
    each = f", since each simulated person stands for {to_digits(scenario.stands_for)}"
    why = each if scenario.stands_for > 1.0 else ""
    return [
        f"{alone} by luck: {told}. Nine in ten lie no farther from the mean of many markets{why}; "
        "--replications 20 shows that mean."
    ]


def is_counted(figure: MeasuredFigure) -> bool:
    """Whether a figure is a number of people or things, whose luck is known of a single market."""
    return EVIDENT[figure.measure] != "ratio" and figure.measure not in IN_MONEY


def stray_in_words(one: Held, scenario: Scenario) -> str:
    """What was measured, what came, and how far luck may carry it."""
    return f"{miss_in_words(one, scenario)}, and luck may carry it {to_digits(one.luck)} up or down"


def given_by_market(one: MeasuredFigure, subject: Subject) -> Any:
    """A figure in every replication [replication], or None where the run does not have it."""
    scenario = subject.scenario
    first, last = span_measured(one, scenario)
    is_cut = scenario.document.places.get(("periods",)) == COMMAND_LINE and one.period is None
    is_seen = one.segment is None and one.measure not in OF_EACH_CUSTOMER
    if not is_seen or last > scenario.periods or is_cut:
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
    return {
        name: (on_rung(name, subject) if name in RUNG_COLUMNS else table[name].to_numpy(float)).reshape(shape)
        for name in columns_needed(measure)
    }


def on_rung(name: str, subject: Subject) -> Any:
    """People on a rung, in the order of the table of periods."""
    table = subject.results.ladder
    if "policy" in table and subject.is_comparison:
        table = table[table["policy"] == subject.baseline]
    return table["customers"][table["rung"] == word(Rung(RUNG_COLUMNS[name]))].to_numpy(float)


def luck_of_market(one: MeasuredFigure, values: Any, subject: Subject) -> float:
    """The standard deviation of a figure from market to market; of few markets, that of what is counted."""
    if len(values) >= ENOUGH_MARKETS or one.measure in IN_MONEY:
        return float(values.std(ddof=1)) if len(values) > 1 else 0.0
    each = subject.scenario.stands_for
    first, last = span_measured(one, subject.scenario)
    firm = list(subject.scenario.firms).index(one.firm or subject.firm)
    counted = columns_of(one.measure, subject)[columns_needed(one.measure)[0]]
    people = counted[:, slice(first, last), firm].sum() / len(values) / each
    mean = float(values.mean())
    if EVIDENT[one.measure] != "ratio":
        return max(abs(mean), each) / float(np.sqrt(max(1.0, abs(mean) / each)))
    part = 1.0 - mean if one.measure == "yearly_retention" else abs(mean)
    return part / float(np.sqrt(max(1.0, people)))


def miss_in_words(one: Held, scenario: Scenario) -> str:
    """One figure, as it was measured and as it came."""
    figure = one.figure
    whose = f" of {figure.firm}" if figure.firm else ""
    noun, when = noun_of(figure.measure), when_in_words(figure, scenario)
    measured, given = (amount_in_words(value, figure.measure) for value in (one.measured, one.given))
    if EVIDENT[figure.measure] == "ratio" or figure.measure in IN_MONEY:
        return f"{noun}{whose}{when} was measured as {measured}, and came to {given}"
    return f"{measured} {noun}{whose}{when} were measured, {given} came"


def when_in_words(figure: MeasuredFigure, scenario: Scenario) -> str:
    """In which periods a figure was measured: ` in month 6`, ` in months 1 to 12`, or ` in 36 months`."""
    if not figure.period:
        return f" in {counted(scenario.periods, scenario.period, f'{scenario.period}s')}"
    if figure.is_of_last_year:
        return " in a year"
    first, _, last = str(figure.period).partition(" to ")
    return (
        f" in {scenario.period} {first}" if last in ("", first) else f" in {scenario.period}s {figure.period}"
    )


def why_so_many(one: Held, scenario: Scenario) -> str:
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
