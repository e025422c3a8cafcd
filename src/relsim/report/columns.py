"""The two columns in which a gallery is printed: which figure stands in which, so that both end alike."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

COLUMN = 87.0
"""Width of a column of an A4 page in millimetres."""

HIGHEST_IN_COLUMN = 142.0
"""Millimetres that a printed figure is high at most, as the style sheet says."""

BELOW_HEADING = 257.0
"""Millimetres of a page below the heading of a gallery."""

ON_PAGE = 268.0
"""Millimetres of a page without a heading."""

HIGHEST_FIRST = 140.0
"""Millimetres that a picture of the first row takes at most, where there are two that take no more."""

SIDES = ("left", "right")

AROUND_FIGURE = 12.0
"""Millimetres of a title and of the gap below a figure."""

LINE, CHARACTERS = 4.4, 58
"""Millimetres of a line of the sentence that stands with a figure, and how many characters fit into it."""

SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def in_columns(pictures: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], str]]:
    """Each picture with the column it is printed in, the shorter one of its page; the gallery begins a page.

    The next picture that the shorter column has room for stands there; where none has room, a page begins.
    Two low ones come first, so that a gallery can begin in what text leaves of a page.
    """
    waiting, placed = low_first(pictures), []
    ends, room = dict.fromkeys(SIDES, 0.0), BELOW_HEADING
    while waiting:
        side = min(SIDES, key=ends.__getitem__)
        fits = (one for one in waiting if ends[side] + printed_height(one) <= room)
        picture = next(fits, None if ends[side] else waiting[0])
        if picture is None:
            ends, room = dict.fromkeys(SIDES, 0.0), ON_PAGE
            continue
        waiting.remove(picture)
        ends[side] += printed_height(picture)
        placed.append((picture, side))
    return placed


def low_first(pictures: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The pictures, first of all two that are no higher than the first one is, and than it may be."""
    ordered = list(pictures)
    heights = list(map(printed_height, ordered))
    places = [at for at, height in enumerate(heights) if height <= min(heights[0], HIGHEST_FIRST)][:2]
    if len(places) < len(ordered[:2]):
        return ordered
    return [*(ordered[at] for at in places), *(one for at, one in enumerate(ordered) if at not in places)]


def first_row(pictures: Iterable[Mapping[str, Any]]) -> int:
    """How many millimetres the first two pictures need, without which no heading is left above a gallery."""
    row = islice(low_first(pictures), 2)
    return round(max(map(printed_height, row), default=0.0) - AROUND_FIGURE / 2)


def printed_height(picture: Mapping[str, Any]) -> float:
    """About how many millimetres a picture and what is said of it take in a column."""
    size = SIZE.search(picture["svg"])
    drawn = COLUMN * float(size[2]) / float(size[1]) if size else 0.0
    lines = 1 + len(picture["sentence"]) // CHARACTERS
    return min(drawn, HIGHEST_IN_COLUMN) + lines * LINE + AROUND_FIGURE
