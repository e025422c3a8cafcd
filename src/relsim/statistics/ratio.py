"""Ratios of means of paired numbers, and how sure they are."""

from typing import Any

import numpy as np
from scipy import special

from relsim.statistics.paired import CONFIDENCE


def ratio(above: Any, below: Any) -> tuple[float, float, float]:
    """A ratio of means and its interval, from the residuals of the paired numbers (Law 2015, ch. 11).

    NaN where the denominator is nothing; the interval is NaN where that may be nothing, too.
    """
    number, mean_below = len(below), float(below.mean())
    if mean_below == 0.0:
        return float("nan"), float("nan"), float("nan")
    value = float(above.mean()) / mean_below
    if number < 2:
        return value, float("nan"), float("nan")
    quantile = special.stdtrit(number - 1, 0.5 + CONFIDENCE / 2.0) / np.sqrt(number)
    if abs(mean_below) <= quantile * below.std(ddof=1):
        return value, float("nan"), float("nan")
    half = quantile * (above - value * below).std(ddof=1) / abs(mean_below)
    return value, value - half, value + half
