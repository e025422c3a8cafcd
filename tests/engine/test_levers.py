"""Claims about every lever: which way it works, what it costs, and what happens at its limits.

Two markets with the same luck are compared, so a difference is the lever's doing.
"""

import numpy as np
import pytest
from worlds import (
    HARBOUR,
    PLAIN,
    STABLE,
    SUMMIT,
    acquired,
    at_end,
    compared,
    contract_world,
    differing,
    finished,
    lost,
    mean_feeling,
    total,
    units,
    world,
)

from relsim.scenario.scenario import Scenario
from relsim.vocabulary import (
    ADVERTISING,
    BAD_HANDLING,
    BOOKED_PER_UNIT,
    CLIENT,
    COUPON,
    MOVED,
    NEGLECT,
    PARTNER,
    PRICE,
    REFERRAL,
    SUPPORTER,
    WIN_BACK,
    WORD_OF_MOUTH,
)

STEADY = ("price", "bad_handling", "neglect", "competitor")
"""The reasons for leaving that a firm can influence."""


# A lever at zero


@pytest.mark.parametrize("build", [world, contract_world])
@pytest.mark.parametrize(
    "idle",
    [
        {"contact": {"frequency": 0, "cost": 5}, "targeting.contact": "at risk"},
        {"coupon": {"share": 0, "discount": 0.5}},
        {"coupon": {"share": 0.5, "discount": 0}},
        {"guarantee.cover": 0},
        {"loyalty": {"enrolment": 0, "reward": 0.5, "recognition": 3, "bond": 1}},
        {"win_back": {"frequency": 0, "cost": 5, "discount": 0.5, "window": 99}},
        {"co_creation": {"invitation": 0, "cost": "9 per month"}},
        {"advertising": {"spend": 0, "ceiling": 1, "response": 9}},
        {"referral": {"giver": 0, "friend": 0, "motivation": 0}},
        {"bonds.level": 0},
        {"complaints": {"cost": 0, "compensation": 0}},
        {"overhead": 0},
    ],
    ids=lambda idle: ", ".join(idle),
)
def test_a_lever_at_zero_is_exactly_the_market_without_it(build, idle):
    base, same = compared(idle, build=build, customers=1000)
    assert differing(base, same) == []


@pytest.mark.parametrize(
    ("setting", "amount"),
    [("overhead", "7 per month"), ("unit_cost", 7), ("service.cost", 7), ("complaints.cost", 7)],
)
def test_a_mere_cost_changes_the_books_and_nobodys_behaviour(setting, amount):
    base, dearer = compared({setting: amount})
    money = {"goods", "service", "recovery", "overhead"}
    changed = {name.split(".")[-1] for name in differing(base, dearer)}
    assert changed
    assert changed <= money


# Contact


def test_more_contact_loses_fewer_to_neglect():
    base, contacted = compared({"contact.frequency": "6 per year"})
    often = compared({"contact.frequency": "1 per month"})[1]
    assert lost(base, NEGLECT) > lost(contacted, NEGLECT) > lost(often, NEGLECT)


def test_every_contact_is_booked_at_its_cost():
    market = units({"contact": {"frequency": "1.5 per month", "cost": 0.75}})
    contacts = total(market, "contacts")
    assert total(market, "contacts_cost") == contacts * 0.75 * BOOKED_PER_UNIT
    reached = total(market, "exposed")
    assert contacts / reached == pytest.approx(1.5, abs=3 * (0.25 / reached) ** 0.5)


def test_too_much_contact_annoys():
    steady = {"behaviour.attitude": {"tolerance": 2, "annoyance": "6% per month"}}
    base, pestered = compared({"contact.frequency": "10 per month"}, steady)
    assert mean_feeling(pestered, "satisfaction") < mean_feeling(base, "satisfaction")


def test_contact_within_tolerance_annoys_nobody():
    patient = {"behaviour.attitude.tolerance": 1e6}
    touchy = {"behaviour.attitude.tolerance": 5}
    contact = {"contact.frequency": "1 per month"}
    within = compared(contact, touchy | {"behaviour.attitude.attention_fading": "50% per month"})[1]
    never = compared(contact, patient | {"behaviour.attitude.attention_fading": "50% per month"})[1]
    assert differing(within, never) == []


