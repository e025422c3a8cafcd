"""What a sweep found: which policy is best at which of its points, and by how much."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pyarrow import parquet
from scipy import special

from relsim.runs.design import Sweep, plain_values, points
from relsim.runs.variant import AS_IS
from relsim.scenario.vary.experiment import Loaded
from relsim.statistics.paired import CONFIDENCE


@dataclass(frozen=True)
class Swept:
    """The points of a sweep, by a measure of which more is better.

    `table` has one row per point and policy: the values there, the mean, the paired difference from the
    baseline with its interval, and whether the policy is the best one there.
    """

    loaded: Loaded
    measure: str
    policies: list[str]
    table: pd.DataFrame

    @property
    def baseline(self) -> str:
        """The policy that others are compared with."""
        return self.policies[0]


def swept(loaded: Loaded, folder: Path, measure: str = "customer_equity") -> Swept:
    """Read what a sweep left in a folder; replications in which a task failed count at no point."""
    with (folder / "outcomes.parquet").open("rb") as file:
        rows = parquet.read_table(
            file,
            columns=["point", "policy", "replication", measure],
            filters=[("firm", "=", loaded.scenario.focal_firm)],
        ).to_pandas()
    named = [policy or AS_IS for policy in Sweep(loaded).policies]
    baseline = loaded.scenario.baseline_policy
    policies = sorted(named, key=lambda policy: policy != baseline)
    values = rows.pivot(index=["point", "replication"], columns="policy", values=measure)[policies].dropna()
    table = points_table(values, policies)
    places = pd.DataFrame(plain_values(point, loaded.experiment) for point in points(loaded.experiment))
    return Swept(
        loaded, measure, policies, places.rename_axis("point").reset_index().merge(table, on="point")
    )


def points_table(values: pd.DataFrame, policies: list[str]) -> pd.DataFrame:
    """Means and paired differences of values [point and replication, policy], a row per point and policy."""
    means = values.groupby(level="point").mean()
    gaps = values.sub(values[policies[0]], axis=0).groupby(level="point")
    number = gaps.size()
    factor = pd.Series(special.stdtrit(number - 1, 0.5 + CONFIDENCE / 2.0) / number**0.5, number.index)
    half = gaps.std().mul(factor, axis=0)
    columns = {
        "mean": means,
        "difference": gaps.mean(),
        "low": gaps.mean() - half,
        "high": gaps.mean() + half,
        "is_best": means.eq(means.max(axis=1), axis=0),
    }
    long = {name: wide.stack() for name, wide in columns.items()}
    return pd.DataFrame(long).rename_axis(["point", "policy"]).reset_index()
