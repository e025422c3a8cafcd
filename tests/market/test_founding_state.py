"""Claims about how everybody feels when a scenario begins, and about where feelings start to count."""

import numpy as np
import pytest
from worlds import conduct, feeling, offer, person, world

from relsim.errors import ScenarioError
from relsim.market.population import populated
from relsim.rules.care import at_risk
from relsim.rules.departure import unshielded
from relsim.rules.word_of_mouth import BLAMING, network
from relsim.vocabulary import CLIENT, PROSPECT, PURCHASER

FEELINGS = ("satisfaction", "trust")


def settled(changes):
    """The relationships of a market before its first period."""
    scenario = world({f"behaviour.{path}": value for path, value in changes.items()}, customers=2000)
    return populated(scenario, 1, 0)


@pytest.mark.parametrize("name", FEELINGS)
def test_founders_feel_at_least_the_least_and_at_most_the_whole_range_more(name):
    columns = settled({f"founders.{name}": 0.2, f"founders.{name}_range": 0.5})
    found = columns.ties[name][columns.rung == CLIENT]
    assert found.min() == pytest.approx(0.2, abs=0.01)
    assert found.max() == pytest.approx(0.7, abs=0.01)


def test_founders_commit_as_far_as_they_are_prone():
    columns = settled({"founders.commitment": 0.3, "founders.commitment_range": 0})
    customers, firms = np.nonzero(columns.rung == CLIENT)
    expected = 0.3 * columns.proneness[customers]
    assert columns.commitment[customers, firms] == pytest.approx(expected, rel=1e-5)


def test_founders_have_been_customers_for_as_long_as_is_said():
    new, old = (settled({"founders.years": years}) for years in (1, 6))
    ages = [-columns.acquired_at[columns.rung == CLIENT] for columns in (new, old)]
    assert ages[0].mean() == pytest.approx(12, rel=0.1)
    assert ages[1].mean() == pytest.approx(72, rel=0.1)
    capped = settled({"founders.longest": 0.5})
    assert (-capped.acquired_at[capped.rung == CLIENT]).max() == 7


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_founders_who_came_last_have_bought_once(share):
    columns = settled({"founders.purchasers": share})
    once, often = columns.rung == PURCHASER, columns.rung == CLIENT
    assert once.sum() / (once | often).sum() == pytest.approx(share, abs=0.03)
    assert (columns.purchases[once] == 1).all()
    assert (columns.purchases[often] == 2).all()
    if once.any() and often.any():
        assert columns.acquired_at[once].min() >= columns.acquired_at[often].max()


@pytest.mark.parametrize("name", FEELINGS)
def test_strangers_feel_what_is_said(name):
    columns = settled({f"strangers.{name}": 0.9})
    assert columns.ties[name][columns.rung == PROSPECT] == pytest.approx(0.9)


def test_feelings_beyond_the_scale_are_refused():
    with pytest.raises(ScenarioError, match="satisfaction and its range sum to 1"):
        world({"behaviour.founders.satisfaction": 0.9})


def test_thresholds_of_feelings_are_those_of_the_scenario():
    sore = feeling(grievance=0.4, satisfaction=0.9)
    assert at_risk(sore, 0, offer(targeting_risk_grievance=0.3))
    assert not at_risk(sore, 0, offer(targeting_risk_grievance=0.5))
    assert (
        unshielded(feeling(satisfaction=0.8, commitment=0.0, bonds=0.0), conduct(departure_contentment=0.8))
        == 0.0
    )
    heard = [
        network(CLIENT, person(), sore, 0.0, offer(), conduct(word_of_mouth_aggrieved=at))
        for at in (0.3, 0.5)
    ]
    assert heard[0] == BLAMING != heard[1]
