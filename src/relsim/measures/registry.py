"""Every measure there is, by what it is of: a firm in a run, its base of customers, a rung of its ladder."""

from collections.abc import Iterator, Mapping

from relsim.errors import refuse_unknown
from relsim.measures.measure import BASE_MEASURES, MEASURES, Measure
from relsim.measures.rungs import RUNG_MEASURES, RungMeasure

OF_OUTCOMES, OF_BASE, OF_RUNGS = "a firm in a run", "a base of customers", "a rung of the ladder"

REGISTRY: Mapping[str, Mapping[str, Measure | RungMeasure]] = {
    OF_OUTCOMES: MEASURES,
    OF_BASE: BASE_MEASURES,
    OF_RUNGS: RUNG_MEASURES,
}
"""The measures by name, by what they are of; a name may stand for one of each."""


def measures_called(name: str | None) -> Iterator[tuple[str, str, Measure | RungMeasure]]:
    """What it is of, name and facts of every measure, or of those with a name, which must exist."""
    if name is not None:
        refuse_unknown("measure", name, [each for known in REGISTRY.values() for each in known])
    for of, known in REGISTRY.items():
        yield from ((of, each, facts) for each, facts in known.items() if name in (None, each))
