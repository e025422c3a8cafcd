"""Ties between customers from a file: two customer numbers a line, counted from 0."""

import os
import re
from array import array
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from relsim.errors import Place, fault, shortened
from relsim.scenario.tables.content import LARGEST_TABLE, content_of, text_in
from relsim.scenario.tables.rows import LINE_BREAK, PARQUET, ZIP, read_rows

END = r"\s*(?:[#%].*)?"
GAP = r"(?:\s*[,;|]\s*|\s+)"
PAIR = re.compile(rf'\s*"?([0-9]+)"?{GAP}"?([0-9]+)"?{END}', re.ASCII)
TIE_HEADER = re.compile(rf'\s*"?[a-z_]+"?{GAP}"?[a-z_]+"?{END}', re.ASCII | re.IGNORECASE)
NOTHING = re.compile(END)
TIE_EXPECTED = "expected two customer numbers, such as 0 1"

Ties = tuple["array[int]", "array[int]"]
Pair = tuple[int, tuple[str, int], tuple[str, int]]


def ties_in(path: Path, customers: int, place: Place) -> Ties:
    """Both ends of every tie in a file of text, Excel or Parquet; a line of names may come first.

    What cannot be used is refused with its line, but without what stands there: the file may be any. `place`
    is where the scenario names it.
    """
    try:
        told = os.stat(path)
    except (OSError, ValueError):
        content_of(path, place)
        raise
    return _ties(path, customers, place, (told.st_mtime_ns, told.st_size, told.st_ino))


@lru_cache(maxsize=2)
def _ties(path: Path, customers: int, place: Place, state: tuple[int, ...]) -> Ties:
    """The ties, read once for every state of the file."""
    ends: Ties = (array("i"), array("i"))
    from_one = True
    for line, *cells in pairs(path, place):
        for end, (text, column) in zip(ends, cells, strict=True):
            if len(text) > 10 or int(text) >= customers:
                message = f"there is no customer {shortened(text)}; numbers go from 0 to {customers - 1:,}"
                is_next = from_one and text == str(customers)
                raise fault(Place(str(path), line, column), message + (", not from 1" if is_next else ""))
            from_one = from_one and text != "0"
            end.append(int(text))
    return ends


def pairs(path: Path, place: Place) -> Iterator[Pair]:
    """The line of every tie, and its two numbers as text, each with where it begins in that line."""
    content = content_of(path, place, LARGEST_TABLE)
    is_text = not content.startswith((ZIP, PARQUET))
    if not is_text:
        rows = read_rows(path, place).rows
        lines = [(row.line, " ".join(row.texts)) for row in rows]
    else:
        lines = list(enumerate(LINE_BREAK.split(text_in(content, place)), 1))
    begun = False
    for line, text in lines:
        if found := PAIR.fullmatch(text):
            columns = (found.start(1) + 1, found.start(2) + 1) if is_text else (1, 2)
            yield line, (found[1], columns[0]), (found[2], columns[1])
        elif not NOTHING.fullmatch(text) and (begun or not TIE_HEADER.fullmatch(text)):
            raise fault(Place(str(path), line), TIE_EXPECTED)
        begun = begun or not NOTHING.fullmatch(text)
