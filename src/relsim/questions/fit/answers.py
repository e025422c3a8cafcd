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

FEWEST_REGULARS = 20
DAYS_WATCHED = 90
"""A customer whose first and last purchase lie so many days apart tells how often one is made."""

OFTEN_WITHOUT = ("contract",)
"""Mechanisms of need under which nobody decides how often to buy."""


def answers_against_tables(scenario: Scenario, factors: list[Factor], tables: Mapping[str, Any]) -> list[str]:
    """Sentences on values without a range that tables contradict: how often people buy, and what they pay."""
    log, unknown = tables.get("transactions"), {one.name for one in factors}
    if log is None or len(scenario.segments) != 1:
        return []
    said = []
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


def often_against_log(path: str, told: float, log: Any) -> list[str]:
    """How often people need something, against how often those in a log buy while they come."""
    bought = purchases_a_year(log.table)
    if bought is None or abs(bought / told - 1.0) <= WORTH_SAYING_APART:
        return []
    why = (
        "so the value is too low"
        if bought > told
        else "so they buy the rest from others, or the value is too high"
    )
    return [
        f"Before any market is run: the {name_of_value(path)} ({path}) says {to_digits(told)} purchases a "
        f"year at all firms together, and those who come again buy {to_digits(bought)} times a year in "
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
    """How often customers of a log buy in a year, from the first to the last day of each; None of too few."""
    days = table.groupby("customer")["date"].agg(["min", "max", "nunique"])
    watched = (days["max"] - days["min"]).dt.days
    regular = watched >= DAYS_WATCHED
    if regular.sum() < FEWEST_REGULARS:
        return None
    return float((days["nunique"][regular] - 1).sum() / watched[regular].sum() * 365.2425)
