"""Warnings about values that their own prior calls as good as impossible."""

from collections.abc import Iterator

from relsim.scenario.lint.levers import Finding
from relsim.scenario.priors import LEAST, MOST, priors_in
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.ranges import in_unit_of


def values_beyond_their_prior(scenario: Scenario) -> Iterator[Finding]:
    """Values beside priors from which they would hardly ever be drawn."""
    for path, prior in priors_in(scenario):
        low, high = (prior.at(chance) for chance in (LEAST, MOST))
        if not low <= float(prior.unit.number) <= high:
            ends = " to ".join(str(in_unit_of(prior.unit, float(f"{end:.3g}"))) for end in (low, high))
            yield path, f"{prior.value} lies outside of what its prior allows, {ends}"
