"""The values of a scenario that a page may let change: those that its file names, or else those with a range
and what its policies pull."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relsim.errors import DataPath, InputError, RelsimError
from relsim.scenario.checks import kinds_at
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.explore import stops_of
from relsim.scenario.units.quantities import percent_of, read_quantity
from relsim.scenario.units.ranges import Range, WrittenValue, ends_of
from relsim.scenario.vary.factors import Factor, factors_of, patch_path, path_in, value_in_data

AS_IN_FILE = "as in the file"
"""What a value is called that a file does not say, and that is no single number."""

OUTSIDE = -1.0
"""Where a value stands that cannot be held against the stops: before all others."""

PlacesInRange = Sequence[float]


@dataclass(frozen=True)
class Movable:
    """A value that may change: its path, its name in a patch, what it is, and where that stands among stops.

    The stops are other values with their places, from the lowest on; `place` is None where the value cannot
    stand among them.
    """

    path: DataPath
    name: str
    own: Any
    place: float | None
    stops: list[tuple[float, Any]]


def movable(scenario: Scenario, policies: list[str], places: PlacesInRange) -> Iterator[Movable]:
    """Every value that the file names for a page, then every one with a range, and then every number that a
    policy sets; the last two stop at some places between their ends.
    """
    known: set[DataPath] = set()
    for one in (
        *named_in_file(scenario),
        *(in_range(scenario, each, places) for each in factors_of(scenario)),
        *(in_range(scenario, each, places) for each in pulled_factors(scenario, policies)),
    ):
        if one.path not in known:
            known.add(one.path)
            yield one


def named_in_file(scenario: Scenario) -> Iterator[Movable]:
    """The values that the file names for a page, at the stops that it gives."""
    for name, spread in (scenario.explore.sliders if scenario.explore else {}).items():
        path = path_in(scenario, name)
        value = value_in_force(scenario, path, ends_of(spread))
        if isinstance(spread, list):
            stops = [(float(place), stop) for place, stop in enumerate(spread)]
            yield Movable(path, patch_path(scenario, path), value, place_among(value, spread), stops)
        else:
            last = stops_of(spread) - 1
            ends = Range.between(spread.lowest, spread.highest)
            kinds = kinds_at(Scenario, scenario.document.data, path)
            factor = Factor(path, name, value, ends, whole=int in kinds and float not in kinds)
            yield in_range(scenario, factor, [number / last for number in range(last + 1)])


def value_in_force(scenario: Scenario, path: DataPath, like: Sequence[WrittenValue]) -> Any:
    """What holds at a path: as the file says it, or what a preset gives, a share as others are written."""
    own = value_in_data(scenario.document.data, path)
    if own is not None:
        return own
    value = value_in_data(scenario.model_dump(mode="json", by_alias=True), path)
    if not isinstance(value, str | int | float):
        return AS_IN_FILE
    has_percent = any((read := read_quantity(one)) is not None and read.percent for one in like)
    return percent_of(value) if isinstance(value, float) and has_percent else value


def place_among(value: Any, stops: list[WrittenValue]) -> float:
    """Where a value stands in a list: at a stop that says the same, else before the first that is more."""
    same = [place for place, stop in enumerate(stops) if stop == value or str(stop) == str(value)]
    if same:
        return float(same[0])
    units = {
        (read.unit_of_one, read.percent) if (read := read_quantity(one)) else None for one in (value, *stops)
    }
    if len(units) > 1 or None in units:
        return OUTSIDE
    return sum(amount(stop) < amount(value) for stop in stops) - 0.5


def is_same_amount(one: WrittenValue, other: WrittenValue) -> bool:
    """Whether two written values say the same: nothing is nothing in any unit."""
    if str(one) == str(other):
        return True
    read, also = read_quantity(one), read_quantity(other)
    if read is None or also is None:
        return False
    told = [(each.amount, each.unit_of_one if each.amount else None) for each in (read, also)]
    return told[0] == told[1]


def in_range(scenario: Scenario, factor: Factor, places: PlacesInRange) -> Movable:
    """A value that may lie anywhere in a range, with stops at some places of it."""
    place = factor.place if factor.range.width else 0.0
    if place is None and value_in_data(scenario.document.data, factor.path) is None:
        place = OUTSIDE
    stops = [(each, value_at(factor, each)) for each in places]
    return Movable(factor.path, patch_path(scenario, factor.path), factor.value, place, stops)


def value_at(factor: Factor, place: float) -> Any:
    """The value at a place in a range as a file says it, without digits that only arithmetic has made."""
    value = factor.value_at(place)
    return float(f"{value:.12g}") if isinstance(value, float) else value


def pulled_factors(scenario: Scenario, policies: list[str]) -> Iterator[Factor]:
    """Every number that a policy sets, in the range of what the file and all policies say."""
    for path, values in pulled_numbers(scenario, policies).items():
        if factor := factor_between(scenario, path, values):
            yield factor


def pulled_numbers(scenario: Scenario, policies: list[str]) -> dict[DataPath, list[Any]]:
    """The numbers that policies set by their paths, each with the values that it gets."""
    found: dict[DataPath, list[Any]] = {}
    for policy in policies:
        changes = scenario.policies[policy].set if policy in scenario.policies else {}
        for name, value in changes.items():
            for path, number in numbers_below(name, value):
                try:
                    steps = check_path(Scenario, scenario.document.data, path)
                except RelsimError:
                    continue
                found.setdefault(steps, []).append(number)
    return found


def numbers_below(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every number in what is set at a dotted path."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from numbers_below(f"{path}.{name}", part)
    elif not isinstance(value, bool | list) and read_quantity(value) is not None:
        yield path, value


def factor_between(scenario: Scenario, path: DataPath, values: list[Any]) -> Factor | None:
    """A value that may lie from where the file has it to where policies put it; none where they write it in
    other units."""
    value = value_in_force(scenario, path, values)
    if isinstance(value, Mapping):
        return None
    told = [value] if read_quantity(value) is not None else []
    for all_of in ([*values, *told], values if value_in_data(scenario.document.data, path) is None else []):
        ends = sorted(all_of, key=amount)
        try:
            return Factor(path, str(path[-1]), value, Range.between(ends[0], ends[-1]))
        except (InputError, IndexError):
            continue
    return None


def amount(value: Any) -> float:
    """The number in a written value."""
    read = read_quantity(value)
    return float(read.number) if read is not None else 0.0
