"""A witness: what one customer did in one period, told by the same rules, apart from all others."""

from typing import Any

import numpy as np

from relsim.engine.driver import as_numbers
from relsim.engine.market import Market
from relsim.market.columns import BOOKS, TALLY, rows


class Witness:
    """Watches one customer of a market.

    Rules read the past and write the customer's own rows, so a period can be lived twice: once for
    the witness, with books of its own, and then by the market.
    """

    def __init__(self, market: Market, row: int) -> None:
        self.market, self.row = market, range(len(market.columns))[row]

    @property
    def ties(self) -> Any:
        """The customer's relationships as they are now [firm]."""
        return self.market.columns.ties[self.row].copy()

    def step(self) -> Any:
        """Let the market live through one period; returns the customer's own tally [firm]."""
        tallies = self.rehearsed()
        self.market.step()
        return tallies

    def rehearsed(self) -> Any:
        """What the customer will do in the coming period [firm]; nothing is changed."""
        columns, stage = self.market.columns, self.market.stage
        human, ties = columns.people[self.row].copy(), self.ties
        tallies = np.zeros((1, len(ties)), TALLY)
        stage.open(self.market.period)
        stage.tally = memoryview(as_numbers(tallies)[0])
        stage.books = rows(tallies.view(BOOKS)[0])
        stage.act(self.row)
        columns.people[self.row], columns.ties[self.row] = human, ties
        return tallies[0]
