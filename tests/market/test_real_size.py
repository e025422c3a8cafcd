"""Claims about real size: a few people stand for a large market, and all that is told is that market's."""

import numpy as np
import pytest
from pydantic import TypeAdapter
from tolerances import beyond_luck
from worlds import world

import relsim
from relsim.cli import main
from relsim.errors import InputError
from relsim.scenario.units.amounts import PeopleCount

SEVERAL = ("retention-launch", "two-strategies", "bank-inertia", "leaky-bucket", "complaints-welcome")
MARKETS = 12
TOLD = ("customers", "acquired", "lost", "revenue", "profit", "yearly_retention", "nps")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7 million", 7_000_000),
        ("7,000,000", 7_000_000),
        ("7 Million", 7_000_000),
        ("1.5 thousand", 1500),
        (12, 12),
    ],
)
def test_a_count_may_be_written_in_words(written, read):
    assert TypeAdapter(PeopleCount).validate_python(written) == read


@pytest.mark.parametrize("written", ["7 milion", "0", "-3", "0.5", "1.5555 thousand", True, None])
def test_what_is_no_count_is_refused(written):
    with pytest.raises(ValueError, match=r"expected|greater"):
        TypeAdapter(PeopleCount).validate_python(written)


def test_a_misspelt_word_for_a_large_number_is_told_with_the_nearest():
    with pytest.raises(ValueError, match='did you mean "7 million"'):
        TypeAdapter(PeopleCount).validate_python("7 milion")


def test_more_customers_than_can_be_counted_are_refused_with_the_bound(tmp_path):
    with pytest.raises(InputError, match=r"customers: expected at most 1000000000000, found"):
        world({"customers": 7e30})


def test_more_people_cannot_be_simulated_than_there_are():
    with pytest.raises(InputError, match=r'simulate: there are 1,500 customers.*"1500"'):
        world({"simulate": 1501})


def test_everything_told_is_that_of_the_people_simulated_times_how_many_each_stands_for():
    few = world({"firms.harbour.advertising.spend": "100 per month"}, customers=300, periods=6)
    many = few.changed({"customers": 3000, "simulate": 300, "scale": 10})
    one, other = (relsim.run(market, seed=5) for market in (few, many))
    for name in ("customers", "lost", "purchases", "revenue", "line_advertising", "profit"):
        assert np.allclose(10.0 * one.periods[name], other.periods[name], rtol=1e-12), name
    for name in ("price", "satisfaction", "retention", "nps"):
        assert np.allclose(one.periods[name], other.periods[name], equal_nan=True), name
    assert (10 * one.ladder["customers"] == other.ladder["customers"]).all()
    assert (10 * one.flows["customers"] == other.flows["customers"]).all()
    assert (10 * one.moves["customers"] == other.moves["customers"]).all()
    assert (10 * one.concentration["buyers"] == other.concentration["buyers"]).all()
    assert np.allclose(10.0 * one.outcomes["customer_equity"], other.outcomes["customer_equity"])
    assert np.allclose(one.outcomes["lifetime_value"], other.outcomes["lifetime_value"])


def test_everybody_on_a_rung_is_everybody_in_the_market():
    result = relsim.run(world({"customers": 10_000, "simulate": 300, "periods": 4}))
    sums = result.ladder.groupby(["firm", "period"], observed=True)["customers"].sum()
    assert np.allclose(sums, 10_000)


def test_a_market_that_runs_tells_its_real_size():
    market = relsim.Market(world({"customers": 15_000, "simulate": 300}, periods=3)).run()
    told = market.datacollector.model_vars["harbour_customers"]
    assert told[-1] == market.firms["harbour"].customers > 300
    assert market.firms["harbour"].last("revenue") == pytest.approx(
        market.datacollector.model_vars["harbour_revenue"][-1]
    )


def test_validating_says_for_how_many_each_stands(tmp_path, capsys):
    file = tmp_path / "market.yaml"
    file.write_text("title: x\ncustomers: 7 million\nsimulate: 20,000\nfirms: {one: {price: 10}}\n")
    with pytest.raises(SystemExit):
        main(["validate", str(file)])
    assert "7,000,000 customers, each of 20,000 people simulated for 350" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", [SEVERAL[0], *(pytest.param(one, marks=pytest.mark.slow) for one in SEVERAL[1:])]
)
def test_answers_do_not_depend_on_how_many_are_simulated(name):
    market = relsim.load(name).changed({"periods": 12, "customers": 40_000})
    found = []
    for people in (500, 1000, 2000):
        variant = relsim.Variant.of(market.changed({"simulate": people}))
        rows = relsim.evaluate([variant], MARKETS)
        found.append(rows[rows["firm"] == market.focal_firm][list(TOLD)].to_numpy(float))
    # The people of a small market are among those of a larger one with the same luck, so differences pair.
    for small in found[:2]:
        apart = small - found[2]
        error = beyond_luck(MARKETS) * apart.std(axis=0, ddof=1) / np.sqrt(MARKETS)
        small_change = 0.01 * np.abs(found[2].mean(axis=0))
        assert (np.abs(apart.mean(axis=0)) <= error + small_change).all(), apart.mean(axis=0)
