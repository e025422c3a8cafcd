"""Looking at a simulated market as a firm would that measures what the evidence is about."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from relsim.measures.observables import measured_in
from relsim.measures.purchases import Till
from relsim.measures.records import period_columns, rung_columns
from relsim.questions.fit.spend_later import SpendLater
from relsim.runs.observers import Observer
from relsim.scenario.schema.evident import OF_EACH_CUSTOMER
from relsim.vocabulary import BOOKED_PER_UNIT, PARTNER, PURCHASER

if TYPE_CHECKING:
    from relsim.engine.market import Market


@dataclass(frozen=True)
class Sought:
    """A figure to look for: which measure, of whom, over which periods, counted from 0."""

    measure: str
    firm: str
    segment: str | None
    span: tuple[int, int]


@dataclass(frozen=True)
class Look(Observer):
    """Reports some figures of a market, one row each, and what was bought of one firm if that is `logged`."""

    figures: tuple[Sought, ...]
    logged: str | None = None

    @property
    def key(self) -> str:
        """`look`."""
        return "look"

    def observe(self, market: "Market") -> Generator[None, None, pa.Table]:
        """Count by segment and note purchases while the market runs; measure the rest at the end."""
        segments = SegmentCounts(market) if any(one.segment for one in self.figures) else None
        bought = Bought(market, self.logged) if self.logged is not None else None
        followed = {
            one.firm: SpendLater(market, one.firm) for one in self.figures if one.measure in OF_EACH_CUSTOMER
        }
        while market.running:
            yield
            for each in (segments, bought, *followed.values()):
                if each is not None:
                    each.look(market)
        columns, values = columns_of_market(market), []
        for one in self.figures:
            if one.measure in OF_EACH_CUSTOMER:
                values.append(followed[one.firm].value(one.measure, one.span))
                continue
            chosen = columns if one.segment is None or segments is None else segments.of(one.segment)
            firm = market.firm_names.index(one.firm)
            values.append(measured_in(one.measure, chosen, firm, one.span, market.scenario.period))
        return told(values, bought)


def columns_of_market(market: "Market") -> dict[str, Any]:
    """The columns [period, firm] of the table of periods of a market, and those of its rungs."""
    tallies, each = market.records[np.newaxis], market.scenario.stands_for
    columns = period_columns(tallies, each) | rung_columns(tallies, each)
    return {name: values[0] for name, values in columns.items()}


def told(values: list[float], bought: "Bought | None") -> pa.Table:
    """Figures and purchases in one table: rows of period -1 are figures, in their order."""
    rows = np.array(bought.rows() if bought is not None else np.empty((4, 0)))
    figures = np.array([np.full(len(values), -1.0), np.arange(len(values)), np.ones(len(values)), values])
    period, customer, number, amount = np.hstack([figures, rows])
    return pa.table(
        {
            "period": period.astype(np.int32),
            "customer": customer.astype(np.int32),
            "number": number.astype(np.int32),
            "amount": amount,
        }
    )


class Bought:
    """What was bought of one firm, by period and customer."""

    def __init__(self, market: "Market", firm: str) -> None:
        self._till = Till(market.state.columns.ties[:, market.firm_names.index(firm)])
        self._parts: list[Any] = []

    def look(self, market: "Market") -> None:
        """Note what was bought in the period that is over."""
        number, paid = self._till.since()
        customer = np.flatnonzero(number)
        period = np.full(len(customer), market.period - 1.0)
        self._parts.append(np.array([period, customer, number[customer], paid[customer] / BOOKED_PER_UNIT]))

    def rows(self) -> Any:
        """Period, customer, number and amount of all that was bought."""
        return np.hstack([np.empty((4, 0)), *self._parts])


class SegmentCounts:
    """What is counted for each segment: columns [period, firm] by the name of the segment."""

    NAMES = ("customers", "customers_at_start", "acquired", "lost", "purchases", "revenue")

    def __init__(self, market: "Market") -> None:
        self._segment = market.state.columns.segment.copy()
        self._names = [one.name for one in market.scenario.segments]
        self._till = Till(market.state.columns.ties)
        self._there = self._customers(market)
        self._stands_for = market.scenario.stands_for
        self._parts: list[Any] = []

    def _customers(self, market: "Market") -> Any:
        rung = market.state.columns.rung
        return (rung >= PURCHASER) & (rung <= PARTNER)

    def look(self, market: "Market") -> None:
        """Count the period that is over."""
        before, self._there = self._there, self._customers(market)
        number, paid = self._till.since()
        counts = (
            self._there,
            before,
            self._there & ~before,
            before & ~self._there,
            number,
            paid / BOOKED_PER_UNIT,
        )
        groups = range(len(self._names))
        self._parts.append([[one[self._segment == group].sum(axis=0) for group in groups] for one in counts])

    def of(self, segment: str) -> dict[str, Any]:
        """The columns of one segment."""
        counts = self._stands_for * np.array(self._parts, float)[:, :, self._names.index(segment)]
        return {name: counts[:, place] for place, name in enumerate(self.NAMES)}
