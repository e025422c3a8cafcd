"""Sweeps: a scenario at many points of its values, under every policy, as one table of outcomes.

Points are combinations of all values (a factorial design), a Latin hypercube (McKay, Beckman and Conover
1979), or a scrambled Sobol sequence (Sobol 1967).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv, parquet

from relsim.experiments.evaluating import evaluated
from relsim.experiments.executing import Progress, silent
from relsim.experiments.parts import durably
from relsim.experiments.running import Label, Variant
from relsim.scenario.experiment import Experiment, Loaded
from relsim.scenario.ranges import Range, Written

ROWS = 8192
"""How many rows are written at once, whatever the number of workers."""


class Sweep:
    """The variants of an experiment, made one after the other: every point under every policy."""

    def __init__(self, loaded: Loaded) -> None:
        self.experiment, self.scenario, self.document = loaded
        named = self.experiment.policies
        chosen = list(self.scenario.policies) if named is None else named
        self.policies: list[str | None] = [*chosen] or [None]

    def __len__(self) -> int:
        return count_of_points(self.experiment) * len(self.policies)

    def __iter__(self) -> Iterator[Variant]:
        for number, values in enumerate(points(self.experiment)):
            scenario = self.scenario.changed(values, self.document, ("vary",))
            labels: dict[str, Label] = {"point": number} | shown(values, self.experiment)
            for policy in self.policies:
                yield Variant.of(scenario, policy, labels=labels)


def shown(values: dict[str, Written], experiment: Experiment) -> dict[str, Label]:
    """The values as columns of one kind each: numbers where all are numbers, else text."""
    return {
        path: float(value) if is_number(experiment.vary[path]) else str(value)
        for path, value in values.items()
    }


def is_number(spread: Range | list[Written]) -> bool:
    """Whether all values are plain numbers, without a unit."""
    values = [spread.value_at(0.0)] if isinstance(spread, Range) else spread
    return not any(isinstance(value, str) for value in values)


def count_of_points(experiment: Experiment) -> int:
    """How many points an experiment has."""
    if experiment.points is not None:
        return experiment.points
    return prod(len(levels(spread)) for spread in experiment.vary.values())


def levels(spread: Range | list[Written]) -> list[Written]:
    """The values that a factorial design takes."""
    if not isinstance(spread, Range):
        return spread
    return [spread.value_at(float(place)) for place in np.linspace(0.0, 1.0, spread.steps or 2)]


def points(experiment: Experiment) -> Iterator[dict[str, Written]]:
    """The values at every point, by path."""
    paths = list(experiment.vary)
    if experiment.design == "factorial":
        combinations: Iterable[Any] = product(*(levels(spread) for spread in experiment.vary.values()))
    else:
        combinations = (
            [value_at(spread, place) for spread, place in zip(experiment.vary.values(), row, strict=True)]
            for row in places(experiment)
        )
    for values in combinations:
        yield dict(zip(paths, values, strict=True))


def value_at(spread: Range | list[Written], place: float) -> Written:
    """The value at a place between 0 and 1 of a range, or of a list with equal shares."""
    if isinstance(spread, Range):
        return spread.value_at(place)
    return spread[min(int(place * len(spread)), len(spread) - 1)]


def places(experiment: Experiment) -> Any:
    """Points of the unit cube [point, path] that fill it evenly."""
    # Imported here: it takes as long as all the rest that a comparison needs.
    from scipy.stats import qmc

    width, number = len(experiment.vary), experiment.points or 1
    if experiment.design == "sobol":
        return qmc.Sobol(width, rng=experiment.seed).random_base2(number.bit_length() - 1)
    return qmc.LatinHypercube(width, rng=experiment.seed).random(number)


def sweep(
    loaded: Loaded,
    folder: Path,
    *,
    store: Path | None = None,
    on: str | None = None,
    jobs: int | None = None,
    progress: Callable[[int, str], Progress] = silent,
) -> pd.DataFrame:
    """Run an experiment, write `outcomes.parquet` and `outcomes.csv`, and return the tasks that failed.

    One row per point, policy, replication and firm; rows are written as they come.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = evaluated(
        Sweep(loaded),
        loaded.experiment.replications,
        seed=loaded.experiment.seed,
        store=store or folder / "tasks",
        on=on,
        jobs=jobs,
        progress=progress,
    )
    path = folder / "outcomes.parquet"
    durably(path, lambda part: write_rows(parts, part))
    durably(folder / "outcomes.csv", lambda part: write_csv(path, part))
    return failures(path)


def write_rows(parts: Iterable[pd.DataFrame], path: Path) -> None:
    """A table that comes in parts as Parquet, in row groups whose size does not depend on the parts."""
    waiting: list[pa.Table] = []
    writer = None
    try:
        for part in parts:
            waiting.append(pa.Table.from_pandas(part, schema_of(part), preserve_index=False))
            writer = writer or parquet.ParquetWriter(path, waiting[0].schema, compression="zstd")
            while sum(map(len, waiting)) >= ROWS:
                whole = pa.concat_tables(waiting).combine_chunks()
                writer.write_table(whole[:ROWS])
                waiting = [whole[ROWS:]]
        if writer is not None:
            writer.write_table(pa.concat_tables(waiting).combine_chunks())
    finally:
        if writer is not None:
            writer.close()


def schema_of(part: pd.DataFrame) -> pa.Schema:
    """The columns of a table; messages are text even where there are none."""
    schema = pa.Schema.from_pandas(part, preserve_index=False).remove_metadata()
    return schema.set(schema.get_field_index("error"), pa.field("error", pa.string()))


def write_csv(table: Path, path: Path) -> None:
    """A Parquet table as CSV, one row group after the other."""
    with parquet.ParquetFile(table) as stored, csv.CSVWriter(path, stored.schema_arrow) as writer:
        for group in range(stored.num_row_groups):
            writer.write_table(stored.read_row_group(group))


def failures(table: Path) -> pd.DataFrame:
    """The tasks of a stored table that failed, sought in one row group after the other."""
    names = ["point", "policy", "replication", "error"]
    with parquet.ParquetFile(table) as stored:
        rows = (stored.read_row_group(group, names) for group in range(stored.num_row_groups))
        failed = [some.filter(some["error"].is_valid()) for some in rows]
    return pa.concat_tables(failed).to_pandas().drop_duplicates(ignore_index=True)
