"""Sweeps: a scenario at many points of its values, under every policy, as one table of outcomes."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Unpack

import pandas as pd
import pyarrow as pa
from pyarrow import csv, parquet

from relsim.runs.cells import safe_table
from relsim.runs.design import Sweep
from relsim.runs.disk import durably
from relsim.runs.evaluate import evaluated
from relsim.runs.options import Runner, RunOptions
from relsim.runs.store.parts import read_groups, write_groups
from relsim.runs.work import refuse_endless
from relsim.scenario.vary.experiment import Loaded

ROWS_WRITTEN_AT_ONCE = 8192
"""How many rows are written at once, whatever the number of workers."""


def sweep(loaded: Loaded, folder: Path, **run: Unpack[RunOptions]) -> pd.DataFrame:
    """Run an experiment, write `outcomes.parquet` and `outcomes.csv`, and return the tasks that failed.

    One row per point, policy, replication and firm; rows are written as they come.
    """
    experiment = loaded.experiment
    runner = Runner.of({"seed": experiment.seed, "store": folder / "tasks", **run})
    wanted = Sweep(loaded)
    tasks = len(wanted) * experiment.replications
    refuse_endless(loaded.scenario, tasks, jobs=runner.jobs, on=runner.on)
    parts = evaluated(runner, wanted, experiment.replications)
    path = folder / "outcomes.parquet"
    durably(path, lambda part: write_rows(parts, part))
    durably(folder / "outcomes.csv", lambda part: write_sweep_csv(path, part))
    return failed_tasks(path)


def write_rows(parts: Iterable[pd.DataFrame], path: Path) -> None:
    """A table that comes in parts as Parquet, in row groups whose size does not depend on the parts."""
    coming = iter(parts)
    first = next(coming)
    schema = schema_of(first)
    tables = (pa.Table.from_pandas(part, schema, preserve_index=False) for part in chain([first], coming))
    write_groups(tables, path, schema, ROWS_WRITTEN_AT_ONCE)


def schema_of(part: pd.DataFrame) -> pa.Schema:
    """The columns of a table; messages are text even where there are none."""
    schema = pa.Schema.from_pandas(part, preserve_index=False).remove_metadata()
    return schema.set(schema.get_field_index("error"), pa.field("error", pa.string()))


def write_sweep_csv(table: Path, path: Path) -> None:
    """A Parquet table as CSV, one row group after the other."""
    with table.open("rb") as stored:
        schema = safe_table(parquet.read_schema(stored).empty_table()).schema
    with path.open("wb") as file, csv.CSVWriter(file, schema) as writer:
        for rows in read_groups(table):
            writer.write_table(safe_table(rows))


def failed_tasks(table: Path) -> pd.DataFrame:
    """The tasks of a stored table that failed, sought in one row group after the other."""
    groups = read_groups(table, ["point", "policy", "replication", "error"])
    failed = pa.concat_tables(rows.filter(rows["error"].is_valid()) for rows in groups)
    return failed.to_pandas().drop_duplicates(ignore_index=True)


def failures_in_words(failed: pd.DataFrame) -> str:
    """How many tasks failed, which was the first of them, and why."""
    first = failed.iloc[0]
    where = f'the first at point {first["point"]} under policy "{first["policy"]}"'
    return f"{len(failed)} tasks failed, {where}: {first['error']}"
