"""Claims about paired comparisons: what does not differ between two markets, differs by exactly 0."""

import numpy as np
import pytest
from worlds import contract_world, differing, finished, world

import relsim
from relsim.market.population import populated
from relsim.measures.measure import MEASURES

IDLE_LEVERS = {
    "firms.summit.coupon.discount": 0.3,
    "firms.summit.contact.cost": 5,
    "firms.summit.complaints.cost": 0,
    "firms.summit.loyalty": {"reward": 0.5, "recognition": 2, "bond": 0.5},
    "firms.summit.win_back": {"cost": 9, "discount": 0.4, "window": 30},
    "firms.summit.co_creation.cost": "7 per month",
    "firms.summit.advertising": {"ceiling": 0.9, "response": 3},
    "firms.summit.targeting": {"contact": "best", "best_from": 2.0},
    "firms.summit.overhead": 0,
}
"""Settings of levers that nobody pulls."""


def test_identical_policies_differ_by_exactly_zero_in_everything():
    scenario = world(customers=300, policies={"one": {}, "other": {}, "third": {}})
    comparison = relsim.compare(scenario, replications=3)
    for name in ("periods", "ladder", "flows", "customers", "outcomes"):
        table = getattr(comparison, name)
        parts = [
            table[table["policy"] == policy].drop(columns="policy").reset_index(drop=True)
            for policy in comparison.policies
        ]
        assert parts[0].equals(parts[1])
        assert parts[0].equals(parts[2])
    differences = comparison.differences.set_index("measure").loc[list(MEASURES)]
    for name in ("difference", "low", "high"):
        assert (differences[name].dropna() == 0.0).all()
    assert (comparison.chances == 1 / 3).all()


def test_another_policy_does_not_change_what_the_others_do():
    policies = {"calm": {}, "dear": {"set": {"firms.harbour.price": 33}}}
    more = policies | {"cheap": {"set": {"firms.harbour.price": 25}}}
    two = relsim.compare(world(customers=300, policies=policies), replications=2)
    three = relsim.compare(world(customers=300, policies=more), replications=2)
    kept = three.periods[three.periods["policy"].isin(policies)].astype({"policy": str})
    assert kept.reset_index(drop=True).equals(two.periods.astype({"policy": str}))


@pytest.mark.parametrize("build", [world, contract_world])
def test_a_rivals_idle_lever_changes_nobodys_luck(build):
    assert differing(finished(build()), finished(build(IDLE_LEVERS))) == []


@pytest.mark.parametrize("spread", [0.0, 0.5])
def test_one_more_customer_leaves_everybody_elses_traits_alone(spread):
    segments = [
        {"name": "one", "share": 0.7, "need_rate": {"mean": "1 per month", "spread": spread}},
        {"name": "two", "share": 0.3, "proneness": {"mean": 0.4, "spread": spread / 2}},
    ]
    few = populated(world(customers=100, segments=segments), 1, 0)
    more = populated(world(customers=101, segments=segments), 1, 0)
    assert few.people.tobytes() == more.people[:100].tobytes()
    assert few.ties.tobytes() == more.ties[:100].tobytes()


def test_one_more_customer_leaves_everybody_elses_life_alone_when_nobody_talks():
    settings = {"mechanisms": {"word_of_mouth": "none"}, "periods": 12}
    few = finished(world(customers=80, **settings), driver="agents")
    more = finished(world(customers=81, **settings), driver="agents")
    assert few.columns.people.tobytes() == more.columns.people[:80].tobytes()
    assert few.columns.ties.tobytes() == more.columns.ties[:80].tobytes()


def test_one_more_customer_changes_only_neighbours_on_a_ring():
    settings = {"network": {"kind": "ring", "neighbours": 2}, "periods": 10}
    few = finished(world(customers=400, **settings)).columns.ties
    more = finished(world(customers=401, **settings)).columns.ties
    far = slice(20, 380)
    assert few[far].tobytes() == more[far].tobytes()


def test_another_firm_that_nobody_chooses_leaves_everybodys_luck_alone():
    changes = {"behaviour.departure": {"competitor": 0, "price": 0}}
    firms = {
        name: {"price": price, "unit_cost": 12, "start": {"share": share}}
        for name, price, share in (("harbour", 30, 0.4), ("summit", 31, 0.4), ("valley", 3e7, 0))
    }
    segments = [{"price_sensitivity": 2}]
    pair = {name: firms[name] for name in ("harbour", "summit")}
    two = finished(world(changes, customers=400, firms=pair, segments=segments))
    three = finished(world(changes, customers=400, firms=firms, segments=segments))
    assert (three.columns.rung[:, 2] == 0).all()
    assert two.columns.ties.tobytes() == np.ascontiguousarray(three.columns.ties[:, :2]).tobytes()


def test_a_policy_keeps_its_people_even_when_it_changes_the_price():
    scenario = world(customers=200, policies={"as-is": {}, "dear": {"set": {"firms.harbour.price": 33}}})
    dear = scenario.with_policy("dear")
    before, after = populated(scenario, 1, 0), populated(dear, 1, 0)
    assert before.people.tobytes() == after.people.tobytes()
    for name in before.ties.dtype.names:
        if name != "remembered_price":
            assert (before.ties[name] == after.ties[name]).all(), name


def test_replications_are_different_markets_and_repeat_exactly():
    scenario = world(customers=200)
    result = relsim.run(scenario, replications=3)
    profits = result.outcomes.groupby("replication")["profit"].sum()
    assert profits.nunique() == 3
    assert relsim.run(scenario, replications=3).periods.equals(result.periods)


def test_the_first_replications_do_not_depend_on_how_many_follow():
    scenario = world(customers=200)
    few, many = relsim.run(scenario, replications=2), relsim.run(scenario, replications=4)
    assert many.periods[many.periods["replication"] < 2].equals(few.periods)


def test_two_unlike_policies_share_most_of_their_luck():
    policies = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 31}}}
    comparison = relsim.compare(world(policies=policies, customers=400), replications=12)
    table = comparison.differences.set_index(["policy", "measure"])
    assert table.loc[("dear", "customers"), "variance_reduction"] > 1.5