# Coupons


def test_coupons_win_more_and_price_sensitive_newcomers():
    segments = [{"price_sensitivity": {"mean": 1, "spread": 1}}]
    once = {"behaviour.messages.commitment": 0}
    base, market = compared({"coupon": {"share": 0.2, "discount": 0.5}}, once, segments=segments)
    assert acquired(market) > acquired(base)
    columns = market.columns
    by_coupon = (columns.channel[:, HARBOUR] == COUPON) & (columns.purchases[:, HARBOUR] > 0)
    assert by_coupon.sum() > 50
    assert columns.price_sensitivity[by_coupon].mean() > 1.2 * columns.price_sensitivity.mean()


def test_every_redeemed_coupon_is_booked_at_what_it_took_off():
    market = units({"coupon": {"share": 0.5, "discount": 0.2}})
    assert acquired(market, COUPON) > 50
    assert total(market, "coupons") == acquired(market, COUPON) * 6 * BOOKED_PER_UNIT


def test_customers_of_the_firm_get_no_coupons():
    everybody = {"harbour": {"price": 30, "start": {"share": 1}}, "summit": {"price": 30}}
    changes = PLAIN | {"behaviour.departure": dict.fromkeys(STEADY, 0)}
    base = world(changes, firms=everybody, customers=500, **STABLE)
    couponed = base.changed({"firms.harbour.coupon": {"share": 1, "discount": 0.9}})
    assert differing(finished(base), finished(couponed)) == []


@pytest.mark.parametrize(
    ("coupon", "purchases"),
    [({"share": 1, "discount": 0.9}, 1), ({"share": 1, "discount": 0}, 0)],
    ids=["coupon", "no discount"],
)
def test_a_coupon_brings_one_purchase_and_no_second_one_in_the_same_period(coupon, purchases):
    only_when_cheap = {"intercept": -300, "sacrifice": 1000, "risk": 0, "habit": 0}
    stranger = {"harbour": {"price": 30, "coupon": coupon}}
    often = [{"need_rate": {"mean": "8 per month", "spread": 0}}]
    behaviour = {"behaviour.choice": only_when_cheap, "behaviour.messages.commitment": 0}
    market = finished(
        world(behaviour, firms=stranger, segments=often, customers=80, periods=1), driver="agents"
    )
    assert market.columns.purchases[:, HARBOUR].max() == purchases


# Price


def test_a_higher_price_wins_fewer_and_keeps_fewer():
    base, dearer = compared({"price": 36})
    assert acquired(dearer) < acquired(base)
    assert at_end(dearer) < at_end(base)
    assert lost(dearer, PRICE) > lost(base, PRICE)
    assert total(dearer, "purchases") < total(base, "purchases")
    assert acquired(dearer, firm=SUMMIT) >= acquired(base, firm=SUMMIT)


def test_a_price_rise_beyond_tolerance_drives_away_more_than_one_within():
    def risen(percent):
        event = {"at": 6, "set": {"firms.harbour.price": 30 * (1 + percent / 100)}}
        behaviour = {
            "choice": {"sacrifice": 0},
            "attitude": {"unfairness": 0},
            "departure": {"tolerated_rise": 0.06, "price_elasticity": 0, "price_rise": 50},
        }
        return finished(contract_world(customers=3000, timeline=[event], behaviour=behaviour))

    assert lost(risen(0), PRICE) == lost(risen(5), PRICE) < lost(risen(15), PRICE)


def test_a_price_rise_by_policy_is_noticed_by_those_who_know_the_old_price():
    changes = {
        "behaviour.departure": {"tolerated_rise": 0, "price_elasticity": 0, "price_rise": 50},
        "behaviour.attitude.price_memory": 0,
    }
    base, dearer = compared({"price": 36}, changes, build=contract_world)
    assert lost(dearer, PRICE) > lost(base, PRICE)


@pytest.mark.parametrize("build", [world, contract_world])
def test_without_price_sensitivity_the_price_changes_nothing_but_money(build):
    segments = [{"price_sensitivity": 0}]
    base, dearer = compared({"price": 45}, build=build, segments=segments)
    changed = {name.split(".")[-1] for name in differing(base, dearer)}
    assert changed == {"revenue", "remembered_price", "standings", "price_ppm"}
    assert lost(dearer, PRICE) == 0


