"""Claims about who hears whom: everybody hears all neighbours who spoke in the period before."""

from types import SimpleNamespace

import numpy as np
import pytest
from worlds import conduct, world

from relsim.luck import deeper
from relsim.market.network import town_of
from relsim.rules.listening import MOST_VOICES, carry, hear, listen

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
        hear(int(neighbour), int(town.voices[neighbour]), 1.0, key, behaviour, desk)
    return desk


def let_all_be_carried(town, key, behaviour):
    for i in range(CUSTOMERS):
        carry(i, 0, key, town.viewed(), behaviour)


def listened(i, town):
    desk = silent_desk()
    listen(i, 0, town.viewed(), desk)
    return told(desk)


def told(desk):
    """What was heard of each firm, and from whom, if anybody praised it."""
    return [(heard.praise, heard.blame, heard.teller if heard.praise else None) for heard in desk]


@pytest.mark.parametrize("talkative", [0.02, 0.2, 1.0])
def test_everybody_hears_all_neighbours_who_spoke_in_the_period_before(talkative):
    town = town_of(world(customers=CUSTOMERS, network={"kind": "small world"}), 1, 0)
    behaviour = conduct(mean_field=0.0)
    for said in rounds(talkative):
        town.speaking[:] = said
        let_all_be_carried(town, 5, behaviour)
        for i in range(CUSTOMERS):
            asked = heard_by_asking_everybody(i, deeper(5, i), town, behaviour)
            assert listened(i, town) == told(asked)


def test_what_was_listened_to_is_not_heard_again():
    town = town_of(world(customers=CUSTOMERS, network={"kind": "ring"}), 1, 0)
    town.speaking[0] = 1
    carry(0, 0, 5, town.viewed(), conduct(word_of_mouth_hearing_praise=1.0, mean_field=0.0))
    assert [listened(1, town)[0][0] for _ in range(2)] == [1, 0]


def test_where_everybody_hears_the_average_nothing_is_carried():
    town = town_of(world(customers=CUSTOMERS, network={"kind": "ring"}), 1, 0)
    town.speaking[:] = 1
    let_all_be_carried(town, 5, conduct(word_of_mouth_hearing_praise=1.0, mean_field=1.0))
    assert not town.heard["praise"].any()
    assert town.voices.all()


def test_a_crowd_is_heard_as_a_crowd_and_never_as_nobody():
    town = town_of(world(customers=2, network={"kind": "ring", "neighbours": 2}), 1, 0)
    town.heard["praise"][1, 0] = MOST_VOICES - 1
    town.speaking[0] = 1
    for _ in range(3):
        carry(0, 0, 5, town.viewed(), conduct(word_of_mouth_hearing_praise=1.0, mean_field=0.0))
    assert town.heard["praise"][1, 0] == MOST_VOICES
