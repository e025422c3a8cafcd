"""Measures mean what the field means by them: kept, returned, silent, paid for, worth."""

import re

import numpy as np
import pandas as pd
import pytest
from worlds import contract_world, world

import relsim
from relsim.market.columns import TALLY
from relsim.measures.customer_base import customer_base_table
from relsim.measures.measure import BASE_MEASURES, MEASURES
from relsim.measures.pair import DIVERSION_MEASURES, INCREMENT_MEASURES
from relsim.measures.records import Records, periods_table
from relsim.measures.registry import REGISTRY
from relsim.measures.value import lifetime_value, values_with_returns
from relsim.questions.cite.bibliography import bibliography
from relsim.runs.clientele import Clientele

LOUD = {"firms.harbour.win_back": {"frequency": "20% per month", "cost": 2}}


def outcome(scenario, firm="harbour", **options):
    return relsim.run(scenario, **options).outcomes.set_index("firm").loc[firm]


@pytest.fixture(scope="module")
def shop():
    return relsim.run(world(LOUD, customers=400, periods=36), replications=2)


@pytest.mark.parametrize("of", REGISTRY)
def test_every_measure_tells_its_formula_its_unit_and_sources_that_are_known(of):
    for facts in REGISTRY[of].values():
        assert facts.words and facts.formula and facts.unit and facts.meaning.endswith(".")
        assert set(facts.sources) <= set(bibliography())


