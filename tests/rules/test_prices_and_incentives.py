"""Claims about prices that seem unfair, what is taken off once, rewards for praise, and pestering."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import conduct, feeling, offer, person

from relsim.rules import attitude, choice, messages, word_of_mouth
from relsim.rules.state import Message
from relsim.vocabulary import ADVOCATE, PROSPECT, WALK_IN

SILENCE = Message(0.0, 0, 0.0, WALK_IN)


def after_a_month(felt, firm=None, **settings):
    """The attitude a period later, with nothing but the price and these settings at work."""
    behaviour = conduct(**settings)
    return attitude.attitude_after_period(person(), felt, 0.0, 0.0, 0.0, firm or offer(price=30.0), behaviour)


@given(price=st.floats(1, 60), remembered=st.floats(1, 60))
def test_a_price_seems_unfair_only_as_far_as_it_lies_above_the_remembered_one(price, remembered):
    rise = attitude.unfair_rise(feeling(remembered_price=remembered), offer(price=price))
    assert rise == pytest.approx(max(0.0, price / remembered - 1.0))


def test_who_remembers_no_price_finds_none_unfair():
    assert attitude.unfair_rise(feeling(remembered_price=0.0), offer(price=99.0)) == 0.0


def test_a_rise_takes_satisfaction_and_less_of_it_from_the_committed():
    behaviour = conduct(attitude_unfairness=0.1)
    cool = attitude.displeasure(feeling(remembered_price=20.0, commitment=0.1), offer(price=30.0), behaviour)
    warm = attitude.displeasure(feeling(remembered_price=20.0, commitment=0.9), offer(price=30.0), behaviour)
    assert cool > warm > 0.0
    felt = after_a_month(feeling(remembered_price=20.0), attitude_unfairness=0.1)
    assert (
        felt.satisfaction
        < after_a_month(feeling(remembered_price=30.0), attitude_unfairness=0.1).satisfaction
    )


def test_displeasure_fades_as_the_new_price_seems_normal():
    felt, lost = feeling(remembered_price=20.0), []
    for _ in range(40):
        later = after_a_month(felt, attitude_unfairness=0.05, attitude_price_memory=0.2)
        lost.append(felt.satisfaction - later.satisfaction)
        felt = later
    assert lost == sorted(lost, reverse=True)
    assert lost[-1] < 0.01 * lost[0]


def test_a_rise_above_the_remembered_price_makes_a_firm_less_attractive():
    def value(weight, remembered):
        felt, behaviour = feeling(remembered_price=remembered), conduct(choice_unfairness=weight)
        return choice.perceived_value(person(), felt, SILENCE, offer(price=30.0), behaviour)

    assert value(2.0, 20.0) < value(2.0, 30.0) == value(0.0, 20.0)


def test_what_is_taken_off_once_counts_less_the_longer_one_expects_to_pay():
    def felt(periods, contract=0.0, need=2.0):
        behaviour = conduct(messages_commitment=periods, under_contract=contract)
        return choice.spread_over_stay(0.5, person(need_rate=need), behaviour)

    assert felt(0.0) == 0.5
    assert felt(12.0) == pytest.approx(0.5 / 24)
    assert felt(12.0, contract=1.0) == pytest.approx(0.5 / 12)
    assert felt(12.0, need=0.01) == 0.5


def test_a_coupon_draws_less_than_a_price_that_is_as_low_for_ever():
    behaviour, who = conduct(messages_commitment=12.0), person(need_rate=1.0, price_sensitivity=1.0)
    once = messages.price_appeal(choice.spread_over_stay(0.5, who, behaviour), who, behaviour)
    for_ever = messages.price_appeal(0.5, who, behaviour)
    assert 0.0 < once < 0.1 * for_ever


def test_a_guarantee_of_the_first_purchase_takes_less_fear_of_a_long_commitment():
    firm = offer(guarantee_cover=1.0)

    def fear(periods):
        behaviour = conduct(messages_commitment=periods, under_contract=1.0)
        return choice.relationship(PROSPECT, person(), feeling(), firm, behaviour)

    assert fear(0.0) == 0.0 > fear(2.0) > fear(24.0)


def test_a_reward_moves_givers_by_itself_and_never_without_bound():
    def moved(giver, weight=1.0):
        behaviour = conduct(word_of_mouth_reward=weight, word_of_mouth_advocate=0.2)
        firm = offer(price=30.0, referral_giver=giver, referral_motivation=0.0)
        who = person(talkativeness=1.0, basket=1.0)
        steps = [step / 1000 for step in range(1000)]
        return sum(
            word_of_mouth.network(ADVOCATE, who, feeling(), u, firm, behaviour) == word_of_mouth.PRAISING
            for u in steps
        )

    assert moved(0.0) == moved(30.0, weight=0.0) == 200
    assert moved(0.0) < moved(5.0) < moved(30.0) == pytest.approx(300, abs=1)
    assert moved(30.0) < moved(1e6) <= 401


def test_annoyance_grows_with_every_contact_but_ever_less_and_stops_at_a_floor():
    behaviour = conduct(
        attitude_tolerance=4.0, attitude_annoyance=0.06, attitude_saturation=0.5, attitude_annoyed=0.3
    )
    left = [attitude.annoyed(0.7, attention, behaviour) for attention in range(3, 40)]
    steps = [before - after for before, after in itertools.pairwise(left)]
    assert left[0] == left[1] == 0.7
    assert all(step > 0.0 for step in steps[1:])
    assert steps[1:] == sorted(steps[1:], reverse=True)
    assert left[-1] > 0.7 - 0.06 / 0.5
    assert attitude.annoyed(0.31, 1e6, behaviour) == 0.3
    assert attitude.annoyed(0.2, 1e6, behaviour) == 0.2


def test_without_saturation_each_contact_in_excess_annoys_alike():
    behaviour = conduct(
        attitude_tolerance=4.0, attitude_annoyance=0.06, attitude_saturation=0.0, attitude_annoyed=0.0
    )
    assert attitude.annoyed(0.7, 6.0, behaviour) == pytest.approx(0.7 - 0.12)
    assert attitude.annoyed(0.05, 1e6, behaviour) <= 0.0


def test_reach_depends_on_contacts_alone_so_that_money_has_no_unit():
    for scale in (1.0, 45.0):
        firm = offer(advertising_contact_cost=2.0 * scale)
        assert messages.advertising_contacts(0.5 * scale, firm) == pytest.approx(0.25)


def test_what_is_forgotten_at_once_carries_nothing_over_and_what_is_kept_adds_up():
    assert messages.with_carry_over(0.3, 9.0, offer(advertising_forgetting=1.0)) == 0.3
    remembered, firm = 0.0, offer(advertising_forgetting=0.25)
    for _ in range(80):
        remembered = messages.with_carry_over(0.3, remembered, firm)
    assert remembered == pytest.approx(0.3 / 0.25)


@pytest.mark.parametrize(
    "setting",
    [
        "choice_unfairness",
        "messages_commitment",
        "attitude_saturation",
        "attitude_annoyed",
        "attitude_unfairness",
        "ladder_spoken",
        "word_of_mouth_reward",
    ],
)
def test_people_feel_and_weigh_all_of_this_unless_a_scenario_says_otherwise(setting):
    assert getattr(conduct(), setting) > 0.0
