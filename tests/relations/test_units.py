"""Units: the same values in other words are the same market."""

import numpy as np
from worlds import differing

from relations.markets import data_of, over, ran, small, written
from relsim.scenario.part import Part
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.quantities import PER_YEAR, read_quantity
from relsim.scenario.units.rates import Chance, Frequency, Rate

OTHER_UNIT = {"day": "week", "week": "day", "month": "year", "quarter": "year", "year": "month"}


def quantities_in(part, kinds, path=""):
    """The quantities of these kinds in a part and the parts in it, by their dotted paths."""
    for name, field in type(part).model_fields.items():
        value, inner = getattr(part, name), f"{path}.{field.alias or name}".strip(".")
        if isinstance(value, Part):
            yield from quantities_in(value, kinds, inner)
        elif isinstance(value, kinds):
            yield inner, value


def quantities_of(scenario, kinds):
    """The quantities of these kinds of all firms and of what people do, by their dotted paths."""
    parts = {f"firms.{name}": firm for name, firm in scenario.firms.items()}
    parts["behaviour"] = scenario.behaviour
    for start, part in parts.items():
        yield from quantities_in(part, kinds, start)


def over_other_time(rate):
    """The same rate over another time."""
    unit = OTHER_UNIT[rate.period]
    return str(type(rate)(rate.per_period(unit), unit))


@over("leaky-bucket", "two-strategies")
def test_a_rate_over_another_time_is_the_same(name):
    """Chances compound, counts and amounts add up; numbers differ by what is rounded."""
    scenario = small(name).changed({"timeline": []})
    rates = dict(quantities_of(scenario, Rate))
    said = {path: over_other_time(rate) for path, rate in rates.items()}
    assert len(said) > 40
    said["segments"] = rates_over_other_time(scenario.document.data.get("segments") or [{}])
    assert_same_but_for_rounding(ran(scenario.changed(said)), ran(scenario))


def rates_over_other_time(part):
    """The same data in which what is a rate is told over another time."""
    if isinstance(part, dict):
        return {key: rates_over_other_time(value) for key, value in part.items()}
    if isinstance(part, list):
        return [rates_over_other_time(value) for value in part]
    told = read_quantity(part) if isinstance(part, str) else None
    if told is None or not told.per:
        return part
    return over_other_time((Chance if told.percent else Frequency)(told.amount, told.unit))


def assert_same_but_for_rounding(one, other):
    """All that was counted, booked and felt is the same, as far as a number in other words is the same."""
    for mine, theirs in ((one.records, other.records), (one.columns.ties, other.columns.ties)):
        for column in mine.dtype.names:
            assert np.allclose(mine[column], theirs[column], rtol=1e-5, atol=1e-6), column


@over("leaky-bucket", "two-strategies")
def test_a_duration_in_another_unit_is_the_same(name):
    scenario = small(name).changed({"timeline": []})
    durations = dict(quantities_of(scenario, Duration))
    said = {path: str(in_days(duration, scenario.period)) for path, duration in durations.items()}
    assert len(said) > 3
    assert differing(ran(scenario.changed(said)), ran(scenario)) == []


def in_days(duration, period):
    """The same length of time in days."""
    unit = period if duration.unit == "period" else duration.unit
    return Duration(duration.count * PER_YEAR["day"] / PER_YEAR[unit], "day")


def percentages_as_shares(part):
    """The same data in which what is a percentage, and no rate, is a number."""
    if isinstance(part, dict):
        return {key: percentages_as_shares(value) for key, value in part.items()}
    if isinstance(part, list):
        return [percentages_as_shares(value) for value in part]
    told = read_quantity(part) if isinstance(part, str) and part.endswith("%") else None
    return told.amount if told else part


@over("retention-launch", "growing-market")
def test_a_percentage_is_the_share_that_it_says(name):
    data = data_of(name)
    parts = {key: data[key] for key in ("firms", "segments", "behaviour") if key in data}
    said = percentages_as_shares(parts)
    assert differing(ran(written(data | said)), ran(small(name))) == []
