"""Reports that any task can make of its market: its customers, and what they bought."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from relsim.errors import refuse_unknown
from relsim.measures.purchases import Till
from relsim.runs.clientele import tables_of
from relsim.runs.observers import Observer
from relsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from relsim.engine.market import Market


@dataclass(frozen=True)
class Customers(Observer):
    """Reports the customers at the end of the run: one row per customer and firm.

    The columns are those of `relsim.run(...).customers`.
    """

    @property
    def key(self) -> str:
        """`customers`."""
        return "customers"

    def observe(self, market: "Market") -> Generator[None, None, pa.Table]:
        """Wait for the end."""
        while market.running:
            yield
        tables = tables_of(market.columns, market.scenario)
        return pa.concat_tables([pa.Table.from_pandas(table, preserve_index=False) for table in tables])


@dataclass(frozen=True)
class Purchases(Observer):
    """Reports what was bought: one row per period, customer and firm with a purchase.

    Parameters
    ----------
    firm : str, optional
        Whose sales [those of all firms].

    Notes
    -----
    Columns: `period` and `customer` (numbers from 0), `firm`, `purchases` (how many) and `amount` (what was
    paid for all of them, in the scenario's currency).
    """

    firm: str | None = None

    @property
    def key(self) -> str:
        """`purchases`, or `purchases of harbour`."""
        return "purchases" if self.firm is None else f"purchases of {self.firm}"

    def check(self, scenario: Scenario) -> None:
        """Refuse a scenario without this firm."""
        if self.firm is not None:
            refuse_unknown("firm", self.firm, scenario.firms)

    def observe(self, market: "Market") -> Generator[None, None, pa.Table]:
        """Note what was bought in each period."""
        firms = list(market.scenario.firms)
        first = 0 if self.firm is None else firms.index(self.firm)
        till = Till(market.columns.ties[:, first : len(firms) if self.firm is None else first + 1])
        parts = [(np.empty(0, np.int64),) * 5]
        while market.running:
            yield
            number, paid = till.since()
            customer, place = np.nonzero(number)
            period = np.full(len(customer), market.period - 1)
            parts.append((period, customer, first + place, number[customer, place], paid[customer, place]))
        period, customer, firm, purchases, cents = map(np.concatenate, zip(*parts, strict=True))
        columns = {
            "period": period,
            "customer": customer,
            "firm": pd.Categorical.from_codes(firm, categories=pd.Index(firms)),
            "purchases": purchases,
            "amount": cents / 100.0,
        }
        return pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)
