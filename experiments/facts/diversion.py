"""Where purchases come from that a firm wins: in a settled category from rivals, in a young one from nobody.

A firm turns from the transactional end to the relationship end, and the purchases of the whole category are
compared with those of the same people without that, for each product type. Then the other firm cuts its price
by a fifth for one month, and what it sells more in that month is compared with what its rival sells less.
Durables are left out there: hardly anybody buys one in a month.

The study found a third for promotions of packaged goods. How settled a category is, a scenario says by
`category`; that third lies between the two ends.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from charts import Bars, bars_side_by_side
from following import BOND, DEAL, SEED, service_market
from matplotlib.axes import Axes
from showing import Estimate, Found, verdict

import relsim
from relsim.report.style import BASELINE_COLOUR, GAIN
from relsim.scenario.resolve.presets import PRODUCT_TYPES

CLAIM = "Diversion: firms of a settled category win from each other; a third of a promotion comes from rivals"
SOURCE = "vanheerde2003"
REPLICATIONS = 8
CUT, HARDLY, THIRD = 24, 0.05, 1.0 / 3.0
CATEGORIES = ("mature", "young")
OFTEN_BOUGHT = [name for name in PRODUCT_TYPES if name != "durables"]
TRANSACTIONAL = {"firms.bond.strategy": "transactional"}
CHEAPER = {"timeline": [{"at": CUT, "until": CUT + 1, "set": {"firms.deal.price": 16}}]}


def measured(replication: int) -> dict[str, Any]:
    """By which share a mature category grows [product type], and which share of what a promotion sells its
    rival loses [product type], in mature and in young categories."""
    found: dict[str, Any] = {
        "growth": np.array([growth({"product_type": name}, replication) for name in PRODUCT_TYPES])
    }
    for category in CATEGORIES:
        markets = [{"product_type": name, "category": category} for name in OFTEN_BOUGHT]
        found[category] = np.array([from_rival(market, replication) for market in markets])
    return found


def bought(changes: Mapping[str, Any], replication: int) -> Any:
    """Purchases [month, firm]."""
    market = relsim.Market(service_market(changes), seed=SEED, replication=replication)
    return market.run().records["purchases"].astype(float)


def growth(market: Mapping[str, Any], replication: int) -> float:
    """By which share all purchases grow where bond builds relationships."""
    before, after = (bought({**market, **changes}, replication).sum() for changes in (TRANSACTIONAL, {}))
    return float(after / before - 1.0)


def from_rival(market: Mapping[str, Any], replication: int) -> float:
    """Which share of what deal sells more in the month of its promotion bond sells less."""
    usual, cheap = (bought({**market, **changes}, replication)[CUT] for changes in ({}, CHEAPER))
    return float((usual - cheap)[BOND] / (cheap - usual)[DEAL])


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    most = abs(found["growth"].mean).max()
    result = (
        f"one firm's relationships move a mature category by at most {100 * most:.1f} %; of what a price cut "
        f"sells in its month {percents(found['mature'])} come from the rival where the category is mature, "
        f"and {percents(found['young'])} where it is young"
    )
    target = "by less than 5 %; about a third"
    near = (abs(found[name].mean - THIRD).max() < THIRD / 2.0 for name in CATEGORIES)
    return target, result, verdict(bool(most < HARDLY), any(near))


def percents(shares: Estimate) -> str:
    """The smallest and the largest of several shares."""
    return f"{100 * shares.mean.min():.0f} to {100 * shares.mean.max():.0f} %"


def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """What a promotion takes from the rival, in mature and young categories."""
    kinds = [
        Bars(f"{name} category", colour, 100 * found[name].mean, 100 * found[name].error)
        for name, colour in zip(CATEGORIES, (BASELINE_COLOUR, GAIN), strict=True)
    ]
    return bars_side_by_side(
        kinds,
        OFTEN_BOUGHT,
        100 * THIRD,
        ax,
        title="What a month's price cut takes from the rival",
        ylabel="share of what is sold more (%)",
        ylim=(0, 125),
    )
