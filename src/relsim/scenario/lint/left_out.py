"""Warnings about tables of the customers whom a firm is known to begin with: rows left out."""

from collections.abc import Iterator

from relsim.scenario.known_customers import customers_in_file
from relsim.scenario.lint.levers import Finding
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.firm import CustomersFile
from relsim.scenario.side_files import file_of_customers, path_of_customers


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
