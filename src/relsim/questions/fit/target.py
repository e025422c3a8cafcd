"""What a market is fitted to: figures of the scenario and of tables, and the same figures of any market."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from relsim.errors import DataPath, InputError, fault
from relsim.evidence.leaving import leaving_in
from relsim.evidence.segments_told import segments_told
from relsim.evidence.spans import first_day_of
from relsim.questions.fit.buying import (
    Buying,
    bought_in_log,
    bought_in_market,
    bought_on_calendar,
    half_years_in,
)
from relsim.questions.fit.calendar import Calendar, begins_with_list, calendar_of
from relsim.questions.fit.look import Look, Sought
from relsim.scenario.measured_span import span_measured
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.evidence import MeasuredFigure
from relsim.scenario.schema.evident import LONGEST_BEFORE, OF_EACH_CUSTOMER
from relsim.scenario.schema.surveying import Survey
from relsim.scenario.units.quantities import periods_per


@dataclass(frozen=True)
class Measured:
    """A figure of the data: what it is called, what it was, its standard error, and where it comes from."""

    label: str
    value: float
    give_or_take: float
    source: str


@dataclass(frozen=True)
class Target:
    """Figures that were measured; the first of them are `sought` in reports, the others are of `buying`.

    `calendar` says which days their periods are, where tables tell. `told_twice` are measures that a table of
    periods tells, too, and that are counted from the list of customers alone.
    """

    scenario: Scenario
    figures: tuple[Measured, ...]
    sought: tuple[Sought, ...]
    buying: Buying | None
    calendar: Calendar | None
    told_twice: tuple[str, ...] = ()

    @property
    def values(self) -> Any:
        """The figures of the data."""
        return np.array([one.value for one in self.figures])

    @property
    def errors(self) -> Any:
        """Their standard errors."""
        return np.array([one.give_or_take for one in self.figures])

    def sought_of(self, figure: Measured) -> Sought | None:
        """How a figure is sought in a report; None of those of `buying`."""
        place = self.figures.index(figure)
        return self.sought[place] if place < len(self.sought) else None

    @property
    def look(self) -> Look:
        """Who looks at a market for them."""
        return self.look_also_for(())

    def look_also_for(self, further: tuple[Sought, ...]) -> Look:
        """Who looks at a market for them, and for further figures."""
        return Look((*self.sought, *further), self.scenario.focal_firm if self.buying else None)

    def read_all(self, report: pd.DataFrame, people: int) -> Any:
        """The same figures of a simulated market, and after them further ones that were looked for."""
        further = report["amount"].to_numpy()[report["period"].to_numpy() < 0][len(self.sought) :]
        return np.concatenate([self.read(report, people), further])

    def read(self, report: pd.DataFrame, people: int) -> Any:
        """The same figures of a simulated market."""
        is_figure = report["period"].to_numpy() < 0
        values = list(report["amount"].to_numpy()[is_figure][: len(self.sought)])
        if self.buying is not None:
            seen = bought_in_market(report[~is_figure], people, self.buying.windows, self.buying.ages)
            values += seen.figures(self.scenario.period).values()
        return np.array(values)


def target_of(scenario: Scenario, tables: Mapping[str, Any], until: pd.Timestamp | None = None) -> Target:
    """What the scenario's evidence and some tables say, by kind of table; nothing after `until`."""
    pairs = [*evidence_of(scenario)] if until is None else []
    calendar = calendar_of(scenario, tables, until)
    for kind, read in TABLES.items():
        if kind in tables:
            pairs += read(tables[kind], scenario, calendar)
    pairs, twice = told_once(pairs)
    figures = [one for one, _ in pairs]
    buying = None
    if "transactions" in tables:
        buying = bought_of(tables["transactions"].table, scenario, until, calendar)
        if not buying.periods or not len(buying.windows):
            raise InputError("transactions: nothing was bought within the periods of the run")
        told = buying.figures(scenario.period)
        figures += [Measured(name, value, 0.0, "transactions") for name, value in told.items()]
    if not figures:
        raise InputError("nothing to fit to; name figures under `evidence`, or give a table of data")
    return Target(scenario, tuple(figures), tuple(sought for _, sought in pairs), buying, calendar, twice)


