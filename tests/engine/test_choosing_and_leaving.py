"""Claims about the category and its brands, where people go who leave, and who is known at all."""

from types import SimpleNamespace

import numpy as np
import pytest
from worlds import HARBOUR, NO_DEPARTURE, SUMMIT, contract_world, finished, lost, total, world

from relsim import Market
from relsim.arithmetic import exp, log
from relsim.errors import ScenarioError
from relsim.luck import deeper
from relsim.rules.category import goes_without
from relsim.rules.departures import ALTERNATIVES
from relsim.rules.rivals import as_a_whole
from relsim.rules.shopping import MOST_MET_EARLY
from relsim.rules.state import Rival, is_customer
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import COMPETITOR, FADING_NEED, LAPSED, PRICE

BEST_KNOWN = {"behaviour.departure.rivals": "best known"}
TEMPTED = BEST_KNOWN | {
    "behaviour.departure": NO_DEPARTURE | {"competitor": "60% per year", "rivals": "best known"}
}
"""Nobody leaves but for a rival."""

UNKNOWN = {
    "firms.summit.start": {"share": 0, "awareness": 0},
    "behaviour.awareness.forgetting": "10% per month",
}
"""Nobody knows summit, and nobody is its customer."""

WITHOUT_REASONS = [name for name, one in ALTERNATIVES.items() if one.unexplained]
"""How people leave in the classic models."""

RIVAL = {"price": 30, "unit_cost": 12}


def purchases(market) -> int:
    """How often anybody bought anything."""
    return sum(total(market, "purchases", firm) for firm in range(market.records.shape[1]))


def with_more_firms(*more) -> Scenario:
    """The small world, in which people compare with the best that they know, with other rivals."""
    harbour = {"price": 30, "unit_cost": 12, "start": {"share": 0.4}}
    firms = {"harbour": harbour} | {f"rival-{number}": firm for number, firm in enumerate(more)}
    return world(TEMPTED, firms=firms)


@pytest.mark.parametrize(("maturity", "outside"), [(0.5, 0.0), (0.9, -2.0), (1.0, -1.0)])
def test_needs_are_met_as_often_as_a_nested_logit_says(maturity, outside):
    behaviour = SimpleNamespace(category_maturity=maturity, category_outside=outside)
    utilities = (-1.0, 0.5, 0.2)
    offered = sum(exp(worth) for worth in utilities)
    unmet = sum(goes_without(deeper(7, i), 0, offered, behaviour) for i in range(40_000)) / 40_000
    expected = 1.0 / (1.0 + exp((1.0 - maturity) * log(offered) - outside))
    assert unmet == pytest.approx(expected, abs=4 * (expected * (1 - expected) / 40_000) ** 0.5)


def test_in_a_mature_category_a_better_firm_gains_from_its_rival_and_in_a_young_one_from_nobody():
    better = {"firms.harbour.service.quality": 0.9}
    gains = {}
    for word in ("young", "mature"):
        base, best = (finished(world(changes, category=word, periods=48)) for changes in ({}, better))
        own = total(best, "purchases") - total(base, "purchases")
        gains[word] = (purchases(best) - purchases(base)) / own
    assert gains["young"] > 0.3
    assert gains["mature"] < 0.1


def test_the_words_for_a_category_are_numbers_which_the_file_may_give():
    mature = world(category="mature")
    assert mature.behaviour.category == world(category=0.9).behaviour.category
    assert world(category="young").behaviour.category == world().behaviour.category
    assert world({"behaviour.category.outside": -1}, category="mature").behaviour.category.maturity == 0.9
    with pytest.raises(ScenarioError, match="category"):
        world(category="ripe")


def test_who_leaves_for_a_rival_is_a_rivals_customer_in_the_next_period():
    joining = TEMPTED | {"behaviour.departure.switching": 1}
    market = finished(world(joining, category="mature", periods=12))
    just_left = market.columns.ended_at[:, HARBOUR] == market.period - 2
    just_left &= market.columns.reason[:, HARBOUR] == COMPETITOR
    assert just_left.sum() > 20
    assert np.mean([is_customer(rung) for rung in market.columns.rung[just_left, SUMMIT]]) >= 0.8


