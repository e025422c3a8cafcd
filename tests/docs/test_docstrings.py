"""Claims about docstrings: examples in those of public classes and functions run, and `help` teaches."""

import doctest
import inspect

import pytest

import relsim
from relsim.engine import views

TAUGHT = {"Market": relsim.Market, "Strategy": relsim.Strategy} | {
    name: getattr(views, name) for name in ("Customer", "Firm", "Relationship")
}


@pytest.mark.parametrize("name", TAUGHT)
def test_examples_in_docstrings_run(name):
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner()
    examples = finder.find(TAUGHT[name], name)
    for example in examples:
        assert runner.run(example).failed == 0
    assert name == "Relationship" or runner.tries > 0


@pytest.mark.parametrize("name", ["Market", "Customer", "Firm", "Relationship"])
def test_help_names_attributes_that_exist(name):
    text = inspect.getdoc(TAUGHT[name])
    section = text.partition("Attributes\n----------\n")[2].partition("\n\n")[0]
    named = [
        one.strip()
        for line in section.splitlines()
        if line and not line.startswith(" ")
        for one in line.partition(" : ")[0].split(",")
    ]
    market = relsim.Market("leaky-bucket", customers=20, periods=2)
    firm, customer = market.firms["cask"], market.customers[0]
    shown = {"Market": market, "Customer": customer, "Firm": firm, "Relationship": customer.with_firm("cask")}
    assert named
    assert [one for one in named if not hasattr(shown[name], one)] == []


def test_every_argument_of_a_market_is_explained():
    known = inspect.signature(relsim.Market).parameters
    text = inspect.getdoc(relsim.Market)
    internal = {"plan", "people", "kwargs"}
    assert [one for one in known if one not in internal and f"\n{one} : " not in text] == []
