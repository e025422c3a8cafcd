"""Quantiles of traits: from tables where a table says the same as the distribution, which takes longer."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from relsim.market.arrays import exp_of, normal_of
from relsim.market.distributions import Distribution, log_gamma_of, log_odds_of, masses

QuantileValues = Any

TABLE_STEPS = 1024
REACH = 4.0
"""Tables reach so many standard deviations to either side; beyond, quantiles are worked out."""

BETA_STEPS = 4096
CLOSE = 1e-8
"""Relative error that no table of gamma quantiles has."""


class Curve(NamedTuple):
    """The logarithm of a quantile over normal deviates: a cubic for every step, by rising power."""

    constant: QuantileValues
    linear: QuantileValues
    square: QuantileValues
    cube: QuantileValues

    def at(self, deviates: QuantileValues) -> QuantileValues:
        """The logarithms of the quantiles at normal deviates within reach."""
        place = (deviates + REACH) * (TABLE_STEPS / (2.0 * REACH))
        step = np.minimum(place.astype(np.int64), TABLE_STEPS - 1)
        x = place - step
        higher = self.linear[step] + x * (self.square[step] + x * self.cube[step])
        return self.constant[step] + x * higher


class Gamma(NamedTuple):
    """The logarithm of a gamma deviate over its mean, or of the mean over it: its distribution and curve."""

    distribution: Distribution
    curve: Curve | None

    def quantiles(self, u: QuantileValues) -> QuantileValues:
        """The points below which each share lies."""
        if self.curve is None:
            return self.distribution.quantiles(u)
        deviates = normal_of(u)
        points = self.curve.at(np.clip(deviates, -REACH, REACH))
        far = np.abs(deviates) > REACH
        points[far] = self.distribution.quantiles(u[far])
        return points


def gamma_quantiles(shape: float, mean: float, u: QuantileValues) -> QuantileValues:
    """Quantiles of a gamma distribution."""
    return mean * exp_of(_gamma(shape, 1.0).quantiles(u))


def inverse_gamma(shape: float, mean: float, u: QuantileValues) -> QuantileValues:
    """Quantiles of an inverse gamma distribution."""
    return mean * (shape - 1.0) / shape * exp_of(_gamma(shape, -1.0).quantiles(u))


@lru_cache(maxsize=64)
def _gamma(shape: float, sign: float) -> Gamma:
    """The gamma distribution of a shape, or with a sign of -1 its inverse, with a curve if one is close."""
    distribution = log_gamma_of(shape, sign)
    values = distribution.quantiles(_shares_at_knots())
    slopes = (values[:-4] - values[4:] + 8.0 * (values[3:-1] - values[1:-3])) / 12.0
    values = values[2:-2]
    rise, first, last = np.diff(values), slopes[:-1], slopes[1:]
    curve = Curve(values[:-1], first, 3.0 * rise - 2.0 * first - last, first + last - 2.0 * rise)
    u = np.arange(1, BETA_STEPS) / BETA_STEPS
    error = np.abs(curve.at(normal_of(u)) - distribution.quantiles(u))
    return Gamma(distribution, curve if error.max() < CLOSE else None)


@lru_cache(maxsize=1)
def _shares_at_knots() -> QuantileValues:
    """The normal distribution at the ends of all steps, and two steps further on either side."""
    width, margin = 2.0 * REACH / TABLE_STEPS, TABLE_STEPS
    knots = (np.arange(TABLE_STEPS + 2 * margin + 1) - (TABLE_STEPS // 2 + margin)) * width
    below = np.cumsum(masses(lambda z: -0.5 * z * z, knots))
    return (below / below[-1])[margin - 3 : margin + TABLE_STEPS + 2]


def beta_quantiles(mean: float, spread: float, alpha: float | None, u: QuantileValues) -> QuantileValues:
    """Quantiles of a beta distribution, interpolated in a table; a mean of 0 or 1 is a constant."""
    limit = mean * (1.0 - mean)
    if limit <= 0.0 or (spread == 0.0 and alpha is None):
        return min(mean, 1.0)
    size = alpha / mean if alpha else limit / min(spread * spread, 0.98 * limit) - 1.0
    quantiles, rises = _beta_table(mean * size, (1.0 - mean) * size)
    place = u * BETA_STEPS
    step = place.astype(np.int64)
    return rises[step] * (place - step) + quantiles[step]


@lru_cache(maxsize=64)
def _beta_table(a: float, b: float) -> tuple[QuantileValues, QuantileValues]:
    """Quantiles at the start of every step from 0 to 1, and how much they rise within it."""
    d = log_odds_of(a, b).quantiles(np.arange(1, BETA_STEPS) / BETA_STEPS)
    odds, above = exp_of(-np.abs(d)), d > 0.0
    quantiles = np.where(above, a, a * odds) / (np.where(above, a, b) + np.where(above, b, a) * odds)
    ends = np.concatenate([[0.0], quantiles, [1.0]])
    return ends[:-1], np.diff(ends)
