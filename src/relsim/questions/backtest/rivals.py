"""What a forecast must beat: the last period again, the same period a year ago, and BG/NBD."""

from typing import Any

import numpy as np
import pandas as pd

from relsim.questions.fit.likelihood import history_of
from relsim.scenario.scenario import Scenario
from relsim.statistics.buy_till_you_die import expected_of, expected_spend, shapes_of_spend

RECENT = 4
"""The mean of so many last periods goes on, for whoever forecasts nothing else."""


def naive_forecast(known: Any, ahead: int) -> Any:
    """The mean of the last periods, again and again."""
    return np.full(ahead, known[-RECENT:].mean() if len(known) else 0.0)


def forecast_of_last_year(known: Any, ahead: int, year: int) -> Any:
    """What was bought a year before each period; nothing where that is not known."""
    told = list(known)
    if len(told) < year:
        return np.full(ahead, np.nan)
    for _ in range(ahead):
        told.append(told[-year])
    return np.array(told[len(known) :])


def closed_form_forecast(
    table: pd.DataFrame, scenario: Scenario, until: pd.Timestamp, ahead: int
) -> tuple[Any, float]:
    """Purchases in each period ahead, and the money in all, of BG/NBD and gamma-gamma on the same log."""
    history = history_of(table, scenario, until)
    parameters = np.exp(history.fitted())
    each = [expected_of(history, float(end), *parameters) for end in range(1, ahead + 1)]
    totals = np.array([0.0, *(float(np.nan_to_num(one).sum()) for one in each)])
    baskets = table[table["date"] <= until].groupby("customer", sort=True)["amount"]
    means = later_means(baskets)
    spend = expected_spend(history.repeats, means, *shapes_of_spend(history.repeats, means))
    money = float(np.nan_to_num(each[-1] * spend).sum())
    return np.diff(totals), money


def later_means(baskets: Any) -> Any:
    """What each customer has paid on average for a repeat purchase; 0 where there was none."""
    count, total, first = baskets.size(), baskets.sum(), baskets.first()
    return np.where(count > 1, (total - first) / np.maximum(count - 1, 1), 0.0)
