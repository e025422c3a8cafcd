"""What the people of a market, their network and its founders follow from, besides luck.

Whoever makes people is given this and nothing else of a scenario; so two markets in which it is the same
begin with the same people.
"""

from dataclasses import dataclass, field
from pathlib import Path

from relsim.errors import DataPath, Place
from relsim.scenario.known_customers import KnownCustomers, customers_in_file, unknown_customers
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.behaviour import Founders, Ladder, Strangers
from relsim.scenario.schema.people import Network, Population, Segment
from relsim.scenario.side_files import file_of_customers
from relsim.scenario.simulated import scaled_count


@dataclass(frozen=True)
class KnownStart:
    """So many people who are a firm's known customers, and the file that lists these, if one does."""

    number: int
    file: Path | None
    place: Place = field(compare=False)

    def customers(self, segments: list[str]) -> KnownCustomers:
        """These customers, with what is known of them."""
        if self.file is None:
            return unknown_customers(self.number)
        listed = customers_in_file(self.file, segments, self.place, ("file",))
        return listed.represented_by(self.number)


@dataclass(frozen=True)
class Founding:
    """The part of a scenario that its beginning follows from.

    `start_shares`, `start_awareness` and `prices` are those of each firm before the start, `ties_file` is
    where a network is listed, `known` is what is
    known of each firm's first customers, and `place` is where the scenario says so.
    """

    customers: int
    periods: int
    period: str
    population: Population
    network: Network
    segments: tuple[Segment, ...]
    strangers: Strangers
    founders: Founders
    ladder: Ladder
    start_shares: tuple[float, ...]
    start_awareness: tuple[float, ...]
    prices: tuple[float, ...]
    ties_file: Path | None
    known: tuple[KnownStart | None, ...]
    place: Place = field(compare=False)

    def known_customers(self) -> list[KnownCustomers | None]:
        """The customers whom each firm is known to have, as many as are simulated."""
        names = [segment.name for segment in self.segments]
        return [None if start is None else start.customers(names) for start in self.known]


def known_start(name: str, scenario: Scenario) -> KnownStart | None:
    """What is known of the customers whom a firm begins with, if anything is."""
    told = scenario.firms[name].start.customers
    if told is None:
        return None
    if isinstance(told, int):
        return KnownStart(scaled_count(told, scenario), None, Place(""))
    path: DataPath = ("firms", name, "start", "customers", "file")
    file, place = file_of_customers(scenario, name), scenario.document.place(path)
    listed = customers_in_file(file, [one.name for one in scenario.segments], place, path)
    return KnownStart(scaled_count(len(listed), scenario), file, place)


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
        scenario.behaviour.ladder,
        tuple(firm.start.share for firm in scenario.firms.values()),
        tuple(firm.start.awareness for firm in scenario.firms.values()),
        tuple(scenario.founding_prices.values()),
        Path(place.file).parent / file if file is not None else None,
        tuple(known_start(name, scenario) for name in scenario.firms),
        place,
    )
