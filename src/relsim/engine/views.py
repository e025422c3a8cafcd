"""Customers and firms as Mesa agents: thin views on rows of the columns, without state of their own."""

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import mesa

from relsim.errors import InputError, nearest
from relsim.scenario.schema.firm import Firm as FirmPart
from relsim.scenario.schema.levers import amount, setting_of
from relsim.vocabulary import (
    CUSTOMER_GROUPS,
    PARTNER,
    PURCHASER,
    Channel,
    Line,
    Reason,
    Rung,
    column_name,
    word,
)

if TYPE_CHECKING:
    from relsim.engine.market import Market

LINES = {column_name(line) for line in Line}


class _Numbers:
    """Running numbers per model that, unlike Mesa's own, do not keep finished models alive."""

    def __init__(self) -> None:
        self._counters: WeakKeyDictionary[Any, Iterator[int]] = WeakKeyDictionary()

    def __getitem__(self, model: Any) -> Iterator[int]:
        return self._counters.setdefault(model, count(1))


class Resident(mesa.Agent):  # type: ignore[misc]
    """An agent of a market."""

    _ids = _Numbers()
    model: "Market"


class Relationship:
    """One customer's relationship with one firm."""

    def __init__(self, market: "Market", row: int, firm: int) -> None:
        self._columns, self._place = market.columns, (row, firm)

    @property
    def rung(self) -> Rung:
        """Where the customer stands on the ladder."""
        return Rung(int(self._columns.rung[self._place]))

    @property
    def channel(self) -> Channel:
        """What brought the customer here."""
        return Channel(int(self._columns.channel[self._place]))

    @property
    def reason(self) -> Reason:
        """Why the relationship ended, if it did."""
        return Reason(int(self._columns.reason[self._place]))

    @property
    def money(self) -> dict[str, float]:
        """The customer's account with the firm so far, by group of lines."""
        tie = self._columns.ties[self._place]
        return {word(group): int(tie[column_name(group)]) / 100.0 for group in CUSTOMER_GROUPS}

    def __getattr__(self, name: str) -> float:
        column = getattr(self._columns, name, None)
        if column is None or column.ndim != 2:
            raise AttributeError(name)
        return float(column[self._place])


class Customer(Resident):
    """One customer; `rung` and `firm` are those of the strongest current relationship."""

    def __init__(self, market: "Market", row: int) -> None:
        super().__init__(market)
        self.row = row

    def step(self) -> None:
        """Live through the period that is on stage (agents driver)."""
        self.model.stage.act(self.row)

    def with_firm(self, name: str) -> Relationship:
        """The relationship with the firm of that name."""
        return Relationship(self.model, self.row, self.model.firm_names.index(name))

    @property
    def firm(self) -> str | None:
        """The firm on whose ladder the customer stands highest, or None."""
        rungs = self.model.columns.rung[self.row]
        held = [(int(rung), -f) for f, rung in enumerate(rungs) if PURCHASER <= rung <= PARTNER]
        return self.model.firm_names[-max(held)[1]] if held else None

    @property
    def rung(self) -> Rung:
        """The highest rung held with any firm; lapsed if only former; else prospect."""
        if (firm := self.firm) is not None:
            return self.with_firm(firm).rung
        lapsed = (self.model.columns.rung[self.row] == Rung.LAPSED).any()
        return Rung.LAPSED if lapsed else Rung.PROSPECT

    def __getattr__(self, name: str) -> float:
        model = self.__dict__.get("model")
        column = getattr(model.columns, name, None) if model else None
        if column is None or column.ndim != 1:
            raise AttributeError(name)
        return float(column[self.row])


class Firm(Resident):
    """One firm, with its settings in the current period."""

    def __init__(self, market: "Market", name: str) -> None:
        super().__init__(market)
        self.name = name
        self.number = market.firm_names.index(name)

    @property
    def customers(self) -> int:
        """How many customers the firm has now."""
        rungs = self.model.columns.rung[:, self.number]
        return int(((rungs >= PURCHASER) & (rungs <= PARTNER)).sum())

    def setting(self, path: str) -> float:
        """A lever's value in the current period: `contact.frequency`."""
        t = min(self.model.period, self.model.scenario.periods - 1)
        return float(self.model.levers[t, self.number][setting_of(path)])

    def set(self, path: str, value: Any) -> None:
        """Set a lever for good, from the next period on: `set("price", 28)`, `"2 per month"`.

        A plain number is per period. Every firm decides before the first decision is seen. Raises
        InputError where a scenario could not say so, or where no firm of the market has a strategy.
        """
        management = self.model.management
        if management is None:
            raise InputError("levers can only be set in a market with a strategy")
        number = amount(FirmPart, path, value, self.model.scenario.period)
        management.decide(self.number, setting_of(path), number, for_good=True)

    def last(self, name: str) -> float:
        """What the firm counted or booked in the last period: `last("revenue")`, `last("lost")`."""
        row = self.model.records[-1][self.number]
        if name not in row.dtype.names:
            raise InputError(f'nothing is counted as "{name}"', nearest(name, row.dtype.names))
        total = float(row[name].sum())
        return total / 100.0 if name in LINES else total


class Customers:
    """All customers of a market, each turned into an agent when first asked for."""

    def __init__(self, market: "Market") -> None:
        self._market = market
        self._seen: dict[int, Customer] = {}
        self._everybody: Any = None

    def __len__(self) -> int:
        return len(self._market.columns)

    def __getitem__(self, row: int) -> Customer:
        row = range(len(self))[row]
        if row not in self._seen:
            self._seen[row] = Customer(self._market, row)
        return self._seen[row]

    def __iter__(self) -> Iterator[Customer]:
        return (self[row] for row in range(len(self)))

    @property
    def agents(self) -> Any:
        """Everybody, as a Mesa AgentSet in the order of customer numbers."""
        if self._everybody is None:
            self._everybody = mesa.agent.AgentSet(list(self), random=self._market.random)
        return self._everybody
