"""Models of repeat buying, spending and concentration, against their formulas."""

import numpy as np
import pytest
from scipy.special import betaln, gammaln, hyp2f1
from worlds import classic, finished

import relsim
from relsim.vocabulary import BOOKED_PER_UNIT

pytestmark = pytest.mark.slow


def purchases_in(market):
    """Purchases of each customer at each firm, founding ones not counted."""
    founders = market.columns.first_at < 0
    return market.columns.purchases - 2 * (founders & (market.columns.purchases >= 2))


# NBD-Dirichlet


def dirichlet(share, m=1.456, k=0.779, s=1.55):
    """Penetration, purchases per buyer, share of requirements and sole buyers, summed over purchases."""
    n = np.arange(400)
    category = np.exp(gammaln(k + n) - gammaln(k) - gammaln(n + 1) + k * np.log(k / (k + m)))
    category *= (m / (k + m)) ** n
    alpha, rest = s * share, s * (1 - share)
    none = np.exp(betaln(alpha, rest + n) - betaln(alpha, rest))
    only = np.exp(betaln(alpha + n, rest) - betaln(alpha, rest))
    penetration = (category * (1 - none)).sum()
    category_by_buyers = (category * (1 - none) * n).sum()
    sole = (category[1:] * only[1:]).sum()
    return penetration, m * share / penetration, m * share / category_by_buyers, sole / penetration


PUBLISHED = {
    0.25: (0.205, 1.775, 0.555, 0.426),
    0.10: (0.089, 1.628, 0.486, 0.359),
    0.02: (0.019, 1.552, 0.451, 0.328),
}


def test_the_oracle_gives_the_published_figures():
    for share, figures in PUBLISHED.items():
        assert dirichlet(share) == pytest.approx(figures, abs=6e-4)


def test_brands_differ_as_in_the_nbd_dirichlet():
    """L1 (Goodhardt, Ehrenberg and Chatfield 1984), .005 for penetration and 2 % for rates.

    Twenty-four markets of 50,000. The rates of the smallest brand have standard errors of .5 to 1 % for
    23,000 buyers, so its sole buyers get three of those. False alarms: below 1 in 100 seeds.
    """
    bought = np.concatenate(
        [purchases_in(finished(classic("nbd-dirichlet"), seed=7, replication=r)) for r in range(24)]
    )
    brands = list(classic("nbd-dirichlet").firms.values())
    for brand in (0, 2, 7):
        share = brands[brand].preference
        buyers = bought[bought[:, brand] > 0]
        own, all_of_them = buyers[:, brand], buyers.sum(axis=1)
        penetration, rate, requirements, sole = dirichlet(share)
        assert len(buyers) / len(bought) == pytest.approx(penetration, abs=0.005)
        assert own.mean() == pytest.approx(rate, rel=0.02)
        assert own.sum() / all_of_them.sum() == pytest.approx(requirements, rel=0.02)
        error = np.sqrt(sole * (1 - sole) / len(buyers))
        assert (own == all_of_them).mean() == pytest.approx(sole, abs=max(0.02 * sole, 3 * error))


# BG/NBD


def expected_purchases(t, r=0.243, alpha=4.414, a=0.793, b=2.426):
    """Mean number of repeat purchases up to time t (Fader, Hardie and Lee 2005, equation 9)."""
    head = (a + b - 1) / (a - 1)
    return head * (1 - (alpha / (alpha + t)) ** r * hyp2f1(r, b, a + b - 1, t / (alpha + t)))


def test_repeat_purchases_are_those_of_the_bg_nbd():
    """CDNOW parameters, 2 %: three standard errors of 400,000 customers at week 39.

    False alarms: below 1 in 100 seeds.
    """
    scenario = classic("bg-nbd")
    periods = relsim.run(scenario, replications=20, seed=7).periods
    bought = periods.groupby("period")["purchases"].sum().cumsum().to_numpy() / (20 * scenario.customers)
    for week in (4, 13, 39, 78):
        assert bought[week - 1] == pytest.approx(expected_purchases(week), rel=0.02)


def test_as_many_never_repeat_as_in_the_bg_nbd():
    """The share without a repeat purchase is (alpha / (alpha + t))^r; half a point, four standard errors."""
    market = finished(classic("bg-nbd", {"customers": 160_000, "periods": 39}), seed=7)
    none = (purchases_in(market) == 0).mean()
    assert none == pytest.approx((4.414 / (4.414 + 39)) ** 0.243, abs=0.005)


# BG/BB


def never_repeating(n, alpha=1.204, beta=0.750, gamma=0.657, delta=2.783):
    """Share of donors who give at none of n opportunities."""
    silent = np.exp(betaln(alpha, beta + np.arange(n + 1)) - betaln(alpha, beta))
    gone = np.exp(betaln(gamma + 1, delta + np.arange(n)) - betaln(gamma, delta))
    there = np.exp(betaln(gamma, delta + n) - betaln(gamma, delta))
    return (silent[:n] * gone).sum() + silent[n] * there


def test_as_many_never_repeat_as_in_the_bg_bb_and_in_the_data():
    """F5 (Fader, Hardie and Shang 2010), 2 points: 4.5 standard errors of the 11,104 donors.

    False alarms: below 1 in 10,000 seeds.
    """
    market = finished(classic("bg-bb", {"customers": 11_104}), seed=7)
    none = (purchases_in(market) == 0).mean()
    assert none == pytest.approx(never_repeating(6), abs=0.02)
    assert none == pytest.approx(0.312, abs=0.02)


# Gamma-Gamma


def test_baskets_are_those_of_the_gamma_gamma():
    """F4 (Fader, Hardie and Lee 2005), 2 %: seven standard errors of 80,000 customers.

    The correlation between two baskets of a customer, on the scale of logarithms, follows from the shapes.
    """
    scenario = classic("gamma-gamma", {"customers": 80_000, "periods": 1})
    one = finished(scenario, seed=7)
    two = finished(classic("gamma-gamma", {"customers": 80_000, "periods": 2}), seed=7)
    first = one.columns.revenue[:, 0] / BOOKED_PER_UNIT
    second = two.columns.revenue[:, 0] / BOOKED_PER_UNIT - first
    assert first.mean() == pytest.approx(6.25 * 15.45 / 2.745, rel=0.02)
    from scipy.special import polygamma

    within, between = polygamma(1, 6.25), polygamma(1, 3.745)
    correlation = np.corrcoef(np.log(first + 0.005), np.log(second + 0.005))[0, 1]
    assert correlation == pytest.approx(between / (between + within), abs=0.02)


# Concentration


@pytest.mark.parametrize(
    ("condition", "top"),
    [(None, 0.67), ("lognormal-80", 0.80), ("gamma-67", 0.67), ("gamma-80", 0.80)],
)
def test_the_top_fifth_brings_what_the_distribution_says(condition, top):
    """L3, .01: three standard errors of 200,000 customers. False alarms: below 1 in 100 seeds."""
    scenario = classic("concentration", {"customers": 200_000})
    market = finished(scenario.under_condition(condition) if condition else scenario, seed=7)
    revenue = np.sort(market.columns.revenue[:, 0])[::-1]
    assert revenue[:40_000].sum() / revenue.sum() == pytest.approx(top, abs=0.01)
