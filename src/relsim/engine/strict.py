"""Functions of `math` that refuse in compiled code, too, what they refuse in Python.

Exponentials and logarithms are those of the rules, the same on every machine.
"""

import math
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from relsim.arithmetic import exp, expm1, log, log1p
from relsim.rules.alternative import Rule

CAREFUL = (
    "acos",
    "acosh",
    "asin",
    "atanh",
    "cosh",
    "exp",
    "expm1",
    "gamma",
    "lgamma",
    "log",
    "log10",
    "log1p",
    "log2",
    "sinh",
    "sqrt",
    "tan",
)
"""Functions of one number that refuse some numbers; compiled code answers NaN or infinity instead."""

OURS: dict[str, Rule] = {"exp": exp, "expm1": expm1, "log": log, "log1p": log1p}
"""Functions that are not those of the C library."""


def plain(x: float) -> float:
    """Stands for the function that is made careful."""
    return x


def careful(x: float) -> float:
    """A function of `math`, which refuses what it has no number for."""
    value = plain(x)
    if not math.isfinite(value) and math.isfinite(x):
        raise ValueError("math domain error")
    return value


def powered(x: float, y: float) -> float:
    """x to the power of y, for `math.pow`, `pow` and in compiled code for `**`."""
    if x == 0.0 and y < 0.0:
        raise ZeroDivisionError("0.0 cannot be raised to a negative power")
    value = math.pow(x, y)
    if math.isfinite(x) and math.isfinite(y):
        if math.isnan(value):
            raise ValueError("math domain error")
        if math.isinf(value):
            raise OverflowError("math range error")
    return value


def _careful(name: str) -> FunctionType:
    template: Any = careful
    scope = {**template.__globals__, "plain": OURS.get(name, getattr(math, name))}
    made = FunctionType(template.__code__, scope, name)
    made.__module__ = __name__
    return made


STRICT: dict[str, Rule] = {name: _careful(name) for name in CAREFUL} | {"pow": powered}
"""The careful version of each function of `math` that has one, by its name."""

MATH = ModuleType("math")
"""The module `math` with careful versions of its functions."""
vars(MATH).update({name: STRICT.get(name, thing) for name, thing in vars(math).items() if name[0] != "_"})


def strictly(value: Any) -> Any:
    """What a user's own function is given for a name: careful functions of math, anything else as it is."""
    if value is math:
        return MATH
    if value is pow:
        return powered
    if isinstance(value, BuiltinFunctionType) and value.__module__ == "math":
        return STRICT.get(value.__name__, value)
    return value
