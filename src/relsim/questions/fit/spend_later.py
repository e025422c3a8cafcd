"""How much customers spend a year later: net and gross revenue retention, for which each one is followed."""

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.market.population import periods_in_a_year
from relsim.measures.observables import quotient
from relsim.measures.purchases import Till
from relsim.vocabulary import PARTNER, PURCHASER

if TYPE_CHECKING:
    from relsim.engine.market import Market

NET, GROSS = "net_revenue_retention", "gross_revenue_retention"


class SpendLater:
    """What those who were customers of a firm a year before paid then and pay now, period by period.

    Gross counts of nobody more than was paid then; newcomers count in neither.
    """

    def __init__(self, market: "Market", firm: str) -> None:
        self._place = market.firm_names.index(firm)
        self._till = Till(market.state.columns.ties[:, self._place])
        self._before: deque[Any] = deque(maxlen=round(periods_in_a_year(market.scenario)))
        self._sums: list[tuple[float, float, float]] = []

    def look(self, market: "Market") -> None:
        """Sum up the period that is over, and keep it for a year."""
        paid = self._till.since()[1].astype(float)
        then = np.zeros(len(paid))
        if len(self._before) == self._before.maxlen:
            whose, amounts = self._before[0]
            then[whose] = amounts
            is_followed = np.zeros(len(paid), bool)
            is_followed[whose] = True
            now = np.where(is_followed, paid, 0.0)
            self._sums.append((float(then.sum()), float(now.sum()), float(np.minimum(now, then).sum())))
        else:
            self._sums.append((0.0, 0.0, 0.0))
        rung = market.state.columns.rung[:, self._place]
        whose = np.flatnonzero(((rung >= PURCHASER) & (rung <= PARTNER)) | (paid > 0.0))
        self._before.append((whose, paid[whose]))

    def value(self, measure: str, span: tuple[int, int]) -> float:
        """Net or gross revenue retention over the periods of a span that have a year before them."""
        then, net, gross = np.array(self._sums)[slice(*span)].sum(axis=0)
        return quotient(net if measure == NET else gross, then, 0.0)
