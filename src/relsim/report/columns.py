"""The two columns in which a gallery is printed: which figure stands in which, so that both end alike."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

COLUMN = 87.0
"""Width of a column of an A4 page in millimetres."""

HIGHEST_IN_COLUMN = 150.0
"""Millimetres that a printed figure is high at most, as the style sheet says."""

BELOW_HEADING = 255.0
"""Millimetres of a page below the heading of a gallery."""

AROUND_FIGURE = 12.0
"""Millimetres of a title and of the gap below a figure."""

LINE, CHARACTERS = 4.2, 58
"""Millimetres of a line of the sentence that stands with a figure, and how many characters fit into it."""

SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def in_columns(pictures: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], str]]:
    """Each picture with the column it is printed in: the shorter one, where the gallery begins a page."""
    heights = {"left": 0.0, "right": 0.0}
    placed = []
    for picture in pictures:
        height = printed_height(picture)
        if min(heights.values()) + height > BELOW_HEADING:
            heights = {"left": 0.0, "right": 0.0}
        side = "left" if heights["left"] <= heights["right"] else "right"
        heights[side] += height
        placed.append((picture, side))
    return placed


def first_row(pictures: Iterable[Mapping[str, Any]]) -> int:
    """How many millimetres the first two pictures need, without which no heading is left above a gallery."""
    return round(max(map(printed_height, islice(pictures, 2)), default=0.0) - AROUND_FIGURE / 2)


def printed_height(picture: Mapping[str, Any]) -> float:
    """About how many millimetres a picture and what is said of it take in a column."""
    size = SIZE.search(picture["svg"])
    drawn = COLUMN * float(size[2]) / float(size[1]) if size else 0.0
    lines = 1 + len(picture["sentence"]) // CHARACTERS
    return min(drawn, HIGHEST_IN_COLUMN) + lines * LINE + AROUND_FIGURE
