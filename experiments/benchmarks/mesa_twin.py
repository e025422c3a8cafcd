"""The default model as a plain Mesa user writes it: agents, methods, `self.random`, a collector.

It shares no behaviour with relsim, only the numbers of a scenario. It knows contract need, captive
choice and every lever of the two strategies. It counts less than relsim (no flows, no tenure table,
no praise heard), which is to its advantage in a comparison of speed.
"""

from math import exp
from types import SimpleNamespace

import mesa
import networkx
from twin_customer import Customer
from twin_numbers import Numbers

from relsim.vocabulary import PARTNER, PURCHASER, RUNGS, Reason, Rung, column_name

REPORTED_REASONS = tuple(Reason)[1:]


class Books:
    """What one firm earned, spent and counted in one period."""

    def __init__(self) -> None:
        self.revenue = self.goods = self.service = self.acquisition = 0.0
        self.retention = self.recovery = self.win_back = self.satisfaction = 0.0
        self.purchases = self.failures = self.complaints = self.recovered = self.contacts = 0
        self.promoters = self.detractors = self.recommenders = 0
        self.lost = [0] * len(Reason)


class Firm:
    """One competitor: its offer in force, its books of the period, its customers by rung.

    The ideas of those who were partners at the end of the last period better its quality.
    """

    def __init__(self, name: str, offer: SimpleNamespace) -> None:
        self.name, self.offer, self.books = name, offer, Books()
        self.rungs = [0] * RUNGS
        self.average_revenue = 0.0
        self.quality, self.rival_pull = offer.service_quality, 0.0

    def open(self, offer: SimpleNamespace) -> None:
        """Begin a period."""
        partners = self.rungs[PARTNER] / max(1, self.customers)
        used = partners / (partners + offer.co_creation_enough)
        missing = 1.0 - offer.service_quality
        self.quality = offer.service_quality + missing * offer.co_creation_ideas * used
        self.offer, self.books, self.rungs = offer, Books(), [0] * RUNGS

    def meet(self, rivals: "list[Firm]", behaviour: SimpleNamespace) -> None:
        """See how strongly rivals pull, by their quality and their advertising."""
        self.rival_pull = sum(
            exp(behaviour.departure_rival_quality * (rival.quality - self.quality))
            * (1.0 + behaviour.departure_rival_advertising * rival.offer.advertising_reach)
            for rival in rivals
        )

    def close(self) -> None:
        """End a period."""
        self.average_revenue = self.books.revenue / max(1, self.customers)

    @property
    def customers(self) -> int:
        """How many customers the firm has."""
        return sum(self.rungs[PURCHASER : PARTNER + 1])

    @property
    def profit(self) -> float:
        """Revenue less everything spent in the period, fixed costs included."""
        books, offer = self.books, self.offer
        spent = books.goods + books.service + books.acquisition + books.retention
        fixed = offer.advertising_spend + offer.loyalty_running_cost + offer.overhead
        return books.revenue - spent - books.recovery - books.win_back - fixed


class TwinMarket(mesa.Model):  # type: ignore[misc]
    """Customers on a small-world network between competing firms."""

    def __init__(self, numbers: Numbers, seed: int = 1) -> None:
        super().__init__(seed=seed)
        self.numbers, self.period = numbers, 0
        self.behaviour = numbers.behaviour[0]
        self.firms = [
            Firm(name, offer) for name, offer in zip(numbers.firm_names, numbers.offers[0], strict=True)
        ]
        self.populate()
        reporters = {}
        for firm in self.firms:
            reporters |= reporters_of(firm)
        self.datacollector = mesa.DataCollector(model_reporters=reporters)

    def populate(self) -> None:
        """Create everybody, their first suppliers and their acquaintances."""
        numbers, luck = self.numbers, self.random
        shares = [segment.share for segment in numbers.segments]
        segments = luck.choices(numbers.segments, shares, k=numbers.customers)
        people = [Customer(self, segment) for segment in segments]
        nobody = max(0.0, 1.0 - sum(numbers.start_shares))
        places = range(len(self.firms) + 1)
        starts = luck.choices(places, [*numbers.start_shares, nobody], k=numbers.customers)
        graph = networkx.watts_strogatz_graph(
            numbers.customers, numbers.neighbours, numbers.rewiring, seed=luck
        )
        for number, (customer, start) in enumerate(zip(people, starts, strict=True)):
            customer.neighbours = [people[other] for other in graph[number]]
            if start < len(self.firms):
                customer.join(start, numbers.founding_prices[start], numbers.year)

    def step(self) -> None:
        """Live through one period: everybody acts on the past, then everybody's words are heard."""
        self.behaviour = self.numbers.behaviour[self.period]
        for firm, offer in zip(self.firms, self.numbers.offers[self.period], strict=True):
            firm.open(offer)
        for firm in self.firms:
            firm.meet([rival for rival in self.firms if rival is not firm], self.behaviour)
        self.agents.do("step")
        self.agents.do("advance")
        for firm in self.firms:
            firm.close()
        self.datacollector.collect(self)
        self.period += 1
        self.running = self.period < self.numbers.periods


def reporters_of(firm: Firm) -> dict:
    """Model reporters of one firm: customers on each rung, revenue, profit, lost by reason."""
    reporters = {f"{firm.name} {column_name(rung)}": lambda _, rung=rung: firm.rungs[rung] for rung in Rung}
    reporters |= {
        f"{firm.name} lost {column_name(reason)}": lambda _, reason=reason: firm.books.lost[reason]
        for reason in REPORTED_REASONS
    }
    reporters[f"{firm.name} revenue"] = lambda _: firm.books.revenue
    reporters[f"{firm.name} profit"] = lambda _: firm.profit
    return reporters
