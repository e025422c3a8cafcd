"""Parts of a store: Parquet files of finished tasks, one row each, that appear as a whole or not at all."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from relsim.market.columns import TALLY
from relsim.measures.measure import MEASURES
from relsim.runs.disk import durably
from relsim.runs.fingerprints import code_fingerprint
from relsim.runs.tasks import Finished

COLUMNS = pa.schema(
    [
        ("address", pa.string()),
        ("policy", pa.string()),
        ("replication", pa.int64()),
        ("firms", pa.list_(pa.string())),
        ("error", pa.string()),
        ("outcomes", pa.list_(pa.float64())),
        ("tallies", pa.binary()),
    ]
)
"""Outcomes are listed firm by firm in the order of `measures`, which stand in the file's metadata."""

ROWS = {False: 512, True: 16}
"""How many tasks are read at once to find one, without and with tallies."""

KEY = b"relsim"


class Contents(NamedTuple):
    """What a part says of itself: the code that made it, and whether it holds tallies."""

    code: str
    with_tallies: bool


def table_of(finished: Sequence[Finished]) -> pa.Table:
    """Finished tasks as the rows of a part."""
    columns = {
        "address": [task.address for task in finished],
        "policy": [task.policy for task in finished],
        "replication": [task.replication for task in finished],
        "firms": [list(task.firms) for task in finished],
        "error": [task.error for task in finished],
        "outcomes": [task.outcomes.reshape(-1) for task in finished],
        "tallies": [None if task.tallies is None else task.tallies.tobytes() for task in finished],
    }
    return pa.table(columns, COLUMNS)


def write_part(folder: Path, tables: Iterable[pa.Table], with_tallies: bool) -> Path:
    """Put a part on disk; it has its name only when all of it is there."""
    path = folder / f"{uuid4().hex}.parquet"
    told = {"code": code_fingerprint(), "with_tallies": with_tallies, "measures": list(MEASURES)}
    schema = COLUMNS.with_metadata({KEY: json.dumps(told)})
    durably(path, lambda part: write_groups(tables, part, schema, ROWS[with_tallies]))
    return path


def write_groups(tables: Iterable[pa.Table], path: Path, schema: pa.Schema, rows: int) -> None:
    """Tables as one in Parquet, in groups of so many rows however they come; no more is held in memory."""
    with (
        path.open("wb") as file,
        parquet.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True) as writer,
    ):
        waiting: list[pa.Table] = []
        for table in tables:
            waiting.append(table)
            while sum(map(len, waiting)) >= rows:
                whole = pa.concat_tables(waiting).combine_chunks()
                writer.write_table(whole[:rows])
                waiting = [whole[rows:]]
        if any(map(len, waiting)):
            writer.write_table(pa.concat_tables(waiting).combine_chunks())


def read_groups(path: Path, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """The rows of a Parquet table, one group of them after the other."""
    with path.open("rb") as file, parquet.ParquetFile(file, page_checksum_verification=True) as stored:
        for group in range(stored.num_row_groups):
            yield stored.read_row_group(group, columns)


def contents_of(schema: pa.Schema) -> Contents:
    """What a part says of itself; raises ValueError where it is none."""
    try:
        told = json.loads((schema.metadata or {})[KEY])
        return Contents(told["code"], told["with_tallies"])
    except (KeyError, TypeError):
        raise ValueError("this is no part of a store of tasks") from None


def is_part(path: Path) -> bool:
    """Whether a file is a part of a store, as far as its head and foot tell."""
    try:
        contents_of(parquet.read_schema(path))
    except (OSError, ValueError):
        return False
    return True


def read_addresses(path: Path) -> tuple[Contents, list[list[str]]]:
    """What a part says of itself, and the tasks in each of its row groups that did not fail."""
    with path.open("rb") as file, parquet.ParquetFile(file, page_checksum_verification=True) as part:
        contents = contents_of(part.schema_arrow)
        groups = []
        for group in range(part.num_row_groups):
            rows = part.read_row_group(group, columns=["address", "error"])
            pairs = zip(rows["address"].to_pylist(), rows["error"].to_pylist(), strict=True)
            groups.append([address for address, error in pairs if error is None])
        return contents, groups


def read_tasks(path: Path, group: int, wanted: Collection[str], with_tallies: bool) -> Iterator[Finished]:
    """Some of the tasks in a row group of a part."""
    columns = [name for name in COLUMNS.names if name != "tallies" or with_tallies]
    with path.open("rb") as file, parquet.ParquetFile(file, page_checksum_verification=True) as part:
        rows = part.read_row_group(group, columns=columns)
    chosen = rows.filter(pa.compute.is_in(rows["address"], pa.array(list(wanted), pa.string())))
    for row in chosen.to_pylist():
        firms = tuple(row["firms"])
        outcomes = np.array(row["outcomes"], np.float64).reshape(len(firms), -1)
        tallies = np.frombuffer(row["tallies"], TALLY).reshape(-1, len(firms)) if with_tallies else None
        yield Finished(row["address"], row["policy"], row["replication"], firms, outcomes, tallies)