def test_in_a_quarter_two_of_three_who_leave_for_a_rival_are_its_customers_before_it_ends():
    joining = TEMPTED | {"behaviour.departure.switching": 1}
    market = finished(world(joining, category="mature", period="quarter", periods=4))
    gone = market.columns.ended_at[:, HARBOUR] == market.period - 1
    gone &= market.columns.reason[:, HARBOUR] == COMPETITOR
    gone &= market.columns.acquired_at[:, SUMMIT] <= market.period - 1
    with_rival = np.mean([is_customer(rung) for rung in market.columns.rung[gone, SUMMIT]])
    assert gone.sum() > 20
    assert 0.5 < with_rival < 0.95


def test_in_a_quarter_some_who_came_in_it_are_cared_for():
    often = {"firms.harbour.contact": {"frequency": "12 per month", "cost": 1}}
    market = finished(world(often, period="quarter", periods=1))
    new = (market.columns.acquired_at[:, HARBOUR] == 0) & (market.columns.first_at[:, HARBOUR] == 0)
    cared_for = market.columns.attention[new, HARBOUR] > 5.0
    assert new.sum() > 50
    assert 0.2 < cared_for.mean() < 0.5


def met(market):
    """How many needs were met, and how many of them before they came up."""
    return int(market.records["purchases"].sum()), int(market.columns.needs_met_early.sum())


@pytest.mark.parametrize(
    ("need", "period", "periods"),
    [("gamma-poisson", "month", 60), ("gamma-poisson", "quarter", 20), ("bernoulli", "month", 60)],
)
def test_who_goes_to_a_rival_buys_sooner_but_not_more(need, period, periods):
    people = [{"name": "people", "need_rate": {"mean": "2 per year", "spread": 0}, "mobility": 0}]
    eager = TEMPTED | {"behaviour.choice.intercept": 50, "mechanisms.need": need}
    settings = {"segments": people, "customers": 400, "period": period, "periods": periods}
    needs, early = [], []
    for share in (0, 0.5, 1):
        purchases, ahead = met(finished(world(eager | {"behaviour.departure.switching": share}, **settings)))
        needs.append(purchases - ahead)
        early.append(ahead)
    assert needs[0] == needs[1] == needs[2] > 1000
    assert 0 == early[0] < early[1] < early[2] <= MOST_MET_EARLY * settings["customers"]


@pytest.mark.parametrize("period", ["month", "quarter"])
def test_where_some_needs_are_met_by_nobody_leaving_sells_no_more_either(period):
    """In a settled category whoever goes to a rival buys for certain, and for that goes without later."""
    people = [{"name": "people", "need_rate": {"mean": "0.5 per year", "spread": 0}, "mobility": 0}]
    settings = {"segments": people, "customers": 4000, "period": period, "category": 1}
    settings["periods"] = 120 if period == "month" else 40
    needs, wanted = [], 0.5 * 10 * settings["customers"]
    for share in (0, 1):
        purchases, ahead = met(
            finished(world(TEMPTED | {"behaviour.departure.switching": share}, **settings))
        )
        needs.append(purchases - ahead)
    assert 0.5 * wanted < needs[0] < 0.95 * wanted
    assert ahead > 0.02 * needs[0]
    assert needs[1] == pytest.approx(needs[0], rel=0.01)


@pytest.mark.parametrize(("period", "periods"), [("month", 300), ("quarter", 200)])
def test_who_leaves_more_often_than_can_be_remembered_buys_no_more_either(period, periods):
    people = [{"name": "people", "need_rate": {"mean": "0.1 per year", "spread": 0}, "mobility": 0}]
    leaving = {"behaviour.departure": NO_DEPARTURE | {"competitor": "99.9% per month"}}
    restless = leaving | BEST_KNOWN | {"behaviour.choice.intercept": 50}
    settings = {"segments": people, "customers": 50, "period": period, "periods": periods}
    needs = []
    for share in (0, 1):
        market = finished(world(restless | {"behaviour.departure.switching": share}, **settings))
        purchases, ahead = met(market)
        needs.append(purchases - ahead)
    assert 10 < ahead <= MOST_MET_EARLY * settings["customers"]
    assert needs[0] == needs[1] > 20


@pytest.mark.parametrize(("period", "periods"), [("week", 60), ("month", 24), ("quarter", 8)])
def test_under_a_contract_who_goes_to_a_rival_owes_no_need(period, periods):
    joining = TEMPTED | {"behaviour.departure.switching": 1}
    market = finished(contract_world(joining, period=period, periods=periods))
    assert lost(market, COMPETITOR) > 20
    assert not market.columns.needs_met_early.any()


