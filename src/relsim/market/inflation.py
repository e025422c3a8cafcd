"""Inflation: what all firms do to their prices alike seems normal sooner than what one of them does.

Whoever raises a price alone is compared with the others and with yesterday. Where all rise, the price that
seems normal rises with them, and so do remembered ones; a firm without rivals is thought fair as far as its
costs have risen, too (Kahneman, Knetsch and Thaler 1986).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from relsim.arithmetic import exp, log

Offer = Mapping[str, float]


def relative_price(price: float, normal: float) -> float:
    """The logarithm of a price over the one that seems normal to the market by now."""
    return log(price / normal)


def growth_of_reference(before: Sequence[Offer], now: Sequence[Offer], followed: float) -> float:
    """Factor by which prices that seem normal change from one period to the next, where such a share of what
    all firms do alike is followed."""
    return exp(followed * log(common_change(before, now)))


def common_change(before: Sequence[Offer], now: Sequence[Offer]) -> float:
    """Factor by which the prices of all firms have changed at least, if all rise or all fall; 1 if not."""
    stayed = [
        (old, new) for old, new in zip(before, now, strict=True) if old["present"] > 0.0 < new["present"]
    ]
    changes = [float(new["price"]) / float(old["price"]) for old, new in stayed]
    if len(stayed) == 1:
        changes.append(change_of_cost(*stayed[0]))
    if not changes:
        return 1.0
    return min(changes) if min(changes) > 1.0 else min(1.0, max(changes))


def change_of_cost(before: Offer, now: Offer) -> float:
    """Factor by which a firm's unit cost has changed; 1 where it had none."""
    return float(now["unit_cost"]) / float(before["unit_cost"]) if before["unit_cost"] > 0.0 else 1.0


def follow_prices(t: int, firms: Sequence[Offer], before: Sequence[Offer], behaviour: Any) -> None:
    """Let what seems normal in period `t` follow the prices of `firms`, which were those of `before`."""
    growth = growth_of_reference(before, firms, float(behaviour["attitude_inflation"][t]))
    behaviour["price_growth"][t] = growth
    behaviour["price_level"][t] = behaviour["price_level"][t - 1] * growth


def follow_plan(firms: Any, behaviour: Any) -> None:
    """Let what seems normal follow the prices of firms [period, firm] as they are planned."""
    if not behaviour["attitude_inflation"].any():
        return
    for t in range(1, len(firms)):
        follow_prices(t, firms[t], firms[t - 1], behaviour)
        normal = float(behaviour["normal_price"][t] * behaviour["price_level"][t])
        for f, price in enumerate(firms["price"][t].tolist()):
            firms["relative_price"][t, f] = relative_price(price, normal)
