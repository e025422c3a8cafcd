"""Delight under constant quality fades as (1 - k)^t: what is always good is soon expected.

The gap between quality and expectation of newcomers who bought at least twelve times, by purchase: once
with every episode alike and flawless, and once where episodes vary and fail as by default. Nothing is put
right and partners' ideas are not used, so that quality as met stays the same on average.
"""

from typing import Any

import numpy as np
from following import BOND, service_market, watched
from matplotlib.axes import Axes
from showing import Found, verdict

from relsim.report.style import BASELINE_COLOUR, GAIN, canvas, styled

CLAIM = "Delight under constant quality fades as (1 - k)^t"
SOURCE = "oliver1980"
REPLICATIONS = 20
PURCHASES = 12
STEADY = {"firms.bond.co_creation.ideas": 0}
EVEN = STEADY | {"behaviour.experience.variability": 0, "firms.bond.service.failures": 0}
UNEVEN = STEADY | {"firms.bond.complaints.resolution": 0}
FADING = (1.0 - service_market().behaviour.experience.adaptation) ** np.arange(1, PURCHASES + 1)


def measured(replication: int) -> dict[str, Any]:
    """The gap after each purchase over the gap before the first, with even and with uneven service."""
    return {"even": gaps(EVEN, replication), "uneven": gaps(UNEVEN, replication)}


def gaps(changes: dict[str, Any], replication: int) -> Any:
    """Mean gap between the firm's mean quality and what newcomers expect, relative to the first."""
    scenario = service_market(changes)
    seen = watched(scenario, replication)
    service = scenario.firms["bond"].service
    met = service.quality - service.failures * scenario.behaviour.experience.severity
    customers, joined = seen.newcomers(BOND, scenario.periods - 1)
    lives = seen.ties[:, customers, BOND]
    faithful = (lives["purchases"][-1] >= PURCHASES) & (joined > 0)
    lives = lives[:, faithful]
    left = []
    for number in range(1, PURCHASES + 1):
        last = (lives["purchases"] <= number).sum(axis=0) - 1, np.arange(faithful.sum())
        exactly = lives["purchases"][last] == number
        gap, at_first = met - lives["expectation"][last], met - lives["expectation"][0]
        left.append(gap[exactly].mean() / at_first[exactly].mean())
    return np.array(left)


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    even, usual = found["even"].mean[-1], found["uneven"].mean[-1]
    target = f"{FADING[-1]:.3f} of it left after {PURCHASES} purchases"
    result = f"{even:.3f} where every episode is alike; {usual:.3f} where episodes vary and fail"
    return target, result, verdict(abs(even - FADING[-1]) < 0.02, abs(usual - FADING[-1]) < 0.02)


@styled
def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """What is left of the first delight after each purchase."""
    ax = canvas(ax)
    purchases = np.arange(1, PURCHASES + 1)
    ax.plot(purchases, FADING, color=BASELINE_COLOUR, label="(1 - k)^t")
    for name, label in (("even", "every episode alike"), ("uneven", "episodes vary and fail")):
        marker = "o" if name == "even" else "s"
        ax.plot(purchases, found[name].mean, marker, color=GAIN, label=label, fillstyle="none")
    ax.set(title="Delight fades", xlabel="purchases", ylabel="share of the first delight", ylim=(0, 1))
    ax.legend(frameon=False, fontsize=8)
    return ax
