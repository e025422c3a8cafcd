"""How far to look for the hinge of a verdict: at all assumed values, or at as many as a comparison bears."""

from dataclasses import dataclass, replace
from typing import Self

QUICK_TRIES, THOROUGH_TRIES, TRIED_AGAIN = 1, 2, 8
"""Replications: of a value at a quick first look, at a thorough one, and of what may turn the verdict."""

FIRST_SHARE, SECOND_SHARE = 0.3, 0.2
"""How many more runs a quick look takes, at first and again, as shares of those of the comparison."""

LEAST_VALUES = 8
"""With fewer values than this a quick look would tell little, and is not taken."""

ENDS_OF_NEXT_BEST = 24
"""So many ends at most are tried again for the lead over the next best policy."""

RUNS_FOR_A_VALUE = 4
"""A value is tried at both ends under two policies."""


@dataclass(frozen=True)
class HingeLook:
    """How many values are tried in `first` replications, and how many of their ends `again` in more; None:
    all."""

    values: int | None
    first: int
    ends: int | None
    again: int

    @classmethod
    def thorough(cls, replications: int) -> Self:
        """At all values."""
        return cls(None, min(replications, THOROUGH_TRIES), None, min(replications, TRIED_AGAIN))

    @classmethod
    def quick(cls, policies: int, replications: int, pairs: int = 1) -> Self | None:
        """At so many that half as many runs more are enough to compare so many pairs of policies with one in
        common; None where that is hardly any value."""
        runs = 2 * policies * replications // (1 + pairs)
        values = int(FIRST_SHARE * runs) // (RUNS_FOR_A_VALUE * QUICK_TRIES)
        if values < LEAST_VALUES:
            return None
        again = min(replications, TRIED_AGAIN)
        return cls(values, QUICK_TRIES, max(1, int(SECOND_SHARE * runs) // (2 * again)), again)

    def narrowed(self) -> Self:
        """At as many values, and again at the strongest alone: a small lead is turned by hundreds of ends."""
        return replace(self, ends=min(self.ends or ENDS_OF_NEXT_BEST, ENDS_OF_NEXT_BEST))
