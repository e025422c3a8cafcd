"""Evaluating variants of a scenario: one row of outcomes per variant, replication and firm.

Everything that asks many what-ifs is built on this: sweeps, searches, sensitivities. Variants share their
luck in each replication, and their people where they begin with the same ones.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from relsim.engine.driver import DriverName
from relsim.engine.strategy import Strategy
from relsim.errors import InputError
from relsim.measures.outcomes import MEASURES
from relsim.rules.rulebook import Rule
from relsim.runs.batches import numbers_of, opened_store, performed
from relsim.runs.executors import Progress, silent, workers_on
from relsim.runs.store.store import Store
from relsim.runs.tasks import Batch, Finished
from relsim.runs.variant import Job, Variant

MOST_TOGETHER = 16
"""How many variants of one replication may run one after the other, for the sake of their people."""


class Variants(Protocol):
    """Variants that can be counted before they are made, such as a list of them."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Variant]: ...


def evaluate(
    variants: Variants,
    replications: int | Sequence[int],
    *,
    seed: int = 1,
    store: Store | Path | str | None = None,
    on: str | None = None,
    jobs: int | None = None,
    driver: DriverName = "compiled",
    mechanisms: Mapping[str, Rule] | None = None,
    strategies: Mapping[str, Strategy] | None = None,
    progress: Callable[[int, str], Progress] = silent,
    keep_tallies: bool = False,
) -> pd.DataFrame:
    """Outcomes of every variant in every replication: one row per variant, replication and firm.

    Columns: the variants' labels, `policy`, `replication`, `firm`, every measure, and `error`, the message
    of a task that failed, whose measures are empty. Rows come in the order of the variants, whoever
    finished first. `replications` is how many, or their numbers, to add some later. With a `store`, tasks
    that are known there are not run again, and what is finished is there before anything goes wrong; with
    `keep_tallies` so are all tallies. `on` is the address of a cluster.
    """
    parts = evaluated(
        variants,
        replications,
        seed=seed,
        store=store,
        on=on,
        jobs=jobs,
        driver=driver,
        mechanisms=mechanisms,
        strategies=strategies,
        progress=progress,
        keep_tallies=keep_tallies,
    )
    return pd.concat(parts, ignore_index=True)


def evaluated(
    variants: Variants,
    replications: int | Sequence[int],
    *,
    seed: int = 1,
    store: Store | Path | str | None = None,
    on: str | None = None,
    jobs: int | None = None,
    driver: DriverName = "compiled",
    mechanisms: Mapping[str, Rule] | None = None,
    strategies: Mapping[str, Strategy] | None = None,
    progress: Callable[[int, str], Progress] = silent,
    keep_tallies: bool = False,
) -> Iterator[pd.DataFrame]:
    """The rows of `evaluate` in the same order, some variants at a time, so that memory stays bounded."""
    if not len(variants):
        raise InputError("no variants to evaluate")
    numbers = numbers_of(replications)
    job = Job(seed, driver, mechanisms or {}, strategies or {})
    kept = None if store is None else opened_store(store)
    workers = workers_on(on, jobs)
    total = len(variants) * len(numbers)
    size = max(1, min(MOST_TOGETHER, total // (4 * workers.width)))
    opened: deque[Group] = deque()

    def batches() -> Iterator[Batch]:
        waiting = iter(variants)
        while together := tuple(islice(waiting, size)):
            opened.append(Group(together, numbers, {}))
            for number in numbers:
                yield Batch.of(together, job, number)

    finished = 0
    with progress(total, "tasks") as report:
        for results in performed(batches(), kept, workers, keep_tallies):
            for batch, tasks in results:
                owner = next(group for group in opened if group.variants is batch.variants)
                owner.tasks[batch.replication] = tasks
                finished += len(tasks)
            report(finished)
            while opened and opened[0].complete:
                yield opened.popleft().table()


class Group(NamedTuple):
    """Variants that run together, and what is known of them by replication."""

    variants: tuple[Variant, ...]
    numbers: Sequence[int]
    tasks: dict[int, list[Finished]]

    @property
    def complete(self) -> bool:
        """Whether every replication is known."""
        return len(self.tasks) == len(self.numbers)

    def table(self) -> pd.DataFrame:
        """The outcomes of these variants."""
        runs = [
            (variant, self.tasks[number][place])
            for place, variant in enumerate(self.variants)
            for number in self.numbers
        ]
        return outcomes_of(runs)


def outcomes_of(runs: Sequence[tuple[Variant, Finished]]) -> pd.DataFrame:
    """The outcomes of some tasks: one row per task and firm."""
    firms = [len(task.firms) for _, task in runs]

    def repeated(values: Iterable[Any]) -> Any:
        return [value for value, times in zip(values, firms, strict=True) for _ in range(times)]

    names = dict.fromkeys(name for variant, _ in runs for name in variant.labels)
    columns: dict[str, Any] = {
        name: repeated(variant.labels.get(name) for variant, _ in runs) for name in names
    }
    columns["policy"] = repeated(variant.policy for variant, _ in runs)
    columns["replication"] = repeated(task.replication for _, task in runs)
    columns["firm"] = [firm for _, task in runs for firm in task.firms]
    outcomes = np.concatenate([task.outcomes for _, task in runs])
    columns |= {name: outcomes[:, number] for number, name in enumerate(MEASURES)}
    columns["error"] = repeated(task.error for _, task in runs)
    return pd.DataFrame(columns)
