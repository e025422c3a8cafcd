"""Claims about luck that is drawn ahead: the same numbers, at their places, and the same market."""

import numpy as np
import pytest
from worlds import CONTRACTS, OPEN, differing, finished, world

from relsim import draws
from relsim.engine import foresight
from relsim.engine.foresight import NOWHERE, PLACES, luck_ahead, place_of
from relsim.engine.market import Market, peopled
from relsim.experiments.running import Job, SharedPeople, Variant
from relsim.luck import deeper, deviate, market_key, uniform

ROOT = market_key(1, 0)
PURPOSES = sorted({value for value in vars(draws).values() if isinstance(value, int)})


def foreseeing(scenario):
    people = peopled(scenario, 1, 0)
    return people._replace(ahead=luck_ahead(ROOT, scenario.customers, scenario.periods))


@pytest.mark.parametrize("chosen", [OPEN, CONTRACTS], ids=["open", "contracts"])
@pytest.mark.parametrize("firms", [1, 2, 3])
def test_a_market_with_foresight_is_the_same_to_the_last_bit(chosen, firms):
    offer = {"price": 30, "unit_cost": 12, "start": {"share": 0.25}}
    names = ["harbour", "summit", "valley"][:firms]
    settings = {"mechanisms": chosen, "firms": dict.fromkeys(names, offer)}
    scenario = world(customers=200, periods=12, **settings)
    with_foresight = Market(scenario, people=foreseeing(scenario)).run()
    assert differing(with_foresight, finished(scenario)) == []


def test_every_number_has_a_place_of_its_own():
    places = [place_of(purpose, partner) for purpose in PURPOSES for partner in range(100)]
    found = [place for place in places if place != NOWHERE]
    assert sorted(found) == list(range(PLACES))


def test_the_numbers_are_those_of_their_addresses():
    ahead = luck_ahead(ROOT, 50, 6)
    key = deeper(deeper(ROOT, 4 + 1), 33)
    numbers = ahead[4, 33]
    assert numbers[place_of(draws.MOVING, 0)] == uniform(key, draws.MOVING, 0)
    assert numbers[place_of(draws.DEPARTURE, 1)] == uniform(key, draws.DEPARTURE, 1)
    assert numbers[place_of(draws.QUALITY, 0)] == deviate(key, draws.QUALITY, 0)
    assert numbers[place_of(draws.ANSWER, 1)] == deviate(key, draws.ANSWER, 1)
    assert np.unique(ahead).size == ahead.size


def test_a_large_market_draws_its_luck_when_it_is_needed(monkeypatch):
    monkeypatch.setattr(foresight, "MOST_AHEAD", 299)
    assert luck_ahead(ROOT, 100, 3) is None
    assert luck_ahead(ROOT, 100, 2).shape == (2, 100, PLACES)


def test_policies_share_their_luck_even_where_they_begin_with_other_people():
    scenario = world(customers=60, periods=4)
    others = scenario.changed({"firms.harbour.start.share": "5%"})
    first, other = Variant.of(scenario), Variant("other", others, {})
    shared = SharedPeople(first, Job(1), 0)
    mine, theirs = shared.of(first), shared.of(other)
    assert mine.ahead is theirs.ahead
    assert (mine.columns.rung != theirs.columns.rung).any()
    assert differing(Market(others, people=theirs).run(), finished(others)) == []


def test_agents_have_no_use_for_foresight():
    variant = Variant.of(world(customers=30, periods=3))
    assert SharedPeople(variant, Job(1, "agents"), 0).of(variant).ahead is None
