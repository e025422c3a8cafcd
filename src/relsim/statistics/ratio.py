"""Ratios of means of paired numbers, and how sure they are."""

from typing import Any

import numpy as np
from scipy import special

from relsim.statistics.paired import CONFIDENCE, is_too_rare, mean_interval


def ratio(above: Any, below: Any) -> tuple[float, float, float]:
    """A ratio of means and its interval, from the residuals of the paired numbers (Law 2015, ch. 11).

    NaN where the denominator is nothing; the interval is NaN where that may be nothing, or is too rare.
    Pairs of which one could not be measured are left out.
    """
    known = np.isfinite(above) & np.isfinite(below)
    above, below = above[known], below[known]
    number, mean_below = len(below), float(below.mean()) if len(below) else 0.0
    if mean_below == 0.0:
        return float("nan"), float("nan"), float("nan")
    value = float(above.mean()) / mean_below
    if number < 2:
        return value, float("nan"), float("nan")
    quantile = special.stdtrit(number - 1, 0.5 + CONFIDENCE / 2.0) / np.sqrt(number)
    if abs(mean_below) <= quantile * below.std(ddof=1) or is_too_rare(below, np.zeros(number)):
        return value, float("nan"), float("nan")
    low, high = mean_interval((above - value * below) / mean_below)
    return value, value + float(low), value + float(high)
