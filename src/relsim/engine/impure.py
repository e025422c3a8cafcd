"""What a function reads from outside itself, and why some of it is refused.

A result must follow from its scenario, seed and code alone. So whatever a user's own function reads must be
a value that stays, another such function, or luck that has an address (`relsim.luck`).
"""

import dis
from collections.abc import Iterator
from enum import Enum
from itertools import chain
from numbers import Number
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

from relsim.errors import InputError, value_in_words

LUCK_OR_CLOCK = ("random", "_random", "secrets", "time", "datetime", "uuid", "numpy.random", "os", "posix")
"""Modules whose functions answer otherwise whenever they are asked."""

WRITES = {
    "STORE_GLOBAL",
    "DELETE_GLOBAL",
    "STORE_ATTR",
    "DELETE_ATTR",
    "STORE_SUBSCR",
    "DELETE_SUBSCR",
    "STORE_DEREF",
    "DELETE_DEREF",
}
"""Instructions that change something; those on cells only where the cell is another function's."""

TEXT_FROM_NUMBERS = {"FORMAT_VALUE", "FORMAT_SIMPLE", "FORMAT_WITH_SPEC", "BUILD_STRING"}
"""Instructions of which f-strings consist."""

MAKERS_OF_TEXT = (str, repr, ascii, format, chr, bin, hex, oct)
"""What makes a text of a number otherwise."""

NameInUse = tuple[str, Any]
"""A name as it is written in a function, such as `math.exp`, and what it stands for."""


def reads(function: FunctionType) -> Iterator[NameInUse]:
    """Everything that a function, or one defined in it, reads from outside."""
    yield from _reads(function.__code__, scope_of(function))
    for number, value in enumerate(function.__defaults__ or ()):
        yield f"default {number + 1}", value


def scope_of(function: FunctionType) -> dict[str, Any]:
    """What the names outside a function stand for now."""
    builtins = function.__globals__.get("__builtins__", {})
    known = vars(builtins) if isinstance(builtins, ModuleType) else builtins
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return {**known, **function.__globals__, **{name: cell.cell_contents for name, cell in cells}}


def _reads(code: CodeType, scope: dict[str, Any]) -> Iterator[NameInUse]:
    free = set(code.co_freevars)
    name, value = "", None
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_ATTR", "LOAD_METHOD") and isinstance(value, ModuleType):
            name, value = f"{name}.{step.argval}", getattr(value, step.argval, None)
            continue
        if name:
            yield name, value
        name, value = "", None
        outside = step.opname in ("LOAD_GLOBAL", "LOAD_NAME") or (
            step.opname.startswith("LOAD_") and step.opname.endswith("DEREF") and step.argval in free
        )
        if outside and step.argval in scope:
            name, value = step.argval, scope[step.argval]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _reads(constant, scope)


def names_changed(function: FunctionType) -> Iterator[str]:
    """The names of what a function changes, or imports, while it runs."""

    def found(code: CodeType) -> Iterator[str]:
        for step in dis.get_instructions(code):
            own_cell = step.opname.endswith("DEREF") and step.argval not in code.co_freevars
            if step.opname in WRITES and not own_cell:
                yield str(step.argval or "something it was given")
            elif step.opname == "IMPORT_NAME":
                yield str(step.argval)
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                yield from found(constant)

    return found(function.__code__)


def makes_text_by(function: FunctionType) -> str | None:
    """By what a function, or one defined in it, makes a text of numbers, and in which line; else None."""

    def found(code: CodeType) -> Iterator[str]:
        line = code.co_firstlineno
        for step in dis.get_instructions(code):
            line = (step.positions.lineno if step.positions else None) or line
            if step.opname in TEXT_FROM_NUMBERS:
                yield f"an f-string in line {line}"
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                yield from found(constant)

    named = (name for name, value in reads(function) if any(value is maker for maker in MAKERS_OF_TEXT))
    return next(chain(found(function.__code__), named), None)


def is_luck(value: Any) -> bool:
    """Whether something draws luck without an address, or reads a clock."""
    owner = value if isinstance(value, type | ModuleType) else getattr(value, "__self__", value)
    homes = [getattr(value, "__module__", None), type(owner).__module__, getattr(owner, "__name__", None)]
    return any(str(home) == one or str(home).startswith(f"{one}.") for home in homes for one in LUCK_OR_CLOCK)


def is_lasting(value: Any) -> bool:
    """Whether a value never changes: a number, a text, a word of a vocabulary, a tuple of these."""
    if isinstance(value, tuple):
        return all(is_lasting(part) for part in value)
    return value is None or isinstance(value, Number | str | bytes | Enum)


def own_functions(function: FunctionType) -> list[FunctionType]:
    """A user's function and those of the user's own that it calls, each before who calls it."""
    found: dict[FunctionType, None] = {}

    def visit(one: FunctionType, path: tuple[FunctionType, ...]) -> None:
        for _, value in reads(one):
            if is_own(value) and value not in found and value not in path:
                visit(value, (*path, one))
        found[one] = None

    visit(function, ())
    return list(found)


def is_own(value: Any) -> bool:
    """Whether something is a function that is not relsim's."""
    return isinstance(value, FunctionType) and not value.__module__.startswith("relsim.")


def refuse_luck(who: str, name: str, value: Any) -> None:
    """Refuse a name that stands for luck without an address, or for a clock."""
    if is_luck(value):
        raise InputError(
            f"{who} uses {name}, so no run could be repeated; draw luck with relsim.luck.uniform"
        )


def refuse_impure(who: str, function: FunctionType) -> None:
    """Refuse a function whose answer could depend on more than its arguments."""
    for one in own_functions(function):
        inside = who if one is function else f"{who}, in {one.__name__},"
        for name in names_changed(one):
            raise InputError(f"{inside} changes {name}; it may only return what follows from its arguments")
        if (maker := makes_text_by(one)) is not None:
            raise InputError(f"{inside} makes a text by {maker}; it may work with numbers alone")
        for name, value in reads(one):
            refuse_luck(inside, name, value)
            refuse_reading(inside, name, value)


def refuse_reading(who: str, name: str, value: Any) -> None:
    """Refuse a name that stands for something other than a value that stays, a function or a type."""
    if isinstance(value, FunctionType | type) or is_lasting(value):
        return
    if isinstance(value, ModuleType):
        allowed = value.__name__.split(".")[0] in ("math", "relsim")
    elif callable(value):
        allowed = isinstance(value, BuiltinFunctionType) and value.__module__ in ("math", "builtins")
    else:
        found = value_in_words(value)
        raise InputError(
            f"{who} reads {name}, {found}, which may change; expected a number, a text or a tuple"
        )
    if not allowed:
        raise InputError(f"{who} uses {name}; expected functions of math and of relsim")


def refuse_shared(who: str, kind: type) -> None:
    """Refuse a class whose objects would share what changes, or draw luck without an address."""
    methods = [one for base in kind.__mro__ for one in vars(base).values() if is_own(one)]
    for one in dict.fromkeys(own for method in methods for own in own_functions(method)):
        inside = f"{who}, in {one.__name__},"
        for step in dis.get_instructions(one.__code__):
            if step.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
                raise InputError(f"{inside} changes {step.argval}, which markets share; keep it in self")
        for name, value in reads(one):
            refuse_luck(inside, name, value)
            found = value_in_words(value)
            if isinstance(value, list | dict | set | bytearray):
                raise InputError(f"{inside} reads {name}, {found}, which markets share; keep it in self")
