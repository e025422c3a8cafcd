"""What a log leaves open about time: customers from before it, a last month cut short, empty months."""

from typing import Any

import numpy as np
import pandas as pd

LEFT_TRUNCATED = 2.0
"""How many times as many customers as in a later month are new in the first, where many were there before."""


def doubts_about_time(customer: Any, day: Any, last: pd.Timestamp) -> list[str]:
    """Sentences on what a log of purchases [customer, day] does not show."""
    month = day.astype("datetime64[M]").astype(np.int64)
    per_month = np.bincount(month - month.min())
    said = []
    if len(per_month) > 2 and is_cut_short(last, per_month):
        said.append(
            f"The last month ends on {last.date().isoformat()}: it is cut short, and is "
            "left out of what is said by month."
        )
    empty = np.flatnonzero(per_month == 0)
    if len(empty):
        first = str(np.datetime64(int(month.min() + empty[0]), "M"))
        said.append(f"{len(empty)} months within the log have no purchase, the first of them {first}.")
    if len(per_month) >= 6:
        first_at = month[np.concatenate([[True], customer[1:] != customer[:-1]])] - month.min()
        new = np.bincount(first_at, minlength=len(per_month))
        usual = float(np.median(new[1 : max(2, np.flatnonzero(new)[-1])]))
        if new[0] > LEFT_TRUNCATED * max(usual, 1.0) and usual >= 1.0:
            said.append(
                f"{new[0]:,} customers are first seen in the first month, in later ones {usual:,.0f}: many "
                "were customers before the log begins, and their first purchase is not in it."
            )
    return said


def is_cut_short(last: pd.Timestamp, per_month: Any) -> bool:
    """Whether the last month has fewer purchases than its days lead one to expect of a whole one."""
    if last.day >= last.days_in_month - 1 or len(per_month) < 2:
        return False
    usual = float(np.median(per_month[-4:-1]))
    return bool(per_month[-1] < usual * (last.day / last.days_in_month + 1.0) / 2.0) or last.day < 25
