"""Customers and firms as Mesa agents: thin views on rows of the columns, without state of their own."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import mesa

from relsim.errors import InputError, did_you_mean, nearest, refuse_unknown, value_in_words
from relsim.market.columns import Columns
from relsim.scenario.schema.firm import Firm as FirmPart
from relsim.scenario.schema.levers import lever_number, setting_of
from relsim.vocabulary import (
    BOOKED_PER_UNIT,
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

LINE_COLUMNS = {column_name(line) for line in Line}


class _Numbers:
    """Running numbers per model that, unlike Mesa's own, do not keep finished models alive."""

    def __init__(self) -> None:
        self._counters: WeakKeyDictionary[Any, Iterator[int]] = WeakKeyDictionary()

    def __getitem__(self, model: Any) -> Iterator[int]:
        return self._counters.setdefault(model, count(1))


class View:
    """Something that shows what stands elsewhere: no attribute can be set, so none is set in vain."""

    INSTEAD = ""
    """What to do instead, in words; `{name}` is the attribute."""

    def __setattr__(self, name: str, value: Any) -> None:
        is_of_mesa = name == "pos" or (name in ("model", "unique_id") and name not in self.__dict__)
        if is_of_mesa or name.startswith("_"):
            super().__setattr__(name, value)
        else:
            if hasattr(type(self), "__getattr__"):
                getattr(self, name)  # What a view of columns does not show is told as when it is read.
            kind = type(self).__name__.lower()
            raise AttributeError(f"{name} of a {kind} cannot be set here; {self.INSTEAD.format(name=name)}")


def no_attribute(kind: str, name: str, columns: Mapping[str, Any]) -> AttributeError:
    """The error that says that a view shows no such thing."""
    near = None if name.startswith("_") else nearest(name, columns)
    return AttributeError(f'a {kind} has no "{name}"{did_you_mean(near)}')


class Resident(View, mesa.Agent):  # type: ignore[misc]
    """An agent of a market."""

    _ids = _Numbers()
    model: "Market"

    def remove(self) -> None:
        """Refused: who is in a market is for its scenario to say."""
        raise InputError(f"a {type(self).__name__.lower()} cannot be removed; the scenario says who is there")


class Relationship(View):
    """One customer's relationship with one firm: what the customer feels, has bought and has cost.

    Attributes
    ----------
    rung : Rung
        Where the customer stands on the firm's ladder.
    channel : Channel
        What brought the customer.
    reason : Reason
        Why the relationship ended, if it did.
    money : dict
        The customer's account so far, in the currency of the scenario, by group of lines.
    satisfaction, trust, commitment, bonds, attention, grievance : float
        Feelings, near [0, 1]; so is every other column of `market.columns.ties`.
    """

    INSTEAD = "write to market.columns.{name}[customer, firm] if you mean to change the market"

    _columns: Columns
    _place: tuple[int, int]
    _firm: str

    def __init__(self, market: "Market", row: int, firm: int) -> None:
        self._columns, self._place, self._firm = market.state.columns, (row, firm), market.firm_names[firm]

    def __repr__(self) -> str:
        return f"<relationship of customer {self._place[0]} with {self._firm}: {word(self.rung)}>"

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
        return {word(group): int(tie[column_name(group)]) / BOOKED_PER_UNIT for group in CUSTOMER_GROUPS}

    def __getattr__(self, name: str) -> float:
        columns = self.__dict__.get("_columns")
        known = columns.ties.dtype.fields if columns is not None else {}
        if columns is None or name not in known:
            raise no_attribute("relationship", name, known)
        return float(columns.ties[name][self._place])


class Customer(Resident):
    """One customer of a market, a view on a row of its columns.

    Attributes
    ----------
    row : int
        The number of the customer, from 0.
    firm : str or None
        The firm on whose ladder the customer stands highest.
    rung : Rung
        The highest rung held with any firm; lapsed if only former; else prospect.
    need_rate, basket, price_sensitivity, proneness, values, talkativeness : float
        Lasting traits; so is every other column of `market.columns.people`.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.Market("leaky-bucket", customers=200, periods=6).run()
    >>> customer = market.customers[42]
    >>> customer.rung.name
    'CLIENT'
    >>> 0.0 <= customer.with_firm(customer.firm).trust <= 1.0
    True
    """

    INSTEAD = "write to market.columns.{name}[customer] if you mean to change the market"

    row: int

    def __init__(self, market: "Market", row: int) -> None:
        super().__init__(market)
        self.__dict__.update(row=row, unique_id=len(market.firm_names) + row + 1)

    def __repr__(self) -> str:
        whose = f" of {self.firm}" if self.firm is not None else ""
        return f"<customer {self.row}: {word(self.rung)}{whose}>"

    def step(self) -> None:
        """Live through the period that is on stage (agents driver)."""
        self.model.stage.act(self.row)

    def with_firm(self, name: str) -> Relationship:
        """The relationship with the firm of that name."""
        refuse_unknown("firm", name, self.model.firm_names)
        return Relationship(self.model, self.row, self.model.firm_names.index(name))

    @property
    def firm(self) -> str | None:
        """The firm on whose ladder the customer stands highest, or None."""
        rungs = self.model.state.columns.rung[self.row]
        held = [(int(rung), -f) for f, rung in enumerate(rungs) if PURCHASER <= rung <= PARTNER]
        return self.model.firm_names[-max(held)[1]] if held else None

    @property
    def rung(self) -> Rung:
        """The highest rung held with any firm; lapsed if only former; else prospect."""
        if (firm := self.firm) is not None:
            return self.with_firm(firm).rung
        lapsed = (self.model.state.columns.rung[self.row] == Rung.LAPSED).any()
        return Rung.LAPSED if lapsed else Rung.PROSPECT

    def __getattr__(self, name: str) -> float:
        model = self.__dict__.get("model")
        traits = model.state.columns.people.dtype.fields if model else {}
        if model is None or name not in traits:
            raise no_attribute("customer", name, traits)
        return float(model.state.columns.people[name][self.row])


