"""Claims about the levers on standing relationships: which way they work, what they cost, their limits."""

from types import SimpleNamespace

import pytest
from worlds import (
    HARBOUR,
    PLAIN,
    SUMMIT,
    compared,
    contract_world,
    differing,
    finished,
    lost,
    mean_feeling,
    offer,
    total,
    units,
    world,
)

import relsim
from relsim.market.population import populated
from relsim.rules import grouping
from relsim.vocabulary import BAD_HANDLING, BOOKED_PER_UNIT, CLIENT, MOVED, NEGLECT, PARTNER, PRICE, SUPPORTER

DEVOTED = {
    "behaviour.ladder": {"supporter": 0.05, "advocate": 0.1},
    "segments": [{"mobility": 0, "proneness": 0.9}],
}


def served(market, firm=HARBOUR):
    """Customers whom the firm could look after, by period: those who did not move away first."""
    moved = market.records["lost"][:, firm, MOVED]
    return market.records["exposed"][:, firm].sum(axis=-1) - moved


@pytest.mark.parametrize("build", [world, contract_world])
@pytest.mark.parametrize(
    "idle",
    [
        {"personalisation": {"depth": 0, "openness": 1, "cost": "5 per month"}},
        {"touchpoints": {"hotline": {"frequency": 0, "quality": 1, "reachability": 0, "cost": 9}}},
        {"bonds": {"social": {"level": 0, "cost": "9 per month"}}},
        {"community": {"invitation": 0, "meetings": "2 per month", "participation": "9% per month"}},
        {"account_review": {"every": 0, "cost": 9}},
        {"service": {"effort": 0, "response": 9, "laxity": 0}},
        {"complaints": {"manager_call": 0, "manager_cost": 9}},
        {"loyalty": {"type": "mini", "enrolment": 0, "upper": {"reward": 0.5, "bond": 1}}},
        {"targeting.error": 0.5},
        {"price_rise": "0% per year"},
        {"reviews": {"request": 0, "cost": 9}},
        {"crm": {"insight": 1, "speed": 1}},
    ],
    ids=lambda idle: ", ".join(idle),
)
def test_a_relationship_lever_at_zero_is_exactly_the_market_without_it(build, idle):
    base, same = compared(idle, build=build, customers=300)
    assert differing(base, same) == []


# Price rises


@pytest.mark.slow
def test_a_planned_rise_comes_at_every_anniversary_and_compounds():
    scenario = world({"firms.harbour.price_rise": "10% per year"}, periods=30)
    prices = finished(scenario, driver="agents").plan.firms["price"]
    assert prices[[0, 11, 12, 23, 24, 29], HARBOUR] == pytest.approx([30, 30, 33, 33, 36.3, 36.3])
    assert (prices[:, SUMMIT] == 30).all()


def test_a_rise_within_tolerance_drives_nobody_away_and_one_beyond_does():
    behaviour = {
        "choice": {"sacrifice": 0},
        "departure": {"tolerated_rise": 0.06, "price_elasticity": 0, "price_rise": 50},
    }

    def leavers(rise):
        return lost(finished(contract_world({"firms.harbour.price_rise": rise}, behaviour=behaviour)), PRICE)

    assert leavers("0% per year") == leavers("5% per year") < leavers("15% per year")


# Seasons, recession, outage, price war


def test_the_seasonal_index_moves_needs_through_the_year():
    scenario = world({"behaviour.seasons": [2, 1, 0, 1]}, periods=24)
    bought = finished(scenario).records["purchases"].sum(axis=1).reshape(2, 4, 3).sum(axis=2)
    assert (bought[:, 2] == 0).all()
    assert (bought[:, 0] > 1.5 * bought[:, 1]).all()


def test_a_flat_season_is_no_season():
    assert differing(finished(world()), finished(world({"behaviour.seasons": [1, 1, 1]}))) == []


