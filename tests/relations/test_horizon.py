"""What comes later changes nothing now."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import CONTRACTS, OPEN, differing, finished, generated, scenarios, world

from relations.markets import (
    CUSTOMERS,
    PERIODS,
    SEED,
    data_of,
    of_focus,
    over,
    ran,
    small,
    with_event,
    written,
)
from relsim.engine.market import Market
from relsim.market.plan import plan_of


@over("growing-market", "leaky-bucket", "service-profit-chain")
def test_the_first_periods_of_a_longer_run_are_the_shorter_run(name):
    for policy in (None, *small(name).policies):
        short, long = (
            scenario if policy is None else scenario.with_policy(policy)
            for scenario in (small(name), small(name, periods=2 * PERIODS))
        )
        halfway = Market(long, seed=SEED)
        halfway.advance(PERIODS)
        assert (halfway.records[:PERIODS] == ran(short).records).all()
        assert (halfway.columns.ties == ran(short).columns.ties).all()


@pytest.mark.slow
@given(scenarios(st.sampled_from([OPEN, CONTRACTS])))
@generated(40)
def test_the_first_periods_of_any_longer_run_are_the_shorter_run(short):
    started = {"population.start": short.population.start} if short.population.start is not None else {}
    halfway = Market(short.changed({"periods": 2 * short.periods} | started), seed=SEED)
    halfway.advance(short.periods)
    assert (halfway.records[: short.periods] == ran(short).records).all()
    assert (halfway.columns.ties == ran(short).columns.ties).all()


@over("retention-launch", "two-strategies")
def test_what_begins_later_changes_nothing_before(name):
    scenario, at = small(name), PERIODS // 2
    changes = of_focus(scenario, {"price": 99, "service.quality": 0.1, "contact.frequency": "5 per month"})
    other = ran(with_event(scenario, changes, at=at))
    assert (other.records[:at] == ran(scenario).records[:at]).all()
    assert (other.records[at:] != ran(scenario).records[at:]).any()


@over("leaky-bucket", "rival-arrives")
def test_a_firm_that_comes_after_the_end_changes_nobody(name):
    scenario = small(name)
    late = {"price": 1, "unit_cost": 0, "enters": PERIODS, "service": {"quality": 1}}
    data = data_of(name)
    other = ran(written(data | {"firms": data["firms"] | {"late": late}}))
    firms = len(scenario.firms)
    assert (other.records[:, :firms] == ran(scenario).records).all()
    assert (other.records["purchases"][:, firms:] == 0).all()


def test_a_firm_that_enters_after_the_end_changes_nobody_where_the_others_enter_later_too():
    firms = {"harbour": {"price": 30, "enters": 3}, "summit": {"price": 40, "enters": 5}}
    late = {"price": 1, "unit_cost": 0, "enters": PERIODS}
    alone, other = (
        written({"title": "x", "customers": 200, "periods": PERIODS, "firms": firms | more})
        for more in ({}, {"late": late})
    )
    assert alone.normal_price == other.normal_price == 30.0
    assert (ran(other).records[:, :2] == ran(alone).records).all()


@over("leaky-bucket", "two-strategies")
def test_to_leave_at_the_end_or_enter_at_the_start_is_to_be_there(name):
    scenario = small(name)
    for firm in scenario.firms:
        if scenario.firms[firm].enters or scenario.firms[firm].leaves:
            continue
        other = scenario.changed({f"firms.{firm}.enters": 0, f"firms.{firm}.leaves": PERIODS})
        assert differing(ran(other), ran(scenario)) == []


FULL = {"segments": [{"mobility": 0}], "network": {"kind": "small world"}}
LOUD = {
    "firms.harbour.advertising.spend": "900 per month",
    "behaviour.word_of_mouth.client": 0.5,
    "behaviour.messages.praise": 2,
}


def filling(ever, **more):
    """A market of 400 people at the start, of whom `ever` are there some day."""
    population = {"start": 400 / ever, "growth": "20% per year"}
    return world(LOUD, customers=ever, population=population, periods=12, **(FULL | more))


@pytest.mark.parametrize("ever", [800, 1600])
def test_those_who_come_later_do_not_dilute_advertising(ever):
    reach = plan_of(filling(ever)).firms["advertising_reach"][:, 0]
    assert reach == pytest.approx(plan_of(filling(600)).firms["advertising_reach"][:, 0])
    alone = plan_of(world(LOUD, customers=400, **FULL)).firms["advertising_reach"]
    assert reach[0] == pytest.approx(alone[0, 0])
    assert (np.diff(reach) < 0).all()


@pytest.mark.parametrize("kind", ["small world", "ring", "random", "scale free"])
def test_those_who_are_there_know_as_many_who_are_there_however_many_come_later(kind):
    network = {"kind": kind, "neighbours": 8}
    town = Market(filling(1600, network=network)).state.town
    here = town.since == 0
    known = [here[town.neighbours[town.first[i] : town.first[i + 1]]].sum() for i in np.flatnonzero(here)]
    assert np.mean(known) == pytest.approx(8, rel=0.08)


def test_nobody_meets_a_stranger_who_has_not_come():
    network = {"kind": "complete", "neighbours": 8}
    few = filling(1600, network=network)
    praise = [
        finished(scenario, seed=2).records["praise_heard"][:6].sum()
        / finished(scenario, seed=2).records["positive_speakers"][:5].sum()
        for scenario in (few, filling(500, network=network))
    ]
    assert praise[0] == pytest.approx(praise[1], rel=0.15)


def test_who_hears_the_average_hears_that_of_those_who_are_there():
    market = finished(filling(1600, mechanisms={"word_of_mouth": "mean field"}))
    said = market.records["positive_speakers"][-1, 0]
    there = (market.columns.arrives <= 12).sum()
    assert market.state.standings["praising"][0] == pytest.approx(said / there, rel=0.02)
    assert there < CUSTOMERS * 2
