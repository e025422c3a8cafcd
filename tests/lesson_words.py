"""The results that lessons tell in words, as a half, three times as many or most: how such words are read."""

import re
from math import inf, isfinite

from lesson_numbers import CODE

ONES = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
ABOVE_TEN = {"thirteen": 13, "fourteen": 14, "fifteen": 15, "thirty": 30, "forty": 40}
WHOLE = ONES | ABOVE_TEN | {"a": 1, "an": 1, "one": 1}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
MULTIPLES = {"twice": 2.0, "double": 2.0, "doubles": 2.0, "halve": 0.5, "halves": 0.5, "half": 0.5}

COUNT = "|".join(WHOLE)
IN_WORDS = re.compile(
    rf"\b(?:(?P<how>over|more than|nearly|less than|below) )?(?:"
    rf"(?P<parts>{COUNT}) (?P<part>{'|'.join(PARTS)})s?"
    rf"|(?P<some>{COUNT}) (?:\w+ )?in (?P<all>{COUNT})"
    rf"|(?P<times>{COUNT}|several) times"
    rf"|(?P<multiple>{'|'.join(MULTIPLES)})"
    rf"|(?P<most>most))\b",
    re.IGNORECASE,
)
"""A share or a multiple of something, and how it is to be taken."""

ROUNDED = 0.1
"""By which part of it a plain word may be off."""

BEYOND = 1.25
"""How many times as much more than something is at most, or something is more than what is less than it."""


def results_in(text):
    """The places of a text that tell a share or a multiple in words, outside of commands."""
    return list(IN_WORDS.finditer(CODE.sub(lambda found: " " * len(found[0]), text)))


def holds(quote, value):
    """Whether a value is what the one result in a quote says; of most, the share or whether it is so."""
    (found,) = results_in(quote)
    if isinstance(value, list):
        return all(holds(quote, one) for one in value)
    if isinstance(value, bool):
        return bool(found["most"]) and value
    low, high = bounds(found)
    return isfinite(value) and bool(low < value < high)


def bounds(found):
    """Between which values a result in words lies."""
    value = said(found)
    how = (found["how"] or "").casefold()
    if found["most"]:
        return 0.5, 1.0
    if found["times"] == "several":
        return value, inf
    if how in ("over", "more than"):
        return value, value * BEYOND
    if how:
        return value / BEYOND, value
    return value * (1.0 - ROUNDED), value * (1.0 + ROUNDED)


def said(found):
    """The number that words say."""
    words = {name: word.casefold() for name, word in found.groupdict().items() if word}
    if "parts" in words:
        return WHOLE[words["parts"]] / PARTS[words["part"]]
    if "some" in words:
        return WHOLE[words["some"]] / WHOLE[words["all"]]
    if "times" in words:
        return float(WHOLE.get(words["times"], 2))
    return MULTIPLES.get(words.get("multiple"), 0.5)