def test_formulas_of_outcomes_name_columns_of_the_table_of_periods_or_other_measures():
    columns = periods_table(Records(np.zeros((1, 1, 1), TALLY), ["as is"], [0], ["firm"])).columns
    known = {*columns, *MEASURES, "residual_value"}
    named = {word for one in MEASURES.values() for word in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", one.formula)}
    assert named and named <= known


def test_measures_of_two_markets_are_columns_of_their_tables_and_what_their_formulas_say():
    rich = relsim.load("retention-launch").scaled_to(300).changed({"periods": 18})
    policies = ["keep-as-is", "attentive-contact"]
    told = relsim.compare(rich, policies=policies, replications=3, hinge=False)
    table = told.diversion.set_index("source")
    assert len(DIVERSION_MEASURES) == len({"purchases", "share"} & set(table.columns))
    sold = told.periods.groupby(["policy", "firm"], observed=True)["purchases"].sum() / 3 / 1.5
    more = sold[policies[1]] - sold[policies[0]]
    assert table.loc["summit", "purchases"] == pytest.approx(-more["summit"])
    assert table.loc["", "purchases"] == pytest.approx(more.sum())
    assert table["share"].to_numpy() == pytest.approx(table["purchases"].to_numpy() / more["harbour"])
    channels = relsim.incremental(rich, channels=["advertising"], replications=3).table.set_index("channel")
    assert set(INCREMENT_MEASURES) <= set(channels.columns)
    without = rich.changed({"firms.harbour.advertising.spend": "0 per month"})
    won = [relsim.run(one, replications=3).outcomes.query("firm == 'harbour'") for one in (rich, without)]
    added = won[0]["acquired"].mean() - won[1]["acquired"].mean()
    row = channels.loc["advertising"]
    assert row["added"] == pytest.approx(added) and added > 0
    assert row["cost_per_added"] == pytest.approx(row["cost"] / added)
    assert row["cost_per_credited"] == pytest.approx(row["cost"] / row["credited"])


def test_somebody_who_left_and_returned_is_kept_or_back_but_has_not_stayed(shop):
    stayed = shop.outcomes.groupby("firm", observed=True)["cohort_retention"].mean()
    there = shop.customer_base().set_index("firm")["kept_or_back"]
    assert (there > stayed).all()


def test_where_nobody_leaves_everybody_has_stayed():
    still = {"behaviour.departure." + name: "0% per month" for name in ("price", "bad_handling", "neglect")}
    still |= {"behaviour.departure.competitor": "0% per month", "behaviour.departure.fading_need": 0}
    told = outcome(contract_world(still, segments=[{"mobility": 0}], customers=200))
    assert told["lost"] == 0 and told["cohort_retention"] == told["yearly_retention"] == 1.0


def test_a_run_shorter_than_a_year_has_no_cohort_of_a_year_ago():
    told = outcome(world(customers=100, periods=11))
    assert np.isnan(told["cohort_retention"]) and not np.isnan(told["yearly_retention"])
    assert not np.isnan(outcome(world(customers=100, periods=12))["cohort_retention"])


def test_the_won_are_new_or_have_returned(shop):
    told = shop.outcomes
    assert (told["new_customers"] + told["returning_customers"] == told["acquired"]).all()
    assert (told["returning_customers"] > 0).all() and (told["new_customers"] > 0).all()
    back = shop.periods.groupby(["replication", "firm"], observed=True)["acquired_by_win_back"].sum()
    assert (told["returning_customers"].to_numpy() >= back.to_numpy()).all()


def test_under_contract_the_order_cycle_is_the_period():
    assert outcome(contract_world(customers=300))["order_cycle"] == pytest.approx(1.0, abs=0.02)


def test_those_who_need_half_as_often_have_twice_the_order_cycle():
    rates = [
        outcome(world(segments=[{"need_rate": {"mean": f"{rate} per year"}}], customers=400))["order_cycle"]
        for rate in (24, 12)
    ]
    assert rates[1] / rates[0] == pytest.approx(2.0, rel=0.25)


def test_a_dearer_firm_has_more_of_the_market_by_value_than_by_number():
    told = outcome(world({"firms.harbour.price": 45}, customers=400))
    assert told["market_share_by_value"] > told["market_share"]


def test_a_longer_limit_of_silence_leaves_fewer_silent_ones(shop):
    shares = [shop.customer_base(limit)["silent_customers"] for limit in ("1 month", "3 months", "1 year")]
    assert (shares[0] > shares[1]).all() and (shares[1] >= shares[2]).all()


@pytest.mark.parametrize("limit", ["1 mnth", "soon", "10%"])
def test_a_limit_that_is_no_time_is_refused(shop, limit):
    with pytest.raises(relsim.InputError, match="duration"):
        shop.customer_base(limit)


def test_what_recovery_costs_is_part_of_what_it_costs_to_retain():
    costs = [
        outcome(world({"firms.harbour.complaints": {"resolution": 0.5, "cost": cost}}, customers=300))
        for cost in (0, 40)
    ]
    assert costs[0]["cost_to_retain"] == 0.0 < costs[1]["cost_to_retain"]
    kept = costs[1]["cost_to_retain"] / costs[1]["cohort_retention"]
    assert costs[1]["cost_per_retained"] == pytest.approx(kept)


def test_overhead_is_paid_by_the_equity_that_says_so_and_by_no_other():
    cheap, dear = (
        outcome(world({"firms.harbour.overhead": f"{cost} per month"}, customers=300)) for cost in (0, 50)
    )
    assert cheap["customer_equity"] == cheap["equity_after_overhead"] == dear["customer_equity"]
    paid = cheap["customer_equity"] - dear["equity_after_overhead"]
    assert paid > 50 * 24 * 0.8


def test_failures_of_which_nobody_says_anything_become_fewer_where_complaints_are_invited():
    asked = [
        outcome(
            world(
                {"firms.harbour.service.failures": 0.2, "firms.harbour.complaints.invite": invite},
                customers=300,
            )
        )["silent_failures"]
        for invite in (0.0, 1.0)
    ]
    assert asked[0] > 0.0 == asked[1]


@pytest.mark.parametrize("returning", [0.0, 0.02, 0.3])
def test_the_worth_of_a_customer_who_may_return_is_that_of_the_chain(returning):
    """The discounted sum over the powers of the matrix of the chain (Pfeifer and Carraway 2000)."""
    margin, stays, rate = 7.0, 0.9, 0.01
    chain = np.array([[stays, 1.0 - stays], [returning, 1.0 - returning]])
    there, sums = np.eye(2), np.zeros(2)
    for t in range(1, 5000):
        there = there @ chain
        sums += margin * there[:, 0] / (1.0 + rate) ** t
    found = values_with_returns(margin, stays, np.array(returning), rate)
    assert [float(one) for one in found] == pytest.approx(sums.tolist())


def test_without_returns_nobody_who_left_is_worth_anything():
    customer, former = values_with_returns(5.0, 0.8, np.array(0.0), 0.1)
    assert customer == lifetime_value(5.0, 0.8, 0.1) and former == 0.0


def test_equity_with_returns_hardly_depends_on_the_horizon_where_leavers_return():
    equity = {
        (kind, periods): outcome(
            relsim.load("shop-regulars").scaled_to(500).changed({"periods": periods, "residual_value": kind}),
            "shop",
            replications=1,
        )["customer_equity"]
        for kind in ("constant retention", "with returns")
        for periods in (36, 180)
    }
    short = {kind: equity[kind, 36] / equity[kind, 180] for kind in ("constant retention", "with returns")}
    assert short["constant retention"] < 0.7
    assert short["with returns"] == pytest.approx(1.0, abs=0.15)


def test_the_base_of_every_policy_is_told_apart():
    scenario = world(customers=200, periods=12).changed(
        {"policies": {"as-is": {}, "dear": {"set": {"firms.harbour.price": 60}}}}
    )
    base = relsim.compare(scenario, replications=2).customer_base()
    assert list(base.columns) == ["policy", "firm", *BASE_MEASURES] and len(base) == 4
    assert isinstance(base, pd.DataFrame) and base["kept_or_back"].between(0, 1).all()


def test_the_base_is_counted_with_the_customers_of_one_policy_at_a_time_in_memory(monkeypatch):
    scenario = world(customers=200, periods=12).changed(
        {"policies": {"as-is": {}, "dear": {"set": {"firms.harbour.price": 60}}}}
    )
    comparison = relsim.compare(scenario, replications=2)
    of_all_at_once = customer_base_table(comparison.customers, comparison.moves, comparison.scenario)
    read, rows = [], Clientele.rows
    monkeypatch.setattr(Clientele, "rows", lambda *asked, **how: read.append(rows(*asked, **how)) or read[-1])
    pd.testing.assert_frame_equal(comparison.customer_base(), of_all_at_once)
    assert [table["policy"].nunique() for table in read if len(table.columns) > 1] == [1, 1]
