"""The fitted market: a scenario with what was estimated in it, and beside each value how sure that is."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from relsim.errors import DataPath
from relsim.scenario.load import checked_scenario
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.ranges import WrittenValue, rounded_in_unit
from relsim.scenario.vary.factors import Factor
from relsim.scenario.yaml.notes import EstimatedValue, ValueNote
from relsim.statistics.posterior import Posterior

ESTIMATE_DIGITS = 4


def value_of(one: Factor, chance: float) -> WrittenValue:
    """The value that an unknown exceeds with the opposite chance, as it would be written."""
    value = one.range.value_at(one.quantile(float(chance)))
    return round(value) if one.whole and not isinstance(value, str) else value


def written(one: Factor, chance: float) -> WrittenValue:
    """The same, rounded to what an estimate can honestly be given to."""
    value = rounded_in_unit(value_of(one, chance), ESTIMATE_DIGITS)
    return int(value) if one.whole and not isinstance(value, str) else value


def fitted_scenario(
    scenario: Scenario, factors: list[Factor], left: Posterior, told: list[str], sources: set[str]
) -> Scenario:
    """The scenario at the middle of what is left, with notes on what was estimated and from what."""
    data, notes = deepcopy(scenario.document.data), dict(scenario.document.notes)
    (low, high), middle = left.interval, left.quantile(0.5)
    source = f"estimated from {' and '.join(sorted(sources))}"
    for number, one in enumerate(factors):
        put(data, one.path, written(one, middle[number]))
        estimate = EstimatedValue((written(one, low[number]), written(one, high[number])), told[number])
        known = notes.get(one.path, ValueNote())
        notes[one.path] = replace(known, source=source, folklore=False, estimated=estimate)
    document = replace(scenario.document, data=data, notes=notes)
    return checked_scenario(Scenario.of(document, scenario.founding_prices))


def put(data: Any, path: DataPath, value: Any) -> None:
    """Put a value at a path of plain data."""
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value