class Firm(Resident):
    """One firm of a market, with its settings in the current period.

    Attributes
    ----------
    name : str
        What the firm is called in the scenario.
    number : int
        Its place among the firms, from 0.
    customers : int
        How many customers it has now.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.Market("leaky-bucket", customers=200, periods=6)
    >>> market.step()
    >>> firm = market.firms[market.firm_names[0]]
    >>> firm.setting("price") > 0 and firm.last("revenue") > 0
    True
    """

    INSTEAD = 'a strategy sets levers with firm.set("{name}", value), anybody else in the scenario'

    name: str
    number: int

    def __init__(self, market: "Market", name: str) -> None:
        super().__init__(market)
        self.__dict__.update(name=name, number=market.firm_names.index(name))

    def __repr__(self) -> str:
        return f"<firm {self.name}: {self.customers:,} customers>"

    @property
    def customers(self) -> int:
        """How many customers the firm has now."""
        rungs = self.model.state.columns.rung[:, self.number]
        count = int(((rungs >= PURCHASER) & (rungs <= PARTNER)).sum())
        return round(count * self.model.scenario.stands_for)

    def setting(self, path: str) -> float:
        """A lever's value in the current period, as a file or `set` says it: `contact.frequency`.

        A price is that before planned rises, and what is paid as a whole is that of the unscaled market.
        """
        settings = self.model.levers.dtype.names
        if not isinstance(path, str) or setting_of(path) not in settings:
            raise unknown_setting(path, settings)
        t = min(self.model.period, self.model.scenario.periods - 1)
        return float(self.model.levers[t, self.number][setting_of(path)])

    def set(self, path: str, value: Any) -> None:
        """Set a lever for good, from the next period on: `set("price", 28)`, `"2 per month"`.

        It does what an event of the timeline from then on would do. A plain number is per period, and a
        planned rise of the price per year. Every firm decides before the first decision is seen. Raises
        InputError where a scenario could not say so, or where no firm of the market has a strategy.
        """
        management = self.model.management
        if management is None:
            raise InputError("levers can only be set in a market with a strategy")
        number = lever_number(FirmPart, path, value, self.model.scenario.period)
        management.decide(self.number, setting_of(path), number)

    def last(self, name: str) -> float:
        """What the firm counted or booked in the last period: `last("revenue")`, `last("lost")`."""
        if not len(self.model.records):
            raise InputError("nothing is counted yet; let a period pass with market.step()")
        row = self.model.records[-1][self.number]
        if name not in row.dtype.names:
            raise InputError(f'nothing is counted as "{name}"', nearest(str(name), row.dtype.names))
        is_mean = name == "price_ppm" or (name.startswith("staff_") and name.endswith("_ppm"))
        total = float(row[name].sum()) * (1.0 if is_mean else self.model.scenario.stands_for)
        return total / BOOKED_PER_UNIT if name in LINE_COLUMNS else total


def unknown_setting(path: object, settings: tuple[str, ...]) -> InputError:
    """The mistake that says that firms have no such setting."""
    if not isinstance(path, str):
        return InputError(f"path: expected the path of a lever, found {value_in_words(path)}")
    near = nearest(setting_of(path), settings)
    return InputError(f'no lever is called "{path}"', near and near.replace("_", ".", 1))


class CustomerAgents:
    """All customers of a market, each turned into an agent when first asked for."""

    def __init__(self, market: "Market") -> None:
        self._market = market
        self._seen: dict[int, Customer] = {}
        self._everybody: Any = None

    def __len__(self) -> int:
        return len(self._market.state.columns)

    def __getitem__(self, row: int) -> Customer:
        if not hasattr(row, "__index__"):
            raise InputError(f"customers: expected the number of a customer, found {value_in_words(row)}")
        row = range(len(self))[row]
        if row not in self._seen:
            self._seen[row] = Customer(self._market, row)
        return self._seen[row]

    def __iter__(self) -> Iterator[Customer]:
        return (self[row] for row in range(len(self)))

    @property
    def are_agents(self) -> bool:
        """Whether everybody has become an agent."""
        return self._everybody is not None

    @property
    def agents(self) -> Any:
        """Everybody, as a Mesa AgentSet in the order of customer numbers."""
        if self._everybody is None:
            self._everybody = mesa.agent.AgentSet(list(self), random=self._market.random)
        return self._everybody


class AgentsByType(Mapping[type[mesa.Agent], Any]):
    """Mesa's agents of each type; customers become agents when their type is asked for."""

    def __init__(self, market: "Market", known: Mapping[type[mesa.Agent], Any]) -> None:
        self._market, self._known = market, known

    def __getitem__(self, kind: type[mesa.Agent]) -> Any:
        if kind is Customer:
            return self._market.customers.agents
        return self._known[kind]

    def __iter__(self) -> Iterator[type[mesa.Agent]]:
        return iter(dict.fromkeys([Firm, Customer, *self._known]))

    def __len__(self) -> int:
        return len(list(iter(self)))
