"""What Mesa's batch runner and plots read of a market: its own data collector, which collects nothing."""

from typing import TYPE_CHECKING, Any

import mesa

from relsim.market.management import customers_of
from relsim.market.real_size import in_real_size
from relsim.vocabulary import BOOKED_PER_UNIT, COST_COLUMNS

if TYPE_CHECKING:
    from relsim.engine.market import Market


class Ledger(mesa.DataCollector):  # type: ignore[misc]
    """What every firm counted and booked, period by period, read from the market's records.

    Variables: `seed`, `replication`, `period`, and for each firm its name with `_customers`, `_acquired`,
    `_lost`, `_revenue` and `_profit`. Nothing needs to be collected; what is asked for is worked out.
    """

    def __init__(self, market: "Market") -> None:
        self._market = market
        super().__init__()
        self.model_reporters = {name: name for name in self.model_vars}

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """The variables so far, each with one value per period."""
        market = self._market
        same = {"seed": market.seed, "replication": market.replication}
        variables = {name: [value] * market.period for name, value in same.items()}
        variables["period"] = list(range(1, market.period + 1))
        for number, firm in enumerate(market.firm_names):
            for name, values in series(market.records[:, number], market.scenario.stands_for).items():
                variables[f"{firm}_{name}"] = values.tolist()
        return variables

    @model_vars.setter
    def model_vars(self, nothing: dict[str, list[Any]]) -> None:
        """Mesa begins with no variables; here they follow from the records."""

    def collect(self, model: "Market") -> None:
        """Nothing needs to be collected."""


def series(records: Any, stands_for: float) -> dict[str, Any]:
    """What one firm's records [period] come to; customers are those at the end of each period."""
    costs = sum(records[name] for name in COST_COLUMNS)
    told = {
        "customers": customers_of(records),
        "acquired": records["acquired"].sum(axis=-1),
        "lost": records["lost"].sum(axis=-1),
        "revenue": records["revenue"] / BOOKED_PER_UNIT,
        "profit": (records["revenue"] - costs) / BOOKED_PER_UNIT,
    }
    return {name: in_real_size(values, stands_for) for name, values in told.items()}
