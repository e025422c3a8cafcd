"""Parts of a store: Parquet files of finished tasks, one row each, that appear as a whole or not at all."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
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

REPORTS = pa.schema([("reports", pa.list_(pa.string())), ("tables", pa.list_(pa.large_binary()))])
"""What a part with reports has beside: their addresses, and the report at each as an Arrow stream."""

METADATA_KEY = b"relsim"


class Kind(NamedTuple):
    """What a part holds of its tasks beside their outcomes; only parts of one kind are merged."""

    with_tallies: bool
    with_reports: bool = False

    @classmethod
    def of(cls, finished: Sequence[Finished]) -> "Kind":
        """The kind of part in which these tasks are kept."""
        return cls(any(task.tallies is not None for task in finished), any(task.reports for task in finished))

    @property
    def rows(self) -> int:
        """How many tasks are read at once to find one."""
        return 4 if self.with_reports else 16 if self.with_tallies else 512

    @property
    def schema(self) -> pa.Schema:
        """The columns of such a part."""
        return pa.schema([*COLUMNS, *REPORTS]) if self.with_reports else COLUMNS


PART_KINDS = [
    Kind(with_tallies, with_reports) for with_tallies in (False, True) for with_reports in (False, True)
]


class Contents(NamedTuple):
    """What a part says of itself: the code that made it, and what it holds."""

    code: str
    kind: Kind


def rows_of_part(finished: Sequence[Finished], kind: Kind) -> pa.Table:
    """Finished tasks as the rows of a part."""
    columns: dict[str, list[Any]] = {
        "address": [task.address for task in finished],
        "policy": [task.policy for task in finished],
        "replication": [task.replication for task in finished],
        "firms": [list(task.firms) for task in finished],
        "error": [task.error for task in finished],
        "outcomes": [task.outcomes.reshape(-1) for task in finished],
        "tallies": [None if task.tallies is None else task.tallies.tobytes() for task in finished],
    }
    if kind.with_reports:
        columns["reports"] = [list(task.reports) for task in finished]
        columns["tables"] = [list(map(stream_of, task.reports.values())) for task in finished]
    return pa.table(columns, kind.schema)


def stream_of(table: pa.Table) -> bytes:
    """A table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def write_part(folder: Path, tables: Iterable[pa.Table], kind: Kind) -> Path:
    """Put a part on disk; it has its name only when all of it is there."""
    path = folder / f"{uuid4().hex}.parquet"
    told = {"code": code_fingerprint(), **kind._asdict(), "measures": list(MEASURES)}
    schema = kind.schema.with_metadata({METADATA_KEY: json.dumps(told)})
    durably(path, lambda part: write_groups(tables, part, schema, kind.rows))
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
        told = json.loads((schema.metadata or {})[METADATA_KEY])
        return Contents(told["code"], Kind(told["with_tallies"], told.get("with_reports", False)))
    except (KeyError, TypeError, AttributeError):
        raise ValueError("this is no part of a store of tasks") from None


def is_part(path: Path) -> bool:
    """Whether a file is a part of a store, as far as its head and foot tell."""
    try:
        with path.open("rb") as file:
            contents_of(parquet.read_schema(file))
    except (OSError, ValueError):
        return False
    return True


class RowGroup(NamedTuple):
    """What stands in a row group: the addresses of its tasks that did not fail, and of their reports."""

    tasks: list[str]
    reports: list[str]


def report_place(address: str, report: str) -> str:
    """Where the report of a task is found."""
    return f"{address} {report}"


def read_addresses(path: Path) -> tuple[Contents, list[RowGroup]]:
    """What a part says of itself, and what stands in each of its row groups."""
    with path.open("rb") as file, parquet.ParquetFile(file, page_checksum_verification=True) as part:
        contents = contents_of(part.schema_arrow)
        columns = ["address", "error", *(["reports"] if contents.kind.with_reports else [])]
        groups = []
        for group in range(part.num_row_groups):
            rows = part.read_row_group(group, columns=columns).to_pylist()
            good = {row["address"]: row.get("reports", ()) for row in rows if row["error"] is None}
            places = [report_place(task, report) for task, reports in good.items() for report in reports]
            groups.append(RowGroup(list(good), places))
        return contents, groups


def read_reports(path: Path, group: int, wanted: Collection[str]) -> Iterator[tuple[str, pa.Table]]:
    """Some of the reports in a row group of a part, by where they are found."""
    with path.open("rb") as file, parquet.ParquetFile(file, page_checksum_verification=True) as part:
        rows = part.read_row_group(group, columns=["address", *REPORTS.names])
    for row in rows.to_pylist():
        for report, stream in zip(row["reports"], row["tables"], strict=True):
            place = report_place(row["address"], report)
            if place in wanted:
                with pa.ipc.open_stream(stream) as reader:
                    yield place, reader.read_all()


def read_tasks(path: Path, group: int, wanted: Collection[str], with_tallies: bool) -> Iterator[Finished]:
    """Some of the tasks in a row group of a part."""
    columns = [name for name in COLUMNS.names if name != "tallies" or with_tallies]
    with path.open("rb") as file, parquet.ParquetFile(file, page_checksum_verification=True) as part:
        rows = part.read_row_group(group, columns=columns)
    # Tallies are large: only those of wanted tasks are copied, and only once.
    small = rows.drop_columns("tallies") if with_tallies else rows
    for place, row in enumerate(small.to_pylist()):
        if row["address"] not in wanted:
            continue
        firms = tuple(row["firms"])
        outcomes = np.array(row["outcomes"], np.float64).reshape(len(firms), -1)
        tallies = None
        if with_tallies:
            tallies = np.frombuffer(rows["tallies"][place].as_py(), TALLY).reshape(-1, len(firms))
        yield Finished(row["address"], row["policy"], row["replication"], firms, outcomes, tallies)
