"""The threads of parallel kernels: who may use them at the same time, and who has none.

numba has them of a threading layer, which it chooses with the first parallel kernel of a process. Not every
layer bears two kernels at once, and not every one lives on in a child that was forked.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import numba

BEAR_MANY_AT_ONCE = ("tbb", "omp")
"""The threading layers under which several threads may run parallel kernels at the same time."""

ONE_PARALLEL_KERNEL = threading.Lock()
"""Held while a parallel kernel runs, unless the threading layer is known to bear several."""

FORKED_LATE: set[int] = set()
"""The numbers of this process and of those before it that were forked from one with parallel kernels."""


@contextmanager
def on_threads(threads: int) -> Iterator[None]:
    """Within it a parallel kernel may run, on so many threads at most."""
    with turn_of_kernel():
        numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
        yield


def turn_of_kernel() -> AbstractContextManager[object]:
    """Within it a parallel kernel may run beside those of other threads, or there are none."""
    return nullcontext() if layer() in BEAR_MANY_AT_ONCE else ONE_PARALLEL_KERNEL


def layer() -> str | None:
    """The threading layer of this process; None before its first parallel kernel."""
    try:
        return str(numba.threading_layer())
    except ValueError:
        return None


def has_lost_threads() -> bool:
    """Whether this process was forked from one that had run parallel kernels, and has not their threads."""
    return bool(FORKED_LATE)


def note_fork() -> None:
    """Note, in a child that was forked just now, whether its parent had run parallel kernels."""
    if layer() is not None or ONE_PARALLEL_KERNEL.locked():
        FORKED_LATE.add(os.getpid())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=note_fork)
