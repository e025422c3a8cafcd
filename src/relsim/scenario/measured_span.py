"""The periods of a run in which a figure under `evidence` was measured."""

from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.evidence import MeasuredFigure
from relsim.scenario.units.quantities import periods_per


def year_of_run(scenario: Scenario) -> int:
    """How many whole periods a year has, at least one."""
    return max(1, round(periods_per("year", scenario.period)))


def span_measured(one: MeasuredFigure, scenario: Scenario) -> tuple[int, int]:
    """The first period, counted from 0, and the one after the last; one of the last year is held against the
    first year of the run, unless a fit has found it in its tables."""
    return one.span_in(scenario.periods, year_of_run(scenario))
