"""Claims about single rules, called as plain functions of numbers."""

from itertools import pairwise
from math import exp, inf, log
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import conduct, feeling, offer, person

from relsim.draws import DEPARTURE
from relsim.luck import deeper, market_key
from relsim.rules import (
    attitude,
    care,
    choice,
    climbing,
    complaints,
    departure,
    experience,
    messages,
    need,
    spend,
    word_of_mouth,
)
from relsim.rules.books import booked, revenue_per_period
from relsim.rules.need import NEVER_BOUGHT
from relsim.rules.state import AT_END, Chances, Message, clamp
from relsim.vocabulary import (
    ADVOCATE,
    CLIENT,
    LAPSED,
    NEGLECT,
    PARTNER,
    PROSPECT,
    PURCHASER,
    STILL_HERE,
    SUPPORTER,
    WALK_IN,
    Reason,
)

SHARES = st.floats(0.0, 1.0)
RUNGS = st.integers(PURCHASER, PARTNER)
SILENCE = Message(0.0, 0, 0.0, WALK_IN)


def keys(number=20_000):
    """Keys of many customers in one period."""
    root = deeper(market_key(1, 0), 1)
    return [deeper(root, i) for i in range(number)]


# Experience


@given(share=SHARES, quality=SHARES, surprise=st.floats(0.01, 0.5), episodes=st.integers(1, 30))
def test_delight_under_constant_quality_fades_as_a_power_of_one_minus_adaptation(
    share, quality, surprise, episodes
):
    behaviour = conduct(experience_adaptation=share)
    felt = feeling(expectation=quality - surprise)
    for _ in range(episodes):
        felt = experience.disconfirmation(felt, quality, 0, behaviour)
    gap = quality - felt.expectation
    assert gap == pytest.approx(surprise * (1.0 - share) ** episodes, abs=1e-12)


def test_what_is_met_exactly_as_expected_is_felt_as_it_is():
    behaviour = conduct(experience_learning=1.0)
    felt = experience.disconfirmation(feeling(expectation=0.7), 0.7, 0, behaviour)
    assert felt.satisfaction == 0.7
    assert felt.expectation == 0.7


@given(gap=st.floats(0.01, 0.25), gain=st.floats(0, 1), more=st.floats(0.01, 1))
def test_losses_weigh_more_than_gains_of_the_same_size(gap, gain, more):
    behaviour = conduct(experience_learning=1.0, experience_gain=gain, experience_loss=gain + more)
    better = experience.disconfirmation(feeling(expectation=0.5), 0.5 + gap, 0, behaviour)
    worse = experience.disconfirmation(feeling(expectation=0.5), 0.5 - gap, 0, behaviour)
    assert 0.5 - worse.satisfaction > better.satisfaction - 0.5


def test_a_critical_episode_weighs_most():
    behaviour = conduct(experience_learning=0.1, experience_critical_learning=0.5)
    calm = experience.disconfirmation(feeling(), 0.2, 0, behaviour)
    critical = experience.disconfirmation(feeling(), 0.2, 1, behaviour)
    assert critical.satisfaction < calm.satisfaction < feeling().satisfaction


@given(episodes=st.integers(1, 50), gain=SHARES, start=SHARES)
def test_trust_grows_towards_one_by_the_same_share_of_what_is_missing(episodes, gain, start):
    behaviour = conduct(attitude_trust_gain=gain)
    trust = start
    for _ in range(episodes):
        trust = experience.next_trust(trust, 0.5, 0, behaviour)
    assert 1.0 - trust == pytest.approx((1.0 - start) * (1.0 - gain) ** episodes, abs=1e-12)


def test_trust_drops_by_a_share_of_itself_with_a_broken_promise():
    assert experience.next_trust(0.8, 0.5, 1, conduct(attitude_trust_loss=0.25)) == pytest.approx(0.6)
    assert experience.next_trust(0.8, 0.5, 1, conduct(attitude_trust_loss=1.0)) == 0.0


def test_without_the_mechanism_episodes_leave_no_trace():
    assert experience.no_trace(feeling(), 0.0, 1, conduct()) == feeling()


