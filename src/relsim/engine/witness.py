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
        self.market, self.row = market, range(len(market.state.columns))[row]

    @property
    def ties(self) -> Any:
        """The customer's relationships as they are now [firm]."""
        return self.market.state.columns.ties[self.row].copy()

    @property
    def own(self) -> list[Any]:
        """All arrays of which one row belongs to the customer."""
        columns, town = self.market.state.columns, self.market.state.town
        return [columns.people, columns.ties, *(part for part in town if len(part) == len(columns))]

    def step(self) -> Any:
        """Let the market live through one period; returns the customer's own tally [firm]."""
        tallies = self.rehearsed()
        self.market.step()
        return tallies

    def rehearsed(self) -> Any:
        """What the customer will do in the coming period [firm]; nothing is changed."""
        stage, own = self.market.stage, self.own
        before = [array[self.row].copy() for array in own]
        tallies = np.zeros((1, self.market.state.firms), TALLY)
        stage.open(self.market.period)
        stage.tally = memoryview(as_numbers(tallies)[0])
        stage.books = rows(tallies.view(BOOKS)[0])
        stage.act(self.row)
        for array, row in zip(own, before, strict=True):
            array[self.row] = row
        return tallies[0]
