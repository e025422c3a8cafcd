"""Claims about luck that is drawn ahead: the same numbers, at their places, and the same market."""

import numpy as np
import pytest
from worlds import CONTRACTS, OPEN, differing, finished, world

from relsim import draws
from relsim.engine.compiled import driver as compiled
from relsim.engine.compiled import luck_ahead as foresight
from relsim.engine.compiled.driver import kernel
from relsim.engine.compiled.luck_ahead import NOWHERE, PLACES, luck_ahead, place_drawn_ahead
from relsim.engine.market import Market, peopled
from relsim.luck import deeper, deviate, market_key, uniform
from relsim.runs.replicate import sharing_people
from relsim.runs.variant import Job, Variant

ROOT = market_key(1, 0)
PURPOSES = sorted({value for value in vars(draws).values() if isinstance(value, int)})


def finished_with_foresight(scenario):
    with luck_ahead(ROOT, scenario.customers, scenario.periods) as ahead:
        return Market(scenario, people=peopled(scenario, 1, 0)._replace(ahead=ahead)).run()


def finished_without(scenario, monkeypatch):
    monkeypatch.setattr(foresight, "MOST_AHEAD", 0)
    market = Market(scenario)
    market.advance(1)
    assert market.state.ahead is None
    return market.run()


@pytest.mark.parametrize("chosen", [OPEN, CONTRACTS], ids=["open", "contracts"])
@pytest.mark.parametrize("firms", [1, 2, 3])
def test_a_market_with_foresight_is_the_same_to_the_last_bit(chosen, firms, monkeypatch):
    offer = {"price": 30, "unit_cost": 12, "start": {"share": 0.25}}
    names = ["harbour", "summit", "valley"][:firms]
    settings = {"mechanisms": chosen, "firms": dict.fromkeys(names, offer)}
    scenario = world(customers=200, periods=12, **settings)
    with_foresight = finished_with_foresight(scenario)
    assert differing(with_foresight, finished_without(scenario, monkeypatch)) == []


def test_a_small_market_by_itself_looks_ahead_with_the_kernel_of_those_that_share_their_luck(monkeypatch):
    made = []
    monkeypatch.setattr(compiled, "kernel", lambda *asked: made.append(asked) or kernel(*asked))
    scenario = world(customers=200, periods=12)
    assert differing(finished_with_foresight(scenario), finished(scenario)) == []
    assert made[0] == made[-1]


def test_every_number_has_a_place_of_its_own():
    places = [place_drawn_ahead(purpose, partner) for purpose in PURPOSES for partner in range(100)]
    found = [place for place in places if place != NOWHERE]
    assert sorted(found) == list(range(PLACES))


def test_the_numbers_are_those_of_their_addresses():
    key = deeper(deeper(ROOT, 4 + 1), 33)
    with luck_ahead(ROOT, 50, 6) as ahead:
        numbers = ahead[4, 33]
        assert np.unique(ahead).size == ahead.size
    assert numbers[place_drawn_ahead(draws.MOVING, 0)] == uniform(key, draws.MOVING, 0)
    assert numbers[place_drawn_ahead(draws.DEPARTURE, 1)] == uniform(key, draws.DEPARTURE, 1)
    assert numbers[place_drawn_ahead(draws.QUALITY, 0)] == deviate(key, draws.QUALITY, 0)
    assert numbers[place_drawn_ahead(draws.ANSWER, 1)] == deviate(key, draws.ANSWER, 1)


def test_a_large_market_draws_its_luck_when_it_is_needed(monkeypatch):
    monkeypatch.setattr(foresight, "MOST_AHEAD", 299)
    with luck_ahead(ROOT, 100, 3) as too_much, luck_ahead(ROOT, 100, 2) as enough:
        assert too_much is None
        assert enough.shape == (2, 100, PLACES)


def test_policies_share_their_luck_even_where_they_begin_with_other_people():
    scenario = world(customers=60, periods=4)
    others = scenario.changed({"firms.harbour.start.share": "5%"})
    first, other = Variant.of(scenario), Variant("other", others, {})
    with sharing_people(first, Job(1), 0) as shared:
        mine, theirs = shared.of(first), shared.of(other)
        assert mine.ahead is theirs.ahead
        assert (mine.columns.rung != theirs.columns.rung).any()
        assert differing(Market(others, people=theirs).run(), finished(others)) == []


def test_agents_have_no_use_for_foresight():
    variant = Variant.of(world(customers=30, periods=3))
    with sharing_people(variant, Job(1, "agents"), 0) as shared:
        assert shared.of(variant).ahead is None


def test_the_memory_of_luck_is_used_again_and_a_finished_market_has_let_it_go():
    scenario = world(customers=40, periods=3)
    with sharing_people(Variant.of(scenario), Job(1), 0) as shared:
        people = shared.of(Variant.of(scenario))
        market = Market(scenario, people=people).run()
        assert market.state.ahead is None
        used = people.ahead.base
        with sharing_people(Variant.of(scenario), Job(1), 1) as another:
            assert another.people.ahead.base is not used
    with sharing_people(Variant.of(scenario), Job(1), 2) as later:
        assert any(later.people.ahead.base is memory for memory in (used, another.people.ahead.base))
