"""Claims about firms that set their levers anew: by rules in the scenario, or by a class in Python."""

import numpy as np
import pandas as pd
import pytest
from worlds import HARBOUR, SUMMIT, differing, finished, total, world

import relsim
from relsim.engine.market import Market
from relsim.errors import InputError, ScenarioError
from relsim.market.plan import plan_of
from relsim.vocabulary import BOOKED_PER_UNIT

SPENDER = {"rule": "share of revenue", "lever": "advertising.spend", "share": "5%"}
CARER = {
    "rule": "react to churn",
    "lever": "contact.frequency",
    "churn": "2% per month",
    "at_least": 0,
    "at_most": "2 per month",
    "speed": "50% per month",
}
COPIER = {"rule": "copy the rival", "lever": "service.quality", "speed": "25% per month"}
FIGHTER = {"rule": "match the price", "undercut": "2%", "at_least": 20}


def adapting(*rules, firm="harbour", **settings):
    """A small market in which one firm follows these rules."""
    size = {"customers": 300, "periods": 12}
    return world({f"firms.{firm}.adapts": list(rules)}, **(size | settings))


def lever(market: Market, name: str, firm: int = HARBOUR) -> np.ndarray:
    """A lever in every period, as it was in force."""
    return market.plan.firms[name][:, firm]


def test_both_drivers_leave_the_same_bits_with_every_rule_at_work():
    scenario = adapting(SPENDER, CARER, COPIER, FIGHTER).changed(
        {"firms.summit.adapts": [FIGHTER | {"undercut": "1%"}], "firms.summit.service.quality": 0.8}
    )
    fast = finished(scenario)
    assert differing(fast, finished(scenario, driver="agents")) == []
    changing = Market(scenario)
    changing.advance(5)
    changing.driver = "agents"
    assert differing(fast, changing.run()) == []


def test_a_share_of_revenue_is_spent_and_booked():
    market = finished(adapting(SPENDER))
    revenue = market.records["revenue"][:, HARBOUR] / BOOKED_PER_UNIT
    assert lever(market, "advertising_spend")[1:] == pytest.approx(0.05 * revenue[:-1])
    booked = market.records["advertising"][:, HARBOUR] / BOOKED_PER_UNIT
    assert booked == pytest.approx(lever(market, "advertising_spend"), abs=0.006)
    assert booked[0] == 0
    assert (lever(market, "advertising_reach")[1:] > 0).all()


def test_bounds_of_a_budget_hold_and_grow_with_the_market():
    bounded = adapting(SPENDER | {"at_least": "100 per month", "at_most": "150 per month"})
    spent = lever(finished(bounded), "advertising_spend")
    assert set(spent[1:]) & {100.0, 150.0}
    assert ((spent[1:] >= 100) & (spent[1:] <= 150)).all()
    double = lever(finished(bounded.scaled_to(600)), "advertising_spend")
    assert ((double[1:] >= 200) & (double[1:] <= 300)).all()


def test_contact_rises_while_too_many_leave_and_falls_while_they_stay():
    market = finished(adapting(CARER, customers=1000, periods=24))
    lost, exposed = (market.records[name][:, HARBOUR].sum(-1) for name in ("lost", "exposed"))
    churn = np.array(
        [lost[max(0, t - 2) : t + 1].sum() / exposed[max(0, t - 2) : t + 1].sum() for t in range(24)]
    )
    steps = np.diff(lever(market, "contact_frequency"))
    assert (steps[churn[:-1] > 0.02] > 0).all()
    assert (steps[churn[:-1] <= 0.02] <= 0).all()
    assert (steps > 0).any()
    assert lever(market, "contact_frequency").max() < 2


def test_a_firm_that_reacts_to_churn_loses_a_smaller_share():
    eager = CARER | {"churn": "0% per month", "speed": "100% per month", "at_most": "1 per month"}
    scenario = adapting(eager, customers=3000, periods=24)
    heedless = scenario.changed({"firms.harbour.adapts": []})
    with_rule, without = (
        total(market, "lost") / total(market, "exposed") for market in map(finished, (scenario, heedless))
    )
    assert with_rule < 0.9 * without


def test_a_copied_lever_comes_nearer_each_period():
    market = finished(adapting(COPIER).changed({"firms.summit.service.quality": 0.9}))
    gaps = 0.9 - lever(market, "service_quality")
    assert gaps == pytest.approx(0.2 * 0.75 ** np.arange(12))


@pytest.mark.slow
def test_a_named_rival_is_watched_instead_of_the_largest():
    third = {"price": 30, "unit_cost": 12, "service": {"quality": 0.3}}
    copier = COPIER | {"rival": "valley", "speed": "100% per month"}
    firms = world(customers=300, periods=12).document.data["firms"] | {"valley": third}
    scenario = world({"firms.summit.service.quality": 0.9}, customers=300, periods=12, firms=firms)
    scenario = scenario.changed({"firms.harbour.adapts": [copier]})
    assert (lever(finished(scenario), "service_quality")[1:] == 0.3).all()
    largest = scenario.changed({"firms.harbour.adapts": [COPIER | {"speed": "100% per month"}]})
    assert (lever(finished(largest), "service_quality")[1:] == 0.9).all()


