"""Retention rises with tenure even if nobody's loyalty grows, since those who leave easily leave first.

Newcomers of the first year are followed for four years. How they feel gives each a chance to leave in every
month. Its mean falls among those who are still there. How much of that is sorting shows in the chance that
each had in the beginning: were nobody's loyalty to grow, the mean of those who are still there would fall
all the same, as the settled are left.
"""

from math import prod
from typing import Any

import numpy as np
from charts import Curve, curves_over_time
from following import FIRMS, service_market, watched
from matplotlib.axes import Axes
from showing import Found, verdict

from relsim.market.columns import rows
from relsim.report.style import GAIN, LOSS
from relsim.rules.departure import competing
from relsim.rules.state import AT_END, attitude_of, person_of
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import CLIENT

CLAIM = "Retention rises with tenure though nobody's loyalty grew"
SOURCE = "fader2007"
REPLICATIONS = 20
MONTHS = np.array([3, 6, 12, 18, 24, 30, 36, 42, 47])
ALIKE = {"segments": [{"restlessness": 1.0}]}
ANNIVERSARIES = [0, 11, 23, 35, 47]


def measured(replication: int) -> dict[str, Any]:
    """Retention by year of tenure, and chances to leave as they are and as they began, by firm."""
    found = followed(service_market(), replication)
    alike = followed(service_market(ALIKE), replication)
    return found | {f"alike_{name}_sorting": alike[f"{name}_sorting"] for name in FIRMS}


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
        felt, begun = (mean_of(there[MONTHS], each) for each in (chances, chances[:1]))
        found |= {
            f"{name}_retention": retention,
            f"{name}_rise": (left[-1] / left[1]) ** (1.0 / 3.0) - retention[0],
            f"{name}_felt": felt,
            f"{name}_begun": begun,
            f"{name}_fall": 1.0 - begun[-1] / begun[0],
            f"{name}_sorting": (begun[0] - begun[-1]) / (felt[0] - felt[-1]),
        }
    return found


def mean_of(there: Any, chances: Any) -> Any:
    """Mean chance of those who are still there, month by month."""
    return (there * chances).sum(axis=1) / there.sum(axis=1)


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
        fall = 100 * found[f"{name}_fall"].mean
        sorting, alike = (100 * found[f"{market}{name}_sorting"].mean for market in ("", "alike_"))
        parts.append(
            f"{name}: {first:.0f} % in year 1, {last:.0f} % in year 4; by sorting alone the chance to leave "
            f"falls by {fall:.0f} %, {sorting:.0f} % of its fall ({alike:.0f} % where all are alike)"
        )
    rises = [found[f"{name}_rise"].exceeds(0.0) for name in FIRMS]
    falls = [found[f"{name}_fall"].exceeds(0.0) for name in FIRMS]
    return "rises, by sorting alone", "; ".join(parts), verdict(*rises, *falls)


def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """The monthly chance of leaving of those still there, as they feel and as they felt in the beginning."""
    curves = [
        Curve(f"{name}_{group}", f"{name}: {how}", colour, dashes)
        for name, colour in (("deal", LOSS), ("bond", GAIN))
        for group, how, dashes in (
            ("felt", "as they feel", "-"),
            ("begun", "had nobody's loyalty changed", ":"),
        )
    ]
    return curves_over_time(
        found,
        curves,
        MONTHS,
        ax,
        title="Those who leave easily leave first",
        xlabel="months as a customer",
        ylabel="chance of leaving in a month (%)",
    )
