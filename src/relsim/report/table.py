"""A table, as words ready to be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec
from unicodedata import category, east_asian_width

from relsim.measures.measure import MEASURES
from relsim.report.attempts import Attempts, Failure

Parameters = ParamSpec("Parameters")


@dataclass(frozen=True)
class Table:
    """A table: heads of columns, and rows of which the first cell is the head; a remark stands below it.

    The cells of one of `kind` "long" are words rather than numbers.
    """

    caption: str
    heads: list[str]
    rows: list[list[str]]
    remark: str = ""
    kind: str = "numbers"


def attempted(
    attempts: Attempts,
    caption: str,
    make: Callable[Parameters, Table | list[Table]],
    *args: Parameters.args,
    **kwargs: Parameters.kwargs,
) -> list[Table]:
    """One or more tables, or one without any rows that says why they could not be made."""
    made = attempts.made(f"the table “{caption}”", make, *args, **kwargs)
    if isinstance(made, Failure):
        return [Table(caption, [], [], str(made))]
    return made if isinstance(made, list) else [made]


def with_unit(measure: str, currency: str) -> str:
    """A measure's name, with the currency where it is money."""
    words, kind = MEASURES[measure].words, MEASURES[measure].kind
    return f"{words}, {currency}" if kind == "money" else words


def text_lines(table: Table) -> list[str]:
    """A table as lines of text, numbers to the right."""
    rows = [table.heads, *table.rows]
    widths = [max(columns(row[place]) for row in rows) for place in range(len(table.heads))]
    lines = []
    for first, *others in rows:
        numbers = (
            " " * (width - columns(cell)) + cell for cell, width in zip(others, widths[1:], strict=True)
        )
        lines.append("  ".join([first + " " * (widths[0] - columns(first)), *numbers]).rstrip())
    return [table.caption, "", *lines]


def columns(text: str) -> int:
    """How many columns a text takes in a terminal: two for a Chinese sign, none for an accent on another."""
    return sum(
        0 if category(sign) in ("Mn", "Me", "Cf") else 2 if east_asian_width(sign) in "WF" else 1
        for sign in text
    )
