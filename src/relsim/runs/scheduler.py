"""The scheduler: how work is handed out to workers, and how its results are kept as they come."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, TypeVar

from relsim.runs.executors import Workers
from relsim.runs.interrupts import Stop, interrupts_noted
from relsim.runs.tasks import Finished

Item = TypeVar("Item")
FinishedItems = list[tuple[Item, list[Finished]]]

WINDOW = 8
"""How many batches may wait or run for each worker."""

PATIENCE = 0.5
"""Seconds for which results may wait for others, so that they are kept together."""

BEAT = 1.0
"""Seconds after which somebody who waits looks whether to stop."""

MOST_TRIES = 4


class Running(NamedTuple):
    """A piece of work that has been begun."""

    item: Any
    begin: Callable[[], Future[list[Finished]]]
    tries: int


def streamed(
    begin: Callable[[Item], Future[list[Finished]]],
    items: Iterable[Item | None],
    workers: Workers,
    keep: Callable[[FinishedItems[Item]], None],
    stop: Stop,
) -> Iterator[FinishedItems[Item]]:
    """Results as they come, some at a time; `keep` gets them before anybody else does.

    Items are asked for when there is room for them; None asks to wait until some of what runs is finished.
    However this ends, what was running is finished and
    kept; Ctrl-C, or whoever holds `stop`, ends it when nothing is half done.
    """
    running: dict[Future[list[Finished]], Running] = {}
    kept_at = 0.0

    def collected() -> FinishedItems[Item]:
        nonlocal kept_at
        wait_for_some(set(running), kept_at + PATIENCE, stop)
        results, failure = taken(running, workers)
        keep(results)
        kept_at = time.monotonic()
        if failure:
            raise failure
        return results

    with interrupts_noted(stop):
        try:
            for item in items:
                if item is not None:
                    running[begin(item)] = Running(item, partial(begin, item), 1)
                if running and (item is None or len(running) >= WINDOW * workers.width):
                    yield collected()
                stop.heed()
            while running:
                yield collected()
                stop.heed()
        finally:
            workers.close()
            with suppress(KeyboardInterrupt):
                keep(taken(running, None)[0])
        stop.heed()


def wait_for_some(running: set[Future[list[Finished]]], until: float, stop: Stop) -> None:
    """Wait for one result at least, and for as many as half of them up to a moment, unless asked to stop."""
    enough, done, waiting = len(running) // 2, set[Any](), running
    while not done and not stop.asked:
        done, waiting = wait(waiting, timeout=BEAT, return_when=FIRST_COMPLETED)
    while waiting and len(done) < enough and (left := until - time.monotonic()) > 0.0:
        more, waiting = wait(waiting, timeout=left, return_when=FIRST_COMPLETED)
        done |= more


def taken(
    running: dict[Future[list[Finished]], Running], workers: Workers | None
) -> tuple[FinishedItems[Any], BaseException | None]:
    """What is done, and an error that ends it all; what got lost is begun again by these workers."""
    results: FinishedItems[Any] = []
    failure: BaseException | None = None
    for future in [future for future in running if future.done()]:
        item, begin, tries = running.pop(future)
        error = None if future.cancelled() else future.exception()
        lost = workers is not None and (future.cancelled() or isinstance(error, workers.losses))
        if lost and tries < MOST_TRIES:
            running[begin()] = Running(item, begin, tries + 1)
        elif error is not None:
            failure = error
        elif not future.cancelled():
            results.append((item, future.result()))
    return results, failure
