"""Claims about why profit differs: parts add up exactly, and each means what it says."""

import numpy as np
import pytest
from worlds import NO_DEPARTURE, contract_world, world

import relsim
from relsim.errors import InputError
from relsim.measures.profit_parts import PARTS, REVENUE_PARTS

CONSTANT = {f"behaviour.departure.{name}": rate for name, rate in NO_DEPARTURE.items()}
LEAVING = CONSTANT | {"behaviour.departure.fading_need": "3% per month"}
CONSTANT_SPEND = {"behaviour.spend.growth": 0}
NOBODY_COMES = {"behaviour.choice.intercept": -1000}
ALIKE = [{"name": "all", "share": 1, "basket": 1}]


def parts_of(scenario, changes, *, replications=2, **options):
    """The mean of every part of the difference that changes make."""
    compared = scenario.changed({"policies": {"as-is": {}, "other": {"set": changes}}})
    comparison = relsim.compare(compared, replications=replications, driver="agents", **options)
    table = comparison.why("other")
    return table.set_index("part")["difference"]


def moved(parts):
    """The parts that are not zero, to the cent."""
    return {name for name, value in parts.items() if abs(value) >= 0.005}


def small(build, changes, **settings):
    return build(changes | CONSTANT_SPEND, customers=120, periods=10, **({"segments": ALIKE} | settings))


def test_a_price_that_nobody_minds_is_price_paid_and_nothing_else():
    parts = parts_of(small(contract_world, CONSTANT | NOBODY_COMES), {"firms.harbour.price": 33})
    assert moved(parts) == {"price_paid", "profit"}
    assert parts["price_paid"] == pytest.approx(parts["profit"], abs=0.005)


def test_a_price_rise_halfway_is_price_paid_too():
    events = [{"at": 5, "set": {"firms.harbour.price": 30}}]
    calm = small(contract_world, CONSTANT | NOBODY_COMES, timeline=events)
    dearer = [{"at": 5, "set": {"firms.harbour.price": 33}}]
    assert moved(parts_of(calm, {"timeline": dearer})) == {"price_paid", "profit"}


def test_a_price_that_follows_a_rival_is_price_paid_as_it_was_in_each_period():
    rule = {"rule": "match the price", "undercut": "10%", "at_least": 20}
    calm = small(contract_world, CONSTANT | NOBODY_COMES)
    parts = parts_of(calm, {"firms.harbour.adapts": [rule]})
    assert moved(parts) == {"price_paid", "profit"}
    assert parts["price_paid"] < 0.0
    prices = relsim.run(calm.changed({"firms.harbour.adapts": [rule]}), driver="agents").periods
    assert list(prices.query("firm == 'harbour' and period < 2")["price"]) == [30.0, 27.0]


def test_longer_stays_are_customers_kept_and_what_serving_them_costs():
    calm = small(contract_world, LEAVING | NOBODY_COMES)
    parts = parts_of(calm, {"behaviour.departure.fading_need": "0% per month"})
    assert moved(parts) == {"customers_kept", "line_goods", "profit"}
    assert parts["customers_kept"] > 0.0 > parts["line_goods"]


def test_larger_baskets_are_spend_per_customer():
    calm = small(contract_world, LEAVING | NOBODY_COMES)
    parts = parts_of(calm, {"behaviour.spend.growth": 2})
    assert moved(parts) == {"spend_per_customer", "line_goods", "profit"}


def test_a_cost_that_changes_nothing_is_its_line_alone():
    parts = parts_of(small(world, {}), {"firms.harbour.overhead": "10 per month"})
    assert moved(parts) == {"line_overhead", "profit"}
    assert parts["line_overhead"] == pytest.approx(-100.0)


def test_customers_whom_others_bring_are_won_by_word_of_mouth():
    loud = {"segments": [{"name": "all", "share": 1, "talkativeness": 1}]}
    quiet = {"mechanisms.word_of_mouth": "none"}
    talk = small(world, {}, **loud)
    parts = parts_of(talk, quiet, replications=3)
    assert parts["acquired_by_word_of_mouth"] < 0.0
    assert parts["acquired_by_coupon"] == 0.0


