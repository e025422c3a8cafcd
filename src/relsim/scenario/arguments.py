"""Arguments of public functions: what each may be, by its name, and the sentence that refuses anything else.

A reader takes the name of an argument and what was given for it, and returns the value that is meant, or
raises InputError. Where None is what an argument is by default, it needs no reader.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from math import isfinite, nan
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, get_args

from relsim.errors import InputError, UnknownKey, did_you_mean, nearest, refuse_unknown, value_in_words
from relsim.scenario.load import load
from relsim.scenario.scenario import Scenario

Reader = Callable[[str, Any], Any]
ScenarioLike = Scenario | str | Path
"""A scenario, the file that holds it, or the name of a shipped one."""

P = ParamSpec("P")
R = TypeVar("R")


def checks_arguments(readers: Mapping[str, Reader]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function receive every argument as its reader reads it, and nothing that a reader refuses.

    Options that are collected (`**run`) are read by their own names; None leaves an option out.
    """

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        collected = {name for name, one in signature.parameters.items() if one.kind is one.VAR_KEYWORD}
        asked = {name: one.default for name, one in signature.parameters.items() if name in readers}
        known = keywords_of(signature)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            refuse_unknown_keyword(function.__name__, kwargs, known, bool(collected))
            bound = signature.bind(*args, **kwargs)
            for name in collected & bound.arguments.keys():
                options = bound.arguments[name]
                asked_for = {key: one for key, one in options.items() if one is not None and key in readers}
                bound.arguments[name] = options | {
                    key: readers[key](key, one) for key, one in asked_for.items()
                }
            for name in asked.keys() & bound.arguments.keys():
                given = bound.arguments[name]
                if given is not None or asked[name] is not None:
                    bound.arguments[name] = readers[name](name, given)
            return function(*bound.args, **bound.kwargs)

        return checked

    return decorated


def keywords_of(signature: inspect.Signature) -> list[str] | None:
    """The keywords that a function takes, with those that are collected; None where any may be collected."""
    names = []
    for name, one in signature.parameters.items():
        if one.kind is not one.VAR_KEYWORD:
            names.append(name)
        elif options := get_args(one.annotation):
            names += options[0].__annotations__
        else:
            return None
    return names


def refuse_unknown_keyword(
    function: str, given: Iterable[str], known: Sequence[str] | None, are_options: bool
) -> None:
    """Refuse a keyword that a function does not take, with the nearest that it does.

    Raises:
        InputError: The function takes options, and this is none of them.
        TypeError: It takes none, as Python has it.
    """
    for name in given:
        if known is None or name in known:
            continue
        if are_options and name in Scenario.model_fields:
            told = f"{name} is no option of {function}(), but a setting of the scenario"
            raise InputError(f'{told}; expected scenario.changed({{"{name}": ...}})')
        if are_options:
            raise InputError(f'no option is called "{name}"', nearest(name, known))
        hint = did_you_mean(nearest(name, known))
        raise TypeError(f"{function}() got an unexpected keyword argument '{name}'{hint}")


def as_scenario(given: ScenarioLike) -> Scenario:
    """The scenario itself, that of a file, or the shipped one of that name.

    Raises ScenarioError where the file is wrong, or there is none, and InputError for anything else.
    """
    if isinstance(given, Scenario):
        return given
    if isinstance(getattr(given, "scenario", None), Scenario):
        told = f"scenario: expected a scenario, as its `.scenario` is, found {value_in_words(given)}"
        raise InputError(f"{told}; mechanisms of your own are no part of it")
    return load(given)


def wrong(name: str, expected: str, given: object, near: str | None = None) -> InputError:
    """The mistake that says what an argument may be, and what it was."""
    return InputError(f"{name}: expected {expected}, found {value_in_words(given)}", near)


def known_name(what: str, given: Any, valid: Iterable[str]) -> str:
    """A name that exists; any other is refused with the nearest that does."""
    refuse_unknown(what, given, valid)
    return str(given)


class ByName(dict[str, R]):
    """Things by name, of a kind; a name that does not exist is refused with the nearest that does."""

    def __init__(self, kind: str, things: Mapping[str, R]) -> None:
        super().__init__(things)
        self._kind = kind

    def __getitem__(self, name: str) -> R:
        try:
            refuse_unknown(self._kind, name, self)
        except InputError as unknown:
            raise UnknownKey(*unknown.args) from None
        return super().__getitem__(name)


def whole_between(least: int, most: int | None = None) -> Reader:
    """A whole number from `least` on, up to `most` where there is such a bound."""
    bounds = f"of at least {least:,}" if most is None else f"from {least:,} to {most:,}"

    def read(name: str, given: object) -> int:
        count = None if isinstance(given, bool) or not isinstance(given, Integral) else int(given)
        if count is None or count < least or (most is not None and count > most):
            raise wrong(name, f"a whole number {bounds}", given if count is None else count)
        return count

    return read


def number_between(above: float, most: float | None = None) -> Reader:
    """A number above a bound, up to `most` where there is one."""
    bounds = f"above {above:g}" + ("" if most is None else f" and up to {most:g}")

    def read(name: str, given: object) -> float:
        amount = nan if isinstance(given, bool) or not isinstance(given, Real) else float(given)
        if not (isfinite(amount) and amount > above and (most is None or amount <= most)):
            raise wrong(name, f"a number {bounds}", given)
        return amount

    return read


def text(name: str, given: object) -> str:
    """A text."""
    if not isinstance(given, str):
        raise wrong(name, "a text", given)
    return given


def truth(name: str, given: object) -> bool:
    """True or false."""
    if not isinstance(given, bool):
        raise wrong(name, "true or false", given)
    return given


def path_argument(name: str, given: object, expected: str = "a path") -> str:
    """A path, as a text or as a path object."""
    found = given.__fspath__() if isinstance(given, PathLike) else given
    if not isinstance(found, str):
        raise wrong(name, expected, given)
    return found


def one_of_words(valid: Iterable[str]) -> Reader:
    """One of some words."""
    words = list(valid)

    def read(name: str, given: object) -> str:
        if isinstance(given, str) and given in words:
            return given
        near = nearest(given, words) if isinstance(given, str) else None
        raise wrong(name, " or ".join(f'"{one}"' for one in words), given, near)

    return read


def names(name: str, given: object) -> Sequence[str]:
    """A list of names; one name alone is no list of its letters."""
    if isinstance(given, str):
        raise InputError(f"{name}: expected a list of names, found {value_in_words(given)}", f'["{given}"]')
    if not isinstance(given, Iterable) or isinstance(given, Mapping):
        raise wrong(name, "a list of names", given)
    listed = list(given)
    for one in listed:
        if not isinstance(one, str):
            raise wrong(name, "a list of names", one)
    return listed


def mapping(name: str, given: object) -> Mapping[str, Any]:
    """A mapping of names."""
    if not isinstance(given, Mapping):
        raise wrong(name, "a mapping of names", given)
    for one in given:
        if not isinstance(one, str):
            raise wrong(name, "a mapping whose keys are names", one)
    return given


def function(name: str, given: object) -> Callable[..., Any]:
    """Something that can be called."""
    if not callable(given):
        raise wrong(name, "a function", given)
    return given


def instance(kind: type, expected: str) -> Reader:
    """An object of one kind."""

    def read(name: str, given: object) -> Any:
        if not isinstance(given, kind):
            raise wrong(name, expected, given)
        return given

    return read
