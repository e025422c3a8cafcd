"""The slow, open driver: every customer is a Mesa agent whose step is a call of the same rules."""

from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.engine.driver import State, as_numbers
from relsim.errors import InputError
from relsim.luck import deeper
from relsim.market.columns import BOOKS, DESK, rows
from relsim.rules.counting import take_stock
from relsim.rules.listening import carry

if TYPE_CHECKING:
    from relsim.engine.market import Market


class Record:
    """One row of a structured array, its fields as plain Python floats."""

    def __init__(self, row: Any) -> None:
        self.__dict__.update(zip(row.dtype.names, row.item(), strict=True))

    def __getattr__(self, name: str) -> float:
        raise AttributeError(name)


class Stage:
    """What all customers share while a market runs under this driver."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.people = rows(state.columns.people)
        self.ties = rows(state.columns.ties)
        self.town: Any = state.town.viewed()
        self.standings = rows(state.standings)
        self.desk = rows(np.zeros(state.firms, DESK))
        self.live = state.rulebook.live
        self.lasting_key = state.lasting_key
        self.is_open = False

    def open(self, t: int) -> None:
        """Set the stage for period `t`."""
        self.t, self.is_open = t, True
        self.key = deeper(self.state.root, t + 1)
        self.firms = [Record(row) for row in self.state.plan.firms[t]]
        self.behaviour = Record(self.state.plan.behaviour[t])
        records = self.state.records[t]
        self.tally: Any = memoryview(as_numbers(records))
        self.books = rows(records.view(BOOKS))

    def act(self, i: int) -> None:
        """Let customer `i` live through the period; refused between periods, when nobody's turn has come."""
        if not self.is_open:
            raise InputError("customers live through a period when their market does, with market.step()")
        self.live(
            i,
            self.t,
            deeper(self.key, i),
            deeper(self.lasting_key, i),
            self.people[i],
            self.ties[i],
            self.town,
            self.firms,
            self.behaviour,
            self.standings,
            self.tally,
            self.books,
            self.desk,
        )

    def close(self) -> None:
        """End the period: what was said can be heard in the next one."""
        self.is_open = False
        for f in range(self.state.firms):
            take_stock(self.tally, f, self.behaviour.people, self.standings[f])
        behaviour = self.state.plan.behaviour
        following = min(self.t + 1, len(behaviour) - 1)
        key, then = deeper(self.state.root, following + 1), Record(behaviour[following])
        for i in range(self.state.customers):
            carry(i, following, key, self.town, then)


def advance_agents(market: "Market", start: int, stop: int) -> None:
    """Run a market from period `start` up to `stop`, one agent after the other."""
    for t in range(start, stop):
        market.stage.open(t)
        market.customers.agents.do("step")
        market.stage.close()
