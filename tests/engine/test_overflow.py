"""Large accounts add up in both drivers; what would run over is refused rather than reported wrong."""

import pytest
from worlds import finished, world

import relsim
from relsim.errors import InputError, ScenarioError
from relsim.scenario.load import checked_scenario
from relsim.vocabulary import BOOKED_PER_UNIT


def generous(cost: float):
    """A small world in which a firm spends much on contacting each customer."""
    contact = {"frequency": "12 per year", "cost": cost}
    return world({"firms.harbour.contact": contact}, customers=60, periods=6)


@pytest.mark.parametrize("driver", ["compiled", "agents"])
def test_large_accounts_add_up(driver):
    market = finished(generous(9e6), driver=driver)
    accounts = market.columns.ties["retention_cost"].sum(axis=0)
    assert (accounts == market.records["contacts_cost"].sum(axis=0)).all()
    assert accounts[0] == market.records["contacts"][:, 0].sum() * 9e6 * BOOKED_PER_UNIT


class Extravagant(relsim.Strategy):
    """Spends without end."""

    def decide(self, firm, market):
        firm.set("overhead", 9e11)


def test_what_no_file_could_say_and_the_books_cannot_hold_is_refused():
    with pytest.raises(InputError, match="turn over more than"):
        finished(world(customers=20, periods=60), strategies={"harbour": Extravagant()}, driver="agents")


def test_a_file_that_says_it_is_refused_with_its_place():
    with pytest.raises(ScenarioError, match="more than the books can hold; expected amounts"):
        checked_scenario(world({"firms.harbour.overhead": "900000000000 per month"}, periods=60))