def test_quality_without_variability_or_failure_is_what_the_firm_offers():
    behaviour = conduct(experience_variability=0.0, experience_severity=0.3)
    firm = offer(service_quality=0.75)
    assert experience.experienced_quality(1, 0, 0, firm, behaviour) == 0.75
    assert experience.experienced_quality(1, 0, 1, firm, behaviour) == pytest.approx(0.45)


@given(key=st.integers(0, 2**64 - 1), quality=SHARES, spread=st.floats(0, 5))
def test_quality_as_met_lies_between_0_and_1(key, quality, spread):
    behaviour = conduct(experience_variability=spread)
    firm = offer(service_quality=quality)
    assert 0.0 <= experience.experienced_quality(key, 0, 1, firm, behaviour) <= 1.0


# Complaints


def test_recovery_wins_trust_after_one_failure_but_not_after_two():
    behaviour = conduct(complaints_relief=0.3)
    first = complaints.after_failure(feeling(), complaints.RESOLVED, 0, offer(), behaviour)
    second = complaints.after_failure(feeling(), complaints.RESOLVED, 1, offer(), behaviour)
    assert first.trust > feeling().trust
    assert second.trust == feeling().trust


def test_full_relief_makes_a_first_failure_good_again():
    behaviour = conduct(complaints_relief=1.0, complaints_resolved=0.0)
    relieved = complaints.after_failure(feeling(), complaints.RESOLVED, 0, offer(), behaviour)
    assert (relieved.trust, relieved.grievance) == (1.0, 0.0)


@given(promptness=SHARES)
def test_only_a_first_failure_is_put_right_and_only_by_help_the_sooner_the_better(promptness):
    firm = offer(complaints_promptness=promptness)
    assert complaints.put_right(complaints.RESOLVED, 0, firm) == promptness
    assert complaints.put_right(complaints.RESOLVED, 1, firm) == 0.0
    assert complaints.put_right(complaints.UNRESOLVED, 0, firm) == 0.0
    assert complaints.put_right(complaints.SILENT, 0, firm) == 0.0


def test_grievances_follow_the_outcome_and_stay_below_one():
    behaviour = conduct(complaints_silent=0.8, complaints_unresolved=0.7, complaints_resolved=0.1)
    for outcome, added in (
        (complaints.SILENT, 0.8),
        (complaints.UNRESOLVED, 0.7),
        (complaints.RESOLVED, 0.1),
    ):
        calm = complaints.after_failure(feeling(grievance=0.0), outcome, 0, offer(), behaviour)
        angry = complaints.after_failure(feeling(grievance=0.95), outcome, 0, offer(), behaviour)
        assert calm.grievance == pytest.approx(added)
        assert angry.grievance == 1.0


@pytest.mark.parametrize(
    ("chance", "invite", "resolution", "expected"),
    [
        (0.0, 0.0, 1.0, {complaints.SILENT}),
        (1.0, 0.0, 1.0, {complaints.RESOLVED}),
        (0.0, 1.0, 1.0, {complaints.RESOLVED}),
        (0.0, 1.0, 0.0, {complaints.UNRESOLVED}),
    ],
)
def test_invitation_and_resolution_have_sharp_limits(chance, invite, resolution, expected):
    behaviour = conduct(complaints_chance=chance)
    firm = offer(complaints_invite=invite, complaints_resolution=resolution)
    outcomes = {complaints.outcome_of_failure(key, 0, firm, behaviour) for key in keys(500)}
    assert outcomes == expected


# Attitude


@given(start=st.floats(1, 90), memory=SHARES, periods=st.integers(1, 40))
def test_a_new_price_seems_more_normal_every_period(start, memory, periods):
    behaviour, firm = conduct(attitude_price_memory=memory), offer(price=50.0)
    felt = feeling(remembered_price=start)
    for _ in range(periods):
        felt = attitude.attitude_after_period(person(), felt, 0.0, 0.0, 0.0, firm, behaviour)
    gap = (start - 50.0) * (1.0 - memory) ** periods
    assert felt.remembered_price - 50.0 == pytest.approx(gap, abs=1e-9)


