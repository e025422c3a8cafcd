"""Claims about comparisons: paired differences, intervals, chances, and how sure the answer is."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.measures.measure import MEASURES
from relsim.questions.compare.differences import chance_of_best, differences_table
from relsim.runs.policies import chosen_policies
from relsim.statistics.paired import difference_of, is_too_rare, mean_interval, paired

POLICIES = {
    "as-is": {},
    "dear": {"set": {"firms.harbour.price": 36}},
    "warm": {"set": {"firms.harbour.contact": {"frequency": "1 per month", "cost": 0.5}}},
}
PAIRS = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))


def compared(replications=3, **options):
    return relsim.compare(
        world(customers=200, periods=12, policies=POLICIES), replications=replications, **options
    )


# Paired differences


@given(pairs=st.lists(PAIRS, min_size=2, max_size=14))
def test_the_interval_of_a_few_replications_is_that_of_a_paired_t_test(pairs):
    values, base = np.array(pairs).T
    assume((values - base).std() > 1e-3 and not is_too_rare(values, base))
    expected = stats.ttest_rel(values, base).confidence_interval(0.95)
    found = paired(values, base)
    assert found["mean"] == pytest.approx(values.mean())
    assert found["difference"] == pytest.approx((values - base).mean(), abs=1e-6)
    assert found["low"] == pytest.approx(expected.low, rel=1e-9, abs=1e-6)
    assert found["high"] == pytest.approx(expected.high, rel=1e-9, abs=1e-6)


@given(pairs=st.lists(PAIRS, min_size=15, max_size=30))
def test_the_interval_of_more_holds_that_of_a_paired_t_test(pairs):
    values, base = np.array(pairs).T
    assume((values - base).std() > 1e-3 and not is_too_rare(values, base))
    inner = stats.ttest_rel(values, base).confidence_interval(0.95)
    found = paired(values, base)
    assert found["low"] <= inner.low + 1e-6 and found["high"] >= inner.high - 1e-6


def test_hall_transformation_of_the_ratio_has_both_quantiles_at_the_ends():
    """Hall 1992: T + a T^2 + a^2 T^3 / 3 + a / (2 n) is about normal, where a is a third of skewness."""
    gaps = np.random.default_rng(3).exponential(size=20)
    skewness, root = stats.skew(gaps), np.sqrt(20)
    (low, high), student = mean_interval(gaps), stats.t.ppf(0.975, 19) / root
    third = skewness / 3
    ratio = (gaps.mean() - high) / gaps.std(ddof=1)
    transformed = ratio + third * ratio**2 + third**2 * ratio**3 / 3 + third / 40
    assert transformed == pytest.approx(-student)
    assert low == pytest.approx(gaps.mean() - student * gaps.std(ddof=1))


@pytest.mark.parametrize("shape", ["normal", "exponential", "lognormal", "gamma"])
def test_intervals_of_twenty_skewed_replications_cover_the_truth_as_often_as_they_say(shape):
    """Student's alone covers .87 to .92 of the skewed ones; the standard error is .003."""
    luck = np.random.default_rng(4)
    drawn, truth = {
        "normal": (luck.normal(1, 1, (6000, 20)), 1.0),
        "exponential": (luck.exponential(1, (6000, 20)), 1.0),
        "lognormal": (luck.lognormal(0, 0.6, (6000, 20)), np.exp(0.18)),
        "gamma": (luck.gamma(0.4, 1, (6000, 20)), 0.4),
    }[shape]
    low, high = mean_interval(drawn)
    assert ((low <= truth) & (truth <= high)).mean() == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("chance", [0.0, 0.02, 0.1, 0.3])
