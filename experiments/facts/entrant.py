"""Nobody buys from an entrant that nobody knows; advertising makes it known, fast at first and then slowly.

Deal enters the market unknown and without customers, once with its advertising and coupons, once without.
"""

from typing import Any

import numpy as np
from charts import Curve, curves_over_time
from following import DEAL, SEED, service_market
from matplotlib.axes import Axes
from showing import Found, verdict

import relsim
from relsim.report.style import BASELINE_COLOUR, GAIN

CLAIM = "Awareness of an entrant: nobody buys the unknown, and who advertises becomes known, ever more slowly"
SOURCE = "nedungadi1990"
REPLICATIONS, CUSTOMERS, MONTHS = 8, 1000, 36
UNKNOWN = {
    "periods": MONTHS,
    "firms.deal.start": {"share": 0, "awareness": 0},
    "behaviour.awareness.forgetting": "5% per month",
}
SILENT = {"firms.deal.advertising.spend": "0 per month", "firms.deal.coupon.share": 0}


def measured(replication: int) -> dict[str, Any]:
    """The share of people who know deal after each month, and its purchases, heard of and silent."""
    found: dict[str, Any] = {}
    for name, changes in (("heard", {}), ("silent", SILENT)):
        scenario = service_market(UNKNOWN).scaled_to(CUSTOMERS).changed(changes)
        market = relsim.Market(scenario, seed=SEED, replication=replication)
        known = []
        for _ in range(MONTHS):
            market.step()
            known.append(market.columns.known[:, DEAL].mean())
        found[name] = np.array(known)
        found[f"{name}_sold"] = float(market.records["purchases"][:, DEAL].sum())
    heard = found["heard"]
    return found | {"first_year": heard[11], "slower": (heard[5] - heard[0]) - (heard[17] - heard[12])}


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    heard, sold = 100 * found["heard"].mean, found["heard_sold"].mean
    result = (
        f"{heard[0]:.0f} % know it after a month, {heard[11]:.0f} % after a year, "
        f"{heard[-1]:.0f} % after three, with {sold:,.0f} purchases; without these "
        f"{100 * found['silent'].mean[-1]:.0f} % and {found['silent_sold'].mean:.0f}"
    )
    nobody = bool(found["silent_sold"].mean == 0.0)
    return "a concave curve; none without", result, verdict(nobody, found["slower"].exceeds(0.0))


def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """Who knows the entrant, month by month."""
    curves = [
        Curve("heard", "with advertising and coupons", GAIN),
        Curve("silent", "without", BASELINE_COLOUR),
    ]
    return curves_over_time(
        found,
        curves,
        np.arange(1, MONTHS + 1),
        ax,
        title="An entrant becomes known",
        xlabel="months since it entered",
        ylabel="people who know it (%)",
        ylim=(0, 100),
    )