@given(fading=SHARES, periods=st.integers(1, 30))
def test_attention_and_grievances_fade_by_the_same_share_every_period(fading, periods):
    behaviour = conduct(attitude_attention_fading=fading, complaints_forgiving=fading)
    felt = feeling(attention=1.5, grievance=0.9)
    for _ in range(periods):
        felt = attitude.attitude_after_period(person(), felt, 0.0, 0.0, 0.0, offer(), behaviour)
    assert felt.attention == pytest.approx(1.5 * (1.0 - fading) ** periods, abs=1e-12)
    assert felt.grievance == pytest.approx(0.9 * (1.0 - fading) ** periods, abs=1e-12)


def test_contact_within_tolerance_does_not_annoy_and_beyond_it_does():
    behaviour = conduct(
        attitude_tolerance=2.0, attitude_annoyance=0.1, attitude_saturation=0.0, attitude_annoyed=0.0
    )
    for attention, expected in ((0.0, 0.5), (2.0, 0.5), (3.0, 0.4), (5.0, 0.2), (99.0, 0.0)):
        felt = attitude.attitude_after_period(
            person(), feeling(attention=attention), 0.0, 0.0, 0.0, offer(), behaviour
        )
        assert felt.satisfaction == pytest.approx(expected)


@given(felt=st.builds(feeling, satisfaction=SHARES, trust=SHARES, attention=st.floats(0, 20)))
def test_who_is_not_prone_to_relationships_never_commits(felt):
    felt = felt._replace(commitment=0.0)
    for _ in range(20):
        felt = attitude.attitude_after_period(person(proneness=0.0), felt, 1.0, 1.0, 0.0, offer(), conduct())
    assert felt.commitment == 0.0
    assert felt.bonds > 0.0


def test_bonds_grow_towards_what_switching_costs_and_go_at_their_own_speed():
    behaviour = conduct(attitude_bond_speed=0.5, attitude_bond_loss=1.0)
    bound = attitude.attitude_after_period(person(), feeling(bonds=0.0), 0.4, 0.0, 0.0, offer(), behaviour)
    freed = attitude.attitude_after_period(person(), bound, 0.0, 0.0, 0.0, offer(), behaviour)
    assert (bound.bonds, freed.bonds) == (pytest.approx(0.2), 0.0)


def test_commitment_needs_both_satisfaction_and_trust():
    behaviour = conduct(attitude_commitment_speed=1.0)
    for cold in (feeling(satisfaction=0.0), feeling(trust=0.0)):
        assert (
            attitude.attitude_after_period(person(), cold, 0.0, 0.0, 0.0, offer(), behaviour).commitment
            == 0.0
        )


def test_a_contact_is_felt_as_attention_and_nothing_else():
    assert attitude.after_contact(feeling(attention=1.0), 2.0) == feeling(attention=3.0)


def test_closeness_saturates():
    behaviour = conduct(attitude_attention_need=0.5)
    assert attitude.closeness(0.0, behaviour) == 0.0
    assert attitude.closeness(0.5, behaviour) == 0.5
    assert 0.99 < attitude.closeness(100.0, behaviour) < 1.0


# Choice


def utility(rung=PROSPECT, who=None, felt=None, heard=SILENCE, firm=None, behaviour=None):
    """The utility of an ordinary firm, in some ways special."""
    return choice.logit(
        0, rung, 0.0, who or person(), felt or feeling(), heard, firm or offer(), behaviour or conduct()
    )


def test_a_dearer_firm_is_less_attractive_to_the_price_sensitive_only():
    dear = offer(relative_price=log(1.1))
    assert utility(firm=dear) < utility()
    careless = person(price_sensitivity=0.0)
    assert utility(who=careless, firm=dear) == utility(who=careless)


@given(discount=st.floats(0.0, 0.95))
def test_a_discount_is_worth_what_it_takes_off_the_price(discount):
    reduced = utility(heard=Message(0.0, 0, discount, WALK_IN))
    lower_price = utility(firm=offer(relative_price=log(1.0 - discount)))
    assert reduced == pytest.approx(lower_price)


