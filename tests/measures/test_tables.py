"""Claims about tables and outcomes, on tallies written by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import finished, scenario_of, world

import relsim
from relsim.market.columns import TALLY, blank_columns
from relsim.measures.customers import customers_table
from relsim.measures.measure import HEADLINES, MEASURES
from relsim.measures.outcomes import outcomes_table
from relsim.measures.records import Records, flows_table, ladder_table, periods_table
from relsim.vocabulary import (
    ADVOCATE,
    BOOKED_PER_UNIT,
    CLIENT,
    LAPSED,
    NEGLECT,
    PARTNER,
    PRICE,
    PROSPECT,
    PURCHASER,
    SUPPORTER,
    WALK_IN,
    WORD_OF_MOUTH,
    Line,
    column_name,
)


def yearly(periods=2, firms=("harbour", "summit"), **settings):
    """A scenario whose periods are years, so that nothing needs converting."""
    return scenario_of(
        {
            "title": "A world of years",
            "period": "year",
            "periods": periods,
            "customers": 10,
            "discount": "25% per year",
            "firms": {name: {"price": 10} for name in firms},
        }
        | settings
    )


def tallies(periods=2, firms=2):
    """Tallies of one run in which nothing happened."""
    return np.zeros((1, periods, firms), TALLY)


def a_small_story():
    """Two years of two firms: ten customers, of whom harbour has four, then five."""
    told = tallies()
    harbour, summit = told[0, :, 0], told[0, :, 1]
    harbour["flows"][0, CLIENT, CLIENT] = 3
    harbour["flows"][0, CLIENT, LAPSED] = 1
    harbour["flows"][0, PROSPECT, PURCHASER] = 1
    harbour["flows"][0, PROSPECT, PROSPECT] = 5
    harbour["flows"][1, CLIENT, SUPPORTER] = 1
    harbour["flows"][1, CLIENT, CLIENT] = 2
    harbour["flows"][1, PURCHASER, CLIENT] = 1
    harbour["flows"][1, LAPSED, LAPSED] = 1
    harbour["flows"][1, PROSPECT, PURCHASER] = 1
    harbour["flows"][1, PROSPECT, PROSPECT] = 4
    summit["flows"][:, PROSPECT, PROSPECT] = 10
    harbour["exposed"][0, 0], harbour["exposed"][1, 0], harbour["exposed"][1, 1] = 4, 1, 3
    harbour["lost"][0, NEGLECT] = 1
    harbour["lost_by_tenure"][0, 0] = 1
    harbour["acquired"][0, WORD_OF_MOUTH] = harbour["acquired"][1, WALK_IN] = 1
    harbour["purchases"] = [6, 8]
    summit["purchases"] = [2, 0]
    harbour["category_purchases"] = [7, 16]
    harbour["promoters"], harbour["passives"], harbour["detractors"] = [1, 3], [1, 1], [2, 1]
    harbour["satisfaction_ppm"] = [2_000_000, 4_000_000]
    for line, amounts in {
        "revenue": (100, 200),
        "goods": (40, 80),
        "advertising": (10, 5),
        "contacts_cost": (8, 16),
        "overhead": (1, 1),
    }.items():
        harbour[line] = np.multiply(amounts, BOOKED_PER_UNIT)
    harbour["dissatisfied_leavers"], harbour["silent_leavers"] = [4, 0], [3, 0]
    harbour["positive_speakers"], harbour["negative_speakers"] = [6, 3], [1, 2]
    return Records(told, ["as is"], [0], ["harbour", "summit"])


@pytest.fixture(scope="module")
def periods():
    return periods_table(a_small_story())


@pytest.fixture(scope="module")
def outcome(periods):
    table = outcomes_table(periods, yearly()).set_index("firm")
    return table.loc["harbour"]


def row(periods, period, firm="harbour"):
    return periods[(periods["firm"] == firm) & (periods["period"] == period)].iloc[0]


def test_a_period_counts_customers_at_its_end(periods):
    assert row(periods, 0)[["customers", "prospects", "lapsed"]].tolist() == [4, 5, 1]
    assert row(periods, 1)[["customers", "prospects", "lapsed"]].tolist() == [5, 4, 1]
    assert row(periods, 0)["customers_at_start"] == 4
    assert row(periods, 0)["retention"] == 0.75


def test_gains_and_losses_are_listed_by_channel_and_reason(periods):
    first = row(periods, 0)
    assert (first["acquired"], first["acquired_by_word_of_mouth"]) == (1, 1)
    assert (first["lost"], first["lost_to_neglect"], first["lost_to_price"]) == (1, 1, 0)


def test_net_promoter_score_is_promoters_less_detractors_in_percent_of_answers(periods, outcome):
    assert row(periods, 0)["nps"] == -25.0
    assert row(periods, 1)["nps"] == 40.0
    assert np.isnan(row(periods, 0, "summit")["nps"])
    assert outcome["nps"] == 40.0


def test_money_is_in_whole_units_and_profit_is_what_remains(periods, outcome):
    first = row(periods, 0)
    assert (first["revenue"], first["goods"], first["acquisition"]) == (100, 40, 10)
    assert (first["retention_cost"], first["fixed"]) == (8, 1)
    assert first["contribution"] == 42
    assert first["profit"] == 41
    assert outcome["profit"] == 41 + (200 - 80 - 5 - 16 - 1)
    assert outcome["revenue"] == 300


def test_shares_of_market_and_wallet(periods, outcome):
    assert row(periods, 0)["market_share"] == 0.75
    assert row(periods, 0)["share_of_wallet"] == 6 / 7
    assert outcome["market_share"] == 1.0
    assert outcome["share_of_wallet"] == 0.5


def test_mean_feelings_are_per_customer(periods):
    assert row(periods, 0)["satisfaction"] == 0.5
    assert row(periods, 1)["satisfaction"] == 0.8


def test_customer_equity_is_discounted_contribution_and_what_customers_are_still_worth(outcome):
    # The last year: a contribution of 99, and 5 spent on acquisition, from 4 who all stayed and 1 who came.
    residual = 5 * (104 / 5) * 1.0 / (1.25 - 1.0)
    assert outcome["customer_equity"] == pytest.approx(42 * 0.8 + (99 + residual) * 0.64)
    assert outcome["lifetime_value"] == pytest.approx((104 / 5) / 0.25)


def contracts(retained, won, years=1, margin=100, discount="12% per year"):
    """The outcome of years in which customers pay at the end, where this share stays and so many come."""
    told, customers = tallies(years, 1), 1000
    for year in told[0, :, 0]:
        stay = round(retained * customers)
        year["exposed"][0], year["lost"][NEGLECT] = customers, customers - stay
        year["lost_by_tenure"][0] = customers - stay
        year["flows"][CLIENT, CLIENT], year["flows"][CLIENT, LAPSED] = stay, customers - stay
        year["flows"][PROSPECT, PURCHASER] = year["acquired"][WALK_IN] = won
        customers = stay + won
        year["revenue"] = BOOKED_PER_UNIT * margin * customers
    periods = periods_table(Records(told, ["as is"], [0], ["harbour"]))
    scenario = yearly(years, ("harbour",), customers=1000 + years * won, discount=discount)
    return outcomes_table(periods, scenario).iloc[0]


@pytest.mark.parametrize(("retained", "worth"), [(0.8, 250.0), (0.6, 115.3846)])
@pytest.mark.parametrize("years", [1, 2, 3])
def test_equity_of_a_contract_is_m_r_over_1_plus_d_less_r_whatever_the_horizon(retained, worth, years):
    """The residual value goes on as the run began (Gupta and Lehmann 2003, with d of 12 %)."""
    assert contracts(retained, 0, years)["customer_equity"] / 1000 == pytest.approx(worth, rel=1e-6)


def test_who_comes_in_the_last_year_does_not_make_those_who_are_there_look_dearer():
    without, steady = (contracts(0.8, won)["lifetime_value"] for won in (0, 200))
    assert without == pytest.approx(250.0)
    assert steady == pytest.approx(250.0)


@given(start=st.integers(0, 500), kept=st.floats(0, 1), won=st.integers(0, 500), margin=st.integers(-99, 999))
def test_residual_value_is_at_most_what_the_last_year_brought_for_ever(start, kept, won, margin):
    told = tallies(1, 1)
    year, stay = told[0, 0, 0], round(kept * start)
    year["exposed"][0], year["lost"][NEGLECT] = start, start - stay
    year["flows"][CLIENT, CLIENT], year["flows"][PROSPECT, PURCHASER] = stay, won
    year["revenue"] = BOOKED_PER_UNIT * margin
    table = outcomes_table(
        periods_table(Records(told, ["as is"], [0], ["harbour"])), yearly(1, ("harbour",), customers=2000)
    )
    at_most = abs(margin) * (0.8 + 0.8 / 0.25)
    assert abs(table["customer_equity"][0]) <= at_most + 1e-6


def test_retention_costs_and_ratios(outcome):
    assert outcome["yearly_retention"] == 1 - 1 / 8
    assert outcome["cost_to_acquire"] == 15 / 2
    assert outcome["cost_to_retain"] == 24 / 8
    assert np.isnan(outcome["cost_to_win_back"])
    assert outcome["acquired"] == 2
    assert outcome["lost"] == 1
    assert outcome["inflow_per_outflow"] == 2
    assert outcome["recommended_share"] == 0.5
    assert outcome["referral_r"] == 1
    assert outcome["silent_share"] == 0.75
    assert outcome["praise_to_blame"] == 3
    assert outcome["advocates_share"] == 0


def test_a_firm_with_nobody_has_outcomes_too(periods):
    idle = outcomes_table(periods, yearly()).set_index("firm").loc["summit"]
    assert idle["customers"] == idle["profit"] == idle["customer_equity"] == 0
    assert np.isnan(idle["nps"])
    assert np.isnan(idle["yearly_retention"])


def test_every_measure_has_a_column_and_every_headline_is_a_measure(periods):
    table = outcomes_table(periods, yearly())
    assert set(MEASURES) <= set(table.columns)
    assert set(HEADLINES) <= set(MEASURES)
    assert len(table) == 2


def test_half_a_year_costs_as_much_a_year_as_a_whole_one():
    # 2 a month for each customer is 24 a year, however long was looked at.
    for periods in (6, 12, 24):
        told = tallies(periods, 1)
        told["exposed"][..., 0] = 10
        told["contacts_cost"] = 20 * BOOKED_PER_UNIT
        scenario = yearly(periods, ["harbour"], period="month")
        records = Records(told, ["as is"], [0], ["harbour"])
        outcome = outcomes_table(periods_table(records), scenario).iloc[0]
        assert outcome["cost_to_retain"] == pytest.approx(24)


def test_monthly_losses_add_up_to_a_year():
    told = tallies(12, 1)
    told["exposed"][..., 0], told["lost"][..., PRICE] = 10, 1
    scenario = yearly(12, ["harbour"], period="month")
    records = Records(told, ["as is"], [0], ["harbour"])
    outcome = outcomes_table(periods_table(records), scenario).iloc[0]
    assert outcome["yearly_retention"] == pytest.approx(0.9**12)


@pytest.mark.parametrize("discount", [0, "-3% per year"])
def test_a_market_that_nobody_leaves_is_measured_without_discount_too(discount):
    told = tallies(3, 1)
    told["exposed"][..., 0], told["revenue"] = 10, BOOKED_PER_UNIT
    told["flows"][..., CLIENT, CLIENT] = 10
    scenario = yearly(3, ["harbour"], discount=discount)
    table = periods_table(Records(told, ["as is"], [0], ["harbour"]))
    outcome = outcomes_table(table, scenario).iloc[0]
    assert outcome["profit"] == 3
    assert not outcome["lifetime_value"] < 0


# Ladder and flows


def test_the_ladder_lists_every_rung_of_every_firm_and_period():
    ladder = ladder_table(a_small_story())
    assert len(ladder) == 2 * 2 * 7
    first = ladder[(ladder["firm"] == "harbour") & (ladder["period"] == 0)]
    counts = first.set_index("rung")["customers"].to_dict()
    assert counts == {
        "prospect": 5,
        "purchaser": 1,
        "client": 3,
        "supporter": 0,
        "advocate": 0,
        "partner": 0,
        "lapsed": 1,
    }


def test_flows_list_moves_and_not_those_who_stayed():
    flows = flows_table(a_small_story())
    assert flows.astype(str).to_numpy().tolist() == [
        ["0", "as is", "harbour", "0", "prospect", "purchaser", "1"],
        ["0", "as is", "harbour", "0", "client", "lapsed", "1"],
        ["0", "as is", "harbour", "1", "prospect", "purchaser", "1"],
        ["0", "as is", "harbour", "1", "purchaser", "client", "1"],
        ["0", "as is", "harbour", "1", "client", "supporter", "1"],
    ]


def test_a_market_without_moves_has_a_table_of_flows_without_rows():
    flows = flows_table(Records(tallies(), ["as is"], [0], ["harbour", "summit"]))
    assert len(flows) == 0
    assert list(flows.columns) == list(flows_table(a_small_story()).columns)


def test_measuring_does_not_change_the_records():
    story = a_small_story()
    before = story.tallies.tobytes()
    ladder_table(story), flows_table(story), periods_table(story)
    assert story.tallies.tobytes() == before


def test_the_index_names_every_run_in_order():
    told = np.zeros((4, 2, 2), TALLY)
    records = Records(told, ["b", "a", "b", "a"], [7, 7, 8, 8], ["harbour", "summit"])
    table = periods_table(records)
    assert len(table) == 16
    heads = table.iloc[::4][["replication", "policy"]].astype({"policy": str})
    assert heads.to_numpy().tolist() == [[7, "b"], [7, "a"], [8, "b"], [8, "a"]]
    assert table["firm"].astype(str).tolist() == ["harbour", "summit"] * 8
    assert table["period"].tolist() == [0, 0, 1, 1] * 4


def test_outcomes_of_many_runs_are_those_of_each_alone():
    result = relsim.run(world(customers=200), replications=3)
    for replication in range(3):
        rows = result.periods[result.periods["replication"] == replication].reset_index(drop=True)
        alone = outcomes_table(rows, result.scenario)
        whole = result.outcomes
        expected = whole[whole["replication"] == replication].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, expected, check_exact=True)


# Customers


def test_the_table_of_customers_has_one_row_for_each_customer_and_firm():
    market = finished(world(customers=50))
    table = customers_table(market.columns, market.scenario)
    assert len(table) == 100
    assert table["customer"].tolist() == [number for number in range(50) for _ in range(2)]
    assert table["firm"].astype(str).tolist() == ["harbour", "summit"] * 50
    summit = table[table["firm"] == "summit"].reset_index(drop=True)
    assert (summit["purchases"] == market.columns.purchases[:, 1]).all()
    assert (summit["need_rate"] == market.columns.need_rate).all()


def test_a_customers_profit_is_revenue_less_every_cost():
    scenario = yearly(1, ["harbour"], customers=2)
    columns = blank_columns(2, 1)
    for amount, name in enumerate(
        ("goods", "service", "acquisition", "retention_cost", "recovery", "win_back"), 1
    ):
        columns.ties[name][1] = amount * BOOKED_PER_UNIT / 100
    columns.ties["revenue"][1] = 100 * BOOKED_PER_UNIT
    table = customers_table(columns, scenario)
    assert table["profit"].tolist() == [0.0, 99.79]
    assert table["revenue"].tolist() == [0.0, 100.0]
    assert table["rung"].tolist() == ["prospect", "prospect"]


def test_profit_of_customers_and_firms_agree_to_the_cent():
    result = relsim.run(world(customers=300))
    left = result.customers.groupby("firm", observed=True)["profit"].sum()
    booked = result.periods.groupby("firm", observed=True)["contribution"].sum()
    np.testing.assert_allclose(left, booked, atol=1e-6)


# Names


def test_names_of_columns_are_words_joined_by_underscores():
    result = relsim.run(world(customers=50, periods=3))
    for name in ("periods", "ladder", "flows", "customers", "outcomes"):
        for column in getattr(result, name).columns:
            assert column.islower()
            assert column.replace("_", "").isalnum()


def test_every_line_of_the_books_is_a_column(periods):
    for line in Line:
        name = column_name(line)
        assert ("revenue" if line == Line.REVENUE else f"line_{name}") in periods.columns


def test_advocates_and_partners_are_counted_together():
    told = tallies(1, 1)
    told["flows"][0, 0, 0, ADVOCATE, ADVOCATE], told["flows"][0, 0, 0, ADVOCATE, PARTNER] = 2, 1
    table = periods_table(Records(told, ["as is"], [0], ["harbour"]))
    assert table["advocates_and_partners"].tolist() == [3]
