"""Claims about grievances of those who leave: they fade once in every period."""

import pytest
from worlds import HARBOUR, contract_world

from relsim.engine.market import Market
from relsim.vocabulary import LAPSED

AT_THE_END = {"behaviour.departure.price": "100% per month", "behaviour.departure.price_elasticity": 0}
AT_RENEWAL = {"mechanisms.departure": "constant", "firms.harbour.churn": "100% per month"}
FLAWLESS = {"behaviour.departure.estrangement": 0.5, "firms.harbour.service.failures": 0}


def deserted(changes, forgiving="50% per month"):
    """A market whose founding customers, all a little aggrieved, leave in the first period for good."""
    lonely = {"behaviour.choice.intercept": -100, "behaviour.complaints.forgiving": forgiving}
    segments = [{"mobility": 0, "price_sensitivity": {"mean": 9, "spread": 0}}]
    scenario = contract_world(FLAWLESS | lonely | changes, segments=segments, customers=60, periods=2)
    market = Market(scenario, driver="agents")
    market.columns.ties["grievance"][:] = 0.25
    return market


def grievances(market):
    """What those who left harbour hold against it."""
    left = market.columns.rung[:, HARBOUR] == LAPSED
    assert left.sum() > 10
    return set(market.columns.grievance[left, HARBOUR].tolist())


@pytest.mark.parametrize(
    ("leaving", "first", "second"),
    [(AT_THE_END, 0.25 / 2 + 0.5, 0.3125), (AT_RENEWAL, (0.25 + 0.5) / 2, 0.1875)],
    ids=["at the end", "at renewal"],
)
def test_the_grievance_of_a_leaver_fades_once_in_the_period_of_leaving_and_in_every_later_one(
    leaving, first, second
):
    market = deserted(leaving)
    market.step()
    assert grievances(market) == {first}
    market.step()
    assert grievances(market) == {second}


def test_without_forgiving_the_grievance_of_a_leaver_stays():
    market = deserted(AT_THE_END, forgiving="0% per month").run()
    assert grievances(market) == {0.75}