def test_full_cover_removes_the_fear_of_a_first_purchase_and_nothing_else():
    covered, tried = offer(guarantee_cover=1.0), conduct(messages_commitment=0.0)
    fear = utility(firm=covered, behaviour=tried) - utility(behaviour=tried)
    assert fear == pytest.approx(tried.choice_risk)
    assert utility(rung=CLIENT, firm=covered) == utility(rung=CLIENT)


def test_shared_values_attract():
    close, far = person(values=0.5), person(values=0.0)
    firm, behaviour = offer(values=0.5), conduct(choice_congruence=0.6)
    gap = utility(who=close, firm=firm, behaviour=behaviour) - utility(
        who=far, firm=firm, behaviour=behaviour
    )
    assert gap == pytest.approx(0.3)


def test_commitment_bonds_and_habit_hold_customers_but_not_prospects():
    behaviour = conduct(choice_habit=1.0, choice_attachment=2.0, choice_bonds=3.0)
    held = feeling(commitment=0.5, bonds=0.5)
    loose = feeling(commitment=0.0, bonds=0.0)
    gap = utility(CLIENT, felt=held, behaviour=behaviour) - utility(CLIENT, felt=loose, behaviour=behaviour)
    assert gap == pytest.approx(2.5)
    assert utility(felt=held, behaviour=behaviour) == utility(felt=loose, behaviour=behaviour)


def test_a_grievance_keeps_the_lapsed_away():
    fond, bitter = feeling(satisfaction=0.8), feeling(satisfaction=0.8, grievance=1.0)
    assert utility(LAPSED, felt=bitter) < utility(LAPSED, felt=fond)


# Climbing


def climbed(rung, felt, bought, invited, behaviour=None):
    """The rung of somebody after a period."""
    return climbing.behavioural(0, 1, rung, felt, bought, invited, offer(), behaviour or conduct())


@given(rung=RUNGS, commitment=SHARES, bought=st.integers(0, 9), invited=st.integers(0, 1))
def test_nobody_climbs_or_slides_more_than_one_rung(rung, commitment, bought, invited):
    felt = feeling(commitment=commitment)
    after = climbed(rung, felt, bought, invited)
    assert abs(after - rung) <= 1
    assert PURCHASER <= after <= PARTNER


@given(bonds=SHARES, satisfaction=SHARES, bought=st.integers(2, 100))
def test_bonds_alone_make_no_supporter(bonds, satisfaction, bought):
    felt = feeling(commitment=0.0, bonds=bonds, satisfaction=satisfaction)
    behaviour = conduct(ladder_supporter=0.3)
    assert climbed(CLIENT, felt, bought, 0, behaviour) == CLIENT


def test_buying_again_makes_a_client_whatever_is_felt():
    felt = feeling(commitment=0.0, satisfaction=0.0)
    assert climbed(PURCHASER, felt, 1, 0) == PURCHASER
    assert climbed(PURCHASER, felt, 2, 0) == CLIENT


def test_only_invited_advocates_become_partners():
    devoted = feeling(commitment=1.0)
    assert climbed(ADVOCATE, devoted, 9, 0) == ADVOCATE
    assert climbed(ADVOCATE, devoted, 9, 1) == PARTNER
    assert climbed(SUPPORTER, devoted, 9, 1) == ADVOCATE


def test_commitment_between_the_thresholds_moves_nobody():
    behaviour = conduct(ladder_supporter=0.3, ladder_advocate=0.6, ladder_slack=0.1)
    for rung, commitment in ((CLIENT, 0.29), (SUPPORTER, 0.21), (SUPPORTER, 0.59), (ADVOCATE, 0.51)):
        felt = feeling(commitment=commitment)
        assert climbed(rung, felt, 9, 0, behaviour) == rung


# Departure


@given(restlessness=st.floats(0.0, 10.0))
def test_the_restless_leave_more_readily_but_do_not_lose_their_need_sooner(restlessness):
    usual, own = chances(), chances(who=person(restlessness=restlessness))
    for mine, theirs in zip(own[:4], usual[:4], strict=True):
        assert mine == pytest.approx(restlessness * theirs)
    assert own.fading_need == usual.fading_need


def chances(felt=None, firm=None, behaviour=None, who=None, praise=0):
    """The chances of an ordinary customer, in some ways special."""
    return departure.competing(
        AT_END, CLIENT, 1, who or person(), felt or feeling(), praise, firm or offer(), behaviour or conduct()
    )


