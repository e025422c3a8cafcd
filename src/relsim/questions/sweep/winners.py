"""What a sweep found: which policy is best at which of its points, and by how much."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pyarrow import parquet

from relsim.runs.design import Sweep, plain_values, points
from relsim.runs.variant import AS_IS
from relsim.scenario.vary.experiment import Loaded
from relsim.statistics.paired import difference_of


@dataclass(frozen=True, eq=False)
class Swept:
    """The points of a sweep, by a measure of which more is better.

    `table` has one row per point and policy: the values there, the mean, the paired difference from the
    baseline with its interval, and whether the policy is the best one there. `left_out` says how many
    replications of points count for none, since a task failed or there was nothing to measure.
    """

    loaded: Loaded
    measure: str
    policies: list[str]
    table: pd.DataFrame
    left_out: int = 0

    @property
    def baseline(self) -> str:
        """The policy that others are compared with."""
        return self.policies[0]


def swept(loaded: Loaded, folder: Path, measure: str | None = None) -> Swept:
    """Read what a sweep left in a folder; replications count if all policies have a measure."""
    compared = list(filter(None, Sweep(loaded).policies))
    measure = measure or Sweep(loaded).deciding_measure(compared)
    with (folder / "outcomes.parquet").open("rb") as file:
        rows = parquet.read_table(
            file,
            columns=["point", "policy", "replication", measure],
            filters=[("firm", "=", loaded.scenario.focal_firm)],
        ).to_pandas()
    named = [policy or AS_IS for policy in Sweep(loaded).policies]
    baseline = loaded.scenario.baseline_policy
    policies = sorted(named, key=lambda policy: policy != baseline)
    values = rows.pivot(index=["point", "replication"], columns="policy", values=measure)[policies]
    known = values.dropna()
    table = points_table(known, policies)
    places = pd.DataFrame(plain_values(point, loaded.experiment) for point in points(loaded.experiment))
    merged = places.rename_axis("point").reset_index().merge(table, on="point")
    return Swept(loaded, measure, policies, merged, len(values) - len(known))


def points_table(values: pd.DataFrame, policies: list[str]) -> pd.DataFrame:
    """Means and paired differences of values [point and replication, policy], a row per point and policy."""
    rows = []
    for point, part in values.groupby(level="point"):
        known = part.to_numpy()
        means = known.mean(axis=0)
        for number, policy in enumerate(policies):
            gap = difference_of(known[:, number], known[:, 0])
            row = {name: gap[name] for name in ("mean", "difference", "low", "high")}
            rows.append({"point": point, "policy": policy} | row | {"is_best": means[number] == means.max()})
    return pd.DataFrame(rows)
