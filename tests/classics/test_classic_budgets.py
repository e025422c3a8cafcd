"""Blattberg and Deighton's customer equity test: two budgets with ceilings, and their optimum."""

from math import exp

import numpy as np
import pytest
from scipy.optimize import minimize
from worlds import classic

import relsim

pytestmark = pytest.mark.slow

MARGIN, DISCOUNT = 50.0, 0.2
BEST = (9.211, 15.865)


def acquired(spend):
    """Share of prospects won."""
    return 0.4 * (1 - exp(-0.13863 * spend))


def worth(spend):
    """Value of a customer who has just been won."""
    retention = 0.7 * (1 - exp(-0.08473 * spend))
    kept = retention / (1 + DISCOUNT)
    return MARGIN + (MARGIN - spend / retention) * kept / (1 - kept)


def equity(budgets):
    """Customer equity of one prospect."""
    return acquired(budgets[0]) * worth(budgets[1]) - budgets[0]


def simulated(winning, keeping, replications):
    """Customer equity of one prospect, and customers won for each prospect."""
    budgets = {
        "firms.firm.advertising.spend": f"{50_000 * winning} per year",
        "firms.firm.retention.spend": f"{keeping} per year",
    }
    periods = relsim.run(classic("blattberg-deighton", budgets), replications=replications, seed=7).periods
    heads = 50_000 * replications
    contribution = periods.groupby("period")["contribution"].sum().to_numpy()
    return (contribution / 1.2 ** np.arange(20)).sum() / heads, periods["acquired"].sum() / heads


def peak(budgets, equities):
    """Where a cubic through the equities is highest."""
    slopes = np.polyder(np.poly1d(np.polyfit(budgets, equities, 3)))
    inside = [root.real for root in slopes.roots if budgets[0] < root.real < budgets[-1]]
    return max(inside, key=lambda root: -np.polyval(np.polyder(slopes), root))


def test_the_oracle_has_the_published_optimum():
    found = minimize(lambda budgets: -equity(budgets), BEST, method="Nelder-Mead", tol=1e-10)
    assert found.x == pytest.approx(BEST, rel=0.001)
    assert -found.fun == pytest.approx(9.441, abs=0.001)


@pytest.mark.parametrize("budgets", [BEST, (5.0, 25.0)])
def test_customer_equity_is_that_of_the_formula(budgets):
    """S1 (Blattberg and Deighton 1996), 1 %: three standard errors of 1.2 million prospects.

    False alarms: 3 in 1,000 seeds for each pair of budgets.
    """
    found, won = simulated(*budgets, replications=24)
    assert won == pytest.approx(acquired(budgets[0]), rel=0.01)
    assert found == pytest.approx(equity(budgets), rel=0.01)


def test_the_best_budgets_are_found_by_simulation():
    """S1, 5 %, with the same luck at every budget. False alarms: below 1 in 1,000 seeds."""
    winning = np.array([5.0, 7.5, 10.0, 12.5, 15.0])
    equities = [simulated(spend, BEST[1], 3)[0] for spend in winning]
    assert peak(winning, equities) == pytest.approx(BEST[0], rel=0.05)
    keeping = np.array([9.0, 12.5, 16.0, 19.5, 23.0])
    equities = [simulated(BEST[0], spend, 3)[0] for spend in keeping]
    assert peak(keeping, equities) == pytest.approx(BEST[1], rel=0.05)


def test_at_the_optimum_marginal_costs_to_acquire_and_to_retain_equal_the_value_of_a_customer():
    """S1, 5 %: three standard errors of 200,000 prospects. False alarms: 5 in 1,000 seeds."""
    optimum = classic("blattberg-deighton")
    found = relsim.marginal_costs(optimum, levers={"retain": "retention.spend"}, replications=4, seed=7)
    costs = found.table.set_index("purpose")["marginal"]
    assert costs["acquire"] == pytest.approx(worth(BEST[1]), rel=0.05)
    assert costs["retain"] == pytest.approx(worth(BEST[1]), rel=0.05)


def test_at_the_optimum_both_marginal_costs_equal_the_value_of_a_customer():
    """S1, by small changes of either budget with the same luck, 10 %."""
    (low, few), (high, many) = (simulated(BEST[0] + step, BEST[1], 12) for step in (-1, 1))
    marginal_acquisition = 2.0 / (many - few)
    assert marginal_acquisition == pytest.approx(worth(BEST[1]), rel=0.1)
    assert high - low == pytest.approx(0.0, abs=0.05)
