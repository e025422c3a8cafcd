"""In a shipped scenario no rung is empty by construction: under some policy somebody gets to each of them."""

from itertools import product

import numpy as np
import pytest

import relsim
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.vocabulary import PARTNER, PURCHASER

REPLICATIONS = 10
"""A partner of a firm that invites few of few advocates is not there in each of them."""


def rungs_of(market):
    """The rungs of customers on which anybody is at the start or after some period."""
    reached = set(np.unique(market.columns.rung).tolist())
    for _ in range(market.scenario.periods):
        market.advance(1)
        reached |= set(np.unique(market.columns.rung).tolist())
    return {rung for rung in reached if PURCHASER <= rung <= PARTNER}


@pytest.mark.parametrize("name", shipped_scenarios())
def test_somebody_gets_to_every_rung(name):
    scenario = relsim.load(name)
    missing = set(range(PURCHASER, PARTNER + 1))
    for replication, policy in product(range(REPLICATIONS), scenario.policies):
        market = relsim.Market(scenario.with_policy(policy), replication=replication)
        missing -= rungs_of(market)
        if not missing:
            return
    assert not missing
