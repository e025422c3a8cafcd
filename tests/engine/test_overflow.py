"""Accounts that run over are refused, in both drivers, rather than reported wrong."""

import pytest
from worlds import finished, world

from relsim.errors import InputError


def generous(cost: float):
    """A small world in which a firm spends much on contacting each customer."""
    contact = {"frequency": "12 per year", "cost": cost}
    return world({"firms.harbour.contact": contact}, customers=60, periods=6)


@pytest.mark.parametrize("driver", ["compiled", "agents"])
def test_a_cost_beyond_what_an_account_holds_is_refused(driver):
    with pytest.raises(InputError, match=r"retention cost.*larger unit"):
        finished(generous(9e6), driver=driver)


@pytest.mark.parametrize("driver", ["compiled", "agents"])
def test_large_accounts_add_up_as_long_as_they_fit(driver):
    market = finished(generous(9e3), driver=driver)
    assert market.columns.ties["retention_cost"].max() > 1e6
