"""The client's question: every rung is alive, and what a mix is worth depends on the product."""

import numpy as np
import pytest
from lessons import by_policy, comparison_of, surely

import relsim
from relsim.vocabulary import ADVOCATE, PARTNER, PURCHASER

ENDS = ["transactional", "relationship"]


def rungs(policy):
    """Shares of bond's customers on each rung at the end, in one larger market."""
    scenario = relsim.load("two-strategies").scaled_to(2000)
    market = relsim.Market(scenario.changed(scenario.policies[policy].set)).run()
    counts = np.bincount(market.columns.rung[:, 0], minlength=8)[PURCHASER : PARTNER + 1]
    return counts / counts.sum()


def test_under_relationship_marketing_advocates_and_partners_are_a_visible_minority():
    shares = rungs("relationship")
    assert (shares > 0.005).all()
    assert 0.05 < shares[ADVOCATE - PURCHASER] < 0.5
    assert 0.01 < shares[PARTNER - PURCHASER] < 0.15


def test_under_transactional_marketing_advocates_are_rare_but_there():
    assert 0.0 < rungs("transactional")[ADVOCATE - PURCHASER] < 0.02


@pytest.mark.parametrize("rival", ["transactional", "relationship"])
def test_a_relationship_marketer_keeps_more_customers_whatever_the_rival_does(rival):
    run = comparison_of("two-strategies", 300, 4, ENDS, {"firms.deal.strategy": rival})
    kept = by_policy(run, "yearly_retention")
    assert surely(kept["relationship"] - kept["transactional"])


def test_what_relationship_marketing_adds_depends_on_the_product():
    leads = {}
    for product in ("services", "consumer goods"):
        run = comparison_of("two-strategies", 300, 4, ENDS, {"product_type": product})
        equity = by_policy(run, "customer_equity")
        leads[product] = equity["relationship"] - equity["transactional"]
    assert surely(leads["services"])
    assert surely(-leads["consumer goods"])
