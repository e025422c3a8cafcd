"""Real size: what a few people who are simulated do, told as that of all for whom they stand."""

from collections.abc import Iterable
from math import floor
from typing import Any

DECIMALS_OF_A_PERSON = 9
"""To so many decimals counts in real size are exact; what is beyond them is left behind by multiplying."""


def in_real_size(counts: Any, stands_for: float) -> Any:
    """Counts or amounts of all, given those of people each of whom stands for so many customers.

    Whole numbers stay whole where each stands for a whole number.
    """
    if stands_for == 1.0:
        return counts
    return counts * (int(stands_for) if stands_for.is_integer() else stands_for)


def whole_counts(counts: Iterable[float]) -> list[int]:
    """Counts in real size as whole numbers that add up to their sum as it is rounded.

    What rounding down leaves of that goes to those with the largest remainders.
    """
    exact = [round(float(count), DECIMALS_OF_A_PERSON) for count in counts]
    whole = [floor(count) for count in exact]
    left = round(round(sum(exact), DECIMALS_OF_A_PERSON)) - sum(whole)
    largest = sorted(range(len(exact)), key=lambda n: (whole[n] - exact[n], -exact[n]))
    for n in largest[:left]:
        whole[n] += 1
    return whole
