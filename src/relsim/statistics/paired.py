"""Paired differences: mean, an interval that allows for skewness, and the variance that pairing removed.

The methods are those of chapters 11 and 12 (Law 2015); each end of an interval is the outer one of Student's
and of that of Hall 1992, which transforms the same ratio so that it is not skewed.
"""

from typing import Any

import numpy as np
from scipy import special

CONFIDENCE = 0.95

FEWEST_CHANGED = 10
"""In how many replications, or in half of them if these are fewer, two policies must differ at all for an
interval of their difference."""

SKEWNESS_FROM = 15
"""From how many replications on their skewness is looked at; fewer tell nothing of it."""


def paired(values: Any, base: Any) -> dict[str, float]:
    """Mean, paired difference with its interval, and how much variance pairing removed.

    Replications in which one of the two could not be measured are left out. There is no interval where a
    difference is too rare to tell.
    """
    both = np.isfinite(values) & np.isfinite(base)
    values, base = values[both], base[both]
    number = len(values)
    if number == 0:
        return dict.fromkeys(("mean", "difference", "low", "high", "variance_reduction"), np.nan)
    gaps = values - base
    low, high, reduction = np.nan, np.nan, np.nan
    if number > 1:
        spread = gaps.std(ddof=1)
        apart = values.var(ddof=1) + base.var(ddof=1)
        reduction = apart / spread**2 if spread > 0.0 else np.inf
        if not is_too_rare(values, base):
            low, high = mean_interval(gaps)
    return {
        "mean": float(values.mean()),
        "difference": float(gaps.mean()),
        "low": float(low),
        "high": float(high),
        "variance_reduction": float(reduction),
    }


def is_too_rare(values: Any, base: Any) -> bool:
    """Whether two policies differ in so few replications that those not seen may outweigh those seen.

    Where they never differ, the measure itself must not be rare.
    """
    gaps = values - base
    seen = gaps if gaps.any() else values
    changed = int(np.count_nonzero(seen))
    return changed < min(len(gaps) / 2.0, FEWEST_CHANGED)


def difference_of(values: Any, base: Any) -> dict[str, Any]:
    """A paired difference, in how many replications it was `left_out`, and whether it is `too_rare`."""
    told: dict[str, Any] = dict(paired(values, base))
    known = len(values) - unmeasured(values, base)
    is_rare = known > 1 and not np.isfinite(told["low"])
    return told | {"left_out": len(values) - known, "too_rare": is_rare}


def unmeasured(values: Any, base: Any) -> int:
    """In how many replications a difference was left out, since one of the two could not be measured."""
    known = np.isfinite(np.asarray(values)) & np.isfinite(np.asarray(base))
    return int((~known).sum())


def mean_interval(values: Any) -> tuple[Any, Any]:
    """Both ends of the interval of the mean of values [..., replication]."""
    number = values.shape[-1]
    mean, spread = values.mean(axis=-1), values.std(axis=-1, ddof=1)
    quantile = special.stdtrit(number - 1, 0.5 + CONFIDENCE / 2.0)
    half = quantile * spread / np.sqrt(number)
    if number < SKEWNESS_FROM:
        return mean - half, mean + half
    skewness = skewness_of(values)
    below = spread * without_skewness(quantile / np.sqrt(number), skewness, number)
    above = spread * without_skewness(-quantile / np.sqrt(number), skewness, number)
    return mean - np.maximum(half, below), mean + np.maximum(half, -above)


def skewness_of(values: Any) -> Any:
    """The skewness of values [..., replication]; 0 where all are alike."""
    apart = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((apart**2).mean(axis=-1))
    cubes = (apart**3).mean(axis=-1)
    return np.divide(cubes, spread**3, out=np.zeros_like(cubes), where=spread > 0.0)


def without_skewness(place: Any, skewness: Any, number: int) -> Any:
    """The studentised mean at which Hall's transformation has this value (Hall 1992, eq. 3, inverted)."""
    third = np.where(np.abs(skewness) < 1e-6, 1.0, skewness / 3.0)
    shifted = place - skewness / (6.0 * number)
    straight = np.abs(skewness) < 1e-6
    return np.where(straight, place, (np.cbrt(1.0 + 3.0 * third * shifted) - 1.0) / third)


def half_of(values: Any, base: Any) -> float:
    """Half the interval of a paired difference; without end where there is none."""
    told = paired(values, base)
    half = (told["high"] - told["low"]) / 2.0
    return half if np.isfinite(half) else np.inf


def half_width(spread: float, number: int, confidence: float = CONFIDENCE) -> float:
    """Half the interval of a mean of so many values with this standard deviation, if they are not skewed."""
    return float(special.stdtrit(number - 1, 0.5 + confidence / 2.0) * spread / np.sqrt(number))


def replications_for(spread: float, width: float) -> int:
    """How many replications make half the interval of a mean no wider than this."""
    number = max(2, int((special.ndtri(0.5 + CONFIDENCE / 2.0) * spread / width) ** 2))
    while half_width(spread, number) > width:
        number += 1
    return number
