"""Claims about customers who differ: who has stayed long will stay long, and is worth it."""

import numpy as np
import pytest
from worlds import classic

import relsim
from relsim.measures.tenure import leaving_by_tenure, periods_to_come, renewals_to_come


def survival(a, b, times):
    """The share of newcomers left after each renewal (Fader and Hardie 2007)."""
    return np.cumprod((b + times - 1) / (a + b + times - 1))


@pytest.mark.parametrize(("a", "b"), [(0.704, 1.182), (0.668, 3.806), (3.0, 2.0), (30.0, 200.0)])
@pytest.mark.parametrize(("survived", "rate"), [(0, 0.1), (6, 0.1), (40, 0.008)])
def test_renewals_to_come_are_those_of_the_survivors(a, b, survived, rate):
    """Fader and Hardie 2010, by summing survivors one by one."""
    left = survival(a, b, np.arange(1, 20_000))
    start = left[survived - 1] if survived else 1.0
    paid = (1 + rate) ** -np.arange(1.0, 20_000 - survived)
    found = renewals_to_come(a / (a + b), 1 / (a + b), np.array([survived]), rate)
    assert found == pytest.approx((paid * left[survived:] / start).sum())


def test_where_all_are_alike_renewals_to_come_are_those_of_constant_retention():
    alike = renewals_to_come(0.2, 0.0, np.array([0.0, 9.0]), 0.12)
    assert alike == pytest.approx(0.8 / (1.12 - 0.8))
    assert np.isnan(renewals_to_come(0.0, 0.0, np.zeros(1), 0.0)).all()
    assert renewals_to_come(1.0, 0.0, np.zeros(1), 0.1) == pytest.approx(0.0)


def test_the_shapes_are_found_again_where_customers_come_in_all_periods():
    a, b = 0.704, 1.182
    there = np.append(1.0, survival(a, b, np.arange(1.0, 9.0)))
    begun = np.array([1e6, 2e5, 0.0, 4e5, 1e5, 0.0, 3e5, 1e5, 2e5])
    exposed = np.convolve(begun, there)[:8]
    lost = np.convolve(begun, there[:-1] - there[1:])[:8]
    leaving, falling = leaving_by_tenure(begun, exposed, lost)
    assert leaving == pytest.approx(a / (a + b), rel=1e-3)
    assert falling == pytest.approx(1 / (a + b), rel=1e-2)


def test_where_nobody_leaves_or_all_do_there_is_nothing_to_fit():
    begun, exposed = np.array([10.0, 0.0, 0.0]), np.array([10.0, 10.0])
    assert leaving_by_tenure(begun, exposed, np.zeros(2)) == (0.0, 0.0)
    assert leaving_by_tenure(begun[:2], exposed[:1], exposed[:1]) == (1.0, 0.0)


def test_a_customer_is_worth_as_much_as_the_tenures_at_the_end_are_on_average():
    alike = np.array([[[100.0, 0.0, 0.0]]])
    exposed, lost = np.array([[[100.0, 80.0]]]), np.array([[[20.0, 16.0]]])
    assert periods_to_come(alike, exposed, lost, 0.12) == pytest.approx(2.5, rel=1e-3)
    assert np.isnan(periods_to_come(0 * alike, 0 * exposed, 0 * lost, 0.12)).all()


@pytest.mark.parametrize(("a", "b"), [(0.704, 1.182), (0.668, 3.806)])
@pytest.mark.parametrize("years", [5, 10])
def test_a_contracted_base_that_differs_is_worth_what_it_will_bring(a, b, years):
    """F2 (Fader and Hardie 2010), 3 %: 40,000 customers, run on for 400 years by the formula."""
    shapes = {"segments.everybody.fickleness": {"alpha": a, "beta": b}, "periods": years, "customers": 40_000}
    left = survival(a, b, np.arange(1, 401))
    truth = 100 * (left / 1.1 ** np.arange(1, 401)).sum()
    tenured = classic("shifted-beta-geometric", shapes | {"residual_value": "retention by tenure"})
    assert relsim.run(tenured, seed=7).outcomes["customer_equity"][0] / 40_000 == pytest.approx(
        truth, rel=0.03
    )
