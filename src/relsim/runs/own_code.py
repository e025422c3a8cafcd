"""What a user's own mechanism or strategy is: its code, what that calls and reads, and the values in it.

It is told as nested tuples of text that are equal for equal things in every process. What cannot be told,
such as a lock or an open file, is known in this process alone.
"""

import sys
import sysconfig
from collections.abc import Iterator
from functools import _lru_cache_wrapper, cache, cached_property
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MappingProxyType, MethodType, ModuleType
from typing import Any
from uuid import uuid4

import numpy as np

from relsim.imports import PACKAGE, closure, hash_of_code, hash_of_files, modules_below
from relsim.runs.numbered import number_here

PLAIN_TYPES = (type(None), type(...), bool, int, float, complex, str, bytes)
NOT_READ = {
    *("__dict__", "__weakref__", "__doc__", "__module__", "__annotations__", "_abc_impl", "__slots__"),
    *("__firstlineno__", "__static_attributes__"),
}
"""What every class has, and what says nothing of what it does."""

WRAPPERS: dict[type, str] = {cached_property: "func", _lru_cache_wrapper: "__wrapped__"}
"""What stands before a function, and where the function is; compiled ones have theirs under `py_func`."""

THIS_PROCESS = uuid4().hex


def as_text_tuples(thing: Any) -> Any:
    """A thing as nested tuples of text that are equal for equal things."""
    try:
        return Teller().tell(thing)
    except RecursionError:
        return known_here(thing)


def known_here(thing: Any) -> tuple[str, str]:
    """What stands for a thing in this process alone."""
    return THIS_PROCESS, str(number_here(thing))


class Teller:
    """Tells things, each once: what comes again is told by its number."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._kept: list[Any] = []

    def tell(self, thing: Any, names: frozenset[str] = frozenset()) -> Any:
        """A thing as nested tuples of text; of a module, the attributes of these names."""
        if type(thing) in PLAIN_TYPES:
            return f"{type(thing).__name__} {thing!r}"
        if id(thing) in self._seen:
            return f"again {self._seen[id(thing)]}"
        if not isinstance(thing, ModuleType):
            self._seen[id(thing)] = len(self._seen)
            self._kept.append(thing)
        return tuple(self._parts(thing, names))

    def _parts(self, thing: Any, names: frozenset[str]) -> Iterator[Any]:
        yield type(thing).__qualname__
        match thing:
            case ModuleType() | type():
                yield from self._named(thing, names)
            case FunctionType():
                yield from self._function(thing)
            case CodeType():
                yield from self._code(thing)
            case MethodType():
                yield from (self.tell(thing.__func__), self.tell(thing.__self__))
            case BuiltinFunctionType():
                owner = thing.__self__
                yield from (thing.__qualname__, thing.__module__ or "")
                yield "" if owner is None or isinstance(owner, ModuleType) else self.tell(owner)
            case staticmethod() | classmethod():
                yield self.tell(thing.__func__)
            case property():
                yield from map(self.tell, (thing.fget, thing.fset, thing.fdel))
            case np.ndarray() if not thing.dtype.hasobject:
                yield from (thing.dtype.str, str(thing.shape), self.tell(thing.tobytes()))
            case _ if type(thing) in (tuple, list):
                yield from map(self.tell, thing)
            case MappingProxyType():
                yield self.tell(dict(thing))
            case _ if type(thing) is dict:
                yield from ((self.tell(key), self.tell(value)) for key, value in thing.items())
            case _ if type(thing) in (set, frozenset):
                yield from sorted(repr(Teller().tell(each)) for each in thing)
            case _:
                yield from self._object(thing)

    def _named(self, thing: Any, names: frozenset[str]) -> Iterator[Any]:
        """A module or class: its code, and what can be changed in it while a process lives."""
        home = thing.__name__ if isinstance(thing, ModuleType) else thing.__module__
        yield from (getattr(thing, "__qualname__", ""), home, code_of(home))
        if not is_users(home):
            # Where relsim's own names lead is asked for, since some are imported when they are first used.
            shown = names if home.partition(".")[0] == PACKAGE.name and isinstance(thing, ModuleType) else ()
            yield from (self.tell(getattr(thing, name)) for name in sorted(shown) if hasattr(thing, name))
        elif isinstance(thing, ModuleType):
            there = vars(thing)
            yield from (
                (name, self.tell(there[name], names - {name})) for name in sorted(names) if name in there
            )
        else:
            yield from map(self.tell, thing.__bases__)
            yield from (
                (name, self.tell(value)) for name, value in vars(thing).items() if name not in NOT_READ
            )

    def _function(self, function: FunctionType) -> Iterator[Any]:
        """A function: its code, the values it was made with, and what it finds under global names."""
        home = function.__module__ or ""
        yield from (function.__qualname__, home, code_of(home))
        if not is_users(home):
            return
        names = frozenset(names_in(function.__code__))
        yield self.tell(function.__code__)
        yield from map(self.tell, (function.__defaults__, function.__kwdefaults__, vars(function)))
        for cell in function.__closure__ or ():
            yield self.tell(cell.cell_contents, names)
        for name in sorted(names & function.__globals__.keys()):
            yield name, self.tell(function.__globals__[name], names - {name})

    def _code(self, code: CodeType) -> Iterator[Any]:
        """Compiled code, wherever it stands."""
        yield from (code.co_code.hex(), code.co_exceptiontable.hex())
        yield repr((code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags))
        yield from map(self.tell, code.co_consts)

    def _object(self, thing: Any) -> Iterator[Any]:
        """Anything else: what it wraps, or the parts that it would be copied from."""
        if type(thing) in WRAPPERS or hasattr(thing, "py_func"):
            yield self.tell(getattr(thing, WRAPPERS.get(type(thing), "py_func")))
            return
        try:
            parts = thing.__reduce_ex__(4)
            if isinstance(parts, tuple) and len(parts) > 3:
                parts = (*parts[:3], *(None if part is None else list(part) for part in parts[3:5]))
        except Exception:
            # Whatever an object of somebody else's raises: it cannot be copied, so it cannot be told.
            yield from known_here(thing)
        else:
            yield self.tell(type(thing))
            yield self.tell(parts)


def names_in(code: CodeType) -> Iterator[str]:
    """All names in a piece of code and in the functions within it."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from names_in(inner)


