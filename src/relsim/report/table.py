"""A table, as words ready to be shown."""

from dataclasses import dataclass

from relsim.measures.outcomes import MEASURES


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


def with_unit(measure: str, currency: str) -> str:
    """A measure's name, with the currency where it is money."""
    words, kind = MEASURES[measure]
    return f"{words}, {currency}" if kind == "money" else words
