"""Claims about the drivers: the same customers with the same luck, to the last bit."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    CONTRACTS,
    OPEN,
    contract_world,
    differing,
    everything,
    finished,
    generated,
    scenarios,
    world,
)

import relsim
from relsim.engine.compiled import driver as compiled
from relsim.engine.market import Market
from relsim.runs.replicate import replicated
from relsim.runs.variant import Job, Variant
from relsim.scenario.scenario import Scenario

TABLES = ("periods", "ladder", "flows", "rungs", "moves", "customers", "outcomes")
BUSY = {
    "firms.harbour.contact": {"frequency": "1.3 per month", "cost": 0.7},
    "firms.harbour.targeting": {"contact": "at risk", "error": 0.1},
    "firms.harbour.coupon": {"share": 0.1, "discount": 0.25},
    "firms.harbour.loyalty": {
        "type": "both",
        "enrolment": "10% per month",
        "reward": 0.03,
        "recognition": 0.2,
        "upper": {"reward": 0.02, "recognition": 0.3, "bond": 0.2},
    },
    "firms.harbour.complaints": {
        "invite": 0.5,
        "resolution": 0.7,
        "compensation": 5,
        "days": 3,
        "manager_call": 0.4,
        "manager_cost": 2,
    },
    "firms.harbour.personalisation": {"depth": 0.6, "openness": 0.3, "cost": "0.13 per month"},
    "firms.harbour.touchpoints": {
        "hotline": {"frequency": "0.7 per month", "quality": 0.8, "reachability": 0.9, "cost": 0.41}
    },
    "firms.harbour.bonds": {
        "financial": {"level": 0.2, "cost": "0.11 per month"},
        "social": {"level": 0.3, "cost": "0.07 per month"},
        "structural": {"level": 0.1},
    },
    "firms.harbour.community": {
        "invitation": "10% per month",
        "meetings": "0.4 per month",
        "participation": "9% per month",
        "cost": 1.7,
    },
    "firms.harbour.service": {"effort": 0.3, "laxity": 0.2},
    "firms.harbour.account_review": {"every": "6 months", "cost": 2.3},
    "firms.harbour.crm": {"insight": 0.5, "speed": 0.5, "purchase": 90, "running_cost": "4 per month"},
    "firms.harbour.reviews": {"request": 0.4, "cost": 0.21},
    "behaviour.reviews.unasked": 0.1,
    "firms.summit.price_rise": "4% per year",
    "firms.harbour.price_rise": "3% per year",
    "behaviour.relating.stance": 0.05,
    "behaviour.word_of_mouth": {"audience": 3, "blame_half_life": "4 months"},
    "behaviour.departure": {"company_most": 1.5, "missed": 0.4, "waking": 0.7},
    "behaviour.complaints": {"double_deviation": 0.3, "repetition": 0.5},
    "behaviour.attitude": {"trust_quality": 0.6, "settling": "5% per month", "episode_contact": 0.3},
    "behaviour.choice.habit_purchases": 2,
    "behaviour.seasons": [1.1, 0.9, 1.2, 0.8],
    "firms.harbour.win_back": {"frequency": "5% per month", "cost": 1.5, "discount": 0.1},
    "firms.summit.referral": {"giver": 3, "friend": 4, "motivation": 0.5},
    "firms.summit.advertising.spend": "900 per month",
    "firms.summit.co_creation": {"invitation": "20% per month", "cost": "1.1 per month"},
    "firms.summit.targeting": {"contact": "groups", "groups": {"large": 28, "frequent": "1 per month"}},
    "firms.summit.contact": {"frequency": "2 per month", "cost": 0.3},
    "firms.harbour.staff": {
        "number": 1,
        "wage": "90 per month",
        "training": 0.5,
        "empowerment": 0.5,
        "hiring_cost": 9,
    },
    "firms.summit.adapts": [{"rule": "match the price", "undercut": "1%", "at_least": 25}],
    "population": {"growth": "5% per year", "turnover": "20% per year", "start": "60%"},
}
"""Every lever at work, at one firm or the other, in a market that changes."""


def busy(mechanisms: dict[str, str], **settings: object) -> Scenario:
    """A market in which every lever is at work."""
    return world(BUSY, **({"mechanisms": mechanisms, "customers": 120, "periods": 14} | settings))


def assert_same(one: Market, other: Market) -> None:
    assert differing(one, other) == []


@pytest.mark.parametrize("mechanisms", [OPEN, CONTRACTS], ids=["open", "contracts"])
@pytest.mark.parametrize(
    "network",
    [{"kind": "small world"}, {"kind": "complete", "neighbours": 5}],
    ids=["small world", "complete"],
)
def test_both_drivers_leave_the_same_bits_with_every_lever_at_work(mechanisms, network):
    scenario = busy(mechanisms, network=network)
    assert_same(finished(scenario, driver="compiled"), finished(scenario, driver="agents"))


@generated(30)
@given(scenario=scenarios(st.sampled_from([OPEN, CONTRACTS])), seed=st.integers(0, 2**63 - 1))
def test_both_drivers_leave_the_same_bits_in_any_scenario(scenario, seed):
    fast = finished(scenario, driver="compiled", seed=seed)
    open_to_view = finished(scenario, driver="agents", seed=seed)
    assert_same(fast, open_to_view)


def test_both_drivers_agree_on_customers_who_buy_nothing_even_when_they_are_recommended():
    changes = {"firms.harbour.referral": {"giver": 3, "friend": 4, "motivation": 1}}
    scenario = world(changes, customers=120, segments=[{"basket": 0, "talkativeness": 1}])
    assert_same(finished(scenario), finished(scenario, driver="agents"))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_the_same_whichever_driver_ran(name):
    scenario = busy(OPEN)
    compiled_run = relsim.run(scenario, replications=2, seed=5)
    agents_run = relsim.run(scenario, replications=2, seed=5, driver="agents")
    one, other = getattr(compiled_run, name), getattr(agents_run, name)
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_one_step_at_a_time_ends_where_one_long_run_ends():
    scenario = busy(OPEN)
    stepped = Market(scenario)
    while stepped.running:
        stepped.step()
    assert_same(stepped, finished(scenario))


def test_both_drivers_agree_after_every_single_period():
    scenario = busy(OPEN, periods=6)
    fast, open_to_view = Market(scenario), Market(scenario, driver="agents")
    for _ in range(6):
        fast.step()
        open_to_view.step()
        assert_same(fast, open_to_view)


def test_a_market_may_change_driver_halfway():
    scenario = busy(OPEN)
    changing = Market(scenario)
    changing.advance(5)
    changing.driver = "agents"
    assert_same(changing.run(), finished(scenario))


def test_a_market_stops_at_the_end_of_its_scenario():
    market = finished(busy(OPEN, periods=3))
    before = everything(market)
    market.step()
    assert everything(market) == before
    assert market.period == 3
    assert not market.running


@pytest.mark.parametrize("threads", [1, 2])
def test_the_number_of_threads_does_not_matter(monkeypatch, threads):
    scenario = busy(OPEN, customers=5000, periods=12)
    expected = finished(scenario, threads=1)
    monkeypatch.setattr(compiled, "WORTH_THREADS", 0)
    monkeypatch.setattr(compiled, "SMALLEST_BLOCK", 100)
    assert_same(finished(scenario, threads=threads), expected)


def test_the_number_of_blocks_does_not_matter(monkeypatch):
    scenario = busy(OPEN, customers=997)
    expected = finished(scenario)
    monkeypatch.setattr(compiled, "SMALLEST_BLOCK", 10)
    assert_same(finished(scenario), expected)


def digest(market: Market) -> str:
    """All that a market knows, in one line."""
    whole = hashlib.sha256()
    for name, part in everything(market).items():
        whole.update(name.encode() + part)
    return whole.hexdigest()


SOURCE = Path(relsim.__file__).parents[1]
"""Where the relsim stands that is tested."""

PRINT_DIGEST = (
    "from test_bit_identity import OPEN, busy, digest, finished; print(digest(finished(busy(OPEN))))"
)


@pytest.mark.parametrize("checked", [{}, {"NUMBA_BOUNDSCHECK": "1"}], ids=["fast", "checked"])
def test_another_process_leaves_the_same_bits_and_reads_no_row_that_is_not_there(checked):
    here = Path(__file__)
    done = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(map(str, (here.parent, here.parents[1], SOURCE)))}
        | checked,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.strip() == digest(finished(busy(OPEN)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_replication_in_a_comparison_is_the_run_of_that_policy_alone(jobs):
    scenario = busy(OPEN, policies={"calm": {}, "dear": {"set": {"firms.harbour.price": 33}}})
    comparison = relsim.compare(scenario, replications=3, seed=4, jobs=jobs)
    for policy in ("calm", "dear"):
        alone = relsim.run(scenario.with_policy(policy), replications=3, seed=4)
        for name in ("periods", "ladder", "flows", "outcomes"):
            table = getattr(comparison, name)
            within = table[table["policy"] == policy].drop(columns="policy")
            expected = getattr(alone, name).drop(columns="policy")
            pd.testing.assert_frame_equal(within.reset_index(drop=True), expected, check_exact=True)
        customers = comparison.customers
        pd.testing.assert_frame_equal(
            customers[customers["policy"] == policy].drop(columns="policy").reset_index(drop=True),
            alone.customers,
            check_exact=True,
        )


def test_the_policies_of_a_batch_do_not_touch_each_other():
    scenario = busy(CONTRACTS, policies={"a": {}, "b": {"set": {"firms.harbour.price": 33}}})
    variants = [Variant.of(scenario, name) for name in ("a", "b", "a")]
    first, other, again = replicated(variants, Job(seed=3), 2)
    alone = finished(scenario.with_policy("b"), seed=3, replication=2)
    assert_same(first, again)
    assert_same(other, alone)


def test_two_markets_of_the_same_seed_are_the_same_and_of_another_seed_are_not():
    scenario = contract_world(customers=200)
    market = finished(scenario, seed=0)
    assert_same(market, finished(scenario, seed=0))
    for other in (finished(scenario, seed=1), finished(scenario, seed=0, replication=1)):
        assert "people.basket" in differing(market, other)
        assert "records.flows" in differing(market, other)
