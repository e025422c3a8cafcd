"""Claims about columns: what is written into them is looked at before anybody lives by it."""

import pickle
import time

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.market.columns import HUMAN, TIE

SMALL = {"customers": 60, "periods": 6}
FLOATS = [name for kind in (HUMAN, TIE) for name in kind.names if kind[name].kind == "f"]
OUT_OF_RANGE = {
    "basket": -1.0,
    "channel": 7,
    "community": 2,
    "known": -1,
    "need_rate": -0.5,
    "needs_met_early": -1,
    "praised": 3,
    "reason": 8,
    "recruiter": 60,
    "rung": 99,
    "satisfaction": -0.1,
    "segment": 5,
    "teller": -2,
    "trust": 1.5,
}


def whose(name, row):
    return f"of customer {row}" + (" with harbour" if name in TIE.names else "")


@pytest.mark.parametrize("name", FLOATS)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused_with_its_column_and_customer(name, value):
    market = relsim.Market(world(**SMALL), driver="agents")
    column = getattr(market.columns, name)
    column[(17, 0) if column.ndim == 2 else 17] = value
    with pytest.raises(InputError) as caught:
        market.step()
    assert str(caught.value).startswith(f"market.columns.{name} {whose(name, 17)}: expected a ")
    assert str(caught.value).endswith(f"found {value}")
    assert market.period == 0


@pytest.mark.parametrize("driver", ["compiled", "agents"])
@pytest.mark.parametrize("name", OUT_OF_RANGE)
def test_what_is_out_of_range_is_refused_however_late_it_is_written(name, driver):
    market = relsim.Market(world(**SMALL), driver=driver)
    column = getattr(market.columns, name)
    market.advance(2)
    column[(3, 0) if column.ndim == 2 else 3] = OUT_OF_RANGE[name]
    with pytest.raises(InputError, match=rf"market\.columns\.{name} {whose(name, 3)}: expected a .*number"):
        market.run()
    assert market.period == 2


def test_a_copy_is_looked_at_as_well():
    market = relsim.Market(world(**SMALL), driver="agents")
    market.columns.trust[:] = np.nan
    with pytest.raises(InputError, match=r"market\.columns\.trust"):
        pickle.loads(pickle.dumps(market)).step()


def test_the_first_customer_of_a_large_market_is_named():
    market = relsim.Market(world(customers=9000, periods=2), driver="agents")
    market.columns.trust[8123:, 1] = np.nan
    with pytest.raises(InputError, match="of customer 8123 with summit: expected a number from 0 to 1"):
        market.step()


@pytest.mark.parametrize("name", ["leaky-bucket", "retention-launch", "service-profit-chain"])
def test_a_market_whose_columns_were_only_read_goes_on_as_ever(name):
    scenario = relsim.load(name).scaled_to(200)
    read, alone = relsim.Market(scenario), relsim.Market(scenario).run()
    while read.running:
        assert np.isfinite(read.columns.trust).all()
        read.step()
    assert read.records.tobytes() == alone.records.tobytes()


def test_a_market_that_nobody_touched_is_not_looked_at(monkeypatch):
    def looked(*_):
        pytest.fail("looked at columns that nobody has")

    monkeypatch.setattr("relsim.engine.market.refuse_what_was_written", looked)
    market = relsim.Market(world(**SMALL), driver="agents")
    assert market.customers[3].with_firm("harbour").trust > 0.0
    assert "potential customers" in repr(market) and market._repr_html_()
    assert market.firms["harbour"].customers > 0
    market.run()


def test_a_look_costs_less_than_a_tenth_of_a_second_for_a_hundred_thousand_customers():
    market = relsim.Market("leaky-bucket", customers=100_000, periods=2)
    columns = market.columns
    took = []
    for _ in range(5):
        began = time.process_time()
        relsim.engine.written.refuse_what_was_written(columns, market.firm_names, 1)
        took.append(time.process_time() - began)
    assert min(took) < 0.1
