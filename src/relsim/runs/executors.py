"""Executors: who does the work, the cores of this machine or a cluster; and who watches its progress."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from relsim.cores import cores
from relsim.runs.replicate import one_by_one
from relsim.runs.tasks import Batch, Finished, perform

Progress = AbstractContextManager[Callable[[int], None]]
"""Within it, a function that is told how many of a unit are finished."""


def silent(total: int, unit: str) -> Progress:
    """Progress that nobody watches."""
    return nullcontext(lambda finished: None)


class Workers(Protocol):
    """Threads here, or a cluster; `losses` are errors that say nothing about the work itself."""

    width: int
    losses: tuple[type[BaseException], ...]

    def submit(self, batch: Batch, keep_tallies: bool) -> Future[list[Finished]]:
        """Begin a batch when somebody is free."""

    def close(self) -> None:
        """Drop what has not begun, and wait for what has."""


class Threads:
    """Workers on the cores of this machine."""

    losses: tuple[type[BaseException], ...] = ()

    def __init__(self, jobs: int | None = None) -> None:
        self.width = max(1, jobs or cores())
        self._pool = ThreadPoolExecutor(self.width)
        self._one_by_one = ThreadPoolExecutor(1)

    def submit(self, batch: Batch, keep_tallies: bool) -> Future[list[Finished]]:
        """Begin a batch when a thread is free; one of large markets gets all of them when it is its turn."""
        if any(one_by_one(variant.scenario, batch.job) for variant in batch.variants):
            return self._one_by_one.submit(perform, batch, keep_tallies, self.width)
        return self._pool.submit(perform, batch, keep_tallies)

    def close(self) -> None:
        """Drop what has not begun, and wait for what has."""
        for pool in (self._one_by_one, self._pool):
            pool.shutdown(wait=False, cancel_futures=True)
        self._one_by_one.shutdown()
        self._pool.shutdown()


def workers_on(on: str | None, jobs: int | None) -> Workers:
    """The workers of the cluster at an address, or the cores of this machine."""
    if on is None:
        return Threads(jobs)
    from relsim.runs.dask import DaskCluster

    return DaskCluster(on)
