"""What the people of a market, their network and its founders follow from, besides luck.

Whoever makes people is given this and nothing else of a scenario; so two markets in which it is the same
begin with the same people.
"""

from dataclasses import dataclass, field
from pathlib import Path

from relsim.errors import Place
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.behaviour import Founders, Strangers
from relsim.scenario.schema.people import Network, Population, Segment


@dataclass(frozen=True)
class Founding:
    """The part of a scenario that its beginning follows from.

    `start_shares`, `start_awareness` and `prices` are those of each firm before the start, `ties_file` is
    where a network is listed, and `place` is where the scenario says so.
    """

    customers: int
    periods: int
    period: str
    population: Population
    network: Network
    segments: tuple[Segment, ...]
    strangers: Strangers
    founders: Founders
    start_shares: tuple[float, ...]
    start_awareness: tuple[float, ...]
    prices: tuple[float, ...]
    ties_file: Path | None
    place: Place = field(compare=False)


def founding_of(scenario: Scenario) -> Founding:
    """The part of a scenario that its beginning follows from."""
    place = scenario.document.place(("network", "file"))
    file = scenario.network.file
    return Founding(
        scenario.people,
        scenario.periods,
        scenario.period,
        scenario.population,
        scenario.network,
        tuple(scenario.segments),
        scenario.behaviour.strangers,
        scenario.behaviour.founders,
        tuple(firm.start.share for firm in scenario.firms.values()),
        tuple(firm.start.awareness for firm in scenario.firms.values()),
        tuple(scenario.founding_prices.values()),
        Path(place.file).parent / file if file is not None else None,
        place,
    )