# Guarantee


def test_a_guarantee_brings_more_first_purchases():
    base, covered = compared({"guarantee.cover": 1})
    assert total(covered, "first_purchases") > total(base, "first_purchases")


def test_a_guarantee_refunds_each_newcomer_who_was_failed():
    market = units({"guarantee.cover": 0.5, "service.failures": 1})
    assert acquired(market) > 20
    assert total(market, "guarantees") == acquired(market) * 15 * BOOKED_PER_UNIT
    assert total(units({"guarantee.cover": 0.5, "service.failures": 0}), "guarantees") == 0


# Complaints


def test_better_complaint_handling_loses_fewer_to_bad_handling():
    failing = {"firms.harbour.service.failures": 0.2}
    poor = {"complaints": {"invite": 1, "resolution": 0}}
    good = {"complaints": {"invite": 1, "resolution": 1}}
    badly, well = compared(poor, failing)[1], compared(good, failing)[1]
    assert lost(well, BAD_HANDLING) < lost(badly, BAD_HANDLING)
    assert mean_feeling(well, "satisfaction") > mean_feeling(badly, "satisfaction")


def test_every_complaint_and_every_compensation_is_booked_at_its_cost():
    handling = {"invite": 0.5, "resolution": 0.5, "cost": 2.5, "compensation": 4.25}
    market = units({"complaints": handling, "service.failures": 0.3})
    assert total(market, "recovered") > 50
    assert total(market, "recovery") == total(market, "complaints") * 2.5 * BOOKED_PER_UNIT
    assert total(market, "compensation") == total(market, "recovered") * 4.25 * BOOKED_PER_UNIT


def test_complaints_have_sharp_limits():
    invited = units({"complaints": {"invite": 1, "resolution": 1}, "service.failures": 0.2})
    failures = total(invited, "failures")
    assert failures == total(invited, "complaints") == total(invited, "recovered") > 0
    in_vain = units({"complaints": {"invite": 1, "resolution": 0}, "service.failures": 0.2})
    assert total(in_vain, "complaints") > 0 == total(in_vain, "recovered")
    flawless = units({"service.failures": 0})
    assert total(flawless, "failures") == total(flawless, "complaints") == 0


# Loyalty programme


def test_a_programme_that_recognises_and_binds_keeps_more():
    base, market = compared({"loyalty": {"enrolment": "50% per month", "recognition": 1, "bond": 0.6}})
    assert total(market, "members") > 0 == total(base, "members")
    assert lost(market, NEGLECT) < lost(base, NEGLECT)
    assert at_end(market) > at_end(base)


def test_members_get_their_share_of_every_purchase_back():
    market = units({"loyalty": {"enrolment": "20% per month", "reward": 0.05}})
    members = market.records["members"][:, HARBOUR]
    paid = market.records["programme"][:, HARBOUR]
    assert members[-1] > 50
    assert (paid[1:] == 1.5 * BOOKED_PER_UNIT * members[:-1]).all()
    assert paid[0] == 0


def test_the_running_cost_of_a_programme_is_booked_every_period():
    market = units({"loyalty": {"enrolment": "1% per month", "running_cost": "12.5 per month"}})
    assert (market.records["programme_running"][:, HARBOUR] == 12.5 * BOOKED_PER_UNIT).all()
    assert (market.records["programme_running"][:, SUMMIT] == 0).all()


def test_a_programme_costs_nothing_before_anybody_can_join():
    opening = {"at": 3, "set": {"firms.harbour.loyalty.enrolment": "1% per month"}}
    programme = {"firms.harbour.loyalty.running_cost": "12.5 per month"}
    market = finished(world(programme, timeline=[opening], customers=50, periods=5), driver="agents")
    assert market.records["programme_running"][:, HARBOUR].tolist() == [
        0,
        0,
        0,
        12.5 * BOOKED_PER_UNIT,
        12.5 * BOOKED_PER_UNIT,
    ]


# Referral


TALKING = {"behaviour.ladder": {"supporter": 0.1, "advocate": 0.2}}


