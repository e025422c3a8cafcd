"""Policies: each is what it sets, and none knows of the others."""

import pandas as pd
import pytest
from worlds import differing

import relsim
from relations.markets import SEED, of_focus, over, present_levers, ran, small, written
from relsim.engine.market import Market
from relsim.market.population import periods_in_a_year
from relsim.scenario.schema.firm import Firm

FEW = {"replications": 2, "seed": SEED}


def shrunk(name):
    """A scenario as small as it can be compared."""
    return small(name, customers=150, periods=12)


def rows_of(comparison, policy):
    """What a comparison says of one policy, by replication, period and firm."""
    periods = comparison.periods
    return periods[periods["policy"] == policy].drop(columns="policy").reset_index(drop=True)


def assert_same_rows(one, other):
    pd.testing.assert_frame_equal(one, other, check_exact=True, check_categorical=False)


@over("retention-launch", "co-creation")
def test_a_policy_is_what_it_sets(name):
    scenario = small(name)
    for policy, patch in scenario.policies.items():
        assert differing(ran(scenario.with_policy(policy)), ran(scenario.changed(patch.set))) == []


DISJOINT = {
    "levers": ({"price": 27.5, "contact.frequency": "8 per year"}, {"service.quality": 0.6}),
    "of one part": ({"coupon.share": 0.3}, {"coupon.discount": 0.2}),
    "people": ({"overhead": "90 per month"}, {"behaviour.choice.habit": 1.5, "network.neighbours": 6}),
    "time": ({"behaviour.departure.neglect": "9% per year"}, {"periods": 12, "customers": 200}),
}


@over("two-strategies", "leaky-bucket")
@pytest.mark.parametrize("what", sorted(DISJOINT))
def test_changes_of_different_things_commute_and_may_be_repeated(name, what):
    scenario = small(name).changed({"timeline": []})
    one, other = (of_anything(scenario, changes) for changes in DISJOINT[what])
    first = ran(scenario.changed(one).changed(other))
    for changed in (
        scenario.changed(other).changed(one),
        scenario.changed(one | other),
        scenario.changed(one).changed(other).changed(one),
    ):
        assert differing(ran(changed), first) == []


@over("retention-launch")
def test_a_comparison_is_the_runs_of_its_policies_in_any_order_and_company(name):
    scenario = shrunk(name)
    names = list(scenario.policies)
    everything = relsim.compare(scenario, **FEW)
    turned = scenario.changed({"policies": {key: set_of(scenario, key) for key in reversed(names)}})
    turned = relsim.compare(turned.changed({"baseline": everything.policies[0]}), **FEW)
    some = relsim.compare(scenario, policies=names[:2], **FEW)
    for policy in names:
        alone = relsim.run(scenario.with_policy(policy), **FEW).periods.drop(columns="policy")
        assert_same_rows(rows_of(everything, policy), alone)
        assert_same_rows(rows_of(turned, policy), alone)
    for policy in names[:2]:
        assert_same_rows(rows_of(some, policy), rows_of(everything, policy))


def of_anything(scenario, changes):
    """Changes of levers of the firm in focus, or of whatever else they name."""
    levers = {path: value for path, value in changes.items() if path.split(".")[0] in Firm.model_fields}
    rest = {path: value for path, value in changes.items() if path not in levers}
    return of_focus(scenario, levers) | rest


@over("leaky-bucket", "two-strategies")
def test_a_policy_of_a_fixed_cost_alone_differs_by_that_cost(name):
    """Over all periods and in each, to the cent: overhead is booked every month whatever happens."""
    data = shrunk(name).document.data | {"timeline": [], "conditions": {}}
    scenario = written(data)
    now = scenario.firms[scenario.focal_firm].overhead.per_period("month")
    dearer = of_focus(scenario, {"overhead": f"{now + 100} per month"})
    both = written(data | {"policies": {"as-is": {}, "dearer": {"set": dearer}}, "baseline": "as-is"})
    told = relsim.compare(both, **FEW)
    rows = told.differences.query("policy == 'dearer'").set_index("measure")
    months = scenario.periods * 12 / periods_in_a_year(scenario)
    cost = 100 * scenario.scale * months
    assert rows.loc["profit", "difference"] == pytest.approx(-cost, rel=1e-6)
    assert rows.loc["customer_equity", "difference"] == 0


def set_of(scenario, policy):
    """A policy as a file would say it."""
    return {"set": dict(scenario.policies[policy].set)}


@over("two-strategies")
def test_a_comparison_the_other_way_round_is_mirrored(name):
    scenario = shrunk(name)
    one, other = list(scenario.policies)[:2]
    here, there = (
        relsim.compare(scenario.changed({"baseline": base}), policies=[one, other], **FEW).differences
        for base in (one, other)
    )
    here = here[here["policy"] == other].set_index("measure")["difference"]
    there = there[there["policy"] == one].set_index("measure")["difference"]
    assert here.to_numpy() == pytest.approx(-there[here.index].to_numpy(), nan_ok=True)


@over("two-strategies", "leaky-bucket")
def test_a_policy_that_sets_what_is_so_differs_by_nothing(name):
    data = shrunk(name).document.data | {"timeline": [], "conditions": {}}
    scenario = written(data)
    firm = scenario.firms[scenario.focal_firm]
    same = of_focus(scenario, present_levers(firm))
    same = {path: value for path, value in same.items() if ".moves." not in path}
    both = written(data | {"policies": {"as-is": {}, "same": {"set": same}}, "baseline": "as-is"})
    differences = relsim.compare(both, **FEW).differences
    assert (differences["difference"].dropna() == 0).all()


@over("leaky-bucket")
def test_a_condition_that_is_not_in_force_changes_nobody(name):
    scenario = small(name)
    named = dict(scenario.document.data.get("conditions") or {})
    dearer = {"dear": {"set": of_focus(scenario, {"price": 99})}}
    more = written(scenario.document.data | {"conditions": named | dearer})
    assert differing(ran(more), ran(scenario)) == []
    dear = scenario.changed(of_focus(scenario, {"price": 99}))
    assert differing(ran(more.under_condition("dear")), ran(dear)) == []


@over("leaky-bucket", "two-strategies")
def test_later_replications_are_the_tail_of_all(name):
    scenario = shrunk(name)
    periods = relsim.run(scenario, replications=3, seed=SEED).periods
    last = periods[periods["replication"] == 2].reset_index(drop=True)
    market = Market(scenario, seed=SEED, replication=2).run()
    for number, firm in enumerate(scenario.firms):
        told = last[last["firm"] == firm]["purchases"].to_numpy()
        assert (told == market.records["purchases"][:, number]).all()
