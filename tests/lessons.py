"""What tests of lessons share: small comparisons, and differences that are surely not luck."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import relsim
import relsim.cli
from relsim.questions.compare.question import Comparison
from relsim.questions.lesson.runs import ExerciseCommand, MarketResults


def comparison_of(
    name: str,
    customers: int,
    replications: int = 5,
    policies: list[str] | None = None,
    changes: Mapping[str, Any] | None = None,
    condition: str | None = None,
) -> Comparison:
    """A shipped scenario's policies compared in a small market, as changed or under a condition."""
    scenario = relsim.load(name).scaled_to(customers).changed(changes or {})
    scenario = scenario.under_condition(condition) if condition else scenario
    return relsim.compare(scenario, replications=replications, policies=policies, jobs=1)


def own_results(file: Path, folder: Path) -> MarketResults:
    """What a lesson itself runs, in a market of few people, kept with its page in a folder."""
    asked = "compare" if relsim.load(file).policies else "run"
    command = ExerciseCommand.of(f"relsim {asked} {shlex.quote(str(file))}", customers=150, replications=2)
    return command.into(folder).results_in(folder)


def by_policy(comparison: Comparison, measure: str, firm: str | None = None) -> pd.DataFrame:
    """A measure of one firm, by replication and policy."""
    rows = comparison.outcomes[comparison.outcomes["firm"] == (firm or comparison.firm)]
    return rows.pivot_table(index="replication", columns="policy", values=measure, observed=True)


def total_by_policy(comparison: Comparison, name: str) -> pd.DataFrame:
    """A column of the periods of the firm in focus, summed, by replication and policy."""
    rows = comparison.periods[comparison.periods["firm"] == comparison.firm]
    return rows.pivot_table(index="replication", columns="policy", values=name, aggfunc="sum", observed=True)


def customers_at(comparison: Comparison, policy: str, firm: str) -> pd.DataFrame:
    """Customers of one firm at the end of each period, by replication and period."""
    rows = comparison.periods.query("policy == @policy and firm == @firm")
    return rows.pivot_table(index="replication", columns="period", values="customers")


def retention_within(comparison: Comparison, policy: str, firm: str, periods: range) -> Any:
    """Yearly retention by replication, over some months."""
    rows = comparison.periods.query("policy == @policy and firm == @firm and period in @periods")
    sums = rows.groupby("replication")[["lost", "customers_at_start"]].sum()
    return (1.0 - sums["lost"] / sums["customers_at_start"]) ** 12


def surely(gaps: Any) -> bool:
    """Whether paired differences are above zero by three standard errors of their mean."""
    values = np.asarray(gaps, np.float64)
    return bool(values.mean() > 3.0 * values.std(ddof=1) / np.sqrt(len(values)))
