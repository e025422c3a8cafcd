"""The page tells of single customers what their table says, and nothing where nobody bought."""

from dataclasses import replace

import pytest

from relsim.measures.segments import ADVISED_GROUPS, advised
from relsim.questions.compare.portfolio import SHARES, portfolio_tables
from relsim.questions.compare.subject import Subject
from relsim.report.wording import MINUS, number, percent
from relsim.runs.clientele import Clientele


def shown(table):
    """The cells of a table by the head of their row."""
    return {row[0]: row[1:] for row in table.rows}


def test_groups_are_told_with_advice_and_shares_that_sum_to_all(comparison):
    groups, _, accounts = portfolio_tables(Subject(comparison))
    cells = shown(groups)
    assert set(cells) <= set(ADVISED_GROUPS)
    assert sum(int(row[1].split("\N{NO-BREAK SPACE}")[0]) for row in cells.values()) == pytest.approx(
        100, abs=2
    )
    profits = dict(zip(accounts.heads[1:], shown(accounts)["profit of the relationship"], strict=True))
    assert all(row[3] == profits[group] for group, row in cells.items())
    amounts = {group: float(text.replace(",", "").replace(MINUS, "-")) for group, text in profits.items()}
    assert all(row[0] == advised(amounts[group], amounts["everybody"]) for group, row in cells.items())


def test_concentration_is_told_of_every_policy(comparison):
    _, table, _ = portfolio_tables(Subject(comparison))
    told = comparison.concentration
    told = told[told["firm"] == comparison.firm].set_index("policy")
    cells = shown(table)
    for name, words in SHARES.items():
        expected = [percent(float(told.loc[policy, name]), 0) for policy in comparison.policies]
        assert cells[words] == expected
    assert cells["Gini coefficient of revenue"][0] == number(float(told["gini_revenue"].iloc[0]), 2)


def test_where_nobody_bought_there_is_no_table(comparison, tmp_path):
    comparison.customers.assign(revenue=0.0).to_parquet(tmp_path / "customers.parquet")
    unsold = replace(comparison, clientele=Clientele(tmp_path / "customers.parquet"))
    assert portfolio_tables(Subject(unsold)) == []
