"""How far rungs follow from what firms do, from how people are born, and from luck.

The spread of rungs over the customers of both firms is divided: what firms explain beyond traits, what traits
explain beyond firms, what either does, and the rest, which is luck and history.
"""

from typing import Any

import numpy as np
from following import FIRMS, SEED, customers_in, service_market
from plausible import PRODUCTS
from showing import over

import relsim

REPLICATIONS = 8
TRAITS = ("proneness", "talkativeness", "values", "price_sensitivity", "restlessness", "basket")


def parts(replication: int, product_type: str = "services") -> dict[str, float]:
    """The share of the spread of rungs that firms, traits and neither of them explain."""
    market = relsim.Market(
        service_market({"product_type": product_type}), seed=SEED, replication=replication
    ).run()
    rung, people = market.columns.rung, market.columns.people
    who = [np.flatnonzero(customers_in(rung[:, firm])) for firm in FIRMS.values()]
    heights = np.concatenate(
        [rung[customers, firm] for customers, firm in zip(who, FIRMS.values(), strict=True)]
    )
    traits = np.stack([people[name][np.concatenate(who)] for name in TRAITS], axis=1)
    conduct = np.repeat(list(FIRMS.values()), [len(customers) for customers in who])[:, np.newaxis]
    both = explained(heights, np.hstack([traits, conduct]))
    of_firms, of_traits = both - explained(heights, traits), both - explained(heights, conduct)
    return {
        "conduct": of_firms,
        "birth": of_traits,
        "either": both - of_firms - of_traits,
        "luck and history": 1.0 - both,
    }


def explained(heights: Any, causes: Any) -> float:
    """The share of the variance of rungs that a linear regression on these causes explains."""
    design = np.hstack([np.ones((len(causes), 1)), (causes - causes.mean(axis=0)) / causes.std(axis=0)])
    weights, *_ = np.linalg.lstsq(design, heights, rcond=None)
    return float((design @ weights).var() / heights.var())


def table() -> str:
    """The parts for every product type, as a Markdown table."""
    found = [over(lambda number, name=name: parts(number, name), REPLICATIONS) for name in PRODUCTS]
    lines = [
        f"| share of the spread of rungs | {' | '.join(PRODUCTS)} |",
        f"| --- |{' --- |' * len(PRODUCTS)}",
    ]
    for part in found[0]:
        shares = " | ".join(f"{100.0 * one[part].mean:.0f} %" for one in found)
        lines.append(f"| {part} | {shares} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