def test_a_period_longer_than_a_season_has_the_mean_of_its_seasons():
    scenario = world({"behaviour.seasons": [3, 1, 2, 0, 1, 2, 0, 0, 0, 1, 1, 1]}, period="quarter", periods=5)
    season = finished(scenario, driver="agents").plan.behaviour["season"]
    assert season == pytest.approx([2, 1, 0, 1, 2])


SHOCKS = {
    "recession": {"behaviour.season": 0.5},
    "outage": {"firms.harbour.service.failures": 0.8},
    "price war": {"firms.harbour.price": 22, "firms.summit.price": 20},
}


@pytest.mark.parametrize("shock", SHOCKS)
def test_a_shock_hurts_while_it_lasts_and_passes(shock):
    event = {"at": 6, "until": 9, "set": SHOCKS[shock]}
    calm, shaken = finished(world()), finished(world(timeline=[event]))

    def good(market):
        records = market.records[:, HARBOUR]
        if shock == "outage":
            return records["purchases"] - records["failures"]
        return records["revenue"] - records["goods"]

    change = good(shaken) - good(calm)
    assert (change[:6] == 0).all()
    assert (change[6:9] < 0).all()
    assert abs(change[12:].mean()) < 0.5 * abs(change[6:9].mean())


# Personalisation


def test_personal_treatment_suits_the_prone_and_worries_the_others():
    personal = {"personalisation.depth": 1}
    base, close = compared(personal, segments=[{"proneness": 1}])
    assert lost(close, NEGLECT) < lost(base, NEGLECT)
    assert mean_feeling(close, "commitment") > mean_feeling(base, "commitment")
    base, watched = compared(personal, segments=[{"proneness": 0}])
    assert lost(watched) > lost(base)
    assert mean_feeling(watched, "satisfaction") < mean_feeling(base, "satisfaction")


def test_open_collection_of_data_worries_nobody():
    openly = {"personalisation": {"depth": 1, "openness": 1}}
    assert differing(*compared(openly, segments=[{"proneness": 0}])) == []


def test_personal_treatment_costs_the_same_for_every_customer_in_every_period():
    market = units({"personalisation": {"depth": 0.2, "cost": "0.5 per month"}})
    assert (market.records["personalisation"][:, HARBOUR] == 0.5 * BOOKED_PER_UNIT * served(market)).all()


# Loyalty programmes


PROGRAMME = {
    "enrolment": "50% per month",
    "reward": 0.02,
    "recognition": 0.1,
    "upper": {"reward": 0.03, "recognition": 1},
}


def test_a_mini_programme_is_for_the_best_and_a_permanent_one_for_all():
    members = {}
    for kind in ("permanent", "mini", "both"):
        market = compared({"loyalty": PROGRAMME | {"type": kind}})[1]
        standing = market.columns.member[:, HARBOUR]
        members[kind] = [int((standing == number).sum()) for number in (1, 2)]
    assert members["permanent"][0] > members["both"][0] > members["mini"][0] == 0
    assert members["permanent"][1] == 0 < members["mini"][1] <= members["both"][1]


def test_upper_members_bring_more_and_get_more():
    market = compared({"loyalty": PROGRAMME | {"type": "both"}})[1]
    columns = market.columns
    brought = columns.ties["revenue"][:, HARBOUR]
    ordinary, upper = (columns.member[:, HARBOUR] == number for number in (1, 2))
    assert brought[upper].mean() > 1.5 * brought[ordinary].mean()
    assert total(market, "programme") > 0.02 * brought[ordinary].sum()


def test_a_programme_that_only_discounts_commits_nobody():
    indifferent = [{"price_sensitivity": 0}]
    programme = {"loyalty": {"enrolment": "50% per month", "reward": 0.1}}
    base, discounted = compared(programme, segments=indifferent)
    assert total(discounted, "programme") > 0
    assert (base.columns.commitment == discounted.columns.commitment).all()
    recognition = {"loyalty": {"enrolment": "50% per month", "recognition": 1}}
    recognised = compared(recognition, segments=indifferent)[1]
    assert mean_feeling(recognised, "commitment") > mean_feeling(base, "commitment")


