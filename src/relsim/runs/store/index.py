"""Where finished tasks stand: an index of twelve bytes a task, however many there are."""

from collections.abc import Collection
from itertools import compress, count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np


class TaskPlace(NamedTuple):
    """Where tasks stand: a part, and a row group in it."""

    path: Path
    group: int


class Index:
    """Places by the addresses of the tasks that stand there, or that are taken to.

    It keeps hashes, not addresses: should two tasks share one, only the later is known, and where the
    other is looked for it is not found. A sorted array of them costs a tenth of a dictionary.
    """

    def __init__(self) -> None:
        self._hashes = np.empty(0, np.int64)
        self._numbers = np.empty(0, np.int32)
        self._places: dict[int, TaskPlace] = {}
        self._next = count()

    @property
    def hashes(self) -> Any:
        """The hashes of all tasks, in order."""
        return self._hashes

    @property
    def places(self) -> Collection[TaskPlace]:
        """Everywhere that tasks have been noted and not moved since."""
        return self._places.values()

    def note(self, addresses: Collection[str], place: TaskPlace) -> None:
        """Remember that these tasks stand there, wherever else they do."""
        number = next(self._next)
        self._places[number] = place
        hashes = np.unique(_hashed(addresses))
        at, known = self._sought(hashes)
        self._numbers[at[known]] = number
        self._hashes = np.insert(self._hashes, at[~known], hashes[~known])
        self._numbers = np.insert(self._numbers, at[~known], number)

    def find(self, addresses: Collection[str]) -> dict[TaskPlace, list[str]]:
        """Where to look for those of these tasks that are known."""
        at, known = self._sought(_hashed(addresses))
        numbers = self._numbers[at[known]].tolist()
        found: dict[TaskPlace, list[str]] = {}
        for number, address in zip(numbers, compress(addresses, known), strict=True):
            found.setdefault(self._places[number], []).append(address)
        return found

    def tidy(self) -> None:
        """Forget the places from which every task has moved."""
        in_use = set(np.unique(self._numbers).tolist())
        self._places = {number: place for number, place in self._places.items() if number in in_use}

    def _sought(self, hashes: Any) -> tuple[Any, Any]:
        """Where each hash is or belongs, and whether it is there."""
        at = np.searchsorted(self._hashes, hashes)
        return at, np.searchsorted(self._hashes, hashes, "right") > at


def _hashed(addresses: Collection[str]) -> Any:
    return np.fromiter(map(hash, addresses), np.int64, len(addresses))
