"""Talk: who recruited is who is said to have recruited, and nobody is brought by what is not there."""

import numpy as np
import pytest
from worlds import contract_world, differing, finished, world

from relations.markets import SEED, of_focus, over, ran, small
from relations.test_set_alike import moved_levers
from relsim.engine.market import Market
from relsim.vocabulary import (
    CLOSED,
    COUPON,
    PARTNER,
    PURCHASER,
    REFERRAL,
    WIN_BACK,
    WORD_OF_MOUTH,
    Line,
    Reason,
    column_name,
)

LOUD = {"behaviour.word_of_mouth.client": 0.5, "behaviour.messages.praise": 3}


def are_customers(columns):
    """Who is whose customer [customer, firm]."""
    return (columns.rung >= PURCHASER) & (columns.rung <= PARTNER)


@over("two-strategies", "leaky-bucket")
def test_the_recruiter_is_who_was_credited_when_the_customer_came(name):
    market = Market(small(name).changed(LOUD), seed=SEED)
    columns = market.columns
    credited = np.full(columns.rung.shape, -1)
    while market.running:
        before, praise = are_customers(columns), columns.teller.copy()
        heard = market.state.town.heard["teller"].copy()
        spoken = market.state.town.heard["praise"] > 0
        market.step()
        came = are_customers(columns) & ~before
        came |= columns.acquired_at == market.period - 1
        sent = np.where(spoken, heard, praise)
        recommended = (columns.channel == WORD_OF_MOUTH) | (columns.channel == REFERRAL)
        credited = np.where(came, np.where(recommended, sent, -1), credited)
    assert (columns.recruiter == credited).all()
    assert ((credited >= 0) == (recommended & (columns.acquired_at >= 0))).all()


@over("two-strategies", "leaky-bucket")
def test_where_nobody_has_neighbours_nobody_hears_and_nobody_is_recommended(name):
    scenario = small(name).changed({"network.neighbours": 0})
    market = ran(scenario)
    assert (market.records["praise_heard"] == 0).all()
    assert (market.records["blame_heard"] == 0).all()
    assert (market.records["acquired"][..., [WORD_OF_MOUTH, REFERRAL]] == 0).all()
    deaf = {"behaviour.word_of_mouth.hearing_praise": 0, "behaviour.word_of_mouth.hearing_blame": 0}
    assert set(differing(ran(small(name).changed(deaf)), market)) <= {"voices"}


@over("shop-regulars", "leaky-bucket")
def test_a_channel_without_its_lever_brings_nobody(name):
    scenario = small(name)
    none = {"coupon.share": 0, "win_back.frequency": 0, "referral": {"giver": 0, "friend": 0}}
    scenario = scenario.changed({"timeline": []} | of_focus(scenario, none))
    firm = list(scenario.firms).index(scenario.focal_firm)
    assert (ran(scenario).records["acquired"][:, firm, [COUPON, WIN_BACK, REFERRAL]] == 0).all()


@over("leaky-bucket", "two-strategies")
def test_a_reason_that_is_never_one_is_nobodys(name):
    scenario = small(name).changed({"timeline": []})
    reasons = ("price", "bad_handling", "neglect", "competitor", "fading_need")
    for reason in reasons:
        changes = {"behaviour.departure.mix": None, f"behaviour.departure.{reason}": "0% per year"}
        if scenario.document.data.get("behaviour", {}).get("departure", {}).get("mix") is None:
            changes.pop("behaviour.departure.mix")
        market = ran(scenario.changed(changes))
        assert (market.records["lost"][..., Reason[reason.upper()]] == 0).all(), reason


@over("leaky-bucket", "two-strategies")
def test_a_firm_that_is_gone_books_sells_and_says_nothing(name):
    scenario = small(name)
    firm = scenario.focal_firm
    gone = scenario.changed({f"firms.{firm}.leaves": 6, "timeline": []})
    market, number = ran(gone), list(scenario.firms).index(firm)
    after = market.records[7:, number]
    for column in ("purchases", "revenue", "contacts", "advertising", "overhead", "staff", "offers_made"):
        assert (after[column] == 0).all(), column
    assert (after["flows"][..., :, PURCHASER : PARTNER + 1] == 0).all()
    assert market.records["lost"][6, number, CLOSED] > 0


COMMUNITY = {"invitation": "50% per month", "participation": "50% per month"}


@pytest.mark.parametrize("meetings", ["0 per year", "1 per month"])
def test_a_community_has_members_and_makes_partners_only_while_it_meets(meetings):
    levers = {
        "firms.harbour.community": COMMUNITY | {"meetings": meetings},
        "firms.harbour.contact": {"frequency": "1 per month"},
        "behaviour.ladder.advocate": 0.3,
    }
    market = finished(world(levers, customers=300, periods=30))
    stops = {"at": 15, "set": {"firms.harbour.community.meetings": "0 per year"}}
    stopped = finished(world(levers, customers=300, periods=30, timeline=[stops]))
    partners = market.records["flows"][..., PARTNER].sum(-1)[:, 0]
    meets = meetings != "0 per year"
    assert (market.records["community_members"][:, 0].sum() > 0) == meets
    assert (partners.sum() > 0) == meets
    assert (stopped.records["community_members"][15:, 0] == 0).all()
    assert stopped.columns.community.sum() == 0