@given(bonds=SHARES, commitment=SHARES, satisfaction=SHARES)
def test_nothing_shields_from_a_fading_need(bonds, commitment, satisfaction):
    felt = feeling(bonds=bonds, commitment=commitment, satisfaction=satisfaction)
    assert chances(felt, behaviour=conduct(departure_fading_need=0.01)).fading_need == 0.01


def test_people_move_away_as_often_as_they_are_mobile():
    moves = [departure.moves_away(key, person(mobility=0.02)) for key in keys()]
    assert sum(moves) / len(moves) == pytest.approx(0.02, abs=3 * (0.02 / len(moves)) ** 0.5)
    assert not any(departure.moves_away(key, person(mobility=0.0)) for key in keys(500))
    assert all(departure.moves_away(key, person(mobility=1.0)) for key in keys(500))


@pytest.mark.parametrize("shield", ["satisfaction", "commitment", "bonds"])
def test_satisfaction_commitment_and_bonds_shield_from_what_a_firm_can_influence(shield):
    bare = chances(feeling(grievance=0.5, **{shield: 0.1}))
    shielded = chances(feeling(grievance=0.5, **{shield: 0.9}))
    for reason in ("price", "bad_handling", "neglect", "competitor"):
        assert getattr(shielded, reason) < getattr(bare, reason)


def test_neglect_is_whole_without_attention_and_vanishes_with_plenty():
    behaviour = conduct(attitude_attention_need=0.5)
    assert departure.neglect(0.0, behaviour) == 1.0
    assert departure.neglect(0.5, behaviour) == pytest.approx(exp(-1))
    assert departure.neglect(50.0, behaviour) < 1e-40


def test_a_tolerated_rise_goes_unpunished_and_a_larger_one_does_not():
    behaviour = conduct(departure_tolerated_rise=0.05)
    firm = offer(price=31.0)
    calm = departure.price_pressure(feeling(remembered_price=31.0), firm, behaviour)
    assert departure.price_pressure(feeling(remembered_price=30.0), firm, behaviour) == calm
    assert departure.price_pressure(feeling(remembered_price=25.0), firm, behaviour) > calm


def test_without_price_sensitivity_nobody_leaves_for_the_price():
    careless = person(price_sensitivity=0.0)
    assert chances(feeling(remembered_price=1.0), offer(price=99.0), who=careless).price == 0.0


def test_without_a_rival_nobody_leaves_for_one():
    assert chances(firm=offer(rival_pull=0.0), praise=9).competitor == 0.0


def test_hearing_rivals_praised_makes_leaving_for_them_likelier():
    assert chances(praise=3).competitor > chances(praise=0).competitor


def test_an_equal_rival_that_does_not_advertise_has_a_pull_of_one():
    assert departure.rival_pull(0.0, 0.0, conduct()) == 1.0
    assert departure.rival_pull(0.1, 0.0, conduct()) > 1.0 > departure.rival_pull(-0.1, 0.0, conduct())
    assert departure.rival_pull(0.0, 0.5, conduct(departure_rival_advertising=1.0)) == 1.5


def test_equal_prices_exert_a_pressure_of_one():
    assert departure.rival_price_pressure(30.0, 30.0, conduct()) == 1.0
    assert departure.rival_price_pressure(33.0, 30.0, conduct()) > 1.0


@given(u=st.floats(0, 1, exclude_max=True), drawn=st.tuples(*[st.floats(0, 1)] * 5))
def test_a_reason_that_cannot_be_is_never_given(u, drawn):
    possible = Chances(*drawn)
    reason = Reason(departure.drawn_reason(u, possible))
    if sum(drawn) > 0.0 and 1e-9 < u < 1 - 1e-9:
        assert getattr(possible, reason.name.lower()) > 0.0


def test_without_any_chance_nobody_leaves_and_with_certainty_everybody_does():
    never = Chances(0, 0, 0, 0, 0)
    surely = never._replace(neglect=1.0)
    assert {departure.reason_for_leaving(key, DEPARTURE, 0, never) for key in keys(500)} == {STILL_HERE}
    assert {departure.reason_for_leaving(key, DEPARTURE, 0, surely) for key in keys(500)} == {NEGLECT}


