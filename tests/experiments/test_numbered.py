"""Claims about things that cannot be told: their addresses are their own, and they are not kept for ever."""

import gc
import weakref
from threading import Lock

import pytest

from relsim.runs import numbered
from relsim.runs.fingerprints import own_fingerprint
from relsim.runs.numbered import MOST_KEPT, number_here


class Watchable:
    """Refuses to be told, as a connection would."""

    def __reduce_ex__(self, protocol):
        raise TypeError("not to be copied")


class Bare(tuple):
    """A tuple cannot be watched."""

    __slots__ = ()

    def __reduce_ex__(self, protocol):
        raise TypeError("not to be copied")


KINDS = [Watchable, Bare, Lock]


@pytest.mark.parametrize("kind", KINDS)
def test_things_have_numbers_of_their_own_for_as_long_as_they_live(kind):
    some = [kind() for _ in range(50)]
    numbers = [number_here(one) for one in some]
    assert len(set(numbers)) == 50
    assert [number_here(one) for one in some] == numbers


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_is_ever_given_again(kind):
    assert len({number_here(kind()) for _ in range(3 * MOST_KEPT)}) == 3 * MOST_KEPT


def test_a_thing_that_can_be_watched_is_not_kept_alive():
    thing = Watchable()
    first = own_fingerprint(thing)
    assert own_fingerprint(thing) == first
    watching, before = weakref.ref(thing), len(numbered.LIVING)
    del thing
    gc.collect()
    assert watching() is None
    assert len(numbered.LIVING) < before


def test_things_that_cannot_be_watched_are_kept_up_to_a_bound():
    first = Bare()
    number = number_here(first)
    for _ in range(3 * MOST_KEPT):
        number_here(Bare())
        assert number_here(first) == number
    assert len(numbered.KEPT) == MOST_KEPT
    for _ in range(MOST_KEPT):
        number_here(Bare())
    assert number_here(first) > number
