"""The customers of the first replication, which alone are kept person by person."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa

from relsim.market.columns import Columns
from relsim.runs.clientele import Clientele, write_clientele
from relsim.runs.replicate import let_go, replicated, watched_by
from relsim.runs.store.store import Memory, Store
from relsim.runs.tasks import Batch, finished_tasks


def clientele_of(first: Batch, kept: Store | Memory) -> Clientele:
    """Run the first replication for its customers; they and its tallies are kept."""
    tallies: list[Any] = []

    reports: dict[str, Mapping[str, pa.Table]] = {}

    def finished() -> Iterator[Columns]:
        live = watched_by(first.observers, reports)
        for market in replicated(first.variants, first.job, first.replication, live):
            tallies.append(market.records)
            yield let_go(market)

    scenarios = [variant.scenario for variant in first.variants]
    policies = [variant.policy for variant in first.variants]
    clientele = kept.keep_clientele(first, partial(write_clientele, scenarios, policies, finished()))
    if not kept.find(first.addresses, True, first.observers):
        tasks = finished_tasks(first, tallies, keep_tallies=True)
        kept.add([replace(task, reports=reports[task.policy]) for task in tasks])
    return clientele
