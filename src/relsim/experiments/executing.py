"""Executing tasks on the cores of this machine; compiled markets run side by side in threads."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

Progress = AbstractContextManager[Callable[[int], None]]
"""Within it, a function that is told how many of a unit are finished."""


def silent(total: int, unit: str) -> Progress:
    """Progress that nobody watches."""
    return nullcontext(lambda finished: None)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_parallel(
    task: Callable[[int], Any],
    numbers: Iterable[int],
    jobs: int | None,
    policies: int,
    progress: Callable[..., Progress] = silent,
) -> tuple[dict[int, Any], bool]:
    """Results of a task by number, as an unbroken sequence from the first; and whether interrupted.

    The first number runs alone, so that whatever must be compiled is compiled once.
    """
    waiting = list(numbers)
    finished: dict[int, Any] = {}
    interrupted = False
    workers = max(1, jobs or cores())
    with (
        progress(len(waiting), f"replications of {policies} policies") as report,
        ThreadPoolExecutor(workers) as pool,
    ):
        running: dict[Future[Any], int] = {}
        try:
            for number in waiting[:1]:
                finished[number] = task(number)
                report(1)
            rest = iter(waiting[1:])
            for number in rest:
                running[pool.submit(task, number)] = number
                if len(running) >= 2 * workers:
                    collect(running, finished, report)
            while running:
                collect(running, finished, report)
        except KeyboardInterrupt:
            interrupted = True
            pool.shutdown(wait=True, cancel_futures=True)
            with suppress(KeyboardInterrupt):
                take_finished(running, finished)
    return unbroken(waiting, finished), interrupted


def collect(running: dict[Future[Any], int], finished: dict[int, Any], report: Callable[[int], None]) -> None:
    """Wait for at least one task and take the results of all that are done."""
    wait(running, return_when=FIRST_COMPLETED)
    take_finished(running, finished)
    report(len(finished))


def take_finished(running: dict[Future[Any], int], finished: dict[int, Any]) -> None:
    """Move what is done from running to finished; an interrupt in one leaves the others."""
    interrupted = False
    for future in [future for future in running if future.done()]:
        number = running.pop(future)
        if future.cancelled():
            continue
        if isinstance(future.exception(), KeyboardInterrupt):
            interrupted = True
        else:
            finished[number] = future.result()
    if interrupted:
        raise KeyboardInterrupt


def unbroken(numbers: list[int], finished: dict[int, Any]) -> dict[int, Any]:
    """The finished results in order, up to the first that is missing."""
    sequence = {}
    for number in numbers:
        if number not in finished:
            break
        sequence[number] = finished[number]
    return sequence