def test_rewarded_recommendation_brings_more_by_referral():
    base, rewarded = compared({"referral": {"giver": 5, "friend": 5, "motivation": 1}}, TALKING)
    assert acquired(base, REFERRAL) == 0 < acquired(rewarded, REFERRAL)
    recommended = acquired(base, WORD_OF_MOUTH)
    assert acquired(rewarded, REFERRAL) + acquired(rewarded, WORD_OF_MOUTH) > recommended
    assert total(rewarded, "positive_speakers") > total(base, "positive_speakers")


def test_both_sides_of_every_referral_get_their_reward():
    everyday = {"segments": [{"basket": 1}]}
    market = compared({"referral": {"giver": 3, "friend": 4.5}}, TALKING | PLAIN, **everyday)[1]
    assert acquired(market, REFERRAL) > 5
    assert total(market, "referral_rewards") == acquired(market, REFERRAL) * 7.5 * BOOKED_PER_UNIT


def test_a_friends_discount_is_for_newcomers_and_moves_no_present_customer():
    everybody = {"harbour": {"price": 30, "start": {"share": 1}}, "summit": {"price": 30}}
    staying = dict.fromkeys(("price", "neglect", "competitor", "bad_handling", "fading_need"), 0)
    base = world(
        TALKING | {"behaviour.departure": staying},
        customers=1000,
        firms=everybody,
        segments=[{"mobility": 0, "talkativeness": 1}],
    )
    rewarded = base.changed({"firms.harbour.referral.friend": 20})
    one, other = finished(base), finished(rewarded)
    assert total(one, "praise_heard") > 0
    assert acquired(other) == 0
    assert total(other, "purchases") == total(one, "purchases")


# Win-back


LEAKY = {"behaviour.departure": {"neglect": "10% per month"}, "behaviour.choice.intercept": -3}


def test_win_back_offers_bring_former_customers_back():
    offers = {"win_back": {"frequency": "30% per month", "discount": 0.3, "window": "1 year"}}
    base, market = compared(offers, LEAKY)
    assert acquired(base, WIN_BACK) == 0 < acquired(market, WIN_BACK)
    assert at_end(market) > at_end(base)


def test_every_offer_is_booked_at_its_cost_and_every_return_at_its_discount():
    offers = {"frequency": "30% per month", "cost": 1.25, "discount": 0.1, "window": "1 year"}
    pulled = {"firms.harbour.win_back": offers}
    market = finished(contract_world(PLAIN | LEAKY | pulled, customers=1000, **STABLE))
    made, returned = total(market, "offers_made"), acquired(market, WIN_BACK)
    assert returned > 5
    assert total(market, "win_back_offers") == (made * 1.25 + returned * 3) * BOOKED_PER_UNIT


def test_no_offer_is_made_after_the_window_has_closed():
    offers = {"frequency": "100% per month", "window": 0}
    assert total(compared({"win_back": offers}, LEAKY)[1], "offers_made") == 0
    short, long = (
        total(compared({"win_back": offers | {"window": window}}, LEAKY)[1], "offers_made")
        for window in (2, 6)
    )
    assert 0 < short < long


def test_win_back_offers_to_the_best_are_fewer_than_to_everybody():
    offers = {"win_back": {"frequency": "30% per month"}, "targeting.best_from": 1.5}
    everybody, best = (
        total(compared(offers | {"targeting.win_back": whom}, LEAKY)[1], "offers_made")
        for whom in ("everybody", "best")
    )
    assert 0 < best < everybody


# Advertising


def test_advertising_wins_customers_with_diminishing_returns():
    def won(spend):
        return acquired(compared({"advertising.spend": f"{spend} per month"}, customers=6000)[1])

    none, little, much = won(0), won(3000), won(6000)
    assert none < little < much
    assert much - little < little - none


def test_beyond_the_ceiling_more_advertising_changes_nothing_but_its_cost():
    rich = compared({"advertising.spend": "1000000 per month"})[1]
    richer = compared({"advertising.spend": "2000000 per month"})[1]
    assert differing(rich, richer) == ["records.advertising"]
    assert total(richer, "advertising") == 24 * 2e6 * BOOKED_PER_UNIT


