"""What a user wrote into the columns of a market: refused before a period that could not make sense of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from relsim.engine.own import ROUNDING
from relsim.errors import InputError
from relsim.market.columns import HUMAN, TIE, Columns
from relsim.rules.shopping import MOST_MET_EARLY
from relsim.vocabulary import RUNGS, Channel, Reason

CUSTOMERS_AT_ONCE = 2048
"""Customers whose columns are looked at together: they stay in the nearest memory meanwhile."""

Bounds = Mapping[str, tuple[float, float]]
"""The least and the most that each column may hold."""

LARGEST = float(np.finfo(np.float32).max)
FINITE = {
    name: (-LARGEST, LARGEST) for kind in (HUMAN, TIE) for name in kind.names or () if kind[name].kind == "f"
}
"""What every number may be that has no bounds of its own."""

BOUNDED = {
    "need_rate": (0.0, LARGEST),
    "basket": (0.0, LARGEST),
    "satisfaction": (0.0, 1.0),
    "expectation": (0.0, 1.0),
    "trust": (0.0, 1.0),
    "commitment": (0.0, 1.0),
    "rung": (0, RUNGS - 1),
    "channel": (0, len(Channel) - 1),
    "reason": (0, len(Reason) - 1),
    "known": (0, 1),
    "praised": (0, 1),
    "community": (0, 1),
    "needs_met_early": (0, MOST_MET_EARLY),
}
"""What numbers may be that have bounds, whatever the market; whole ones say where something stands."""


def bounds_of(customers: int, segments: int) -> Bounds:
    """What the columns of a market may hold that has so many customers and segments."""
    somebody = (-1, customers - 1)
    own = {"segment": (0, segments - 1), "recruiter": somebody, "teller": somebody}
    return FINITE | BOUNDED | own


def refuse_what_was_written(columns: Columns, firms: Sequence[str], segments: int) -> None:
    """Refuse numbers that nothing but a mistake puts into the columns, naming the first of them.

    Raises:
        InputError: A number is not finite or out of range; which column, and of which customer.
    """
    bounds = bounds_of(len(columns), segments)
    for start in range(0, len(columns), CUSTOMERS_AT_ONCE):
        for records in (columns.people, columns.ties):
            some = records[start : start + CUSTOMERS_AT_ONCE]
            for name in bounds.keys() & set(some.dtype.names):
                least, most = slightly_wider(bounds[name], some[name])
                if not (least <= some[name].min() and some[name].max() <= most):
                    raise impossible(name, some[name], start, bounds[name], firms)


def slightly_wider(bounds: tuple[float, float], values: Any) -> tuple[float, float]:
    """Bounds of feelings, which are kept in single precision, leave room for rounding."""
    least, most = bounds
    return (least - ROUNDING, most + ROUNDING) if values.dtype.kind == "f" and most == 1.0 else bounds


def impossible(
    name: str, values: Any, start: int, bounds: tuple[float, float], firms: Sequence[str]
) -> InputError:
    """The mistake that names the first impossible number of a column [customer] or [customer, firm]."""
    least, most = slightly_wider(bounds, values)
    row, *firm = np.argwhere(~((values >= least) & (values <= most)))[0]
    whose = f"of customer {start + row}" + (f" with {firms[firm[0]]}" if firm else "")
    expected, found = written_in_words(bounds, values), f"{values[row, *firm]:g}"
    return InputError(f"market.columns.{name} {whose}: expected {expected}, found {found}")


def written_in_words(bounds: tuple[float, float], values: Any) -> str:
    """What the numbers of a column may be, in words."""
    least, most = bounds
    if values.dtype.kind != "f":
        return f"a whole number from {least} to {most}"
    if most == LARGEST:
        return "a finite number" if least < 0.0 else "a finite number of at least 0"
    return f"a number from {least:g} to {most:g}"