@pytest.mark.parametrize(("period", "periods"), [("month", 36), ("quarter", 12)])
def test_who_goes_to_a_rival_pays_it_no_second_bill_before_one_is_due(period, periods):
    joining = TEMPTED | {"behaviour.departure.switching": 1, "behaviour.contract.billed": "1 year"}
    market, joined, again = Market(contract_world(joining, period=period), seed=1), 0, 0
    for now in range(periods):
        market.step()
        in_last_period = market.columns.acquired_at == now - 1
        in_last_period &= market.columns.first_at >= 0
        joined += in_last_period.sum()
        again += (in_last_period & (market.columns.last_purchase == now)).sum()
    assert again == 0 < joined


def test_quality_of_which_nobody_has_heard_moves_nobody():
    better = {"timeline": [{"at": "6 months", "set": {"firms.summit.service.quality": 0.95}}]}
    silent = TEMPTED | {"mechanisms.word_of_mouth": "none", "behaviour.departure.switching": 0}
    losses = [finished(world(changes)).records["lost"][:7, HARBOUR] for changes in (silent, silent | better)]
    assert losses[0].sum() > 30
    assert losses[0].tobytes() == losses[1].tobytes()


@pytest.mark.slow
def test_a_rival_cut_into_equal_parts_draws_as_many_away():
    markets = [finished(with_more_firms(*[RIVAL] * parts)) for parts in (1, 2, 4)]
    losses = [int(market.records["lost"][0, HARBOUR, COMPETITOR]) for market in markets]
    assert losses[0] == losses[1] == losses[2] > 5


def test_a_rival_that_nobody_knows_changes_nobody():
    absurd = RIVAL | {"price": 90, "service": {"quality": 0.3}, "start": {"awareness": 0}}
    base, with_absurd = finished(with_more_firms(RIVAL)), finished(with_more_firms(RIVAL, absurd))
    assert base.records["flows"].tobytes() == with_absurd.records["flows"][:, :2].tobytes()


def test_a_rival_that_is_the_best_for_nobody_draws_nobody_away():
    absurd = RIVAL | {"price": 90, "service": {"quality": 0.3}}
    markets = [finished(with_more_firms(RIVAL)), finished(with_more_firms(RIVAL, absurd))]
    losses = [int(market.records["lost"][0, HARBOUR, COMPETITOR]) for market in markets]
    assert losses[0] == losses[1] > 5


def test_seen_as_a_whole_a_lone_rival_draws_nobody_by_quality_that_is_far_too_dear():
    dear = RIVAL | {"price": 300}
    whole = {"behaviour.departure.rivals": "best as a whole"}
    seen = {"known": with_more_firms(dear), "whole": with_more_firms(dear).changed(whole)}
    losses = {name: lost(finished(scenario), COMPETITOR) for name, scenario in seen.items()}
    assert losses["whole"] == 0 < losses["known"]


@pytest.mark.parametrize(("better", "cheaper"), [(0.5, 0.7), (-0.5, 0.7), (0.5, -0.7), (-0.5, -0.7)])
def test_a_rival_seen_as_a_whole_attracts_as_before_but_for_its_drawbacks(better, cheaper):
    seen = as_a_whole(Rival(better, cheaper, 1.5))
    assert seen.better == (better if cheaper > 0 else better + cheaper)
    assert seen.cheaper == (cheaper if better > 0 else cheaper + better)
    assert seen.loud == 1.5


def test_a_firm_whose_rivals_nobody_knows_loses_nobody_over_its_price_or_for_them():
    market = finished(world(BEST_KNOWN | UNKNOWN))
    assert lost(market, PRICE) == lost(market, COMPETITOR) == 0
    assert lost(market) > 0


def test_a_cheaper_rival_makes_leave_over_the_price_whoever_knows_it():
    cheap = BEST_KNOWN | {"firms.summit.price": 24}
    assert lost(finished(world(cheap)), PRICE) > 1.5 * lost(finished(world(BEST_KNOWN)), PRICE) > 0


def test_nobody_buys_from_a_firm_that_nobody_knows():
    market = finished(world(UNKNOWN))
    assert total(market, "purchases", SUMMIT) == 0
    assert market.columns.known[:, SUMMIT].sum() == 0