def told_once(
    pairs: list[tuple[Measured, Sought]],
) -> tuple[list[tuple[Measured, Sought]], tuple[str, ...]]:
    """Figures without those of a table of periods that a list of customers tells of the same periods, and the
    measures of these: a list knows of each customer, and the same fact counts once."""
    listed = [sought for figure, sought in pairs if figure.source == "customers"]
    twice = [
        pair
        for pair in pairs
        if pair[0].source == "periods" and any(is_of_same(pair[1], one) for one in listed)
    ]
    kept = [pair for pair in pairs if pair not in twice]
    return kept, tuple(dict.fromkeys(sought.measure for _, sought in twice))


def is_of_same(one: Sought, other: Sought) -> bool:
    """Whether two figures are of the same measure of the same people, in periods that they share."""
    same = (one.measure, one.firm, one.segment) == (other.measure, other.firm, other.segment)
    return same and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def bought_of(
    log: pd.DataFrame, scenario: Scenario, until: pd.Timestamp | None, calendar: Calendar | None
) -> Buying:
    """The purchases of a log, in the periods of all tables; of one alone, from its first purchase on."""
    if calendar is None or not calendar.is_shared("transactions"):
        return bought_in_log(log, scenario, until)
    periods = min(calendar.periods_of("transactions"), scenario.periods)
    return bought_on_calendar(log, calendar.places(log["date"]), periods)


def evidence_of(scenario: Scenario) -> list[tuple[Measured, Sought]]:
    """The figures that the scenario itself names."""
    pairs = []
    for number, one in enumerate(scenario.evidence):
        span = span_measured(one, scenario)
        if span[1] > scenario.periods:
            path: DataPath = ("evidence", number, "period")
            message = f"the run has {scenario.periods} {scenario.period}s, expected periods within it"
            raise fault(scenario.document.place(path), message, path)
        refuse_without_year(one, number, span, scenario)
        sought = Sought(one.measure, one.firm or scenario.focal_firm, one.segment, span)
        pairs.append((Measured(one.label, one.value, one.give_or_take, one.source or "evidence"), sought))
    return pairs


def refuse_without_year(one: MeasuredFigure, number: int, span: tuple[int, int], scenario: Scenario) -> None:
    """Refuse a figure of what was a year ago or more whose span ends before that."""
    least = round(LONGEST_BEFORE.get(one.measure, 0.0) * periods_per("year", scenario.period))
    begun = span[0] if one.measure == "revenue_growth" else 0
    if span[1] - begun < least or (one.measure in OF_EACH_CUSTOMER and span[1] == least):
        path: DataPath = ("evidence", number, "period")
        message = (
            f"{one.measure} looks back, expected a span that ends after more than {least} {scenario.period}s"
        )
        raise fault(scenario.document.place(path), message, path)


def half_years_of(periods: int, scenario: Scenario) -> list[tuple[int, int]]:
    """The half-years that a table and a run have in common."""
    return half_years_in(min(periods, scenario.periods), scenario.period)


def flows_of_table(
    given: Any, scenario: Scenario, calendar: Calendar | None
) -> list[tuple[Measured, Sought]]:
    """Churn, newcomers and revenue for each customer, by half-year, of a table of periods."""
    numbers = [*FLOWS_OF_A_TABLE, "customers", "opening", "churn"]
    table = given.table.groupby("period", sort=False)[numbers].sum(min_count=1)
    long = periods_per(given.unit, scenario.period)
    if dated := calendar is not None and "periods" in calendar.through:
        table = on_dates(table, given.unit)
    table["at_start"] = table["opening"].fillna(table["customers"].shift(1)).fillna(table["customers"])
    table["lost"] = table["lost"].fillna(table["churn"] * table["at_start"])
    later = 0
    if dated and calendar is not None:
        table, later = table[table.index >= calendar.first], calendar.first_of("periods")
    pairs = []
    for first, end in half_years_of(min(int(len(table) * long), scenario.periods - later), scenario):
        rows = slice(int(first / long), max(int(first / long) + 1, round(end / long)))
        span = later + first, later + end
        for column, measure in FLOWS_OF_A_TABLE.items():
            known = table.iloc[rows][table[column].iloc[rows].notna()]
            exposed = float(known["at_start"].sum()) * long
            count = float(known[column].sum(min_count=1))
            if column == "won" and begins_empty(scenario) and len(known) == len(table.iloc[rows]):
                pairs.append(paired_count("acquired", count, span, "periods", scenario))
            elif exposed > 0.0 and np.isfinite(count):
                error = 0.0 if column == "revenue" else sqrt(max(1.0, count)) / exposed
                pairs.append(paired_figure(measure, count / exposed, error, span, "periods", scenario))
    return pairs


