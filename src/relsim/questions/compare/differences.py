"""Differences between policies, replication by replication: intervals, payback, chance of being best."""

from typing import Any

import numpy as np
import pandas as pd

from relsim.measures.measure import MEASURES
from relsim.measures.records import share_of
from relsim.statistics.paired import paired


def measure_by_policy(outcomes: pd.DataFrame, measure: str, policies: list[str], firm: str) -> Any:
    """A measure of one firm as [replication, policy]."""
    rows = outcomes.loc[outcomes["firm"] == firm, ["replication", "policy", measure]]
    rows = rows.sort_values("replication")
    by_policy = {policy: part[measure].to_numpy() for policy, part in rows.groupby("policy", observed=True)}
    return np.column_stack([by_policy[policy] for policy in policies]).astype(np.float64)


def differences_table(outcomes: pd.DataFrame, policies: list[str], baseline: str, firm: str) -> pd.DataFrame:
    """Paired differences of every measure between every policy and the baseline."""
    rows = []
    for measure in MEASURES:
        values = measure_by_policy(outcomes, measure, policies, firm)
        base = values[:, policies.index(baseline)]
        for number, policy in enumerate(policies):
            rows.append({"policy": policy, "measure": measure} | paired(values[:, number], base))
    return pd.DataFrame(rows)


def payback_periods(
    periods: pd.DataFrame, policies: list[str], baseline: str, firm: str
) -> dict[str, int | None]:
    """Periods until mean cumulated profit has caught up with the baseline's and stays ahead.

    0 where it is never behind, None where it is still behind at the end.
    """
    rows = periods[periods["firm"] == firm]
    profit = rows.groupby(["policy", "period"], observed=True)["profit"].mean().unstack("policy")
    gaps = profit.sub(profit[baseline], axis=0).cumsum()
    paid: dict[str, int | None] = {}
    for policy in policies:
        behind = np.flatnonzero(gaps[policy].to_numpy() < -0.005)
        last = int(behind[-1]) + 1 if len(behind) else 0
        paid[policy] = None if last == len(gaps) else last
    return paid


def chance_of_best(outcomes: pd.DataFrame, policies: list[str], firm: str) -> pd.Series:
    """Share of replications won in customer equity; ties are shared, and what is no amount never wins.

    NaN where it is no amount under any policy in any replication.
    """
    equity = measure_by_policy(outcomes, "customer_equity", policies, firm)
    equity = np.where(np.isfinite(equity), equity, -np.inf)
    equity = equity[np.isfinite(equity).any(axis=1)]
    best = equity == equity.max(axis=1, keepdims=True)
    won = share_of((best / best.sum(axis=1, keepdims=True)).sum(axis=0), len(equity))
    return pd.Series(won, index=policies)
