"""How many of a list of customers left, and in how many months of theirs: the churn of a month."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from relsim.evidence.customers import DAYS_OF_MONTH
from relsim.evidence.early_ends import early_ends


class Leaving(NamedTuple):
    """How many customers left, and how many months all of them together were seen."""

    left: float
    months: float

    @property
    def a_month(self) -> float:
        """The share who leave in a month, whatever their tenure; none where no month was seen."""
        return self.left / self.months if self.months > 0.0 else float("nan")


def leaving_in(table: pd.DataFrame, last: pd.Timestamp | None) -> Leaving:
    """Those who left, and the months of all, in a list of customers that knows of a last day.

    Who is there for an unknown time counts in neither. Where a list has no ends before some day, all count
    from that day on.
    """
    known = table[table["months"].notna()]
    months = known["months"].to_numpy(float)
    return Leaving(float(known["left"].sum()), float((months - months_unseen(known, last)).sum()))


def months_unseen(known: pd.DataFrame, last: pd.Timestamp | None) -> np.ndarray:
    """For how many months each customer [row] had been there when a list began to record ends."""
    early = early_ends(known, last)
    if early is None:
        return np.zeros(len(known))
    days = (early.day - known["start"]).dt.days.fillna(0.0).to_numpy(float)
    return np.asarray(np.clip(days / DAYS_OF_MONTH, 0.0, known["months"].to_numpy(float)))
