"""Real size: what a few people who are simulated do, told as that of all for whom they stand."""

from typing import Any


def in_real_size(counts: Any, stands_for: float) -> Any:
    """Counts or amounts of all, given those of people each of whom stands for so many customers.

    Whole numbers stay whole where each stands for a whole number.
    """
    if stands_for == 1.0:
        return counts
    return counts * (int(stands_for) if stands_for.is_integer() else stands_for)
