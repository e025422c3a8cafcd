"""Claims about the rules behind the levers on standing relationships, called as plain functions."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import conduct, feeling, offer, person

from relsim.luck import deeper, market_key
from relsim.rules import (
    attitude,
    bonds,
    choice,
    community,
    complaints,
    departure,
    experience,
    laxity,
    loyalty,
    personalising,
    reviews,
    touchpoints,
    word_of_mouth,
)
from relsim.rules.state import Chances
from relsim.vocabulary import CLIENT, LAPSED, PROSPECT, PURCHASER

SHARES = st.floats(0.0, 1.0)
AMOUNTS = st.floats(0.0, 1e3)


def keys(number=2000):
    """Keys of many customers in one period."""
    root = deeper(market_key(1, 0), 1)
    return [deeper(root, i) for i in range(number)]


# Bonds


@given(amount=AMOUNTS, more=st.floats(0.01, 100), half=st.floats(0.1, 100))
def test_a_bond_builds_up_towards_one_and_is_half_built_at_its_half(amount, more, half):
    assert bonds.built(0.0, half) == 0.0
    assert bonds.built(half, half) == 0.5
    assert bonds.built(amount, half) < bonds.built(amount + more, half) < 1.0


@given(level=SHARES, kind=SHARES, member=st.integers(0, 2), attention=AMOUNTS)
def test_a_switching_cost_is_a_share_and_nothing_where_no_bond_is(level, kind, member, attention):
    tie = SimpleNamespace(rung=CLIENT, member=member, purchases=9, acquired_at=0)
    felt = feeling(attention=attention)
    firm = offer(bonds_level=level, bonds_kinds=kind, bonds_social_level=kind, loyalty_upper_bond=kind)
    assert level <= bonds.switching_cost(5, tie, felt, firm, conduct()) <= 1.0
    assert bonds.switching_cost(5, tie, felt, offer(), conduct()) == 0.0


# Company


@given(weight=st.floats(0.01, 2.0), hearsay=st.floats(0.01, 50.0))
def test_praise_by_friends_holds_and_blame_drives_out_but_no_need_comes_back(weight, hearsay):
    before = Chances(0.01, 0.02, 0.03, 0.04, 0.05)
    behaviour = conduct(departure_company=weight)
    held, driven = (departure.in_company(before, heard, behaviour) for heard in (hearsay, -hearsay))
    assert held.fading_need == driven.fading_need == before.fading_need
    for less, more, own in zip(held[:4], driven[:4], before[:4], strict=True):
        assert less < own < more
        assert less * more == pytest.approx(own * own)


def test_friends_who_say_nothing_or_do_not_count_change_nothing():
    before = Chances(0.01, 0.02, 0.03, 0.04, 0.05)
    assert departure.in_company(before, 0.0, conduct(departure_company=0.5)) == before
    assert departure.in_company(before, 7.0, conduct(departure_company=0.0)) == before


def test_one_warning_raises_the_chance_to_leave_by_four_fifths():
    behaviour = conduct(departure_company=0.5, messages_blame=1.6, word_of_mouth_forgetting=0.3)
    heard = word_of_mouth.next_hearsay(0.0, 0, 1, behaviour)
    warned = departure.in_company(Chances(0.01, 0.0, 0.0, 0.0, 0.0), heard, behaviour)
    assert warned.price == pytest.approx(0.018)


@given(most=st.floats(0.01, 4.0), hearsay=st.floats(-1e6, 1e6))
def test_many_friends_add_up_to_a_limit_and_few_count_as_without_it(most, hearsay):
    free, limited = (
        conduct(departure_company=0.5),
        conduct(departure_company=0.5, departure_company_most=most),
    )
    assert departure.swayed(hearsay, limited) == min(departure.swayed(hearsay, free), 1.0 + most)


@given(half_life=st.integers(1, 120), periods=st.integers(0, 400))
def test_warnings_after_leaving_halve_in_equal_times(half_life, periods):
    behaviour = conduct(word_of_mouth_blame_half_life=float(half_life))
    rarer, later = (word_of_mouth.times_rarer(t, behaviour) for t in (periods, periods + half_life))
    assert word_of_mouth.times_rarer(0, behaviour) == 1.0
    assert later == pytest.approx(2.0 * rarer)


@given(audience=st.floats(0.5, 50.0), neighbours=st.floats(1.0, 500.0))
def test_people_talk_with_all_they_know_or_with_as_many_as_they_have_time_for(audience, neighbours):
    share = word_of_mouth.passed_on(neighbours, conduct(word_of_mouth_audience=audience))
    assert share * neighbours == pytest.approx(min(neighbours, audience))
    assert word_of_mouth.passed_on(neighbours, conduct(word_of_mouth_audience=0.0)) == 1.0


@given(half=st.floats(0.1, 50.0), purchases=st.integers(1, 500))
def test_a_habit_grows_with_each_purchase_up_to_its_weight(half, purchases):
    behaviour = conduct(choice_habit=1.5, choice_habit_purchases=half)

    def lacking(purchases):
        return choice.habit_to_come(CLIENT, purchases, behaviour)

    assert 1.5 > lacking(purchases) > lacking(purchases + 1) > 0.0
    assert choice.habit_to_come(PROSPECT, 0, behaviour) == choice.habit_to_come(LAPSED, 9, behaviour) == 0.0
    assert choice.habit_to_come(CLIENT, 1, conduct(choice_habit_purchases=0.0)) == 0.0


def test_a_habit_is_half_built_at_its_half():
    behaviour = conduct(choice_habit=1.5, choice_habit_purchases=4.0)
    assert choice.habit_to_come(CLIENT, 4, behaviour) == 0.75


@given(trust=st.floats(0.0, 0.99), lent=st.floats(0.01, 1.0))
def test_a_friend_lends_trust_but_never_more_than_there_is(trust, lent):
    borrowed = attitude.lent_trust(trust, conduct(attitude_trust_transfer=lent))
    assert trust < borrowed <= 1.0
    assert attitude.lent_trust(1.0, conduct(attitude_trust_transfer=lent)) == 1.0
    assert attitude.lent_trust(trust, conduct(attitude_trust_transfer=0.0)) == trust


# Loyalty


def test_who_is_not_a_client_or_not_prone_never_enrols():
    firm = offer(loyalty_enrolment=1.0)
    assert all(loyalty.enrols(key, 0, CLIENT, person(proneness=1.0), firm) for key in keys(50))
    assert not any(loyalty.enrols(key, 0, PURCHASER, person(proneness=1.0), firm) for key in keys(50))
    assert not any(loyalty.enrols(key, 0, CLIENT, person(proneness=0.0), firm) for key in keys(50))


@pytest.mark.parametrize(
    ("kind", "best", "expected"),
    [
        (loyalty.PERMANENT, True, loyalty.MEMBER),
        (loyalty.PERMANENT, False, loyalty.MEMBER),
        (loyalty.MINI, True, loyalty.UPPER),
        (loyalty.MINI, False, loyalty.OUTSIDE),
        (loyalty.BOTH, True, loyalty.UPPER),
        (loyalty.BOTH, False, loyalty.MEMBER),
    ],
)
@pytest.mark.parametrize("before", [loyalty.OUTSIDE, loyalty.MEMBER, loyalty.UPPER])
def test_membership_follows_the_type_of_programme(kind, best, expected, before):
    firm = offer(loyalty_type=float(kind), loyalty_enrolment=1.0)
    assert loyalty.membership(1, 0, CLIENT, before, best, person(proneness=1.0), firm) == expected


def test_upper_members_get_what_members_get_and_more():
    firm = offer(loyalty_reward=0.02, loyalty_upper_reward=0.03, loyalty_bond=0.1, loyalty_upper_bond=0.2)
    assert loyalty.reward(loyalty.MEMBER, firm) == 0.02
    assert loyalty.reward(loyalty.UPPER, firm) == pytest.approx(0.05)
    levels = [loyalty.bond_of_programme(member, firm) for member in range(3)]
    assert levels == [0.0, 0.1, pytest.approx(0.3)]


# Personalisation and touchpoints


@given(depth=SHARES, openness=SHARES, proneness=SHARES, trust=SHARES)
def test_unease_needs_depth_secrecy_distance_and_distrust(depth, openness, proneness, trust):
    firm = offer(personalisation_depth=depth, personalisation_openness=openness)
    felt, behaviour = feeling(trust=trust), conduct(relating_unease=0.5)
    worry = personalising.unease(person(proneness=proneness), felt, firm, behaviour)
    assert 0.0 <= worry <= 0.5
    if depth * (1 - openness) * (1 - proneness) * (1 - trust) == 0.0:
        assert worry == 0.0
    after = personalising.after_personalisation(person(proneness=proneness), felt, firm, behaviour)
    assert after.satisfaction == pytest.approx(max(0.0, felt.satisfaction - worry))
    assert after.attention >= felt.attention


@given(quality=SHARES, satisfaction=SHARES, weight=SHARES)
def test_touchpoints_draw_satisfaction_towards_their_quality(quality, satisfaction, weight):
    firm = offer(touchpoints_met=1.0, touchpoints_quality=quality, touchpoints_weight=weight)
    felt = touchpoints.after_touchpoints(feeling(satisfaction=satisfaction), firm, conduct())
    expected = satisfaction + weight * (quality - satisfaction)
    assert felt.satisfaction == pytest.approx(expected, abs=1e-12)


def test_many_touchpoints_weigh_as_much_as_each_after_the_other():
    behaviour = conduct(relating_touchpoint=0.1)
    assert touchpoints.journey_weight(offer(touchpoints_met=0.0), behaviour) == 0.0
    assert touchpoints.journey_weight(offer(touchpoints_met=3.0), behaviour) == pytest.approx(1 - 0.9**3)


def test_touchpoints_that_cannot_be_reached_cost_satisfaction():
    firm = offer(touchpoints_missed=2.0)
    felt = touchpoints.after_touchpoints(feeling(), firm, conduct(relating_unreachable=0.1))
    assert felt == feeling(satisfaction=pytest.approx(feeling().satisfaction - 0.2))


# Community and public stance


def test_belonging_grows_with_meetings_up_to_its_weight():
    behaviour = conduct(relating_belonging=0.5)
    never, seldom, often = (
        community.belonging(offer(community_often=number), behaviour) for number in (0.0, 0.5, 1e9)
    )
    assert 0.0 == never < seldom < often
    assert often == pytest.approx(0.5)


@given(commitment=SHARES, stance=SHARES)
def test_public_praise_moves_commitment_up_by_a_share_of_what_is_missing(commitment, stance):
    after = word_of_mouth.after_public_praise(commitment, conduct(relating_stance=stance))
    assert 1.0 - after == pytest.approx((1.0 - commitment) * (1.0 - stance), abs=1e-12)


# Service and complaints


@given(quality=SHARES, effort=AMOUNTS, more=st.floats(0.1, 10))
def test_effort_closes_part_of_the_gap_to_perfect_service(quality, effort, more):
    def level(effort):
        firm = offer(service_quality=quality, service_effort=effort, service_response=0.5)
        return experience.quality_of_effort(firm)

    assert quality <= level(effort) <= level(effort + more) <= 1.0
    assert level(0.0) == quality


@given(periods=st.integers(0, 500), every=st.integers(1, 60))
def test_a_review_starts_laxity_afresh(periods, every):
    assert laxity.unreviewed(periods, offer(account_review_every=float(every))) < every
    assert laxity.unreviewed(periods, offer(account_review_every=0.0)) == periods


def test_laxity_begins_with_nothing_reaches_half_and_never_all():
    firm, behaviour = offer(service_quality=0.8, service_laxity=0.5), conduct(relating_laxity_years=2.0)
    assert laxity.quality_lost(0, firm, behaviour) == 0.0
    assert laxity.quality_lost(24, firm, behaviour) == pytest.approx(0.5 * 0.4)
    assert laxity.quality_lost(10**6, firm, behaviour) == pytest.approx(0.4, abs=1e-4)


@pytest.mark.parametrize(("days", "lasts"), [(0.0, 1.0), (1e6, 0.0)])
def test_a_recovery_lasts_at_once_and_is_as_good_as_none_after_an_age(days, lasts):
    behaviour = conduct()
    firm = offer(complaints_promptness=complaints.promptness(offer(complaints_days=days), behaviour))
    assert firm.complaints_promptness == lasts
    after = complaints.after_failure(feeling(), complaints.RESOLVED, 0, firm, behaviour)
    prompt = complaints.after_failure(feeling(), complaints.RESOLVED, 0, offer(), behaviour)
    vain = complaints.after_failure(feeling(), complaints.UNRESOLVED, 0, offer(), behaviour)
    assert after == (prompt if lasts else pytest.approx(vain))


OUTCOMES = (complaints.SILENT, complaints.UNRESOLVED, complaints.RESOLVED)


@pytest.mark.parametrize("earlier", [0, 1])
@given(double=st.floats(0.01, 1.0))
def test_a_failure_badly_handled_hurts_more_than_the_failure_alone(earlier, double):
    behaviour = conduct(complaints_double_deviation=double)
    silent, vain, helped = (
        complaints.after_failure(feeling(), outcome, earlier, offer(), behaviour) for outcome in OUTCOMES
    )
    assert vain.satisfaction == pytest.approx((1.0 - double) * silent.satisfaction)
    assert vain.trust == pytest.approx((1.0 - double) * silent.trust)
    assert vain.grievance > silent.grievance > helped.grievance
    assert helped.satisfaction == silent.satisfaction


@given(more=st.floats(0.01, 3.0))
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_second_failure_leaves_more_of_a_grievance_than_the_first(outcome, more):
    behaviour = conduct(complaints_repetition=more, complaints_silent=0.2, complaints_unresolved=0.2)
    first, second = (
        complaints.after_failure(feeling(grievance=0.0), outcome, earlier, offer(), behaviour)
        for earlier in (0, 1)
    )
    assert second.grievance == pytest.approx((1.0 + more) * first.grievance)


@given(quality=SHARES, trust=SHARES, weight=SHARES)
def test_trust_settles_where_the_quality_that_is_met_lets_it(quality, trust, weight):
    behaviour = conduct(attitude_trust_quality=weight, attitude_trust_gain=0.5)
    for _ in range(60):
        trust = experience.next_trust(trust, quality, 0, behaviour)
    assert trust == pytest.approx(1.0 - weight * (1.0 - quality), abs=1e-9)


def test_a_manager_who_calls_takes_a_share_of_the_grievance_away():
    after = complaints.after_manager_call(feeling(grievance=0.8), conduct(relating_manager=0.25))
    assert after.grievance == pytest.approx(0.6)
    assert after.attention == feeling().attention + 1.0
    assert after.satisfaction == feeling().satisfaction


# Reviews


@pytest.mark.parametrize(("satisfaction", "given"), [(0.0, 1), (0.1, 1), (0.5, 3), (0.9, 5), (1.0, 5)])
def test_stars_run_from_one_to_five_with_satisfaction(satisfaction, given):
    assert reviews.stars(feeling(satisfaction=satisfaction)) == given


def test_the_delighted_and_the_angry_write_unasked_and_the_lukewarm_when_asked():
    behaviour = conduct(reviews_unasked=0.5, reviews_asked=0.3)

    def share(satisfaction, asked):
        felt = feeling(satisfaction=satisfaction)
        return sum(reviews.writes_review(key, 0, asked, felt, behaviour) for key in keys()) / len(keys())

    assert share(0.5, False) == 0.0
    assert share(0.5, True) == pytest.approx(0.3, abs=0.04)
    assert share(0.0, False) == pytest.approx(0.5, abs=0.04)
    assert share(1.0, True) == pytest.approx(0.65, abs=0.04)


@given(below=st.floats(0.1, 2.5), number=st.floats(1, 1e6), more=st.floats(1, 100))
def test_a_bad_rating_weighs_more_than_a_good_one_and_many_reviews_more_than_few(below, number, more):
    behaviour = conduct(reviews_usual=3.0)

    def push(rating, number):
        return reviews.push_of_rating(rating * number, number, behaviour)

    good, bad = push(3.0 + below, number), push(3.0 - below, number)
    assert bad < 0 < good < -bad
    assert push(3.0 + below, number + more) >= good
    assert push(3.0 + below, 1e9) == pytest.approx(behaviour.reviews_weight * below, rel=1e-4)
