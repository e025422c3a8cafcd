"""A market of ten times as many people, with ten times what firms have as a whole, is the same market.

Each measure is a mean over independent replications at either size. Were it the same at both, it would differ
by more than five standard errors with a chance of about 0.001 % (Welch, some 30 degrees of freedom): of all
1,200 comparisons of the slow test one would so with a chance of about 2 %. The seeds are fixed, and the two
sizes do not share theirs.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import OPEN, generated, scenarios

import relsim
from relsim.measures.rungs import OF_CUSTOMERS
from relsim.scenario.resolve.shipped import shipped_scenarios

TIMES = 10
REPLICATIONS = 20
MOST_ERRORS = 5.0
ROUNDING = 1e-5
"""What rounding of amounts in the books may change, as a share."""

RATES = (
    "yearly_retention",
    "market_share",
    "share_of_wallet",
    "nps",
    "recommenders_share",
    "recommended_share",
    "silent_share",
    "lifetime_value",
    "cost_to_acquire",
    "cost_to_retain",
)
PER_HEAD = ("customers", "revenue", "profit", "acquired", "lost", "customer_equity")
QUICK = ("two-strategies", "speaking-up", "service-profit-chain")
"""Firms with presets and a rival, with reviews, and with staff."""


def measures(scenario, seed):
    """Shares, and amounts per head of every firm [replication]."""
    done = relsim.run(scenario, seed=seed, replications=REPLICATIONS)
    found = {}
    for firm in scenario.firms:
        own = done.outcomes[done.outcomes["firm"] == firm]
        found |= {f"{firm} {name}": own[name].to_numpy() for name in RATES}
        found |= {f"{firm} {name} a head": own[name].to_numpy() / scenario.customers for name in PER_HEAD}
        ladder = done.ladder
        last = ladder[(ladder["firm"] == firm) & (ladder["period"] == scenario.periods - 1)]
        standing = last.pivot(index="replication", columns="rung", values="customers")
        for rung in OF_CUSTOMERS:
            found[f"{firm} {rung}s"] = standing[rung].to_numpy() / scenario.customers
    return found


def errors_apart(few, many):
    """How many standard errors the means of small and of large markets lie apart; 0 where too few
    replications can be measured.

    A tenth of the people vary ten times as much: where something is so rare that hardly one of the small
    markets shows it, their own variance would tell less than that.
    """
    few, many = (values[np.isfinite(values)] for values in (few, many))
    if min(len(few), len(many)) < REPLICATIONS / 2:
        return 0.0
    variances = max(few.var(ddof=1), TIMES * many.var(ddof=1)), many.var(ddof=1)
    error = np.sqrt(variances[0] / len(few) + variances[1] / len(many))
    gap = abs(few.mean() - many.mean())
    if gap <= ROUNDING * max(abs(few.mean()), 1.0):
        return 0.0
    return gap / error if error > 0.0 else np.inf


def assert_same_at_any_size(scenario, customers):
    small, large = scenario.scaled_to(customers), scenario.scaled_to(TIMES * customers)
    mine, theirs = measures(small, seed=5), measures(large, seed=6)
    apart = {name: errors_apart(mine[name], theirs[name]) for name in mine}
    far = {name: (mine[name].mean(), theirs[name].mean(), n) for name, n in apart.items() if n > MOST_ERRORS}
    assert not far, far


@pytest.mark.parametrize("name", QUICK)
def test_ten_times_the_market_has_the_same_shares(name):
    assert_same_at_any_size(relsim.load(name).changed({"periods": 18}), 150)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_market_has_the_same_shares_at_any_size(name):
    scenario = relsim.load(name)
    assert_same_at_any_size(scenario.changed({"periods": min(36, scenario.periods)}), 400)


@pytest.mark.slow
@given(scenarios(st.just(OPEN)))
@generated(12)
def test_any_market_has_the_same_shares_at_any_size(scenario):
    assert_same_at_any_size(scenario, 400)
