"""Claims about what customers are worth, in cases that can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relsim.measures.records import share_of
from relsim.measures.value import discount_factors, gini, lifetime_value, recent, residual_value, top_share

HOLDINGS = st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(("retention", "expected"), [(0.6, 1.154), (0.7, 1.667), (0.8, 2.5), (0.9, 4.091)])
def test_lifetime_value_is_the_published_multiple_of_the_margin(retention, expected):
    assert round(lifetime_value(1.0, retention, 0.12), 3) == expected


@given(margin=st.floats(0, 1e4), retention=st.floats(0, 0.97), rate=st.floats(0.01, 0.5))
def test_lifetime_value_is_the_sum_of_what_may_still_come(margin, retention, rate):
    years = np.arange(1, 2000)
    expected = margin * ((retention / (1 + rate)) ** years).sum()
    assert lifetime_value(margin, retention, rate) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_lifetime_value_has_its_limits():
    assert lifetime_value(100.0, 0.0, 0.1) == 0.0
    assert lifetime_value(100.0, 1.0, 0.1) == pytest.approx(1000.0)


def test_money_at_the_end_of_a_period_is_discounted_from_the_first_on():
    np.testing.assert_allclose(discount_factors(3, 0.25), [0.8, 0.64, 0.512])
    assert (discount_factors(4, 0.0) == 1.0).all()


def test_residual_value_is_customers_times_their_expected_value():
    expected = 10 * (2.0 * 0.95 / (1.0 + 0.05 - 0.95))
    assert residual_value(10, lifetime_value(2.0, 0.95, 0.05), 0.95) == pytest.approx(expected)


def test_a_firm_without_customers_has_no_residual_value():
    assert residual_value(0, np.nan, np.nan) == 0.0


def test_customers_of_whom_none_was_there_when_a_period_of_the_last_year_began_count_for_nothing_more():
    assert residual_value(3000, np.nan, np.nan) == 0.0


def test_where_nobody_leaves_and_nothing_is_discounted_residual_value_is_no_amount():
    assert np.isnan(residual_value(10, lifetime_value(2.0, 1.0, 0.0), 1.0))


def test_the_last_year_is_the_last_year():
    values = np.arange(10).reshape(2, 5)
    assert recent(values, 2).tolist() == [3 + 4, 8 + 9]
    assert recent(values, 5).tolist() == [10, 35]


def test_the_top_fifth_of_ten_holds_what_its_two_richest_hold():
    assert top_share([8, 1, 1, 1, 1, 1, 1, 1, 1, 4], 0.2) == 12 / 20
    assert top_share([5, 5, 5, 5, 5], 0.2) == 0.2
    assert top_share([7], 0.1) == 1.0
    assert top_share([0, 0, 0, 10], 0.25) == 1.0


@given(holdings=HOLDINGS, top=st.floats(0.01, 1.0))
def test_the_top_holds_at_least_its_part_and_at_most_everything(holdings, top):
    counted = max(1, round(top * len(holdings))) / len(holdings)
    assert counted - 1e-12 <= top_share(holdings, top) <= 1.0 + 1e-12
    assert top_share(holdings, 1.0) == 1.0


@pytest.mark.parametrize("nothing", [[], [0, 0]])
def test_of_nothing_nobody_holds_a_share(nothing):
    assert np.isnan(top_share(nothing, 0.2))
    assert np.isnan(gini(nothing))


def test_gini_is_zero_among_equals_and_nearly_one_where_one_holds_all():
    assert gini([3, 3, 3]) == pytest.approx(0.0)
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert gini([1, 3]) == pytest.approx(0.25)


@given(holdings=HOLDINGS, scale=st.floats(0.1, 10))
def test_gini_is_half_the_mean_difference_over_the_mean(holdings, scale):
    values = np.array(holdings, float)
    expected = np.abs(values[:, None] - values[None, :]).mean() / (2 * values.mean())
    assert gini(values) == pytest.approx(expected, abs=1e-12)
    assert gini(values * scale) == pytest.approx(expected, abs=1e-9)
    assert gini(values[::-1]) == pytest.approx(expected, abs=1e-12)


def test_a_share_of_nothing_is_unknown_and_of_something_is_exact():
    result = share_of(np.array([1, 0, 3]), np.array([4, 0, 3]))
    assert result[0] == 0.25
    assert np.isnan(result[1])
    assert result[2] == 1.0


def test_a_share_is_taken_of_each_whole():
    parts = np.array([[1.0, 3.0], [2.0, 2.0]])
    assert share_of(parts, parts.sum(axis=-1, keepdims=True)).tolist() == [[0.25, 0.75], [0.5, 0.5]]
