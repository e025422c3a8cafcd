"""Claims about the people of a page: they come back to the last bit, and take little room."""

import base64
from typing import Any

import numpy as np
import pytest
from explore.test_parts import NODE, PARTS, asked_of_module
from hypothesis import given
from hypothesis import strategies as st
from worlds import world

import relsim
from relsim.draws import BASKET
from relsim.engine.market import peopled
from relsim.luck import deeper, market_key, uniform
from relsim.market.columns import HUMAN, TIE, Columns
from relsim.questions.explore.crowd import Crowds, as_whole, distances
from relsim.questions.explore.packing import Parcel
from relsim.scenario.scenario import Scenario

pytestmark = pytest.mark.skipif(NODE is None, reason="no node here runs parts of the page")

CROWD = PARTS / "crowd.mjs"


def come_back(columns: Columns, key: int) -> list[bytes]:
    """People and ties as a page makes them of what it is told."""
    parcel = Parcel()
    crowds = Crowds(parcel)
    crowds.put(columns, key)
    arrays = [parcel.put(one) for one in (columns.people, columns.ties)]
    assert len(crowds.told) == 1
    call = [parcel.letters(), parcel.parts, crowds.told[0], arrays]
    return [base64.b64decode(one) for one in asked_of_module(CROWD, "peopleOf", [call])[0]]


def begun(scenario: Scenario) -> Columns:
    """Everybody before the first period, the time in which a market warms up included."""
    return relsim.Market(scenario, seed=3).state.columns


@pytest.mark.parametrize("customers", [1, 2, 5, 401])
@pytest.mark.parametrize(
    "name", ["retention-launch", "whose-customers", "from-log-to-market", "growing-market"]
)
def test_people_and_ties_come_back_to_the_last_bit(name, customers):
    market = relsim.load(name).changed({"periods": 6})
    columns = begun(market.scaled_to(customers) if customers > 5 else market.scaled_to(40))
    columns = Columns(columns.people[:customers].copy(), columns.ties[:customers].copy())
    key = deeper(market_key(3, 0), 0)
    assert come_back(columns, key) == [columns.people.tobytes(), columns.ties.tobytes()]


def any_records(record: Any, shape: tuple[int, ...], luck: np.random.Generator) -> Any:
    """Records of bytes that luck draws, numbers that are none and infinite ones among them."""
    return np.frombuffer(luck.bytes(int(np.prod(shape)) * record.itemsize), record).reshape(shape).copy()


@pytest.mark.slow
@pytest.mark.parametrize("firms", [1, 3])
def test_records_without_any_order_come_back_too(firms):
    luck = np.random.default_rng(firms)
    columns = Columns(any_records(HUMAN, (97,), luck), any_records(TIE, (97, firms), luck))
    columns.people["basket"][:4] = [0.0, -0.0, np.inf, -np.inf]
    assert come_back(columns, 7) == [columns.people.tobytes(), columns.ties.tobytes()]


def test_a_page_draws_the_luck_of_the_command_line():
    keys = [deeper(market_key(seed, 0), 0) for seed in (1, 2, 2**64 - 1)]
    calls = [[str(key), 500, purpose] for key in keys for purpose in (1, BASKET, 255)]
    for (key, count, purpose), told in zip(calls, asked_of_module(CROWD, "luckOf", calls), strict=True):
        below = [deeper(int(key), number) for number in range(count)]
        assert told == [uniform(one, purpose, 0) for one in below]


@pytest.mark.slow
def test_people_whom_luck_has_drawn_take_a_fifth_of_what_their_numbers_take():
    market = world({"firms.harbour.start.share": 0.3}, customers=3_000)
    columns, numbers, curves = peopled(market, 1, 0).columns, Parcel(), Parcel()
    Crowds(curves).put(columns, deeper(market_key(1, 0), 0))
    numbers.put(columns.people)
    numbers.put(columns.ties)
    assert len(curves.letters()) < len(numbers.letters()) / 5


@given(st.lists(st.floats(width=32), min_size=1, max_size=40))
def test_distances_are_as_many_as_the_values_and_fit_into_32_bits(values):
    column = np.array(values, np.float32)
    told = as_whole(distances(column, np.linspace(0.1, 0.9, len(values))))
    assert told.dtype == np.uint32 and told.shape == column.shape
