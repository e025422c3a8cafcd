"""Performing batches of tasks: what is known comes from the store, what is new goes there first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from relsim.errors import TaskFailed
from relsim.runs.executors import Progress, Workers, silent, workers_on
from relsim.runs.replicate import refuse_none
from relsim.runs.scheduler import Results, streamed
from relsim.runs.store.store import Memory, Recalling, Store
from relsim.runs.tasks import Batch, Finished
from relsim.runs.variant import Job, Variant


def tallied(
    variants: Sequence[Variant],
    job: Job,
    numbers: Sequence[int],
    *,
    store: Store | Memory | None = None,
    on: str | None = None,
    jobs: int | None = None,
    progress: Callable[[int, str], Progress] = silent,
) -> tuple[dict[int, list[Any]], bool]:
    """Tallies of every variant by replication, unbroken from the first; and whether interrupted."""
    kept = Recalling(Memory() if store is None else store)
    batches = [Batch.of(variants, job, number) for number in numbers]
    interrupted, finished = False, 0
    failed: list[Finished] = []
    with progress(len(batches), f"replications of {len(variants)} policies") as report:
        try:
            for results in performed(batches, kept, workers_on(on, jobs), keep_tallies=True):
                failed += [task for _, tasks in results for task in tasks if task.error]
                finished += len(results)
                report(finished)
        except KeyboardInterrupt:
            interrupted = True
    if failed and not interrupted:
        raise TaskFailed(
            f"{len(failed)} of {len(batches) * len(variants)} tasks failed, {said_by(failed[0])}"
        )
    return unbroken(batches, kept), interrupted


def said_by(task: Finished) -> str:
    """Which task failed, and its message."""
    return f'the first under policy "{task.policy}" in replication {task.replication}: {task.error}'


def unbroken(batches: Iterable[Batch], store: Store | Memory) -> dict[int, list[Any]]:
    """The tallies of batches in order, up to the first of which some are missing."""
    sequence = {}
    for batch in batches:
        known = store.find(batch.addresses, with_tallies=True)
        if not known.keys() >= set(batch.addresses):
            break
        sequence[batch.replication] = [known[address].tallies for address in batch.addresses]
    return sequence


class Asked(NamedTuple):
    """A batch, what is known of it, and what must still be run."""

    batch: Batch
    known: dict[str, Finished]
    rest: Batch

    def whole(self, new: Iterable[Finished]) -> list[Finished]:
        """What is known and what is new, in the order of the batch."""
        tasks = self.known | {task.address: task for task in new}
        return [replace(tasks[address], tallies=None) for address in self.batch.addresses]


def performed(
    batches: Iterable[Batch],
    store: Store | Memory | None,
    workers: Workers,
    keep_tallies: bool = False,
) -> Iterator[list[tuple[Batch, list[Finished]]]]:
    """The tasks of every batch, from the store or by running them; new ones are stored first.

    Tallies are left to the store: here they would fill the memory.
    """

    def asked() -> Iterator[Asked]:
        for batch in batches:
            known = {} if store is None else store.find(batch.addresses, keep_tallies)
            yield Asked(batch, known, batch.without(known))

    def keep(results: Results[Asked]) -> None:
        if store is not None:
            store.add([task for _, new in results for task in new])

    for results in streamed(lambda one: workers.submit(one.rest, keep_tallies), asked(), workers, keep):
        yield [(one.batch, one.whole(new)) for one, new in results]


def numbers_of(replications: int | Sequence[int]) -> Sequence[int]:
    """The numbers of replications, of which only their count may be given."""
    numbers = range(replications) if isinstance(replications, int) else list(dict.fromkeys(replications))
    refuse_none(len(numbers) if numbers else 0)
    return numbers


def opened_store(store: Store | Path | str | None) -> Store | Memory:
    """A store, or the one in a folder; without either, what is finished is kept in memory."""
    if store is None:
        return Memory()
    return store if isinstance(store, Store) else Store(store)
