"""A user's own mechanisms: what they must be like, and what is put in their places.

In the place of each stands a guard that calls it and refuses what it must not return. It calls a copy of
the user's function, for which the values that it reads are settled. Both drivers run the guard.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import CellType, FunctionType
from typing import Any

from relsim.engine.impure import is_own, own_functions, reads, refuse_impure, scope_of
from relsim.engine.strict import STRICT, strictly
from relsim.errors import InputError, value_in_words
from relsim.luck import key_alone
from relsim.rules.alternative import Rule
from relsim.rules.need import MOST_OCCASIONS
from relsim.rules.rulebook import MECHANISMS
from relsim.rules.state import Attitude, Chances
from relsim.rules.word_of_mouth import BLAMING, QUIET
from relsim.vocabulary import PARTNER, PURCHASER

LOWEST, HIGHEST = 0.0, 0.0
NOT_A_NUMBER = OUT_OF_RANGE = ""
ROUNDING = 1e-6
"""How far beyond 0 or 1 an attitude may be, since it is stored in single precision."""


def own(*arguments: Any) -> Any:
    """Stands for a user's function in the templates below."""


def key_first(key: int, *others: Any) -> Any:
    """Ask a user's function, which may do with a key whatever can be done with a whole number."""
    return own(key_alone(key), *others)


def key_second(f: int, key: int, *others: Any) -> Any:
    """The same for a key that comes after the firm."""
    return own(f, key_alone(key), *others)


def guarded_number(*arguments: Any) -> Any:
    """The number that a user's function returns, if it is one that can be."""
    value = own(*arguments)
    if value != value:
        raise InputError(NOT_A_NUMBER)
    if not LOWEST <= value <= HIGHEST:
        raise InputError(OUT_OF_RANGE)
    return value


def guarded_attitude(*arguments: Any) -> Any:
    """The attitude that a user's function returns, if it is one that can be."""
    felt = own(*arguments)
    total = felt.satisfaction + felt.expectation + felt.trust + felt.commitment
    total += felt.bonds + felt.attention + felt.grievance + felt.remembered_price
    if total != total:
        raise InputError(NOT_A_NUMBER)
    least = min(felt.satisfaction, felt.expectation, felt.trust, felt.commitment)
    most = max(felt.satisfaction, felt.expectation, felt.trust, felt.commitment)
    if not (least >= LOWEST - ROUNDING and most <= HIGHEST + ROUNDING and abs(total) < 1e9):
        raise InputError(OUT_OF_RANGE)
    return felt


def guarded_chances(*arguments: Any) -> Any:
    """The chances that a user's function returns, if each can be one."""
    chances = own(*arguments)
    total = chances.price + chances.bad_handling + chances.neglect + chances.competitor + chances.fading_need
    if total != total:
        raise InputError(NOT_A_NUMBER)
    for chance in chances:
        if not LOWEST <= chance <= HIGHEST:
            raise InputError(OUT_OF_RANGE)
    return chances


@dataclass(frozen=True)
class Answer:
    """What a mechanism answers: the kind, its bounds, what it is called, and how it is guarded."""

    kind: type
    lowest: float
    highest: float
    words: str
    guard: Rule = guarded_number


ANSWERS = {
    "need": Answer(int, 0, MOST_OCCASIONS, f"a whole number of occasions from 0 to {MOST_OCCASIONS}"),
    "choice": Answer(float, -1e12, 1e12, "a finite number, the utility of the firm"),
    "spend": Answer(float, 0.0, 1e9, "a number of units from 0 to 1e9"),
    "experience": Answer(Attitude, 0.0, 1.0, "an Attitude with feelings between 0 and 1", guarded_attitude),
    "ladder": Answer(int, PURCHASER, PARTNER, f"a rung from {PURCHASER} (purchaser) to {PARTNER} (partner)"),
    "departure": Answer(Chances, 0.0, 1.0, "Chances, each between 0 and 1", guarded_chances),
    "word_of_mouth": Answer(int, QUIET, BLAMING, "0 (quiet), 1 (praising) or 2 (blaming)"),
}
"""What each mechanism answers."""


@dataclass(frozen=True)
class Own:
    """A user's own mechanism: its name, the user's function, its settled copy, its guard and all parts."""

    mechanism: str
    function: FunctionType
    settled: FunctionType
    guard: FunctionType
    parts: tuple[Rule, ...]

    @property
    def who(self) -> str:
        """What a message calls it."""
        return called(self.mechanism, self.function)

    def __deepcopy__(self, memo: object) -> "Own":
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _owned, (self.mechanism, self.function)


def called(mechanism: str, function: object) -> str:
    """What a message calls a user's function."""
    return f'mechanism "{mechanism}" ({getattr(function, "__name__", type(function).__name__)})'


def owned(mechanisms: Mapping[str, Rule]) -> list[Own]:
    """The user's own mechanisms, unless one could not be run in both drivers with the same result."""
    return [_owned(name, pure_function(name, function)) for name, function in mechanisms.items()]


