"""What customers are worth: lifetime value, customer equity, concentration.

Conventions. Money comes at the end of a period. Contribution is what customers bring after every cost
but overhead. The residual value of a firm's customers at the horizon is their yearly average
contribution, without acquisition, continued at the last year's retention:
m r / (1 + d - r) each, first margin after one more period (Gupta and Lehmann 2003).
"""

from typing import Any

import numpy as np


def discount_factors(periods: int, rate: float) -> Any:
    """Present value of one unit of money at the end of each period."""
    return (1.0 + rate) ** -np.arange(1, periods + 1)


def lifetime_value(margin: Any, retention: Any, rate: float) -> Any:
    """Expected value m r / (1 + d - r) of a customer who has just paid (Gupta and Lehmann 2003).

    NaN where nobody leaves and nothing is discounted: such a sum has no end.
    """
    leaving = np.asarray(1.0 + rate - retention, np.float64)
    endless = np.full(np.broadcast(margin, leaving).shape, np.nan)
    return np.divide(margin * retention, leaving, out=endless, where=leaving > 0.0)[()]


def recent(values: Any, year: int) -> Any:
    """Sums over the last year of [..., period]."""
    return values[..., -year:].sum(axis=-1)


def residual_value(
    customers_at_end: Any,
    margin_in_year: Any,
    customer_periods: Any,
    lost_in_year: Any,
    rate: float,
) -> Any:
    """Value at the horizon of the customers a firm then has, before discounting to the start."""
    exposed = np.maximum(customer_periods, 1)
    margin = margin_in_year / exposed
    retention = np.clip(1.0 - lost_in_year / exposed, 0.0, 1.0)
    worth = customers_at_end * lifetime_value(margin, retention, rate)
    return np.where(np.asarray(customers_at_end) == 0, 0.0, worth)[()]


def top_share(values: Any, top: float) -> float:
    """Share of a total held by the top part of those who hold any (20/80, 10/90)."""
    ordered = np.sort(np.asarray(values, np.float64))[::-1]
    total = ordered.sum()
    if total <= 0.0:
        return float("nan")
    return float(ordered[: max(1, round(top * len(ordered)))].sum() / total)


def gini(values: Any) -> float:
    """Gini coefficient of non-negative values: 0 when all hold the same."""
    ordered = np.sort(np.asarray(values, np.float64))
    total = ordered.sum()
    if len(ordered) == 0 or total <= 0.0:
        return float("nan")
    ranks = np.arange(1, len(ordered) + 1)
    return float((2.0 * (ranks * ordered).sum() / total - len(ordered) - 1.0) / len(ordered))
