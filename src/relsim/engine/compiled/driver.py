"""The fast driver: the same rules, compiled by numba, over blocks of customers."""

import sys
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
import numpy as np

from relsim.engine.compiled.cache import ONE_AT_A_TIME, is_cold, keep, kernel_folder
from relsim.engine.compiled.inlining import make_compilable, make_own_compilable
from relsim.engine.compiled.kernel import ANY, have, periods, take_turns
from relsim.engine.compiled.luck_together import ABREAST, PLACES
from relsim.engine.compiled.parts import CompilerOfKernels
from relsim.engine.compiled.threads import has_lost_threads, on_threads
from relsim.engine.driver import State, as_numbers
from relsim.market.columns import BOOKS, DESK, TALLY, Columns
from relsim.rules.alternative import Rule
from relsim.rules.rulebook import Rulebook

SMALLEST_BLOCK = 512
MOST_BLOCKS = 64
WORTH_THREADS = 8_000
"""Customers from which more than one thread pays within one market."""

FEW = 2
"""Firms up to which a kernel is made for their number, and is faster for it; one kernel serves all others."""

CODE_OF_KERNELS = tuple(thing.__module__ for thing in (periods, make_compilable, Rulebook, Columns))
"""The modules that a kernel is made of, with all that they import."""


def kernel(book: Rulebook, firms: int, parallel: bool) -> Any:
    """The compiled periods of one rulebook for so many firms; compiling takes seconds the first time ever.

    One thread at a time makes them, so that no two make the same and each is kept in its own folder.
    """
    with ONE_AT_A_TIME:
        return _made(book, as_told(firms), parallel)


@cache
def _made(book: Rulebook, firms: int, parallel: bool) -> Any:
    made = to_compile(book, firms, parallel)
    folder = folder_of(book, firms, parallel)
    if is_cold(folder) and sys.stderr.isatty():
        print("relsim: compiling the rules once for this machine...", file=sys.stderr)
    return keep(made, folder)


def folder_of(book: Rulebook, firms: int, parallel: bool) -> Path | None:
    """Where a kernel is kept; None for one with a user's own rules, or where nothing can be kept."""
    words = f"{book.words} {firms} {parallel}"
    return None if book.own else kernel_folder(words, CODE_OF_KERNELS, __name__)


def is_to_be_compiled(book: Rulebook, firms: int, customers: int, threads: int) -> bool:
    """Whether a market of that size has its kernel compiled before it lives, since none is kept."""
    parallel = is_parallel(book, customers, threads)
    return is_cold(folder_of(book, as_told(firms), parallel))


def is_parallel(book: Rulebook, customers: int, threads: int) -> bool:
    """Whether one market runs on several threads: what goes wrong in a user's own function is told by an
    exception, which threads would lose."""
    return threads > 1 and customers >= WORTH_THREADS and not book.own and not has_lost_threads()


def as_told(firms: int) -> int:
    """How many firms a kernel is told of."""
    return firms if firms <= FEW else ANY


def to_compile(book: Rulebook, firms: int, parallel: bool) -> Any:
    """The periods of one rulebook for so many firms, which numba compiles when it knows of what kind their
    arguments are."""
    turns = with_names(take_turns, live=book.live, FIRMS=firms)
    for brought in book.own:
        make_own_compilable(brought)
    rules: tuple[Rule, ...] = (*book.functions(), have, turns)
    for rule in rules:
        make_compilable(rule)
    return numba.njit(
        with_names(periods, take_turns=turns),
        parallel=parallel,
        nogil=True,
        _nrt=False,
        no_cfunc_wrapper=True,
        error_model="numpy",
        pipeline_class=CompilerOfKernels,
    )


def with_names(template: Rule, **names: Any) -> Rule:
    """A copy of a function in which names mean something else."""
    return FunctionType(template.__code__, {**template.__globals__, **names}, template.__name__)


def advance(state: State, start: int, stop: int, threads: int = 1) -> None:
    """Run a state from period `start` up to `stop` on that many threads."""
    parallel = is_parallel(state.rulebook, state.customers, threads)
    run = kernel(state.rulebook, state.firms, parallel)
    blocks = max(1, min(MOST_BLOCKS, state.customers // SMALLEST_BLOCK))
    with on_threads(threads) if parallel else nullcontext():
        run(*arguments_of_periods(state, start, stop, blocks))


def arguments_of_periods(state: State, start: int, stop: int, blocks: int) -> tuple[Any, ...]:
    """What the compiled periods of a state are called with, its customers in that many blocks."""
    tallies = np.zeros((blocks, state.firms), TALLY)
    return (
        start,
        stop,
        np.uint64(state.root),
        np.uint64(state.lasting_key),
        state.columns.people,
        state.columns.ties,
        state.town,
        state.plan.firms,
        state.plan.behaviour,
        np.zeros((blocks, state.firms), DESK),
        np.zeros((blocks, 2, ABREAST), np.uint64),
        np.zeros((blocks, PLACES, ABREAST)),
        as_numbers(tallies),
        tallies.view(BOOKS),
        as_numbers(state.records),
        state.standings,
    )
