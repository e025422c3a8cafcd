"""What a file says needlessly, as a resolved copy does: all would be so without its lines."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from relsim.errors import DataPath, InputError
from relsim.scenario.lint.levers import Finding, value_in_file
from relsim.scenario.scenario import Scenario


def without_needless(scenario: Scenario, findings: Sequence[Finding]) -> list[Finding]:
    """The findings on values without effect, but for those of values that are as they would be unsaid."""
    if not findings:
        return []
    document = scenario.document
    bare = replace(document, data=without([path for path, _ in findings], document.data))
    try:
        unsaid = as_said(Scenario.of(bare, scenario.founding_prices))
    except InputError:
        return list(findings)
    said = as_said(scenario)
    return [one for one in findings if value_in_file(said, one[0]) != value_in_file(unsaid, one[0])]


def as_said(scenario: Scenario) -> Any:
    """All values in force, as a file would say them."""
    return scenario.model_dump(mode="json", by_alias=True)


def without(paths: Sequence[DataPath], data: Any) -> Any:
    """A copy of the data of a file in which nothing is said at these paths."""
    rest = deepcopy(data)
    for path in paths:
        around = value_in_file(rest, path[:-1])
        if isinstance(around, dict):
            around.pop(path[-1], None)
    return rest