def begins_empty(scenario: Scenario) -> bool:
    """Whether the firm in focus begins without customers.

    How many are won for each customer then tells nothing of how readily people come: of twice as many who
    come there are twice as many customers. Those who come are counted themselves.
    """
    return not scenario.firms[scenario.focal_firm].start.has_customers


def paired_count(
    measure: str, count: float, span: tuple[int, int], source: str, scenario: Scenario
) -> tuple[Measured, Sought]:
    """A number of people who were counted, with the error of counting."""
    return paired_figure(measure, count, sqrt(max(1.0, count)), span, source, scenario)


def on_dates(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Numbers by the first day of their periods, with a row without numbers for each that is missing."""
    table.index = pd.DatetimeIndex([first_day_of(str(name)) for name in table.index])
    whole = pd.date_range(table.index.min(), table.index.max(), freq=STEPS[unit])
    return table[~table.index.duplicated()].reindex(whole)


STEPS = {"week": "7D", "month": "MS", "quarter": "QS", "year": "YS"}
FLOWS_OF_A_TABLE = {"won": "won_per_customer", "lost": "churn", "revenue": "revenue_per_customer"}


def stays_of_table(
    given: Any, scenario: Scenario, calendar: Calendar | None
) -> list[tuple[Measured, Sought]]:
    """Churn and newcomers for each customer, by half-year; without days, churn over all of it.

    Those who came before period 1 and had not left by then are there when it begins.
    """
    table = given.table[given.table["start"].notna()]
    if not len(table) or calendar is None:
        return [churn_of_tenures(given, scenario)]
    start, end = (calendar.places(table[name]) for name in ("start", "end"))
    last = calendar.periods_of("customers")
    numbers = np.arange(last)
    won, lost = ((one[:, np.newaxis] == numbers).sum(axis=0) for one in (start, end))
    at_first = int(((start < 0) & ~(end < 0)).sum())
    there = at_first + np.concatenate([[0], np.cumsum(won - lost)[:-1]])
    pairs = []
    for first, stop in half_years_of(last, scenario):
        span, exposed = (first, stop), float(there[first:stop].sum())
        came, left = (float(one[first:stop].sum()) for one in (won, lost))
        if begins_empty(scenario):
            pairs.append(paired_count("acquired", came, span, "customers", scenario))
        elif exposed > 0.0:
            error = sqrt(max(1.0, came)) / exposed
            pairs.append(
                paired_figure("won_per_customer", came / exposed, error, span, "customers", scenario)
            )
        if exposed > 0.0:
            error = sqrt(max(1.0, left)) / exposed
            pairs.append(paired_figure("churn", left / exposed, error, span, "customers", scenario))
    if begins_with_list(scenario):
        pairs += there_at_end(at_first + np.cumsum(won - lost), scenario)
    return pairs + churn_by_segment(given, start, end, last, scenario)


def there_at_end(there: Any, scenario: Scenario) -> list[tuple[Measured, Sought]]:
    """How many customers a list has when it ends, of those at the end of each of its periods [period], where
    the market begins with it: what comes and goes for each customer must add up to them."""
    last = min(len(there), scenario.periods)
    count = float(there[last - 1]) if last else 0.0
    if not count:
        return []
    label = f"customers, period {last}"
    figure = Measured(label, count, sqrt(count), "customers")
    return [(figure, Sought("customers", scenario.focal_firm, None, (last - 1, last)))]


def churn_by_segment(
    given: Any, start: Any, end: Any, last: int, scenario: Scenario
) -> list[tuple[Measured, Sought]]:
    """The churn of each segment of the market that a list tells by the same name; `start` and `end` are the
    periods [customer] of those whose start is known, of which the list covers those before `last`."""
    names, spans = {one.name.casefold() for one in scenario.segments}, half_years_of(last, scenario)
    columns = [one for one in segments_told(given) if names & set(one.table["segment"].str.casefold())]
    if not columns or not spans:
        return []
    told = columns[0]
    words = given.table[told.field][given.table["start"].notna()].str.casefold().to_numpy(object)
    numbers, pairs = np.arange(spans[-1][1]), []
    for one in scenario.segments:
        ours = words == one.name.casefold()
        there = (start[ours][:, np.newaxis] < numbers) & ~(end[ours][:, np.newaxis] < numbers)
        exposed, lost = float(there.sum()), float((there & (end[ours][:, np.newaxis] == numbers)).sum())
        if exposed > 0.0:
            label = f"churn of {one.name}, periods 1 to {len(numbers)}"
            figure = Measured(label, lost / exposed, sqrt(max(1.0, lost)) / exposed, "customers")
            pairs.append((figure, Sought("churn", scenario.focal_firm, one.name, (0, len(numbers)))))
    return pairs


def churn_of_tenures(given: Any, scenario: Scenario) -> tuple[Measured, Sought]:
    """Churn over all months that customers were there, where no day is known."""
    leaving = leaving_in(given.table, given.last_day)
    watched, left = leaving.months * periods_per("month", scenario.period), leaving.left
    if not watched > 0.0:
        raise InputError("customers: neither the days on which they came nor how long they stayed are known")
    span = (0, scenario.periods)
    return paired_figure("churn", left / watched, sqrt(max(1.0, left)) / watched, span, "customers", scenario)


def answers_of_table(
    given: Any, scenario: Scenario, calendar: Calendar | None
) -> list[tuple[Measured, Sought]]:
    """The net promoter score of a table of answers from 0 to 10: in the periods of its answers where other
    tables tell which these are, else at the end of the run.

    Each answer stands for as many customers as are needed for one to answer; what all would have answered is
    what the market is held against.
    """
    answers = given.table["answer"].dropna().to_numpy(float)
    if not len(answers):
        raise InputError("survey: nobody has answered how likely a recommendation is")
    votes = (answers >= 9).astype(float) - (answers <= 6)
    readily = scenario.survey
    stands_for = np.select([votes > 0, votes < 0], [1.0 / readily.promoters, 1.0 / readily.detractors], 1.0)
    score = float(np.average(votes, weights=stands_for))
    error = 100.0 * sqrt(float(((stands_for * (votes - score)) ** 2).sum())) / float(stands_for.sum())
    span = span_of_answers(given.table, scenario, calendar)
    return [paired_figure("nps", 100.0 * score, error, span, survey_in_words(readily), scenario)]


def span_of_answers(table: pd.DataFrame, scenario: Scenario, calendar: Calendar | None) -> tuple[int, int]:
    """The periods in which answers were given, of those of the run; the last one where no day tells."""
    last = (scenario.periods - 1, scenario.periods)
    days = table["date"][table["answer"].notna()].dropna()
    if calendar is None or not len(days):
        return last
    places = calendar.places(days)
    places = places[(places >= 0) & (places < scenario.periods)]
    return (int(places.min()), int(places.max()) + 1) if len(places) else last


def survey_in_words(readily: Survey) -> str:
    """A survey as a source, with how its answers were weighed."""
    if readily == Survey():
        return "survey"
    return (
        f"survey, promoters taken to answer {readily.promoters:g} times as readily as the passive, "
        f"detractors {readily.detractors:g} times"
    )


def paired_figure(
    measure: str, value: float, error: float, span: tuple[int, int], source: str, scenario: Scenario
) -> tuple[Measured, Sought]:
    """A figure of a table, and how it is sought in a market."""
    label = f"{measure}, periods {span[0] + 1} to {span[1]}"
    return Measured(label, value, error, source), Sought(measure, scenario.focal_firm, None, span)


TABLES = {"customers": stays_of_table, "periods": flows_of_table, "survey": answers_of_table}
"""How each kind of table is read."""
