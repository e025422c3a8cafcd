"""Commas that separate columns and stand before decimals too: `k1,2024-05-01,12,50` below three names."""

import re
from itertools import combinations
from typing import NamedTuple

from relsim.errors import InputError

MOST_DECIMALS_COLUMNS = 3
"""How many columns of such numbers are looked for at most."""

ENOUGH_ROWS = 0.5
"""The share of the first rows that must have as many cells too many."""

WHOLE, DECIMALS = re.compile(r"\s*[+-]?[0-9]+"), re.compile(r"[0-9]{1,2}\s*")


class DecimalCommas(NamedTuple):
    """Which columns, of those with names, have decimals behind a comma, and in how many cells a row is."""

    columns: tuple[int, ...]
    cells: int

    def joined(self, line: str) -> str:
        """A line with a point before its decimals, where it has as many cells too many; else as it is."""
        cells = line.split(",")
        if len(cells) != self.cells or not have_decimals(cells, self.columns):
            return line
        parts, at = [], 0
        for column in range(self.cells - len(self.columns)):
            is_split = column in self.columns
            parts.append(f"{cells[at]}.{cells[at + 1]}" if is_split else cells[at])
            at += 1 + is_split
        return ",".join(parts)


def have_decimals(cells: list[str], columns: tuple[int, ...]) -> bool:
    """Whether a whole number and decimals stand in two cells where each of these columns has one."""
    places = [column + before for before, column in enumerate(columns)]
    return all(WHOLE.fullmatch(cells[at]) and DECIMALS.fullmatch(cells[at + 1]) for at in places)


def decimal_commas(head: list[str]) -> DecimalCommas | None:
    """Where a text that is separated by commas has commas before decimals, by its first lines.

    Raises InputError where it has them, and nothing tells in which columns.
    """
    lines = [line for line in head if line.strip()]
    if len(lines) < 2 or any('"' in line or ";" in line or "\t" in line for line in lines):
        return None
    names, rows = lines[0].split(","), [line.split(",") for line in lines[1:]]
    width = max(map(len, rows))
    wide, more = [row for row in rows if len(row) == width], width - len(names)
    is_so = 0 < more <= min(MOST_DECIMALS_COLUMNS, len(names) - 1)
    if not is_so or re.search("[0-9]", lines[0]) or len(wide) <= ENOUGH_ROWS * len(rows):
        return None
    found = [
        columns
        for columns in combinations(range(len(names)), more)
        if all(have_decimals(row, columns) for row in wide)
    ]
    if len(found) > 1:
        raise InputError(
            f"a comma stands between columns and before decimals: {len(names)} names, {width} cells below "
            "them; expected semicolons or tabs between columns, or numbers in quotes"
        )
    return DecimalCommas(found[0], width) if found else None