def test_without_a_ceiling_to_reach_advertising_reaches_nobody():
    market = compared({"advertising": {"spend": "1000000 per month", "ceiling": 0}})[1]
    assert acquired(market, ADVERTISING) == 0


# Co-creation


DEVOTED = {
    "behaviour.ladder": {"supporter": 0.05, "advocate": 0.1},
    "segments": [{"mobility": 0, "proneness": 0.9}],
}


def test_only_co_creation_opens_the_partner_rung():
    base, market = compared({"co_creation.invitation": "20% per month"}, DEVOTED)
    assert base.records["flows"][..., PARTNER].sum() == 0
    assert market.records["flows"][:, HARBOUR, :, PARTNER].sum() > 0
    assert market.records["flows"][:, SUMMIT, :, PARTNER].sum() == 0


def test_every_partner_costs_the_same_in_every_period():
    invitation = {"co_creation": {"invitation": "20% per month", "cost": "3.5 per month"}}
    market = compared(invitation, DEVOTED)[1]
    partners = market.records["flows"][:, HARBOUR, :, PARTNER].sum(axis=-1)
    assert partners[-1] > 10
    assert (market.records["co_creation"][:, HARBOUR] == partners * 3.5 * BOOKED_PER_UNIT).all()


# Targeting


@pytest.mark.parametrize("whom", ["best", "at risk"])
def test_targeting_spends_less_than_everybody(whom):
    contact = {"contact": {"frequency": "1 per month", "cost": 1}}
    everybody = compared(contact)[1]
    few = compared(contact | {"targeting.contact": whom})[1]
    assert 0 < total(few, "contacts_cost") < total(everybody, "contacts_cost")


# Service, bonds and values


def test_better_service_satisfies_and_keeps_more():
    worse, better = (compared({"service.quality": quality})[1] for quality in (0.5, 0.8))
    assert mean_feeling(better, "satisfaction") > mean_feeling(worse, "satisfaction")
    assert mean_feeling(better, "commitment") > mean_feeling(worse, "commitment")
    assert lost(better) < lost(worse)


def test_more_failures_cost_satisfaction_trust_and_customers():
    reliable, failing = (compared({"service.failures": share})[1] for share in (0.0, 0.3))
    for name in ("satisfaction", "trust"):
        assert mean_feeling(failing, name) < mean_feeling(reliable, name)
    assert lost(failing, BAD_HANDLING) > lost(reliable, BAD_HANDLING)


def test_every_service_episode_is_booked_at_its_cost():
    market = compared({"service.cost": 1.25})[1]
    assert total(market, "service") == total(market, "purchases") * 1.25 * BOOKED_PER_UNIT


def test_bonds_hold_customers():
    base, bound = compared({"bonds.level": 1})
    assert lost(bound) < lost(base)


def test_shared_values_win_customers():
    segments = [{"values": 0.9}]
    far, close = (compared({"values": v}, segments=segments)[1] for v in (0.1, 0.9))
    assert acquired(close) > acquired(far)


# Structure


def test_a_single_firm_loses_nobody_to_a_competitor():
    alone = world(firms={"harbour": {"price": 30, "start": {"share": 0.6}}}, customers=3000)
    market = finished(alone)
    assert lost(market) > 0
    assert lost(market, 5) == 0


@pytest.mark.parametrize(
    "silence",
    [{"mechanisms": {"word_of_mouth": "none"}}, {"segments": [{"talkativeness": 0}]}],
    ids=["mechanism", "trait"],
)
def test_where_nobody_talks_nobody_hears(silence):
    market = finished(world(customers=150, **silence), driver="agents")
    for name in ("positive_speakers", "negative_speakers", "praise_heard", "blame_heard"):
        assert total(market, name) == 0
    assert acquired(market, WORD_OF_MOUTH) == acquired(market, REFERRAL) == 0


def test_where_nobody_knows_anybody_nobody_hears():
    market = finished(world(network={"kind": "random", "neighbours": 0}))
    assert total(market, "positive_speakers") > 0
    assert total(market, "praise_heard") == total(market, "blame_heard") == 0


def test_clients_held_by_bonds_alone_never_become_supporters():
    segments = [{"proneness": 0}]
    market = compared(
        {"bonds.level": 1, "loyalty": {"enrolment": "50% per month", "bond": 1}},
        segments=segments,
        periods=60,
    )[1]
    flows = market.records["flows"]
    assert flows[..., CLIENT].sum() > 0
    assert flows[..., SUPPORTER : PARTNER + 1].sum() == 0


