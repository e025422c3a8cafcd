"""Claims about the memory that is told of a market before it is made."""

from types import SimpleNamespace

import numpy as np
import psutil
import pytest
from worlds import world

import relsim
from relsim.errors import ScenarioError
from relsim.market.columns import HEARD, HUMAN, TIE, blank_ties
from relsim.market.network import town_of, voice_kind
from relsim.measures.climbs import Climbs
from relsim.scenario import memory
from relsim.scenario.memory import needed


def test_it_is_told_of_what_a_market_is_made_of():
    assert memory.CUSTOMER == HUMAN.itemsize + np.dtype(np.int32).itemsize
    assert memory.RELATIONSHIP == TIE.itemsize + HEARD.itemsize
    assert memory.SHARED == HUMAN.itemsize + np.dtype(np.float32).itemsize
    assert town_of(world(customers=20), 1, 0).neighbours.itemsize == memory.NEIGHBOUR


def test_whoever_watches_the_ladder_counts():
    ties = blank_ties(100, 2)
    kept = [each for each in vars(Climbs(ties)).values() if isinstance(each, np.ndarray) and len(each) == 200]
    own = sum(each.itemsize for each in kept if not np.shares_memory(each, ties))
    # Beside it stand the rungs of this period, and those of the year's start.
    assert own + 2 * TIE["rung"].itemsize == memory.WATCHED


@pytest.mark.parametrize("firms", range(1, 33))
def test_a_voice_takes_what_it_takes_in_the_market(firms):
    assert memory.bytes_of_voice(firms) == np.dtype(voice_kind(firms)).itemsize


@pytest.mark.parametrize("kind", sorted(memory.BYTES_TO_DRAW_A_TIE))
def test_many_neighbours_count_in_every_network(kind):
    few, many = (
        needed(world(customers=100_000, network={"kind": kind, "neighbours": number})) for number in (8, 80)
    )
    assert many - few >= 100_000 * 72 * memory.NEIGHBOUR


def test_markets_side_by_side_and_people_that_policies_share_count():
    scenario = world(customers=1_000_000)
    alone, two = needed(scenario), needed(scenario, 2)
    assert two - alone == pytest.approx(alone - needed(world(customers=1)), rel=0.01)
    assert needed(scenario, shared=True) > alone


@pytest.mark.parametrize("start", [relsim.run, relsim.compare])
def test_a_market_for_which_there_is_no_room_is_refused_before_anything_starts(start, monkeypatch):
    scenario = world(customers=100_000, policies={"a": {}, "b": {"set": {"firms.harbour.price": 33}}})
    here = SimpleNamespace(available=300 * 2**20, total=2**40)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: here)
    told = r"100,000 customers would need 0\.4 GiB of memory; this machine has 0\.3 GiB free"
    with pytest.raises(ScenarioError, match=told):
        start(scenario)
