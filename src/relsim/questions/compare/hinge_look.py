"""How far to look for the hinge of a verdict: at all assumed values, or at as many as a comparison bears."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Self

QUICK_TRIES, THOROUGH_TRIES, TRIED_AGAIN = 1, 2, 8
"""Replications: of a value at a quick first look, at a thorough one, and of what may turn the verdict."""

FIRST_SHARE, SECOND_SHARE = 0.3, 0.2
"""How many more runs a quick look takes, at first and again, as shares of those of the comparison."""

LEAST_VALUES = 8
"""With fewer values than this a quick look would tell little of numbers, and is taken at claims alone."""

LEAST_REPLICATIONS = 4
"""In fewer replications than these claims are not tried again, so that no look is taken."""

ENDS_OF_NEXT_BEST = 24
"""So many ends at most are tried again for the lead over the next best policy."""

KINDS_TRIED_AGAIN = 2
"""Ends of numbers are tried again, and as many claims, so that neither keeps the other from being told."""

RUNS_FOR_A_VALUE = 4
"""A value is tried at both ends under two policies."""


@dataclass(frozen=True)
class HingeLook:
    """How many values are tried in `first` replications, and how many of their ends `again` in more, and as
    many claims beside them; None: all. Where no number is, claims are."""

    values: int | None
    first: int
    ends: int | None
    again: int

    @property
    def is_at_claims(self) -> bool:
        """Whether no number is tried."""
        return self.values == 0

    @classmethod
    def thorough(cls, replications: int) -> Self:
        """At all values."""
        return cls(None, min(replications, THOROUGH_TRIES), None, min(replications, TRIED_AGAIN))

    @classmethod
    def quick(cls, policies: int, replications: int, pairs: int = 1) -> Self | None:
        """At so many that half as many runs more are enough to compare so many pairs of policies with one in
        common; where that is hardly any number, at claims alone; None where it is not even those."""
        runs = 2 * policies * replications // (1 + pairs)
        values = int(FIRST_SHARE * runs) // (RUNS_FOR_A_VALUE * QUICK_TRIES)
        spared, most = int(SECOND_SHARE * runs) // 2, min(replications, TRIED_AGAIN)
        if values >= LEAST_VALUES:
            again = min(most, spared // KINDS_TRIED_AGAIN)
            return cls(values, QUICK_TRIES, spared // (KINDS_TRIED_AGAIN * again), again)
        again = min(most, spared)
        return cls(0, QUICK_TRIES, 1, again) if again >= LEAST_REPLICATIONS else None

    @classmethod
    def looks(cls, policies: int, replications: int, pairs: int) -> list[Self]:
        """What is looked at, of each of so many pairs or of as many as half as many runs more are enough for.

        Where they are enough for numbers at the first pair alone, claims are tried at the others.
        """
        every, first = (cls.quick(policies, replications, number) for number in (pairs, 1))
        if first is None:
            return []
        if every is not None and every.is_at_claims == first.is_at_claims:
            return [every, *[every.narrowed()] * (pairs - 1)]
        if first.values is None or first.is_at_claims:
            return [first]
        claims = cls.only_claims(replications)
        spent = 2 * (pairs - 1) * (claims.first + claims.again)
        return [replace(first, values=first.values - ceil(spent / RUNS_FOR_A_VALUE)), *[claims] * (pairs - 1)]

    @classmethod
    def only_claims(cls, replications: int) -> Self:
        """At claims, and again at the strongest."""
        return cls(0, QUICK_TRIES, 1, min(replications, LEAST_REPLICATIONS))

    def narrowed(self) -> Self:
        """At as many values, and again at the strongest alone: a small lead is turned by hundreds of ends."""
        return replace(self, ends=min(self.ends or ENDS_OF_NEXT_BEST, ENDS_OF_NEXT_BEST))
