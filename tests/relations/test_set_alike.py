"""A lever is the same whoever sets it: the file, a policy, an event of the timeline, or a strategy."""

import pytest
from worlds import differing

import relsim
from relations.markets import SEED, of_focus, over, present_levers, ran, small, value_at, with_event
from relsim.engine.market import Market
from relsim.market.population import periods_in_a_year
from relsim.scenario.facts import Lever, facts_of
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.levers import firm_levers

AT = 3
MOVED = {
    "price": 31.7,
    "unit_cost": 3.3,
    "price_rise": "7% per year",
    "preference": 0.7,
    "retention.ceiling": 0.8,
    "retention.response": 0.9,
    "churn": "2% per month",
    "crm.purchase": 900,
    "crm.running_cost": "55 per month",
    "staff.number": 4,
    "service.quality": 0.37,
}
"""Values of levers on which theory is silent, and of those whose usual ones are too much for some markets."""


class Once(relsim.Strategy):
    """Sets levers once."""

    def __init__(self, changes):
        self.changes = changes

    def decide(self, firm, market):
        if market.period == AT:
            for path, value in self.changes.items():
                firm.set(path, value)


class Keeper(relsim.Strategy):
    """Sets every lever to what it is, every period."""

    def decide(self, firm, market):
        for path in firm_levers(Firm):
            if not path.startswith("moves."):
                firm.set(path, firm.setting(path))


def moved_levers():
    """Every lever with a value that it has nowhere."""
    effects = {path: facts.effect for path, facts in facts_of(Firm, Lever).items()}
    found = {path: effects[path].high for path in firm_levers(Firm) if effects.get(path)} | MOVED
    return {path: value for path, value in found.items() if path in firm_levers(Firm)}


def assert_alike(scenario, changes):
    """What a strategy sets at a time is what an event sets from then on."""
    market = Market(scenario, seed=SEED, strategies={scenario.focal_firm: Once(changes)}).run()
    assert differing(market, ran(with_event(scenario, of_focus(scenario, changes), at=AT))) == [], changes


@over("service-profit-chain", "growing-market")
def test_a_strategy_sets_levers_as_an_event_does(name):
    """To the bit, all at once and one at a time; in their own units, whatever the scale and the time."""
    scenario = small(name)
    assert scenario.scale != 1.0
    assert_alike(scenario, moved_levers())


@over("crm-payback")
@pytest.mark.parametrize(
    "path",
    [
        "price",
        "price_rise",
        "crm.purchase",
        "crm.running_cost",
        "overhead",
        "advertising.spend",
        "loyalty.running_cost",
        "staff.number",
        "contact.frequency",
        "win_back.frequency",
        "service.quality",
    ],
)
def test_a_strategy_sets_one_lever_as_an_event_does(name, path):
    assert_alike(small(name), {path: moved_levers()[path]})


@pytest.mark.parametrize("cost", [{}, {"advertising.contact_cost": 3}])
def test_a_response_takes_the_place_of_the_usual_cost_of_a_contact_not_of_one_that_is_given(cost):
    scenario, response = small("price-rise"), {"advertising.response": 3}
    assert scenario.firms[scenario.focal_firm].advertising.contact_cost > 0
    assert_alike(scenario, cost | response)
    moved = differing(ran(with_event(scenario, of_focus(scenario, cost | response), at=AT)), ran(scenario))
    assert moved, "a response has an effect, or a cost"
    if cost:
        assert_alike(scenario.changed(of_focus(scenario, cost)), response)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("path", sorted(moved_levers()))
def test_every_lever_is_set_alike_alone(path):
    for name in ("price-rise", "co-creation", "service-profit-chain"):
        assert_alike(small(name), {path: moved_levers()[path]})


def test_every_lever_that_is_a_number_is_tried():
    assert {path for path in firm_levers(Firm) if not path.startswith("moves.")} - set(
        moved_levers()
    ) == set()


@over("price-rise", "growing-market", "service-profit-chain")
def test_a_strategy_that_sets_levers_to_what_they_are_changes_nothing(name):
    """A rise of the price, a system that is bought and budgets of a scaled market included."""
    more = {"price_rise": "5% per year", "crm.purchase": 700, "advertising.spend": "300 per month"}
    scenario = small(name)
    scenario = scenario.changed(of_focus(scenario, more) | {"timeline": []})
    market = Market(scenario, seed=SEED, strategies={scenario.focal_firm: Keeper()}).run()
    assert differing(market, ran(scenario)) == []


@over("leaky-bucket", "co-creation")
def test_an_event_that_holds_all_the_time_is_the_setting_itself(name):
    scenario = small(name).changed({"timeline": []})
    changes = of_focus(scenario, moved_levers())
    changes = {path: value for path, value in changes.items() if not path.endswith(".price")}
    always = ran(with_event(scenario, changes))
    assert differing(always, ran(scenario.changed(changes))) == []


@over("two-strategies", "price-rise")
def test_an_event_that_sets_what_is_so_changes_nothing(name):
    scenario = small(name).changed({"timeline": []})
    changes = {
        f"firms.{name}.{path}": value
        for name, firm in scenario.firms.items()
        for path, value in present_levers(firm).items()
        if not path.startswith("moves.")
    }
    assert differing(ran(with_event(scenario, changes, at=AT)), ran(scenario)) == []
    assert differing(ran(scenario.changed(changes)), ran(scenario)) == []


@over("leaky-bucket")
def test_one_event_is_two_that_follow_or_overlap(name):
    scenario = small(name)
    changes = of_focus(scenario, {"price": 27, "contact.frequency": "9 per year", "crm.purchase": 500})
    whole = ran(with_event(scenario, changes, 2, 12))
    for end, begin in ((6, 6), (9, 5)):
        two = with_event(with_event(scenario, changes, 2, end), changes, begin, 12)
        assert differing(ran(two), whole) == []
    apart = with_event(with_event(scenario, changes, 8, 12), of_focus(scenario, {"price": 35}), 2, 5)
    other = with_event(with_event(scenario, of_focus(scenario, {"price": 35}), 2, 5), changes, 8, 12)
    assert differing(ran(apart), ran(other)) == []


@over("leaky-bucket", "two-strategies")
def test_a_planned_rise_is_the_price_set_at_every_anniversary(name):
    scenario = small(name, periods=30).changed({"timeline": []})
    price = scenario.firms[scenario.focal_firm].price
    other = scenario
    for year in range(1, int((scenario.periods - 1) / periods_in_a_year(scenario)) + 1):
        risen = {"price": float(price * (1.0 + 0.0625) ** year)}
        other = with_event(other, of_focus(scenario, risen), at=f"{year} years")
    rising = scenario.changed(of_focus(scenario, {"price_rise": "6.25% per year"}))
    assert differing(ran(rising), ran(other)) == []


@over("co-creation")
def test_a_rule_that_keeps_the_present_value_changes_nothing(name):
    scenario = small(name).changed({"timeline": []})
    for path in ("price_rise", "advertising.spend", "contact.frequency"):
        now = str(value_at(scenario.firms[scenario.focal_firm], path))
        rule = {"rule": "copy the rival", "lever": path, "at_least": now, "at_most": now}
        kept = ran(scenario.changed(of_focus(scenario, {"adapts": [rule]})))
        assert differing(kept, ran(scenario)) == []
