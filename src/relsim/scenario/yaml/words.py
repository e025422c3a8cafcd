"""Words without quotes, by the YAML 1.2 core schema: only a few of them are anything but text."""

import math
import re
import unicodedata
from typing import Any

from relsim.errors import DataPath, Place, fault

LONGEST_NUMBER = 40
NAMES_OF_FILES = ("file", "logo", "extends", "scenario")

YAML_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
YAML_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def in_one_form(text: str) -> str:
    """A text in which letters with marks are single characters, so that what looks the same is the same."""
    return unicodedata.normalize("NFC", text)


def names_a_file(path: DataPath) -> bool:
    """Whether the text at a path is the name of a file, which is another one in another form."""
    return bool(path) and str(path[-1]).rsplit(".", 1)[-1] in NAMES_OF_FILES


def plain_scalar(text: str, place: Place, path: DataPath) -> Any:
    """A word that stands without quotes."""
    if text in YAML_WORDS:
        return YAML_WORDS[text]
    if NOT_FINITE.fullmatch(text):
        raise fault(place, f"{text} is not allowed, expected a finite number", path)
    is_whole = YAML_INTEGER.fullmatch(text)
    if not is_whole and not REAL.fullmatch(text):
        return text if names_a_file(path) else in_one_form(text)
    if len(text) > LONGEST_NUMBER:
        raise fault(place, f"expected a number of at most {LONGEST_NUMBER} characters", path)
    number = _whole(text) if is_whole else float(text)
    if not math.isfinite(number):
        raise fault(place, f"{text} is too large, expected a finite number", path)
    return number


def _whole(text: str) -> int:
    """A whole number; leading zeros are decimal, as YAML 1.2 has it."""
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    return int(text, base)
