"""What a list of customers shows of leaving: the share who leave, month of tenure by month of tenure."""

import numpy as np
import pandas as pd

from relsim.evidence.customers import CustomerList
from relsim.evidence.leaving import months_unseen

FEWEST_AT_RISK = 10
"""How many customers must have come so far, for a share of them to be told."""

LONGEST_TENURE = 120
"""Months up to which tenure is told; whoever has been there longer counts as staying until then."""


def churn_by_tenure(customers: CustomerList) -> pd.DataFrame:
    """Customers who came so far, the share who left in that month, and the share who stay on (Kaplan-Meier).

    Customers who are still there count as long as they are seen, and all of them for ten years at most; those
    of unknown tenure do not count. Where a list has no ends before some day, all count from that day on.
    """
    known = customers.table[customers.table["months"].notna()]
    months = np.floor(known["months"].to_numpy(float)).clip(0, LONGEST_TENURE).astype(np.int64)
    since = np.minimum(months_unseen(known, customers.last_day).astype(np.int64), months)
    left = known["left"].to_numpy(bool) & (months < LONGEST_TENURE)
    length = int(months.max()) + 1 if len(months) else 0
    ended = np.bincount(months[left], minlength=length)
    gone = np.bincount(months, minlength=length)
    entered = np.bincount(since, minlength=length)
    at_risk = entered.cumsum() - np.concatenate([[0], gone.cumsum()[:-1]]) if length else gone
    # Somebody who is still there, or was there before the records, was seen through half of that month only.
    late = np.bincount(since[since > 0], minlength=length)
    seen = at_risk - (gone - ended) / 2.0 - late / 2.0
    share = np.divide(ended, seen, out=np.full(length, np.nan), where=seen > 0)
    table = pd.DataFrame(
        {"month": np.arange(1, length + 1), "customers": at_risk, "seen": seen, "left": ended, "churn": share}
    )
    table["staying"] = np.cumprod(1.0 - np.nan_to_num(share))
    is_told = (table["customers"] >= FEWEST_AT_RISK) & (table["month"] <= LONGEST_TENURE)
    return table[is_told].reset_index(drop=True)


def by_word(customers: CustomerList, field: str, most: int = 8) -> pd.DataFrame:
    """Customers and the share who have left, by segment, contract or channel."""
    table = customers.table
    known = table[table[field] != ""]
    found = known.groupby(field)["left"].agg(["size", "mean"]).reset_index()
    found.columns = pd.Index([field, "customers", "left"])
    return found.sort_values("customers", ascending=False, kind="stable", ignore_index=True).head(most)
