"""Customers one by one at the end of a run: where they stand, what they brought, how they got there."""

from typing import Any

import numpy as np
import pandas as pd

from relsim.market.columns import HUMAN, TIE, Columns
from relsim.measures.records import RUNG_NAMES
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import BOOKED_PER_UNIT, CUSTOMER_GROUPS, Channel, Group, Reason, column_name, word

CATEGORIES = {
    "rung": RUNG_NAMES,
    "channel": pd.Index([word(channel) for channel in Channel]),
    "reason": pd.Index([word(reason) for reason in Reason]),
}


def customers_table(columns: Columns, scenario: Scenario, first: int = 0) -> pd.DataFrame:
    """One row per customer and firm: last state, and profitability as in the books.

    Customers are numbered from 0, or from `first` where these are not all; periods from 0. `profit` is what
    the customer left after all costs booked to them.
    """
    customers, firms = columns.ties.shape
    table: dict[str, Any] = {
        "customer": np.repeat(np.arange(first, first + customers), firms),
        "firm": pd.Categorical.from_codes(
            np.tile(np.arange(firms), customers), categories=pd.Index(list(scenario.firms))
        ),
        "segment": pd.Categorical.from_codes(
            np.repeat(columns.segment, firms),
            categories=pd.Index([segment.name for segment in scenario.segments]),
        ),
    }
    groups = [column_name(group) for group in CUSTOMER_GROUPS]
    for name in TIE.names or ():
        values = columns.ties[name].reshape(-1)
        if name in CATEGORIES:
            table[name] = pd.Categorical.from_codes(values, categories=CATEGORIES[name])
        elif name in groups:
            table[name] = values / BOOKED_PER_UNIT
        else:
            table[name] = values
    table["profit"] = profit_of(columns.ties).reshape(-1) / BOOKED_PER_UNIT
    for name in HUMAN.names or ():
        if name not in ("segment", "arrives", "needs_met_early"):
            table[name] = np.repeat(columns.people[name], firms)
    return pd.DataFrame(table)


def profit_of(ties: Any) -> Any:
    """What customers left after all costs booked to them, as the books hold it."""
    costs = sum(ties[column_name(group)] for group in CUSTOMER_GROUPS[Group.GOODS :])
    return ties["revenue"] - costs
