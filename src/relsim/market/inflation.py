"""Inflation: what all firms do to their prices alike seems normal, what one of them does is felt.

Whoever raises a price alone is compared with the others and with yesterday. Where all have risen, be it one
after the other, the price that seems normal rises with them, and so do remembered ones. A firm without rivals
is thought fair as far as its costs have risen, too (Kahneman, Knetsch and Thaler 1986).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from relsim.arithmetic import exp, log

Offer = Mapping[str, float]
Base = tuple[float, float]
"""The price and the unit cost of a firm when it came, in the prices of the start."""


def relative_price(price: float, normal: float) -> float:
    """The logarithm of a price over the one that seems normal to the market by now."""
    return log(price / normal)


def common_change(changes: Sequence[float], change_of_cost: float) -> float:
    """Factor by which all have changed their prices at least, if all rose or all fell; 1 if not.

    The cost of a firm alone is looked at beside its price.
    """
    seen = [*changes, change_of_cost] if len(changes) == 1 else changes
    if not seen:
        return 1.0
    return min(seen) if min(seen) > 1.0 else min(1.0, max(seen))


class PriceLevel:
    """How far prices that seem normal have moved since the start, as firms have together."""

    def __init__(self) -> None:
        self.bases: dict[int, Base] = {}

    def follow(self, t: int, firms: Sequence[Offer], behaviour: Any) -> None:
        """Put into force in `behaviour` what the prices of period `t` make of the level before."""
        before = float(behaviour["price_level"][t - 1]) if t > 0 else 1.0
        there = {f: firm for f, firm in enumerate(firms) if firm["present"] > 0.0}
        changes, cost = [], 1.0
        for f in there.keys() & self.bases.keys():
            price, unit_cost = self.bases[f]
            changes.append(float(there[f]["price"]) / price)
            cost = float(there[f]["unit_cost"]) / unit_cost if unit_cost > 0.0 else 1.0
        level = before
        if changes:
            followed = float(behaviour["attitude_inflation"][t])
            level = exp(followed * log(common_change(changes, cost)))
        for f in there.keys() - self.bases.keys():
            self.bases[f] = float(there[f]["price"]) / level, float(there[f]["unit_cost"]) / level
        behaviour["price_level"][t], behaviour["price_growth"][t] = level, level / before


def follow_plan(firms: Any, behaviour: Any) -> None:
    """Let what seems normal follow the prices of firms [period, firm] as they are planned."""
    if not behaviour["attitude_inflation"].any():
        return
    reference = PriceLevel()
    for t in range(len(firms)):
        reference.follow(t, firms[t], behaviour)
        if behaviour["price_level"][t] != 1.0:
            normal = float(behaviour["normal_price"][t] * behaviour["price_level"][t])
            for f, price in enumerate(firms["price"][t].tolist()):
                firms["relative_price"][t, f] = relative_price(price, normal)
