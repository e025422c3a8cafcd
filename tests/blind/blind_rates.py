"""Rates, read from a scenario as a reader of the documentation would convert them."""

YEARS = {"day": 1 / 365.25, "week": 7 / 365.25, "month": 1 / 12, "quarter": 1 / 4, "year": 1.0}


def chance(rate, period: str) -> float:
    """A probability per time, compounded to one period."""
    return 1.0 - (1.0 - rate.amount) ** (YEARS[period] / YEARS[rate.period])


def count(rate, period: str) -> float:
    """A count per time, in one period."""
    return rate.amount * YEARS[period] / YEARS[rate.period]


def crowding(fading, period: str) -> float:
    """How many times as high as in months the same contacts a year drive attention."""
    fades = chance(fading, period)
    return 12 * YEARS[period] * chance(fading, "month") / fades if fades > 0 else 1.0


def periods(duration, period: str) -> int:
    """A duration, in whole periods."""
    return round(duration.count * YEARS[duration.unit] / YEARS[period])


def in_force(scenario, t: int):
    """The scenario with the values of the timeline's events that hold in period t."""
    values = {}
    for event in scenario.timeline:
        begins = periods(event.at, scenario.period)
        ends = float("inf") if event.until is None else periods(event.until, scenario.period)
        if begins <= t < ends:
            values |= event.set
    return scenario.changed(values) if values else scenario
