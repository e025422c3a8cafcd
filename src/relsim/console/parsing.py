"""Words of the command line as values: settings, shares, ranges."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from relsim.errors import InputError, Place, shortened
from relsim.scenario.resolve.patches import says_all
from relsim.scenario.units.quantities import read_quantity
from relsim.scenario.vary.factors import Ends
from relsim.scenario.yaml.document import read_value
from relsim.scenario.yaml.words import in_one_form

Value = TypeVar("Value")

QUOTED_NAME = re.compile(r'"((?:[^"]|"")*)"\s*(?:,(.*))?', re.DOTALL)
"""A name in quotes, and what follows its comma."""


def settings_in(settings: Sequence[str]) -> dict[str, Any]:
    """The changes that `--set PATH=VALUE` asks for."""
    pairs = named_texts(settings, "--set", "PATH=VALUE")
    return once("--set", ((path, read_value(text, Place("--set", 0), path), text) for path, text in pairs))


def texts_by_name(words: Sequence[str], option: str, form: str) -> dict[str, str]:
    """Texts by name, from an option of the form NAME=TEXT."""
    return once(option, ((name, text, text) for name, text in named_texts(words, option, form)))


def named_texts(words: Sequence[str], option: str, form: str) -> Iterator[tuple[str, str]]:
    """Names and texts, one by one, from an option of the form NAME=TEXT."""
    for word in words:
        name, equals, text = parted(word)
        if not equals or not name:
            raise InputError(f'{option} "{word}" is not of the form {form}')
        yield name, text


def once(option: str, given: Iterable[tuple[str, Value, str]]) -> dict[str, Value]:
    """Values by name, each as it is typed beside it; a name may come again with the same value alone."""
    found: dict[str, tuple[Value, str]] = {}
    for name, value, typed in given:
        before, typed_before = found.setdefault(name, (value, typed))
        if not (says_all(before, value) and says_all(value, before)):
            both = f"as {shortened(typed_before)} and as {shortened(typed)}"
            raise InputError(f"{option} gives {name} twice, {both}; expected one of them")
    return {name: value for name, (value, _) in found.items()}


def parted(word: str) -> tuple[str, str, str]:
    """The name before the first equals sign that is not in quotes, the sign if there is one, and the text."""
    place, inside = 0, False
    while place < len(word) and (inside or word[place] != "="):
        inside ^= word[place] == '"'
        place += 1
    return word[:place].strip(), word[place : place + 1], word[place + 1 :].strip()


def columns_in(words: Sequence[str] | None) -> dict[str, str] | None:
    """The columns by meaning that `--columns MEANING=COLUMN` tells; None where nothing is told."""
    told = [each for one in words or [] for each in one.split(",")]
    return texts_by_name(told, "--columns", "MEANING=COLUMN") or None


def day_told(text: str, option: str) -> date:
    """A day as an option has it."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f'{option}: expected a day such as 2025-06-30, found "{text}"') from None


def share_in(text: str) -> float:
    """The share that `--around 20%` asks for."""
    read = read_quantity(text)
    if read is None or read.unit is not None or not 0.0 < read.amount <= 1.0:
        is_percent = (
            read is not None and read.unit is None and not read.percent and 1.0 < read.amount <= 100.0
        )
        hint = f"{text.strip()}%" if is_percent else None
        raise InputError(f'--around "{text}" is no share above 0% and up to 100%', hint)
    return read.amount


def ranges_in(vary: Sequence[str]) -> Mapping[str, Ends | None]:
    """The paths that `--vary` names, with the ends of a range where some are given."""
    return once("--vary", map(range_in, vary))


def range_in(text: str) -> tuple[str, Ends | None, str]:
    """A path that `--vary` names, the ends of its range if they are given, and the range as it is typed."""
    path, equals, spread = parted(text)
    low, to, high = (part.strip() for part in spread.partition(" to "))
    if equals and not (to and low and high):
        raise InputError(f'--vary "{text}" is not of the form PATH or "PATH=LOW to HIGH"')
    if not equals:
        return path, None, "no range"
    return path, ends_in("--vary", path, low, high), spread


def ends_in(option: str, path: str, low: str, high: str) -> Ends:
    """The ends of a range that an option gives for a path."""
    place = Place(option, 0)
    return read_value(low, place, path), read_value(high, place, path)


def listed(words: str | None, known: Iterable[str]) -> list[str] | None:
    """The names in a list such as `a,b`; one with a comma in it is known as a whole, or stands in quotes."""
    if not words:
        return None
    names: list[str] = []
    longest_first = sorted(known, key=len, reverse=True)
    rest: str | None = in_one_form(words)
    while rest is not None:
        name, rest = first_name(rest.strip(), longest_first)
        names.append(name)
    return names


def first_name(text: str, known: Sequence[str]) -> tuple[str, str | None]:
    """The first name of a list, and what follows its comma, if there is one."""
    for name in known:
        after = text.removeprefix(name).lstrip()
        if text.startswith(name) and after[:1] in ("", ","):
            return name, after[1:] if after else None
    if found := QUOTED_NAME.fullmatch(text):
        return found[1].replace('""', '"'), found[2]
    name, comma, rest = text.partition(",")
    return name.strip(), rest if comma else None
