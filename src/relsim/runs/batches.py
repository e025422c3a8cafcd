"""Performing batches of tasks: what is known comes from the store, what is new goes there first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from relsim.errors import InputError, counted
from relsim.runs.executors import Workers
from relsim.runs.interrupts import STOPS
from relsim.runs.observers import Observer
from relsim.runs.options import Runner
from relsim.runs.replicate import LOG
from relsim.runs.scheduler import FinishedItems, streamed
from relsim.runs.store.store import Memory, Recalling, Store
from relsim.runs.tasks import Batch, Finished, task_failed
from relsim.runs.variant import Variant

Observers = Callable[[int], Mapping[str, Observer]]
"""Who looks on at a replication, by the addresses of what they report."""


def nobody(replication: int) -> Mapping[str, Observer]:
    """Nobody looks on."""
    return {}


def tallied(
    runner: Runner, variants: Sequence[Variant], numbers: Sequence[int]
) -> tuple[dict[int, list[Any]], BaseException | None]:
    """Tallies of every variant by replication, unbroken from the first; and what stopped it early, if so.

    Raises:
        TaskFailed: A task went wrong.
    """
    finished, stopped = reported(runner, variants, numbers, nobody)
    return tallies_of(finished), stopped


def reported(
    runner: Runner, variants: Sequence[Variant], numbers: Sequence[int], observers: Observers
) -> tuple[dict[int, list[Finished]], BaseException | None]:
    """As `tallied`, the finished tasks themselves, with their tallies and what observers have reported."""
    kept = Recalling(runner.kept)
    batches = [Batch.of(variants, runner.job, number, observers(number)) for number in numbers]
    stopped = completed(replace(runner, given=kept), batches)
    return dict(unbroken(batches, kept)), stopped


def tallies_of(finished: Mapping[int, Sequence[Finished]]) -> dict[int, list[Any]]:
    """The tallies of finished tasks, by replication."""
    return {number: [task.tallies for task in tasks] for number, tasks in finished.items()}


def all_tallied(runner: Runner, variants: Sequence[Variant], numbers: Sequence[int]) -> dict[int, list[Any]]:
    """Tallies of every variant in all of these replications; whoever stops it early gets nothing."""
    finished, stopped = tallied(runner, variants, numbers)
    if stopped:
        raise stopped
    return finished


def all_outcomes(
    runner: Runner, variants: Sequence[Variant], numbers: Sequence[int], observers: Observers
) -> dict[int, list[Any]]:
    """Outcomes [firm, measure] of every variant in all of these replications, of which the tallies, and what
    observers report, are kept and not read; whoever stops it early gets nothing.
    """
    batches = [Batch.of(variants, runner.job, number, observers(number)) for number in numbers]
    if stopped := completed(runner, batches):
        raise stopped
    known = runner.kept.find([address for batch in batches for address in batch.addresses])
    return {batch.replication: [known[each].outcomes for each in batch.addresses] for batch in batches}


def completed(runner: Runner, batches: Sequence[Batch]) -> BaseException | None:
    """Run what the runner's store does not have of these batches; returns what stopped it early, if so.

    Raises:
        TaskFailed: A task went wrong.
    """
    if not batches:
        return None
    kept = runner.kept
    known: set[str] = set()
    for observers, addresses in _by_observers(batches):
        known |= kept.known(addresses, observers)
    rest = [batch for batch in batches if not known.issuperset(batch.addresses)]
    failed: list[Finished] = []
    unit = f"replications of {counted(len(batches[0].variants), 'policy', 'policies')}"
    try:
        with runner.progress(len(batches), unit) as report:
            finished = len(batches) - len(rest)
            if finished:
                report(finished)
            for results in performed(runner, runner.workers(), rest, keep_tallies=True):
                failed += [task for _, tasks in results for task in tasks if task.error]
                finished += len(results)
                report(finished)
    except STOPS as error:
        return error
    if failed:
        number = len(batches) * len(batches[0].addresses)
        raise task_failed(f"{len(failed)} of {number} tasks failed, {said_by(failed[0])}", failed[0])
    return None


def said_by(task: Finished) -> str:
    """Which task failed, and its message."""
    return f'the first under policy "{task.policy}" in replication {task.replication}: {task.error}'


AT_ONCE = 16
"""Batches whose tallies are read at once: a store keeps about so many tasks together."""


def _by_observers(batches: Sequence[Batch]) -> Iterator[tuple[Mapping[str, Observer], list[str]]]:
    """The addresses of the tasks of batches next to each other that the same observers look at."""
    for _, same in groupby(batches, key=lambda batch: tuple(batch.observers)):
        some = list(same)
        yield some[0].observers, [address for batch in some for address in batch.addresses]


def unbroken(batches: Sequence[Batch], store: Store | Memory) -> Iterator[tuple[int, list[Finished]]]:
    """Replications and their tasks in order, with tallies and reports, up to the first that lacks some."""
    for first in range(0, len(batches), AT_ONCE):
        some = batches[first : first + AT_ONCE]
        known: dict[str, Finished] = {}
        for observers, addresses in _by_observers(some):
            known |= store.find(addresses, True, observers)
        for batch in some:
            if not known.keys() >= set(batch.addresses):
                return
            yield batch.replication, [known[address] for address in batch.addresses]


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
    runner: Runner, workers: Workers, batches: Iterable[Batch | None], keep_tallies: bool = False
) -> Iterator[list[tuple[Batch, list[Finished]]]]:
    """The tasks of every batch, from the store or by running them; new ones are stored first.

    None among the batches asks to wait until some of what runs is finished.
    Tallies are left to the store: here they would fill the memory.
    """
    store = runner.store

    def asked() -> Iterator[Asked | None]:
        for batch in batches:
            if batch is None:
                yield None
                continue
            known = {} if store is None else store.find(batch.addresses, keep_tallies, batch.observers)
            yield Asked(batch, known, batch.without(known))

    def keep(results: FinishedItems[Asked]) -> None:
        if store is not None:
            store.add([task for _, new in results for task in new])

    def begin(one: Asked) -> Future[list[Finished]]:
        return workers.submit(one.rest, keep_tallies)

    for results in streamed(begin, asked(), workers, keep, runner.stop):
        log_failures(task for _, new in results for task in new)
        yield [(one.batch, one.whole(new)) for one, new in results]


def log_failures(tasks: Iterable[Finished]) -> None:
    """Note where tasks failed, for whoever reads what is logged in every detail."""
    for task in tasks:
        if task.traceback:
            LOG.debug(
                'policy "%s" in replication %d failed\n%s', task.policy, task.replication, task.traceback
            )


def numbers_of(replications: int | Sequence[int]) -> Sequence[int]:
    """The numbers of replications, of which only their count may be given."""
    numbers = range(replications) if isinstance(replications, int) else list(dict.fromkeys(replications))
    if not numbers:
        raise InputError("0 replications, expected at least 1")
    return numbers
