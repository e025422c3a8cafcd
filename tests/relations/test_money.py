"""Money: a line is a count times an amount, one discount counts, and only what was paid is refunded."""

import numpy as np
import pytest
from worlds import finished, world

from relations.markets import of_focus, over, ran, small
from relsim.vocabulary import BOOKED_PER_UNIT, REFERRAL, WIN_BACK, Line, column_name

LINES = [column_name(line) for line in Line]
COUNTED = {
    "contacts_cost": ({"contact": {"frequency": "6 per year", "cost": 3}}, "contacts", 3),
    "recovery": ({"complaints": {"cost": 4, "manager_call": 0}}, "complaints", 4),
    "compensation": ({"complaints": {"compensation": 5, "resolution": 0.5}}, "recovered", 5),
    "win_back_offers": (
        {"win_back": {"frequency": "20% per month", "cost": 2, "discount": 0}},
        "offers_made",
        2,
    ),
    "service": ({"service": {"cost": 1, "effort": 0}, "touchpoints": {}}, "purchases", 1),
}
"""What is booked on a line for each thing that is counted, and how many of them."""


def of_firm(market, name, scenario):
    """What the firm in focus counted or booked in each period."""
    return market.records[name][:, list(scenario.firms).index(scenario.focal_firm)]


@over("leaky-bucket", "two-strategies", "clinic-referrals")
@pytest.mark.parametrize("line", sorted(COUNTED))
def test_a_line_is_a_count_times_an_amount(name, line):
    changes, count, amount = COUNTED[line]
    scenario = small(name).changed({"timeline": []})
    scenario = scenario.changed(of_focus(scenario, {"co_creation.savings": 0} | changes))
    market = ran(scenario)
    booked = of_firm(market, line, scenario)
    assert (booked == amount * BOOKED_PER_UNIT * of_firm(market, count, scenario)).all()


@over("leaky-bucket", "two-strategies")
def test_rewards_of_recommendations_are_for_those_who_came_by_one(name):
    scenario = small(name)
    rewards = {"referral": {"giver": 4, "friend": 0}}
    scenario = scenario.changed(of_focus(scenario, rewards))
    market = ran(scenario)
    came = of_firm(market, "acquired", scenario)[:, REFERRAL]
    assert (of_firm(market, "referral_rewards", scenario) == 4 * BOOKED_PER_UNIT * came).all()


@over("leaky-bucket", "two-strategies")
@pytest.mark.parametrize("times", [1.0, 1.25])
def test_a_unit_that_costs_more_than_its_price_loses_the_margin(name, times):
    """But for the rounding of each purchase, of half a thousandth of a cent."""
    scenario = small(name).changed({"timeline": []})
    firm = scenario.firms[scenario.focal_firm]
    cost = of_focus(scenario, {"unit_cost": firm.price * times, "price_rise": "0% per year"})
    scenario = scenario.changed(cost)
    market = ran(scenario)
    revenue, goods = (of_firm(market, line, scenario).astype(float) for line in ("revenue", "goods"))
    assert np.abs(goods - times * revenue).max() <= 2.0 * of_firm(market, "purchases", scenario).max()
    assert of_firm(market, "purchases", scenario).sum() > 0


CHATTY = {
    "behaviour.word_of_mouth.client": 0.6,
    "behaviour.messages.praise": 3,
    "behaviour.departure.neglect": "10% per month",
}
COUPONS = {"firms.harbour.coupon": {"share": 0.5, "discount": 0.4}}
OFFERS = {"firms.harbour.win_back": {"frequency": "50% per month", "discount": 0.2}}


def chatty(changes, **settings):
    """A market in which many come on recommendation, and many leave and are asked back."""
    return world(CHATTY | changes, **({"customers": 600, "periods": 18} | settings))


@pytest.mark.parametrize("friend", [0, 3])
def test_a_reward_for_the_giver_takes_no_discount_from_the_friend(friend):
    """The same is offered to the same people: whoever was to come by word of mouth comes by referral."""
    rewards = [{"giver": giver, "friend": friend, "motivation": 0} for giver in (0, 0.00001)]
    none, some = (
        finished(chatty(COUPONS | {"firms.harbour.referral": reward, "behaviour.word_of_mouth.reward": 0}))
        for reward in rewards
    )
    assert (none.records["acquired"].sum(-1) == some.records["acquired"].sum(-1)).all()
    assert (none.records["coupons"] == some.records["coupons"]).all()


def test_what_a_coupon_takes_off_is_booked_as_coupons_whoever_is_credited():
    market = finished(chatty(COUPONS | OFFERS | {"firms.harbour.win_back.cost": 2}))
    none = finished(chatty(COUPONS | {"firms.harbour.win_back": {"frequency": "50% per month", "cost": 2}}))
    assert none.records["acquired"][:, 0, WIN_BACK].sum() > 0
    offers = none.records["offers_made"][:, 0] * 2 * BOOKED_PER_UNIT
    assert (none.records["win_back_offers"][:, 0] == offers).all()
    assert market.records["coupons"][:, 0].sum() > 0
    assert (market.records["win_back_offers"] >= market.records["offers_made"] * 2 * BOOKED_PER_UNIT).all()


SELDOM = [{"need_rate": {"mean": "3 per year", "spread": 0.2}}]


@pytest.mark.parametrize("friend", [3, 14])
def test_the_largest_discount_is_given_and_no_other(friend):
    """One by one: the recommended pay less by the reward, or by a coupon of 40 % if that is more of
    what they usually pay."""
    offered = COUPONS | OFFERS | {"firms.harbour.referral": {"friend": friend}}
    market = finished(chatty(offered, customers=2000, periods=36, segments=SELDOM))
    ties = market.columns.ties[:, 0]
    once = (ties["purchases"] == 1) & (ties["channel"] == REFERRAL)
    came, usual = ties[once], 30 * market.columns.people["basket"][once]
    paid = came["revenue"].astype(float)
    share, reward = came["acquisition"] / paid, np.minimum(friend * BOOKED_PER_UNIT / paid, 0.95)
    by_coupon, by_reward = np.isclose(share, 0.4, atol=1e-4), np.isclose(share, reward, atol=1e-4)
    assert (by_coupon | by_reward).all() and by_reward.sum() > 10 and by_coupon.sum() > 10
    assert (friend <= 0.4001 * usual[by_coupon & ~by_reward]).all()


@pytest.mark.parametrize(
    "discounts",
    [
        {"firms.harbour.coupon": {"share": 1, "discount": 0.5}},
        {"firms.harbour.referral": {"friend": 500}},
        {"firms.harbour.referral": {"friend": 20}, "firms.harbour.coupon": {"share": 0.5, "discount": 0.9}},
    ],
)
def test_no_more_is_given_back_than_was_paid(discounts):
    always = {"firms.harbour.guarantee.cover": 1, "firms.harbour.service.failures": 1}
    market = finished(chatty(discounts | always))
    ties = market.columns.ties[:, 0]
    once = (ties["purchases"] == 1) & (ties["channel"] != 0)
    assert once.sum() > 20
    assert ties["acquisition"][once] == pytest.approx(ties["revenue"][once].astype(float), abs=2)


def test_a_friends_reward_above_the_price_takes_off_what_a_discount_may():
    market = finished(chatty({"firms.harbour.referral": {"friend": 500}}))
    rewards = market.records["referral_rewards"][:, 0]
    assert rewards.sum() > 0
    ties = market.columns.ties[:, 0]
    once = (ties["purchases"] == 1) & (ties["channel"] == REFERRAL)
    assert ties["acquisition"][once] == pytest.approx(0.95 * ties["revenue"][once], rel=1e-6)
