"""The values of a scenario that a page may let change: those with a range, and what its policies pull."""

from collections.abc import Iterator, Mapping
from typing import Any

from relsim.errors import DataPath, InputError, RelsimError
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import read_quantity
from relsim.scenario.units.ranges import Range
from relsim.scenario.vary.factors import Factor, factors_of, value_in_data

AS_IN_FILE = "as in the file"
"""What a value is called that a file leaves to a preset, or to what is usual."""


def movable(scenario: Scenario, policies: list[str]) -> Iterator[Factor]:
    """Every value with a range, and then every number that a policy sets, in the range of what the file and
    all policies say."""
    ranged = factors_of(scenario)
    yield from ranged
    known = {factor.path for factor in ranged}
    for path, values in pulled_numbers(scenario, policies).items():
        if path not in known and (factor := factor_between(scenario, path, values)):
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
    own = value_in_data(scenario.document.data, path)
    if isinstance(own, Mapping):
        return None
    ends = sorted([*values, own] if own is not None else values, key=amount)
    value = AS_IN_FILE if own is None else own
    try:
        return Factor(path, str(path[-1]), value, Range.between(ends[0], ends[-1]))
    except InputError:
        return None


def amount(value: Any) -> float:
    """The number in a written value."""
    read = read_quantity(value)
    return float(read.number) if read is not None else 0.0
