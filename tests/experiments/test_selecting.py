"""Claims about the selection of the best: the promised rate, and replications where they are needed."""

import numpy as np
import pytest

from relsim.statistics.selection import (
    beaten,
    continuation,
    lead_on_fresh_halves,
    select,
    variances_of_differences,
)


class Normal:
    """Policies with normal values that share part of their luck; remembers what it was asked for."""

    def __init__(self, means, shared, spread, seed):
        self.means, self.shared, self.spread = np.asarray(means, float), shared, spread
        self.luck = np.random.default_rng(seed)
        self.values = np.empty((0, len(means)))
        self.asked = []

    def __call__(self, policies, number):
        while len(self.values) < number:
            common = self.luck.normal(0.0, self.shared)
            row = self.means + common + self.luck.normal(0.0, self.spread, len(self.means))
            self.values = np.vstack([self.values, row])
        self.asked.append((list(policies), number))
        return self.values[:number, policies]


def test_the_constant_of_the_procedure_solves_its_equation():
    # With c = 1: half (1 + 2 eta) to the power -(n0 - 1) / 2 is the error left for each comparison.
    for policies, first in ((2, 10), (5, 20), (10, 40)):
        eta = continuation(policies, first, 0.95) / (2 * (first - 1))
        assert 0.5 * (1 + 2 * eta) ** (-(first - 1) / 2) == pytest.approx(0.05 / (policies - 1))


@pytest.mark.parametrize("shared", [0.0, 5.0])
def test_the_best_is_picked_as_often_as_promised_where_all_others_are_just_worse_enough(shared):
    # The configuration that is hardest: every other policy worse by exactly the indifference zone.
    found = [
        select(Normal([0, 0, 1, 0, 0], shared, 1.5, seed), 5, 1.0, first=10, confidence=0.9).best
        for seed in range(600)
    ]
    right = np.mean(np.array(found) == 2)
    assert right >= 0.9 - 2 * np.sqrt(0.9 * 0.1 / 600)


def test_a_choice_by_first_means_alone_would_not_keep_that_promise():
    found = [
        int(Normal([0, 0, 1, 0, 0], 5.0, 1.5, seed)(range(5), 10).mean(axis=0).argmax())
        for seed in range(600)
    ]
    assert np.mean(np.array(found) == 2) < 0.9


def test_common_luck_saves_replications():
    paired = [select(Normal([0, 1, 0], 4.0, 1.0, seed), 3, 1.0).replications for seed in range(40)]
    apart = [select(Normal([0, 1, 0], 0.0, 17.0**0.5, seed), 3, 1.0).replications for seed in range(40)]
    assert np.mean(apart) > 4 * np.mean(paired)


def test_hopeless_policies_are_set_aside_first_and_sampled_no_more():
    sample = Normal([10, 0, 9.5], 1.0, 2.0, 3)
    chosen = select(sample, 3, 0.5)
    assert chosen.best == 0
    assert chosen.is_sure
    assert chosen.set_aside[1] < chosen.set_aside[2] == chosen.replications
    assert all(1 not in policies for policies, number in sample.asked if number > chosen.set_aside[1])


def test_equal_policies_end_in_a_choice_at_the_last_replication_that_may_be_needed():
    sample = Normal([0, 0], 0.0, 1.0, 1)
    chosen = select(sample, 2, 0.4)
    limit = continuation(2, 20, 0.95) * variances_of_differences(sample.values[:20]).max() / 0.4**2
    assert chosen.replications <= int(limit) + 1


def test_the_choice_does_not_depend_on_how_many_replications_come_at_once():
    class Eager(Normal):
        def __call__(self, policies, number):
            return super().__call__(policies, number + 37)

    one, other = (select(kind([0, 0.4, 0.2], 1.0, 2.0, 9), 3, 0.3) for kind in (Normal, Eager))
    assert one == other


def test_policies_without_any_spread_are_told_apart_at_once():
    chosen = select(lambda left, number: np.tile([1.0, 3.0, 2.0], (number, 1))[:, left], 3, 0.5)
    assert (chosen.best, chosen.replications) == (1, 20)


def test_a_limit_ends_the_search_and_the_choice_is_then_not_sure():
    chosen = select(Normal([0, 0.01], 0.0, 5.0, 2), 2, 0.05, most=30)
    assert chosen.replications == 30
    assert not chosen.is_sure


def test_a_policy_stays_while_the_lead_of_others_may_be_chance():
    limits = np.full((2, 2), 100.0)
    assert beaten([0, 1], np.array([0.0, 2.0]), limits, 1.0, 20) == []
    assert beaten([0, 1], np.array([0.0, 2.1]), limits, 1.0, 20) == [0]


def test_a_lead_measured_on_fresh_halves_is_free_of_the_luck_that_picked_it():
    luck = np.random.default_rng(8)
    drawn = luck.normal(0.0, 1.0, (150, 20, 4))
    means = np.sort(drawn.mean(axis=1), axis=1)
    assert (means[:, -1] - means[:, -2]).mean() > 0.1
    assert np.mean([lead_on_fresh_halves(values) for values in drawn]) == pytest.approx(0.0, abs=0.06)
    ahead = drawn + np.array([0.0, 0.0, 0.0, 2.0])
    assert np.mean([lead_on_fresh_halves(values) for values in ahead]) == pytest.approx(2.0, abs=0.1)
