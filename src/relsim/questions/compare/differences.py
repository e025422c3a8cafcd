"""Differences between policies, replication by replication: intervals, payback, chance of being best."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from relsim.measures.measure import MEASURES
from relsim.measures.records import share_of
from relsim.runs.policies import EQUITY
from relsim.statistics.paired import difference_of, is_too_rare, unmeasured


def measure_by_policy(outcomes: pd.DataFrame, measure: str, policies: list[str], firm: str) -> Any:
    """A measure of one firm as [replication, policy]."""
    own, numbers = (outcomes["firm"] == firm).to_numpy(), outcomes["replication"].to_numpy()
    places = [np.flatnonzero(own & (outcomes["policy"] == policy).to_numpy()) for policy in policies]
    ordered = np.column_stack([rows[np.argsort(numbers[rows])] for rows in places])
    return outcomes[measure].to_numpy(np.float64)[ordered]


def differences_table(
    outcomes: pd.DataFrame, policies: list[str], baseline: str, firm: str, measures: Iterable[str] = MEASURES
) -> pd.DataFrame:
    """Paired differences of measures between every policy and the baseline."""
    wanted = list(measures)
    counts = {MEASURES[measure].rests_on for measure in wanted} - {""}
    values = {name: measure_by_policy(outcomes, name, policies, firm) for name in {*wanted, *counts}}
    first = policies.index(baseline)
    rows = []
    for measure in wanted:
        for number, policy in enumerate(policies):
            row = difference_of(values[measure][:, number], values[measure][:, first])
            count = values.get(MEASURES[measure].rests_on)
            if count is not None and number != first and rests_on_too_few(row, count[:, [number, first]]):
                row |= {"low": np.nan, "high": np.nan, "too_rare": True}
            rows.append({"policy": policy, "measure": measure} | row)
    return pd.DataFrame(rows)


def rests_on_too_few(row: dict[str, Any], counts: Any) -> bool:
    """Whether a difference that has an interval rests on counts [replication, policy] that hardly differ."""
    return bool(row["low"] < row["high"] and is_too_rare(counts[:, 0], counts[:, 1]))


def unmeasured_counts(outcomes: pd.DataFrame, measures: Iterable[str], by: str) -> dict[str, dict[str, int]]:
    """By measure, and by policy or firm: in how many rows of outcomes there was nothing to measure."""
    groups = outcomes.groupby(by, observed=True)
    return {name: {str(one): unmeasured(rows, rows) for one, rows in groups[name]} for name in measures}


def payback_periods(
    periods: pd.DataFrame, policies: list[str], baseline: str, firm: str
) -> dict[str, int | None]:
    """Periods until mean cumulated profit has caught up with the baseline's and stays ahead.

    0 where it is never behind, None where it is still behind at the end.
    """
    rows = periods.loc[periods["firm"] == firm, ["policy", "period", "profit"]]
    profit = rows.groupby(["policy", "period"], observed=True)["profit"].mean().unstack("policy")
    gaps = profit.sub(profit[baseline], axis=0).cumsum()
    paid: dict[str, int | None] = {}
    for policy in policies:
        behind = np.flatnonzero(gaps[policy].to_numpy() < -0.005)
        last = int(behind[-1]) + 1 if len(behind) else 0
        paid[policy] = None if last == len(gaps) else last
    return paid


def first_apart(periods: pd.DataFrame, policies: list[str], firm: str) -> int:
    """The first period in which profit is not the same under two policies; 0 where it always is."""
    rows = periods.loc[(periods["firm"] == firm) & periods["policy"].isin(policies)]
    profit = rows.groupby(["period", "policy", "replication"], observed=True)["profit"].sum()
    one, other = (profit.xs(policy, level="policy") for policy in policies)
    apart = np.flatnonzero((one != other).groupby("period").any())
    return int(apart[0]) if len(apart) else 0


def chance_of_best(
    outcomes: pd.DataFrame, policies: list[str], firm: str, measure: str = EQUITY
) -> pd.Series:
    """Share of replications won in an equity; ties are shared, and what is no amount never wins.

    NaN where it is no amount under any policy in any replication.
    """
    equity = measure_by_policy(outcomes, measure, policies, firm)
    equity = np.where(np.isfinite(equity), equity, -np.inf)
    equity = equity[np.isfinite(equity).any(axis=1)]
    best = equity == equity.max(axis=1, keepdims=True)
    won = share_of((best / best.sum(axis=1, keepdims=True)).sum(axis=0), len(equity))
    return pd.Series(won, index=policies)


def ranked_by(measure: str, differences: pd.DataFrame) -> list[str]:
    """The policies of which a measure is known, the best first."""
    told = differences[differences["measure"] == measure].set_index("policy")["mean"]
    return [str(name) for name in told.dropna().sort_values(ascending=False, kind="stable").index]
