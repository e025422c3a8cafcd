"""A structural check: hubs do not make an innovation spread faster than complete mixing."""

import numpy as np
import pytest
from worlds import classic, finished

P, Q = 0.03, 0.38


def mixed(years):
    """The share of adopters after each year where everybody hears everybody."""
    share = 0.0
    for _ in range(years):
        share += (P + Q * share) * (1.0 - share)
        yield share


@pytest.mark.slow
def test_a_scale_free_network_with_the_same_rate_of_hearing_is_not_faster():
    """Four markets of 50,000: a slack of .005 is more than four standard errors."""
    network = {"network.kind": "scale free", "network.neighbours": 4}
    scenario = classic("bass-diffusion-yearly", network)
    markets = [finished(scenario, seed=7, replication=replication) for replication in range(4)]
    adopters = np.mean([market.records["acquired"].sum(axis=(1, 2)).cumsum() for market in markets], axis=0)
    share = adopters / scenario.customers
    assert (share <= np.array(list(mixed(scenario.periods))) + 0.005).all()
    assert share[-1] > 0.5