def test_a_rare_difference_has_no_interval_instead_of_a_narrow_one(chance):
    """Of all intervals given, at most 5 in 100 replications miss; Student's would miss 65 of 100 at 2 %."""
    luck = np.random.default_rng(5)
    missed = 0
    for _ in range(400):
        values = (luck.random(20) < chance) * luck.exponential(1.0, 20)
        found = paired(values, np.zeros(20))
        missed += not found["low"] <= chance <= found["high"] and np.isfinite(found["low"])
        assert found["low"] != found["high"]
    assert missed / 400 <= 0.05


def test_a_difference_is_too_rare_where_few_replications_have_any():
    few, ten = np.zeros(20), np.zeros(40)
    few[:9], ten[:10] = 1.0, 1.0
    assert is_too_rare(few, np.zeros(20)) and not is_too_rare(ten, np.zeros(40))
    assert not is_too_rare(np.ones(3), np.zeros(3))
    told = difference_of(few, np.zeros(20))
    assert told["too_rare"] and np.isnan(told["low"]) and told["difference"] == 9 / 20


def test_a_difference_worked_out_by_hand():
    found = paired(np.array([3.0, 5.0, 7.0]), np.array([1.0, 4.0, 4.0]))
    half = 4.302652729911275 / np.sqrt(3)
    assert found["difference"] == 2.0
    assert (found["low"], found["high"]) == (pytest.approx(2 - half), pytest.approx(2 + half))
    # Variances 4 and 3 apart, 1 together.
    assert found["variance_reduction"] == pytest.approx(7.0)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    luck = np.random.default_rng(1)
    covered = 0
    for _ in range(2000):
        base = luck.normal(5, 3, 10)
        found = paired(base + luck.normal(1, 2, 10), base)
        covered += found["low"] <= 1 <= found["high"]
    assert covered / 2000 == pytest.approx(0.95, abs=0.015)


def test_equal_values_differ_by_exactly_zero_without_doubt():
    same = np.array([1.1, 2.2, 3.3])
    found = paired(same, same.copy())
    assert (found["difference"], found["low"], found["high"]) == (0.0, 0.0, 0.0)


def test_one_replication_tells_a_difference_but_not_how_sure_it_is():
    found = paired(np.array([3.0]), np.array([1.0]))
    assert found["difference"] == 2.0
    assert np.isnan(found["low"])
    assert np.isnan(found["high"])


def test_replications_in_which_something_could_not_be_measured_are_left_out_of_both_sides():
    values, base = np.array([1.0, np.nan, 5.0, 7.0]), np.array([0.0, 2.0, np.inf, 5.0])
    assert paired(values, base) == paired(values[[0, 3]], base[[0, 3]])
    unknown = paired(np.array([np.nan]), np.array([1.0]))
    assert all(np.isnan(value) for value in unknown.values())
    assert difference_of(values, base)["left_out"] == 2


def test_every_policy_is_compared_in_every_measure_and_the_baseline_with_itself():
    comparison = compared()
    table = comparison.differences
    assert len(table) == len(POLICIES) * len(MEASURES)
    base = table[table["policy"] == comparison.baseline]
    assert (base["difference"].dropna() == 0.0).all()


def test_differences_are_those_of_the_focal_firms_outcomes():
    comparison = compared(4)
    rows = comparison.outcomes[comparison.outcomes["firm"] == "harbour"]
    profit = rows.pivot_table(index="replication", columns="policy", values="profit", observed=True)
    table = comparison.differences.set_index(["policy", "measure"])
    told = table.loc[("dear", "profit")]
    expected = stats.ttest_rel(profit["dear"], profit["as-is"]).confidence_interval(0.95)
    assert told["mean"] == pytest.approx(profit["dear"].mean())
    assert told["difference"] == pytest.approx((profit["dear"] - profit["as-is"]).mean())
    assert (told["low"], told["high"]) == (pytest.approx(expected.low), pytest.approx(expected.high))


# The chance of being best


