"""How rules get into compiled code: inlined, as the plain Python functions that they stay."""

from typing import Any, Literal

import numpy as np
from numba import types
from numba.extending import overload, register_jitable

from relsim import luck
from relsim.rules.alternative import Rule

WITHOUT_COST = {"forceinline": True, "_nrt": False}
"""Without reference counting (`_nrt`), which nothing here needs, passing arrays costs nothing."""


@overload(luck.unsigned)
def _unsigned(number):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return lambda number: np.uint64(number)


BY_HAND = {luck.unsigned}
"""Functions that compiled code has in another version, or in several."""


COMPILABLE: set[Rule] = set()
"""Functions that compiled code can call."""


def make_compilable(function: Rule, errors: Literal["numpy", "python"] = "numpy") -> None:
    """Let compiled code call a rule, inlined; it stays an ordinary Python function.

    A division by zero is not looked for in rules, which never divide by it; with `errors` as in Python it is
    an error.
    """
    if function not in BY_HAND | COMPILABLE:
        register_jitable(**WITHOUT_COST, error_model=errors)(function)
        COMPILABLE.add(function)


def by_kind_of_key(function: Rule, foreseen: Rule) -> None:
    """Let compiled code call another version of a function of luck for a key with foresight."""

    def chosen(key: Any, *_: Any) -> Rule:
        return foreseen if isinstance(key, types.BaseTuple) else function

    overload(function, jit_options=WITHOUT_COST, strict=False)(chosen)
    BY_HAND.add(function)
