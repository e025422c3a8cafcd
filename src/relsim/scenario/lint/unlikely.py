"""Warnings about values that their own prior or range calls as good as impossible."""

from collections.abc import Iterator
from functools import reduce
from operator import getitem
from typing import Any

from relsim.scenario.lint.levers import Finding
from relsim.scenario.priors import LEAST, MOST, priors_in
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.ranges import Range, in_unit_of


def values_beyond_their_prior(scenario: Scenario) -> Iterator[Finding]:
    """Values beside priors from which they would hardly ever be drawn."""
    for path, prior in priors_in(scenario):
        low, high = (prior.at(chance) for chance in (LEAST, MOST))
        if not low <= float(prior.unit.number) <= high:
            ends = " to ".join(str(in_unit_of(prior.unit, float(f"{end:.3g}"))) for end in (low, high))
            yield path, f"{prior.value} lies outside of what its prior allows, {ends}"


BY_ROUNDING = 0.001
"""The share of a range by which a value that is rounded may lie outside of it."""


def values_beyond_their_range(scenario: Scenario) -> Iterator[Finding]:
    """Values beside ranges in which they do not lie."""
    for path, note in scenario.document.notes.items():
        if note.range is None:
            continue
        value: Any = reduce(getitem, path, scenario.document.data)  # type: ignore[arg-type]
        place = Range.between(*note.range).place_of(value)
        if place is not None and not -BY_ROUNDING <= place <= 1.0 + BY_ROUNDING:
            low, high = note.range
            yield path, f"{value} lies outside of its range, {low} to {high}"
