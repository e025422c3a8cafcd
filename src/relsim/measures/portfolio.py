"""The portfolio of customers: how unevenly value is spread, and what a relationship is worth in a year."""

from typing import Any, NamedTuple

import pandas as pd

from relsim.measures.segments import (
    ADVISED_GROUPS,
    SEGMENTED,
    bought_in_run,
    buyers,
    segments_table,
    years_known,
)
from relsim.measures.value import gini, top_share
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import CUSTOMER_GROUPS, Group, column_name, word

EVERYBODY = "everybody"
PROFIT = "profit of the relationship"

SHARES = {
    "top_20_revenue": "revenue from the best fifth",
    "top_10_revenue": "revenue from the best tenth",
    "top_20_profit": "profit from the most profitable fifth",
    "top_10_profit": "profit from the most profitable tenth",
    "unprofitable_share": "buyers who cost more than they brought",
}
"""Shares in which concentration is told, in words."""

ACCOUNTED = [*SEGMENTED, *(column_name(group) for group in CUSTOMER_GROUPS[Group.GOODS :])]
"""The columns of the table of customers from which it is told what a relationship is worth."""


def concentration_table(customers: pd.DataFrame) -> pd.DataFrame:
    """How much of a firm's revenue and profit the best customers brought, one row per policy and firm.

    Among those who bought during the run. A top share of profit may exceed 1 where others cost more than
    they brought.
    """
    rows = buyers(customers)
    index = owner_columns(rows)
    told = [(*names, *concentration(group)) for names, group in rows.groupby(index, observed=True)]
    return pd.DataFrame(told, columns=[*index, *Concentration._fields])


class Concentration(NamedTuple):
    """Top shares and Gini coefficient of one firm's buyers."""

    buyers: int
    top_20_revenue: float
    top_10_revenue: float
    gini_revenue: float
    top_20_profit: float
    top_10_profit: float
    unprofitable_share: float


def concentration(rows: pd.DataFrame) -> Concentration:
    """How unevenly one firm's buyers bring revenue and profit."""
    revenue, profit = rows["revenue"].to_numpy(), rows["profit"].to_numpy()
    return Concentration(
        len(rows),
        top_share(revenue, 0.2),
        top_share(revenue, 0.1),
        gini(revenue),
        top_share(profit, 0.2),
        top_share(profit, 0.1),
        float((profit < 0.0).mean()),
    )


def profitability_table(customers: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """What relationships bring and cost in a year, line by line: for everybody and for each group.

    Each amount is per customer and year since the first purchase in the run; `share_of_sales` relates it
    to sales.
    """
    rows, told = buyers(customers), segments_table(customers, scenario)
    index = owner_columns(rows)
    rows = rows.reset_index(drop=True).assign(group=told["group"])
    parts = []
    for names, firm_rows in rows.groupby(index, observed=True):
        head = dict(zip(index, names, strict=True))
        for group in (EVERYBODY, *ADVISED_GROUPS):
            members = firm_rows if group == EVERYBODY else firm_rows[firm_rows["group"] == group]
            if len(members):
                parts.append(profitability(members, scenario).assign(**head, group=group))
    table = pd.concat(parts) if parts else pd.DataFrame(columns=[*index, "group", *STATEMENT_COLUMNS])
    return table[[*index, "group", *STATEMENT_COLUMNS]].reset_index(drop=True)


STATEMENT_COLUMNS = ("line", "amount", "share_of_sales")
"""The columns that hold the lines."""


def profitability(rows: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """The lines for some customers of one firm, or for a single one."""
    years = years_known(rows, scenario)
    bought = bought_in_run(rows).sum()

    def a_year(amounts: Any) -> float:
        return float(amounts.sum() / years.sum())

    sales = a_year(rows["revenue"])
    amounts = {
        "average purchase": float(rows["revenue"].sum() / bought),
        "purchases a year": float(bought / years.sum()),
        "sales": sales,
        "profit from sales": sales - a_year(rows["goods"]),
    }
    for group in CUSTOMER_GROUPS[Group.SERVICE :]:
        amounts[word(group)] = 0.0 - a_year(rows[column_name(group)])
    amounts[PROFIT] = a_year(rows["profit"])
    table = pd.DataFrame(amounts.items(), columns=["line", "amount"])
    in_money = table["line"] != "purchases a year"
    return table.assign(share_of_sales=(table["amount"] / sales).where(in_money))


def owner_columns(customers: pd.DataFrame) -> list[str]:
    """The columns that tell whose customers these are."""
    return [name for name in ("policy", "firm") if name in customers]
