"""What the default service market shows without having been tuned to it, and what it does not show.

Margins are in standard errors over replications, with a fixed seed. A mean of four markets that lies five
of these to one side of where it would be by chance occurs once in 130 seeds (Student's t).
"""

import advertising
import delight
import diversion
import double_jeopardy
import entrant
import grudges
import members
import numpy as np
import pytest
import recovery
import referred
import sorting
import value_and_referrals
import voices
from following import FIRMS, service_market, watched
from showing import over

pytestmark = pytest.mark.slow

CLEARLY = 5.0
MARKETS = 4


@pytest.fixture(scope="module")
def tenure():
    return over(sorting.measured, 2 * MARKETS)


@pytest.mark.parametrize("firm", FIRMS)
def test_retention_rises_with_tenure(tenure, firm):
    assert tenure[f"{firm}_rise"].exceeds(0.0, CLEARLY)


@pytest.mark.parametrize("firm", FIRMS)
def test_it_would_rise_even_if_nobodys_loyalty_grew(tenure, firm):
    assert tenure[f"{firm}_fall"].exceeds(0.0, CLEARLY)


@pytest.mark.parametrize("firm", FIRMS)
def test_sorting_is_not_all_since_feelings_for_a_firm_do_grow(tenure, firm):
    assert tenure[f"{firm}_sorting"].falls_short_of(1.0, CLEARLY)


@pytest.mark.parametrize("firm", FIRMS)
def test_more_of_it_is_sorting_where_some_are_more_restless_than_others(tenure, firm):
    assert tenure[f"{firm}_sorting"].mean > tenure[f"alike_{firm}_sorting"].mean


def test_small_firms_have_fewer_buyers_who_buy_less_often():
    found = over(double_jeopardy.measured, MARKETS)
    for difference in ("more_buyers", "more_often", "slope"):
        assert found[difference].exceeds(0.0, CLEARLY)


@pytest.fixture(scope="module")
def talk():
    return over(voices.measured, MARKETS)


def test_there_is_more_praise_than_blame_and_the_dissatisfied_speak_more_per_head(talk):
    assert talk["praise_to_blame"].exceeds(1.0, CLEARLY)
    assert talk["louder"].exceeds(1.0, CLEARLY)


def test_a_firm_that_disappoints_gets_less_praise_for_each_blame(talk):
    """Praise outnumbers blame for both firms, and clearly less for the transactional one."""
    assert talk["deal_praise_to_blame"].exceeds(1.0, CLEARLY)
    assert talk["bond_praise_to_blame"].exceeds(talk["deal_praise_to_blame"].mean, CLEARLY)


@pytest.fixture(scope="module")
def referrals():
    return over(referred.measured, 40)


def newcomers(markets):
    """The referred beside others who came in the same period."""
    return over(lambda each: referred.compared(watched(service_market(), each)), markets)


def test_the_referred_are_worth_more_and_stay_longer_with_the_firm_that_is_praised():
    """With the other one, too, but it takes more markets than these to see it."""
    found = newcomers(80)
    assert found["bond_more_worth"].exceeds(0.0, 3.0)
    assert found["bond_less_churn"].exceeds(0.0, 3.0)


@pytest.mark.exhaustive
@pytest.mark.parametrize("firm", FIRMS)
def test_the_referred_are_worth_more_with_either_firm(firm):
    """In as many markets as stand behind the table: deal's gain is small, some 7 % in a settled category."""
    assert newcomers(referred.REPLICATIONS)[f"{firm}_more_worth"].exceeds(0.0, 3.0)


@pytest.mark.parametrize("firm", FIRMS)
@pytest.mark.parametrize("what", ["less_churn", "more_worth"])
def test_they_are_better_customers_because_friends_lend_trust_and_hold(referrals, firm, what):
    assert referrals[f"friends_{firm}_{what}"].exceeds(0.0, CLEARLY)


@pytest.mark.parametrize("firm", FIRMS)
def test_the_most_valuable_customers_are_not_those_who_recruit(firm):
    found = over(value_and_referrals.measured, MARKETS)
    assert found[f"{firm}_correlation"].falls_short_of(0.4, CLEARLY)
    assert found[f"{firm}_top_fifth"].falls_short_of(0.5, CLEARLY)


