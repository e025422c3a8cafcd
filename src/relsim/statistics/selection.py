"""Selecting the best of several policies with a promised probability, and no more replications than needed.

The fully sequential procedure KN of Kim and Nelson 2001, which allows for common random numbers: policies
are set aside one by one, as soon as it is sure enough that another one is better.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.statistics.paired import CONFIDENCE

FIRST_STAGE = 20
"""Replications of every policy before any is set aside; their variances steer the rest."""

HALVINGS = 200
"""How often replications are halved to measure a lead on luck that did not pick it."""

Sampler = Callable[[Sequence[int], int], Any]
"""Gives the values [replication, policy] of some policies in at least so many first replications."""


@dataclass(frozen=True)
class Chosen:
    """The best policy, and after how many replications each of the others was set aside."""

    best: int
    replications: int
    set_aside: dict[int, int]
    is_sure: bool


def continuation(policies: int, first: int, confidence: float) -> float:
    """The constant h squared of KN, for a triangular region (c = 1; Kim and Nelson 2001, section 3)."""
    error = (1.0 - confidence) / (policies - 1)
    slope = 0.5 * ((2.0 * error) ** (-2.0 / (first - 1)) - 1.0)
    return float(2.0 * slope * (first - 1))


def select(
    sample: Sampler,
    policies: int,
    indifference: float,
    *,
    first: int = FIRST_STAGE,
    most: int | None = None,
    confidence: float = CONFIDENCE,
) -> Chosen:
    """The policy with the highest mean, picked with at least this probability.

    That holds where it is better than the second by at least `indifference`, and values are about normal.
    Each replication is looked at in turn, so the choice does not depend on how many are run at once.
    `most` replications end the search early; the choice is then not sure.
    """
    left, gone = list(range(policies)), dict[int, int]()
    if policies == 1:
        return Chosen(0, 0, gone, True)
    values = sample(left, first)
    spreads = variances_of_differences(values[:first])
    limits = continuation(policies, first, confidence) * spreads / indifference**2
    last = int(np.floor(limits.max()))
    ends = max(first, last + 1) if most is None else min(most, max(first, last + 1))
    number = first
    while True:
        means = values[:number].mean(axis=0)
        for policy in beaten(left, means, limits, indifference, number):
            gone[policy] = number
        left = [policy for policy in left if policy not in gone]
        is_sure = len(left) == 1 or number > last
        if is_sure or number >= ends:
            return Chosen(max(left, key=lambda policy: means[policy]), number, gone, is_sure)
        number += 1
        if number > len(values):
            values = with_replications(values, sample(left, number), left)


def variances_of_differences(values: Any) -> Any:
    """The variance of the difference between each two policies [policy, policy]."""
    spreads = np.cov(values, rowvar=False, ddof=1)
    own = np.diag(spreads)
    return np.maximum(own[:, np.newaxis] + own - 2.0 * spreads, 0.0)


def beaten(left: list[int], means: Any, limits: Any, indifference: float, number: int) -> list[int]:
    """The policies that another one leads by more than chance still allows (the screening step of KN)."""
    margin = np.maximum(0.0, indifference / (2.0 * number) * (limits - number))
    return [
        one
        for one in left
        if any(means[one] < means[other] - margin[one, other] for other in left if other != one)
    ]


def with_replications(values: Any, more: Any, left: list[int]) -> Any:
    """The values with further replications; those set aside are not known there."""
    whole = np.full((len(more), values.shape[1]), np.nan)
    whole[: len(values)] = values
    whole[:, left] = more
    return whole


def lead_on_fresh_halves(values: Any) -> float:
    """The lead of the best of values [replication, policy] over the next, on luck that did not pick them.

    One half of the replications picks the two, the other half measures them, and the reverse; the mean
    of many such halvings is free of the bias of the highest of several means.
    """
    shuffled, half = np.random.default_rng(0), len(values) // 2
    leads = []
    for _ in range(HALVINGS):
        order = shuffled.permutation(len(values))
        first, second = values[order[:half]].mean(axis=0), values[order[half:]].mean(axis=0)
        for picking, measuring in ((first, second), (second, first)):
            following, best = np.argsort(picking, kind="stable")[-2:]
            leads.append(measuring[best] - measuring[following])
    return float(np.mean(leads))