GRUDGES = {
    "behaviour.departure": {"price": "100% per month", "switching": 0},
    "behaviour.choice.intercept": -100,
    "behaviour.founders": {"satisfaction": 0.1, "satisfaction_range": 0},
    "behaviour.word_of_mouth.complainer": 1,
}
"""Everybody is dissatisfied, leaves at the end of the first period, and comes back to nobody."""


def warnings_by_year(half_life):
    """How many people warn of harbour in each of three years after they left it."""
    segments = [{"mobility": 0, "talkativeness": {"mean": 0.5, "spread": 0}}]
    changes = GRUDGES | {"behaviour.word_of_mouth.blame_half_life": half_life}
    market = finished(world(changes, segments=segments, customers=4000, periods=37))
    return market.records["negative_speakers"][1:, 0].reshape(3, 12).sum(axis=1)


def test_a_grudge_is_told_half_as_often_after_each_half_life_and_for_ever_without_one():
    fading, lasting = warnings_by_year("12 months"), warnings_by_year("0 months")
    assert fading[1:] / fading[:-1] == pytest.approx([0.5, 0.5], abs=0.03)
    assert lasting[1:] / lasting[:-1] == pytest.approx([1.0, 1.0], abs=0.03)


def praise_heard(neighbours, audience, kind):
    """What is heard in a year by people of so many neighbours who talk with so many of them."""
    network = {"kind": kind, "neighbours": neighbours}
    changes = {"behaviour.word_of_mouth": {"audience": audience, "client": 0.5}}
    market = finished(world(changes, network=network, customers=2000, periods=12))
    return market.records["praise_heard"].sum()


def market_shares(neighbours, replication):
    """Harbour's share of what is bought in two years, where it serves better and people talk with eight."""
    changes = {"behaviour.word_of_mouth.audience": 8, "firms.harbour.service.quality": 0.85}
    scenario = world(changes, network={"kind": "small world", "neighbours": neighbours}, customers=1000)
    bought = finished(scenario, replication=replication).records["purchases"].sum(axis=0)
    return bought[0] / bought.sum()


def test_how_many_people_somebody_knows_moves_market_shares_by_less_than_luck():
    few, many = (np.array([market_shares(neighbours, r) for r in range(6)]) for neighbours in (8, 32))
    assert abs((many - few).mean()) < np.hypot(few.std(ddof=1), many.std(ddof=1))


@pytest.mark.parametrize("kind", ["small world", "complete"])
def test_whoever_knows_four_times_as_many_people_talks_as_much_where_talk_has_a_budget(kind):
    few, many = (praise_heard(neighbours, 8, kind) for neighbours in (8, 32))
    assert many / few == pytest.approx(1.0, abs=0.06)
    assert praise_heard(32, 0, kind) / praise_heard(8, 0, kind) > 3.0


QUIET_LEAVERS = {
    "behaviour.departure.mix": None,
    "behaviour.choice.intercept": -100,
    "behaviour.word_of_mouth": {
        "complainer": 0,
        "client": 0,
        "supporter": 0,
        "advocate": 0,
        "hearing_blame": 1,
    },
}


def missed(share, reason):
    """Customers lost by harbour for a reason, and the blame that is heard of it, where nobody says a word."""
    leaving = dict.fromkeys(("price", "bad_handling", "neglect", "competitor", "fading_need"), "0% per month")
    changes = QUIET_LEAVERS | {"behaviour.departure": leaving | {reason: "10% per month", "missed": share}}
    segments = [{"mobility": 0, "talkativeness": 0.5}]
    network = {"kind": "ring", "neighbours": 4}
    scenario = world(changes, segments=segments, network=network, customers=2000, periods=12)
    market = finished(scenario)
    lost = market.records["lost"][:-1, 0, Reason[reason.upper()]].sum()
    return lost, market.records["blame_heard"][:, 0].sum(), market.records["negative_speakers"].sum()


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_of_those_who_leave_in_silence_a_share_is_missed_once_by_each_neighbour(share):
    lost, heard, spoke = missed(share, "neglect")
    assert lost > 100 and spoke == 0
    assert heard == pytest.approx(4 * share * lost, rel=0.15)


def test_whose_need_faded_is_no_warning_to_anybody():
    lost, heard, _ = missed(1.0, "fading_need")
    assert lost > 100 and heard == 0


@pytest.mark.parametrize("build", [world, contract_world])
def test_a_firm_that_is_gone_pays_for_no_lever_and_its_customers_left_since_it_closed(build):
    """Not even in the period in which it goes, when its customers are still told that it has."""
    levers = {f"firms.harbour.{path}": value for path, value in moved_levers().items()}
    churned = {"departure": "constant"} | dict(build().document.data["mechanisms"])
    changes = levers | {"firms.harbour.leaves": 6}
    market = finished(build(changes, periods=9, customers=300, mechanisms=churned))
    for line in Line:
        assert (market.records[column_name(line)][6:, 0] == 0).all(), line
    lost = market.records["lost"][6, 0]
    assert lost[CLOSED] > 0
    assert lost.sum() == lost[CLOSED] + lost[Reason.MOVED]
