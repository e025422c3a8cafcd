"""Segments: customers sorted by what they did, for the decision whom to hold, watch or let go.

RFM scores customers by fifths of recency, frequency and monetary value (Hughes 1994). The eleven names
given to them are habits of practice, not findings. The four groups of basket and frequency are cut at the
firm's means (assumed). Under contract nobody chooses how often to buy, and groups are of value alone.
"""

from typing import Any

import numpy as np
import pandas as pd

from relsim.market.population import periods_in_a_year
from relsim.measures.records import share_of
from relsim.rules.grouping import FOUNDERS_BOUGHT
from relsim.scenario.scenario import Scenario

SEGMENT_NAMES = (
    ("lost", "lost", "at risk", "at risk", "cannot lose"),
    ("hibernating", "hibernating", "at risk", "at risk", "cannot lose"),
    ("about to sleep", "about to sleep", "need attention", "loyal", "loyal"),
    ("promising", "potential loyal", "potential loyal", "loyal", "champions"),
    ("new", "potential loyal", "potential loyal", "champions", "champions"),
)
"""The segment for each fifth of recency, long ago first, and of frequency and money, low first."""

GROUPS_OF_HABIT = ("large and frequent", "small and frequent", "large and rare", "small and rare")
"""The four groups of basket and frequency."""

GROUPS_OF_VALUE = ("worth more than the mean", "worth less than the mean", "cost more than they bring")
"""The groups of customers under contract, by the profit that they bring in a year."""

ADVISED_GROUPS = (*GROUPS_OF_HABIT, *GROUPS_OF_VALUE)


def advised(profit: float, mean: float) -> str:
    """What is said to be done with customers, by the profit that they bring in a year and that of all."""
    if profit < 0.0:
        return "let go"
    return "hold" if profit >= mean else "watch"


SEGMENTED = ["firm", "customer", "purchases", "first_at", "last_purchase", "revenue", "profit"]
"""The columns of the table of customers from which segments are told."""


def segments_table(customers: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """One row per policy, firm and customer who bought during the run: scores, segment, group, advice.

    Frequency and money are per year since the first purchase in the run; scores go from 1 to 5.
    """
    table = buyers(customers)
    years = years_known(table, scenario)
    bought = bought_in_run(table)
    index = [name for name in ("policy", "firm", "customer") if name in table]
    told = table[index].assign(
        recency=scenario.periods - 1 - table["last_purchase"],
        frequency=bought / years,
        money=table["revenue"] / years,
        basket=table["revenue"] / bought,
        profit=table["profit"] / years,
    )
    groups = told.groupby(index[:-1], observed=True)
    for score, name, sign in (("r", "recency", -1.0), ("f", "frequency", 1.0), ("m", "money", 1.0)):
        ranks = (sign * told[name]).groupby([told[key] for key in index[:-1]], observed=True)
        told[score] = ranks.transform(fifths)
    told["segment"] = names_of_fifths(told["r"], told["f"], told["m"])
    told["group"] = groups_of(told, groups, scenario)
    return told.reset_index(drop=True)


def fifths(values: pd.Series) -> pd.Series:
    """The fifth that each value is in, from 1; values that are the same are in the same."""
    return np.ceil(5.0 * values.rank(pct=True)).astype(np.int64)


def names_of_fifths(recency: Any, frequency: Any, money: Any) -> pd.Categorical:
    """The segment for fifths of recency, frequency and money."""
    fifth = np.floor((frequency + money) / 2.0 + 0.5).astype(np.int64)
    named = np.array(SEGMENT_NAMES)[recency - 1, fifth - 1]
    return pd.Categorical(named, categories=list(dict.fromkeys(np.ravel(SEGMENT_NAMES))))


def groups_of(told: pd.DataFrame, groups: Any, scenario: Scenario) -> pd.Categorical:
    """The group of each customer: by value under contract, else by basket and frequency."""
    if is_by_value(scenario):
        codes = np.where(told["profit"] < 0.0, 2, told["profit"] < groups["profit"].transform("mean"))
        return pd.Categorical.from_codes(codes, categories=pd.Index(list(GROUPS_OF_VALUE)))
    large = told["basket"] >= groups["basket"].transform("mean")
    frequent = told["frequency"] >= groups["frequency"].transform("mean")
    return pd.Categorical.from_codes(
        np.where(frequent, 1 - large, 3 - large), categories=pd.Index(list(GROUPS_OF_HABIT))
    )


def is_by_value(scenario: Scenario) -> bool:
    """Whether customers are grouped by value alone: under contract how often they buy is no habit."""
    return scenario.mechanisms.need == "contract"


def buyers(customers: pd.DataFrame) -> pd.DataFrame:
    """The rows of those who bought during the run."""
    return customers[customers["revenue"] > 0.0]


def bought_in_run(table: pd.DataFrame) -> Any:
    """How often each of those who bought during the run did; one at least, whatever was before."""
    before = np.where(table["first_at"] < 0, FOUNDERS_BOUGHT, 0)
    return np.maximum(1, table["purchases"] - before)


def years_known(table: pd.DataFrame, scenario: Scenario) -> Any:
    """Years since the first purchase in the run, that period included."""
    return (scenario.periods - table["first_at"].clip(lower=0)) / periods_in_a_year(scenario)


def segment_shares(told: pd.DataFrame, by: str) -> pd.DataFrame:
    """Customers and yearly revenue of each segment or group, and their shares of the firm's."""
    index = [name for name in ("policy", "firm") if name in told]
    groups = told.groupby([*index, by], observed=True)
    table = groups[["money"]].sum().assign(customers=groups.size()).reset_index()
    whole = table.groupby(index, observed=True)
    for name in ("customers", "money"):
        table[f"{name}_share"] = share_of(table[name], whole[name].transform("sum"))
    return table
