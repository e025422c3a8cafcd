"""Judgement of a launch: in words, whether and when reality left the forecast."""

from relsim.measures.forecast import SERIES, Tracking
from relsim.questions.launch.package import Package
from relsim.report.table import Table
from relsim.report.wording import SPACE, measure_text, number, percent, words

SURPRISING = 0.05
"""What came is more than chance where it has a smaller chance than this, though nothing is wrong."""


def judgement(package: Package, tracking: Tracking) -> list[str]:
    """In words, whether and when reality left the forecast, and how much of that is chance."""
    if tracking.outside.empty:
        return ["Reality has not left the forecast.", chance(package, tracking)]
    surprising = tracking.chance <= SURPRISING
    meaning = (
        "Reality has left the forecast, by more than chance explains: the market is not the one that was "
        "simulated, or the policy not the one that was launched."
        if surprising
        else "Some values lie outside the forecast, and chance alone may explain that."
    )
    told = [first_departure(package, tracking), chance(package, tracking), rarity(tracking)]
    return [meaning, *told, *departures(package, tracking)]


def chance(package: Package, tracking: Tracking) -> str:
    """How many values lie outside, how many do so by chance, and how rare that is."""
    last = named_period(package, tracking.table["period"].max())
    return (
        f"Until {last} of the forecast, {number(len(tracking.outside))} of "
        f"{number(len(tracking.table))} values lie outside the 95{SPACE}% band; "
        f"{number(tracking.expected, 1)} would by chance alone, and {number(tracking.as_often)} of "
        f"{number(tracking.replications)} simulated markets strayed at least as often."
    )


def named_period(package: Package, t: int) -> str:
    """A period of the forecast as people count it, from 1; `t` counts from 0, as tables do."""
    return f"{package.scenario.period} {t + 1}"


def rarity(tracking: Tracking) -> str:
    """How rare it is, if nothing is wrong, to stray so much in one series or in all together."""
    where = "all series together" if tracking.strangest is None else SERIES[tracking.strangest][0]
    rare = percent(tracking.chance)
    return (
        f"What left the forecast most is {where}. If nothing were wrong, a departure as rare as this in any "
        f"of the series would have a chance of {rare}."
    )


def first_departure(package: Package, tracking: Tracking) -> str:
    """When reality first lay outside, and in what."""
    first = tracking.outside[tracking.outside["period"] == tracking.outside["period"].iloc[0]]
    told = [f"{SERIES[row.series][0]} {row.place} the band" for row in first.itertuples()]
    period = named_period(package, first["period"].iloc[0])
    return f"The first values outside came in {period}: {words(told)}."


def departures(package: Package, tracking: Tracking) -> list[str]:
    """For each series that was ever outside: how often, since when, on which side."""
    told = []
    for name, rows in tracking.outside.groupby("series", sort=False):
        known = int((tracking.table["series"] == name).sum())
        sides = " and ".join(sorted(rows["place"].unique()))
        told.append(
            f"{SERIES[str(name)][0].capitalize()}: {len(rows)} of {known} {package.scenario.period}s outside "
            f"({sides}), first in {named_period(package, rows['period'].iloc[0])}."
        )
    return told


def outside_table(package: Package, tracking: Tracking) -> Table:
    """Every value that lies outside the band."""
    rows = [
        [
            named_period(package, row.period),
            SERIES[row.series][0],
            *(measure_text(value, SERIES[row.series][1]) for value in (row.actual, row.low_95, row.high_95)),
            row.place,
        ]
        for row in tracking.outside.itertuples()
    ]
    heads = ["when", "what", "came", "95 % band from", "to", "side"]
    return Table("Values outside the forecast", heads, rows)
