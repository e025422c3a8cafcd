"""Firms that are alike fare alike, whatever stands first, and small markets are like large ones."""

import numpy as np
import pytest
from worlds import CONTRACTS, OPEN, world

from relsim.engine.market import Market

COUNTED = ("purchases", "acquired", "lost", "positive_speakers", "contacts")
LEVERS = {"contact": {"frequency": "6 per year", "cost": 1}, "advertising": {"spend": "300 per month"}}


def twins(mechanisms, changes=None, **settings):
    """Two firms that are alike, but for these changes."""
    firm = {"price": 30, "unit_cost": 12, "start": {"share": 0.4}} | LEVERS
    both = {"harbour": dict(firm), "summit": dict(firm)}
    return world(
        changes, **({"firms": both, "mechanisms": mechanisms, "customers": 400, "periods": 12} | settings)
    )


def sums(scenario, replications):
    """What each firm counted [replication, count, firm]."""
    markets = [Market(scenario, seed=9, replication=number).run() for number in range(replications)]
    return np.array([[total(market, name) for name in COUNTED] for market in markets], float)


def total(market, name):
    """What was counted of both firms over all periods."""
    return market.records[name].reshape((*market.records.shape, -1)).sum(axis=(0, 2))


def z_of(differences):
    """By how many standard errors paired differences [replication, count] are not zero."""
    spread = differences.std(axis=0, ddof=1) / np.sqrt(len(differences))
    return differences.mean(axis=0) / np.where(spread > 0, spread, np.inf)


@pytest.mark.parametrize("mechanisms", [OPEN, CONTRACTS], ids=["open", "contracts"])
def test_firms_that_are_alike_fare_alike(mechanisms):
    """Within four standard errors of 40 paired markets, in five measures of two markets."""
    counted = sums(twins(mechanisms), 40)
    assert np.abs(z_of(counted[..., 0] - counted[..., 1])).max() < 4


@pytest.mark.parametrize("mechanisms", [OPEN, CONTRACTS], ids=["open", "contracts"])
def test_results_follow_the_firm_and_not_its_place(mechanisms):
    """Within four standard errors: the better firm gains as much whether it stands first or last."""
    first, last = (
        sums(twins(mechanisms, {f"firms.{name}.service.quality": 0.8}), 40) for name in ("harbour", "summit")
    )
    assert np.abs(z_of(first[..., 0] - last[..., 1])).max() < 4
    assert np.abs(z_of(first[..., 1] - last[..., 0])).max() < 4


@pytest.mark.slow
def test_ten_times_the_customers_have_the_same_shares():
    """Within four standard errors of twenty small and twenty large markets."""
    scenario = twins(OPEN)
    small, large = sums(scenario, 20), sums(scenario.scaled_to(4000), 20)
    a, b = (counted[:, :3, 0] / counted[:, :3].sum(axis=-1) for counted in (small, large))
    error = np.sqrt(a.var(axis=0, ddof=1) / len(a) + b.var(axis=0, ddof=1) / len(b))
    assert (np.abs(a.mean(axis=0) - b.mean(axis=0)) < 4 * error).all()
