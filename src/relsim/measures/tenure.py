"""What a base of customers who differ is worth: the longer somebody has stayed, the longer one will.

Everybody has a lasting chance of his or her own to leave in a period, spread as a beta distribution, so that
the chance of those who are left falls with their tenure (Fader and Hardie 2007). The two shapes are those
under which the losses of a run are likeliest; what is still to come from a customer of some tenure is the
discounted residual lifetime of Fader and Hardie 2010, with the first margin after one more period.

Tenure counts from the start of the run for those who are customers then, and from when they were won for all
others: how customers were sorted before the run is not known.
"""

from math import ceil
from typing import Any

import numpy as np
from scipy import special

MOST_TERMS, NEGLIGIBLE_AT = 100_000, 35.0
"""How many renewals are summed at most, and by which power of e later ones are discounted away."""

SAME = 1e-4
"""Below this fall of the chance to leave from one period to the next, in parts of itself, all are alike."""


def periods_to_come(begun: Any, exposed: Any, lost: Any, rate: float) -> Any:
    """Discounted periods that a customer at the end will still be there, on average [run, firm].

    `begun` are those who were there at the start and those won in each period [run, firm, 1 + periods];
    customers at the start of a period and those lost in it are [run, firm, period].
    """
    to_come = np.full(begun.shape[:-1], np.nan)
    for place in np.ndindex(to_come.shape):
        leaving, falling = leaving_by_tenure(begun[place], exposed[place], lost[place])
        survived = np.arange(begun.shape[-1])[::-1]
        left = begun[place] * surviving(leaving, falling, len(survived))[survived]
        known = left > 0.0
        if known.any():
            each = renewals_to_come(leaving, falling, survived[known], rate)
            to_come[place] = left[known] @ each / left[known].sum()
    return to_come


def leaving_by_tenure(begun: Any, exposed: Any, lost: Any) -> tuple[float, float]:
    """The chance to leave at the first renewal, and by which part of itself its reciprocal grows at each.

    The chance at the t-th renewal is a / (a + b + t - 1) with the shapes a and b of the beta distribution;
    the two numbers are a / (a + b) and 1 / (a + b).
    """
    if not lost.sum() or lost.sum() == exposed.sum():
        return float(lost.sum() > 0), 0.0

    # Few markets are worth what tenure tells, and all would wait for the import.
    from scipy import optimize

    periods = len(lost)

    def unlikelihood(shapes: Any) -> float:
        there = surviving(special.expit(shapes[0]), np.exp(shapes[1]), periods + 1)
        at_risk = np.convolve(begun, there[:-1])[:periods]
        leaving = np.convolve(begun, there[:-1] - there[1:])[:periods]
        chance = np.divide(leaving, at_risk, out=np.full(periods, 0.5), where=at_risk > 0.0)
        return float(-(special.xlogy(lost, chance) + special.xlog1py(exposed - lost, -chance)).sum())

    begin = [special.logit(lost.sum() / exposed.sum()), np.log(0.1)]
    bounds = [(-20.0, 20.0), (np.log(SAME / 10.0), np.log(10.0))]
    found = optimize.minimize(unlikelihood, begin, method="Nelder-Mead", bounds=bounds)
    return float(special.expit(found.x[0])), float(np.exp(found.x[1]))


def surviving(leaving: float, falling: float, renewals: int) -> Any:
    """The share of newcomers who are left after 0, 1, 2, ... renewals."""
    chances = leaving / (1.0 + falling * np.arange(renewals - 1))
    return np.append(1.0, np.cumprod(1.0 - chances))


def renewals_to_come(leaving: float, falling: float, survived: Any, rate: float) -> Any:
    """Discounted renewals that customers who have survived so many will survive; NaN without an end."""
    paid = 1.0 / (1.0 + rate)
    if falling <= SAME or leaving in (0.0, 1.0):
        return np.full(np.shape(survived), endless_sum(paid * (1.0 - leaving)))
    leavers, stayers = leaving / falling, (1.0 - leaving) / falling + np.asarray(survived, np.float64)
    if rate <= 0.0:
        return stayers / (leavers - 1.0) if leavers > 1.0 else np.full(stayers.shape, np.nan)
    later = np.arange(min(MOST_TERMS, ceil(NEGLIGIBLE_AT / np.log1p(rate))))
    kept = paid * (stayers[:, np.newaxis] + later) / (leavers + stayers[:, np.newaxis] + later)
    there = np.cumprod(kept, axis=1)
    return there.sum(axis=1) + there[:, -1] * np.array([endless_sum(one) for one in kept[:, -1]])


def endless_sum(kept: float) -> float:
    """The sum of all powers of what is kept from one period to the next; NaN without an end."""
    return kept / (1.0 - kept) if kept < 1.0 else float("nan")
