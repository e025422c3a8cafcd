"""Inflation: what all firms do to their prices alike changes nothing real, what one of them does is felt."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import differing, finished, world

from relsim.market.inflation import PriceLevel, common_change
from relsim.vocabulary import Line, column_name

FOLLOWED = {"behaviour.attitude.inflation": 1}
LIVELY = {"firms.summit.co_creation.ideas": 0.5}
AMOUNTS = {"price": 30, "unit_cost": 12, "service.cost": 2, "contact.cost": 1, "complaints.compensation": 6}
CONTACT = {"firms.harbour.contact.frequency": "6 per year"}
FACTORS = st.floats(0.5, 2.0)


def everything_dearer(at, factor):
    """An event after which every amount of money is larger."""
    dear = {
        f"firms.{firm}.{path}": factor * AMOUNTS[path] for firm in ("harbour", "summit") for path in AMOUNTS
    }
    return {"at": at, "set": dear}


def with_inflation(changes, *events):
    """A market in which every amount is as given until events change it."""
    same = everything_dearer(0, 1.0)["set"]
    return world(same | CONTACT | FOLLOWED | changes, customers=500, periods=24, timeline=list(events))


def counted(market):
    """What happened, but for the money."""
    booked = {column_name(line) for line in Line}
    return {name: market.records[name] for name in market.records.dtype.names if name not in booked}


@pytest.mark.parametrize("managed", [{}, LIVELY], ids=["by plan", "from period to period"])
@pytest.mark.parametrize("factor", [1.5, 0.8])
def test_where_all_amounts_change_alike_nobody_acts_otherwise(managed, factor):
    steady = finished(with_inflation(managed))
    dearer = finished(with_inflation(managed, everything_dearer(6, factor), everything_dearer(15, factor**2)))
    for name, numbers in counted(steady).items():
        if name != "price_ppm":
            assert (counted(dearer)[name] == numbers).all(), name


def test_without_it_a_rise_of_all_prices_shrinks_the_category():
    unmoved = {"behaviour.attitude.inflation": 0}
    steady, dearer = (
        finished(with_inflation(unmoved, *events)).records["purchases"].sum()
        for events in ((), (everything_dearer(6, 1.5),))
    )
    assert dearer < 0.9 * steady


def test_the_rise_of_one_firm_is_felt_as_without_it():
    rise = {"at": 6, "set": {"firms.harbour.price": 36}}
    followed, unmoved = (
        finished(with_inflation({"behaviour.attitude.inflation": share}, rise)) for share in (1, 0)
    )
    assert differing(followed, unmoved) == []


@given(one=FACTORS, other=FACTORS)
def test_what_firms_do_alike_is_the_least_that_any_of_them_does(one, other):
    alike = (one - 1.0) * (other - 1.0) > 0.0
    least = (max if one < 1.0 else min)(one, other)
    assert common_change([one, other], 9.0) == (least if alike else 1.0)


@given(rise=st.floats(1.01, 2.0), cost=st.floats(1.01, 2.0))
def test_a_firm_alone_is_understood_as_far_as_its_costs_rise_too(rise, cost):
    assert common_change([rise], cost) == min(rise, cost)
    assert common_change([rise], 1.0) == 1.0
    assert common_change([], 1.0) == 1.0


def levels(share, *periods):
    """The price level over some periods with these prices of each firm; None for a firm that is not there."""
    kind = [(name, float) for name in ("attitude_inflation", "price_level", "price_growth")]
    behaviour, followed = np.array([(share, 1.0, 1.0)] * len(periods), kind), PriceLevel()
    for t, prices in enumerate(periods):
        firms = [{"price": price or 5.0, "unit_cost": 2.0, "present": price is not None} for price in prices]
        followed.follow(t, firms, behaviour)
    assert behaviour["price_growth"].cumprod() == pytest.approx(behaviour["price_level"])
    return behaviour["price_level"]


def test_firms_that_rise_one_after_the_other_have_risen_alike_in_the_end():
    assert levels(1.0, (10, 20), (12, 20), (12, 24), (12, 20)) == pytest.approx([1.0, 1.0, 1.2, 1.0])


def test_a_firm_that_comes_later_is_compared_with_the_prices_of_its_time():
    assert levels(1.0, (10, None), (10, 8), (20, 8), (20, 16)) == pytest.approx([1.0, 1.0, 1.0, 2.0])
    assert levels(1.0, (5, 5, None), (10, 10, 9), (20, 20, 18)) == pytest.approx([1.0, 2.0, 4.0])


@given(rise=st.floats(1.01, 2.0), share=st.floats(0.0, 1.0))
def test_the_level_follows_by_a_share_of_the_common_change(rise, share):
    assert levels(share, (5.0, 9.0), (5.0 * rise, 9.0 * rise))[-1] == pytest.approx(rise**share)
