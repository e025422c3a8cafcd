"""The fast driver: the same rules, compiled by numba, over blocks of customers."""

import sys
import threading
from functools import cache
from types import FunctionType
from typing import Any

import numba
import numpy as np
from numba.extending import overload, register_jitable

from relsim import luck
from relsim.engine.caching import is_cold, kept_in, kernel_folder
from relsim.engine.driver import State, as_numbers
from relsim.engine.kernel import ANY, have, periods, take_turns
from relsim.market.columns import BOOKS, DESK, TALLY
from relsim.rules.rulebook import Rule, Rulebook

SMALLEST_BLOCK = 512
MOST_BLOCKS = 64
WORTH_THREADS = 8_000
"""Customers from which more than one thread pays within one market."""

FEW = 2
"""Firms up to which a kernel is made for their number, and is faster for it; one kernel serves all others."""

ONE_AT_A_TIME = threading.Lock()


@overload(luck.unsigned)
def _unsigned(number):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return lambda number: np.uint64(number)


@cache
def make_compilable(function: Rule) -> None:
    """Let compiled code call a rule, inlined; it stays an ordinary Python function.

    Without reference counting (`_nrt`), which nothing here needs, passing arrays costs nothing.
    """
    if function is not luck.unsigned:
        register_jitable(forceinline=True, _nrt=False)(function)


def kernel(book: Rulebook, firms: int, parallel: bool) -> Any:
    """The compiled periods of one rulebook for so many firms; compiling takes seconds the first time ever.

    One thread at a time makes them, so that no two make the same and each is kept in its own folder.
    """
    with ONE_AT_A_TIME:
        return _made(book, firms if firms <= FEW else ANY, parallel)


@cache
def _made(book: Rulebook, firms: int, parallel: bool) -> Any:
    turns = with_names(take_turns, live=book.live, FIRMS=firms)
    for function in (*book.functions(), have, turns):
        make_compilable(function)
    folder = kernel_folder(book, firms, parallel)
    if is_cold(folder) and sys.stderr.isatty():
        print("relsim: compiling the rules once for this machine...", file=sys.stderr)
    with kept_in(folder):
        return numba.njit(
            with_names(periods, take_turns=turns),
            parallel=parallel,
            nogil=True,
            _nrt=False,
            error_model="numpy",
            cache=folder is not None,
        )


def with_names(template: Rule, **names: Any) -> Rule:
    """A copy of a function in which names mean something else."""
    return FunctionType(template.__code__, {**template.__globals__, **names}, template.__name__)


def advance(state: State, start: int, stop: int, threads: int = 1) -> None:
    """Run a state from period `start` up to `stop` on that many threads."""
    parallel = threads > 1 and state.customers >= WORTH_THREADS
    run = kernel(state.rulebook, state.firms, parallel)
    if parallel:
        numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
    blocks = max(1, min(MOST_BLOCKS, state.customers // SMALLEST_BLOCK))
    tallies = np.zeros((blocks, state.firms), TALLY)
    run(
        start,
        stop,
        np.uint64(state.root),
        state.columns.people,
        state.columns.ties,
        state.town,
        state.plan.firms,
        state.plan.behaviour,
        np.zeros((blocks, state.firms), DESK),
        as_numbers(tallies),
        tallies.view(BOOKS),
        as_numbers(state.records),
        state.standings,
    )
