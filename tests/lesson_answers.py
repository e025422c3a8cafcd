"""Numbers that lessons quote from other answers than comparisons: marginal costs, a fit, bounds of a key."""

from functools import cache

import relsim
from relsim.scenario.resolve.shipped import find_scenario
from relsim.scenario.units.quantities import read_quantity

QUOTED = ("marginal", "equity_per_cost")
"""The columns of marginal costs that lessons quote."""


@cache
def marginal_costs_of(name):
    """What one more customer costs, and what the next euro does, by purpose, as `relsim marginal` tells."""
    answer = relsim.marginal_costs(relsim.load(name), replications=80)
    return answer.table.set_index("purpose")


def of_margins(name):
    """The numbers of marginal costs that lessons quote, and how dear winning is beside keeping."""
    table = marginal_costs_of(name)
    costs = table["marginal"]
    return [*table[list(QUOTED)].to_numpy().ravel(), costs["acquire"] / costs["retain"]]


def of_a_fit(name):
    """The estimates of a fit to the log that a lesson names."""
    log = find_scenario(name).parent / "data" / "supermarket.csv"
    fitted = relsim.fit(relsim.load(name), log, draws=512, seed=1)
    told = (read_quantity(row["estimate"]) for row in fitted.figures["values"])
    return [one.amount for one in told if one is not None]


def of_strategies(name):
    """The greatest strategy that a firm of a lesson may have, of some in tenths."""
    market = relsim.load(name)
    path = f"firms.{market.focal_firm}.strategy"
    return [max(tenths / 10 for tenths in range(21) if is_accepted(market, {path: tenths / 10}))]


def is_accepted(market, changes):
    """Whether a market may have these values."""
    try:
        market.changed(changes)
    except relsim.InputError:
        return False
    return True


OTHER_ANSWERS = {
    "cost-ratios": of_margins,
    "from-log-to-market": of_a_fit,
    "transactional-vs-relationship": of_strategies,
}
"""What tells numbers that no comparison of a lesson tells: relsim marginal, relsim fit, a key's bounds."""