def test_two_firms_that_undercut_each_other_fight_a_price_war_down_to_their_floors():
    war = {"firms.harbour.adapts": [FIGHTER], "firms.summit.adapts": [FIGHTER | {"at_least": 24}]}
    market = finished(world(war, customers=300, periods=40))
    ours, theirs = lever(market, "price"), lever(market, "price", SUMMIT)
    assert (np.diff(ours) <= 0).all()
    assert (ours[-1], theirs[-1]) == (pytest.approx(24 * 0.98), 24)
    peace = finished(world(customers=300, periods=40))
    for firm in (HARBOUR, SUMMIT):
        margin, before = (total(m, "revenue", firm) - total(m, "goods", firm) for m in (market, peace))
        assert margin < before


@pytest.mark.parametrize("rule", [{"rule": "match the price"}, COPIER | {"lever": "price"}])
def test_who_follows_a_price_stops_at_unit_cost_unless_told(rule):
    selling_off = {"firms.summit.price": 5, "firms.harbour.unit_cost": 18}
    rule = rule | {"speed": "100% per month"}
    assert lever(finished(adapting(rule).changed(selling_off)), "price")[-1] == 18
    told = rule | {"at_least": 9}
    assert lever(finished(adapting(told).changed(selling_off)), "price")[-1] == 9


def test_a_price_below_cost_is_not_raised_by_following_a_lower_one():
    below = {"firms.harbour.price": 10, "firms.summit.price": 5}
    assert (lever(finished(adapting({"rule": "match the price"}).changed(below)), "price") == 10).all()


def test_a_price_is_not_followed_upwards():
    market = finished(adapting(FIGHTER).changed({"firms.summit.price": 60}))
    assert (lever(market, "price") == 30).all()


def test_a_war_can_be_an_event_after_which_the_planned_price_returns():
    event = {"at": 3, "until": 8, "set": {"firms.harbour.adapts": [FIGHTER]}}
    price = lever(finished(world(customers=200, periods=12, timeline=[event])), "price")
    assert price[:3].tolist() == [30] * 3
    assert price[3:8] == pytest.approx([29.4] * 5)
    assert price[8:].tolist() == [30] * 4


def test_a_firm_without_a_rival_copies_nobody():
    alone = {"price": 30, "adapts": [COPIER, FIGHTER], "start": {"share": 0.5}}
    market = finished(world(customers=100, periods=6, firms={"harbour": alone}))
    assert len(set(lever(market, "service_quality"))) == len(set(lever(market, "price"))) == 1


@pytest.mark.parametrize(
    ("rule", "path", "message", "suggestion"),
    [
        (SPENDER | {"lever": "advertising.spent"}, "lever", "no lever is called", "advertising.spend"),
        (SPENDER | {"lever": "start.share"}, "lever", "no lever is called", None),
        (CARER | {"at_most": "2"}, "at_most", "has no time unit", "2 per year"),
        (COPIER | {"at_most": 3}, "at_most", "expected a share", "3%"),
        (SPENDER | {"at_most": 900}, "at_most", "900 has no time unit", "900 per month"),
        (COPIER | {"rival": "sumit"}, "rival", "no rival is called", "summit"),
        (COPIER | {"rival": "harbour"}, "rival", "no rival is called", None),
        (COPIER | {"share": "5%"}, "share", "takes no share", None),
        (FIGHTER | {"lever": "overhead"}, "lever", "moves the price", "price"),
        (CARER | {"at_least": "3 per month"}, "at_least", "3 per month is above at_most", None),
        ({"rule": "copy the rival"}, "", "needs lever", None),
        ({"rule": "share of revenue", "lever": "price"}, "", "needs share", None),
        (
            {"rule": "copy the rivals", "lever": "price"},
            "rule",
            "expected share of revenue",
            "copy the rival",
        ),
    ],
    ids=str,
)
def test_a_wrong_rule_is_refused_at_its_place(rule, path, message, suggestion):
    with pytest.raises(ScenarioError) as caught:
        adapting(rule)
    problem = caught.value.problems[0]
    assert problem.path == ".".join(filter(None, ["firms.harbour.adapts.0", path]))
    assert message in problem.message
    assert problem.suggestion == suggestion


class Discounter(relsim.Strategy):
    """Lowers the price as long as it keeps losing customers."""

    def __init__(self):
        self.cuts = 0

    def decide(self, firm, market):
        if firm.last("lost") > firm.last("acquired"):
            self.cuts += 1
            firm.set("price", 0.97 * firm.setting("price"))


class Sleeper(relsim.Strategy):
    """Does nothing at all."""

    def decide(self, firm, market):
        pass


def test_a_strategy_that_does_nothing_changes_nothing():
    scenario = world(customers=300, periods=12)
    asleep = finished(scenario, strategies={"harbour": Sleeper()})
    assert differing(asleep, finished(scenario)) == []