# Bonds


@pytest.mark.parametrize("kind", ["financial", "social", "structural"])
def test_every_kind_of_bond_holds_customers_at_its_cost(kind):
    pulled = {f"bonds.{kind}": {"level": 1, "cost": "0.25 per month"}}
    base, bound = compared(pulled)
    assert lost(bound) < lost(base)
    assert (bound.records["bonds_upkeep"][:, HARBOUR] == 0.25 * BOOKED_PER_UNIT * served(bound)).all()


def bonds_of(changes, base, **settings):
    """The mean of the bonds of harbour's customers at the end."""
    market = compared(changes, base, **settings)[1]
    rung = market.columns.rung[:, HARBOUR]
    return market.columns.bonds[(rung >= CLIENT) & (rung <= PARTNER), HARBOUR].mean()


def test_social_bonds_need_attention():
    social = {"bonds.social.level": 1}
    near, forgotten = (
        bonds_of(social | {"contact.frequency": number}, {}, customers=500)
        for number in ("1 per month", "0 per month")
    )
    assert near > forgotten


def test_structural_bonds_grow_with_time_and_financial_ones_with_purchases():
    few, many = ([{"need_rate": f"{number} per year", "mobility": 0}] for number in (1, 24))
    quick = {"behaviour.attitude.bond_speed": "100% per month"}

    def grown(kind, segments, periods):
        pulled = {f"bonds.{kind}.level": 1}
        return bonds_of(pulled, quick, build=world, segments=segments, periods=periods, customers=500)

    assert grown("financial", many, 12) > 1.5 * grown("financial", few, 12)
    assert grown("structural", few, 36) > grown("structural", few, 3)


def test_inertia_vanishes_when_switching_costs_nothing_any_more():
    bound = {"firms.harbour.bonds.level": 1, "firms.harbour.service.quality": 0.4}
    tied = contract_world(bound | {"behaviour.attitude.bond_loss": "100% per month"}, customers=3000)
    freed = tied.changed({"timeline": [{"at": 12, "set": {"firms.harbour.bonds.level": 0}}]})
    held, left = (finished(each).records["lost"][:, HARBOUR].sum(axis=-1) for each in (tied, freed))
    assert (held[:12] == left[:12]).all()
    assert left[12:18].sum() > 1.5 * held[12:18].sum()


def test_customers_held_by_bonds_of_every_kind_alone_never_become_supporters():
    full = {"level": 1}
    pulled = {"bonds": {"level": 0.3, "financial": full, "social": full, "structural": full}}
    market = compared(pulled, segments=[{"proneness": 0}], periods=48)[1]
    flows = market.records["flows"]
    assert flows[..., CLIENT].sum() > 0 == flows[..., SUPPORTER : PARTNER + 1].sum()


# Touchpoints


def hotline(**settings):
    """One touchpoint that customers try twice a month."""
    return {"touchpoints": {"hotline": {"frequency": "2 per month"} | settings}}


def test_good_touchpoints_please_and_unreachable_ones_annoy():
    base, good = compared(hotline(quality=0.95))
    silent = compared(hotline(quality=0.95, reachability=0))[1]
    order = [mean_feeling(market, "satisfaction") for market in (silent, base, good)]
    assert order == sorted(order)
    assert lost(good) < lost(base) < lost(silent)


def test_only_touchpoints_that_are_reached_cost():
    market = units(hotline(reachability=0.5, cost=0.4))
    assert (market.records["touchpoints"][:, HARBOUR] == 0.4 * BOOKED_PER_UNIT * served(market)).all()
    assert total(units(hotline(reachability=0, cost=0.4)), "touchpoints") == 0


# Community and co-creation


MEETING = {"invitation": "30% per month", "meetings": "1 per month", "cost": 2}


