"""The fitted market: a scenario with what was estimated in it, and beside each value how sure that is."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from relsim.errors import DataPath
from relsim.questions.fit.words import NOT_TOLD
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


def estimates(factors: Sequence[Factor], places: Any, told: Sequence[str]) -> list[WrittenValue]:
    """Each value as it goes on: at its place in what is left, or as it was where data did not tell it."""
    return [
        one.value if word == NOT_TOLD else written(one, chance)
        for one, word, chance in zip(factors, told, places, strict=True)
    ]


def intervals(
    factors: Sequence[Factor], left: Posterior, told: Sequence[str]
) -> list[tuple[WrittenValue, WrittenValue]]:
    """Both ends of what is left of each value, as written; a value that stays as it was lies within."""
    found = []
    for one, word, *ends in zip(factors, told, *left.interval, strict=True):
        low, high = (written(one, end) for end in ends)
        if word == NOT_TOLD and one.chance < ends[0]:
            low = one.value
        if word == NOT_TOLD and one.chance > ends[1]:
            high = one.value
        found.append((low, high))
    return found


def fitted_scenario(
    scenario: Scenario,
    factors: Sequence[Factor],
    left: Posterior,
    places: Any,
    told: Sequence[str],
    sources: set[str],
    *,
    reached: bool,
) -> Scenario:
    """The scenario with what was estimated, at these places of what is left [unknown], and notes on how sure
    that is and from what it was.

    What was not told keeps its value, its source and its range; whether the figures could be `reached` at all
    is noted beside every value.
    """
    data, notes = deepcopy(scenario.document.data), dict(scenario.document.notes)
    ends, values = intervals(factors, left, told), estimates(factors, places, told)
    source = f"estimated from {' and '.join(sorted(sources))}"
    for one, value, interval, word in zip(factors, values, ends, told, strict=True):
        note = replace(notes.get(one.path, ValueNote()), estimated=EstimatedValue(interval, word, reached))
        if word != NOT_TOLD:
            put(data, one.path, value)
            note = replace(note, source=source, folklore=False)
        notes[one.path] = note
    document = replace(scenario.document, data=data, notes=notes)
    return checked_scenario(Scenario.of(document, scenario.founding_prices))


def put(data: Any, path: DataPath, value: Any) -> None:
    """Put a value at a path of plain data."""
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value
