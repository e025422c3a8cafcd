"""Luck drawn ahead: the numbers that nearly everybody needs in every period.

Luck has addresses and is never used up, so numbers can be drawn before anybody asks for them. Policies
that meet the same replication ask for the same ones, which are therefore drawn once for all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, NamedTuple

import numba
import numpy as np

from relsim import luck
from relsim.draws import ANSWER, DEPARTURE, FAILURE, MOVING, NEED, QUALITY, SPEAKING
from relsim.engine.compiled.cache import ONE_AT_A_TIME, keep, kernel_folder
from relsim.engine.compiled.inlining import by_kind_of_key, make_compilable
from relsim.luck import deeper, deviate, uniform

MOST_AHEAD = 400_000
"""Customer-periods up to which luck is drawn ahead: it takes 80 bytes for each."""

FIRMS_AHEAD = 2
PLACES = 4 + 3 * FIRMS_AHEAD
NOWHERE = -1

SPARE: list[Any] = []
"""Memory in which luck was drawn that nobody needs any more."""


class Foreseen(NamedTuple):
    """The key of one customer and period, and those numbers below it that are known already."""

    key: int
    ahead: Any


def place_drawn_ahead(purpose: int, partner: int) -> int:
    """Where the number for a purpose and partner stands among those drawn ahead, or NOWHERE."""
    if partner == 0:
        if purpose == MOVING:
            return 0
        if purpose == NEED:
            return 1
        if purpose == FAILURE:
            return 2
        if purpose == QUALITY:
            return 3
    if partner < FIRMS_AHEAD:
        if purpose == DEPARTURE:
            return 4 + partner
        if purpose == SPEAKING:
            return 4 + FIRMS_AHEAD + partner
        if purpose == ANSWER:
            return 4 + 2 * FIRMS_AHEAD + partner
    return NOWHERE


def foresee(root: int, ahead: Any) -> None:
    """Draw all numbers [period, customer, place]; compiled, never called as Python."""
    for t in range(ahead.shape[0]):
        period_key = deeper(root, t + 1)
        for i in range(ahead.shape[1]):
            key, row = deeper(period_key, i), ahead[t, i]
            row[place_drawn_ahead(MOVING, 0)] = uniform(key, MOVING, 0)
            row[place_drawn_ahead(NEED, 0)] = uniform(key, NEED, 0)
            row[place_drawn_ahead(FAILURE, 0)] = uniform(key, FAILURE, 0)
            row[place_drawn_ahead(QUALITY, 0)] = deviate(key, QUALITY, 0)
            for f in range(FIRMS_AHEAD):
                row[place_drawn_ahead(DEPARTURE, f)] = uniform(key, DEPARTURE, f)
                row[place_drawn_ahead(SPEAKING, f)] = uniform(key, SPEAKING, f)
                row[place_drawn_ahead(ANSWER, f)] = deviate(key, ANSWER, f)


@contextmanager
def luck_ahead(root: int, customers: int, periods: int) -> Iterator[Any]:
    """Within it, the luck of one replication as far as it is drawn ahead; None for a large market.

    Its memory is used again, since the system would have to clear new memory first.
    """
    if not is_drawn_ahead(customers, periods):
        yield None
        return
    memory = _memory(customers * periods * PLACES)
    try:
        yield _drawn(root, customers, periods, memory)
    finally:
        SPARE.append(memory)


def luck_for_one(root: int, customers: int, periods: int) -> Any:
    """The luck of a market by itself as far as it is drawn ahead; None for a large market.

    With it a market by itself and those that share their luck need only one kernel.
    """
    if not is_drawn_ahead(customers, periods):
        return None
    return _drawn(root, customers, periods, np.empty(customers * periods * PLACES))


def _drawn(root: int, customers: int, periods: int, memory: Any) -> Any:
    """The luck of a market, drawn into memory that has room for it."""
    ahead = memory[: customers * periods * PLACES].reshape(periods, customers, PLACES)
    with ONE_AT_A_TIME:
        draw = _drawing()
    draw(np.uint64(root), ahead)
    return ahead


def is_drawn_ahead(customers: int, periods: int) -> bool:
    """Whether a market is small enough for its luck to be drawn ahead."""
    return customers * periods <= MOST_AHEAD


def _memory(size: int) -> Any:
    """Room for that many numbers."""
    with suppress(IndexError):
        spare = SPARE.pop()
        if spare.size >= size:
            return spare
    return np.empty(size)


def nothing_ahead(periods: int) -> Any:
    """Luck of which nothing is drawn ahead."""
    return np.empty((periods, 0, PLACES))


@cache
def _drawing() -> Any:
    for function in (luck.mixed, luck.normal, luck.middle, luck.tail, place_drawn_ahead):
        make_compilable(function)
    drawing = numba.njit(foresee, nogil=True, _nrt=False, no_cfunc_wrapper=True, error_model="numpy")
    return keep(drawing, kernel_folder("luck drawn ahead", (__name__,), __name__))


def _known_uniform(key: Any, purpose: int, partner: int) -> float:
    place = place_drawn_ahead(purpose, partner)
    if place != NOWHERE:
        return float(key.ahead[np.uint64(place)])
    return uniform(key.key, purpose, partner)


def _known_deviate(key: Any, purpose: int, partner: int) -> float:
    place = place_drawn_ahead(purpose, partner)
    if place != NOWHERE:
        return float(key.ahead[np.uint64(place)])
    return deviate(key.key, purpose, partner)


def _below(key: Any, number: int) -> int:
    return deeper(key.key, number)


by_kind_of_key(uniform, _known_uniform)
by_kind_of_key(deviate, _known_deviate)
by_kind_of_key(deeper, _below)