def test_members_of_a_community_commit_more_and_leave_less():
    base, market = compared({"community": MEETING})
    assert total(market, "community_members") > 0 == total(base, "community_members")
    assert mean_feeling(market, "commitment") > mean_feeling(base, "commitment")
    assert lost(market) < lost(base)


def test_a_community_that_never_meets_has_no_members():
    base, market = compared({"community": MEETING | {"meetings": 0}})
    assert differing(base, market) == []


def test_every_meeting_of_every_member_is_booked():
    market = units({"community": MEETING})
    members = market.records["community_members"][:, HARBOUR]
    assert members[-1] > 50
    booked = market.records["community"][1:, HARBOUR]
    assert (booked % (2 * BOOKED_PER_UNIT) == 0).all()
    assert (booked <= 2 * BOOKED_PER_UNIT * members[:-1]).all()
    assert (booked > 0.9 * 2 * BOOKED_PER_UNIT * members[:-1]).all()


def test_taking_part_in_a_community_opens_the_partner_rung():
    community = {"community": MEETING | {"participation": "20% per month"}}
    base, market = compared(community, DEVOTED)
    assert base.records["flows"][..., PARTNER].sum() == 0
    assert market.records["flows"][:, HARBOUR, :, PARTNER].sum() > 0
    partners = market.columns.rung[:, HARBOUR] == PARTNER
    assert (market.columns.community[partners, HARBOUR] == 1).all()


def test_a_public_stance_raises_the_commitment_of_those_who_took_it():
    base = finished(world())
    firm = finished(world({"behaviour.relating.stance": 0.2}))
    assert total(firm, "commitment_ppm") > total(base, "commitment_ppm")
    quiet = [{"talkativeness": 0}]
    calm = (
        finished(world(segments=quiet)),
        finished(world({"behaviour.relating.stance": 0.2}, segments=quiet)),
    )
    assert differing(*calm) == []


# Service: effort, laxity, reviews


def test_more_effort_pleases_ever_less_and_eats_the_profit_in_the_end():
    def run(effort):
        market = compared({"service": {"quality": 0.6, "effort": effort, "response": 0.4}})[1]
        costs = sum(total(market, name) for name in ("goods", "service"))
        return mean_feeling(market, "satisfaction"), total(market, "revenue") - costs

    (poor, idle), (good, helped), (best, lavish) = run(0), run(2), run(14)
    assert poor < good < best
    assert best - good < good - poor
    assert helped > idle > lavish


def test_a_long_relationship_grows_lax_unless_it_is_reviewed():
    changes = {"firms.harbour.service.laxity": 0.6}
    strict = finished(world(periods=48))
    lax, reviewed = compared({"account_review": {"every": 6, "cost": 3}}, changes, periods=48, customers=1500)
    order = [mean_feeling(market, "satisfaction") for market in (lax, reviewed, strict)]
    assert order[0] < order[1] < order[2]
    assert lost(lax) > lost(reviewed)


def test_every_relationship_is_reviewed_at_its_interval_and_cost():
    staying = {"behaviour.departure": dict.fromkeys(("price", "bad_handling", "neglect", "competitor"), 0)}
    scenario = contract_world(
        PLAIN | staying | {"firms.harbour.account_review": {"every": 6, "cost": 1.5}},
        segments=[{"mobility": 0, "need_rate": 0}],
        customers=400,
    )
    began = populated(scenario, 1, 0).acquired_at[:, HARBOUR]
    began = began[began > -30_000]
    due = [1.5 * BOOKED_PER_UNIT * int(((t - began) % 6 == 0).sum()) for t in range(24)]
    assert finished(scenario).records["account_reviews"][:, HARBOUR].tolist() == due


# Complaints: waiting, managers, and CRM


FAILING = {
    "firms.harbour.service.failures": 0.25,
    "firms.harbour.complaints": {"invite": 1, "resolution": 0.9},
}


