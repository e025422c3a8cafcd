"""Figures of the last year, as a firm knows it today: which periods these are where tables have days."""

from collections.abc import Mapping
from typing import Any

from relsim.errors import DataPath, fault
from relsim.questions.fit.calendar import Calendar, calendar_of
from relsim.scenario.measured_span import year_of_run
from relsim.scenario.scenario import Scenario


def with_last_year(scenario: Scenario, tables: Mapping[str, Any]) -> Scenario:
    """The market with the periods of figures that are of the last year, the last one that its tables cover.

    Where no table has days, it stays as it is: the first year of the run, which begins as the firm is today.
    """
    numbers = [number for number, one in enumerate(scenario.evidence) if one.is_of_last_year]
    calendar = calendar_of(scenario, tables) if numbers else None
    if calendar is None:
        return scenario
    first, last = last_year_of(calendar, scenario)
    if last > scenario.periods:
        path: DataPath = ("evidence", numbers[0], "period")
        begun = (
            ", or a market begun with the list (relsim begin --customers)" if "customers" in tables else ""
        )
        raise fault(
            scenario.document.place(path),
            f"the last year of the tables, {calendar.name_of((first, last))}, is periods {first + 1} to "
            f"{last}, and the run has {scenario.periods}; expected at least as many, as with "
            f"periods: {last} in its file, or tables that begin later{begun}",
            path,
        )
    figures = [one.model_dump(exclude_unset=True) for one in scenario.evidence]
    for number in numbers:
        figures[number]["period"] = f"{first + 1} to {last}"
    return scenario.changed({"evidence": figures})


def last_year_of(calendar: Calendar, scenario: Scenario) -> tuple[int, int]:
    """The last twelve months that any table covers whole; the first ones where that is less."""
    year = year_of_run(scenario)
    last = max(year, *(calendar.periods_of(kind) for kind in calendar.through))
    return last - year, last
