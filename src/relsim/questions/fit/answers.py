"""Values that a market holds for certain, against what tables say of the same, before any market is run."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from relsim.report.names import name_of_value
from relsim.report.wording import to_digits
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import PER_YEAR
from relsim.scenario.vary.factors import Factor

WORTH_SAYING_APART = 0.15
"""The share by which a value and a table may differ before that is told."""

WORTH_SAYING_ABOVE = 2.0
"""How many times a value those in a log may buy before that is told: they are the heavier buyers."""

FEWEST_COUNTED = 100
"""Purchases beyond the first and the last of each customer below which a log does not tell how often."""

MORE_THAN_PAID = 1.5
"""How many purchases of a customer in a month, where there are any, are more than payments of a contract."""

OFTEN_WITHOUT = ("contract",)
"""Mechanisms of need under which nobody decides how often to buy."""


def answers_against_tables(scenario: Scenario, factors: list[Factor], tables: Mapping[str, Any]) -> list[str]:
    """Sentences on values without a range that tables contradict: how often people buy, and what they pay."""
    log, unknown = tables.get("transactions"), {one.name for one in factors}
    if log is None:
        return []
    said = uses_against_contract(scenario, log)
    if len(scenario.segments) != 1:
        return said
    segment = scenario.segments[0]
    rate, basket = (f"segments.{segment.name}.{trait}.mean" for trait in ("need_rate", "basket"))
    if rate not in unknown and scenario.mechanisms.need not in OFTEN_WITHOUT:
        told = segment.need_rate.mean.per_period(scenario.period) * PER_YEAR[scenario.period]
        said += often_against_log(rate, told, log)
    price = f"firms.{scenario.focal_firm}.price"
    if not {price, basket, "behaviour.spend.growth"} & unknown:
        usual = scenario.firms[scenario.focal_firm].price * segment.basket.mean
        said += paid_against_log(price, usual, log)
    return said


def uses_against_contract(scenario: Scenario, log: Any) -> list[str]:
    """That a log has more than one purchase of a customer in a month, where a contract is paid once in it."""
    if scenario.mechanisms.need not in OFTEN_WITHOUT:
        return []
    months = log.table["date"].dt.to_period("M")
    times = len(log.table) / max(1, len(log.table.groupby(["customer", months]).size()))
    if times <= MORE_THAN_PAID:
        return []
    return [
        f"Before any market is run: customers pay by contract here, and in {log.name} those who are "
        f"there in a month are so {to_digits(times)} times: it seems to be a log of uses, such as visits or "
        "bookings, not of payments. Give the log of payments in its place, or fit to --customers alone."
    ]


def often_against_log(path: str, told: float, log: Any) -> list[str]:
    """How often people need something, against how often those in a log buy while they come."""
    bought = purchases_a_year(log.table)
    if bought is None or 1.0 - WORTH_SAYING_APART <= bought / told <= WORTH_SAYING_ABOVE:
        return []
    why = (
        "who come often count for more among them, but this is more than twice as often, so the value may be "
        "too low"
        if bought > told
        else "so they buy the rest from others, or the value is too high"
    )
    return [
        f"Before any market is run: the {name_of_value(path)} ({path}) says {to_digits(told)} purchases a "
        f"year at all firms together, and those who come again buy about {to_digits(bought)} times a year in "
        f"{log.name}: {why}."
    ]


def paid_against_log(path: str, usual: float, log: Any) -> list[str]:
    """What a purchase costs, against what is paid for one in a log."""
    paid = float(log.table["amount"].mean())
    if not paid > 0.0 or abs(paid / usual - 1.0) <= WORTH_SAYING_APART:
        return []
    return [
        f"Before any market is run: the {name_of_value(path)} ({path}) makes a usual purchase "
        f"{to_digits(usual)}, and {to_digits(paid)} are paid for one in {log.name}: the value is "
        "another one, or the basket."
    ]


def purchases_a_year(table: pd.DataFrame) -> float | None:
    """How often customers of a log (customer, date) who come again buy in a year; None where too few do.

    All purchases but the first and the last of each customer are counted, over all days from first to last.
    For who buys at random at an even rate (a Poisson process) the time from the first to the n-th purchase is
    a sum of n-1 waits, Gamma(n-1), so (n-1)/time is too high on average and (n-2)/time is right. Customers
    with two purchases count with their days and none between, since to leave out those who bought seldom by
    chance would make the rate too high. Of customers who differ, those who buy often count for more.
    """
    days = table.groupby("customer")["date"].agg(["min", "max", "nunique"])
    again = days[days["nunique"] >= 2]
    between = int((again["nunique"] - 2).sum())
    if between < FEWEST_COUNTED:
        return None
    return between / float((again["max"] - again["min"]).dt.days.sum()) * 365.2425
