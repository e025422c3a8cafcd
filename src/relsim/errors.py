"""Errors: one tree of what relsim refuses or cannot do, and the words in which it is said."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

DataPath = tuple[str | int, ...]

LONGEST_SHOWN = 60
LONG_WORD = re.compile(r"[^\s/\\]{100,}")


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file; lines and columns count from 1. What has no lines, as an argument, has line 0."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


COMMAND_LINE = Place("changes", 0)
"""The place of what was changed after a file was read: `changes` in Python, `--set` on the command line."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, at which dotted path, what, and the nearest valid answer."""

    place: Place
    path: str
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        subject = f"{self.path}: " if self.path else ""
        told = without_long_words(self.message) + did_you_mean(self.suggestion)
        return escaped(f"{self.place}  {subject}{told}")


class RelsimError(Exception):
    """Whatever relsim refuses or cannot do, told in one sentence."""


class InputError(RelsimError, ValueError):
    """A wrong value whose place is not known yet; `path` leads to it from the value being read.

    `in_unit` writes the suggestion with another unit of time, where the one that is usual there is known.
    """

    def __init__(
        self,
        message: str,
        suggestion: str | None = None,
        path: DataPath = (),
        in_unit: Callable[[str], str | None] | None = None,
    ) -> None:
        super().__init__(message, suggestion, path)
        self.message, self.suggestion, self.path, self.in_unit = message, suggestion, path, in_unit

    def with_unit(self, unit: str | None) -> str | None:
        """The suggestion, with a unit of time that is usual where the value stands."""
        return (self.in_unit(unit) if self.in_unit and unit else None) or self.suggestion

    def __str__(self) -> str:
        return escaped(without_long_words(self.message) + did_you_mean(self.suggestion))


class UnknownKey(InputError, KeyError):
    """A name under which a mapping has nothing; Python's own `KeyError`, too."""


class ScenarioError(InputError):
    """A scenario that cannot be used, with every problem found; its text is the first of them."""

    def __init__(self, first: Problem, *others: Problem) -> None:
        Exception.__init__(self, first, *others)
        self.problems: tuple[Problem, ...] = (first, *others)

    def __str__(self) -> str:
        first, *others = self.problems
        if not others:
            return str(first)
        if not first.place.line:
            return f"{first} (and {len(others)} more)"
        return f"{first} (and {len(others)} more: relsim validate {escaped(first.place.file)} lists them)"


class FileError(ScenarioError):
    """A file that is no scenario and cannot be used, such as an experiment; `relsim validate` knows none."""

    def __str__(self) -> str:
        first, *others = self.problems
        return f"{first} (and {len(others)} more)" if others else str(first)


@contextmanager
def in_no_scenario() -> Iterator[None]:
    """Within it, what is wrong is wrong in a file that is no scenario."""
    try:
        yield
    except ScenarioError as error:
        raise FileError(*error.problems) from None


class TaskFailed(RelsimError, RuntimeError):
    """A task went wrong without which there is no answer."""


class StoreError(RelsimError, RuntimeError):
    """A place that cannot be written to; what it holds stays."""


class ClusterError(RelsimError, RuntimeError):
    """A cluster that cannot do the work."""


class Stopped(RelsimError):
    """Work that ended since somebody asked it to stop; what had finished is in the store, if there is one."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, after some replications had finished: `partial` is the answer of those.

    All of them are in the store, if there is one, and the same call with the same `store` goes on from there.
    """

    def __init__(self, partial: Any) -> None:
        super().__init__(partial)
        self.partial = partial

    def __str__(self) -> str:
        return f"{self.partial!r} is the attribute `partial` of this exception"


@contextmanager
def told_at(place: Place, of: DataPath | None = None) -> Iterator[None]:
    """Within it, what would be wrong with a value that was changed, which nobody did, is at a place.

    Where `of` is given, only what is wrong with the value at that path.
    """
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError(
            *(
                replace(one, place=place)
                if one.place == COMMAND_LINE and (of is None or one.path == dotted(of))
                else one
                for one in error.problems
            )
        ) from None


def fault(place: Place, message: str, path: DataPath = (), hint: str | None = None) -> ScenarioError:
    """The error that says one thing is wrong."""
    return ScenarioError(Problem(place, dotted(path), message, hint))


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The valid name most like `name`, ignoring case, or None where none is alike."""
    folded = {candidate.casefold(): candidate for candidate in valid}
    close = get_close_matches(name[:LONGEST_SHOWN].casefold(), folded, n=1)
    return folded[close[0]] if close else None


def refuse_unknown(what: str, name: object, valid: Iterable[str]) -> None:
    """Refuse a name that does not exist, with the nearest that does."""
    if not isinstance(name, str):
        raise InputError(f"{what}: expected the name of a {what}, found {value_in_words(name)}")
    known = list(valid)
    if name not in known:
        raise InputError(f'no {what} is called "{shortened(name)}"', nearest(name, known))


def dotted(path: Sequence[str | int]) -> str:
    """A path as it is written in a patch: `firms.harbour.contact`; steps of nothing but blanks in quotes."""
    steps = (shortened(str(step)) for step in path)
    return ".".join(step if step.strip() else f'"{step}"' for step in steps)


def shortened(text: str) -> str:
    """The text, cut where it would drown the message around it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


def without_long_words(text: str) -> str:
    """The text, its longest words cut: names and numbers may come from anybody, paths of files are long."""
    return LONG_WORD.sub(lambda word: shortened(word.group()), text)


def did_you_mean(suggestion: str | None) -> str:
    """A suggestion as the end of a message; none that had to be cut, which nobody could paste."""
    if suggestion is None or without_long_words(suggestion) != suggestion:
        return ""
    return f'; did you mean "{suggestion}"?'


def escaped(text: str) -> str:
    """The text with line breaks and control characters escaped, so that it stays on one line."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def value_in_words(value: object) -> str:
    """A value in the words of a message: `the text "x"`, `the number 3`, `a list`."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {shortened(str(value))}"
        case str():
            return f'the text "{shortened(value)}"'
        case dict():
            return "a mapping of keys"
        case list() | tuple():
            return "a list"
    return f"a {type(value).__name__}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its word: 1 customer, 3,000 customers."""
    return f"{number:,} {one if number == 1 else many}"


def alternatives(names: Iterable[object]) -> str:
    """Names as a choice: `a`, `a or b`, `a, b or c`; long choices are cut."""
    words = [shortened(str(name)) for name in names]
    if len(words) > 15:
        return f"{', '.join(words[:15])} or one of {len(words) - 15} others"
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
