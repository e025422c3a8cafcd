"""Quantiles of traits: from tables where a table says the same as the exact function, which is slow."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from scipy import special

QuantileValues = Any

TABLE_STEPS = 1024
REACH = 4.0
"""Tables reach so many standard deviations to either side; beyond, quantiles are worked out."""

BETA_STEPS = 4096
CLOSE = 1e-10
"""Relative error that no table of gamma quantiles has."""


class Curve(NamedTuple):
    """The logarithm of a quantile over normal deviates: a cubic for every step, by rising power."""

    constant: QuantileValues
    linear: QuantileValues
    square: QuantileValues
    cube: QuantileValues

    def at(self, deviates: QuantileValues) -> QuantileValues:
        """The quantiles at normal deviates within reach."""
        place = (deviates + REACH) * (TABLE_STEPS / (2.0 * REACH))
        step = np.minimum(place.astype(np.int64), TABLE_STEPS - 1)
        x = place - step
        higher = self.linear[step] + x * (self.square[step] + x * self.cube[step])
        return np.exp(self.constant[step] + x * higher)


def gamma_quantiles(shape: float, mean: float, u: QuantileValues) -> QuantileValues:
    """Quantiles of a gamma distribution in single precision, to the last bit those of the exact function."""

    def exact(u: QuantileValues) -> QuantileValues:
        return np.float32(special.gammaincinv(shape, u) * mean / shape)

    curve = _gamma_curve(shape)
    if curve is None:
        return exact(u)
    deviates = special.ndtri(u)
    about = curve.at(np.clip(deviates, -REACH, REACH)) * mean / shape
    rounded: Any = np.float32(about * (1.0 - CLOSE))
    doubtful = (rounded != np.float32(about * (1.0 + CLOSE))) | (np.abs(deviates) > REACH)
    rounded[doubtful] = exact(u[doubtful])
    return rounded


@lru_cache(maxsize=64)
def _gamma_curve(shape: float) -> Curve | None:
    """The curve of a shape, or None where it is not close enough between its knots."""
    knots: Any = np.linspace(-REACH, REACH, TABLE_STEPS + 1)
    values = _log_quantile(shape, knots)
    if not np.isfinite(values).all():
        return None
    density = (shape - 1.0) * values - np.exp(values) - special.gammaln(shape)
    slopes = np.exp(-0.5 * knots**2 - 0.5 * np.log(2.0 * np.pi) - density - values) * (knots[1] - knots[0])
    rise, first, last = np.diff(values), slopes[:-1], slopes[1:]
    curve = Curve(values[:-1], first, 3.0 * rise - 2.0 * first - last, first + last - 2.0 * rise)
    between: Any = 0.5 * (knots[:-1] + knots[1:])
    error = np.abs(np.log(curve.at(between)) - _log_quantile(shape, between))
    return curve if error.max() < 0.1 * CLOSE else None


def _log_quantile(shape: float, deviates: QuantileValues) -> QuantileValues:
    """The logarithm of the exact quantiles at normal deviates."""
    u: Any = special.ndtr(deviates)
    with np.errstate(divide="ignore"):
        return np.log(special.gammaincinv(shape, u))


def beta_quantiles(mean: float, spread: float, alpha: float | None, u: QuantileValues) -> QuantileValues:
    """Quantiles of a beta distribution, interpolated in a table; a mean of 0 or 1 is a constant."""
    limit = mean * (1.0 - mean)
    if limit <= 0.0 or (spread == 0.0 and alpha is None):
        return min(mean, 1.0)
    size = alpha / mean if alpha else limit / min(spread**2, 0.98 * limit) - 1.0
    quantiles, rises = _beta_table(mean * size, (1.0 - mean) * size)
    place = u * BETA_STEPS
    step = place.astype(np.int64)
    return rises[step] * (place - step) + quantiles[step]


@lru_cache(maxsize=64)
def _beta_table(a: float, b: float) -> tuple[QuantileValues, QuantileValues]:
    """Quantiles at the start of every step from 0 to 1, and how much they rise within it."""
    quantiles: Any = special.betaincinv(a, b, np.linspace(0.0, 1.0, BETA_STEPS + 1))
    return quantiles[:-1], np.diff(quantiles)
