"""How far what a market gives may lie from a figure that was measured, and still be that figure."""

from math import hypot, sqrt

UNSTATED = 0.1
"""The share of itself by which a figure without a `give_or_take` may be off at least."""

WORTH_TELLING = 0.05
"""The share by which a figure may differ from what was measured before that is told."""

NINE_IN_TEN = 1.645
"""How many standard deviations from the mean nine in ten lie at most."""


def room_around(measured: float, unsure: float, single: float, markets: int) -> float:
    """How far the mean of so many markets may lie from what was measured, give or take `unsure`.

    `single` is the luck of one market, as a standard deviation. A figure without a `give_or_take` has luck of
    its own, as much as a single market.
    """
    together = hypot(single / sqrt(markets), unsure or single)
    least = (WORTH_TELLING if unsure else UNSTATED) * abs(measured)
    return max(NINE_IN_TEN * together, least)
