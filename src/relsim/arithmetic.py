"""Exponentials and logarithms of our own: the same bits on every machine, in Python and in compiled code.

Those of the C library are rounded differently by every system. These consist of additions, multiplications
and divisions, which are rounded in the same way everywhere, and of taking numbers apart and together, which
is exact. An argument is first reduced to a small range (Cody and Waite 1980); there a polynomial is as close
as numbers are, and the last addition keeps what rounding takes away (Dekker 1971). So results are less than
one unit in the last place from the exact value.

Nothing is refused: where there is no number, the answer is NaN or an infinity, in either driver.
"""

from math import frexp, inf, ldexp, nan

LITERATURE = ("cody1980", "dekker1971")
"""Keys of the bibliography: the reduction of arguments, and sums that keep what is rounded off."""

LN2_HIGH, LN2_LOW = 0.6931471805598903, 5.497923018708371e-14
"""The logarithm of 2 in two parts: products of the first with whole numbers below 2048 are exact."""

PER_LN2 = 1.4426950408889634
TO_WHOLE = 1.5 * 2.0**52
"""What is added to this number and taken from it again has been rounded to a whole number."""

ROOT_HALF = 0.7071067811865476
NORMAL_FROM, NORMAL_TO = 2.0**-1022, 1.7976931348623157e308
"""The smallest number that has all its digits, and the largest that there is."""

LARGEST_EXPONENT, SMALLEST_EXPONENT = 709.782712893384, -745.1332191019412
"""Beyond these, exponentials are infinity and zero."""


def exp(x: float) -> float:
    """e to the power of x."""
    if not -708.0 < x < 709.0:
        return exp_far_out(x)
    k = (x * PER_LN2 + TO_WHOLE) - TO_WHOLE
    high, low = x - k * LN2_HIGH, k * LN2_LOW
    return exp_of_rest(1.0, high, low) * power_of_two(int(k))


def exp_far_out(x: float) -> float:
    """The exponential where it is hardly a number any more, or no ordinary one."""
    if x != x:
        return x
    if x > LARGEST_EXPONENT:
        return inf
    if x < SMALLEST_EXPONENT:
        return 0.0
    k = (x * PER_LN2 + TO_WHOLE) - TO_WHOLE
    high, low, half = x - k * LN2_HIGH, k * LN2_LOW, int(k) >> 1
    return exp_of_rest(1.0, high, low) * power_of_two(half) * power_of_two(int(k) - half)


def expm1(x: float) -> float:
    """e to the power of x, minus 1, as close where that is small."""
    if -0.34 < x < 0.34:
        return x + beyond_linear(x)
    if not -38.0 < x < 36.0:
        return exp(x) - 1.0
    k = (x * PER_LN2 + TO_WHOLE) - TO_WHOLE
    base = 1.0 - power_of_two(-int(k))
    return exp_of_rest(base, x - k * LN2_HIGH, k * LN2_LOW) * power_of_two(int(k))


def exp_of_rest(base: float, high: float, low: float) -> float:
    """The exponential of a rest between -0.35 and 0.35 that is high - low, with `base` in place of its 1."""
    total = base + high
    lost = high - (total - base)
    near, far = curvature(high - low)
    return total + ((lost - low + near) + far)


def beyond_linear(x: float) -> float:
    """exp(x) - 1 - x between -0.35 and 0.35."""
    near, far = curvature(x)
    return near + far


def curvature(x: float) -> tuple[float, float]:
    """Two parts of exp(x) - 1 - x, of which the second is small; short sums are worked out side by side."""
    x2 = x * x
    x4 = x2 * x2
    near = (0.5 + x * 0.16666666666666685) + x2 * (0.04166666666666667 + x * 0.008333333333316487)
    middle = (0.0013888888888884273 + x * 0.00019841269897689928) + x2 * (
        2.4801587323259483e-05 + x * 2.755723359840185e-06
    )
    far = (2.7557276912302223e-07 + x * 2.5112464879512498e-08) + x2 * 2.0913221978213093e-09
    return x2 * near, (x4 * x2) * middle + (x4 * x4 * x2) * far


def log(x: float) -> float:
    """The natural logarithm of x."""
    if not NORMAL_FROM <= x <= NORMAL_TO:
        return log_far_out(x)
    part, k = part_and_power(x)
    return log_of_part(part - 1.0, k * LN2_HIGH, k * LN2_LOW)


def log_far_out(x: float) -> float:
    """The logarithm of what is hardly a number any more, or no ordinary one."""
    if x == 0.0:
        return -inf
    if x < 0.0:
        return nan
    if not x < NORMAL_FROM:
        return x
    part, k = part_and_power(x * 2.0**54)
    return log_of_part(part - 1.0, (k - 54) * LN2_HIGH, (k - 54) * LN2_LOW)


def log1p(x: float) -> float:
    """The logarithm of 1 + x, exact also where x is small."""
    if -0.29 < x < 0.41:
        return log_of_part(x, 0.0, 0.0)
    if not -1.0 < x < 2.0**60:
        return log(1.0 + x)
    total = 1.0 + x
    lost = x - (total - 1.0) if x < 1.0 else 1.0 - (total - x)
    part, k = part_and_power(total)
    return log_of_part(part - 1.0, k * LN2_HIGH, k * LN2_LOW + lost / total)


def log_of_part(x: float, high: float, low: float) -> float:
    """log(1 + x) + high + low, for a part between the roots of 1/2 and 2: a series in x/(2 + x)."""
    s = x / (2.0 + x)
    z = s * s
    z2, cube = z * z, s * z
    near = (0.6666666666666734 + z * 0.3999999999941432) + z2 * (0.28571428742475147 + z * 0.2222219856346877)
    far = (0.18183564867018995 + z * 0.15314035838091772) + z2 * 0.1479610531266095
    half = 0.5 * x * x
    rest = (s * half + low + cube * (z2 * z2) * far) + cube * near
    return high - ((half - rest) - x)


def whole_power(base: float, exponent: int) -> float:
    """A number to the power of a whole number, 0 or more, by multiplication."""
    power = 1.0
    while exponent > 0:
        if exponent & 1:
            power *= base
        base *= base
        exponent >>= 1
    return power


def power_of_two(exponent: int) -> float:
    """2 to the power of a whole number from -1022 to 1023 (compiled code has its own version)."""
    return ldexp(1.0, exponent)


def part_and_power(x: float) -> tuple[float, int]:
    """A part from the root of 1/2 to that of 2, and the power of two whose product with it is x.

    For positive numbers that have all their digits (compiled code has its own version).
    """
    part, power = frexp(x)
    return (part, power) if part >= ROOT_HALF else (part + part, power - 1)