def test_reasons_come_in_proportion_to_their_chances():
    mixed = Chances(0.02, 0.03, 0.06, 0.04, 0.005)
    drawn = [departure.reason_for_leaving(key, DEPARTURE, 0, mixed) for key in keys(60_000)]
    leavers = [Reason(reason).name.lower() for reason in drawn if reason != STILL_HERE]
    staying = 1.0
    for chance in mixed:
        staying *= 1.0 - chance
    expected = 60_000 * (1.0 - staying)
    assert abs(len(leavers) - expected) < 3.5 * (expected * staying) ** 0.5
    for name, chance in mixed._asdict().items():
        part = chance / sum(mixed)
        spread = (len(leavers) * part * (1 - part)) ** 0.5
        assert abs(leavers.count(name) - len(leavers) * part) < 3.5 * spread


# Need and spend


def test_needs_have_the_mean_and_variance_of_a_poisson_count():
    needs = [need.gamma_poisson(key, person(need_rate=1.7), 0, 1, conduct(season=1.0)) for key in keys()]
    mean = sum(needs) / len(needs)
    variance = sum((n - mean) ** 2 for n in needs) / len(needs)
    assert mean == pytest.approx(1.7, abs=4 * (1.7 / len(needs)) ** 0.5)
    assert variance == pytest.approx(1.7, rel=0.05)


@pytest.mark.parametrize("rule", [need.gamma_poisson, need.bernoulli, need.contract, need.by_recency])
def test_whoever_needs_nothing_buys_nothing(rule):
    idle = person(need_rate=0.0)
    assert {rule(key, idle, 0, NEVER_BOUGHT, conduct()) for key in keys(500)} == {0}
    busy = person(need_rate=5.0)
    assert {rule(key, busy, 0, NEVER_BOUGHT, conduct(season=0.0)) for key in keys(500)} == {0}


def test_whoever_is_under_contract_pays_exactly_once():
    assert {need.contract(key, person(need_rate=9.0), 1, 1, conduct()) for key in keys(500)} == {1}


def test_a_need_of_many_occasions_is_met_as_often_as_it_arises():
    frequent = person(need_rate=80.0)
    needs = [need.gamma_poisson(key, frequent, 0, 1, conduct(season=1.0)) for key in keys(300)]
    assert sum(needs) / len(needs) == pytest.approx(80.0, rel=0.05)


def test_baskets_vary_around_the_usual_one():
    behaviour = conduct(spend_variation=0.4, spend_growth=0.0)
    baskets = [spend.lognormal(key, 0, person(basket=2.0), feeling(), behaviour) for key in keys()]
    assert sum(baskets) / len(baskets) == pytest.approx(2.0, rel=0.02)
    assert min(baskets) > 0.0


def test_without_variation_a_basket_is_the_usual_one_and_grows_with_commitment():
    behaviour = conduct(spend_variation=0.0, spend_growth=0.5)
    committed = feeling(commitment=1.0)
    for rule in (spend.lognormal, spend.fixed):
        assert rule(1, 0, person(basket=2.0), feeling(commitment=0.0), behaviour) == 2.0
        assert rule(1, 0, person(basket=2.0), committed, behaviour) == 3.0


# Messages and voices


def test_advertising_reaches_nobody_for_nothing_and_at_most_its_ceiling():
    assert messages.advertising_reach(0.0, 0.4) == 0.0
    assert messages.advertising_reach(1e9, 0.4) == 0.4
    reaches = [messages.advertising_reach(spend / 10, 0.4) for spend in range(30)]
    gains = [after - before for before, after in pairwise(reaches)]
    assert all(0 < later < earlier for earlier, later in pairwise(gains))


def test_the_dissatisfied_are_louder_per_head():
    behaviour = conduct(
        word_of_mouth_client=0.1, word_of_mouth_complainer=0.5, word_of_mouth_dissatisfied=0.4
    )
    who = person(talkativeness=1.0)
    us = [number / 1000 for number in range(1000)]

    def said(felt):
        return [word_of_mouth.network(CLIENT, who, felt, u, offer(), behaviour) for u in us]

    praise = said(feeling(satisfaction=0.9)).count(word_of_mouth.PRAISING)
    blame = said(feeling(satisfaction=0.1)).count(word_of_mouth.BLAMING)
    assert (praise, blame) == (100, 500)


