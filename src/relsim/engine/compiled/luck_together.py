"""Luck drawn together: what nearly everybody needs in a period, of a few customers at a time.

Luck has addresses and is never used up, so numbers can be drawn before anybody asks for them. Those of many
customers are drawn side by side, by instructions for vectors, in a small part of the time that each would
take by itself; a number that nobody asks for then costs next to nothing.
"""

from typing import Any, NamedTuple

import numpy as np
from numba.extending import register_jitable

from relsim import luck
from relsim.draws import (
    ANSWER,
    CHOICE,
    CONTACT,
    DEPARTURE,
    FAILURE,
    MOVING,
    NEED,
    QUALITY,
    SPEAKING,
)
from relsim.engine.compiled.inlining import by_kind_of_key, make_compilable
from relsim.luck import deeper, deviate, in_tail, is_in_middle, key_alone, luck_at, middle, uniform

ABREAST = 64
"""Customers whose luck is drawn together: all of it fits into the nearest memory of a processor."""

FIRMS_ABREAST = 2
"""Firms for which luck is drawn so; for others it is drawn when somebody asks."""

NORMAL = ((QUALITY, 0), (ANSWER, 0), (ANSWER, 1))
"""Purposes and partners of normal deviates."""

UNIFORM = (
    *((purpose, 0) for purpose in (MOVING, NEED, FAILURE)),
    *((purpose, f) for purpose in (CHOICE, DEPARTURE, SPEAKING, CONTACT) for f in range(FIRMS_ABREAST)),
)
"""Purposes and partners of uniform numbers."""

ADDRESSES = np.array(NORMAL + UNIFORM, np.uint64)
"""Purpose and partner of each place. Those of normal deviates come first, with the uniform numbers that they
are made of; the deviates themselves stand after all others."""

DEVIATES = len(ADDRESSES)
PLACES = DEVIATES + len(NORMAL)
NOWHERE = -1


class Foreseen(NamedTuple):
    """The key of one customer and period, and the numbers [place, customer] of those drawn together."""

    key: int
    numbers: Any
    customer: int


def place_drawn(purpose: int, partner: int) -> int:
    """Where the uniform number for a purpose and partner stands among those drawn together, or NOWHERE."""
    if partner == 0:
        if purpose == QUALITY:
            return 0
        if purpose == MOVING:
            return 3
        if purpose == NEED:
            return 4
        if purpose == FAILURE:
            return 5
    if partner < FIRMS_ABREAST:
        if purpose == ANSWER:
            return 1 + partner
        if purpose == CHOICE:
            return 6 + partner
        if purpose == DEPARTURE:
            return 8 + partner
        if purpose == SPEAKING:
            return 10 + partner
        if purpose == CONTACT:
            return 12 + partner
    return NOWHERE


def draw_together(key: int, lasting_key: int, first: int, keys: Any, numbers: Any) -> None:
    """Draw the keys and the numbers of the customers from `first` on; compiled, never called as Python.

    Normal deviates are those of everybody whose uniform number is in the middle. The few others take most of
    the time, and are found when somebody asks.
    """
    together = keys.shape[1]
    for j in range(together):
        keys[0, j] = deeper(key, first + j)
        keys[1, j] = deeper(lasting_key, first + j)
    for place in range(DEVIATES):
        purpose, partner = ADDRESSES[place]
        for j in range(together):
            numbers[place, j] = luck_at(keys[0, j], purpose, partner)
    for place in range(PLACES - DEVIATES):
        for j in range(together):
            numbers[DEVIATES + place, j] = middle(numbers[place, j] - 0.5)


def _known_uniform(key: Any, purpose: int, partner: int) -> float:
    place = place_drawn(purpose, partner)
    if place != NOWHERE:
        return float(key.numbers[np.uint64(place), key.customer])
    return uniform(key.key, purpose, partner)


def _known_deviate(key: Any, purpose: int, partner: int) -> float:
    place = place_drawn(purpose, partner)
    if place == NOWHERE or place >= PLACES - DEVIATES:
        return deviate(key.key, purpose, partner)
    u = float(key.numbers[np.uint64(place), key.customer])
    if is_in_middle(u):
        return float(key.numbers[np.uint64(DEVIATES + place), key.customer])
    return in_tail(u)


def _below(key: Any, number: int) -> int:
    return deeper(key.key, number)


def _without_numbers(key: Any) -> Any:
    return key.key


by_kind_of_key(uniform, _known_uniform)
by_kind_of_key(deviate, _known_deviate)
by_kind_of_key(deeper, _below)
by_kind_of_key(key_alone, _without_numbers)

for _part in (luck.mixed, luck_at, middle, in_tail, is_in_middle, place_drawn):
    make_compilable(_part)
register_jitable(_nrt=False, no_cfunc_wrapper=True, error_model="numpy")(draw_together)
