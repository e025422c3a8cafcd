"""The calendar of a market: which events hold, how many years have passed, which season it is."""

from math import fsum

from relsim.market.population import periods_in_a_year
from relsim.scenario.scenario import Scenario


def events_in_force(scenario: Scenario, t: int) -> tuple[int, ...]:
    """Which events of the timeline hold in period `t`."""
    return tuple(
        number
        for number, event in enumerate(scenario.timeline)
        if event.at.periods(scenario.period) <= t
        and (event.until is None or t < event.until.periods(scenario.period))
    )


def year_in_periods(scenario: Scenario) -> int:
    """The length of a year in whole periods."""
    return max(1, round(periods_in_a_year(scenario)))


def anniversaries(scenario: Scenario, t: int) -> int:
    """How many whole years have passed before period `t`."""
    return t // year_in_periods(scenario)


def season_of(scenario: Scenario, t: int) -> float:
    """The seasonal index of period `t`: its mean over the part of the year that the period covers."""
    index = scenario.behaviour.seasons
    if not index:
        return 1.0
    length = len(index) / year_in_periods(scenario)
    first = t % year_in_periods(scenario) * length
    covered = [max(0.0, min(first + length, k + 1) - max(first, k)) for k in range(len(index))]
    return fsum(part * level for part, level in zip(covered, index, strict=True)) / fsum(covered)