@given(rung=st.integers(PURCHASER, LAPSED), u=SHARES, satisfaction=SHARES, grievance=SHARES)
def test_without_the_mechanism_nobody_speaks(rung, u, satisfaction, grievance):
    felt = feeling(satisfaction=satisfaction, grievance=grievance)
    said = word_of_mouth.silence(rung, person(talkativeness=1.0), felt, u, offer(), conduct())
    assert said == word_of_mouth.QUIET


def test_the_taciturn_say_nothing():
    said = word_of_mouth.network(
        ADVOCATE, person(talkativeness=0.0), feeling(satisfaction=1.0), 0.0, offer(), conduct()
    )
    assert said == word_of_mouth.QUIET


# Care


def test_a_fraction_of_a_contact_is_one_contact_for_that_fraction_of_customers():
    firm = offer(contact_frequency=1.25)
    numbers = [care.contacts(key, 0, 0, person(), firm, conduct()) for key in keys()]
    assert set(numbers) == {1, 2}
    assert numbers.count(2) / len(numbers) == pytest.approx(0.25, abs=0.01)
    three = offer(contact_frequency=3.0)
    assert {care.contacts(key, 0, 0, person(), three, conduct()) for key in keys(99)} == {3}


@given(satisfaction=SHARES, revenue=st.floats(0, 1e6), average=st.floats(0, 1e6))
def test_money_for_everybody_is_for_everybody(satisfaction, revenue, average):
    felt = feeling(satisfaction=satisfaction)
    assert care.targeted(care.EVERYBODY, felt, 3, revenue, average, offer())


def test_money_for_the_best_and_for_those_at_risk_is_for_them():
    firm = offer(targeting_best_from=1.5, targeting_risk_satisfaction=0.5, targeting_risk_silence=3.0)
    happy = feeling(satisfaction=0.9)
    assert care.targeted(care.BEST, happy, 0, 150.0, 100.0, firm)
    assert not care.targeted(care.BEST, happy, 0, 149.0, 100.0, firm)
    assert not care.targeted(care.AT_RISK, happy, 3, 0.0, 100.0, firm)
    assert care.targeted(care.AT_RISK, happy, 4, 0.0, 100.0, firm)
    assert care.targeted(care.AT_RISK, feeling(satisfaction=0.4), 0, 0.0, 100.0, firm)
    assert care.targeted(care.AT_RISK, happy._replace(grievance=0.9), 0, 0.0, 100.0, firm)


@given(key=st.integers(0, 2**64 - 1), satisfaction=SHARES, trust=SHARES, commitment=SHARES)
def test_an_answer_is_a_whole_number_from_0_to_10(key, satisfaction, trust, commitment):
    felt = feeling(satisfaction=satisfaction, trust=trust, commitment=commitment)
    answer = care.recommendation(key, 0, felt, conduct(answers_noise=3.0))
    assert isinstance(answer, int)
    assert 0 <= answer <= 10


# Money


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(0.0, 0), (0.01, 1000), (30.0, 3_000_000), (0.004, 400), (0.000005, 1), (0.0000049, 0), (1.1, 110_000)],
)
def test_amounts_become_whole_thousandths_of_a_cent_rounded_half_up(amount, expected):
    assert booked(amount) == expected


@given(st.floats(-inf, inf))
def test_clamping_leaves_a_number_between_0_and_1(x):
    assert 0.0 <= clamp(x) <= 1.0


def test_revenue_per_period_of_a_former_customer_counts_the_periods_of_being_one():
    first = SimpleNamespace(revenue=12_000, first_at=0, acquired_at=0)
    assert revenue_per_period(11, first) == 1000
    # Ten good periods, thirty away, back for one: still an ordinary customer.
    back = SimpleNamespace(revenue=11_000, first_at=0, acquired_at=40)
    assert revenue_per_period(40, back) <= 1100
