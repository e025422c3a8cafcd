"""Claims about rungs: known answers on tallies written by hand, and what must hold in every market."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from worlds import OPEN, scenarios, world

import relsim
from relsim.market.columns import TALLY, blank_ties
from relsim.measures.climbs import Climbs, ends_of_years, moves_between
from relsim.measures.records import RUNG_NAMES, Records, flows_table, ladder_table, periods_table
from relsim.measures.rungs import OF_CUSTOMERS, RUNG_MEASURES, rung_sums
from relsim.report.rungs import ladder_of, rungs_of
from relsim.vocabulary import (
    ADVOCATE,
    CLIENT,
    LAPSED,
    PROSPECT,
    PURCHASER,
    REFERRAL,
    SUPPORTER,
    WORD_OF_MOUTH,
    Rung,
    word,
)

FIRMS = ["harbour", "summit"]


class Told:
    """Results with nothing but the tables from which a ladder is told."""

    def __init__(self, tallies, **sums):
        runs = len(tallies)
        records = Records(tallies, ["as is"] * runs, list(range(runs)), FIRMS)
        self.ladder, self.flows = ladder_table(records), flows_table(records)
        self.periods = periods_table(records)
        self.rungs = reported(runs, **sums)


def reported(runs, **sums):
    """What an observer would have reported: zeros, but for some sums of harbour, the same in each run."""
    index = pd.MultiIndex.from_product([range(runs), ["as is"], FIRMS, RUNG_NAMES])
    names = ["replication", "policy", "firm", "rung"]
    table = pd.DataFrame(0.0, index, ["profit", "recruits", "reached", "waited"]).rename_axis(names)
    for name, by_rung in sums.items():
        for rung, value in by_rung.items():
            table.loc[(slice(None), "as is", "harbour", word(Rung(rung))), name] = value
    return table.reset_index()


def three_years():
    """Ten people in three years: harbour begins with four clients, and summit with nobody."""
    told = np.zeros((1, 3, 2), TALLY)
    flows = told[0, :, 0]["flows"]
    flows[0, CLIENT, [CLIENT, SUPPORTER, LAPSED]] = [2, 1, 1]
    flows[0, PROSPECT, [PROSPECT, PURCHASER]] = [4, 2]
    flows[1, CLIENT, CLIENT] = flows[1, SUPPORTER, ADVOCATE] = 1
    flows[1, CLIENT, SUPPORTER] = flows[1, PURCHASER, CLIENT] = flows[1, PURCHASER, LAPSED] = 1
    flows[1, LAPSED, LAPSED] = 1
    flows[1, PROSPECT, PROSPECT] = 4
    flows[2, CLIENT, CLIENT] = flows[2, ADVOCATE, ADVOCATE] = flows[2, SUPPORTER, LAPSED] = 1
    flows[2, CLIENT, LAPSED] = flows[2, LAPSED, CLIENT] = flows[2, LAPSED, LAPSED] = 1
    flows[2, PROSPECT, PROSPECT] = 4
    told[0, :, 1]["flows"][:, PROSPECT, PROSPECT] = 10
    return told


def measures(told, period="year", firm="harbour"):
    """Means by rung and measure."""
    rows = rungs_of(told, period)
    return rows[rows["firm"] == firm].pivot(index="rung", columns="measure", values="mean")


def test_measures_of_rungs_are_those_worked_out_by_hand():
    told = Told(
        three_years(),
        profit={CLIENT: 800.0, PURCHASER: 40.0, LAPSED: -6.0},
        recruits={CLIENT: 2, SUPPORTER: 1},
        reached={PURCHASER: 2, CLIENT: 1},
        waited={CLIENT: 1},
    )
    found = measures(told)
    # Clients stood there 4 + 2 + 2 years, and one more came back in the last.
    assert found.loc["client", "profit_a_year"] == pytest.approx(800 / 9)
    assert found.loc["client", "recruits_per_100"] == pytest.approx(100 * 2 / 8)
    assert found.loc["client", "yearly_loss"] == pytest.approx(2 / 8)
    assert found.loc["client", "yearly_climb"] == pytest.approx(2 / 8)
    assert found.loc["client", "months_to_reach"] == pytest.approx(12.0)
    assert found.loc["client", "customers"] == 2
    # Two purchasers stood there for a year, and came to it in another.
    assert found.loc["purchaser", "profit_a_year"] == pytest.approx(40 / 4)
    assert found.loc["purchaser", ["yearly_loss", "yearly_climb"]].tolist() == pytest.approx([0.5, 0.5])
    assert found.loc["purchaser", "months_to_reach"] == 0.0
    assert found.loc["supporter", "recruits_per_100"] == pytest.approx(100 / 2)
    assert found.loc["supporter", ["yearly_loss", "yearly_climb"]].tolist() == pytest.approx([0.5, 0.5])
    assert found.loc["prospect", "yearly_climb"] == pytest.approx(2 / (6 + 4 + 4))
    assert found.loc["lapsed", "yearly_climb"] == pytest.approx(1 / 3)
    assert found.loc["lapsed", "profit_a_year"] == pytest.approx(-6 / 3)
    assert np.isnan(found.loc["supporter", "months_to_reach"])


def test_a_rung_on_which_nobody_stood_is_unknown_but_for_its_people():
    found = measures(Told(three_years()), firm="summit")
    assert (found.loc[list(OF_CUSTOMERS), "customers"] == 0).all()
    assert found.loc[list(OF_CUSTOMERS)].drop(columns="customers").isna().all(axis=None)
    assert found.loc["prospect", "customers"] == 10
    assert found.loc["prospect", "yearly_climb"] == 0.0


def test_rates_of_a_month_are_raised_to_a_year_and_times_told_in_months():
    told = Told(three_years(), reached={CLIENT: 1}, waited={CLIENT: 2}, profit={CLIENT: 900.0})
    by_month, by_quarter = measures(told, "month"), measures(told, "quarter")
    assert by_month.loc["client", "yearly_loss"] == pytest.approx(1 - 0.75**12)
    assert by_quarter.loc["client", "yearly_climb"] == pytest.approx(1 - 0.75**4)
    assert (by_month.loc["client", "months_to_reach"], by_quarter.loc["client", "months_to_reach"]) == (2, 6)
    assert by_month.loc["client", "profit_a_year"] == pytest.approx(1200.0)


def test_nobody_leaves_or_climbs_a_ladder_on_which_everybody_stays():
    told = np.zeros((2, 3, 2), TALLY)
    told["flows"][:, :, 0, SUPPORTER, SUPPORTER] = 5
    told["flows"][:, :, 1, LAPSED, LAPSED] = 5
    rows = rungs_of(Told(told), "month").set_index(["firm", "rung", "measure"])[["mean", "low", "high"]]
    for place in (("harbour", "supporter", "yearly_loss"), ("harbour", "supporter", "yearly_climb")):
        assert rows.loc[place].tolist() == [0.0, 0.0, 0.0]
    assert rows.loc[("harbour", "supporter", "customers")].tolist() == [5.0, 5.0, 5.0]
    assert rows.loc[("summit", "lapsed", "yearly_climb")].tolist() == [0.0, 0.0, 0.0]


def test_intervals_are_there_with_several_replications_alone():
    one = rungs_of(Told(three_years()), "year")
    assert one[["low", "high"]].isna().all(axis=None)
    other = three_years()
    other[0, 0, 0]["flows"][CLIENT, [CLIENT, LAPSED]] = [3, 0]
    other[0, 1, 0]["flows"][CLIENT, CLIENT] = 2
    other[0, 1, 0]["flows"][LAPSED, LAPSED] = 0
    other[0, 2, 0]["flows"][CLIENT, CLIENT] = 2
    other[0, 2, 0]["flows"][LAPSED, LAPSED] = 0
    rows = rungs_of(Told(np.concatenate([three_years(), other] * 3)), "year")
    losses = rows[(rows["firm"] == "harbour") & (rows["measure"] == "yearly_loss")].set_index("rung")
    # Two of eight, or one of ten, three times each.
    assert losses.loc["client", "mean"] == pytest.approx(3 / 18)
    assert losses.loc["client", "low"] < 3 / 18 < losses.loc["client", "high"]
    assert 0.0 <= losses.loc["client", "low"] <= losses.loc["client", "high"] <= 1.0


def test_where_nobody_knows_who_spoke_recruits_are_unknown():
    told = three_years()
    told[0, 0, 0]["acquired"][WORD_OF_MOUTH] = 2
    assert np.isnan(measures(Told(told)).loc["client", "recruits_per_100"])
    assert measures(Told(told, recruits={CLIENT: 1})).loc["client", "recruits_per_100"] == 12.5


def test_every_measure_says_what_it_means():
    for name, measure in RUNG_MEASURES.items():
        assert len(measure.meaning) > 40, name
        assert measure.rungs


# What is seen in relationships


def test_climbs_note_who_left_what_where_how_fast_and_by_whom():
    ties = blank_ties(4, 1)
    # The first is a founder and a client, the second comes on the founder's word, the third as anybody.
    ties[0, 0]["rung"], ties[0, 0]["acquired_at"], ties[0, 0]["first_at"] = CLIENT, -5, -5
    climbs = Climbs(ties)
    for customer, (channel, recruiter) in {1: (REFERRAL, 0), 2: (WORD_OF_MOUTH, -1)}.items():
        tie = ties[customer, 0]
        tie["rung"], tie["acquired_at"], tie["first_at"] = PURCHASER, 0, 0
        tie["channel"], tie["recruiter"], tie["revenue"] = channel, recruiter, 1000
    ties[0, 0]["revenue"] = 500
    climbs.look(0)
    ties[0, 0]["rung"], ties[0, 0]["revenue"], ties[0, 0]["goods"] = SUPPORTER, 900, 100
    ties[1, 0]["rung"], ties[1, 0]["revenue"] = CLIENT, 1600
    ties[2, 0]["rung"] = LAPSED
    climbs.look(1)
    ties[0, 0]["revenue"] = 1300
    ties[1, 0]["rung"], ties[1, 0]["revenue"] = ADVOCATE, 1800
    ties[2, 0]["win_back"] = 70
    climbs.look(2)
    assert climbs.recruits[0].tolist() == [0, 0, 1, 0, 0, 0, 0]
    assert climbs.reached[0].tolist() == [0, 2, 1, 1, 1, 0, 0]
    assert climbs.waited[0].tolist() == [0, 0, 1, 2, 2, 0, 0]
    # Clients: the founder's 800 until the climb, and 200 of the second; purchasers: 1,600 and 1,000.
    assert climbs.profit()[0].tolist() == [0, 2600, 1000, 400 + 100 - 100, 0, 0, -70]
    assert climbs.profit().sum() == 1300 - 100 + 1800 + 1000 - 70


def test_who_comes_back_begins_no_new_climb_and_their_purchase_counts_where_they_come():
    ties = blank_ties(1, 1)
    tie = ties[0, 0]
    tie["rung"], tie["acquired_at"], tie["first_at"], tie["revenue"] = LAPSED, 2, 2, 300
    climbs = Climbs(ties)
    tie["rung"], tie["acquired_at"], tie["revenue"], tie["win_back"] = CLIENT, 9, 500, 40
    climbs.look(9)
    assert climbs.reached.sum() == 0
    assert climbs.profit()[0].tolist() == [0, 0, 200, 0, 0, 0, -40]


@pytest.mark.parametrize(
    ("period", "periods", "ends"),
    [
        ("month", 30, [0, 12, 24, 30]),
        ("month", 1, [0, 1]),
        ("year", 3, [0, 1, 2, 3]),
        ("week", 104, [0, 52, 104]),
        ("quarter", 160, list(range(0, 161, 16))),
    ],
)
def test_a_run_is_told_by_years_to_its_end(period, periods, ends):
    assert ends_of_years(world(period=period, periods=periods, customers=10)) == ends


def test_moves_between_two_looks_are_counted_for_each_firm():
    before = np.array([[CLIENT, PROSPECT], [CLIENT, PROSPECT], [LAPSED, CLIENT]], np.int8)
    now = np.array([[SUPPORTER, PROSPECT], [LAPSED, PURCHASER], [LAPSED, CLIENT]], np.int8)
    moves = moves_between(before, now)
    assert moves[0, CLIENT, SUPPORTER] == moves[0, CLIENT, LAPSED] == moves[0, LAPSED, LAPSED] == 1
    assert moves[1, PROSPECT, PROSPECT] == moves[1, PROSPECT, PURCHASER] == moves[1, CLIENT, CLIENT] == 1
    assert moves.sum(axis=(1, 2)).tolist() == [3, 3]


# In every market


@settings(max_examples=12)
@given(scenario=scenarios())
def test_flows_balance_with_stocks_and_money_with_the_customers(scenario):
    result = relsim.run(scenario, replications=2, driver="agents")
    sums = rung_sums(result.ladder, result.flows, result.rungs, result.periods)
    by_run = sums.groupby(["replication", "firm"], observed=True)
    # Whoever stood somewhere at the start of a period is one of all.
    assert (by_run["stood"].sum() == scenario.customers * scenario.periods).all()
    periods = result.periods.groupby(["replication", "firm"], observed=True)
    assert (by_run["joined"].sum() == periods["acquired"].sum()).all()
    assert (by_run["lost"].sum() == periods["lost"].sum()).all()
    customers = result.customers.groupby("firm", observed=False)["profit"].sum()
    first = sums[sums["replication"] == 0].groupby("firm", observed=False)["profit"].sum()
    pd.testing.assert_series_equal(first, customers, check_names=False, atol=0.001)
    known = sums["recruits"].notna()
    brought = sums[known].groupby(["replication", "firm"], observed=True)
    assert (brought["recruits"].sum() <= brought["recruited"].first()).all()
    moves_balance(result, scenario)


def moves_balance(result, scenario):
    """Those who begin a year on a rung are those who ended the last one there."""
    run = ["replication", "firm"]
    for end in result.moves["end"].unique():
        arrived = result.moves[result.moves["end"] == end]
        standing = result.ladder[result.ladder["period"] == end - 1].groupby([*run, "rung"], observed=True)
        stood = standing["customers"].sum()
        came = arrived.groupby([*run, "to_rung"], observed=True)["customers"].sum()
        assert came.reindex(stood.index, fill_value=0).eq(stood).all()
        leaving = result.moves[result.moves["begin"] == end]
        if len(leaving):
            went = leaving.groupby([*run, "from_rung"], observed=True)["customers"].sum()
            assert went.reindex(stood.index, fill_value=0).eq(stood).all()
    assert result.moves.groupby([*run, "end"], observed=True)["customers"].sum().eq(scenario.customers).all()


def test_the_table_has_a_row_for_every_rung_whatever_happened():
    empty = Told(np.zeros((1, 1, 2), TALLY))
    table = ladder_of(rungs_of(empty, "month"), {"as is": "as is"}, "harbour", "EUR", 1, "The ladder")
    assert [row[0] for row in table.rows] == ["prospect", *OF_CUSTOMERS, "lapsed"]
    assert all(len(row) == len(table.heads) for row in table.rows)
    assert {cell for row in table.rows for cell in row[2:]} == {"–"}


def test_twenty_customers_in_one_period_have_a_ladder():
    found = relsim.ladder(world(customers=20, periods=1, mechanisms=OPEN), replications=2, driver="agents")
    people = found.table.query("firm == 'harbour' and measure == 'customers'")
    assert people["mean"].sum() == 20
