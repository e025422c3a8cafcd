"""Numbers as people write them: `1234.56`, `1,234.56`, `1.234,56`, `1 234,56`, `1'234.56`.

Which mark is that of decimals is told from all numbers of a file together, never from one alone that can be
read in two ways.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from relsim.errors import Place, fault, value_in_words

SPACES = " \u00a0\u202f\u2009"
QUOTES = "'\u2019"
CURRENCIES = "€$£¥"
EXPONENT = r"(?:[eE][+-]?[0-9]{1,3})?"
BODY = re.compile(rf"(?P<sign>[+-]?)(?P<body>[0-9.,{SPACES}{QUOTES}]*[0-9][.,]?)(?P<exponent>{EXPONENT})")
WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Cell:
    """A text and its place; `whole` where only a whole number can be meant."""

    place: Place
    text: str
    whole: bool = False


def numbers(cells: Iterable[Cell], usual: str | None = None) -> list[float]:
    """The numbers that cells of one file hold; raises ScenarioError at the first that holds none.

    `usual` is the mark before decimals in files of this kind.
    """
    cells = list(cells)
    mark = decimal_mark(cells, usual)
    return [number_in_cell(cell, mark or unlike(cell.text)) for cell in cells]


def number_in_cell(cell: Cell, mark: str) -> float:
    """The number in a cell, with this mark before its decimals."""
    expected = "a whole number" if cell.whole else "a number"
    value = number_with_mark(cell.text, mark)
    if value is None or value - value != 0.0:
        raise fault(cell.place, f"expected {expected}, found {value_in_words(cell.text)}")
    if cell.whole and not value.is_integer():
        raise fault(cell.place, f"expected a whole number, found {value_in_words(cell.text)}")
    if cell.whole and value < 0.0:
        raise fault(cell.place, f"expected a whole number of zero or more, found {value_in_words(cell.text)}")
    if cell.whole and abs(value) > 2**53:
        raise fault(
            cell.place, f"expected a whole number of at most 15 digits, found {value_in_words(cell.text)}"
        )
    return value


def whole_in_text(text: str) -> int | None:
    """The whole number, zero or more, that a text writes in plain digits, or None."""
    return int(text) if WHOLE_NUMBER.fullmatch(text) else None


def number_with_mark(text: str, mark: str) -> float | None:
    """The number that a text writes with this mark before its decimals, or None."""
    found = BODY.fullmatch(without_currency(text))
    if found is None:
        return None
    head, point, tail = found["body"].partition(mark)
    digits = without_groups(head, "," if mark == "." else ".")
    if digits is None or not re.fullmatch("[0-9]*", tail) or not digits + tail:
        return None
    return float(f"{found['sign']}{digits or 0}{'.' if point else ''}{tail}{found['exponent']}")


def without_currency(text: str) -> str:
    """A text without the sign of a currency, with its minus in front."""
    text = text.strip().strip(CURRENCIES).strip().replace("\u2212", "-")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1].strip()}"
    sign = text[:1] if text[:1] in ("+", "-") else ""
    return sign + text[len(sign) :].strip(CURRENCIES + SPACES)


def without_groups(head: str, other: str) -> str | None:
    """The digits before the decimals, without marks between groups of three; None where groups are not so."""
    marks = set(head) - set("0123456789")
    if not marks:
        return head
    if len(marks) > 1 or not marks <= {other, *SPACES, *QUOTES}:
        return None
    first, *groups = head.split(marks.pop())
    good = 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
    return "".join([first, *groups]) if good else None


def decimal_mark(cells: list[Cell], usual: str | None) -> str | None:
    """The mark before decimals in a file, or None where only groups of three can be meant."""
    told: dict[str, Cell] = {}
    for cell in cells:
        if (mark := evident(cell.text)) is not None:
            told.setdefault(mark, cell)
    if len(told) == 2:
        raise fault(*contradiction(*sorted(told.values(), key=lambda cell: cell.place)))
    if told:
        return next(iter(told))
    for cell in cells:
        between = mark_between(cell.text)
        if between not in (None, usual) and not cell.whole:
            one, two = (number_with_mark(cell.text, mark) for mark in (unlike(cell.text), between or "."))
            message = (
                f"{value_in_words(cell.text)} can be {one:.15g} or {two:.15g}; expected no mark between "
                "thousands, or one number in the file that tells which it is"
            )
            raise fault(cell.place, message)
    return usual


def contradiction(first: Cell, second: Cell) -> tuple[Place, str]:
    """Where and why two numbers cannot be from one file."""
    return second.place, (
        f"{value_in_words(second.text)} and {value_in_words(first.text)} in line {first.place.line} have "
        "different marks before their decimals, expected one throughout"
    )


def evident(text: str) -> str | None:
    """The mark before decimals that a number cannot be read without, or None."""
    found = BODY.fullmatch(without_currency(text))
    if found is None:
        return None
    body = found["body"]
    possible = [mark for mark in ".," if number_with_mark(text, mark) is not None]
    has_mark = "." in body or "," in body
    is_grouped_by_nought = re.match(r"0[.,]", body) is not None
    if is_grouped_by_nought:
        return body[1]
    return possible[0] if len(possible) == 1 and has_mark else None


def mark_between(text: str) -> str | None:
    """The mark of a number that may stand before decimals or between thousands, or None."""
    found = BODY.fullmatch(without_currency(text))
    marks = [mark for mark in ".," if found and mark in found["body"]]
    if len(marks) != 1 or evident(text) is not None or number_with_mark(text, marks[0]) is None:
        return None
    return marks[0]


def unlike(text: str) -> str:
    """The mark before decimals with which the only mark in a text stands between thousands."""
    return "," if "." in text else "."
