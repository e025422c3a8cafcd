"""A market does not depend on the length of its periods: by week, month and quarter a year is the same.

The markets are those of the table in docs/explanation/period.md, and so are the tolerances.
"""

from functools import cache

import numpy as np
import pytest
import quarters
import steps

import relsim

CLOSE = 0.05
"""How far means may lie from those by month, as a share of them."""

CLOSE_RUNGS = 0.02
"""How far shares of rungs may, many of which are near nothing."""

FEWER_SUPPORTERS = 0.025
"""By how much supporters are fewer by quarter at most."""

RUNGS = ("clients", "supporters", "advocates")


@cache
def by_month(name):
    """The means of a market by month."""
    return steps.by_step(market(name), "month")


def market(name):
    """A market of the table, or one in which every rule of feeling is on."""
    if name in steps.markets():
        return steps.markets()[name]
    return relsim.load(name).with_policy("half").scaled_to(1000)


def far_from(expected, found, tolerance):
    """Which means lie farther from those expected than they may."""
    return {
        name: (value, expected[name])
        for name, value in found.items()
        if abs(value - expected[name]) > (CLOSE_RUNGS if name in RUNGS else tolerance * expected[name])
    }


def assert_quarter_lacks_only_supporters(month, quarter, tolerance):
    """More have spoken by quarter, and newcomers wait longer: 2.0 to 2.5 points fewer are supporters."""
    far = far_from(month, quarter, tolerance)
    assert set(far) == {"supporters"}
    found, expected = far["supporters"]
    assert CLOSE_RUNGS < expected - found < FEWER_SUPPORTERS


def test_a_market_by_quarter_is_nearly_that_by_month():
    small = market("without contracts").scaled_to(1000)
    month, quarter = (steps.by_step(small, step, replications=10) for step in ("month", "quarter"))
    assert_quarter_lacks_only_supporters(month, quarter, 2 * CLOSE)


@pytest.mark.slow
def test_by_quarter_more_are_advocates_since_more_have_spoken_at_least_once():
    small = market("without contracts").scaled_to(1000)
    usual, at_least_once = (
        [quarters.shares(small, *quarters.WAYS[way], n)["advocates and partners"] for n in range(24)]
        for way in ("quarter", "quarter, speaking at least once")
    )
    assert np.mean(usual) - np.mean(at_least_once) > 0.005


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", [*steps.markets(), "two-strategies"])
def test_a_market_is_the_same_by_week(name):
    assert not far_from(by_month(name), steps.by_step(market(name), "week"), CLOSE)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", [*steps.markets(), "two-strategies"])
def test_a_market_is_the_same_by_quarter_but_for_supporters(name):
    assert_quarter_lacks_only_supporters(by_month(name), steps.by_step(market(name), "quarter"), CLOSE)
