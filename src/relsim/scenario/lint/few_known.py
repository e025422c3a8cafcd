"""Warnings about the customers whom a firm is known to begin with: too few people for them, rows left out."""

from collections.abc import Iterator

from relsim.errors import counted
from relsim.scenario.known_customers import customers_in_file
from relsim.scenario.lint.levers import Finding
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.firm import CustomersFile
from relsim.scenario.side_files import file_of_customers, path_of_customers
from relsim.scenario.simulated import CLOSE_BY, known_at_start, off, scaled_count, what_is_enough


def few_known(scenario: Scenario) -> Iterator[Finding]:
    """Known customers for whom so few people stand that rounding makes them others than they are."""
    for path, told in known_at_start(scenario):
        exact = told * scenario.scale_of_people
        if not told or off(exact) <= CLOSE_BY:
            continue
        stand = scaled_count(told, scenario)
        size = f"{stand * told / exact:,.1f}".removesuffix(".0")
        who = counted(stand, "person stands", "people stand")
        yield (
            path,
            f"{who} for {counted(told, 'known customer', 'known customers')}, and for {size} as each of "
            f"{scenario.people:,} who are simulated counts as {scenario.stands_for:,.4g}; "
            f"{what_is_enough(scenario)}",
        )


def customers_left_out(scenario: Scenario) -> Iterator[Finding]:
    """Rows in a table of customers that cannot be used."""
    names = [one.name for one in scenario.segments]
    for name, firm in scenario.firms.items():
        if not isinstance(firm.start.customers, CustomersFile):
            continue
        path = path_of_customers(name)
        file, place = file_of_customers(scenario, name), scenario.document.place(path)
        left_out = customers_in_file(file, names, place, path).left_out
        if left_out is not None:
            yield path, left_out