def test_parts_add_up_to_the_cent_in_every_replication():
    policies = {
        "as-is": {},
        "all-at-once": {
            "set": {
                "firms.harbour.price": 34,
                "firms.harbour.contact": {"frequency": "1 per month", "cost": 0.5},
                "firms.harbour.advertising.spend": "300 per month",
                "firms.harbour.coupon": {"share": 0.5, "discount": 0.2},
                "firms.harbour.win_back": {"frequency": "20% per month", "cost": 1, "discount": 0.1},
            }
        },
    }
    scenario = world(customers=150, periods=12, policies=policies)
    for replication in range(3):
        comparison = relsim.compare(scenario, replications=replication + 1, driver="agents")
        parts = comparison.why("all-at-once").set_index("part")["difference"]
        assert list(parts.index) == list(PARTS)
        assert parts.drop("profit").sum() == pytest.approx(parts["profit"], abs=0.005)
    profit = comparison.differences.set_index(["policy", "measure"]).loc[("all-at-once", "profit")]
    told = comparison.why("all-at-once").set_index("part").loc["profit"]
    assert told[["difference", "low", "high"]].to_numpy(float) == pytest.approx(
        profit[["difference", "low", "high"]].to_numpy(float)
    )
    revenue = comparison.differences.set_index(["policy", "measure"]).loc[("all-at-once", "revenue")]
    assert parts[list(REVENUE_PARTS)].sum() == pytest.approx(revenue["difference"], abs=0.005)


def test_the_baseline_differs_from_itself_in_nothing():
    comparison = relsim.compare(
        world(customers=60, periods=6, policies={"as-is": {}}), replications=2, driver="agents"
    )
    assert np.abs(comparison.why("as-is")["difference"]).max() == 0.0


def test_a_policy_that_was_not_compared_is_refused():
    scenario = world(customers=60, periods=3, policies={"as-is": {}, "same": {}})
    comparison = relsim.compare(scenario, replications=1, driver="agents")
    with pytest.raises(InputError, match='did you mean "same"'):
        comparison.why("sane")
    with pytest.raises(InputError, match='did you mean "segment"'):
        comparison.lift("same", by="segmnt")


# Whom a policy moved


def lifted(changes, by="response", **settings):
    policies = {"as-is": {}, "other": {"set": changes}}
    scenario = contract_world(
        LEAVING | NOBODY_COMES, customers=200, periods=12, policies=policies, **settings
    )
    comparison = relsim.compare(scenario, replications=1, driver="agents")
    return comparison, comparison.lift("other", by)


def test_who_is_there_at_the_end_under_one_policy_only_is_persuadable_or_sleeping_dog():
    comparison, table = lifted({"behaviour.departure.fading_need": "0% per month"})
    number = table.set_index("response")["customers"]
    assert number["persuadable"] > 0
    assert number["sleeping dog"] == number["lost cause"] == 0
    periods = comparison.periods.query("firm == 'harbour' and period == 11").set_index("policy")
    gained = periods.loc["other", "customers"] - periods.loc["as-is", "customers"]
    assert number["persuadable"] - number["sleeping dog"] == gained
    assert number["sure thing"] + number["sleeping dog"] == periods.loc["as-is", "customers"]


def test_driving_people_away_makes_sleeping_dogs():
    _, table = lifted({"behaviour.departure.fading_need": "20% per month"})
    number = table.set_index("response")["customers"]
    assert number["sleeping dog"] > 0
    assert number["persuadable"] == 0


@pytest.mark.parametrize("by", ["response", "rung", "segment", "cohort"])
def test_lift_and_spending_of_all_groups_are_those_of_the_books(by):
    changes = {"firms.harbour.contact": {"frequency": "1 per month", "cost": 2}}
    comparison, table = lifted(changes, by)
    parts = comparison.why("other").set_index("part")["difference"]
    assert table["lift"].sum() == pytest.approx(parts["profit"], abs=0.01)
    assert table["spending"].sum() == pytest.approx(-parts["line_contacts_cost"], abs=0.01)


def test_money_on_those_who_would_have_stayed_is_told_apart():
    changes = CONSTANT | {"firms.harbour.contact": {"frequency": "2 per month", "cost": 2}}
    policies = {"as-is": {}, "other": {"set": changes}}
    scenario = contract_world(CONSTANT, customers=100, periods=6, policies=policies)
    table = relsim.compare(scenario, replications=1, driver="agents").lift("other")
    rows = table.set_index("response")
    assert rows.loc["sure thing", "spending"] > 0.0
    assert rows["spending"].sum() == rows.loc["sure thing", "spending"]
