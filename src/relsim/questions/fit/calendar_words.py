"""The calendar of a fit in sentences: which days became which periods, and what was not counted."""

from typing import Any

from relsim.evidence.early_ends import early_ends
from relsim.evidence.spans import month_of
from relsim.questions.fit.calendar import Calendar
from relsim.questions.fit.request import Asking
from relsim.report.figure_words import noun_of
from relsim.report.wording import capitalised, words
from relsim.scenario.measured_span import span_measured


def calendar_in_words(asked: Asking) -> list[str]:
    """Which days became which periods, by table, and where the evidence stands; nothing without days."""
    calendar = asked.target.calendar
    if calendar is None:
        return []
    kinds = [kind for kind in calendar.through if kind in asked.tables]
    said = [first_period(calendar, kinds, asked)]
    if listed := asked.tables.get("customers"):
        said += list_in_words(listed, calendar)
    if twice := asked.target.told_twice:
        said.append(
            f"{capitalised(words([noun_of(one) for one in twice]))}: {asked.tables['customers'].name} and "
            f"{asked.tables['periods'].name} both tell; the list counts, since it knows of each customer."
        )
    spans = [span_measured(one, asked.scenario) for one in asked.scenario.evidence if one.period]
    if spans and asked.until is None:
        example = (min(first for first, _ in spans), max(end for _, end in spans))
        said.append(
            f"Figures under `evidence` are counted in the same periods: {periods_in_words(example)} are "
            f"taken as {calendar.name_of(example)}. Where they are of another time, change their `period`."
        )
    return said


def first_period(calendar: Calendar, kinds: list[str], asked: Asking) -> str:
    """Which days are period 1, and which periods each table tells of."""
    told = []
    for kind in kinds:
        last = min(calendar.periods_of(kind), asked.scenario.periods)
        span = (min(calendar.first_of(kind), last - 1), last)
        told.append(f"{asked.tables[kind].name} gives {periods_in_words(span)} ({calendar.name_of(span)})")
    is_of_all = len(kinds) > 1 and not any(calendar.first_of(kind) for kind in kinds)
    why = ", the first that all tables cover" if is_of_all else ""
    return f"{capitalised(asked.scenario.period)} 1 is {calendar.name_of((0, 1))}{why}: {words(told)}."


def list_in_words(listed: Any, calendar: Calendar) -> list[str]:
    """What of a list of customers is not counted: what was before period 1, and a last month cut short."""
    there = calendar.there_at_first(listed.table)
    said = []
    early = early_ends(listed.table, listed.last_day)
    if early is not None:
        said.append(
            f"{listed.name} records no end before {early.day.date()}, though customers had started since "
            f"{early.earliest.date()}: it has only those who were still there, so what came before "
            f"{calendar.first.date()} is not counted, and the {there:,} who were there then are customers "
            "from the start."
        )
    elif there:
        said.append(
            f"{there:,} customers in {listed.name} came before {calendar.first.date()} and had not left by "
            "then: they are customers from the start."
        )
    if notices := listed.on_notice:
        have = "1 customer has" if notices == 1 else f"{notices:,} customers have"
        said.append(
            f"{have} given notice in {listed.name}, to end after {listed.last_day.date()}: they are there "
            "still."
        )
    last = listed.last_day
    if last is not None and "customers" in calendar.through and calendar.through["customers"] <= last:
        said.append(
            f"{listed.name} ends on {last.date()}: {month_of(last)} is cut short, and is not counted."
        )
    return said


def dates_in_words(asked: Asking, span: tuple[int, int]) -> str:
    """The months or days of a span where tables tell, else its periods."""
    calendar = asked.target.calendar
    return (
        calendar.name_of(span)
        if calendar is not None
        else f"{asked.scenario.period}s {span[0] + 1} to {span[1]}"
    )


def periods_in_words(span: tuple[int, int]) -> str:
    """Periods as evidence counts them, from 1."""
    return f"period {span[1]}" if span[1] == span[0] + 1 else f"periods {span[0] + 1} to {span[1]}"
