"""The base of customers: who of them is silent, how much of their spending a firm has, who is still there.

Where nobody gives notice, a customer is whoever has bought and has not been seen to leave; how many of them
have not been heard of for long depends on how long that is, so the limit is stated.
"""

from typing import Any

import numpy as np
import pandas as pd

from relsim.market.population import periods_in_a_year
from relsim.measures.measure import BASE_MEASURES
from relsim.measures.records import share_of
from relsim.measures.rungs import OF_CUSTOMERS
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.durations import Duration

SILENCE = Duration(1, "year")
"""How long a customer may be silent unless another limit is given."""

BASED_ON = ["customer", "firm", "rung", "last_purchase", "revenue"]
"""The columns of the table of customers from which a base is told."""


def customer_base_table(
    customers: pd.DataFrame, moves: pd.DataFrame, scenario: Scenario, silence: Duration = SILENCE
) -> pd.DataFrame:
    """One row per policy and firm with every measure of its base.

    Customers are those at the end of the first replication; who is still there a year later is known of every
    replication whose ladder was watched, and summed over these.
    """
    index = [name for name in ("policy", "firm") if name in customers]
    table = customers.assign(
        spent=customers.groupby([*index[:-1], "customer"], observed=True)["revenue"].transform("sum"),
        silent=scenario.periods - 1 - customers["last_purchase"] > silence.periods(scenario.period),
    )
    those = table["rung"].isin(OF_CUSTOMERS)
    sums = table[["silent", "revenue", "spent"]].astype(float).where(those, 0.0).assign(there=those)
    sums = sums.groupby([table[name] for name in index], observed=True).sum()
    found = {
        "silent_customers": share_of(sums["silent"].to_numpy(), sums["there"]),
        "wallet_by_value": share_of(sums["revenue"].to_numpy(), sums["spent"]),
        "kept_or_back": kept_or_back(moves, scenario, index).reindex(sums.index).to_numpy(),
    }
    return sums.index.to_frame(index=False).assign(**{name: found[name] for name in BASE_MEASURES})


def kept_or_back(moves: pd.DataFrame, scenario: Scenario, index: list[str]) -> Any:
    """The share of customers who still are a year later, or are again, by these columns.

    Where several years are told together, the share of a year is that which leaves as many after all of them.
    """
    year = periods_in_a_year(scenario)
    length = (moves["end"] - moves["begin"]) / year
    whole = moves[np.rint(length) >= 1.0].assign(years=np.rint(length))
    were = whole["from_rung"].isin(OF_CUSTOMERS)
    still = were & whole["to_rung"].isin(OF_CUSTOMERS)
    counts = whole.assign(were=whole["customers"].where(were, 0), still=whole["customers"].where(still, 0))
    sums = counts.groupby(index, observed=True)[["were", "still"]].sum()
    years = whole.groupby(index, observed=True)["years"].max()
    return pd.Series(share_of(sums["still"], sums["were"]) ** (1.0 / years), sums.index)
