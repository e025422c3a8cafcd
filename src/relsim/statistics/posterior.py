"""What data leave of what was thought before: regression-adjusted approximate Bayesian computation.

Draws whose summaries are near those of the data are kept, weighted by nearness (Epanechnikov) and moved along
a local linear regression to where the data are (Beaumont, Zhang and Balding 2002). A value of which held-out
draws tell nothing is not moved: its regression is chance, and far from all draws it would promise much.
Values lie between 0 and 1, even in what was thought before, and are moved on the logistic scale, so that none
leaves its range. Intervals are widened or narrowed until, on draws that were held out, they hold what they
promise.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit

HELD = 0.90
"""How often an interval shall hold the value."""

SHORTER = 0.97
"""By how much an interval that reaches to an end of the range must be shorter than one between equal chances:
where values crowd there it is, and where they are spread evenly both are alike."""

MARGIN = 1e-4
HELD_OUT = 400
NO_NARROWER = 1e-3


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws [draw, unknown] between 0 and 1 with weights, and the numbers of the draws they come from."""

    values: Any
    weights: Any
    numbers: Any

    def quantile(self, chance: float) -> Any:
        """The value of each unknown that is exceeded with the opposite chance."""
        return np.array([weighted_quantile(one, self.weights, chance) for one in self.values.T])

    @property
    def interval(self) -> tuple[Any, Any]:
        """Both ends of the interval of each unknown.

        It leaves out as much above as below, unless values crowd at an end of their range: then it reaches to
        that end, which an interval between equal chances would never hold.
        """
        inside = self.quantile(0.5 - HELD / 2.0), self.quantile(0.5 + HELD / 2.0)
        first, last = self.quantile(1.0 - HELD), self.quantile(HELD)
        width = SHORTER * (inside[1] - inside[0])
        to_low = (last < width) & (last <= 1.0 - first)
        to_high = (1.0 - first < width) & ~to_low
        low = np.where(to_low, 0.0, np.where(to_high, first, inside[0]))
        return low, np.where(to_high, 1.0, np.where(to_low, last, inside[1]))

    @property
    def correlation(self) -> Any:
        """How each two unknowns go together [unknown, unknown]."""
        apart = ranks(self.values)
        apart = apart - np.average(apart, axis=0, weights=self.weights)
        covariance = (apart * self.weights[:, np.newaxis]).T @ apart / self.weights.sum()
        spread = np.sqrt(np.maximum(np.diag(covariance), 1e-12))
        return covariance / np.outer(spread, spread)


def ranks(values: Any) -> Any:
    """The ranks of values [draw, unknown] between 0 and 1."""
    return values.argsort(axis=0).argsort(axis=0) / max(1, len(values) - 1)


def weighted_quantile(values: Any, weights: Any, chance: float) -> float:
    """A quantile of weighted values."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    return float(np.interp(chance * weights.sum(), reached, values[order]))


def logistic(values: Any) -> Any:
    """The logistic scale of values between 0 and 1."""
    inside = np.clip(values, MARGIN, 1.0 - MARGIN)
    return np.log(inside / (1.0 - inside))


def from_logistic(values: Any) -> Any:
    """Values between 0 and 1 of those on the logistic scale."""
    return expit(values)


@dataclass(frozen=True, eq=False)
class Reference:
    """Draws that were tried: their values and their summaries [draw, unknown], and how far summaries err.

    `moved` is which unknowns are moved along the regression [unknown], all of them by default.
    """

    values: Any
    summaries: Any
    error: Any
    moved: Any = True

    @property
    def kept(self) -> int:
        """How many of them are kept as near."""
        return int(np.clip(len(self.values) // 8, min(100, len(self.values) // 2), 500))

    def posterior(self, summary: Any, without: int | None = None) -> Posterior:
        """What is left of the draws where the data have this summary; one of them may be held out."""
        apart = (self.summaries - summary) / self.error
        distance = np.sqrt((apart**2).sum(axis=1))
        if without is not None:
            distance[without] = np.inf
        near = np.argsort(distance, kind="stable")[: self.kept]
        reach = max(float(distance[near[-1]]), 1e-12) * (1.0 + 1e-9)
        weights = 1.0 - (distance[near] / reach) ** 2 + 1e-9
        design = np.hstack([np.ones((len(near), 1)), apart[near]])
        values = logistic(self.values[near])
        square = (design * weights[:, np.newaxis]).T
        ridge = 1e-6 * len(near) * np.eye(design.shape[1])
        slopes = np.linalg.solve(square @ design + ridge, square @ values)
        moves = np.where(self.moved, apart[near] @ slopes[1:], 0.0)
        return Posterior(from_logistic(values - moves), weights, near)

    def stretches(self, summary: Any) -> tuple[Any, Any]:
        """By how much intervals must reach further down and up to hold what they promise.

        It is told from draws near the data, each held out in turn.
        """
        distance = (((self.summaries - summary) / self.error) ** 2).sum(axis=1)
        tried = np.argsort(distance, kind="stable")[: min(HELD_OUT, len(distance) // 2)]
        down, up = [], []
        for one in tried:
            left = self.posterior(self.summaries[one], without=int(one))
            low, middle, high = (
                logistic(left.quantile(chance)) for chance in (0.5 - HELD / 2, 0.5, 0.5 + HELD / 2)
            )
            truth = logistic(self.values[one])
            down.append((middle - truth) / np.maximum(middle - low, NO_NARROWER))
            up.append((truth - middle) / np.maximum(high - middle, NO_NARROWER))
        chance = min(1.0, (0.5 + HELD / 2.0) * (len(tried) + 1) / len(tried))
        return tuple(np.maximum(np.quantile(np.array(one), chance, axis=0), 0.1) for one in (down, up))

    def calibrated(self, summary: Any) -> Posterior:
        """What is left of the draws, spread as wide as held-out draws have shown that it must be."""
        raw, (down, up) = self.posterior(summary), self.stretches(summary)
        middle, values = logistic(raw.quantile(0.5)), logistic(raw.values)
        stretched = middle + (values - middle) * np.where(values < middle, down, up)
        return Posterior(from_logistic(stretched), raw.weights, raw.numbers)
