"""Every measure there is, by what it is of: a firm in a run, its base of customers, a rung of its ladder."""

from collections.abc import Iterator, Mapping

from relsim.errors import InputError, refuse_unknown
from relsim.measures.measure import BASE_MEASURES, MEASURES, Measure
from relsim.measures.pair import DIVERSION_MEASURES, INCREMENT_MEASURES, ORIGIN_MEASURES
from relsim.measures.rungs import RUNG_MEASURES, RungMeasure
from relsim.scenario.schema.evident import EVIDENT

OF_OUTCOMES, OF_BASE, OF_RUNGS = "a firm in a run", "a base of customers", "a rung of the ladder"
OF_DIVERSION, OF_INCREMENTS = "a policy beside the baseline", "a channel beside the market without it"

REGISTRY: Mapping[str, Mapping[str, Measure | RungMeasure]] = {
    OF_OUTCOMES: MEASURES,
    OF_BASE: BASE_MEASURES,
    OF_RUNGS: RUNG_MEASURES,
    OF_DIVERSION: {**DIVERSION_MEASURES, **ORIGIN_MEASURES},
    OF_INCREMENTS: INCREMENT_MEASURES,
}
"""The measures by name, by what they are of; a name may stand for one of each."""


def measures_called(name: str | None) -> Iterator[tuple[str, str, Measure | RungMeasure]]:
    """What it is of, name and facts of every measure, or of those with a name or with a word of it."""
    there = [each for known in REGISTRY.values() for each in known]
    chosen = [each for each in there if name in (None, each)]
    chosen = chosen or [each for each in there if name and name in each.split("_")]
    if name is not None and not chosen:
        if name in EVIDENT:
            raise InputError(
                f'"{name}" is no measure of a run, but a figure that `evidence` may give; how each of those '
                "is counted is told under “From your figures to your market” in the documentation"
            )
        refuse_unknown("measure", name, there)
    for of, known in REGISTRY.items():
        yield from ((of, each, facts) for each, facts in known.items() if each in chosen)
