"""Exponentials, logarithms and normal deviates of whole arrays: the bits of those of single numbers.

NumPy's own depend on the processor, those of the C library on the system. These share all that is worked
out with `relsim.arithmetic` and `relsim.luck`.
"""

from typing import Any

import numpy as np

from relsim.arithmetic import LN2_HIGH, LN2_LOW, PER_LN2, ROOT_HALF, TO_WHOLE, exp_of_rest, log_of_part
from relsim.luck import HIGH, LOW, middle, tail

ZERO, INFINITE = -746.0, 710.0
"""Exponents of nothing, and of more than there are numbers for."""


def exp_of(exponents: Any) -> Any:
    """e to the power of each; they may be infinite, but must be numbers."""
    x = np.clip(exponents, ZERO, INFINITE)
    k = (x * PER_LN2 + TO_WHOLE) - TO_WHOLE
    return np.ldexp(exp_of_rest(1.0, x - k * LN2_HIGH, k * LN2_LOW), k.astype(np.int64))


def log_of(numbers: Any) -> Any:
    """The natural logarithm of each; they must be positive and finite."""
    part, power = np.frexp(numbers)
    small = part < ROOT_HALF
    k = power - small
    return log_of_part(np.where(small, part + part, part) - 1.0, k * LN2_HIGH, k * LN2_LOW)


def normal_of(u: Any) -> Any:
    """The standard normal deviate of each number between 0 and 1."""
    deviates = np.empty_like(u)
    low, high = u < LOW, u > HIGH
    between = ~(low | high)
    deviates[low] = tail(np.sqrt(-2.0 * log_of(u[low])))
    deviates[high] = -tail(np.sqrt(-2.0 * log_of(1.0 - u[high])))
    deviates[between] = middle(u[between] - 0.5)
    return deviates
