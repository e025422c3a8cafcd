"""Claims about who hears whom: everybody hears all neighbours who spoke in the period before."""

from types import SimpleNamespace

import numpy as np
import pytest
from worlds import conduct, world

from relsim.luck import deeper
from relsim.market.network import town_of
from relsim.rules.listening import carry, hear, listen

CUSTOMERS = 300


def silent_desk():
    return [SimpleNamespace(praise=0, blame=0, teller=-1, others=0) for _ in range(2)]


def rounds(talkative):
    """Two periods in which this share of everybody speaks, well or badly, of either firm."""
    luck = np.random.default_rng(7)
    for _ in range(2):
        speaks = luck.random(CUSTOMERS) < talkative
        yield np.where(speaks, luck.integers(1, 11, CUSTOMERS), 0)


def heard_by_asking_everybody(i, key, town, behaviour):
    desk = silent_desk()
    for neighbour in town.neighbours[town.first[i] : town.first[i + 1]]:
        hear(int(neighbour), int(town.voices[neighbour]), key, behaviour, desk)
    return desk


@pytest.mark.parametrize("talkative", [0.02, 0.2, 1.0])
def test_everybody_hears_all_neighbours_who_speak_even_after_a_period_of_not_listening(talkative):
    town = town_of(world(customers=CUSTOMERS, network={"kind": "small world"}), 1, 0)
    behaviour = conduct()
    for said in rounds(talkative):
        town.speaking[:] = said
        for i in range(CUSTOMERS):
            carry(i, town.viewed())
    for i in range(CUSTOMERS):
        desk, key = silent_desk(), deeper(5, i)
        listen(i, key, town.viewed(), behaviour, desk)
        asked = heard_by_asking_everybody(i, key, town, behaviour)
        assert [(d.praise, d.blame, d.teller) for d in desk] == [(d.praise, d.blame, d.teller) for d in asked]


def test_what_was_listened_to_is_not_heard_again():
    town = town_of(world(customers=CUSTOMERS, network={"kind": "ring"}), 1, 0)
    behaviour = conduct(word_of_mouth_hearing_praise=1.0)
    town.speaking[0] = 1
    carry(0, town.viewed())
    for expected in (1, 0):
        desk = silent_desk()
        listen(1, deeper(5, 1), town.viewed(), behaviour, desk)
        assert desk[0].praise == expected
