"""A price is only a price: whoever changes it moves no cost and no other lever, of any firm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import generated, scenario_of, scenarios

import relsim
from relsim.market.plan import plan_of
from relsim.questions.compare.results import open_results, save
from relsim.runs.design import Sweep
from relsim.scenario.load import adjusted
from relsim.scenario.resolve.presets import PRODUCT_TYPES
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.vary.varied import Varied

DEARER = 1.6
VARIANTS = {"learn", "policies", "baseline", "conditions", "timeline", "optimise", "explore"}
"""What may itself say of a price."""


def derived(product="durables"):
    """A market whose levers come from presets as far as can be."""
    firms = {
        name: {"price": 30, "strategy": strategy, "start": {"share": 0.4}}
        for name, strategy in (("harbour", 0.7), ("summit", "transactional"))
    }
    return scenario_of({"title": "Derived", "periods": 4, "product_type": product, "firms": firms})


def by_policy(scenario, path, price):
    return scenario.changed({"policies": {"dear": {"set": {path: price}}}}).with_policy("dear")


def by_command_line(scenario, path, price):
    return adjusted(scenario, settings={path: price})


def by_condition(scenario, path, price):
    return scenario.changed({"conditions": {"dear": {"set": {path: price}}}}).under_condition("dear")


def by_event(scenario, path, price):
    return scenario.changed({"timeline": [{"at": 0, "set": {path: price}}]})


def by_break_even(scenario, path, price):
    return Varied.between(scenario, path, price / 2, price).at(1.0, None)


def by_sweep(scenario, path, price, tmp_path):
    copy = tmp_path / "market.yaml"
    copy.write_text(scenario.to_yaml(), encoding="utf-8")
    file = tmp_path / "sweep.yaml"
    file.write_text(f"title: Prices\nscenario: market.yaml\nvary: {{{path}: [{price}]}}\n", encoding="utf-8")
    return next(iter(Sweep(relsim.load_experiment(file)))).scenario


WAYS = [by_policy, by_command_line, by_condition, by_event, by_break_even]


def others(scenario):
    """Every lever of every firm and period, but for the prices."""
    levers = plan_of(scenario).levers
    return {name: levers[name] for name in levers.dtype.names if name != "price"}


def assert_only_the_price_moves(scenario, changed, firm, price):
    before, after = others(scenario), others(changed)
    assert [name for name in before if not np.array_equal(before[name], after[name])] == []
    number = list(scenario.firms).index(firm)
    assert (plan_of(changed).levers["price"][:, number] == price).all()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("firm", ["harbour", "summit"])
@pytest.mark.parametrize("product", PRODUCT_TYPES)
def test_presets_do_not_follow_a_price_that_changes(way, firm, product):
    scenario = derived(product)
    price = DEARER * scenario.firms[firm].price
    assert_only_the_price_moves(scenario, way(scenario, f"firms.{firm}.price", price), firm, price)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", shipped_scenarios())
def test_no_other_lever_follows_a_price_in_any_shipped_scenario(way, name):
    data = {key: value for key, value in relsim.load(name).document.data.items() if key not in VARIANTS}
    scenario = scenario_of(data | {"customers": 100, "periods": 3})
    for firm in scenario.firms:
        price = DEARER * scenario.firms[firm].price
        assert_only_the_price_moves(scenario, way(scenario, f"firms.{firm}.price", price), firm, price)


@given(scenarios(), st.sampled_from(WAYS))
@generated(60)
def test_no_other_lever_follows_a_price_in_any_market(market, way):
    scenario = market.changed({"timeline": []})
    firm = list(scenario.firms)[-1]
    price = DEARER * scenario.firms[firm].price
    assert_only_the_price_moves(scenario, way(scenario, f"firms.{firm}.price", price), firm, price)


def test_no_other_lever_follows_a_price_that_is_swept(tmp_path):
    scenario = derived()
    swept = by_sweep(scenario, "firms.harbour.price", 48.0, tmp_path)
    assert_only_the_price_moves(scenario, swept, "harbour", 48.0)


def test_a_strategy_that_is_changed_as_well_is_still_derived_from_the_list_price():
    scenario = derived()
    both = scenario.changed({"firms.summit.strategy": 0.7, "firms.summit.price": 90})
    other = scenario.changed({"firms.summit.strategy": 0.7})
    assert_only_the_price_moves(other, both, "summit", 90)


def test_a_file_with_another_price_has_other_costs():
    data = derived().document.data
    data["firms"]["harbour"]["price"] = 40
    share = PRODUCT_TYPES["durables"]["unit_cost"]
    assert list(plan_of(scenario_of(data)).levers["unit_cost"][0]) == pytest.approx([40 * share, 30 * share])


class Dearer(relsim.Strategy):
    """Raises the price once."""

    def decide(self, firm, market):
        firm.set("price", 90)


def test_a_strategy_in_python_moves_the_price_alone():
    scenario = derived().changed({"customers": 20})
    market = relsim.Market(scenario, strategies={"harbour": Dearer()}, driver="agents").run()
    names = [name for name in market.levers.dtype.names if name != "price"]
    assert (market.levers["price"][1:, 0] == 90).all()
    assert all(len(set(market.levers[name][:, 0])) == 1 for name in names)


def test_saved_results_know_the_list_prices(tmp_path):
    scenario = derived()
    dear = scenario.changed({"firms.harbour.price": 48, "customers": 20})
    save(relsim.run(dear, replications=1, driver="agents"), tmp_path / "kept")
    kept = open_results(tmp_path / "kept").scenario
    assert kept.model_dump() == dear.model_dump()
