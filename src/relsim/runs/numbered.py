"""Numbers for things that cannot be told: each thing has its own in this process, and few are kept for it.

The place of a thing in memory would not do, since the next thing may get it.
"""

from collections import OrderedDict
from itertools import count
from threading import Lock
from typing import Any
from weakref import ref

MOST_KEPT = 256
"""How many things are kept for their numbers, since nothing would tell that they are gone."""

NEXT = count()
ONE_BY_ONE = Lock()
LIVING: dict[int, tuple[Any, int]] = {}
"""By its place in memory, a thing that may go, and its number; it takes its entry with it."""

KEPT: OrderedDict[int, tuple[Any, int]] = OrderedDict()
"""By its place in memory, a thing that is kept, and its number; those asked for last come last."""


def number_here(thing: Any) -> int:
    """The number of a thing in this process, which no other thing has or will have.

    One that nothing can watch is forgotten when many others came after it, and gets another number then.
    """
    with ONE_BY_ONE:
        try:
            return number_of_watched(thing)
        except TypeError:
            return number_of_kept(thing)


def number_of_watched(thing: Any) -> int:
    """The number of a thing that tells when it goes; raises TypeError for any other."""
    place = id(thing)
    known = LIVING.get(place)
    if known is None or known[0]() is not thing:
        LIVING[place] = known = ref(thing, gone(place)), next(NEXT)
    return known[1]


def gone(place: int) -> Any:
    """Drops the entry of a thing that was at a place, unless another thing has it by now."""

    def drop(watching: Any) -> None:
        if place in LIVING and LIVING[place][0] is watching:
            LIVING.pop(place, None)

    return drop


def number_of_kept(thing: Any) -> int:
    """The number of a thing that is kept for it, in the place of the one that was not asked for longest."""
    known = KEPT.pop(id(thing), None) or (thing, next(NEXT))
    KEPT[id(thing)] = known
    if len(KEPT) > MOST_KEPT:
        KEPT.popitem(last=False)
    return known[1]
