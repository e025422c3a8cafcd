"""How far a mean may lie from what it should be by luck alone."""

from scipy import stats

CHANCE = 0.001
"""The chance that a mean of pure luck lies farther off."""


def beyond_luck(count):
    """How many standard errors, estimated from so many draws, their mean rarely exceeds."""
    return float(stats.t.ppf(1.0 - CHANCE / 2.0, count - 1))
