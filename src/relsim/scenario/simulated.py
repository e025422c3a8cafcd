"""How many of the people who are simulated stand for customers whom a firm is known to begin with."""

from collections.abc import Iterator
from math import ceil, inf

from relsim.errors import DataPath, counted, fault
from relsim.scenario.known_customers import customers_in_file
from relsim.scenario.scenario import Scenario
from relsim.scenario.side_files import file_of_customers, path_of_customers

PEOPLE_TRIED = 50
"""So many people who stand for known customers are within a percent of any number, rounding included."""

CLOSE_BY = 0.01
"""Share of known customers by which those who are simulated may be off without a word."""


def scaled_count(customers: int, scenario: Scenario) -> int:
    """How many of the people who are simulated stand for so many customers, rounded half up."""
    return int(customers * scenario.scale_of_people + 0.5)


def known_at_start(scenario: Scenario) -> Iterator[tuple[DataPath, int]]:
    """Where a scenario says how many customers a firm begins with, and how many these are, if any."""
    segments = [one.name for one in scenario.segments]
    for name, firm in scenario.firms.items():
        told = firm.start.customers
        if isinstance(told, int):
            yield ("firms", name, "start", "customers"), told
        elif told is not None:
            path = path_of_customers(name)
            file, place = file_of_customers(scenario, name), scenario.document.place(path)
            yield path, len(customers_in_file(file, segments, place, path))


def refuse_vanishing_customers(scenario: Scenario) -> None:
    """Refuse customers who are known at the start and for whom nobody who is simulated would stand."""
    for path, told in known_at_start(scenario):
        if told and not scaled_count(told, scenario):
            who = counted(told, "customer is", "customers are")
            message = (
                f"{who} less than half of one person, of {scenario.people:,} who are simulated for "
                f"{scenario.customers / scenario.scale:,.0f} customers; {what_is_enough(scenario)}"
            )
            raise fault(scenario.document.place(path), message, path)


def what_is_enough(scenario: Scenario) -> str:
    """By which setting known customers come out within a percent."""
    setting = "`customers`" if scenario.simulate is None else "simulate:"
    return f"{setting} {people_enough(scenario)} is enough"


def people_enough(scenario: Scenario) -> int:
    """How many people must be simulated for known customers of all firms to come out within a percent."""
    each = scenario.scale_of_people / scenario.people
    known = [told for _, told in known_at_start(scenario) if told]
    for stands in range(1, PEOPLE_TRIED):
        people = ceil(stands / (each * min(known)) - 0.5)
        if people >= scenario.people and all(off(told * each * people) <= CLOSE_BY for told in known):
            return min(people, scenario.customers) if scenario.simulate else people
    people = ceil(PEOPLE_TRIED / (each * min(known)))
    return min(people, scenario.customers) if scenario.simulate else people


def off(exact: float) -> float:
    """By which share of an exact number of people its whole number is off; all where nobody is left."""
    whole = int(exact + 0.5)
    return abs(whole - exact) / exact if whole else inf