def test_where_everybody_moves_away_nobody_stays_a_customer_for_a_second_period():
    staying = dict.fromkeys((*STEADY, "fading_need"), 0)
    segments = [{"mobility": "100% per month"}]
    market = finished(contract_world({"behaviour.departure": staying}, segments=segments))
    exposed, losses = market.records["exposed"].sum(axis=-1), market.records["lost"]
    assert exposed[0].sum() > 0
    assert (losses.sum(axis=-1) == exposed).all()
    assert (losses[..., MOVED] == exposed).all()


def constant(fading: str, mobility: str = "0% per month") -> Scenario:
    """A market in which nothing that firms do makes anybody leave."""
    departure = dict.fromkeys(STEADY, 0) | {"fading_need": fading}
    return contract_world(
        {"behaviour.departure": departure}, segments=[{"mobility": mobility}], customers=4000
    )


@pytest.mark.parametrize("percent", [1, 5, 20])
def test_a_constant_chance_loses_that_share_of_customers(percent):
    market = finished(constant(f"{percent}% per month"))
    chance, exposed = percent / 100, market.records["exposed"].sum()
    expected, spread = chance * exposed, (chance * (1 - chance) * exposed) ** 0.5
    assert abs(market.records["lost"].sum() - expected) < 3 * spread


def test_two_constant_chances_lose_customers_as_if_each_worked_alone():
    market = finished(constant("2% per month", mobility="3% per month"))
    exposed, losses = market.records["exposed"].sum(), market.records["lost"].sum()
    chance = 1 - 0.98 * 0.97
    assert abs(losses - chance * exposed) < 3 * (chance * (1 - chance) * exposed) ** 0.5
    moved = market.records["lost"][..., MOVED].sum()
    assert abs(moved - 0.03 / chance * losses) < 3 * (0.24 * losses) ** 0.5


def test_without_any_chance_of_leaving_nobody_leaves():
    market = finished(constant("0% per month"))
    assert market.records["lost"].sum() == 0


def test_an_event_holds_from_its_beginning_until_just_before_its_end():
    event = {"at": 3, "until": 5, "set": {"behaviour.season": 0}}
    market = finished(world(timeline=[event], periods=8))
    bought = market.records["purchases"].sum(axis=1)
    assert (np.flatnonzero(bought == 0) == [3, 4]).all()


# Money given back

PROGRAMME = {"firms.harbour.loyalty.enrolment": "30% per month"}
FAILING = {
    "firms.harbour.service.failures": 0.3,
    "firms.harbour.complaints": {"invite": 1, "resolution": 1},
}


def test_a_reward_keeps_members_from_leaving_for_the_price_and_costs_money():
    dear = PROGRAMME | {"behaviour.departure.price": "20% per year"}
    base, rewarded = compared({"loyalty.reward": 0.15}, dear, build=contract_world)
    assert lost(rewarded, PRICE) < 0.8 * lost(base, PRICE)
    assert total(rewarded, "programme") > total(base, "programme") == 0


def test_a_reward_makes_members_choose_the_firm_more_often():
    base, rewarded = compared({"loyalty.reward": 0.3}, PROGRAMME)
    assert total(rewarded, "purchases") > total(base, "purchases")


def test_compensation_pleases_after_a_failure_but_no_more_than_the_price_paid():
    base, helped = compared({"complaints.compensation": 10}, FAILING)
    assert mean_feeling(helped, "satisfaction") > mean_feeling(base, "satisfaction")
    assert total(helped, "compensation") > 0
    generous = FAILING | {"firms.harbour.complaints.compensation": 3000}
    whole, more = compared({"complaints.compensation": 6000}, generous)
    assert mean_feeling(whole, "satisfaction") == mean_feeling(more, "satisfaction")


def test_without_amends_compensation_only_costs():
    base, helped = compared({"complaints.compensation": 10}, FAILING | {"behaviour.complaints.amends": 0})
    assert {name.split(".")[-1] for name in differing(base, helped)} == {"recovery", "compensation"}
