"""Claims about the ready mixes of reasons: shares and total come out, and the file's own values win."""

import pytest
from worlds import HARBOUR, contract_world, finished, world

from relsim.errors import ScenarioError
from relsim.scenario.resolve.mixes import MIXES
from relsim.vocabulary import Reason, column_name

TOTAL = 0.25


def mixed(name, build=world, **own):
    departure = {"mix": name, "total": f"{TOTAL:.0%} per year"} | own
    return build(behaviour={"departure": departure}, customers=6000)


@pytest.mark.parametrize("name", MIXES)
@pytest.mark.parametrize("build", [world, contract_world])
def test_reasons_come_out_near_the_mix_and_leavers_near_the_total(name, build):
    market = finished(mixed(name, build))
    losses = market.records["lost"][:, HARBOUR].sum(axis=0)
    weights = MIXES[name]
    for reason in list(Reason)[1:]:
        expected = weights.get(column_name(reason), 0) / sum(weights.values())
        assert losses[reason] / losses.sum() == pytest.approx(expected, abs=0.1), reason
    monthly = losses.sum() / market.records["exposed"][:, HARBOUR].sum()
    assert 1 - (1 - monthly) ** 12 == pytest.approx(TOTAL, rel=0.25)


def test_a_mix_sets_mobility_and_leaves_what_the_file_says():
    scenario = mixed("textbook", neglect="1% per year")
    assert str(scenario.behaviour.departure.neglect) == "1% per year"
    assert scenario.behaviour.departure.competitor.amount == 0
    assert 0 < scenario.segments[0].mobility.per_period("year") < 0.02


def test_a_policy_may_bring_another_mix():
    scenario = mixed("textbook")
    other = scenario.changed({"behaviour.departure.mix": "keaveney"})
    assert other.behaviour.departure.price.amount > scenario.behaviour.departure.price.amount
    assert other.behaviour.departure.neglect.amount < scenario.behaviour.departure.neglect.amount


@pytest.mark.parametrize(
    "departure", [{"mix": "folklore"}, {"mix": ["textbook"]}, {"mix": "textbook", "total": "200% per year"}]
)
def test_an_impossible_mix_is_refused_at_its_place(departure):
    with pytest.raises(ScenarioError, match="departure"):
        world(behaviour={"departure": departure})
