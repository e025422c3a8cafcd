"""Claims about how unevenly customers bring value, and about the names that their behaviour gets."""

import numpy as np
import pandas as pd
import pytest
from worlds import finished, scenario_of, world

import relsim
from relsim.measures.customers import customers_table
from relsim.measures.portfolio import concentration_table, profitability, profitability_table
from relsim.measures.segments import (
    GROUPS_OF_HABIT,
    GROUPS_OF_VALUE,
    SEGMENT_NAMES,
    advised,
    segment_shares,
    segments_table,
)
from relsim.vocabulary import CUSTOMER_GROUPS, Group, column_name, word


@pytest.fixture(scope="module")
def result():
    lively = {f"firms.{name}.strategy": mix for name, mix in (("harbour", 0.9), ("summit", 0.1))}
    return relsim.run(world(lively, customers=600, periods=36))


def a_year(customers=10):
    """A scenario of one year and one firm, to measure rows that are written by hand."""
    firms = {"harbour": {"price": 10}}
    return scenario_of(
        {"title": "A year", "period": "month", "periods": 12, "customers": customers, "firms": firms}
    )


def rows(**columns):
    """Customers of one firm as the table of customers shows them, newcomers of the first month."""
    number = len(next(iter(columns.values())))
    usual = {"firm": "harbour", "customer": range(number), "first_at": 0, "last_purchase": 11}
    usual |= {column_name(group): 0.0 for group in CUSTOMER_GROUPS} | {"purchases": 1, "profit": 1.0}
    return pd.DataFrame(usual | columns, index=range(number))


def test_top_shares_and_gini_are_those_of_the_buyers():
    told = concentration_table(rows(revenue=[80.0, 5.0, 5.0, 5.0, 5.0, 0.0], profit=[9.0, -1, 1, 1, 0, 7]))
    told = told.iloc[0]
    assert told["buyers"] == 5
    assert told["top_20_revenue"] == pytest.approx(0.8)
    assert told["gini_revenue"] == pytest.approx(0.6)
    assert told["top_20_profit"] == pytest.approx(0.9)
    assert told["unprofitable_share"] == pytest.approx(0.2)


def test_equal_customers_are_not_concentrated():
    told = concentration_table(rows(revenue=[4.0] * 10, profit=[1.0] * 10)).iloc[0]
    assert told["top_20_revenue"] == pytest.approx(0.2)
    assert told["top_10_revenue"] == pytest.approx(0.1)
    assert told["gini_revenue"] == pytest.approx(0.0)


def test_losses_on_some_make_the_best_bring_more_than_all():
    told = concentration_table(rows(revenue=[9.0] * 5, profit=[10.0, -1, -1, -1, -1])).iloc[0]
    assert told["top_20_profit"] > 1.0


def test_where_nobody_bought_there_is_nothing_to_tell():
    market = finished(world(customers=20, periods=1), driver="agents")
    table = customers_table(market.columns, market.scenario)
    table["revenue"] = 0.0
    assert concentration_table(table).empty
    assert segments_table(table, market.scenario).empty
    assert profitability_table(table, market.scenario).empty


def test_each_score_divides_customers_into_fifths():
    number = 100
    told = segments_table(
        rows(
            revenue=np.arange(1.0, number + 1),
            purchases=np.arange(1, number + 1)[::-1],
            last_purchase=np.arange(number) // 10,
        ),
        a_year(number),
    )
    for score in ("f", "m"):
        assert told[score].value_counts().to_dict() == dict.fromkeys(range(1, 6), 20)
    assert (told.sort_values("recency")["r"].diff().dropna() <= 0).all()
    assert told.loc[told["money"].idxmax(), "m"] == 5
    assert told.loc[told["frequency"].idxmax(), "f"] == 5


def test_the_best_are_champions_and_those_long_gone_are_lost():
    told = segments_table(
        rows(revenue=np.arange(1.0, 11), purchases=range(1, 11), last_purchase=range(1, 11)), a_year()
    )
    assert told["segment"].iloc[-1] == "champions"
    assert told["segment"].iloc[0] == "lost"
    assert len({name for fifth in SEGMENT_NAMES for name in fifth}) == 11


def test_the_four_groups_are_cut_at_the_means():
    told = segments_table(rows(revenue=[80.0, 20.0, 20.0, 5.0], purchases=[8, 8, 2, 2]), a_year(4))
    assert told["basket"].tolist() == [10.0, 2.5, 10.0, 2.5]
    assert told["group"].tolist() == list(GROUPS_OF_HABIT)


def test_under_contract_groups_are_of_value_and_not_of_frequency():
    scenario = a_year(4).changed({"mechanisms": {"need": "contract"}})
    table = rows(revenue=[80.0, 20.0, 20.0, 5.0], purchases=[8, 8, 2, 2], profit=[3.0, 90.0, 40.0, -1.0])
    told = segments_table(table, scenario)["group"].tolist()
    more, less, cost = GROUPS_OF_VALUE
    assert told == [less, more, more, cost]


def test_nobody_who_brings_more_than_they_cost_is_let_go():
    assert [advised(profit, mean=500.0) for profit in (1990.0, 500.0, 3.0, 0.0, -0.01)] == [
        "hold",
        "hold",
        "watch",
        "watch",
        "let go",
    ]


def test_shares_of_groups_are_shares_of_the_firm(result):
    for by in ("segment", "group"):
        shares = segment_shares(result.segments, by).groupby("firm", observed=True)
        assert shares["customers_share"].sum().tolist() == pytest.approx([1.0, 1.0])
        assert shares["money_share"].sum().tolist() == pytest.approx([1.0, 1.0])


def test_what_founders_bought_before_the_start_is_not_counted(result):
    told = result.segments.merge(result.customers, on=["firm", "customer"])
    founders = told[told["first_at"] < 0]
    bought = founders["frequency"] * (36 / 12)
    assert bought.to_numpy() == pytest.approx((founders["purchases"] - 2).to_numpy())


def test_lines_of_the_profitability_table_add_up(result):
    for _, lines in result.profitability.groupby(["firm", "group"], observed=True):
        amount = lines.set_index("line")["amount"]
        assert amount["sales"] == pytest.approx(amount["average purchase"] * amount["purchases a year"])
        spent = sum(amount[word(group)] for group in CUSTOMER_GROUPS[Group.SERVICE :])
        assert amount["profit from sales"] + spent == pytest.approx(amount["profit of the relationship"])


def test_the_profitability_of_one_customer_is_the_account_in_the_books(result):
    row = result.customers.query("firm == 'harbour' and revenue > 0").head(1)
    lines = profitability(row, result.scenario).set_index("line")
    years = (36 - max(0, int(row["first_at"].iloc[0]))) / 12
    assert lines.loc["sales", "amount"] * years == pytest.approx(row["revenue"].iloc[0])
    assert lines.loc["profit of the relationship", "amount"] * years == pytest.approx(row["profit"].iloc[0])
    assert lines.loc["sales", "share_of_sales"] == 1.0


def test_the_summary_tells_the_concentration_of_every_firm(result):
    assert set(result.summary["concentration"]) == {"harbour", "summit"}
    assert 0.2 < result.summary["concentration"]["harbour"]["top_20_revenue"] < 1.0
