"""Claims about running one scenario."""

import numpy as np
import pytest
from worlds import finished, world

import relsim
from relsim.measures.measure import MEASURES
from relsim.questions.compare.run import mean_of
from relsim.runs.replicate import gathered
from relsim.runs.variant import AS_IS, Variant
from relsim.vocabulary import Rung


@pytest.fixture(scope="module")
def result():
    return relsim.run(world(customers=100, periods=6), replications=3)


def test_a_run_has_every_table_for_every_replication(result):
    assert len(result.periods) == 3 * 6 * 2
    assert len(result.ladder) == 3 * 6 * 2 * len(Rung)
    assert len(result.outcomes) == 3 * 2
    assert len(result.customers) == 100 * 2
    assert set(result.periods["policy"]) == {AS_IS}


def test_the_summary_is_the_mean_of_every_measure_for_every_firm(result):
    summary = result.summary
    assert summary["replications"] == 3
    assert list(summary["firms"]) == ["harbour", "summit"]
    for firm, measures in summary["firms"].items():
        assert list(measures) == list(MEASURES)
        rows = result.outcomes[result.outcomes["firm"] == firm]
        assert measures["profit"] == pytest.approx(rows["profit"].mean())


def test_the_mean_of_what_could_not_be_measured_is_unknown():
    assert mean_of([1.0, np.nan, 3.0, np.inf]) == 2.0
    assert mean_of([np.nan]) is None
    assert mean_of([]) is None


def test_the_customers_shown_are_those_of_the_first_replication(result):
    market = finished(world(customers=100, periods=6))
    assert (result.customers["purchases"] == market.columns.purchases.reshape(-1)).all()


def test_a_policy_that_keeps_the_people_is_known_to_do_so():
    scenario = world(
        policies={"calm": {}, "warm": {"set": {"firms.harbour.contact.frequency": "1 per month"}}}
    )
    calm, warm = (Variant.of(scenario, name) for name in scenario.policies)
    changes = ({"network.neighbours": 6}, {"firms.harbour.start.share": 0.5})
    wide, more = (Variant.of(scenario, "calm", changed) for changed in changes)
    assert warm.same_people_as(calm)
    assert not wide.same_people_as(calm)
    assert not more.same_people_as(calm)


def test_sharing_the_people_changes_no_result():
    policies = {
        "calm": {},
        "other": {"set": {"product_type": "services"}},
        "dear": {"set": {"firms.harbour.price": 44}},
    }
    segments = [{"name": "everybody"}]
    scenario = world(customers=80, periods=5, policies=policies, segments=segments)
    comparison = relsim.compare(scenario, replications=1)
    for policy in policies:
        alone = relsim.run(scenario.with_policy(policy))
        within = comparison.periods[comparison.periods["policy"] == policy]
        for name in ("profit", "praise_heard", "lost", "purchases"):
            assert within[name].tolist() == alone.periods[name].tolist(), (policy, name)


def test_records_are_gathered_in_order():
    scenario = world(customers=30, periods=2)
    markets = [finished(scenario, replication=r).records for r in range(4)]
    records = gathered([(["b", "a"], markets[:2]), (["b", "a"], markets[2:])], scenario, [5, 6])
    assert records.policies == ["b", "a", "b", "a"]
    assert records.replications == [5, 5, 6, 6]
    assert records.shape == (4, 2, 2)
    assert (records.tallies[2]["flows"] == markets[2]["flows"]).all()