def test_a_strategy_leads_its_firm_in_both_drivers_alike():
    scenario = world({"behaviour.choice.intercept": -6}, customers=300, periods=12)
    led = finished(scenario, strategies={"harbour": Discounter()})
    assert differing(led, finished(scenario, strategies={"harbour": Discounter()}, driver="agents")) == []
    records = led.records
    shrank = records["lost"][:-1, HARBOUR].sum(-1) > records["acquired"][:-1, HARBOUR].sum(-1)
    assert shrank.any()
    assert lever(led, "price") == pytest.approx(30 * 0.97 ** np.append(0, np.cumsum(shrank)))
    assert (lever(led, "price", SUMMIT) == 30).all()


def test_every_market_gets_a_strategy_as_it_was_handed_in():
    scenario = world({"behaviour.choice.intercept": -6}, customers=300, periods=12)
    own = Discounter()
    both = relsim.run(scenario, replications=2, strategies={"harbour": own})
    assert own.cuts == 0
    second = finished(scenario, replication=1, strategies={"harbour": own})
    assert second.strategies["harbour"].cuts > 0
    counted = both.periods.query("replication == 1 and firm == 'harbour'")["revenue"]
    assert counted.to_numpy() == pytest.approx(second.records["revenue"][:, HARBOUR] / BOOKED_PER_UNIT)


def test_strategies_take_part_in_comparisons():
    scenario = world(customers=200, periods=6, policies={"a": {}, "b": {"set": {"firms.harbour.price": 33}}})
    own = {"summit": Discounter()}
    comparison = relsim.compare(scenario, replications=2, strategies=own)
    alone = relsim.run(scenario.with_policy("b"), replications=2, strategies=own)
    within = comparison.periods.query("policy == 'b'").drop(columns="policy").reset_index(drop=True)
    pd.testing.assert_frame_equal(within, alone.periods.drop(columns="policy"), check_exact=True)


class Rash(relsim.Strategy):
    """Sets a lever to a value, once."""

    def __init__(self, path, value):
        self.path, self.value = path, value

    def decide(self, firm, market):
        if market.period == 1:
            firm.set(self.path, self.value)


@pytest.mark.parametrize(
    ("path", "value", "setting", "expected"),
    [
        ("contact.frequency", 0.5, "contact_frequency", 0.5),
        ("contact.frequency", "6 per year", "contact_frequency", 0.5),
        ("overhead", 250, "overhead", 250.0),
        ("overhead", "3,000 per year", "overhead", 250.0),
        ("coupon.share", "20%", "coupon_share", 0.2),
        ("staff.number", 3, "staff_number", 3.0),
    ],
)
def test_a_strategy_writes_values_as_a_file_does_or_as_numbers_per_period(path, value, setting, expected):
    market = finished(world(customers=50, periods=4), strategies={"harbour": Rash(path, value)})
    assert lever(market, setting)[0] == 0
    assert (lever(market, setting)[1:] == expected).all()
    assert market.firms["harbour"].setting(path) == expected


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("prize", 3, "price"),
        ("price", 0, "above zero"),
        ("coupon.discount", 0.99, "at most 0.95"),
        ("contact.frequency", -1, "zero or more"),
        ("contact.frequency", "often", "a count per time"),
        ("overhead", "1000", 'did you mean "1000 per month"'),
        ("overhead", -1, "zero or more"),
    ],
)
def test_what_a_file_could_not_say_a_strategy_cannot_set(path, value, message):
    with pytest.raises(InputError, match=message):
        finished(world(customers=50, periods=4), strategies={"harbour": Rash(path, value)})


class Watcher(relsim.Strategy):
    """Remembers what it saw of a rival's price when deciding, and raises its own."""

    def __init__(self):
        self.seen = []

    def decide(self, firm, market):
        rival = next(other for other in market.firms.values() if other is not firm)
        self.seen.append(rival.setting("price"))
        firm.set("price", firm.setting("price") + 1)


def test_no_firm_sees_what_another_decides_in_the_same_period():
    both = {"harbour": Watcher(), "summit": Watcher()}
    market = finished(world(customers=50, periods=5), strategies=both)
    assert market.strategies["harbour"].seen == market.strategies["summit"].seen == [30, 31, 32, 33]


def test_a_strategy_for_nobody_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match='did you mean "harbour"'):
        Market(world(customers=50), strategies={"harbor": Sleeper()})


def test_a_lever_cannot_be_set_where_nobody_has_a_strategy():
    with pytest.raises(InputError, match="with a strategy"):
        Market(world(customers=50)).firms["harbour"].set("price", 3)


def test_what_is_not_counted_is_refused_with_the_nearest_name():
    market = finished(world(customers=50, periods=2))
    with pytest.raises(InputError, match='did you mean "revenue"'):
        market.firms["harbour"].last("revenues")


def test_without_rules_a_plan_has_no_goals():
    assert not any(any(goals) for goals in plan_of(world(periods=3)).goals)
