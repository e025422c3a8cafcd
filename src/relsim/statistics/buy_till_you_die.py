"""How often customers buy and when they stop, in closed form: BG/NBD, and the spend beside it, gamma-gamma.

BG/NBD (Fader, Hardie and Lee 2005): customers buy at rates that are gamma distributed with shape `r` and rate
`alpha`; after each repeat purchase they leave with a chance that is beta distributed with shapes `a` and `b`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, special

FIRST_GUESS = np.array([0.0, 1.0, 0.0, 1.0])
"""Logarithms of `r`, `alpha`, `a` and `b` at which the search begins."""

FARTHEST = 8.0
"""The logarithms of parameters lie between this and its opposite: beyond, no data tell one from another, as
where all buy at the same even rate."""

SHRINK = 1e-3
"""A weak pull of the logarithms towards 0, where data tell nothing."""


@dataclass(frozen=True, eq=False)
class History:
    """What is known of customers: repeat purchases, time of the last one, how long each was watched."""

    repeats: Any
    last: Any
    watched: Any

    def likelihood(self, r: float, alpha: float, a: float, b: float) -> Any:
        """The logarithm of the likelihood of each customer (eq. 6 of the paper)."""
        x, t, watched = self.repeats, self.last, self.watched
        start = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
        start += special.betaln(a, b + x) - special.betaln(a, b)
        alive = -(r + x) * np.log(alpha + watched)
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t)
        return start + np.where(x > 0, np.logaddexp(alive, gone), alive)

    def fitted(self) -> Any:
        """The logarithms of `r`, `alpha`, `a` and `b` under which the data are most likely."""

        def loss(logs: Any) -> float:
            values = np.exp(within_bounds(logs))
            return float(-self.likelihood(*values).mean() + SHRINK * (logs**2).sum() / len(self.repeats))

        found = optimize.minimize(loss, FIRST_GUESS, method="Nelder-Mead", options={"maxiter": 4000})
        return within_bounds(found.x)


def within_bounds(logs: Any) -> Any:
    """Logarithms of parameters, or the nearest that they may be."""
    return np.clip(logs, -FARTHEST, FARTHEST)


def expected_of(history: History, ahead: float, r: float, alpha: float, a: float, b: float) -> Any:
    """Purchases of each customer in the time ahead, given what is known of each (eq. 10)."""
    x, t, watched = history.repeats, history.last, history.watched
    later = alpha + watched + ahead
    part = special.hyp2f1(r + x, b + x, a + b + x - 1.0, ahead / later)
    purchases = 1.0 - ((alpha + watched) / later) ** (r + x) * part
    purchases *= (a + b + x - 1.0) / (a - 1.0)
    gone = np.where(x > 0, a / (b + np.maximum(x, 1) - 1.0), 0.0)
    return purchases / (1.0 + gone * ((alpha + watched) / (alpha + t)) ** (r + x))


def shapes_of_spend(repeats: Any, means: Any) -> tuple[float, float, float]:
    """The shapes `p` and `q` and the scale `v` of the spend of customers (Fader and Hardie 2013)."""
    known = (repeats > 0) & (means > 0.0)
    x, mean = repeats[known], means[known]
    if len(x) < 3:
        return 1.0, 2.0, float(mean.mean()) if len(x) else 0.0
    unit = float(mean.mean())

    def loss(logs: Any) -> float:
        p, q, v = np.exp(within_bounds(logs))
        told = special.gammaln(p * x + q) - special.gammaln(p * x) - special.gammaln(q)
        told += q * np.log(v) + (p * x - 1) * np.log(mean / unit) + p * x * np.log(x)
        return float(-(told - (p * x + q) * np.log(x * mean / unit + v)).mean() + SHRINK * (logs**2).sum())

    found = optimize.minimize(loss, np.array([1.0, 1.0, 1.0]), method="Nelder-Mead")
    p, q, v = np.exp(within_bounds(found.x))
    return float(p), float(q), float(v) * unit


def expected_spend(repeats: Any, means: Any, p: float, q: float, v: float) -> Any:
    """What each customer pays for a purchase, drawn to the mean of all where little is known of one."""
    usual = p * v / (q - 1.0) if q > 1.0 else float(means[repeats > 0].mean())
    weight = p * repeats / np.maximum(p * repeats + q - 1.0, 1e-9)
    return (1.0 - weight) * usual + weight * means
