"""How people are told apart in a file changes nobody, and strangers do not touch each other."""

import numpy as np
import pytest
from worlds import differing

from relations.markets import CUSTOMERS, data_of, over, ran, small, written
from relations.test_symmetry import z_of
from relsim.engine.market import Market

SEGMENT = "people.segment"


def segments_of(data):
    """The segments of a scenario, one of everybody where it names none."""
    return data.get("segments") or [{}]


@over("leaky-bucket", "shared-values", "growing-market")
def test_a_segment_in_two_halves_is_the_segment(name):
    data = data_of(name)
    halves = [
        segment | {"name": f"{segment.get('name', 'everybody')} {half}", "share": share_of(segment) / 2}
        for segment in segments_of(data)
        for half in ("left", "right")
    ]
    other = written(data | {"segments": halves})
    assert differing(ran(other), ran(small(name))) == [SEGMENT]


def share_of(segment):
    """The share of a segment as a number."""
    share = segment.get("share", 1.0)
    return float(share.rstrip(" %")) / 100 if isinstance(share, str) else share


@over("two-strategies", "growing-market")
def test_a_segment_of_nobody_changes_nobody(name):
    data = data_of(name)
    nobody = {"name": "nobody", "share": 0, "need_rate": "9 per month", "mobility": "50% per month"}
    other = written(data | {"segments": [*segments_of(data), nobody]})
    assert differing(ran(other), ran(small(name))) == []


@over("leaky-bucket", "two-strategies")
def test_how_a_market_came_to_its_size_does_not_matter(name):
    scenario = small(name)
    there_and_back = scenario.scaled_to(7 * CUSTOMERS).scaled_to(CUSTOMERS)
    assert differing(ran(there_and_back), ran(scenario)) == []
    assert differing(ran(scenario.scaled_to(scenario.customers)), ran(scenario)) == []


@over("shared-values")
def test_segments_in_another_order_are_as_many_people_of_the_same_kinds(name):
    """Within four standard errors of sixty pairs of markets, in what the firm in focus counts.

    With fewer, one of the hundred counts of all files lies beyond that by chance too often.
    """
    data = data_of(name)
    turned = written(data | {"segments": list(reversed(segments_of(data)))})
    counted = np.array([[of_focus_counted(s, n) for s in (small(name), turned)] for n in range(60)], float)
    assert np.abs(z_of(counted[:, 0] - counted[:, 1])).max() < 4


def of_focus_counted(scenario, replication):
    """What the firm in focus counts over all periods."""
    market = Market(scenario, seed=9, replication=replication).run()
    own = market.records[:, list(scenario.firms).index(scenario.focal_firm)]
    return [own[name].sum() for name in ("purchases", "acquired", "lost", "contacts")]


@over("leaky-bucket", "two-strategies")
def test_other_seeds_and_replications_are_other_markets(name):
    scenario = small(name)
    addresses = ((1, 0), (1, 1), (2, 0), (2, 1))
    markets = [Market(scenario, seed=seed, replication=number).run() for seed, number in addresses]
    incomes = {market.records["revenue"].sum() for market in markets}
    traits = {market.columns.people.tobytes() for market in markets}
    assert len(incomes) == len(traits) == len(markets)


ALONE = {"network.neighbours": 0}


@over("leaky-bucket", "growing-market")
def test_half_of_those_who_hear_nobody_live_as_if_they_were_alone(name):
    """Where nothing else that all share depends on how many there are: teams, averages, reviews."""
    scenario = small(name).changed(ALONE)
    if shares_averages(scenario):
        pytest.skip("what a firm does depends on all its customers")
    both, half = ran(scenario.scaled_to(2 * CUSTOMERS)), ran(scenario)
    for column in set(half.columns.ties.dtype.names):
        assert np.array_equal(both.columns.ties[column][:CUSTOMERS], half.columns.ties[column]), column


def shares_averages(scenario):
    """Whether what firms do depends on the mean or the sum over their customers."""
    return scenario.behaviour.reviews.unasked > 0.0 or any(
        firm.adapts
        or firm.staff.number
        or firm.co_creation.ideas
        or firm.reviews.request
        or "best" in (firm.targeting.contact, firm.targeting.win_back)
        or firm.loyalty.type != "permanent"
        for firm in scenario.firms.values()
    )
