"""What customers are worth: lifetime value, customer equity, concentration.

Conventions. Money comes at the end of a period. Contribution is what customers bring after every cost
but overhead. The residual value of a firm's customers at the horizon is the last year's contribution,
without acquisition, continued at the last year's retention: m r / (1 + d - r) each, first margin after one
more period (Gupta and Lehmann 2003). The margin m is that of a period for each customer who is there at its
end, who has stayed or has just come: averaged over those at its start, leavers included, it would hold r
already. Whoever leaves is lost for good, unless returns are asked for.
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


def values_with_returns(margin: Any, retention: Any, returning: Any, rate: float) -> tuple[Any, Any]:
    """What a customer, and what one of the lapsed, may still bring where those who have left may return.

    A relationship is a chain of two states (Pfeifer and Carraway 2000): a customer stays with the chance
    `retention`, one of the lapsed returns with the chance `returning`, and each period as a customer brings
    the margin. Somebody who leaves is worth the part q / (q + d) of a customer who stays, so leaving takes
    only the rest: the value is m p / (1 + d - p) with p = r + (1 - r) q / (q + d).
    """
    worth = np.divide(returning, returning + rate, out=np.zeros(np.shape(returning)), where=returning > 0.0)
    each = lifetime_value(margin, retention + (1.0 - retention) * worth, rate)
    return each, worth * (margin + each)


def recent(values: Any, year: int) -> Any:
    """Sums over the last year of [..., period]."""
    return values[..., -year:].sum(axis=-1)


def residual_value(customers_at_end: Any, each: Any, retention: Any) -> Any:
    """Value at the horizon of the people a firm then has, before discounting to the start.

    Nothing where there are none, and where nobody was a customer at the start of any period of the last year,
    so that there is no retention: how long such customers stay is not known.
    """
    unknown = (np.asarray(customers_at_end) == 0) | np.isnan(retention)
    return np.where(unknown, 0.0, customers_at_end * each)[()]


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
