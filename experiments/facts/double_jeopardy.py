"""Small firms have fewer buyers, and these buy a little less often, with no strategy at all.

Six firms sell the same service at the same price and differ in one thing: where they start. After three
years, the buyers of the fourth are counted.
"""

from typing import Any

import numpy as np
from following import SEED
from matplotlib.axes import Axes
from showing import Found, verdict

import relsim
from relsim.errors import Place
from relsim.report.style import GAIN, canvas, styled
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.document import Document

CLAIM = "Double jeopardy: small firms have fewer buyers, who also buy less often"
SOURCE = "ehrenberg1990"
REPLICATIONS = 20
STARTS = (0.24, 0.12, 0.06, 0.03, 0.015, 0.0075)


def market() -> Scenario:
    """Six firms alike that start with different shares of a default service market."""
    firms = {
        f"firm {number}": {"price": 20, "advertising": {"spend": "300 per month"}, "start": {"share": share}}
        for number, share in enumerate(STARTS, 1)
    }
    settings = {"customers": 6000, "periods": 48, "product_type": "services", "firms": firms}
    document = Document({"title": "Six firms alike"} | settings, {(): Place("six firms alike")}, {}, {})
    return Scenario.of(document)


def measured(replication: int) -> dict[str, Any]:
    """For each firm, the share of people who bought in the fourth year, and how often they did."""
    seen = relsim.Market(market(), seed=SEED, replication=replication)
    seen.advance(36)
    before = seen.columns.purchases.astype(np.int64)
    seen.advance(12)
    bought = seen.columns.purchases - before
    buyers = (bought > 0).sum(axis=0)
    penetration, frequency = buyers / len(bought), bought.sum(axis=0) / buyers
    slope = np.polyfit(penetration, frequency, 1)[0]
    return {
        "penetration": penetration,
        "frequency": frequency,
        "more_buyers": penetration[0] - penetration[-1],
        "more_often": frequency[0] - frequency[-1],
        "slope": slope,
    }


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    share, often = 100 * found["penetration"].mean, found["frequency"].mean
    result = (
        f"largest firm: {share[0]:.0f} % of people buy {often[0]:.2f} times a year; "
        f"smallest: {share[-1]:.0f} %, {often[-1]:.2f} times"
    )
    holds = verdict(found["more_buyers"].exceeds(0.0), found["more_often"].exceeds(0.0))
    return "both lower for the smaller firm", result, holds


@styled
def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """Purchases per buyer against the share of people who buy, one point a firm."""
    ax = canvas(ax)
    share, often = found["penetration"], found["frequency"]
    ax.errorbar(100 * share.mean, often.mean, often.error, 100 * share.error, "o", color=GAIN)
    ax.set(title="Double jeopardy", xlabel="share of people who bought in the year (%)")
    ax.set(ylabel="purchases per buyer in the year")
    return ax
