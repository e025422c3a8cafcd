"""Those who spend most are not those who recruit most.

For every customer: the profit they left in five years, and how many others bought for the first time, or
again, because they had praised the firm last.
"""

from typing import Any

import numpy as np
from charts import Bars, bars_side_by_side
from following import FIRMS, profit_of, service_market, watched
from matplotlib.axes import Axes
from scipy.stats import rankdata
from showing import Found, verdict

from relsim.report.style import GAIN, LOSS
from relsim.vocabulary import REFERRAL, WORD_OF_MOUTH

CLAIM = "High customer value does not imply high referral value"
SOURCE = "kumar2007"
REPLICATIONS = 20
TOP = 0.2


def measured(replication: int) -> dict[str, Any]:
    """How value and recruits go together, and who recruits by fifth of value, at each firm."""
    ties = watched(service_market(), replication).ties[-1]
    found: dict[str, Any] = {}
    for name, firm in FIRMS.items():
        mine = ties[:, firm]
        recommended = np.isin(mine["channel"], (WORD_OF_MOUTH, REFERRAL)) & (mine["recruiter"] >= 0)
        recruits = np.bincount(mine["recruiter"][recommended], minlength=len(mine))
        buyers = mine["purchases"] > 0
        value, recruits = profit_of(mine)[buyers], recruits[buyers]
        fifth = np.ceil(5 * rankdata(value, "ordinal") / len(value)).astype(int) - 1
        found |= {
            f"{name}_correlation": np.corrcoef(value, recruits)[0, 1],
            f"{name}_share_of_recruits": np.bincount(fifth, recruits, 5) / recruits.sum(),
        }
        found[f"{name}_top_fifth"] = found[f"{name}_share_of_recruits"][-1]
    return found


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    parts = [
        f"{name}: correlation {found[f'{name}_correlation'].mean:.2f}, the best fifth brings "
        f"{100 * found[f'{name}_top_fifth'].mean:.0f} % of recruits"
        for name in FIRMS
    ]
    weak = [found[f"{name}_correlation"].falls_short_of(0.5) for name in FIRMS]
    others = [found[f"{name}_top_fifth"].falls_short_of(0.5) for name in FIRMS]
    return "weakly related", "; ".join(parts), verdict(*weak, *others)


def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """The share of recruits that each fifth of customers by value has brought."""
    kinds = []
    for name, colour in (("deal", LOSS), ("bond", GAIN)):
        share = found[f"{name}_share_of_recruits"]
        kinds.append(Bars(name, colour, 100 * share.mean, 100 * share.error))
    return bars_side_by_side(
        kinds,
        ("least", "second", "middle", "fourth", "most"),
        20.0,
        ax,
        title="The most valuable are not the only recruiters",
        xlabel="fifths of customers by profit",
        ylabel="share of recruits (%)",
    )
