"""Marginal costs: extra cost over extra customers, in pairs; levers are raised in their own units."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import special
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.questions.marginal.page import marginal_sentences, note_of
from relsim.questions.marginal.question import LEVER_BY_PURPOSE, average_of, extra_cost, extra_customers
from relsim.questions.marginal.step import number_in, raised
from relsim.report.names import name_of_value
from relsim.report.wording import MINUS, NO_VALUE
from relsim.runs.variant import AS_IS
from relsim.statistics.paired import FEWEST_CHANGED
from relsim.statistics.ratio import ratio

ADVERTISING = {"firms.harbour.advertising": {"spend": "300 per month", "ceiling": 0.8, "response": 2.0}}
CONTACT = {"firms.harbour.contact": {"frequency": "4 per year", "cost": 1}}
WIN_BACK = {"firms.harbour.win_back": {"frequency": "4% per month", "cost": 2}}


@pytest.fixture(scope="module")
def costs():
    scenario = world(ADVERTISING | CONTACT | WIN_BACK, customers=800, periods=36)
    return relsim.marginal_costs(scenario, replications=6, step=0.5)


def test_a_ratio_of_means_and_its_interval():
    value, low, high = ratio(np.array([20.0, 22.0, 24.0]), np.array([10.0, 11.0, 12.0]))
    assert (value, low, high) == pytest.approx((2.0, 2.0, 2.0))
    value, low, high = ratio(np.array([1.0, 2.0, 3.0, 2.0]), np.array([4.0, 4.0, 4.0, 4.0]))
    assert value == 0.5
    assert (high - low) / 2 == pytest.approx(3.182446 * np.std([1, 2, 3, 2], ddof=1) / 2 / 4)


def test_a_ratio_to_nothing_is_unknown_and_to_hardly_anything_unsure():
    assert np.isnan(ratio(np.ones(3), np.zeros(3))).all()
    value, low, high = ratio(np.ones(2), np.array([-1.0, 2.0]))
    assert value == 2.0 and np.isnan([low, high]).all()
    assert np.isnan(ratio(np.ones(1), np.ones(1))[1:]).all()


def test_an_average_says_in_how_many_replications_there_was_nothing_to_measure(costs):
    assert average_of(np.array([2.0, np.nan, 4.0])) == {"average": 3.0, "average_left_out": 1}
    assert np.isnan(average_of(np.array([np.nan]))["average"])
    told = replace(costs, table=costs.table.assign(average_left_out=[0, 0, 2]))
    remark = note_of(told).tables[0].remark
    assert "cost to win back one customer (credited) in 2 of 6 replications (nobody was won back)" in remark


def test_losses_avoided_are_those_that_the_old_rate_would_have_taken():
    numbers = {"lost": (20, 18), "customers_at_start": (100, 120), "acquired": (9, 14)}
    numbers |= {"acquired_by_win_back": (4, 6)}
    sums = pd.concat(
        {
            name: pd.DataFrame({AS_IS: [base], "retain": [other], "acquire": [other], "win back": [other]})
            for name, (base, other) in numbers.items()
        },
        axis=1,
    )
    assert extra_customers("retain", sums).tolist() == [120 * 0.2 - 18]
    assert extra_customers("acquire", sums).tolist() == [(14 - 6) - (9 - 4)]
    assert extra_customers("win back", sums).tolist() == [2]


def test_a_customer_retained_costs_what_is_spent_more_on_those_who_may_leave_and_not_on_those_who_stayed():
    """R of 10 on each of 100 keeps 80; 12 keeps 90, who in the next year are met with 12 again."""
    sums = {
        "retention_cost": (100 * 10 + 80 * 10, 100 * 12 + 90 * 12),
        "customers_at_start": (180, 190),
        "lost": (20 + 16, 10 + 9),
        "acquired": (0, 0),
        "acquired_by_win_back": (0, 0),
        "recovery": (0, 0),
    }
    columns = {name: pd.DataFrame([pair], columns=["base", "retain"]) for name, pair in sums.items()}
    table = pd.concat(columns, axis=1)
    extra = extra_cost("retain", table["retention_cost"], table["customers_at_start"], "base")
    saved = extra_customers("retain", table, "base")
    assert (extra / saved).tolist() == pytest.approx([(12 - 10) / (0.9 - 0.8)])


def test_a_step_goes_as_far_to_either_side_so_that_curvature_cancels():
    one = raised(world(ADVERTISING), "harbour", "advertising.spend", 0.1)
    spends = [each.firms["harbour"].advertising.spend.amount for each in (one.lowered, one.scenario)]
    assert spends == pytest.approx([270.0, 330.0])
    assert (one.below, one.before, one.after) == ("270 per month", "300 per month", "330 per month")


@pytest.mark.slow
def test_a_step_as_large_as_a_half_finds_nearly_the_same_margin_as_a_small_one():
    bare = world(ADVERTISING, customers=3000, periods=24)
    found = [
        relsim.marginal_costs(bare, replications=24, step=step).table.set_index("purpose")
        for step in (0.1, 0.5)
    ]
    small, large = (table.loc["acquire", "marginal"] for table in found)
    assert large == pytest.approx(small, rel=0.1)


def test_more_money_brings_more_of_what_it_is_spent_on(costs):
    table = costs.table.set_index("purpose")
    assert list(table.index) == list(LEVER_BY_PURPOSE)
    assert (table["extra_cost"] > 0).all() and (table["extra_customers"] > 0).all()
    known = table.dropna(subset="low")
    assert ((known["low"] < known["marginal"]) & (known["marginal"] < known["high"])).all()
    quotient = table["extra_cost"] / table["extra_customers"]
    assert table["marginal"].to_numpy() == pytest.approx(quotient.to_numpy())
    around = table.loc["retain", ["below", "before", "after"]].tolist()
    assert around == ["2 per year", "4 per year", "6 per year"]


def test_the_average_is_that_of_the_market_as_it_is(costs):
    usual = relsim.run(costs.scenario, replications=6).summary["firms"]["harbour"]
    average = costs.table.set_index("purpose")["average"]
    assert average["acquire"] == pytest.approx(usual["cost_to_acquire"])
    assert average["retain"] == pytest.approx(usual["cost_to_retain"])
    assert costs.ratios["average"] == pytest.approx(usual["cost_to_acquire"] / usual["cost_to_retain"])


def test_where_advertising_saturates_the_next_customer_is_dearer_than_the_average():
    bare = world(ADVERTISING, customers=800, periods=24)
    marginals = [
        relsim.marginal_costs(
            bare.changed({"firms.harbour.advertising.spend": f"{spend} per month"}), replications=6, step=0.5
        )
        .table.set_index("purpose")
        .loc["acquire", ["average", "marginal"]]
        for spend in (100, 1600)
    ]
    assert marginals[1]["marginal"] > marginals[0]["marginal"]
    assert marginals[1]["marginal"] > marginals[1]["average"]


def test_a_step_is_taken_in_the_unit_of_the_lever():
    scenario = world(ADVERTISING | CONTACT | WIN_BACK)
    for lever, after in (("advertising.spend", 375.0), ("complaints.resolution", 0.625)):
        firm = raised(scenario, "harbour", lever, 0.25).scenario.firms["harbour"]
        part, name = lever.split(".")
        assert number_in(getattr(getattr(firm, part), name)) == pytest.approx(after)
    firm = raised(scenario, "harbour", "win_back.frequency", 0.25).scenario.firms["harbour"]
    assert str(firm.win_back.frequency) == "5% per month"
    assert firm.win_back.cost == 2


def test_a_lever_that_is_not_used_is_pulled_as_far_as_a_strategy_would_in_part():
    one = raised(world(), "harbour", "contact.frequency", 0.25)
    contact = one.scenario.firms["harbour"].contact
    assert one.before == "0 per year" and str(contact.frequency) == "1.875 per year"
    assert contact.cost == pytest.approx(0.02 * 30)


@pytest.mark.parametrize(
    ("lever", "hint"),
    [
        ("contact.frequnecy", "frequency"),
        ("targeting.contact", "cannot be raised"),
        ("referral.giver", "no strategy says"),
    ],
)
def test_what_cannot_be_raised_is_refused(lever, hint):
    with pytest.raises(InputError, match=hint):
        raised(world(), "harbour", lever, 0.25)


@pytest.mark.parametrize(
    ("words", "hint"),
    [({"firm": "harbor"}, "harbour"), ({"levers": {"acquires": "price"}}, "acquire"), ({"policy": "x"}, "x")],
)
def test_unknown_names_are_refused(words, hint):
    with pytest.raises(InputError, match=hint):
        relsim.marginal_costs(world(), replications=1, **words)


def test_the_words_name_the_ratio_as_folklore(costs):
    best, ratio_told = marginal_sentences(costs)
    assert "folklore" in ratio_told
    surest = costs.table.loc[costs.table["equity_low"].idxmax()]
    assert (name_of_value(surest["lever"]) in best) == (surest["equity_low"] > 0.0)
    assert [len(table.rows) for table in note_of(costs).tables] == [3, 3]


def test_the_surest_use_of_the_next_amount_is_named_and_chance_is_not(costs):
    lucky = costs.table.assign(equity_per_cost=[9.0, 3.0, 1.0], equity_low=[-1.0, 2.0, 0.5], equity_high=20.0)
    assert (
        "Surest use of the next EUR: keeping customers" in marginal_sentences(replace(costs, table=lucky))[0]
    )
    assert (
        "do not show any lever" in marginal_sentences(replace(costs, table=lucky.assign(equity_low=-1.0)))[0]
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"extra_customers": -2.0}, "nobody more"),
        ({"extra_cost": -5.0, "spent_more": -5.0}, "less is spent"),
        ({"low": np.nan}, NO_VALUE),
    ],
)
def test_a_margin_that_means_nothing_is_not_told_as_a_number(costs, change, said):
    told_rows = note_of(replace(costs, table=costs.table.assign(**change))).tables[0].rows
    assert all(any(said in cell for cell in row) for row in told_rows)
    assert not any(cell.startswith(MINUS) for row in told_rows for cell in row[2:4])


@pytest.mark.parametrize("marginal", [-3.0, np.nan])
def test_where_more_money_brought_nobody_no_ratio_is_told(costs, marginal):
    table = costs.table.copy()
    table.loc[table["purpose"] == "retain", "marginal"] = marginal
    told_of = marginal_sentences(replace(costs, table=table))
    assert "no such ratio" in told_of[1]
    assert "no such ratio" not in marginal_sentences(costs)[1]


@pytest.mark.parametrize("number", [100, 1000])
def test_a_ratio_whose_denominator_is_rarely_anything_has_no_interval(number):
    """The interval from the spread would look narrow, and rest on the few replications that had any."""
    below, above = np.zeros(number), np.zeros(number)
    below[:FEWEST_CHANGED] = 1.0
    above[:FEWEST_CHANGED] = 3.0
    value, low, high = ratio(above, below)
    assert value == pytest.approx(3.0)
    assert np.isfinite([low, high]).all()
    below[FEWEST_CHANGED - 1] = above[FEWEST_CHANGED - 1] = 0.0
    value, low, high = ratio(above, below)
    assert value == pytest.approx(3.0)
    assert np.isnan([low, high]).all()
    spread = special.stdtrit(number - 1, 0.975) * below.std(ddof=1) / np.sqrt(number)
    assert below.mean() > spread
