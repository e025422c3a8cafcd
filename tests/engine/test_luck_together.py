"""Claims about luck that is drawn together: the same numbers, at their places, and the same market."""

import numba
import numpy as np
import pytest
from worlds import CONTRACTS, OPEN, differing, finished, world

from relsim import draws
from relsim.engine.compiled.inlining import make_compilable
from relsim.engine.compiled.luck_together import (
    ABREAST,
    DEVIATES,
    NOWHERE,
    PLACES,
    Foreseen,
    draw_together,
    place_drawn,
)
from relsim.engine.market import Market
from relsim.luck import deeper, deviate, is_in_middle, market_key, uniform
from relsim.rules.rulebook import PLAIN_FUNCTIONS

ROOT = market_key(1, 0)
PERIOD, LASTING = deeper(ROOT, 5), deeper(ROOT, 0)
PURPOSES = sorted({value for value in vars(draws).values() if isinstance(value, int)})
FIRST = 192


@pytest.fixture(scope="module")
def drawing():
    draw = numba.njit(draw_together, _nrt=False, no_cfunc_wrapper=True, error_model="numpy")
    keys, numbers = np.zeros((2, ABREAST), np.uint64), np.full((PLACES, ABREAST), np.nan)
    draw(np.uint64(PERIOD), np.uint64(LASTING), FIRST, keys, numbers)
    return draw, keys, numbers


@pytest.mark.parametrize("chosen", [OPEN, CONTRACTS], ids=["open", "contracts"])
@pytest.mark.parametrize("firms", [1, 2, 3])
@pytest.mark.parametrize("customers", [ABREAST - 1, ABREAST, 2 * ABREAST + 1])
def test_a_market_is_that_of_agents_who_draw_one_by_one_to_the_last_bit(chosen, firms, customers):
    offer = {"price": 30, "unit_cost": 12, "start": {"share": 0.25}}
    names = ["harbour", "summit", "valley"][:firms]
    settings = {"mechanisms": chosen, "firms": dict.fromkeys(names, offer)}
    scenario = world(customers=customers, periods=8, **settings)
    assert differing(finished(scenario), Market(scenario, driver="agents").run()) == []


def test_every_number_has_a_place_of_its_own():
    places = [place_drawn(purpose, partner) for purpose in PURPOSES for partner in range(100)]
    found = [place for place in places if place != NOWHERE]
    assert sorted(found) == list(range(DEVIATES))


def test_every_place_holds_what_is_drawn_at_its_address(drawing):
    _, keys, numbers = drawing
    drawn = {
        place: [uniform(deeper(PERIOD, FIRST + j), purpose, partner) for j in range(ABREAST)]
        for purpose in PURPOSES
        for partner in range(3)
        if (place := place_drawn(purpose, partner)) != NOWHERE
    }
    assert sorted(drawn) == list(range(DEVIATES))
    assert all((numbers[place] == row).all() for place, row in drawn.items())
    assert [int(key) for key in keys[0]] == [deeper(PERIOD, FIRST + j) for j in range(ABREAST)]
    assert [int(key) for key in keys[1]] == [deeper(LASTING, FIRST + j) for j in range(ABREAST)]


def test_normal_deviates_stand_there_for_all_in_the_middle(drawing):
    _, _, numbers = drawing
    asked = [(draws.QUALITY, 0), (draws.ANSWER, 0), (draws.ANSWER, 1)]
    assert PLACES == DEVIATES + len(asked)
    for purpose, partner in asked:
        place = place_drawn(purpose, partner)
        middle = [j for j in range(ABREAST) if is_in_middle(numbers[place, j])]
        expected = [deviate(deeper(PERIOD, FIRST + j), purpose, partner) for j in middle]
        assert 0.8 * ABREAST < len(middle) < ABREAST
        assert [numbers[DEVIATES + place, j] for j in middle] == expected


def test_a_deviate_of_any_purpose_is_that_of_the_key_alone(drawing):
    @numba.njit
    def found(key, numbers, j, purpose, partner):
        return deviate(Foreseen(key, numbers, j), purpose, partner)

    for rule in PLAIN_FUNCTIONS:
        make_compilable(rule)
    _, keys, numbers = drawing
    for purpose in PURPOSES:
        for partner in range(3):
            expected = deviate(int(keys[0, 5]), purpose, partner)
            assert found(keys[0, 5], numbers, 5, purpose, partner) == expected


@pytest.mark.parametrize(
    "asked",
    [
        lambda key: uniform(key ^ 5, 3, 0),
        lambda key: uniform(key + 1, 3, 0),
        lambda key: uniform(key * 3, 3, 0),
        lambda key: uniform(12345, 3, 0),
        lambda key: uniform(deeper(-7, 2), 3, 0),
        lambda key: uniform(deeper(key * 3, 2), 3, 0),
    ],
)
def test_a_key_that_was_reckoned_is_the_same_in_compiled_code(asked):
    for rule in PLAIN_FUNCTIONS:
        make_compilable(rule)
    assert numba.njit(asked)(np.uint64(PERIOD)) == asked(PERIOD)


def test_they_are_drawn_by_instructions_for_vectors(drawing):
    (code,) = drawing[0].inspect_llvm().values()
    assert "vector.body" in code
