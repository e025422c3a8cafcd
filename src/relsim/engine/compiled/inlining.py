"""How rules get into compiled code: inlined, as the plain Python functions that they stay."""

from types import FunctionType
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.cpython.unsafe.numbers import viewer
from numba.extending import intrinsic, overload, register_jitable

from relsim import arithmetic, luck
from relsim.engine.compiled.parts import CompilerOfParts
from relsim.engine.compiled.powers import CompilerOfOwn
from relsim.rules.alternative import Rule

WITHOUT_COST = {"forceinline": True, "_nrt": False, "no_cfunc_wrapper": True}
"""Without reference counting (`_nrt`), which nothing here needs, passing arrays costs nothing. Rules are
called by compiled code alone: a second copy of each for C would only have to be compiled."""

AS_PARTS = WITHOUT_COST | {"pipeline_class": CompilerOfParts}
"""How rules of relsim are compiled, which are known to be plain."""

AS_OWN = {"pipeline_class": CompilerOfOwn, "error_model": "python"}
"""How a user's own functions are compiled, which may be anything; what Python refuses they refuse."""

EXPONENT_BIAS, FRACTION_BITS = 1023, 52
"""How a float is kept in 64 bits: its exponent and 1023, and below that 52 binary digits."""

ROOT_HALF_BITS = int(np.float64(arithmetic.ROOT_HALF).view(np.int64))


@overload(luck.unsigned)
def _unsigned(number):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return (lambda number: np.uint64(number)) if isinstance(number, types.Integer | types.Boolean) else None


@intrinsic  # type: ignore[untyped-decorator]
def held_back(_context: Any, number: Any) -> Any:
    """The same whole number, of which the compiler knows nothing before it is needed.

    It passes an instruction that does nothing, and is not moved to where it might not be carried out.
    """

    def code(_target: Any, builder: Any, _signature: Any, numbers: Any) -> Any:
        kind = numbers[0].type
        return builder.asm(ir.FunctionType(kind, [kind]), "", "=r,0", numbers, False)

    return number(number), code


@overload(luck.asked_now, jit_options=AS_PARTS)
def _asked_now(key):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return (lambda key: held_back(np.uint64(key))) if isinstance(key, types.Integer) else None


@overload(arithmetic.power_of_two, jit_options=AS_PARTS)
def _power_of_two(exponent):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return lambda exponent: viewer((np.int64(exponent) + EXPONENT_BIAS) << FRACTION_BITS, types.float64)


@overload(arithmetic.part_and_power, jit_options=AS_PARTS)
def _part_and_power(x):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    def taken_apart(x):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        bits = viewer(np.float64(x), types.int64)
        power = (bits - ROOT_HALF_BITS) >> FRACTION_BITS
        return viewer(bits - (power << FRACTION_BITS), types.float64), power

    return taken_apart


BY_HAND = {
    luck.unsigned,
    luck.asked_now,
    luck.key_alone,
    arithmetic.power_of_two,
    arithmetic.part_and_power,
}
"""Functions that compiled code has in another version, or in several."""


COMPILABLE: set[Rule] = set()
"""Functions that compiled code can call."""


def make_compilable(function: Rule) -> None:
    """Let compiled code call a rule of relsim, inlined; it stays an ordinary Python function.

    A division by zero is not looked for in these rules, which never divide by it.
    """
    _let_be_called(function, **AS_PARTS, error_model="numpy")


def make_own_compilable(function: Rule) -> None:
    """Let compiled code call a function that a user brought."""
    _let_be_called(function, **WITHOUT_COST, **AS_OWN)


def _let_be_called(function: Rule, **options: Any) -> None:
    if function not in BY_HAND | COMPILABLE:
        register_jitable(**options)(function)
        COMPILABLE.add(function)


for _one in vars(arithmetic).values():
    if isinstance(_one, FunctionType):
        make_compilable(_one)


def by_kind_of_key(function: Rule, foreseen: Rule) -> None:
    """Let compiled code call another version of a function of luck for a key with foresight."""

    def chosen(key: Any, *_: Any) -> Rule:
        return foreseen if isinstance(key, types.BaseTuple) else function

    overload(function, jit_options=AS_PARTS, strict=False)(chosen)
    BY_HAND.add(function)