def test_a_firm_becomes_known_by_advertising_and_is_forgotten_at_its_rate():
    pulse = {
        "timeline": [
            {
                "at": "2 months",
                "until": "3 months",
                "set": {"firms.summit.advertising.spend": "60000 per month"},
            }
        ]
    }
    nobody_buys = {"behaviour.choice.intercept": -30, "mechanisms.word_of_mouth": "none"}
    known = [
        int(finished(world(UNKNOWN | pulse | nobody_buys, periods=periods)).columns.known[:, SUMMIT].sum())
        for periods in (2, 3, 13)
    ]
    assert known[0] == 0
    assert known[1] > 300
    assert known[2] / known[1] == pytest.approx(0.9**10, abs=0.07)


def test_customers_never_forget_their_firm_and_others_may():
    forgetful = finished(world({"behaviour.awareness.forgetting": "20% per month"}))
    known = forgetful.columns.known[:, HARBOUR].astype(bool)
    customers = (forgetful.columns.rung[:, HARBOUR] >= 1) & (forgetful.columns.rung[:, HARBOUR] <= 5)
    assert known[customers].all()
    assert 0 < (~known).sum() < len(known)


def test_who_does_not_need_the_category_any_more_buys_nowhere_for_a_while():
    fading = {"behaviour.departure": NO_DEPARTURE | {"fading_need": "60% per year", "pause": "2 years"}}
    market = finished(world(fading))
    out = market.columns.reason[:, HARBOUR] == FADING_NEED
    out &= market.columns.rung[:, HARBOUR] == LAPSED
    later = market.columns.last_purchase[:, SUMMIT] > market.columns.ended_at[:, HARBOUR]
    assert out.sum() > 100
    assert not later[out].any()


@pytest.mark.parametrize(("period", "periods"), [("month", 24), ("quarter", 8)])
def test_nobody_joins_a_rival_whose_need_has_faded_elsewhere(period, periods):
    leaving = {
        "fading_need": "60% per year",
        "competitor": "60% per year",
        "pause": "3 years",
        "switching": 1,
    }
    scenario = world({"behaviour.departure": NO_DEPARTURE | leaving}, period=period, periods=periods)
    market, was_out = Market(scenario, seed=1), np.zeros(scenario.customers, bool)
    for _ in range(periods):
        market.step()
        out = market.columns.reason[:, HARBOUR] == FADING_NEED
        out &= market.columns.rung[:, HARBOUR] == LAPSED
        assert out[was_out].all()
        was_out = out
    assert was_out.sum() > 100
    assert lost(market, COMPETITOR, SUMMIT) > 20


def test_without_the_new_questions_nobody_asks_them():
    plain = world()
    assert plain.behaviour.category.maturity == plain.behaviour.awareness.forgetting.amount == 0
    assert np.all(finished(plain).columns.known == 1)


@pytest.mark.parametrize("word", ["young", "mature", 1])
def test_nobody_goes_where_the_choice_says_never(word):
    switching = TEMPTED | {"behaviour.departure.switching": 1, "mechanisms.choice": "lost for good"}
    market = finished(world(switching, category=word, customers=600))
    again = market.columns.acquired_at > market.columns.first_at
    assert lost(market, COMPETITOR) > 20
    assert not again[market.columns.purchases > 0].any()


@pytest.mark.parametrize("departure", WITHOUT_REASONS)
def test_who_leaves_without_a_reason_goes_to_a_rival_for_certain_only_where_that_is_said(departure):
    unsaid = world({"mechanisms.departure": departure})
    assert unsaid.behaviour.departure.switching == 0
    assert unsaid.changed({"behaviour.departure.switching": 0.7}).behaviour.departure.switching == 0.7
    assert unsaid.changed({"mechanisms.departure": "competing"}).behaviour.departure.switching == 0.9


def test_who_leaves_without_a_reason_stays_away_where_nobody_would_buy():
    leaving = {f"firms.{name}.churn": "10% per month" for name in ("harbour", "summit")}
    nobody_buys = {"mechanisms.departure": "constant", "behaviour.choice.intercept": -1000}
    market = finished(contract_world(leaving | nobody_buys, customers=600))
    assert total(market, "lost") > 100
    assert total(market, "acquired") == 0
