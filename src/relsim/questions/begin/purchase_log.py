"""A log of purchases with which a market is begun: how often people buy, what they pay, and how many of them
are customers when the log begins and when it ends.

Nobody says in a log when they have left. Whoever buys within a time in which customers usually buy twice is
taken for a customer then; those who come are who is seen for the first time once the log has run that long.
Both are rough, so that what follows from them carries a range.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from relsim.errors import InputError
from relsim.evidence.spans import month_of
from relsim.questions.begin.customer_list import AFTERWARDS, Beginning, ListedCustomers
from relsim.questions.begin.templates import Extent, Template
from relsim.report.wording import to_digits
from relsim.scenario.resolve.shipped import find_data
from relsim.scenario.units.quantities import days_of_period

if TYPE_CHECKING:
    from relsim.evidence.transactions import PurchaseLog

GAPS = 2.0
"""In how many usual times between two purchases a customer is taken to buy."""

LEAST_LOG = 90
"""Days that a log must have for it to be told from it who comes and who leaves."""

LEAST_DAYS, MOST_OF_LOG = 30.0, 0.25
"""How long that is at least, and which part of the log it is at most."""

AS_FIRST = 0.5, 2.5
"""By how many times there may be fewer or more customers when the log begins."""

AS_OFTEN = 0.8, 2.5
"""By how many times people may buy more seldom or oftener, at all firms, than in the log at this one."""

AS_MUCH = 0.7, 1.1
"""By how many times the price may be lower or higher than what is paid: the loyal buy more at a time."""

OF_MARKET = 2.0
"""How many could be customers, at least, for each who has ever bought."""

LEAST_TURNOVER = 0.05
"""The share of today's customers that is won and lost in a year at least, since both are rough."""

COMING_BACK = 0.6
"""Which part of those who seem to leave come, at least, as others or again: a market loses hardly anybody for
good who may choose anew at every purchase."""

FEWEST_AT_FIRST = 0.05
"""Below which part of today's customers a firm is taken to begin without any."""


@dataclass(frozen=True)
class Logged:
    """What a log tells: the customers as a list of them would, and the kind of business, with ranges around
    what is paid and how often."""

    customers: ListedCustomers
    kind: Template


def logged(log: "PurchaseLog", kind: Template) -> Logged:
    """What a log tells of a firm. Raises InputError where it is too short, or nobody in it buys again."""
    table, day = log.table, np.timedelta64(1, "D")
    by_customer = table.groupby("customer", observed=True)["date"].agg(["min", "max", "count"])
    repeats = int((by_customer["count"] - 1).sum())
    if not repeats:
        raise InputError(
            f"{log.name}: nobody buys again, so that it tells of no customers; relsim audit looks at it"
        )
    if log.last_day - log.first_day < np.timedelta64(LEAST_LOG, "D"):
        raise InputError(
            f"{log.name}: it goes from {log.first_day.date()} to {log.last_day.date()}, expected at least "
            f"{LEAST_LOG} days, in which some come and some leave; relsim audit looks at it"
        )
    gap = float(((by_customer["max"] - by_customer["min"]) / day).sum()) / repeats
    days = float((log.last_day - log.first_day) / day) + 1.0
    usual = min(max(GAPS * gap, LEAST_DAYS), MOST_OF_LOG * days)
    since = (table["date"] - log.first_day) / day
    early, today = (table["customer"][some].nunique() for some in (since < usual, since >= days - usual))
    first = (by_customer["min"] - log.first_day) / day
    a_day = float((first >= GAPS * usual).sum()) / (days - GAPS * usual)
    there = max(0, round(early - a_day * usual))
    there = there if there >= FEWEST_AT_FIRST * today else 0
    year = days_of_period("year")
    least = max(1, round(LEAST_TURNOVER * today))
    come = a_day * year
    shrunk = min(1.0, 2.0 * today / (there + today))
    lost = max(least, round(shrunk * (come - (today - there) * year / days)))
    won = max(least, round(come), round(COMING_BACK * lost))
    months = int(np.ceil(days / days_of_period("month")))
    most = max(there, min(round(AS_FIRST[1] * there), len(by_customer)))
    span = (max(1, round(AS_FIRST[0] * there)), most) if there else None
    begins = Beginning(log.first_day, there, months, "log", span)
    listed = ListedCustomers(
        log.name, log.last_day, today, won, lost, begins, None, (), log_in_words(log, begins, gap)
    )
    paid = float(table["amount"].mean())
    share = min(kind.share, today / (OF_MARKET * len(by_customer)))
    kind = replace(kind, purchases=around(year / gap, AS_OFTEN), share=share)
    return Logged(listed, replace(kind, price=around(paid, AS_MUCH)) if paid > 0.0 else kind)


def around(value: float, times: Extent) -> Extent:
    """From so many times a value to so many, to three digits."""
    low, high = (float(f"{one * value:.3g}") for one in times)
    return low, high


def log_in_words(log: "PurchaseLog", begins: Beginning, gap: float) -> str:
    """When the market begins and with how many, how often people buy and what they pay, in one sentence."""
    paid = float(log.table["amount"].mean())
    pays = f", and pay {to_digits(paid)} each time" if paid > 0.0 else ""
    there = f"with some {begins.there:,} customers" if begins.there else "without customers"
    return (
        f"{log.name} goes from {log.first_day.date()} to {log.last_day.date()}: its customers buy every "
        f"{to_digits(gap)} days{pays}. The market begins in {month_of(begins.first)}, {there} (periods: "
        f"{begins.months} of the log and {AFTERWARDS} to come), and policies begin when the log ends"
    )


def read_log(files: Sequence[Path], kind: Template) -> Logged:
    """What the purchases in some files tell of a firm."""
    from relsim.evidence.transactions import read_transactions

    return logged(read_transactions([find_data(one) for one in files]), kind)
