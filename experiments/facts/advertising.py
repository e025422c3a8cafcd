"""Advertising sells a little at once and more in the long run, and a pulse of it is forgotten as is set.

The transactional firm doubles its advertising for good after two years. Its purchases are compared with those
of the same people without that: over the first three months, and over the third year after, for each product
type. What is left of one month's doubling is read from the contacts that are remembered. The published
elasticities are means over hundreds of brands of many categories, so it is the mean of the types that is
held against them.
"""

from typing import Any

import numpy as np
from charts import Curve, curves_over_time
from following import DEAL, SEED, service_market
from matplotlib.axes import Axes
from showing import Estimate, Found, verdict

import relsim
from relsim.market.plan import plan_of
from relsim.report.style import BASELINE_COLOUR, GAIN
from relsim.scenario.resolve.presets import PRODUCT_TYPES
from relsim.scenario.scenario import Scenario

CLAIM = "Advertising: a small elasticity at once, a larger one in the long run"
SOURCE = "sethuraman2011"
REPLICATIONS = 8
RISE, SOON, YEAR, TAIL = 24, 3, 12, 8
SPEND = "firms.deal.advertising.spend"
FORGETTING = {"a half": "50% per month", "a fifth": "20% per month"}
PERIODS = {"soon": slice(RISE, RISE + SOON), "late": slice(RISE + 2 * YEAR, RISE + 3 * YEAR)}
PUBLISHED = {"soon": 0.12, "late": 0.24}


def doubled(until: int | None = None, changes: dict[str, Any] | None = None) -> tuple[Scenario, Scenario]:
    """The market as it is, and with twice the advertising of deal from the rise on."""
    scenario = service_market(changes)
    twice = f"{2.0 * scenario.firms['deal'].advertising.spend.per_period('month')} per month"
    event = {"at": RISE, "set": {SPEND: twice}} | ({} if until is None else {"until": until})
    return scenario, scenario.changed({"timeline": [event]})


def measured(replication: int) -> dict[str, Any]:
    """Elasticities soon and late [product type], their means, and what is left of a pulse, month by month."""
    found: dict[str, Any] = {f"{when} by type": [] for when in PERIODS}
    for product_type in PRODUCT_TYPES:
        for when, elasticity in elasticities(product_type, replication).items():
            found[f"{when} by type"].append(elasticity)
    found |= {when: np.mean(found[f"{when} by type"]) for when in PERIODS}
    found["growth"] = found["late"] - found["soon"]
    return found | {name: tail(rate) for name, rate in FORGETTING.items()}


def elasticities(product_type: str, replication: int) -> dict[str, float]:
    """By how many percent purchases rise, soon and late, for each percent of advertising."""
    before, after = (
        relsim.Market(scenario, seed=SEED, replication=replication).run().records["purchases"][:, DEAL]
        for scenario in doubled(changes={"product_type": product_type})
    )
    return {
        when: float(np.log(after[months].sum() / before[months].sum()) / np.log(2.0))
        for when, months in PERIODS.items()
    }


def tail(forgetting: str) -> Any:
    """The share of a pulse's contacts that is remembered in its month and in each after."""
    markets = doubled(RISE + 1, {"firms.deal.advertising.forgetting": forgetting})
    usual, pulse = (plan_of(market).firms["advertising_contacts"][:, DEAL] for market in markets)
    more = (pulse - usual)[RISE : RISE + TAIL]
    return more / more[0]


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    soon, late, left = found["soon"], found["late"], found["a half"].mean
    result = (
        f"{soon:.2f} over the first three months ({ends(found['soon by type'])} by product type), "
        f"{late:.2f} in the third year ({ends(found['late by type'])}); "
        f"{100 * left[1]:.0f} and {100 * left[2]:.0f} % of a pulse are left after one and two months"
    )
    near = (abs(float(found[when].mean) - PUBLISHED[when]) < PUBLISHED[when] / 2.0 for when in PERIODS)
    target = "about .12 and .24; half is left after each month, as is set"
    return target, result, verdict(found["growth"].exceeds(0.0), *near)


def ends(by_type: Estimate) -> str:
    """The smallest and the largest of several means."""
    return f"{by_type.mean.min():.2f} to {by_type.mean.max():.2f}"


def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """What is remembered of a month's advertising in each month after."""
    curves = [
        Curve(name, f"{name} is forgotten a month", colour)
        for name, colour in zip(FORGETTING, (GAIN, BASELINE_COLOUR), strict=True)
    ]
    return curves_over_time(
        found,
        curves,
        np.arange(TAIL),
        ax,
        title="The tail of a month of advertising",
        xlabel="months since",
        ylabel="contacts remembered (%)",
    )
