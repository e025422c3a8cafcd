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
            path: DataPath = ("firms", name, "start", "customers")
            told = customers_told(scenario, name)
            real, each = told * scenario.scale, scenario.scale_of_people
        elif firm.start.share > 0.0 and scenario.stands_for > 1.0:
            path = ("firms", name, "start", "share")
            there = 1.0 if scenario.population.start is None else scenario.population.start
            told = real = firm.start.share * there * scenario.customers
            each = 1.0 / scenario.stands_for
        else:
            continue
        people = int(told * each + 0.5)
        if each < 1.0 and 0 < told and people < min(ENOUGH_PEOPLE, told):
            begins = people / each
            rounded = f" (as {begins:,.0f})" if round(begins) != round(told) else ""
            yield path, (
                f"only {people:,} of the {scenario.people:,} people simulated stand for {told:,.0f} customers"
                f"{rounded}, so that luck rules what is told of {name}; {remedy(scenario, real)}"
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
    if scenario.simulate is None:
        return f"--customers {wanted:,} gives it {ENOUGH_PEOPLE}".replace(",", "")
    if wanted >= scenario.customers:
        return f"simulate: {scenario.customers:,} simulates them all"
    relevant = int(customers * scenario.people / ENOUGH_PEOPLE)
    smaller = (
        f", and so does customers: {relevant:,}, if only so many could be its customers"
        if relevant >= max(customers, scenario.people)
        else ""
    )
    return f"simulate: {wanted:,} gives it {ENOUGH_PEOPLE}{smaller}"


def people_for(customers: float, market: int) -> int:
    """How many people of a market must be simulated for enough of them to stand for so many customers."""
    return ceil(ENOUGH_PEOPLE * market / customers)