@cache
def code_of(module: str) -> str:
    """A hash of the code that a module is made of; of other people's packages, their version."""
    if is_users(module):
        files = [path for path in closure([module], users_file).values() if path.is_file()]
        return hash_of_files(files, PACKAGE) if files else THIS_PROCESS
    if module in modules_below(PACKAGE):
        return hash_of_code((module,))
    top = sys.modules.get(module.partition(".")[0])
    return f"{sys.version} {getattr(top, '__version__', '')}"


@cache
def is_users(module: str) -> bool:
    """Whether a module is the user's: neither relsim nor Python's, nor in an installed package."""
    top = module.partition(".")[0]
    if top == PACKAGE.name or top in sys.builtin_module_names:
        return False
    path = path_of(module)
    return path is None or not any(path.is_relative_to(folder) for folder in installed())


def users_file(module: str) -> Path | None:
    """The file of a module of the user's or of relsim; None where others answer for its code."""
    if module.partition(".")[0] == PACKAGE.name:
        return modules_below(PACKAGE).get(module)
    return path_of(module) if is_users(module) else None


def path_of(module: str) -> Path | None:
    """The file of a module, whether it has been imported or not."""
    known = sys.modules.get(module)
    if known is not None:
        file = getattr(known, "__file__", None)
        return Path(file).resolve() if file else None
    parent, _, step = module.rpartition(".")
    if not parent:
        spec = spec_of(module)
        return Path(spec.origin).resolve() if spec and spec.has_location and spec.origin else None
    places = [Path(place).resolve() for place in folders_of(parent)]
    ways = (way for place in places for way in (place / f"{step}.py", place / step / "__init__.py"))
    return next((way for way in ways if way.is_file()), None)


def folders_of(package: str) -> list[str]:
    """Where the modules of a package are, whether it has been imported or not."""
    known = sys.modules.get(package)
    if known is not None:
        return list(getattr(known, "__path__", ()))
    parent, _, step = package.rpartition(".")
    if parent:
        return [str(Path(place, step)) for place in folders_of(parent)]
    spec = spec_of(package)
    return list(spec.submodule_search_locations or ()) if spec else []


def spec_of(module: str) -> ModuleSpec | None:
    """Where a module on the search path would come from."""
    try:
        return find_spec(module)
    except (ImportError, ValueError):
        return None


@cache
def installed() -> tuple[Path, ...]:
    """The folders of Python's own modules and of installed packages."""
    paths = sysconfig.get_paths()
    return tuple({Path(paths[name]).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib")})
