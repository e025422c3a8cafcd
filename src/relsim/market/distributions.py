"""Distributions integrated from their densities, and turned round.

Each density is written over a variable with the mode at 0 in which its logarithm is concave. So it falls to
either side at least as fast as some exponential, and is integrated to where nothing is left. The special
functions of a library would depend on how it was compiled; this is arithmetic.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from relsim.arithmetic import beyond_linear
from relsim.market.arrays import exp_of, log_of

LogDensity = Callable[[Any], Any]

KNOTS = 4096
"""Knots on either side of the mode; they stand closer together near it."""

LOWEST_DENSITY = -45.0
"""The logarithm of a density, over that of the mode, beyond which nothing is left."""

NODES = ((-0.7745966692414834, 5.0 / 18.0), (0.0, 8.0 / 18.0), (0.7745966692414834, 5.0 / 18.0))
"""Where a density is looked up between two knots, from -1 to 1, and with what weight (Gauss and Legendre)."""

WIDE, NARROW = 1e-9, 1e14
"""Shapes from which distributions are so wide, or so narrow, that single precision shows no difference."""


class Side(NamedTuple):
    """One side of a distribution: rising knots, the share that lies below each, and the density there."""

    knots: Any
    below: Any
    density: Any

    def at(self, shares: Any) -> Any:
        """The points below which these shares lie: between two knots a cubic through both (Hermite)."""
        step = np.searchsorted(self.below, shares, side="right") - 1
        first, share = self.knots[step], self.below[step]
        width, rise = self.knots[step + 1] - first, self.below[step + 1] - share
        begun, ended = rise / self.density[step], rise / self.density[step + 1]
        x = (shares - share) / rise
        return first + x * (
            begun + x * (3.0 * width - 2.0 * begun - ended + x * (begun + ended - 2.0 * width))
        )


class Distribution(NamedTuple):
    """Both sides of a distribution; the upper one is mirrored, so that small shares are exact there, too."""

    lower: Side
    upper: Side

    def quantiles(self, u: Any) -> Any:
        """The points below which each share lies, for shares between 0 and 1."""
        points = np.empty_like(u)
        low = u <= 0.5
        points[low] = self.lower.at(u[low])
        points[~low] = -self.upper.at(1.0 - u[~low])
        return points


def integrated(log_density: LogDensity, scale: float) -> Distribution:
    """The distribution with a density that is concave in its logarithm and has its mode at 0.

    `scale` is no wider than a few times the distribution near its mode.
    """
    widths = min(scale, 1.0) * np.cumprod(np.full(240, 1.25))
    left, right = (widths[np.argmax(log_density(sign * widths) < LOWEST_DENSITY)] for sign in (-1.0, 1.0))
    part = np.arange(KNOTS + 1) / KNOTS
    part *= part
    knots = np.concatenate([-left * part[:0:-1], right * part])
    mass, density = masses(log_density, knots), exp_of(log_density(knots))
    below, above = (np.concatenate([[0.0], np.cumsum(each)]) for each in (mass, mass[::-1]))
    return Distribution(
        Side(knots, below / below[-1], density / below[-1]),
        Side(-knots[::-1], above / above[-1], density[::-1] / above[-1]),
    )


def masses(log_density: LogDensity, knots: Any) -> Any:
    """What of a density lies between any two neighbouring knots."""
    middle, half = 0.5 * (knots[1:] + knots[:-1]), 0.5 * (knots[1:] - knots[:-1])
    mass: Any = 0.0
    for place, weight in NODES:
        mass = mass + weight * exp_of(log_density(middle + half * place))
    return 2.0 * half * mass


def log_gamma_of(shape: float, sign: float = 1.0) -> Distribution:
    """The logarithm of a gamma deviate over its mean; with a sign of -1, of the mean over the deviate."""
    shape = max(shape, WIDE)

    def log_density(y: Any) -> Any:
        d = np.minimum(sign * y, 500.0)
        return -shape * np.where(np.abs(d) < 0.34, beyond_linear(d), exp_of(d) - 1.0 - d)

    return integrated(log_density, 1.0 / np.sqrt(shape))


def log_odds_of(a: float, b: float) -> Distribution:
    """The log-odds of a beta deviate, less those of its mean."""
    a, b = min(max(a, WIDE), NARROW), min(max(b, WIDE), NARROW)
    size, chance, other = a + b, a / (a + b), b / (a + b)

    def log_density(d: Any) -> Any:
        odds = exp_of(-np.abs(d))
        nearer = np.where(d < 0.0, other + chance * odds, chance + other * odds)
        return np.where(d < 0.0, a * d, -b * d) - size * log_of(nearer)

    return integrated(log_density, 1.0 / np.sqrt(size * chance * other))
