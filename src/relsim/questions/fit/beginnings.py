"""Customers with whom a market begins, and figures under `evidence`, against what tables tell of the same."""

import numpy as np
import pandas as pd

from relsim.evidence.periods import PeriodTable
from relsim.evidence.segments_told import segments_told
from relsim.evidence.spans import first_day_of
from relsim.questions.fit.answers import WORTH_SAYING_APART
from relsim.questions.fit.buying import Buying, begins_with_everybody
from relsim.questions.fit.calendar import Calendar
from relsim.questions.fit.calendar_words import periods_in_words
from relsim.questions.fit.request import Asking
from relsim.report.figure_words import noun_of
from relsim.report.wording import to_digits
from relsim.scenario.lint.few_people import customers_told
from relsim.scenario.measured_span import span_measured
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import periods_per

FAR_FEWER = 1.0 / 3.0
"""Below which part of the customers at the start those that a list has are too few."""

FEWER, NO_MORE_NEW = 0.5, 1.5
"""A log begins without known customers where in its first period fewer buy than this part of what is usual
later, and hardly more are seen for the first time: known customers would all be new to the log then."""

FEWEST_LATER, FEWEST_BUYERS = 3, 10
"""How many later periods, with how many buyers in a usual one, show that a log begins with fewer."""

ERRORS_APART = 3.0
"""By how many standard errors a figure and a table must differ for that to be told."""

TOLD_BY_TABLES = {"acquired": ("start", "won"), "lost": ("end", "lost")}
"""Counts that evidence and tables both have: the day in a list of customers, the column by period."""


def beginnings_against_tables(asked: Asking) -> list[str]:
    """Sentences on customers at the start and on counts under `evidence` that tables contradict."""
    return [*start_against_tables(asked), *evidence_against_tables(asked), *segments_in_tables(asked)]


def segments_in_tables(asked: Asking) -> list[str]:
    """That a list of customers tells segments, where the market has only one."""
    listed = asked.tables.get("customers")
    if listed is None or len(asked.scenario.segments) > 1:
        return []
    return [
        f"The market has one segment, {listed.name} has more. {told.in_words()}"
        for told in segments_told(listed)[:1]
    ]


def start_against_tables(asked: Asking) -> list[str]:
    """How many customers the market begins with, where the tables begin with far fewer."""
    scenario, calendar = asked.scenario, asked.target.calendar
    unknown = {one.name for one in asked.factors}
    path = f"firms.{scenario.focal_firm}.start.customers"
    if begins_with_everybody(scenario) or {path, path.replace("customers", "share")} & unknown:
        return []
    told = customers_at_start(scenario)
    begins = (
        f"Before any market is run: the market begins with {told:,.0f} customers of {scenario.focal_firm}"
    )
    if calendar is not None and "customers" in calendar.through:
        listed = asked.tables["customers"]
        there = calendar.there_at_first(listed.table)
        if there >= FAR_FEWER * told:
            return []
        return [
            f"{begins}, and {listed.name} has {there:,} who were there on {calendar.first.date()}, when "
            f"period 1 begins: {start_to_write(scenario.focal_firm, there)}, let the list begin later, or "
            f"begin the market with it (relsim begin --customers {listed.name})."
        ]
    buying = asked.target.buying
    if buying is None or (few := few_at_first(buying)) is None or few[0] >= told:
        return []
    first, usual = few
    return [
        f"{begins}, but in {asked.tables['transactions'].name} only {first:,} buy in period 1, and "
        f"{usual:,.0f} in a usual later one: the log seems to begin with few customers or none: "
        f"{start_to_write(scenario.focal_firm, 0)}, cut the log to begin later, or give a list of the "
        "customers (--customers)."
    ]


def start_to_write(firm: str, customers: int) -> str:
    """What to write in a scenario for a firm that begins with so many customers."""
    written = f"customers: {customers}" if customers else "share: 0"
    return f"write `start: {{{written}}}` for {firm}"


def customers_at_start(scenario: Scenario) -> float:
    """How many customers the firm in focus begins with, in the whole market."""
    start = scenario.firms[scenario.focal_firm].start
    if start.customers is not None:
        return customers_told(scenario, scenario.focal_firm)
    there = 1.0 if scenario.population.start is None else scenario.population.start
    return start.share * there * scenario.customers / scenario.scale


def few_at_first(buying: Buying) -> tuple[int, float] | None:
    """How many buy in the first period and in a usual later one, where a log begins without known customers.

    Else None, also where it is too short to tell.
    """
    pairs = np.unique(np.column_stack([buying.customer, buying.period]).astype(int), axis=0)
    buyers, new = (
        np.bincount(one[:, 1], minlength=buying.periods)
        for one in (pairs, pairs[np.unique(pairs[:, 0], return_index=True)[1]])
    )
    if len(buyers) <= FEWEST_LATER:
        return None
    first, usual = int(buyers[0]), float(np.median(buyers[1:]))
    is_few = first < FEWER * usual and new[0] <= NO_MORE_NEW * np.median(new[1:])
    return (first, usual) if is_few and usual >= FEWEST_BUYERS else None


def evidence_against_tables(asked: Asking) -> list[str]:
    """Customers won and lost under `evidence`, where a table tells another number for the same periods."""
    scenario, calendar = asked.scenario, asked.target.calendar
    if calendar is None or asked.until is not None:
        return []
    said = []
    for one in scenario.evidence:
        span = span_measured(one, scenario)
        is_of_focus = one.segment is None and one.firm in (None, scenario.focal_firm)
        if one.measure not in TOLD_BY_TABLES or not is_of_focus:
            continue
        counted = counted_in_tables(one.measure, span, calendar, asked)
        if counted is None:
            continue
        file, number = counted
        if abs(number - one.value) <= max(WORTH_SAYING_APART * one.value, ERRORS_APART * one.give_or_take):
            continue
        said.append(
            f"Before any market is run: under `evidence` there are {to_digits(one.value)} "
            f"{noun_of(one.measure)} in {periods_in_words(span)}, which here are {calendar.name_of(span)}, "
            f"and {file} tells of {number:,.0f}: both cannot be right. Take the figure out, or change its "
            "`period` to the time that it is of."
        )
    return said


def counted_in_tables(
    measure: str, span: tuple[int, int], calendar: Calendar, asked: Asking
) -> tuple[str, float] | None:
    """The file that tells how many customers were won or lost in a span of periods, and how many."""
    day, column = TOLD_BY_TABLES[measure]
    listed, given = asked.tables.get("customers"), asked.tables.get("periods")
    if listed is not None and "customers" in calendar.through and span[1] <= calendar.periods_of("customers"):
        places = calendar.places(listed.table[day])
        number = float(((places >= span[0]) & (places < span[1])).sum())
        return (listed.name, number) if day == "start" or number else None
    if given is None or "periods" not in calendar.through:
        return None
    told = counted_by_period(given, column, span, calendar, asked.scenario)
    return None if told is None else (given.name, told)


def counted_by_period(
    given: PeriodTable, column: str, span: tuple[int, int], calendar: Calendar, scenario: Scenario
) -> float | None:
    """The sum of a column in a span of periods; None where its rows do not cover that."""
    days = pd.Series([first_day_of(str(name)) for name in given.table["period"]])
    places = calendar.places(days)
    inside = (places >= span[0]) & (places < span[1])
    long = periods_per(given.unit, scenario.period)
    numbers = given.table[column].to_numpy(float)[inside]
    whole = abs(len(np.unique(places[inside])) * long - (span[1] - span[0])) < 1e-6
    return float(numbers.sum()) if whole and np.isfinite(numbers).all() else None
