"""A market does not depend on the length of its periods: by week, month and quarter a year is the same.

Most of the markets are those of the table in docs/explanation/period.md, and so are the tolerances.
"""

from functools import cache

import pytest
import steps
from worlds import scenario_of

import relsim

CLOSE = 0.05
"""How far means may lie from those by month, as a share of them."""

CLOSE_RUNGS = 0.02
"""How far shares of rungs may, many of which are near nothing."""

RUNGS = ("clients", "supporters", "advocates")


@cache
def by_month(name):
    """The means of a market by month."""
    return steps.by_step(market(name), "month")


FOUR = "durables of four firms"
EVERY = pytest.mark.parametrize("name", [*steps.markets(), "two-strategies", FOUR])


def market(name):
    """A market of the table, one in which every rule of feeling is on, or one of goods bought seldom."""
    if name in steps.markets():
        return steps.markets()[name]
    if name == FOUR:
        firms = {
            f"firm-{mix}": {"strategy": mix, "price": 40, "start": {"share": "15%"}}
            for mix in (0, 0.4, 0.8, 1)
        }
        told = {"title": FOUR, "currency": "EUR", "product_type": "durables", "customers": 2000}
        return scenario_of(told | {"focus": "firm-1", "firms": firms})
    return relsim.load(name).with_policy("half").scaled_to(1000)


def far_from(expected, found, tolerance):
    """Which means lie farther from those expected than they may."""
    return {
        name: (value, expected[name])
        for name, value in found.items()
        if abs(value - expected[name]) > (CLOSE_RUNGS if name in RUNGS else tolerance * expected[name])
    }


def test_a_market_by_quarter_is_nearly_that_by_month():
    """In 40 replications luck moves a share by half a point; in ten it alone can exceed what is allowed."""
    small = market("without contracts").scaled_to(1000)
    month, quarter = (steps.by_step(small, step, replications=40) for step in ("month", "quarter"))
    assert not far_from(month, quarter, 2 * CLOSE)


def test_a_firm_that_reacts_to_churn_fares_by_quarter_nearly_as_by_month():
    """A firm that reacted to the churn of one period came to 9 % less by quarter."""
    rule = {"rule": "react to churn", "lever": "contact.frequency", "churn": "1% per month"}
    rule |= {"at_least": "0 per year", "at_most": "2 per month", "speed": "50% per month"}
    reacting = market("without contracts").scaled_to(1000).changed({"firms.bond.adapts": [rule]})
    month, quarter = (steps.by_step(reacting, step, replications=40) for step in ("month", "quarter"))
    assert not far_from(month, quarter, CLOSE)


@pytest.mark.parametrize("step", ["week", "quarter"])
def test_who_chooses_whom_to_pay_has_as_many_bills_in_any_period(step):
    """By quarter only the first of three bills was sure to come, by week one for each firm in a month."""
    choosing = market("with contracts").scaled_to(500).changed({"mechanisms.choice": "logit"})
    month, other = (steps.by_step(choosing, one, replications=10) for one in ("month", step))
    for name in ("purchases of a customer a year", "spent by a customer a year", "customer equity"):
        assert other[name] == pytest.approx(month[name], rel=CLOSE)


@pytest.mark.slow
@pytest.mark.exhaustive
@EVERY
def test_a_market_is_the_same_by_week(name):
    assert not far_from(by_month(name), steps.by_step(market(name), "week"), CLOSE)


@pytest.mark.slow
@pytest.mark.exhaustive
@EVERY
def test_a_market_is_the_same_by_quarter(name):
    assert not far_from(by_month(name), steps.by_step(market(name), "quarter"), CLOSE)
