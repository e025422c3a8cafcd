"""A witness tells what one customer did, and changes nothing."""

import numpy as np
import pytest
from worlds import differing, finished, world

from relsim.engine.driver import FIRM_PAYS, as_numbers
from relsim.engine.market import Market
from relsim.engine.witness import Witness
from relsim.vocabulary import column_name

LIVELY = {"firms.harbour.strategy": "relationship", "firms.summit.strategy": "transactional"}


@pytest.fixture(scope="module")
def scenario():
    return world(LIVELY, customers=120, periods=10)


def test_whoever_is_watched_the_market_is_the_same(scenario):
    watched = Market(scenario, driver="agents")
    witness = Witness(watched, 7)
    while watched.running:
        witness.step()
    assert not differing(watched, finished(scenario, driver="agents"))


def test_a_witness_hears_the_same_beside_either_driver(scenario):
    tallies = []
    for driver in ("agents", "compiled"):
        witness = Witness(Market(scenario, driver=driver), 7)
        tallies.append(np.stack([witness.step() for _ in range(scenario.periods)]))
    assert (tallies[0] == tallies[1]).all()


def test_what_all_witnesses_saw_adds_up_to_the_books_of_the_firms(scenario):
    market = Market(scenario, driver="agents")
    witnesses = [Witness(market, row) for row in range(len(market.columns))]
    told = sum(as_numbers(witness.rehearsed()) for witness in witnesses)
    market.step()
    seen = told.view(market.records.dtype).reshape(-1)
    fixed = {column_name(line) for line in FIRM_PAYS} | {"price_ppm"}
    names = [name for name in seen.dtype.names if name not in fixed]
    assert all((seen[name] == market.records[0][name]).all() for name in names)
    assert seen["purchases"].sum() > 0
