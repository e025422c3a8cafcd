"""Retention rises with tenure, in part because those who leave easily leave first.

Newcomers of the first year are followed for four years. How they feel gives each a chance to leave in every
month. Its mean falls among those who are still there. How much of that is sorting shows in those who stay
to the end: their own chance was lower from the beginning.
"""

from math import prod
from typing import Any

import numpy as np
from following import FIRMS, service_market, watched
from matplotlib.axes import Axes
from showing import Found, verdict

from relsim.market.columns import rows
from relsim.report.style import GAIN, LOSS, canvas, styled
from relsim.rules.departure import competing
from relsim.rules.state import AT_END, attitude_of, person_of
from relsim.scenario.schema import Scenario
from relsim.vocabulary import CLIENT

CLAIM = "Retention rises with tenure though nobody's loyalty grew"
SOURCE = "fader2007"
REPLICATIONS = 20
MONTHS = np.array([3, 6, 12, 18, 24, 30, 36, 42, 47])
UNEQUAL = {"segments": [{"restlessness": {"mean": 1.0, "spread": 0.75, "distribution": "gamma"}}]}
"""Customers as different as the regular ones of Fader and Hardie (2007)."""
ANNIVERSARIES = [0, 11, 23, 35, 47]


def measured(replication: int) -> dict[str, Any]:
    """Retention by year of tenure, and chances to leave of everybody and of those who stay, by firm."""
    found = followed(service_market(), replication)
    unequal = followed(service_market(UNEQUAL), replication)
    return found | {f"unequal_{name}_sorting": unequal[f"{name}_sorting"] for name in FIRMS}


def followed(scenario: Scenario, replication: int) -> dict[str, Any]:
    """The same in one market."""
    seen = watched(scenario, replication)
    found: dict[str, Any] = {}
    for name, firm in FIRMS.items():
        cohort, joined = seen.newcomers(firm, 11)
        lives, there = seen.lives(firm, cohort, joined, 48)
        left = there[ANNIVERSARIES].sum(axis=1)
        retention = left[1:] / left[:-1]
        chances = np.stack([chances_of_leaving(seen.market, firm, cohort, lives[t]) for t in MONTHS])
        everybody = np.nanmean(np.where(there[MONTHS], chances, np.nan), axis=1)
        stayers = chances[:, there[-1]].mean(axis=1)
        found |= {
            f"{name}_retention": retention,
            f"{name}_rise": (left[-1] / left[1]) ** (1.0 / 3.0) - retention[0],
            f"{name}_everybody": everybody,
            f"{name}_stayers": stayers,
            f"{name}_sorting": (everybody[0] - stayers[0]) / (everybody[0] - everybody[-1]),
        }
    return found


def chances_of_leaving(market: Any, firm: int, customers: Any, ties: Any) -> Any:
    """Each customer's chance to leave within a month, feeling like this and hearing of no rival."""
    offer = rows(market.plan.firms[0].copy())[firm]
    conduct = rows(market.plan.behaviour[:1].copy())[0]
    people, feelings = rows(market.columns.people[customers]), rows(ties)

    def chance(who: Any, tie: Any) -> float:
        feeling = attitude_of(tie)
        chances = competing(AT_END, CLIENT, 0, person_of(who, 0), feeling, 0, offer, conduct)
        return 1.0 - prod(1.0 - chance for chance in chances)

    return np.array([chance(who, tie) for who, tie in zip(people, feelings, strict=True)])


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    parts = []
    for name in FIRMS:
        first, *_, last = 100 * found[f"{name}_retention"].mean
        sorting, unequal = (100 * found[f"{market}{name}_sorting"].mean for market in ("", "unequal_"))
        parts.append(
            f"{name}: {first:.0f} % in year 1, {last:.0f} % in year 4, {sorting:.0f} % of the rise "
            f"by sorting ({unequal:.0f} % where some are more restless)"
        )
    rises = [found[f"{name}_rise"].exceeds(0.0) for name in FIRMS]
    mostly = [found[f"{name}_sorting"].exceeds(0.5) for name in FIRMS]
    return "rises, by sorting", "; ".join(parts), verdict(*rises, *mostly)


@styled
def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """The monthly chance of leaving by tenure, of all who are there and of those who stay."""
    ax = canvas(ax)
    for name, colour in (("deal", LOSS), ("bond", GAIN)):
        for group, dashes in (("everybody", "-"), ("stayers", ":")):
            share = 100 * found[f"{name}_{group}"].mean
            label = f"{name}: " + ("all who are there" if group == "everybody" else "who stay four years")
            ax.plot(MONTHS, share, dashes, color=colour, label=label)
    ax.set(title="Sorting is a part of rising retention", xlabel="months as a customer")
    ax.set(ylabel="chance of leaving in a month (%)", ylim=(0, None))
    ax.legend(frameon=False, fontsize=8)
    return ax
