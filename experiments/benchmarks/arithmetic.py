"""How close and how fast are our exponentials and logarithms, beside those of the C library?

    python experiments/benchmarks/arithmetic.py

Exact values are those of the longer numbers that x86 has.
"""

import math
from collections.abc import Callable
from time import process_time
from typing import Any

import numba
import numpy as np

from relsim.arithmetic import exp, expm1, log, log1p
from relsim.engine.compiled import inlining  # noqa: F401

ARGUMENTS, AT_ONCE = 10_000_000, 1_000_000
FUNCTIONS = {
    "exp": (exp, math.exp, np.exp, ((-745.1, 709.7), (-745.1, -708.0), (-20.0, 5.0), (-1.0, 1.0))),
    "log": (log, math.log, np.log, ((0.0, 1.0), (0.5, 2.0), (0.0, 1e308), (0.0, 1e-307))),
    "expm1": (expm1, math.expm1, np.expm1, ((-40.0, 709.7), (-2.0, 2.0), (-0.01, 0.01))),
    "log1p": (log1p, math.log1p, np.log1p, ((-1.0, 3.0), (-0.01, 0.01), (0.0, 1e308))),
}
"""Ours, the C library's, the exact one, and the ranges of arguments."""

Function = Callable[[float], float]


def over_arrays(function: Function) -> Callable[[Any, Any], None]:
    """A function over all of an array, compiled as kernels are."""

    @numba.njit(error_model="numpy", _nrt=False)
    def loop(x: Any, y: Any) -> None:
        for i in range(len(x)):
            y[i] = function(x[i])

    return loop


def one_after_the_other(function: Function) -> Callable[[Any], float]:
    """A function of which each call waits for the last one."""

    @numba.njit(error_model="numpy", _nrt=False)
    def chain(x: Any) -> float:
        last = 0.0
        for i in range(len(x)):
            last = function(x[i] + last * 1e-300)
        return last

    return chain


def worst(name: str) -> tuple[float, float]:
    """The largest error in units in the last place, and where."""
    ours, _, exactly, ranges = FUNCTIONS[name]
    loop, rng, found = over_arrays(ours), np.random.default_rng(1), (0.0, 0.0)
    for part in range(ARGUMENTS // AT_ONCE):
        x = rng.uniform(*ranges[part % len(ranges)], AT_ONCE)
        y = np.empty_like(x)
        loop(x, y)
        exact = exactly(x.astype(np.longdouble))
        unit = np.ldexp(np.longdouble(1.0), np.maximum(np.frexp(np.abs(exact))[1] - 53, -1074))
        off = np.abs(y.astype(np.longdouble) - exact) / unit
        found = max(found, (float(off.max()), float(x[off.argmax()])))
    return found


def nanoseconds_per_call(function: Function) -> tuple[float, float]:
    """For many independent calls, and for calls that wait for one another."""
    x = np.random.default_rng(2).uniform(0.01, 1.0, AT_ONCE)
    y, loop, chain = np.empty_like(x), over_arrays(function), one_after_the_other(function)
    times = []
    for run in (lambda: loop(x, y), lambda: chain(x)):
        run()
        seconds = []
        for _ in range(9):
            begun = process_time()
            run()
            seconds.append(process_time() - begun)
        times.append(min(seconds) / len(x) * 1e9)
    return times[0], times[1]


def main() -> None:
    """Measure and print."""
    print("| | worst error | at | ns, ours | ns, C library | waiting, ours | waiting, C library |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, (ours, theirs, *_) in FUNCTIONS.items():
        error, place = worst(name)
        own, others = nanoseconds_per_call(ours), nanoseconds_per_call(theirs)
        times = " | ".join(f"{a:.1f} | {b:.1f}" for a, b in zip(own, others, strict=True))
        print(f"| {name} | {error:.2f} | {place:.6g} | {times} |")


if __name__ == "__main__":
    main()
