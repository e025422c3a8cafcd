"""The fast driver: the same rules, compiled by numba, over blocks of customers.

Tallies are whole numbers, so their sums do not depend on how many threads add them up.
"""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
import numpy as np
import platformdirs
from numba import prange
from numba.extending import overload, register_jitable

from relsim import luck
from relsim.engine.driver import State, as_numbers
from relsim.luck import deeper
from relsim.market.columns import BOOKS, DESK, TALLY
from relsim.rules.counting import average_revenue
from relsim.rules.rulebook import Rule, Rulebook

SMALLEST_BLOCK = 512
MOST_BLOCKS = 64
WORTH_THREADS = 8_000
"""Customers from which more than one thread pays within one market."""


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
    averages: Any,
) -> None:
    """Run the periods from `start` up to `stop`; compiled, never called as Python."""
    blocks, competitors = tallies.shape[0], tallies.shape[1]
    customers = len(town.voices)
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
                    people[i],
                    ties[i],
                    town,
                    offers,
                    conduct,
                    averages,
                    tally,
                    books,
                    desk,
                )
        for f in range(competitors):
            for place in range(tallies.shape[2]):
                for block in range(blocks):
                    records[t, f, place] += tallies[block, f, place]
            averages[f] = average_revenue(records[t], f)
        for i in range(customers):
            town.voices[i] = town.speaking[i]


@cache
def make_compilable(function: Rule) -> None:
    """Let compiled code call a rule, inlined; it stays an ordinary Python function.

    Without reference counting (`_nrt`), which nothing here needs, passing arrays costs nothing.
    """
    if function is not luck.unsigned:
        register_jitable(forceinline=True, _nrt=False)(function)


@cache
def kernel(book: Rulebook, parallel: bool) -> Any:
    """The compiled periods of one rulebook; compiling takes seconds the first time ever."""
    for function in book.functions():
        make_compilable(function)
    names = {**globals(), "live": book.live}
    template = FunctionType(periods.__code__, names, "periods")
    with CacheFolder(book, parallel):
        return numba.njit(
            template,
            parallel=parallel,
            nogil=True,
            _nrt=False,
            error_model="numpy",
            cache=not book.own,
        )


def advance(state: State, start: int, stop: int, threads: int = 1) -> None:
    """Run a state from period `start` up to `stop` on that many threads."""
    parallel = threads > 1 and state.customers >= WORTH_THREADS
    run = kernel(state.rulebook, parallel)
    if parallel:
        numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
    blocks = max(1, min(MOST_BLOCKS, state.customers // SMALLEST_BLOCK))
    tallies = np.zeros((blocks, state.firms), TALLY)
    if not run.signatures:
        _say_if_cold(run)
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
        state.averages,
    )


def _say_if_cold(run: Any) -> None:
    folder = getattr(run._cache, "cache_path", None)
    if folder and not any(Path(folder).glob("*.nbi")) and sys.stderr.isatty():
        print("relsim: compiling the rules once for this machine...", file=sys.stderr)


@cache
def _sources_hash() -> str:
    """A hash of every source that ends up in a kernel: numba itself does not see edits in callees."""
    digest = hashlib.sha256(numba.__version__.encode())
    for name in ("NUMBA_BOUNDSCHECK", "NUMBA_DISABLE_JIT", "NUMBA_CPU_NAME"):
        digest.update(os.environ.get(name, "").encode())
    root = Path(__file__).parents[1]
    also = ("luck.py", "draws.py", "vocabulary.py", "market/columns.py", "engine/compiled.py")
    for path in [*sorted(root.glob("rules/*.py")), *(root / name for name in also)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class CacheFolder:
    """Within it, numba keeps compiled code in a folder that belongs to these very rules."""

    def __init__(self, book: Rulebook, parallel: bool) -> None:
        chosen = hashlib.sha256(f"{book.words} {parallel}".encode()).hexdigest()[:12]
        base = os.environ.get("RELSIM_CACHE") or platformdirs.user_cache_dir("relsim")
        self.folder = str(Path(base) / f"{_sources_hash()}-{chosen}")

    def __enter__(self) -> None:
        self.before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = self.folder

    def __exit__(self, *_: object) -> None:
        numba.config.CACHE_DIR = self.before
