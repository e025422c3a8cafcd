"""Customers who came by recommendation stay longer, and are worth more.

As in the study, all whom a firm won for the first time within the same ten months are followed for three
years, by what brought them. The same once more where friends neither lend trust to a firm nor hold customers.
"""

from typing import Any

import numpy as np
from charts import Curve, curves_over_time
from following import FIRMS, Watched, profit_of, service_market, watched
from matplotlib.axes import Axes
from showing import Found, verdict

from relsim.report.style import GAIN, LOSS
from relsim.vocabulary import REFERRAL, WORD_OF_MOUTH

CLAIM = "Referred customers churn less and are worth more"
SOURCE = "schmitt2011"
REPLICATIONS = 240
JOINED = (14, 23)
MONTHS = 36
ALONE = {"behaviour.departure.company": 0.0, "behaviour.attitude.trust_transfer": 0.0}


def measured(replication: int) -> dict[str, Any]:
    """Churn and profit of newcomers who were recommended to a firm, relative to its other newcomers."""
    found = compared(watched(service_market(), replication))
    alone = compared(watched(service_market(ALONE), replication))
    apart = {name: value for name, value in alone.items() if "kept" not in name}
    found |= {f"alone_{name}": value for name, value in apart.items()}
    return found | {f"friends_{name}": found[name] - value for name, value in apart.items()}


def compared(seen: Watched) -> dict[str, Any]:
    """How those who were recommended and the others fared in one market."""
    found: dict[str, Any] = {}
    for name, firm in FIRMS.items():
        first, last = JOINED
        lives, there = seen.lives(firm, *seen.newcomers(firm, last, first), MONTHS)
        told = np.isin(lives["channel"][0], (WORD_OF_MOUTH, REFERRAL))
        groups = {"told": told, "others": ~told}
        kept = {group: there[:, who].mean(axis=1) for group, who in groups.items()}
        churn = {group: (1.0 - alive[-1]) / alive[:-1].sum() for group, alive in kept.items()}
        worth = {group: profit_of(lives[-1])[who].mean() for group, who in groups.items()}
        found |= {f"{name}_kept_{group}": alive for group, alive in kept.items()}
        found[f"{name}_less_churn"] = 1.0 - churn["told"] / churn["others"]
        found[f"{name}_more_worth"] = worth["told"] / worth["others"] - 1.0
    return found


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    result = f"{in_words(found, '')} (where friends do not count: {in_words(found, 'alone_')})"
    clear = [found[f"{name}_{what}"].exceeds(0.0) for name in FIRMS for what in ("less_churn", "more_worth")]
    return "churn -18 %, worth +16 %", result, verdict(*clear)


def in_words(found: Found, market: str) -> str:
    """How much less the recommended leave, and how much more they are worth, in one of the markets."""
    return "; ".join(
        f"{name}: churn {-100 * found[f'{market}{name}_less_churn'].mean:+.0f} %, "
        f"worth {100 * found[f'{market}{name}_more_worth'].mean:+.0f} %"
        for name in FIRMS
    )


def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """The share of newcomers who are still customers, by firm and by what brought them."""
    curves = [
        Curve(f"{name}_kept_{group}", f"{name}: {how}", colour, dashes)
        for name, colour in (("deal", LOSS), ("bond", GAIN))
        for group, how, dashes in (("told", "by recommendation", "-"), ("others", "in other ways", ":"))
    ]
    return curves_over_time(
        found,
        curves,
        np.arange(MONTHS),
        ax,
        title="Referred customers stay longer",
        xlabel="months since the first purchase",
        ylabel="still customers (%)",
        ylim=(0, 100),
    )
