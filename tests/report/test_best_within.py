"""Claims about the run alone: another policy that brings more up to its end is named, if that is sure."""

from dataclasses import replace

import numpy as np
import pytest
from test_verdict import with_equity
from worlds import world

from relsim.questions.compare.horizon import best_within
from relsim.questions.compare.page import said
from relsim.questions.compare.question import Comparison, compare
from relsim.questions.compare.subject import Subject
from relsim.report.wording import SPACE

WOBBLE = np.array([-900.0, 1_100.0, -300.0, 100.0])


def led_by(comparison: Comparison, second: np.ndarray | float) -> Comparison:
    """A comparison which policy 1 leads by 50,000, and whose policy 2 gains so much."""
    led = with_equity(comparison, {1: 50_000.0 + WOBBLE, 2: second}).results
    assert isinstance(led, Comparison)
    return led


def with_later(results: Comparison, amount: float | np.ndarray) -> Subject:
    """The same equities, but the leader brings so much of its own after the run in place of within it."""
    subject, periods = Subject(results), results.periods.copy()
    end = results.scenario.periods
    rows = (periods["policy"] == subject.leader) & (periods["firm"] == results.firm)
    discount = (1.0 + results.scenario.discount.per_period("month")) ** end
    periods.loc[rows & (periods["period"] == end - 1), "contribution"] -= amount * discount
    return Subject(replace(results, periods=periods))


@pytest.fixture
def led(comparison: Comparison) -> Comparison:
    return led_by(comparison, 10_000.0 - WOBBLE)


def test_a_third_policy_that_brings_more_within_the_run_is_named(led: Comparison) -> None:
    told = best_within(with_later(led, 60_000.0))
    assert told.startswith("Up to month 24 alone, \U0001f600 win back brings most, discounted: ")
    assert f"CHF{SPACE}20,000 more than" in told
    assert told in said(with_later(led, 60_000.0))


def test_nothing_is_said_where_the_leader_or_the_baseline_brings_most(comparison: Comparison) -> None:
    assert best_within(Subject(led_by(comparison, 10_000.0))) == ""
    assert best_within(with_later(led_by(comparison, -5_000.0), 60_000.0)) == ""


def test_nothing_is_said_where_luck_may_explain_it(led: Comparison) -> None:
    assert best_within(with_later(led, 40_000.0 + np.array([30_000.0, -30_000.0, 20_000.0, -10_000.0]))) == ""


@pytest.fixture(scope="module")
def four() -> Comparison:
    """A comparison of four policies whose amounts a test gives."""
    policies = {name: {} for name in ("keep", "care", "milk", "twin")}
    return compare(world(policies=policies, customers=20), replications=4)


def test_policies_that_bring_exactly_as_much_are_named_together(four: Comparison) -> None:
    alike = with_equity(four, {1: 50_000.0 + WOBBLE, 2: 10_000.0 - WOBBLE, 3: 10_000.0 - WOBBLE}).results
    assert isinstance(alike, Comparison)
    told = best_within(with_later(alike, 60_000.0))
    assert told.startswith("Up to month 24 alone, milk and twin bring most, discounted: ")
    assert told.endswith(").")


def test_nothing_is_said_where_a_policy_that_brings_most_is_level_with_the_baseline(four: Comparison) -> None:
    level = led_by(replace(four, scenario=four.scenario.changed({"baseline": "twin"})), -5_000.0)
    assert best_within(with_later(level, 60_000.0)) == ""


def test_a_policy_that_another_may_equal_within_the_run_is_not_put_clearly_ahead_of_it(
    four: Comparison,
) -> None:
    close = with_equity(four, {1: 50_000.0 + WOBBLE, 2: 10_000.0, 3: 9_500.0 + WOBBLE}).results
    assert isinstance(close, Comparison)
    told = best_within(with_later(close, 60_000.0))
    assert "milk brings most" in told
    assert told.endswith("It is not clearly ahead of the next best, twin.")
