"""Exporting: what a firm's own records would show of a simulated market, one row per purchase.

The form is that of the CDNOW log (customer, date, amount), so that models of customer lifetime can be
tried where the truth is known. What no firm sees, such as who has silently left, is not in it.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.io.common import infer_compression

from relsim.engine.driver import DriverName
from relsim.engine.market import Market
from relsim.errors import InputError, refuse_unknown
from relsim.measures.purchases import Till
from relsim.rules.alternative import Rule
from relsim.runs.arguments import READERS
from relsim.runs.cells import csv_of
from relsim.runs.disk import durably
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.scenario.tables.dates import added
from relsim.vocabulary import BOOKED_PER_UNIT, PROSPECT

FIRST_DAY = date(2025, 1, 1)


@checks_arguments(READERS)
def transactions(
    scenario: ScenarioLike,
    *,
    policy: str | None = None,
    firm: str | None = None,
    seed: int = 1,
    replication: int = 0,
    start: date = FIRST_DAY,
    driver: DriverName = "compiled",
    mechanisms: Mapping[str, Rule] | None = None,
) -> pd.DataFrame:
    """Every purchase from one firm, in the order of customers and dates.

    Somebody who was a customer before the run enters on the day before `start` with amount 0, since that
    purchase was not simulated. Purchases within one period are spread evenly over its days and share what was
    paid in it, to the cent.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    policy : str, optional
        The policy to run under [the scenario as it is].
    firm : str, optional
        Whose purchases [the firm in focus].
    seed : int
        The seed of all luck.
    replication : int
        Which replication, from 0.
    start : date
        The first day of the first period.
    driver : {"compiled", "agents"}
        How the market is run.
    mechanisms : mapping of str to function, optional
        Functions of your own in place of the scenario's mechanisms.

    Returns
    -------
    pandas.DataFrame
        One row per purchase: `customer` (a number), `date`, `amount` (in the scenario's currency).

    Raises
    ------
    InputError
        No such firm or policy.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(100)
    >>> list(relsim.transactions(market).columns)
    ['customer', 'date', 'amount']
    """
    scenario = as_scenario(scenario)
    scenario = scenario if policy is None else scenario.with_policy(policy)
    name = firm or scenario.focal_firm
    refuse_unknown("firm", name, scenario.firms)
    market = Market(scenario, seed=seed, replication=replication, driver=driver, mechanisms=mechanisms)
    days = first_days(scenario, start)
    ties = market.state.columns.ties[:, list(scenario.firms).index(name)]
    parts = [customers_before_run(ties, days[0] - np.timedelta64(1, "D"))]
    till = Till(ties)
    while market.period < scenario.periods:
        market.step()
        parts.append(purchase_rows(*till.since(), *days[market.period - 1 : market.period + 1]))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    table = pd.DataFrame(dict(zip(("customer", "date", "amount"), columns, strict=True)))
    table["amount"] /= BOOKED_PER_UNIT
    return table.sort_values("customer", kind="stable", ignore_index=True)


def first_days(scenario: Scenario, start: date) -> Any:
    """The day on which each period begins, and the day after the last; all are counted from the first."""
    try:
        days = [added(start, scenario.period, number) for number in range(scenario.periods + 1)]
    except (ValueError, OverflowError):
        message = f"{scenario.periods:,} {scenario.period}s after {start.isoformat()} the calendar has ended"
        raise InputError(f"{message}; expected fewer periods, or an earlier start") from None
    return np.array(days, "datetime64[D]")


def customers_before_run(ties: Any, day: Any) -> tuple[Any, Any, Any]:
    """Customer, date and amount of those who were customers before the run."""
    rows = np.flatnonzero(ties["rung"] != PROSPECT)
    return rows, np.repeat(day, len(rows)), np.zeros(len(rows))


def purchase_rows(number: Any, paid: Any, first: Any, after: Any) -> tuple[Any, Any, Any]:
    """Customer, date and booked amount of the purchases of one period, so many by each customer."""
    rows = np.repeat(np.arange(len(number)), number)
    place = np.arange(len(rows)) - np.repeat(np.cumsum(number) - number, number)
    many, sum_paid = number[rows], paid[rows]
    days = (place + 1) * (after - first).astype(int) // (many + 1)
    amounts = sum_paid * (place + 1) // many - sum_paid * place // many
    return rows, first + days, amounts


def write_transactions(table: pd.DataFrame, path: Path) -> None:
    """Transactions as CSV: dates as 2025-01-31, amounts with two decimals."""
    form = {"date_format": "%Y-%m-%d", "float_format": "%.2f"}
    packing = infer_compression(path, "infer")
    if packing in ("zip", "tar"):
        packing = {"method": packing, "archive_name": path.stem}
    durably(path, lambda part: csv_of(table, part, compression=packing, **form))
