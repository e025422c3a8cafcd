"""The customers of a first replication under every policy: a table in a file, read a few columns at a time.

Everything else that is measured is small; this table has a row for each customer, firm and policy, so it is
written and read in groups of rows.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from weakref import finalize

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute, parquet

from relsim.market.columns import Columns, blank_columns
from relsim.measures.customers import customers_table
from relsim.runs.disk import put_also
from relsim.scenario.scenario import Scenario

CLIENTELE_ROWS_AT_ONCE = 2**16
"""Rows that are made, written and read at once."""


class Clientele:
    """The table of customers in a Parquet file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        with self.path.open("rb") as file, parquet.ParquetFile(file) as stored:
            return list(stored.schema_arrow.names)

    def rows(
        self,
        columns: Sequence[str] | None = None,
        policy: str | None = None,
        firm: str | None = None,
        bought: bool = False,
    ) -> pd.DataFrame:
        """Some columns, or all; of one policy or all, of one firm or all, and of buyers or all."""
        return pa.concat_tables(self._parts(columns, policy, firm, bought)).to_pandas()

    def pieces(self, columns: Sequence[str], policy: str, firm: str) -> Iterator[pd.DataFrame]:
        """Some columns of the customers of a firm under a policy, so many rows after the other."""
        return (part.to_pandas() for part in self._parts(columns, policy, firm))

    def first_rows(self, most: int) -> Iterator[pa.Table]:
        """All rows, or the same first customers under each policy where that would be more than so many."""
        with self.path.open("rb") as file, parquet.ParquetFile(file) as stored:
            names = stored.schema_arrow.names
            parts = (stored.read_row_group(group) for group in range(stored.num_row_groups))
            if stored.metadata.num_rows <= most:
                yield from parts
                return
            policies = len(self.rows(["policy"])["policy"].cat.categories) if "policy" in names else 1
            firms = len(self.rows(["firm"])["firm"].cat.categories)
            last = most // (policies * firms)
            yield from (part.filter(compute.less(part["customer"], last)) for part in parts)

    def _parts(
        self, columns: Sequence[str] | None, policy: str | None, firm: str | None, bought: bool = False
    ) -> Iterator[pa.Table]:
        asked = {name: value for name, value in (("policy", policy), ("firm", firm)) if value is not None}
        with self.path.open("rb") as file, parquet.ParquetFile(file) as stored:
            wanted = stored.schema_arrow.names if columns is None else list(columns)
            read = list(dict.fromkeys([*wanted, *asked, *(["revenue"] if bought else [])]))
            for group in groups_with(stored, policy):
                table = chosen(stored.read_row_group(group, read), asked)
                if bought:
                    table = table.filter(compute.greater(table["revenue"], 0.0))
                yield table.select(wanted)

    def put(self, path: Path) -> None:
        """Let the file stand in another place as well; what stood there is replaced."""
        put_also(self.path, path)

    def by_policy(self, columns: Sequence[str], bought: bool) -> Iterator[pd.DataFrame]:
        """Some columns of buyers or of all, under one policy after the other; of a run all at once."""
        if "policy" not in self.columns:
            yield self.rows(columns, bought=bought)
            return
        for policy in self.rows(["policy"])["policy"].cat.categories:
            yield self.rows(["policy", *columns], policy, bought=bought)


def opened_clientele(path: Path) -> Clientele:
    """The table of customers in a file; raises OSError or ValueError where there is none."""
    with path.open("rb") as file:
        parquet.read_metadata(file)
    return Clientele(path)


def kept_aside(write: Callable[[Path], None]) -> Clientele:
    """A table of customers in a temporary file, which is there as long as anybody has use for it."""
    number, name = mkstemp(".part", "customers.")
    os.close(number)
    clientele = Clientele(Path(name))
    finalize(clientele, clientele.path.unlink, missing_ok=True)
    write(clientele.path)
    return clientele


def groups_with(stored: parquet.ParquetFile, policy: str | None) -> Iterator[int]:
    """The numbers of the row groups that may have rows of a policy, by what the file says of each."""
    names = stored.schema_arrow.names
    for group in range(stored.num_row_groups):
        if policy is not None and "policy" in names:
            told = stored.metadata.row_group(group).column(names.index("policy")).statistics
            if told is not None and told.has_min_max and not told.min <= policy <= told.max:
                continue
        yield group


def chosen(table: pa.Table, asked: dict[str, str]) -> pa.Table:
    """The rows with these words in these columns."""
    for name, word in asked.items():
        table = table.filter(compute.equal(table[name].cast(pa.string()), word))
    return table


def write_clientele(
    scenarios: Sequence[Scenario], policies: Sequence[str], finished: Iterable[Columns], path: Path
) -> None:
    """Write the customers of markets that have run, one after the other; a run has no policies."""
    head = head_of(scenarios, policies)
    schema = pa.Table.from_pandas(head, preserve_index=False).schema
    with (
        path.open("wb") as file,
        parquet.ParquetWriter(file, schema, compression="zstd", use_dictionary=repetitive(schema)) as writer,
    ):
        markets = iter(finished)
        for number, scenario in enumerate(scenarios):
            # The columns of one market are let go before the next one runs, so no name stands for them.
            for table in tables_of(next(markets), scenario):
                if policies:
                    table.insert(0, "policy", policies_with_codes(policies, np.full(len(table), number)))
                table["segment"] = table["segment"].astype(head["segment"].dtype)
                writer.write_table(pa.Table.from_pandas(table, schema, preserve_index=False))


def head_of(scenarios: Sequence[Scenario], policies: Sequence[str]) -> pd.DataFrame:
    """A table of one customer under each policy, with the columns that the tables of all have together."""
    tables = [customers_table(blank_columns(1, len(each.firms)), each) for each in scenarios]
    head = pd.concat(tables, ignore_index=True)
    if policies:
        codes = np.repeat(np.arange(len(policies)), [len(table) for table in tables])
        head.insert(0, "policy", policies_with_codes(policies, codes))
    return head


def repetitive(schema: pa.Schema) -> list[str]:
    """The columns of few different values: only for these do dictionaries save time and room."""

    def has_few(kind: pa.DataType) -> bool:
        return bool(pa.types.is_dictionary(kind) or pa.types.is_int8(kind) or pa.types.is_int16(kind))

    return [field.name for field in schema if has_few(field.type)]


def policies_with_codes(policies: Sequence[str], codes: Any) -> pd.Categorical:
    """The policies with these numbers."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(policies)))


def tables_of(columns: Columns, scenario: Scenario) -> Iterator[pd.DataFrame]:
    """The table of customers of a market, so many rows after the other."""
    step = max(1, CLIENTELE_ROWS_AT_ONCE // len(scenario.firms))
    for first in range(0, len(columns), step):
        part = slice(first, first + step)
        yield customers_table(Columns(columns.people[part], columns.ties[part]), scenario, first)
