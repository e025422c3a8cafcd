"""Claims about markets that grow and turn over: who is there when, and that nobody is lost."""

import numpy as np
import pytest
from worlds import HARBOUR, Market, differing, finished, world

import relsim
from relsim.errors import ScenarioError
from relsim.market.population import populated
from relsim.rules.state import GONE
from relsim.scenario.lint.scenario import warnings
from relsim.vocabulary import MOVED

SETTLED = [{"mobility": 0}]


def changing(population, **settings):
    """A market whose population changes in this way only."""
    size = {"customers": 4000, "periods": 60}
    return world(population={"start": "50%"} | population, **(size | {"segments": SETTLED} | settings))


def there(scenario):
    """How many people are in the market when each period begins."""
    market = Market(scenario)
    numbers = []
    while market.running:
        numbers.append(int((market.columns.arrives <= market.period).sum()))
        market.step()
    return np.array(numbers)


def test_a_market_grows_at_its_rate_until_all_are_there():
    arrives = populated(changing({"growth": "10% per year", "start": "63%"}, customers=20_000), 1, 0).arrives
    present = (arrives[:, None] <= np.arange(60)).sum(axis=0)
    assert present[-1] == 20_000
    yearly = present[12:] / present[:-12]
    assert yearly == pytest.approx(1.1, abs=0.02)


@pytest.mark.slow
def test_whoever_moves_away_is_replaced_on_average():
    numbers = there(changing({"turnover": "20% per year"}, customers=12_000))
    assert numbers == pytest.approx(numbers[0], rel=0.06)
    assert numbers[0] == pytest.approx(6_000, rel=0.03)


def test_a_share_at_the_start_does_not_depend_on_how_long_the_run_is():
    long, short = (
        populated(changing({"growth": "10% per year", "start": "60%"}, periods=periods), 1, 0).arrives
        for periods in (60, 24)
    )
    assert (long == 0).mean() == pytest.approx(0.6, abs=0.03)
    came = short < 24
    assert (long[came] == short[came]).all()
    assert (short[~came] == GONE).all()


def test_without_change_everybody_is_there_and_nothing_is_different():
    plain = world(customers=300, periods=12)
    assert (populated(plain, 1, 0).arrives == 0).all()
    assert differing(finished(plain), finished(plain.changed({"population.start": "100%"}))) == []


def test_nobody_is_a_customer_or_speaks_before_arriving():
    market = Market(changing({"growth": "100% per year", "start": "25%"}, customers=500, periods=24))
    while market.running:
        market.step()
        absent = (market.columns.arrives >= market.period) & (market.columns.arrives != GONE)
        assert absent.any() or market.period > 20
        assert (market.columns.rung[absent] == 0).all()
        assert (market.state.town.speaking[absent] == 0).all()
        assert (market.columns.hearsay[absent] == 0).all()


def test_the_rungs_still_sum_to_all_and_flows_conserve():
    scenario = changing({"growth": "20% per year", "turnover": "30% per year"}, customers=700, periods=24)
    flows = finished(scenario).records["flows"]
    assert (flows.sum(axis=(-1, -2)) == 700).all()
    assert (flows[1:].sum(axis=-1) == flows[:-1].sum(axis=-2)).all()


def test_movers_are_recorded_as_moved():
    market = finished(changing({"turnover": "50% per year"}, customers=500, periods=24))
    gone = market.columns.arrives == GONE
    held = (market.columns.purchases[gone] > 0).any(axis=1)
    assert held.any()
    assert (market.columns.reason[gone] == MOVED).any()
    assert market.records["lost"][:, HARBOUR, MOVED].sum() > 0


def test_both_drivers_leave_the_same_bits_in_a_market_that_changes():
    scenario = changing({"growth": "50% per year", "turnover": "50% per year"}, customers=150, periods=12)
    assert differing(finished(scenario), finished(scenario, driver="agents")) == []


def test_the_same_people_come_under_every_policy():
    policies = {"a": {}, "b": {"set": {"firms.harbour.price": 60}}}
    scenario = changing({"growth": "50% per year"}, customers=300, periods=12, policies=policies)
    one, other = (populated(scenario.with_policy(name), 1, 0).arrives for name in policies)
    assert (one == other).all()
    differences = relsim.compare(scenario.with_policy("a"), policies=["a"], replications=2).differences
    assert (differences["difference"].dropna() == 0).all()


def test_founders_are_the_firms_share_of_those_who_are_there():
    columns = populated(changing({"start": "30%"}), 1, 0)
    present = columns.arrives == 0
    assert (columns.rung[~present] == 0).all()
    assert (columns.rung[present, HARBOUR] > 0).mean() == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize("changes", [{"growth": "10% per year"}, {"turnover": "20% per year"}])
def test_a_market_to_which_newcomers_come_says_how_many_are_there_at_first(changes):
    with pytest.raises(ScenarioError, match=r"population\.start: .* at first.*did you mean \"\d+") as refused:
        world(population=changes, periods=60)
    start = str(refused.value).split('"')[-2]
    assert warnings(world(population=changes | {"start": start}, periods=60)) == []


def test_a_market_in_which_all_have_come_long_before_the_end_is_warned_of():
    early = world(population={"growth": "10% per year", "start": "90%"}, periods=60)
    assert any("all have come after 14 months" in problem.message for problem in warnings(early))


def test_a_market_does_not_grow_backwards():
    with pytest.raises(ScenarioError, match="mobility"):
        changing({"growth": "-2% per year"})