def test_a_late_answer_recovers_less():
    base, slow = compared({"complaints.days": 7}, FAILING)
    slower = compared({"complaints.days": 60}, FAILING)[1]
    satisfied = [mean_feeling(market, "satisfaction") for market in (slower, slow, base)]
    assert satisfied == sorted(satisfied)
    assert lost(base, BAD_HANDLING) < lost(slow, BAD_HANDLING) < lost(slower, BAD_HANDLING)


def test_a_call_by_a_manager_keeps_customers_even_if_nothing_was_put_right():
    in_vain = FAILING | {"firms.harbour.complaints": {"invite": 1, "resolution": 0, "cost": 1}}
    base, called = compared({"complaints": {"manager_call": 1, "manager_cost": 4}}, in_vain)
    assert lost(called, BAD_HANDLING) < lost(base, BAD_HANDLING)
    assert total(called, "recovery") == 5 * BOOKED_PER_UNIT * total(called, "complaints")


def test_a_crm_system_saves_waiting_and_misjudgement_and_is_paid_for():
    clumsy = FAILING | {
        "firms.harbour.complaints.days": 14,
        "firms.harbour.targeting": {"contact": "at risk", "error": 0.4},
        "firms.harbour.contact": {"frequency": "1 per month", "cost": 1},
    }
    base, helped = compared(
        {"crm": {"insight": 1, "speed": 1, "purchase": 900, "running_cost": "50 per month"}}, clumsy
    )
    assert lost(helped) < lost(base)
    assert helped.records["crm"][:, HARBOUR].tolist() == [950 * BOOKED_PER_UNIT] + [50 * BOOKED_PER_UNIT] * 23
    perfect = compared({"complaints.days": 0, "targeting.error": 0}, clumsy)[1]
    assert differing(helped, perfect) == ["records.crm"]


def test_a_crm_system_is_bought_when_it_is_introduced():
    event = {
        "at": 5,
        "set": {"firms.harbour.crm": {"purchase": 900, "running_cost": "50 per month", "speed": 0.5}},
    }
    paid = finished(world(timeline=[event], periods=8, customers=50)).records["crm"][:, HARBOUR]
    assert paid.tolist() == [0] * 5 + [950 * BOOKED_PER_UNIT, 50 * BOOKED_PER_UNIT, 50 * BOOKED_PER_UNIT]


def test_misjudging_contacts_the_wrong_people():
    aimed = {
        "firms.harbour.contact": {"frequency": "1 per month"},
        "firms.harbour.targeting.contact": "at risk",
    }
    base, blind = compared({"targeting.error": 1}, aimed)
    everybody = compared({"targeting.contact": "everybody", "targeting.error": 1}, aimed)[1]
    assert 0 < total(blind, "contacts") < total(everybody, "contacts")
    assert lost(blind, NEGLECT) != lost(base, NEGLECT)
    first = [int(market.records["contacts"][0, HARBOUR]) for market in (base, blind, everybody)]
    assert first[0] + first[1] == first[2]


def test_misjudging_misses_as_large_a_share_of_those_meant_as_it_reaches_of_the_others():
    everybodys = {"firms.harbour.start.share": 1, "firms.summit.start.share": 0}
    aimed = {"contact": {"frequency": "1 per month", "cost": 1}, "targeting.contact": "at risk"}
    settings = {"segments": [{"mobility": 0}], "periods": 1}
    exact = compared(aimed, everybodys, **settings)[1]
    erring = compared(aimed | {"targeting.error": 0.3}, everybodys, **settings)[1]
    meant, contacted = (market.columns.retention_cost[:, HARBOUR] > 0 for market in (exact, erring))
    for group, wrong in ((meant, meant & ~contacted), (~meant, ~meant & contacted)):
        assert group.sum() > 100
        assert wrong.sum() / group.sum() == pytest.approx(0.3, abs=3 * (0.21 / group.sum()) ** 0.5)


# Reviews


