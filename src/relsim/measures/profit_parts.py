"""Why profit differs under two policies: customers kept and won, spend, price, and every cost line.

Revenue of a period is customers served x spend of each x price. Served are those at the start, of whom
retention leaves a share to the next period, and those won through each channel. What retention, winning,
spend and price change in revenue is the mean over all orders in which they could change one after the
other (Shapley 1953; Shorrocks 2013), so the parts add up exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product
from math import comb
from typing import Any

import numpy as np
import pandas as pd

from relsim.measures.records import share_of
from relsim.vocabulary import Channel, Line, column_name

PartValues = Any

FACTORS = ("retention", "won", "spend", "price")
WON_BY = tuple(f"acquired_by_{column_name(channel)}" for channel in tuple(Channel)[1:])
CUSTOMER_SOURCES = ("customers_at_start", *WON_BY)
"""Where customers come from: they were there at the start, or a channel brought them."""
COST_LINES = tuple(f"line_{column_name(line)}" for line in Line if line is not Line.REVENUE)
REVENUE_PARTS = ("customers_kept", *CUSTOMER_SOURCES, "spend_per_customer", "price_paid")
PARTS = (*REVENUE_PARTS, *COST_LINES, "profit")
"""The parts of a difference in profit in the order of a waterfall, and their sum."""


@dataclass(frozen=True, eq=False)
class Course:
    """How one firm fared: [replication, period], but `start` [source, replication] and `won` [source,
    replication, period]. NaN stands where there was nobody to keep, or nobody to spend.
    """

    start: PartValues
    won: PartValues
    retention: PartValues
    spend: PartValues
    price: PartValues

    @classmethod
    def of(cls, periods: pd.DataFrame) -> "Course":
        """The course that one firm's table of periods tells."""
        there = by_replication(periods, "customers_at_start")
        channels = np.stack([by_replication(periods, name) for name in WON_BY])
        start = np.zeros((len(CUSTOMER_SOURCES), len(there)))
        start[0] = there[:, 0]
        won = np.concatenate([np.zeros((1, *there.shape)), channels])
        retention = 1.0 - share_of(by_replication(periods, "lost"), there)
        price = by_replication(periods, "price")
        spend = share_of(by_replication(periods, "revenue"), (there + channels.sum(axis=0)) * price)
        return cls(start, won, retention, spend, price)


def by_replication(periods: pd.DataFrame, name: str) -> PartValues:
    """A column of one firm's table of periods as [replication, period]."""
    return periods[name].to_numpy().reshape(-1, int(periods["period"].max()) + 1)


def profit_parts(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The parts of one firm's difference in profit, a row for each replication and a column for each part.

    `base` and `other` are the firm's tables of periods under two policies.
    """
    parts = revenue_parts(Course.of(base), Course.of(other))
    for name in (*COST_LINES, "profit"):
        change = (by_replication(other, name) - by_replication(base, name)).sum(axis=1)
        parts[name] = change if name == "profit" else -change
    return pd.DataFrame(parts)


def revenue_parts(base: Course, other: Course) -> dict[str, PartValues]:
    """What each factor, and each source of customers, changes in revenue [replication]."""
    revenues = revenues_of_mixtures(base, other)
    won = shapley(revenues, "won")
    return {
        "customers_kept": shapley(revenues, "retention").sum(axis=0),
        **dict(zip(CUSTOMER_SOURCES, won, strict=True)),
        "spend_per_customer": shapley(revenues, "spend").sum(axis=0),
        "price_paid": shapley(revenues, "price").sum(axis=0),
    }


def revenues_of_mixtures(base: Course, other: Course) -> dict[frozenset[str], PartValues]:
    """Revenue [source, replication] with every set of factors as under the other policy."""
    courses = base, other
    retention = both_known(base.retention, other.retention, 1.0)
    spend = both_known(base.spend, other.spend, 0.0)
    revenues = {}
    for kept, won in product((0, 1), repeat=2):
        customers = served(courses[won], retention[kept])
        for spent, paid in product((0, 1), repeat=2):
            amounts = customers * spend[spent] * courses[paid].price
            changed = zip(FACTORS, (kept, won, spent, paid), strict=True)
            revenues[frozenset(name for name, is_other in changed if is_other)] = amounts.sum(axis=-1)
    return revenues


def both_known(one: PartValues, other: PartValues, otherwise: float) -> tuple[PartValues, PartValues]:
    """Both, each with the other's values where it has none: what was not seen is no difference."""
    one, other = np.where(np.isnan(one), other, one), np.where(np.isnan(other), one, other)
    return np.nan_to_num(one, nan=otherwise), np.nan_to_num(other, nan=otherwise)


def served(course: Course, retention: PartValues) -> PartValues:
    """Customers served [source, replication, period]; those won can be lost from the next period on."""
    customers = np.empty_like(course.won)
    there = course.start
    for t in range(customers.shape[-1]):
        customers[..., t] = there + course.won[..., t]
        there = there * retention[:, t] + course.won[..., t]
    return customers


def shapley(values: Mapping[frozenset[str], PartValues], factor: str) -> PartValues:
    """What one factor changes, in the mean over all orders in which the factors could change."""
    others = [name for name in FACTORS if name != factor]
    total: PartValues = 0.0
    for size in range(len(FACTORS)):
        for before in map(frozenset, combinations(others, size)):
            weight = 1.0 / (len(FACTORS) * comb(len(others), size))
            total = total + weight * (values[before | {factor}] - values[before])
    return total