def pure_function(mechanism: str, function: Any) -> FunctionType:
    """The function itself, if it has the form of the mechanism and is pure."""
    who = called(mechanism, function)
    if not isinstance(function, FunctionType):
        raise InputError(
            f'mechanism "{mechanism}": expected a plain Python function, found {value_in_words(function)}'
        )
    shipped = next(iter(MECHANISMS[mechanism].alternatives.values())).rule
    names = list(inspect.signature(shipped).parameters)
    taken = inspect.signature(function).parameters
    try:
        inspect.signature(function).bind(*names)
    except TypeError:
        raise InputError(f"{who} takes ({', '.join(taken)}), expected ({', '.join(names)})") from None
    if any(name in names and names.index(name) != place for place, name in enumerate(taken)):
        raise InputError(f"{who} takes ({', '.join(taken)}), expected the order ({', '.join(names)})")
    refuse_impure(who, function)
    return function


def _owned(mechanism: str, function: FunctionType) -> Own:
    copies: dict[FunctionType, FunctionType] = {}
    for one in own_functions(function):
        copies[one] = settled(one, copies)
    asked = with_key_alone(mechanism, copies[function])
    guard = guarded(mechanism, asked)
    parts: dict[Rule, None] = dict.fromkeys((*STRICT.values(), *copies.values(), asked, guard))
    return Own(mechanism, function, copies[function], guard, tuple(parts))


SETTLED: dict[Any, FunctionType] = {}
"""Copies of users' functions, by the function and the values that it reads."""


def settled(function: FunctionType, copies: Mapping[FunctionType, FunctionType]) -> FunctionType:
    """A copy of a function to which nothing that it reads can happen any more.

    It is the same copy as long as these values are, so that code that was compiled for them is used again.
    """

    def meant(value: Any) -> Any:
        return copies[value] if is_own(value) and value in copies else strictly(value)

    free = function.__code__.co_freevars
    cells = zip(free, function.__closure__ or (), strict=True)
    inside = {name: meant(cell.cell_contents) for name, cell in cells}
    named = {name.split(".")[0] for name, _ in reads(function)} - set(free)
    outside = {name: meant(value) for name, value in scope_of(function).items() if name in named}
    values = [*outside.items(), *inside.items()]
    key = (function, *((name, repr(value), id(value) if callable(value) else 0) for name, value in values))
    if key not in SETTLED:
        SETTLED[key] = function_copy(function, outside, tuple(CellType(inside[name]) for name in free))
    return SETTLED[key]


def function_copy(function: FunctionType, outside: Mapping[str, Any], cells: tuple[Any, ...]) -> FunctionType:
    """A copy of a function for which other names stand outside."""
    builtins = function.__globals__.get("__builtins__")
    scope = {**outside, "__builtins__": builtins, "__name__": function.__module__}
    copy = FunctionType(function.__code__, scope, function.__name__, function.__defaults__, cells)
    copy.__qualname__, copy.__module__ = function.__qualname__, function.__module__
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


@cache
def with_key_alone(mechanism: str, function: FunctionType) -> FunctionType:
    """The function itself, or one that asks it with the key alone where the mechanism is given a key."""
    shipped = next(iter(MECHANISMS[mechanism].alternatives.values())).rule
    names = list(inspect.signature(shipped).parameters)
    if "key" not in names:
        return function
    template: Any = (key_first, key_second)[names.index("key")]
    asked = FunctionType(template.__code__, {**template.__globals__, "own": function}, function.__name__)
    asked.__qualname__ = function.__qualname__
    return asked


@cache
def guarded(mechanism: str, function: FunctionType) -> FunctionType:
    """The guard of a mechanism around a user's function."""
    answer, who = ANSWERS[mechanism], called(mechanism, function)
    template: Any = answer.guard
    scope = {
        **template.__globals__,
        "own": function,
        "LOWEST": answer.lowest,
        "HIGHEST": answer.highest,
        "NOT_A_NUMBER": f"{who} returned NaN, which is no number; expected {answer.words}",
        "OUT_OF_RANGE": f"{who} returned a value out of range; expected {answer.words}",
    }
    guard = FunctionType(template.__code__, scope, function.__name__)
    guard.__qualname__ = f"guarded {function.__qualname__}"
    return guard


WITHOUT_AN_ANSWER: dict[type[BaseException], str] = {
    ZeroDivisionError: "divides by zero",
    OverflowError: "comes to a number that is too large",
}
"""Arithmetic that Python and compiled code refuse in different words."""


def blamed(brought: list[Own], error: BaseException) -> InputError:
    """The mistake that says what went wrong within a user's own mechanisms."""
    names = set()
    trace = error.__traceback__
    while trace is not None:
        names.add((trace.tb_frame.f_code.co_filename, trace.tb_frame.f_code.co_name))
        trace = trace.tb_next
    guilty = [one for one in brought if names & {traceback_place(part) for part in one.parts if is_own(part)}]
    who = (guilty or brought)[0].who if len(guilty or brought) == 1 else "one of your own mechanisms"
    did = WITHOUT_AN_ANSWER.get(type(error), f"raised {type(error).__name__}: {error}")
    return InputError(f"{who} {did}")


def traceback_place(function: Rule) -> tuple[str, str]:
    """Where a traceback says that a function is."""
    return function.__code__.co_filename, function.__name__