GOOD, BAD = ({"firms.harbour.service": {"quality": quality}} for quality in (0.95, 0.3))


@pytest.mark.parametrize(("service", "wins"), [(GOOD, True), (BAD, False)], ids=["good", "bad"])
def test_asking_for_reviews_wins_newcomers_for_good_service_and_repels_them_from_bad(service, wins):
    quiet = [{"talkativeness": 0}]
    base, reviewed = compared({"reviews.request": 1}, service, segments=quiet)
    assert total(reviewed, "reviews") > total(base, "reviews") == 0
    won, before = total(reviewed, "first_purchases"), total(base, "first_purchases")
    assert (won > before) == wins
    assert won != before


def test_reviews_move_nobody_when_strangers_give_them_no_weight():
    base, reviewed = compared({"reviews.request": 1}, {"behaviour.reviews.weight": 0})
    money = {"records.reviews", "records.stars", "standings"}
    assert set(differing(base, reviewed)) == money


def test_every_request_costs_and_ratings_are_stars():
    market = units({"reviews": {"request": 0.5, "cost": 0.3}}, customers=500)
    requests = total(market, "review_requests") / (0.3 * BOOKED_PER_UNIT)
    buyers = total(market, "purchases")
    assert requests == int(requests)
    assert requests == pytest.approx(0.5 * buyers, abs=3 * (0.25 * buyers) ** 0.5)
    written, stars = total(market, "reviews"), total(market, "stars")
    assert 0 < written < requests
    assert written <= stars <= 5 * written
    assert market.state.standings["stars"][HARBOUR] == stars


def test_the_rating_of_a_period_is_in_the_table_of_periods():
    scenario = world({"firms.harbour.reviews.request": 1}, customers=200, periods=4)
    table = relsim.run(scenario, driver="agents").periods
    rating = table[table["firm"] == "harbour"]["review_rating"]
    assert rating.between(1, 5).all()
    assert table[table["firm"] == "summit"]["review_rating"].isna().all()


# Targeting by groups


@pytest.mark.parametrize(
    ("revenue", "purchases", "expected"),
    [(100, 10, 1), (500, 10, 2), (100, 4, 3), (200, 4, 4), (0, 0, 3)],
    ids=["small, often", "large, often", "small, seldom", "large, seldom", "not yet"],
)
def test_a_customer_is_in_the_group_of_basket_and_frequency(revenue, purchases, expected):
    firm = offer(
        targeting_groups_large=50.0,
        targeting_groups_frequent=1.0,
        targeting_groups_small_frequent=1.0,
        targeting_groups_large_frequent=2.0,
        targeting_groups_small_rare=3.0,
        targeting_groups_large_rare=4.0,
    )
    revenue *= BOOKED_PER_UNIT
    newcomer = SimpleNamespace(revenue=revenue, purchases=purchases, first_at=2)
    assert grouping.treatment_of(11, newcomer, firm) == expected
    founder = SimpleNamespace(revenue=revenue, purchases=purchases + 2, first_at=-40)
    assert grouping.treatment_of(9, founder, firm) == expected


def test_money_goes_to_the_groups_that_are_to_be_held_or_watched():
    def contacts(**groups):
        change = {"contact.frequency": "1 per month", "targeting": {"contact": "groups", "groups": groups}}
        return total(compared(change | {"service.quality": 0.55})[1], "contacts")

    names = ("large_frequent", "large_rare", "small_frequent", "small_rare")
    every = {name: dict.fromkeys(names, name) for name in ("hold", "watch", "let go")}
    none, some, all_ = (contacts(large=30, **every[name]) for name in ("let go", "watch", "hold"))
    parted = sum(contacts(large=30, **(every["let go"] | {name: "hold"})) for name in names)
    assert 0 == none < some < all_
    assert parted == pytest.approx(all_, rel=0.1)
    everybody = compared({"contact.frequency": "1 per month", "service.quality": 0.55})[1]
    assert all_ == total(everybody, "contacts")