def outcomes(equity):
    """Outcomes of one firm whose customer equity is given as [replication, policy]."""
    equity = np.asarray(equity, float)
    names = [chr(ord("a") + number) for number in range(equity.shape[1])]
    table = pd.DataFrame(
        {
            "replication": np.repeat(np.arange(len(equity)), len(names)),
            "policy": pd.Categorical(names * len(equity), categories=names),
            "firm": "harbour",
            "customer_equity": equity.reshape(-1),
        }
    )
    return table, names


def test_the_chance_of_being_best_is_the_share_of_replications_won():
    table, names = outcomes([[1, 2, 0], [1, 2, 3], [0, 9, 3], [0, 1, 3]])
    assert chance_of_best(table, names, "harbour").to_dict() == {"a": 0.0, "b": 0.5, "c": 0.5}


def test_ties_share_the_win():
    table, names = outcomes([[2, 2, 1], [2, 2, 2]])
    assert chance_of_best(table, names, "harbour").tolist() == pytest.approx([5 / 12, 5 / 12, 1 / 6])


@given(equity=st.lists(st.tuples(*[st.integers(-3, 3)] * 3), min_size=1, max_size=20))
def test_chances_sum_to_one(equity):
    table, names = outcomes(equity)
    chances = chance_of_best(table, names, "harbour")
    assert chances.sum() == pytest.approx(1.0)
    assert (chances >= 0).all()


def test_the_order_of_rows_does_not_matter():
    table, names = outcomes([[1, 2, 0], [1, 2, 3], [0, 9, 3]])
    shuffled = table.sample(frac=1, random_state=1)
    expected = chance_of_best(table, names, "harbour")
    assert chance_of_best(shuffled, names, "harbour").equals(expected)
    for name in MEASURES:
        table[name] = table[name] if name in table else table["replication"] + 1.0
    first = differences_table(table, names, "a", "harbour")
    other = differences_table(table.sample(frac=1, random_state=2), names, "a", "harbour")
    pd.testing.assert_frame_equal(first, other)


# Which policies


def test_the_baseline_comes_first_and_the_others_in_the_order_of_the_file():
    scenario = world(policies=POLICIES, baseline="dear")
    assert chosen_policies(scenario, None) == ["dear", "as-is", "warm"]
    assert chosen_policies(scenario, ["warm"]) == ["dear", "warm"]
    assert chosen_policies(scenario, ["warm", "dear"]) == ["dear", "warm"]


def test_the_baseline_is_always_among_the_policies_compared():
    scenario = world(customers=50, periods=3, policies=POLICIES, baseline="dear")
    comparison = relsim.compare(scenario, policies=["as-is", "warm"], replications=2)
    assert comparison.baseline == "dear"
    assert comparison.policies == ["dear", "as-is", "warm"]


def test_a_policy_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match='did you mean "warm"'):
        compared(policies=["warn"])


def test_a_scenario_without_policies_cannot_be_compared():
    with pytest.raises(InputError, match="no policies"):
        relsim.compare(world(customers=50, periods=3), replications=2)


@pytest.mark.parametrize("start", [relsim.compare, relsim.run])
@pytest.mark.parametrize("replications", [0, -1])
def test_no_replications_at_all_are_refused(start, replications):
    scenario = world(customers=20, periods=2, policies=POLICIES).changed({"replications": 2})

    def attempt():
        try:
            start(scenario, replications=replications)
        except KeyboardInterrupt:
            pytest.fail("refused as if somebody had pressed Ctrl-C")

    with pytest.raises(ValueError, match="replication"):
        attempt()


def test_a_policy_may_change_the_mechanisms():
    policies = {
        "as-is": {},
        "silent": {"set": {"mechanisms.word_of_mouth": "none"}},
    }
    scenario = world(customers=60, periods=4, policies=policies)
    comparison = relsim.compare(scenario, replications=2, driver="agents")
    heard = comparison.periods.groupby("policy", observed=True)["praise_heard"].sum()
    assert heard["silent"] == 0 < heard["as-is"]
