"""Lifetime values of customers under contract, against their closed forms."""

import numpy as np
import pytest
from worlds import classic, finished

import relsim

pytestmark = pytest.mark.slow


def by_period(scenario, replications, *columns):
    """Sums over replications of columns of the only firm, by period, for each customer."""
    periods = relsim.run(scenario, replications=replications, seed=7).periods
    sums = periods.groupby("period")[list(columns)].sum() / (replications * scenario.customers)
    return [sums[name].to_numpy() for name in columns]


def value(churn, price=1, replications=10):
    """Discounted contribution of a customer who has just paid, at 12 % a year."""
    settings = {"firms.firm.churn": f"{100 * churn}% per year", "firms.firm.price": price, "periods": 60}
    scenario = classic("simple-lifetime-value", settings)
    (contribution,) = by_period(scenario, replications, "contribution")
    return (contribution / 1.12 ** np.arange(1, 61)).sum()


@pytest.mark.parametrize(
    "retention", [0.6, 0.8, *(pytest.param(each, marks=pytest.mark.exhaustive) for each in (0.7, 0.9))]
)
def test_simple_lifetime_value_is_m_r_over_1_plus_d_less_r(retention):
    """M1 (Gupta and Lehmann 2003), 1 %: three to five standard errors of 200,000 customers.

    False alarms: below 3 in 1,000 seeds for each retention.
    """
    expected = retention / (1.12 - retention)
    assert value(1 - retention) == pytest.approx(expected, rel=0.01)


def test_the_tables_customer_equity_is_the_same_value():
    scenario = classic("simple-lifetime-value")
    equity = relsim.run(scenario, seed=7).outcomes["customer_equity"][0] / scenario.customers
    (contribution,) = by_period(scenario, 1, "contribution")
    assert equity == pytest.approx((contribution / 1.12 ** np.arange(1, 81)).sum())


@pytest.mark.parametrize(("retention", "elasticity"), [(0.8, 3.50), (0.9, 5.09)])
def test_elasticity_to_retention_is_1_plus_d_over_1_plus_d_less_r(retention, elasticity):
    """S4 (Gupta, Lehmann and Stuart 2004), .05, by a change of 2 % either way with the same luck.

    False alarms: below 1 in 100 seeds; the standard error with a million customers is below .02.
    """
    less, more = (value(1 - retention * factor, replications=50) for factor in (0.98, 1.02))
    assert np.log(more / less) / np.log(1.02 / 0.98) == pytest.approx(elasticity, abs=0.05)


def test_elasticity_to_the_margin_is_one():
    """S4, exactly, since the same customers stay."""
    assert value(0.2, price=1.01, replications=1) == pytest.approx(1.01 * value(0.2, replications=1))


def test_lifetime_value_with_promotion_is_that_of_berger_and_nasr():
    """M3 (Berger and Nasr 1998, case 1), .5 %: four standard errors of 400,000 customers.

    False alarms: below 1 in 1,000 seeds.
    """
    revenue, promotion = by_period(classic("berger-nasr"), 20, "revenue", "retention_cost")
    t = np.arange(11)
    found = (revenue / 1.2**t - promotion / 1.2 ** (t - 0.5)).sum()
    later = np.arange(1, 11)
    margins = 260 * (0.75 ** np.arange(11) / 1.2 ** np.arange(11)).sum()
    expected = margins - 50 * (0.75 ** (later - 1) / 1.2 ** (later - 0.5)).sum()
    assert expected == pytest.approx(568.78, abs=0.01)
    assert found == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize(("first", "second"), [(0.1, 0.2), (0.3, 0.05)])
def test_always_a_share_tends_to_the_rivals_defection_over_both(first, second):
    """M4 (Jackson 1985), three standard errors: 3 false alarms in 1,000 seeds for each pair."""
    churn = {"one": first, "two": second}
    settings = {f"firms.{name}.churn": f"{100 * rate}% per year" for name, rate in churn.items()}
    market = finished(classic("share-or-lost", settings), seed=7)
    share = second / (first + second)
    customers = (market.columns.rung[:, 0] >= 1) & (market.columns.rung[:, 0] <= 5)
    assert market.records["flows"][-1].sum() == 2 * len(customers)
    error = np.sqrt(share * (1 - share) / len(customers))
    assert customers.mean() == pytest.approx(share, abs=3 * error)
    assert (market.records["lost"][:, :, 5].sum(axis=0) == market.records["lost"].sum(axis=(0, 2))).all()


def test_lost_for_good_loses_everybody_in_the_end():
    """M4: with defections of 10 and 20 %, 2 in 1,000 are left after 60 years."""
    scenario = classic("share-or-lost").under_condition("lost-for-good")
    customers = relsim.run(scenario, seed=7).periods.groupby("period")["customers"].sum().to_numpy()
    survivors = 0.5 * (0.9 ** np.arange(1, 61) + 0.8 ** np.arange(1, 61))
    error = np.sqrt(survivors * (1 - survivors) / scenario.customers)
    assert (abs(customers / scenario.customers - survivors) < 4 * error).all()


REGULAR = [63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
"""Survivors in percent, years 1 to 12, as published (Fader and Hardie 2007)."""


@pytest.mark.parametrize(("alpha", "beta"), [(0.704, 1.182), (0.668, 3.806), (3.0, 2.0)])
def test_survival_is_shifted_beta_geometric(alpha, beta):
    """F1 (Fader and Hardie 2007), .5 point v formula: 4.5 standard errors of 200,000 customers.

    False alarms: below 1 in 1,000 seeds for each pair of shapes.
    """
    shapes = {"segments.everybody.fickleness": {"alpha": alpha, "beta": beta}}
    (customers,) = by_period(classic("shifted-beta-geometric", shapes), 10, "customers")
    t = np.arange(1, 13)
    survival = np.cumprod((beta + t - 1) / (alpha + beta + t - 1))
    assert customers == pytest.approx(survival, abs=0.005)


def test_survival_of_regular_customers_is_as_in_the_data():
    """F1, 2 points v data."""
    (customers,) = by_period(classic("shifted-beta-geometric"), 10, "customers")
    assert 100 * customers == pytest.approx(REGULAR, abs=2.0)
