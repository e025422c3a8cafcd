"""Claims about copies: a market that is copied or pickled on its way goes on to the same bits."""

import copy
import pickle
import subprocess
import sys

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.rules.departure import exposure
from relsim.rules.state import AT_END, Chances

WAYS = {"copied": copy.deepcopy, "pickled": lambda market: pickle.loads(pickle.dumps(market))}
DRIVERS = ("compiled", "agents")
SMALL = {"customers": 120, "periods": 6}


class Cutting(relsim.Strategy):
    """Cuts its price a little every period, and remembers how often."""

    def __init__(self):
        self.cuts = 0

    def decide(self, firm, market):
        self.cuts += 1
        firm.set("price", firm.setting("price") * (1 - 0.01 * self.cuts))


def leaving(moment, rung, silence, person, attitude, praise_of_rivals, firm, behaviour):
    """A departure of one's own."""
    if moment != AT_END:
        return Chances(0.0, 0.0, 0.0, 0.0, 0.0)
    return Chances(0.1 * exposure(attitude, behaviour), 0.0, 0.0, 0.0, 0.01)


KINDS = {
    "plain": lambda **how: relsim.Market(world(**SMALL), **how),
    "with staff": lambda **how: relsim.Market("service-profit-chain", **SMALL, **how),
    "with a warm-up": lambda **how: relsim.Market(world(**SMALL, warm_up="3 months"), **how),
    "with a strategy": lambda **how: relsim.Market(world(**SMALL), strategies={"summit": Cutting()}, **how),
    "with a mechanism": lambda **how: relsim.Market(world(**SMALL), mechanisms={"departure": leaving}, **how),
}


def bits(market):
    state = market.state
    parts = (state.records, state.columns.people, state.columns.ties, state.town.voices, state.standings)
    return [np.ascontiguousarray(part).tobytes() for part in parts]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("way", WAYS)
def test_a_copy_goes_on_to_the_same_bits_and_leaves_the_market_alone(kind, driver, way):
    market = KINDS[kind](driver=driver, seed=4)
    market.advance(3)
    customer = market.customers[3]
    before = bits(market)
    other = WAYS[way](market)
    assert bits(other) == before
    other.run()
    assert bits(market) == before != bits(other)
    assert bits(market.run()) == bits(other)
    assert repr(market) == repr(other)
    assert market.customers[3] is customer and customer.model is market
    assert {agent.model for agent in other.agents} == {other}


def test_a_pickled_market_goes_on_in_another_process(tmp_path):
    market = relsim.Market("leaky-bucket", **SMALL, driver="agents")
    market.advance(3)
    (tmp_path / "market").write_bytes(pickle.dumps(market))
    script = (
        "import pickle, sys\n"
        "market = pickle.load(open(sys.argv[1], 'rb')).run()\n"
        "sys.stdout.buffer.write(market.records.tobytes())"
    )
    words = [sys.executable, "-c", script, str(tmp_path / "market")]
    told = subprocess.run(words, capture_output=True, check=True, timeout=200).stdout
    assert told == market.run().records.tobytes()
