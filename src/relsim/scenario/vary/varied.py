"""One value of a market, varied from one end of a range to the other, whoever sets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from relsim.errors import DataPath, InputError, Place, Problem, ScenarioError, told_at
from relsim.scenario.resolve.comparable import steps_known
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.ranges import Range, WrittenValue, quantity


@dataclass(frozen=True)
class Varied:
    """A scenario in which the value at a dotted path goes through a range.

    Where a policy sets the value, it is the policy's own value that goes through the range, and policies
    that do not set it stay as they are; else the value changes for all policies.
    """

    scenario: Scenario
    path: str
    span: Range

    @classmethod
    def between(cls, scenario: Scenario, path: str, lowest: WrittenValue, highest: WrittenValue) -> "Varied":
        """The range between two values, both of which must be valid at the path."""
        span = Range.model_construct(lowest=lowest, highest=highest)
        try:
            if span.value_at(0.0) == span.value_at(1.0):
                raise InputError(f'"{lowest}" and "{highest}" are the same value, so nothing varies')
            if float(quantity(lowest).number) > float(quantity(highest).number):
                return cls.between(scenario, path, highest, lowest)
        except InputError as mistake:
            place = Place("between", 0)
            raise ScenarioError(Problem(place, path, mistake.message, mistake.suggestion)) from None
        varied = cls(scenario, path, span)
        with told_at(Place("vary", 0)):
            for end in (0.0, 1.0):
                for policy in varied.setters() or (None,):
                    varied.at(end, policy)
        return varied

    def number_at(self, place: float) -> float:
        """The number of the value at a place, in the unit of the range; what is without bounds stays so."""
        first, last = (float(quantity(self.span.value_at(end)).number) for end in (0.0, 1.0))
        return first + place * (last - first)

    def setters(self) -> list[str]:
        """The policies that set the value themselves."""
        return setters_of(self.scenario, self.path)

    def at(self, place: float, policy: str | None) -> Scenario:
        """The scenario under a policy, or as it is, with the value at a place between 0 and 1."""
        changes, setters = {self.path: self.span.value_at(place)}, self.setters()
        if policy in setters:
            return self.scenario.with_policy(policy).changed(changes)
        market = self.scenario if setters else self.scenario.changed(changes)
        return market if policy is None else market.with_policy(policy)


def setters_of(scenario: Scenario, path: str) -> list[str]:
    """The policies that set the value at a dotted path themselves."""
    path = as_dotted(scenario, path)
    return [
        name
        for name, policy in scenario.policies.items()
        if sets({as_dotted(scenario, key): value for key, value in policy.set.items()}, path)
    ]


def as_dotted(scenario: Scenario, path: str) -> str:
    """A dotted path without quotes around the names in it."""
    return ".".join(map(str, steps_of(scenario, path))) if '"' in path else path


def steps_of(scenario: Scenario, path: str | DataPath) -> DataPath:
    """The steps of a path of which the last ones may not be there yet."""
    return steps_known(Scenario, scenario.document.data, path)


def sets(changes: Mapping[str, Any], path: str) -> bool:
    """Whether changes by dotted path set the value at a path, or something within it."""
    for key, value in changes.items():
        if key == path or key.startswith(f"{path}."):
            return True
        if path.startswith(f"{key}."):
            inside = path.removeprefix(f"{key}.")
            return sets(value, inside) if isinstance(value, Mapping) else True
    return False
