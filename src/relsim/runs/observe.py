"""Observing variants of a scenario: what observers report of every market, one market after the other."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Unpack

import pandas as pd

from relsim.errors import InputError
from relsim.runs.arguments import EVALUATING
from relsim.runs.batches import numbers_of, performed
from relsim.runs.evaluate import Variants
from relsim.runs.observers import Observer, by_address
from relsim.runs.options import Runner, RunOptions
from relsim.runs.tasks import Batch, Finished, task_failed
from relsim.runs.variant import Variant
from relsim.scenario.arguments import checks_arguments

AHEAD = 4
"""How many markets for each worker may run, or have run, before it is their turn to be told."""


class Observation(NamedTuple):
    """What observers report of one market, by their keys."""

    variant: Variant
    replication: int
    reports: dict[str, pd.DataFrame]


@checks_arguments(EVALUATING)
def observe(
    variants: Variants,
    replications: int | Sequence[int],
    observers: Sequence[Observer],
    **run: Unpack[RunOptions],
) -> Iterator[Observation]:
    """What observers report of every variant in every replication, one market after the other.

    Reports come as they are asked for, and only a few wait for their turn, so they need not fit into memory
    together. With a store, what is known there is not run again.

    Parameters
    ----------
    variants : sequence of Variant
        Scenarios under a policy, such as `[relsim.Variant.of(scenario, policy)]`.
    replications : int or sequence of int
        How many, or the numbers of replications, to add some later.
    observers : sequence of Observer
        Who reports, such as `[relsim.Customers(), relsim.Purchases("harbour")]`.
    **run : RunOptions
        How markets are run.

    Returns
    -------
    iterator of Observation
        `variant`, `replication` and `reports`, a frame by the key of each observer; in the order of the
        variants, and of the replications of each, whoever finished first.

    Raises
    ------
    InputError
        There is nothing to observe, an option is wrong, or an observer cannot report of a variant.
    TaskFailed
        A market or one of its observers failed.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(200)
    >>> for one in relsim.observe([relsim.Variant.of(market)], 2, [relsim.Customers()]):
    ...     print(one.variant.policy, one.replication, len(one.reports["customers"]))
    as is 0 400
    as is 1 400
    """
    if not len(variants):
        raise InputError("no variants to observe")
    numbers = numbers_of(replications)
    runner = Runner.of(run)
    known = observable_variants(variants, observers)
    # The first is checked before the first report is asked for.
    first = next(known)
    return observations(runner.ready(), chain([first], known), len(variants), numbers, observers)


def observable_variants(variants: Variants, observers: Sequence[Observer]) -> Iterator[Variant]:
    """The variants, each if it is one and all observers can report of it."""
    for variant in variants:
        if not isinstance(variant, Variant):
            raise InputError("variants: expected variants, as made by relsim.Variant.of")
        for observer in observers:
            observer.check(variant.scenario)
        yield variant


@dataclass(eq=False)
class Awaited:
    """A task of which the reports are awaited."""

    batch: Batch
    task: Finished | None = None


def observations(
    runner: Runner,
    variants: Iterator[Variant],
    count: int,
    numbers: Sequence[int],
    observers: Sequence[Observer],
) -> Iterator[Observation]:
    """The reports of every variant and replication in this order."""
    workers = runner.workers()
    addresses = by_address(observers)
    waiting: deque[Awaited] = deque()

    def batches() -> Iterator[Batch | None]:
        for variant in variants:
            for number in numbers:
                while len(waiting) >= AHEAD * workers.width:
                    yield None
                waiting.append(Awaited(Batch.of([variant], runner.job, number, addresses)))
                yield waiting[-1].batch

    finished = 0
    with runner.progress(count * len(numbers), "tasks") as report:
        for results in performed(runner, workers, batches()):
            for batch, (task,) in results:
                next(one for one in waiting if one.batch is batch).task = task
            finished += len(results)
            report(finished)
            while waiting and (done := waiting[0].task):
                refuse_failed(done)
                yield observation(waiting.popleft().batch, done)


def refuse_failed(task: Finished) -> None:
    """Refuse a task that failed: there is no report of it."""
    if task.error:
        where = f'under policy "{task.policy}" in replication {task.replication}'
        raise task_failed(f"a task failed {where}: {task.error}", task)


def observation(batch: Batch, task: Finished) -> Observation:
    """What a task reports, as its observers call it."""
    reports = {one.key: task.reports[place].to_pandas() for place, one in batch.observers.items()}
    return Observation(batch.variants[0], batch.replication, reports)
