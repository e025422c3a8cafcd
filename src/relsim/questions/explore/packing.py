"""Arrays made small for a page: each once, byte by byte of its numbers side by side, and then compressed.

The first bytes of neighbouring numbers are much alike, their last ones are not; apart they compress better.
Not so those of 8 bytes, which are numbers of plans, and come again as a whole under other policies.
"""

import base64
import hashlib
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

GZIP = 31
"""What zlib calls the form that every browser can undo."""


WORD = 8
"""Bytes of a number of a plan."""


@dataclass
class Parcel:
    """Arrays that have been put together: `parts` says of each how wide an item is, how many there are, and
    where they begin; or, of one that follows from others, how."""

    parts: list[Any] = field(default_factory=list)
    _content: list[bytes] = field(default_factory=list)
    _known: dict[tuple[int, str], int] = field(default_factory=dict)
    _size: int = 0

    @property
    def size(self) -> int:
        """Bytes of all that was put in, before it is compressed."""
        return self._size

    def put(self, array: Any) -> int:
        """Put an array in, unless it is there already; returns its number."""
        if not self.has(array):
            self.know(array, [array.itemsize, array.size, self._size])
            self._content.append(array.tobytes() if array.itemsize == WORD else byte_planes(array))
            self._size += array.nbytes
        return self._known[content_mark(array)]

    def has(self, array: Any) -> bool:
        """Whether an array is there already."""
        return content_mark(array) in self._known

    def know(self, array: Any, told: Any) -> None:
        """Know an array by what is told of it."""
        self._known[content_mark(array)] = len(self.parts)
        self.parts.append(told)

    def letters(self) -> str:
        """All of it, compressed and in letters."""
        packer = zlib.compressobj(9, wbits=GZIP)
        return letters(packer.compress(b"".join(self._content)) + packer.flush())


def content_mark(array: Any) -> tuple[int, str]:
    """What an array is known by: how wide an item is, and a hash of all of them."""
    return array.itemsize, bytes_hash(np.ascontiguousarray(array).tobytes())


def byte_planes(array: Any) -> bytes:
    """The first bytes of all numbers, then their second bytes, and so on."""
    whole = np.ascontiguousarray(array)
    return whole.reshape(-1).view(np.uint8).reshape(-1, whole.itemsize).T.tobytes()


def bytes_hash(content: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def letters(content: bytes) -> str:
    """Bytes in letters that a page can hold."""
    return base64.b64encode(content).decode("ascii")


def place_in_record(record: Any, name: str) -> list[int]:
    """Where a part of a record stands in it, in bytes, and how wide a number it is."""
    kind, offset = record.fields[name][:2]
    return [offset, kind.itemsize]


def changes_of(base: Any, other: Any) -> tuple[Any, Any]:
    """Where an array differs from another of the same form, counted in 8 bytes, and what stands there."""
    before, after = (np.ascontiguousarray(one).reshape(-1).view(np.uint64) for one in (base, other))
    places = np.flatnonzero(before != after).astype(np.uint32)
    return places, after[places]
