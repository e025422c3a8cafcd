"""Claims about enough replications: the width asked for, the policies left, and what is said of them."""

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.questions.compare.effort import effort
from relsim.questions.compare.enough import enough, width_of
from relsim.questions.compare.results import open_results, save
from relsim.questions.compare.subject import Subject
from relsim.statistics.paired import half_width, paired, replications_for

POLICIES = {
    "as-is": {},
    "dear": {"set": {"firms.harbour.price": 60}},
    "warm": {"set": {"firms.harbour.contact": {"frequency": "1 per month", "cost": 0.5}}},
}


class Drawn:
    """Values of policies drawn from normal distributions with common luck."""

    measure = "customer_equity"

    def __init__(self, means, spread, seed, most=10_000):
        luck = np.random.default_rng(seed)
        common = luck.normal(0.0, 3.0, (most, 1))
        self.values = np.asarray(means) + common + luck.normal(0.0, spread, (most, len(means)))
        self.variants = [type("Named", (), {"policy": f"p{n}"}) for n in range(len(means))]
        self.most = most
        self.longest = [0] * len(means)

    def __call__(self, policies, number):
        for policy in policies:
            self.longest[policy] = max(self.longest[policy], number)
        return self.values[:number, policies]

    def known(self, policies):
        return self.values[: min(self.longest[policy] for policy in policies), policies]


def compared(**options):
    return relsim.compare(world(customers=150, periods=6, policies=POLICIES), **options)


def test_replications_stop_where_the_interval_is_as_narrow_as_was_asked_and_not_much_later():
    for seed in range(20):
        found = enough(Drawn([100, 103, 90], 2.0, seed), 0.5)
        row = next(row for row in found.table if row["policy"] == "p1")
        assert row["half_width"] <= 0.5
        assert found.is_narrow
        # A standard deviation of the difference of 2 times root 2 needs about 126 replications.
        assert 60 <= found.replications <= 210


def test_intervals_that_stop_when_narrow_still_cover_the_truth_as_often_as_they_say():
    covered = 0
    for seed in range(400):
        row = enough(Drawn([100, 103], 2.0, seed, most=400), 0.6).table[0]
        covered += row["low"] <= 3.0 <= row["high"]
    assert covered / 400 >= 0.95 - 2.5 * np.sqrt(0.95 * 0.05 / 400)


def test_the_unpaired_number_is_that_of_the_variances():
    found = enough(Drawn([100, 103], 1.0, 4), 0.5)
    # Variances of 9 + 1 each: 1.96 squared times 20 over 0.25.
    assert found.table[0]["unpaired"] == pytest.approx(1.96**2 * 20 / 0.25, rel=0.35)
    assert found.table[0]["unpaired"] > 5 * found.replications


def test_a_share_is_one_of_the_baseline_and_an_amount_is_itself():
    assert width_of("1%", np.array([-150.0, -250.0])) == 2.0
    assert width_of("250", np.array([1.0])) == width_of(250, np.array([1.0])) == 250.0


@pytest.mark.parametrize("wrong", ["narrow", "0%", "-3", "5% per year", True])
def test_a_width_that_is_none_is_refused(wrong):
    with pytest.raises(InputError, match="share such as 1%"):
        width_of(wrong, np.array([100.0]))


def test_a_share_of_nothing_is_refused():
    with pytest.raises(InputError, match="amount of money"):
        width_of("1%", np.zeros(3))


def test_a_limit_ends_it_and_it_says_so():
    found = enough(Drawn([100, 100.1], 2.0, 1, most=40), 0.05)
    assert found.replications == 40
    assert not found.is_narrow
    assert not found.is_sure


def test_where_the_baseline_is_best_the_policy_that_came_nearest_stays():
    found = enough(Drawn([100, 80, 98], 1.0, 1), 0.5)
    assert found.best == "p0"
    assert found.policies == ["p0", "p2"]


def test_replications_for_a_width_are_the_fewest_that_reach_it():
    for spread in (0.0, 0.3, 1.0, 7.0):
        number = replications_for(spread, 1.0)
        assert half_width(spread, number) <= 1.0
        assert number == 2 or half_width(spread, number - 1) > 1.0


@pytest.mark.slow
def test_a_comparison_until_a_width_is_the_comparison_of_that_many_replications():
    found = compared(until="8%")
    told = found.enough
    assert "dear" not in told.policies
    again = compared(policies=told.policies, replications=told.replications)
    assert found.outcomes.equals(again.outcomes)
    row = next(row for row in told.table if row["policy"] == "warm")
    ours = found.differences.query("policy == 'warm' and measure == 'customer_equity'").iloc[0]
    assert (row["low"], row["high"]) == (ours["low"], ours["high"])
    assert (row["high"] - row["low"]) / 2 <= told.width * (1 + 1e-9)
    aside = next(row for row in told.table if row["policy"] == "dear")
    values = compared(policies=["dear"], replications=aside["replications"])
    equity = values.outcomes.query("firm == 'harbour'").pivot(
        index="replication", columns="policy", values="customer_equity"
    )
    assert paired(equity["dear"].to_numpy(), equity["as-is"].to_numpy())["low"] == aside["low"]


def test_what_was_enough_is_stored_and_told(tmp_path):
    found = compared(until="10%")
    save(found, tmp_path)
    assert open_results(tmp_path).enough == found.enough
    said = " ".join(effort(Subject(found)))
    assert f"It took {found.replications} replications" in said
    assert "Set aside on the way: dear after 20 replications." in said
    assert "KN of Kim and Nelson 2001" in said
    assert effort(Subject(compared(replications=2))) == []


def test_too_few_replications_for_a_first_look_are_refused():
    with pytest.raises(InputError, match="at least 20"):
        compared(until="1%", replications=5)
