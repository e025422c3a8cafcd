"""Diversion: how many purchases a policy takes from each rival, and from people who bought from nobody."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from relsim.statistics.paired import paired
from relsim.statistics.ratio import ratio

NOT_MADE = ""
"""The source of purchases that otherwise are made with none of these firms."""

DIVERSION = ["policy", "source", "purchases", "low", "high", "share", "share_low", "share_high"]


def diversion_of(
    periods: pd.DataFrame, *, firm: str, baseline: str, policies: Sequence[str], years: float
) -> pd.DataFrame:
    """One row per policy and source: how many of the purchases a year come from it that the policy wins.

    A source is a rival, or "" for people who bought from nobody; the purchases that `firm` loses go there.
    With the paired 95 % interval, and with the share of all that is won or lost, whose interval is NaN where
    that may be nothing.
    """
    sold = periods.pivot_table(
        index="replication",
        columns=["policy", "firm"],
        values="purchases",
        aggfunc="sum",
        observed=True,
        fill_value=0.0,
    )
    rows = []
    for policy in policies:
        more = (sold[policy] - sold[baseline]) / years
        own = more[firm].to_numpy(float)
        sources = {str(name): -more[name].to_numpy(float) for name in more if name != firm}
        sources[NOT_MADE] = more.sum(axis=1).to_numpy(float)
        for source, won in sources.items():
            gap = paired(won, np.zeros(len(won)))
            rows.append((policy, source, gap["difference"], gap["low"], gap["high"], *ratio(won, own)))
    return pd.DataFrame(rows, columns=DIVERSION)
