"""The fast driver: the same rules, compiled by numba, over blocks of customers.

Tallies are whole numbers, so their sums do not depend on how many threads add them up.
"""

import sys
import threading
from functools import cache
from types import FunctionType
from typing import Any

import numba
import numpy as np
from numba import prange
from numba.extending import overload, register_jitable

from relsim import luck
from relsim.engine.caching import is_cold, kept_in, kernel_folder
from relsim.engine.driver import State, as_numbers
from relsim.luck import deeper
from relsim.market.columns import BOOKS, DESK, TALLY
from relsim.rules.counting import take_stock
from relsim.rules.listening import carry
from relsim.rules.rulebook import Rule, Rulebook

SMALLEST_BLOCK = 512
MOST_BLOCKS = 64
WORTH_THREADS = 8_000
"""Customers from which more than one thread pays within one market."""

ONE_AT_A_TIME = threading.Lock()


@overload(luck.unsigned)
def _unsigned(number):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return lambda number: np.uint64(number)


def live(*_: Any) -> None:
    """Stands for the rulebook's `live` until `kernel` puts it in place."""


def periods(
    start: int,
    stop: int,
    root: int,
    people: Any,
    ties: Any,
    town: Any,
    firms: Any,
    behaviour: Any,
    desks: Any,
    tallies: Any,
    books_of: Any,
    records: Any,
    standings: Any,
) -> None:
    """Run the periods from `start` up to `stop`; compiled, never called as Python."""
    blocks, competitors = tallies.shape[0], tallies.shape[1]
    customers = len(town.voices)
    lasting_key = deeper(root, 0)
    for t in range(start, stop):
        key = deeper(root, t + 1)
        for block in prange(blocks):
            tally, books, desk = tallies[block], books_of[block], desks[block]
            for f in range(competitors):
                for place in range(tallies.shape[2]):
                    tally[f, place] = 0
            offers, conduct = firms[t], behaviour[t]
            first, last = block * customers // blocks, (block + 1) * customers // blocks
            for i in range(first, last):
                live(
                    i,
                    t,
                    key,
                    lasting_key,
                    people[i],
                    ties[i],
                    town,
                    offers,
                    conduct,
                    standings,
                    tally,
                    books,
                    desk,
                )
        for f in range(competitors):
            for place in range(tallies.shape[2]):
                for block in range(blocks):
                    records[t, f, place] += tallies[block, f, place]
            take_stock(records[t], f, customers, standings[f])
        for i in range(customers):
            carry(i, town)


@cache
def make_compilable(function: Rule) -> None:
    """Let compiled code call a rule, inlined; it stays an ordinary Python function.

    Without reference counting (`_nrt`), which nothing here needs, passing arrays costs nothing.
    """
    if function is not luck.unsigned:
        register_jitable(forceinline=True, _nrt=False)(function)


def kernel(book: Rulebook, parallel: bool) -> Any:
    """The compiled periods of one rulebook; compiling takes seconds the first time ever.

    One thread at a time makes them, so that no two make the same and each is kept in its own folder.
    """
    with ONE_AT_A_TIME:
        return _made(book, parallel)


@cache
def _made(book: Rulebook, parallel: bool) -> Any:
    for function in book.functions():
        make_compilable(function)
    template = FunctionType(periods.__code__, {**globals(), "live": book.live}, "periods")
    folder = kernel_folder(book, parallel)
    if is_cold(folder) and sys.stderr.isatty():
        print("relsim: compiling the rules once for this machine...", file=sys.stderr)
    with kept_in(folder):
        return numba.njit(
            template,
            parallel=parallel,
            nogil=True,
            _nrt=False,
            error_model="numpy",
            cache=folder is not None,
        )


def advance(state: State, start: int, stop: int, threads: int = 1) -> None:
    """Run a state from period `start` up to `stop` on that many threads."""
    parallel = threads > 1 and state.customers >= WORTH_THREADS
    run = kernel(state.rulebook, parallel)
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
