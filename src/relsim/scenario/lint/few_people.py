"""Warnings about firms of which so few customers are simulated that what is told of them is mostly luck."""

from collections.abc import Iterator
from math import ceil

from relsim.errors import DataPath, ScenarioError
from relsim.scenario.known_customers import customers_in_file
from relsim.scenario.lint.levers import Finding
from relsim.scenario.scenario import Scenario
from relsim.scenario.side_files import file_of_customers

ENOUGH_PEOPLE = 50
"""How many people should at least stand for the customers that a firm begins with."""


def few_people(scenario: Scenario) -> Iterator[Finding]:
    """Firms that have more customers at first than the fewer than fifty people who stand for them."""
    for name, firm in scenario.firms.items():
        if firm.start.customers is not None:
            told: float = customers_told(scenario, name)
            yield from few_of_told(scenario, name, "customers", told, scenario.scale_of_people)
        elif firm.start.share > 0.0:
            there = 1.0 if scenario.population.start is None else scenario.population.start
            told = firm.start.share * there * scenario.customers
            yield from few_of_told(scenario, name, "share", told, 1.0 / scenario.stands_for)


def few_of_told(scenario: Scenario, firm: str, key: str, told: float, part: float) -> Iterator[Finding]:
    """The finding that too few people stand for as many customers as are told, each for a `part` of one."""
    people = int(told * part + 0.5)
    if part >= 1.0 or told <= 0.0 or people >= min(ENOUGH_PEOPLE, told):
        return
    begins = people / part
    rounded = f" (as {begins:,.0f})" if round(begins) != round(told) else ""
    yield (
        ("firms", firm, "start", key),
        f"only {people:,} of the {scenario.people:,} people simulated stand for {told:,.0f} customers"
        f"{rounded}, so that luck rules what is told of {firm}; "
        f"{remedy(scenario, told * part * scenario.stands_for)}",
    )


def customers_told(scenario: Scenario, name: str) -> int:
    """How many customers a firm is said to begin with, by a number or a file; 0 where that is not there."""
    told = scenario.firms[name].start.customers
    if told is None or isinstance(told, int):
        return told or 0
    path: DataPath = ("firms", name, "start", "customers", "file")
    segments = [one.name for one in scenario.segments]
    place = scenario.document.place(path)
    try:
        return len(customers_in_file(file_of_customers(scenario, name), segments, place, path))
    except ScenarioError:
        return 0


def remedy(scenario: Scenario, customers: float) -> str:
    """Which size of the market, or of its simulation, has enough people for so many customers in it."""
    wanted = people_for(customers, scenario.customers)
    if wanted < scenario.customers:
        relevant = int(customers * scenario.people / ENOUGH_PEOPLE)
        is_market = relevant >= max(customers, scenario.people)
        smaller = f", and so does customers: {relevant:,}, if only so many could be its customers"
        return f"simulate: {wanted:,} gives it {ENOUGH_PEOPLE}{smaller if is_market else ''}"
    if scenario.scale < 1.0:
        return f"--customers {wanted} gives it {ENOUGH_PEOPLE} where all are simulated"
    return f"simulate: {scenario.customers:,} simulates them all"


def people_for(customers: float, market: int) -> int:
    """How many people of a market must be simulated for enough of them to stand for so many customers."""
    return ceil(ENOUGH_PEOPLE * market / customers)
