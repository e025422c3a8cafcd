"""What a log of purchases shows of habits: cohorts, repeats, spending, concentration, RFM."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from relsim.evidence.gaps import is_cut_short
from relsim.evidence.transactions import PurchaseLog
from relsim.measures.segments import fifths, names_of_fifths
from relsim.measures.value import gini, top_share

MOST_COHORTS = 6
WIDTHS = (1, 3, 6, 12, 24, 60)
"""Months that a cohort may span."""

LONGEST_REPEAT = 10
FEWEST_IN_COHORT = 5
POINTS_OF_CURVE = 101


class Habits(NamedTuple):
    """The tables of a log, and figures of concentration; a cohort comes in `cohort_months` months."""

    cohorts: pd.DataFrame
    cohort_months: int
    repeats: pd.DataFrame
    months: pd.DataFrame
    buyers: pd.DataFrame
    segments: pd.DataFrame
    concentration: dict[str, float]


def habits_in(log: PurchaseLog) -> Habits:
    """All that a log shows of habits."""
    table = log.table
    code = np.cumsum(first_rows(table)) - 1
    month = table["date"].to_numpy().astype("datetime64[M]").astype(np.int64)
    buyers = buyers_of(log, code)
    return Habits(
        cohorts=cohorts_of(code, month, log),
        cohort_months=months_of_cohort(code, month),
        repeats=repeats_of(np.bincount(code)),
        months=spend_by_month(table, month, code, log),
        buyers=buyers,
        segments=segments_of(buyers),
        concentration=concentration_of_spend(buyers["money"].to_numpy(float)),
    )


def first_rows(table: pd.DataFrame) -> np.ndarray:
    """Which rows are the first of their customer [row]."""
    customer = table["customer"]
    return np.asarray(customer != customer.shift(), bool)


def whole_months(month: np.ndarray, log: PurchaseLog) -> int:
    """The last month that is not cut short, counted from 1970."""
    last = int(month.max())
    is_short = is_cut_short(log.last_day, np.bincount(month - month.min()))
    return last - 1 if is_short and last > month.min() else last


def months_of_cohort(code: np.ndarray, month: np.ndarray) -> int:
    """How many months a cohort spans, so that there are few enough of them."""
    begins = month[first_of_each(code)]
    came = int(begins.max() - month.min()) + 1
    return next(one for one in WIDTHS if came / one <= MOST_COHORTS or one == WIDTHS[-1])


def first_of_each(code: np.ndarray) -> np.ndarray:
    """Which rows are the first of their customer [row], given customers as numbers."""
    return np.concatenate([[True], code[1:] != code[:-1]])


def cohort_name(first: int, width: int) -> str:
    """The months in which a cohort came, counted from 1970."""
    ends = [str(np.datetime64(month, "M")) for month in (first, first + width - 1)]
    return ends[0] if width == 1 else " to ".join(ends)


def cohorts_of(code: np.ndarray, month: np.ndarray, log: PurchaseLog) -> pd.DataFrame:
    """Of the customers first seen in each span of months, the share who buy in each month after."""
    last, first = whole_months(month, log), int(month.min())
    begins, width = month[first_of_each(code)], months_of_cohort(code, month)
    cohort = (begins - first) // width
    seen = np.unique(code * 4096 + (month - begins[code]))
    age, of = seen % 4096, cohort[seen // 4096]
    rows = []
    for number in range(int(cohort.max()) + 1):
        size = int((cohort == number).sum())
        youngest = min(last, first + (number + 1) * width - 1)
        oldest = last - youngest
        if size < FEWEST_IN_COHORT or oldest < 1:
            continue
        active = np.bincount(age[of == number], minlength=oldest + 1)[: oldest + 1]
        name = cohort_name(first + number * width, width)
        rows += [(name, size, months, count / size) for months, count in enumerate(active)]
    return pd.DataFrame(rows, columns=["cohort", "customers", "month", "buying"])


def repeats_of(purchases: np.ndarray) -> pd.DataFrame:
    """Of those who have bought so many times, the share who have bought again by the end of the log."""
    counts = np.bincount(np.minimum(purchases, LONGEST_REPEAT + 1), minlength=LONGEST_REPEAT + 2)
    reached = counts[::-1].cumsum()[::-1]
    rows = [
        (number, int(reached[number]), int(reached[number + 1]) / int(reached[number]))
        for number in range(1, LONGEST_REPEAT + 1)
        if reached[number]
    ]
    return pd.DataFrame(rows, columns=["purchases", "customers", "again"])


def spend_by_month(
    table: pd.DataFrame, month: np.ndarray, code: np.ndarray, log: PurchaseLog
) -> pd.DataFrame:
    """Purchases, buyers and spending by month, months without any included."""
    place = month - month.min()
    length = int(place.max()) + 1
    pairs = np.unique(place * (code.max() + 1) + code) // (code.max() + 1)
    found = pd.DataFrame(
        {
            "month": np.arange(month.min(), month.max() + 1).astype("datetime64[M]").astype(str),
            "purchases": np.bincount(place, minlength=length),
            "buyers": np.bincount(pairs, minlength=length),
            "spend": np.bincount(place, table["amount"].to_numpy(float), length),
        }
    )
    found["basket"] = found["spend"] / found["purchases"].where(found["purchases"] > 0)
    found["whole"] = np.arange(month.min(), month.max() + 1) <= whole_months(month, log)
    return found


def buyers_of(log: PurchaseLog, code: np.ndarray) -> pd.DataFrame:
    """One row for each customer: days since the last purchase, purchases, money."""
    table = log.table
    last = np.concatenate([code[1:] != code[:-1], [True]])
    dates = table["date"].to_numpy()[last]
    return pd.DataFrame(
        {
            "customer": table["customer"].to_numpy(object)[last],
            "recency": (
                log.last_day.to_datetime64().astype("datetime64[D]") - dates.astype("datetime64[D]")
            ).astype(int),
            "frequency": np.bincount(code),
            "money": np.bincount(code, table["amount"].to_numpy(float)),
        }
    )


def segments_of(buyers: pd.DataFrame) -> pd.DataFrame:
    """Customers and money by segment of RFM, and what share of all that is."""
    money = buyers["money"].fillna(0.0)
    r, f, m = fifths(-buyers["recency"]), fifths(buyers["frequency"]), fifths(money)
    frame = pd.DataFrame({"segment": names_of_fifths(r, f, m), "money": money})
    found = frame.groupby("segment", observed=True)["money"].agg(["size", "sum"]).reset_index()
    found.columns = pd.Index(["segment", "customers", "money"])
    found["customers_share"] = found["customers"] / found["customers"].sum()
    found["money_share"] = found["money"] / (found["money"].sum() or np.nan)
    return found


def concentration_of_spend(money: np.ndarray) -> dict[str, float]:
    """How unevenly spending is spread over customers."""
    spent = money[np.isfinite(money) & (money > 0.0)]
    return {"top_10": top_share(spent, 0.1), "top_20": top_share(spent, 0.2), "gini": gini(spent)}


def lorenz(money: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of spending [point] by share of customers [point], those who spend the most first."""
    spent = np.sort(money[np.isfinite(money) & (money > 0.0)])[::-1]
    shares = np.concatenate([[0.0], np.cumsum(spent) / spent.sum()])
    along = np.linspace(0.0, 1.0, POINTS_OF_CURVE)
    return along, np.interp(along, np.linspace(0.0, 1.0, len(shares)), shares)
