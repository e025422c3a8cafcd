"""The lead of the best policy over the next best, as stated and after correction for having been picked."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from relsim.questions.compare.differences import measure_by_policy
from relsim.runs.policies import EQUITY
from relsim.statistics.selection import lead_on_fresh_halves

FEWEST_TO_HALVE = 4
"""Replications that it takes to pick with one half and to measure with the other."""


@dataclass(frozen=True)
class Lead:
    """How much more of the deciding measure the best policy has than the next best challenger.

    `corrected` is the lead of whoever leads in one half of the replications, measured on the other half: luck
    that made it lead does not count.
    """

    policy: str
    other: str
    stated: float
    corrected: float


def lead_of(
    outcomes: pd.DataFrame, policies: list[str], baseline: str, firm: str, measure: str = EQUITY
) -> Lead | None:
    """The lead of the best policy by a measure; None if that is the baseline, or if nothing is known."""
    values = measure_by_policy(outcomes, measure, policies, firm)
    challengers = [number for number, policy in enumerate(policies) if policy != baseline]
    if len(challengers) < 2 or len(values) < FEWEST_TO_HALVE or not np.isfinite(values).all():
        return None
    means = values.mean(axis=0)
    best, following = sorted(challengers, key=lambda number: means[number], reverse=True)[:2]
    if means[best] <= means[policies.index(baseline)]:
        return None
    stated = float(means[best] - means[following])
    return Lead(policies[best], policies[following], stated, lead_on_fresh_halves(values[:, challengers]))
