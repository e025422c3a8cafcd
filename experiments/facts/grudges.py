"""A grudge outlasts its cause, and fades: a firm is warned of for years after it has become good.

The transactional firm serves badly for five years and well from then on. Warnings in a month are compared
with those of the last bad year, once where those who left warn half as often after each year, and once where
they never stop, as by default.
"""

from typing import Any

import numpy as np
from charts import Curve, curves_over_time
from following import DEAL, SEED, service_market
from matplotlib.axes import Axes
from showing import Found, verdict

import relsim
from relsim.report.style import BASELINE_COLOUR, LOSS

CLAIM = "A grudge outlasts its cause, and fades"
SOURCE = "gregoire2009"
REPLICATIONS = 20
CUSTOMERS, BAD, AFTER, YEAR = 1000, 60, 60, 12
BADLY, WELL = {"quality": 0.3, "failures": 0.3}, {"quality": 0.9, "failures": 0.01}
TURN = {
    "periods": BAD + AFTER,
    "firms.deal.service": BADLY,
    "timeline": [{"at": BAD, "set": {"firms.deal.service": WELL}}],
}
HALF_LIVES = {"fading": "12 months", "lasting": "0 months"}


def measured(replication: int) -> dict[str, Any]:
    """Warnings in each month after the turn, over those in a month of the last bad year."""
    found = {}
    for name, half_life in HALF_LIVES.items():
        changes = TURN | {"behaviour.word_of_mouth.blame_half_life": half_life}
        scenario = service_market(changes).scaled_to(CUSTOMERS)
        market = relsim.Market(scenario, seed=SEED, replication=replication).run()
        warned = market.records["negative_speakers"][:, DEAL]
        found[name] = warned[BAD:] / warned[BAD - YEAR : BAD].mean()
        for year in (1, 5):
            found[f"{name}_in_year_{year}"] = found[name][(year - 1) * YEAR : year * YEAR].mean()
    return found


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    soon, late, ever = (
        100 * found[name].mean for name in ("fading_in_year_1", "fading_in_year_5", "lasting_in_year_5")
    )
    result = (
        f"with a half-life of a year {soon:.0f} % of the warnings are left in the first good year and "
        f"{late:.0f} % in the fifth; without one {ever:.0f} %"
    )
    outlasts = found["fading_in_year_1"].exceeds(0.25)
    fades = found["fading_in_year_5"].falls_short_of(0.25)
    return "slow at first, little after years", result, verdict(outlasts, fades)


def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """What is left of the warnings in each month after the turn."""
    curves = [
        Curve("fading", "half as often after each year", LOSS),
        Curve("lasting", "for ever", BASELINE_COLOUR),
    ]
    return curves_over_time(
        found,
        curves,
        np.arange(1, AFTER + 1),
        ax,
        title="A grudge outlasts its cause",
        xlabel="months since the firm became good",
        ylabel="warnings left (%)",
    )
