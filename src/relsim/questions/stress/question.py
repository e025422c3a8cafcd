"""Policies under conditions: which of them holds in which market, and what the choice costs at worst.

Regret is how much less a policy brings than the best one under the same condition (Savage 1951). All
conditions share their luck, so regrets are paired differences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError, refuse_unknown
from relsim.measures.records import share_of
from relsim.report.shown import ShownInShort
from relsim.runs.arguments import READERS
from relsim.runs.evaluate import evaluate_or_fail
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.policies import chosen_policies, deciding_measure_in
from relsim.runs.variant import AS_IS, Variant
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments, known_name
from relsim.scenario.scenario import Scenario
from relsim.statistics.paired import difference_of, paired

EXAMPLE_OF_CONDITIONS = """conditions:
  recession:
    set: {behaviour.departure.price: 15% per year}"""
"""A condition that any scenario may have, as its file writes it."""


@dataclass(frozen=True, repr=False, eq=False)
class Stress(ShownInShort):
    """Policies under conditions, the market as it is among them; of a measure of which more is better.

    `table` has one row per condition and policy: mean, paired difference from the baseline with interval,
    `left_out`, how many replications had nothing to measure, regret against the best policy there with
    interval, and whether it is that policy. `summary` has one row per policy: worst mean, greatest regret,
    where these are, and in which share of the conditions it is best.
    """

    scenario: Scenario
    measure: str
    baseline: str
    policies: list[str]
    conditions: list[str]
    replications: int
    seed: int
    table: pd.DataFrame

    @property
    def summary(self) -> pd.DataFrame:
        """What each policy comes to over all conditions."""
        rows = [worst_condition(policy, part) for policy, part in self.table.groupby("policy", sort=False)]
        return pd.DataFrame(rows)

    def grid(self, column: str) -> pd.DataFrame:
        """A column of the table as [policy, condition]."""
        values = self.table.columns.drop(["policy", "condition"])
        grid = self.table.pivot(
            index="policy", columns="condition", values=known_name("column", column, values)
        )
        return grid.loc[self.policies, self.conditions]


def worst_condition(policy: Any, rows: pd.DataFrame) -> dict[str, Any]:
    """One policy over all conditions; the worst of equals is the first."""
    worst = rows.loc[rows["mean"].fillna(np.inf).idxmin()]
    regret = rows.loc[rows["regret"].fillna(-np.inf).idxmax()]
    return {
        "policy": policy,
        "worst": worst["mean"],
        "worst_under": worst["condition"],
        "greatest_regret": regret["regret"],
        "regret_under": regret["condition"],
        "won": float(rows["is_best"].mean()),
        "behind_baseline": int((rows["high"] < 0.0).sum()),
    }


@checks_arguments(READERS)
def stress(
    scenario: ScenarioLike,
    *,
    conditions: Sequence[str] | None = None,
    policies: Sequence[str] | None = None,
    measure: str | None = None,
    replications: int | None = None,
    **run: Unpack[RunOptions],
) -> Stress:
    """Run every policy under every condition of a scenario, and under none of them.

    A condition changes the market first; where a policy sets the same value, the policy has the last word.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    conditions : sequence of str, optional
        Names of the conditions to try [all of the scenario's]; the market as it is always runs.
    policies : sequence of str, optional
        Names of the policies to try [all of the scenario's]; the baseline always runs.
    measure : str, optional
        Which measure of an outcome decides; more of it is better [customer equity, after overhead where the
        policies do not pay the same].
    replications : int, optional
        How often to repeat, at least 1 [the scenario's].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    Stress
        Per condition and policy the mean, the difference from the baseline and the regret, with intervals.

    Raises
    ------
    InputError
        No such condition, policy or measure, or the scenario has no conditions.
    TaskFailed
        A market could not be run.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(200)
    >>> found = relsim.stress(
    ...     market, conditions=["recession"], policies=["attentive-contact"], replications=2
    ... )
    >>> found.conditions, found.policies
    (['as is', 'recession'], ['keep-as-is', 'attentive-contact'])
    """
    scenario = as_scenario(scenario)
    number = replications_of(scenario, replications)
    names = chosen_policies(scenario, policies)
    runner = Runner.of(run)
    markets = {AS_IS: scenario} | {
        name: scenario.under_condition(name) for name in chosen_conditions(scenario, conditions)
    }
    measure = measure or deciding_measure_in(
        [market.with_policy(name) for name in names] for market in markets.values()
    )
    refuse_endless(scenario, number * len(names) * len(markets), jobs=runner.jobs, on=runner.on)
    variants = [
        Variant.of(market, policy, labels={"condition": condition})
        for condition, market in markets.items()
        for policy in names
    ]
    rows = pd.concat(evaluate_or_fail(runner, variants, number), ignore_index=True)
    values = rows[rows["firm"] == scenario.focal_firm][measure].to_numpy(float)
    values = values.reshape(len(markets), len(names), number)
    table = pd.concat(
        [condition_table(name, names, part.T) for name, part in zip(markets, values, strict=True)],
        ignore_index=True,
    )
    return Stress(scenario, measure, names[0], names, list(markets), number, runner.seed, table)


def chosen_conditions(scenario: Scenario, conditions: Sequence[str] | None) -> list[str]:
    """The conditions to try; unknown names are refused, and a scenario without any."""
    if not scenario.conditions:
        raise InputError(
            "the scenario has no conditions to try its policies under; docs/howto/conditions.md tells how to "
            "write them"
        )
    if AS_IS in scenario.conditions:
        raise InputError(f'"{AS_IS}" is the market without any condition; give that condition another name')
    for name in conditions or ():
        refuse_unknown("condition", name, scenario.conditions)
    return [name for name in scenario.conditions if not conditions or name in conditions]


def condition_table(condition: str, policies: list[str], values: Any) -> pd.DataFrame:
    """The rows of one condition, given values [replication, policy]; the baseline comes first.

    Where a policy has nothing to measure in any replication, its mean is NaN and it is not the best.
    """
    known = np.isfinite(values)
    means = share_of(np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0))
    order = np.where(np.isfinite(means), means, -np.inf)
    best = values[:, int(np.argmax(order))]
    rows = []
    for number, policy in enumerate(policies):
        gap = difference_of(values[:, number], values[:, 0])
        regret = paired(best, values[:, number])
        rows.append(
            {
                "condition": condition,
                "policy": policy,
                "mean": means[number],
                "difference": gap["difference"],
                "low": gap["low"],
                "high": gap["high"],
                "left_out": gap["left_out"],
                "regret": regret["difference"],
                "regret_low": regret["low"],
                "regret_high": regret["high"],
                "is_best": bool(means[number] == order.max()),
            }
        )
    return pd.DataFrame(rows)
