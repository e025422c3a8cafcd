"""In a shipped scenario no rung is empty by construction: under some policy somebody gets to each of them."""

from itertools import product

import numpy as np
import pytest

import relsim
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.vocabulary import CLIENT, PARTNER, PURCHASER

REPLICATIONS = 10
"""A partner of a firm that invites few of few advocates is not there in each of them."""


def rungs_from(market, lowest):
    """The rungs of customers, the lowest one and those above it, on which anybody is after some period."""
    reached = set()
    for _ in range(market.scenario.periods):
        market.advance(1)
        reached |= set(np.unique(market.columns.rung).tolist())
    return {rung for rung in reached if lowest <= rung <= PARTNER}


@pytest.mark.parametrize("name", shipped_scenarios())
def test_somebody_gets_to_every_rung(name):
    scenario = relsim.load(name)
    nobody_new = any(firm.start.share == 1.0 for firm in scenario.firms.values())
    lowest = CLIENT if nobody_new else PURCHASER
    missing = set(range(lowest, PARTNER + 1))
    for replication, policy in product(range(REPLICATIONS), scenario.policies):
        market = relsim.Market(scenario.with_policy(policy), replication=replication)
        missing -= rungs_from(market, lowest)
        if not missing:
            return
    assert not missing
