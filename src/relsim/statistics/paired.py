"""Paired differences: mean, Student's t interval, and the variance that pairing removed.

The methods are those of chapters 11 and 12 (Law 2015).
"""

from typing import Any

import numpy as np
from scipy import special

CONFIDENCE = 0.95


def paired(values: Any, base: Any) -> dict[str, float]:
    """Mean, paired difference with its interval, and how much variance pairing removed."""
    both = np.isfinite(values) & np.isfinite(base)
    values, base = values[both], base[both]
    number = len(values)
    if number == 0:
        return dict.fromkeys(("mean", "difference", "low", "high", "variance_reduction"), np.nan)
    gaps = values - base
    half = np.nan
    reduction = np.nan
    if number > 1:
        spread = gaps.std(ddof=1)
        half = special.stdtrit(number - 1, 0.5 + CONFIDENCE / 2.0) * spread / np.sqrt(number)
        apart = values.var(ddof=1) + base.var(ddof=1)
        reduction = apart / spread**2 if spread > 0.0 else np.inf
    return {
        "mean": float(values.mean()),
        "difference": float(gaps.mean()),
        "low": float(gaps.mean() - half),
        "high": float(gaps.mean() + half),
        "variance_reduction": float(reduction),
    }


def half_width(spread: float, number: int, confidence: float = CONFIDENCE) -> float:
    """Half the interval of a mean of so many values with this standard deviation."""
    return float(special.stdtrit(number - 1, 0.5 + confidence / 2.0) * spread / np.sqrt(number))


def replications_for(spread: float, width: float) -> int:
    """How many replications make half the interval of a mean no wider than this."""
    number = max(2, int((special.ndtri(0.5 + CONFIDENCE / 2.0) * spread / width) ** 2))
    while half_width(spread, number) > width:
        number += 1
    return number