def test_delight_fades_geometrically_under_constant_quality():
    """Exactly where every episode is alike; within .03 where episodes vary and the let-down leave."""
    found = over(delight.measured, 2)
    assert found["even"].mean == pytest.approx(delight.FADING, abs=1e-5)
    assert found["uneven"].mean == pytest.approx(delight.FADING, abs=0.03)
    assert np.all(np.diff(found["uneven"].mean) < 0.0)


def test_members_look_better_before_the_programme_and_most_of_their_lead_is_not_its_doing():
    found = over(members.measured, 5 * MARKETS)
    assert found["head_start"].exceeds(0.0, 3.0)
    assert (found["lead"].mean - found["effect"].mean) / found["lead"].mean > 0.5
    assert found["effect"].falls_short_of(found["lead"].mean, 3.0)


@pytest.mark.parametrize("feeling", recovery.FEELINGS)
def test_recovery_pleases_after_one_failure_and_not_after_two(feeling):
    found = over(recovery.measured, MARKETS)
    assert found[f"{feeling}_first_helped"].exceeds(0.0, CLEARLY)
    assert found[f"{feeling}_second_helped"].falls_short_of(0.0, CLEARLY)


def test_help_after_a_second_failure_changes_nothing_about_the_disappointment():
    found = over(recovery.measured, MARKETS)
    assert abs(found["satisfaction_second_helped"].mean - found["satisfaction_second_not"].mean) < 0.05


def test_a_grudge_outlasts_its_cause_and_fades():
    found = over(grudges.measured, MARKETS)
    assert found["fading_in_year_1"].exceeds(0.25, CLEARLY)
    assert found["fading_in_year_5"].falls_short_of(0.25, CLEARLY)
    assert found["lasting_in_year_5"].exceeds(0.25, CLEARLY)


@pytest.fixture(scope="module")
def advertised():
    return over(advertising.measured, MARKETS)


def test_advertising_sells_a_little_at_once_and_more_in_the_long_run(advertised):
    assert advertised["soon by type"].exceeds(0.0, CLEARLY)
    assert advertised["growth"].exceeds(0.0, CLEARLY)


@pytest.mark.parametrize(("when", "published"), advertising.PUBLISHED.items())
def test_advertising_sells_about_as_much_as_studies_find(advertised, when, published):
    """Means over many brands and categories (Sethuraman, Tellis and Briesch 2011)."""
    assert advertised[when].exceeds(published / 2.0, CLEARLY)
    assert advertised[when].falls_short_of(1.5 * published, CLEARLY)


@pytest.mark.parametrize(("forgetting", "left"), [("50% per month", 0.5), ("20% per month", 0.8)])
def test_what_is_left_of_a_pulse_of_advertising_fades_at_the_rate_that_is_set(forgetting, left):
    assert advertising.tail(forgetting) == pytest.approx(left ** np.arange(advertising.TAIL))


def test_an_entrant_becomes_known_ever_more_slowly_and_sells_nothing_while_nobody_knows_it():
    found = over(entrant.measured, MARKETS)
    assert found["slower"].exceeds(0.0, CLEARLY)
    assert found["heard_sold"].exceeds(0.0, CLEARLY)
    assert found["silent_sold"].mean == 0.0 and found["silent"].mean.max() == 0.0


@pytest.fixture(scope="module")
def diverted():
    return over(diversion.measured, MARKETS)


def test_one_firms_relationships_hardly_move_a_mature_category(diverted):
    assert diverted["growth"].falls_short_of(diversion.HARDLY, CLEARLY)
    assert diverted["growth"].mean.min() > -diversion.HARDLY


def test_a_promotion_takes_more_from_the_rival_where_the_category_is_mature(diverted):
    assert diverted["mature"].exceeds(2.0 * diversion.THIRD, CLEARLY)
    assert diverted["young"].falls_short_of(2.0 * diversion.THIRD, CLEARLY)
    assert diverted["young"].exceeds(0.0, CLEARLY)
