"""Satisfaction has causes in both directions: what lowered it once does not keep it down for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import HARBOUR, conduct, feeling, finished, offer, person, world

from relsim.rules.attitude import as_expected, attitude_after_period
from relsim.vocabulary import PARTNER, PURCHASER

SHARES = st.floats(0.0, 1.0)
STAYING = {
    f"behaviour.departure.{reason}": "0% per month"
    for reason in ("price", "bad_handling", "neglect", "competitor", "fading_need")
}
WATCHED = {"firms.harbour.personalisation": {"depth": 1, "openness": 0, "cost": "0 per month"}}
TOUCHY = {
    "behaviour.attitude.annoyance": "30% per month",
    "behaviour.attitude.saturation": 0,
    "behaviour.choice.intercept": 3,
}
SETTLING = {"behaviour.attitude.settling": "10% per month"}


@given(satisfaction=SHARES, expectation=SHARES, speed=SHARES)
def test_satisfaction_returns_to_what_is_expected_from_either_side(satisfaction, expectation, speed):
    behaviour = conduct(attitude_settling=speed)
    after = as_expected(satisfaction, expectation, behaviour)
    assert abs(after - expectation) == pytest.approx((1 - speed) * abs(satisfaction - expectation), abs=1e-12)


@given(attention=st.floats(0.0, 50.0), share=SHARES)
def test_attention_that_came_of_episodes_annoys_by_the_share_that_counts_as_contact(attention, share):
    behaviour = conduct(attitude_episode_contact=share)

    def satisfied(attention, encounters):
        felt = feeling(attention=attention)
        return attitude_after_period(person(), felt, 0.0, 0.0, encounters, offer(), behaviour).satisfaction

    assert satisfied(attention, attention) == pytest.approx(satisfied(share * attention, 0.0))
    assert satisfied(attention + 3.0, attention) == pytest.approx(satisfied(share * attention + 3.0, 0.0))


def mean_satisfaction(market):
    """Of harbour's customers at the end."""
    ties = market.columns.ties[:, HARBOUR]
    return ties["satisfaction"][(ties["rung"] >= PURCHASER) & (ties["rung"] <= PARTNER)].mean()


def satisfaction_by_needs(needs, counted):
    """Of harbour's customers after two years of so many needs a month, episodes counted as contact or not."""
    segments = [{"need_rate": {"mean": f"{needs} per month", "spread": 0}, "mobility": 0}]
    changes = STAYING | TOUCHY | {"behaviour.attitude.episode_contact": counted}
    return mean_satisfaction(finished(world(changes, segments=segments, customers=200, periods=24)))


def test_whoever_buys_often_is_not_pestered_by_that():
    seldom, often = (satisfaction_by_needs(needs, 0) for needs in (15, 60))
    assert often == pytest.approx(seldom, abs=0.03)
    assert satisfaction_by_needs(60, 1) < seldom - 0.1


def after_ten_years(changes, **settings):
    """Mean satisfaction of harbour's customers, who buy every other month and never leave."""
    segments = [{"need_rate": {"mean": "0.5 per month", "spread": 0}, "mobility": 0, "proneness": 0.3}]
    scenario = world(STAYING | changes, segments=segments, customers=400, periods=120, **settings)
    return mean_satisfaction(finished(scenario))


def test_being_watched_costs_some_satisfaction_and_no_more_every_year():
    unwatched, watched = after_ten_years(SETTLING), after_ten_years(SETTLING | WATCHED)
    assert unwatched - 0.3 < watched < unwatched - 0.02


def test_satisfaction_recovers_once_what_lowered_it_is_over():
    stops = [{"at": 60, "set": {"firms.harbour.personalisation.depth": 0}}]
    recovered = after_ten_years(SETTLING | WATCHED, timeline=stops)
    assert recovered == pytest.approx(after_ten_years(SETTLING), abs=0.02)


def satisfaction_with_touchpoints(counted):
    """Of harbour's customers who meet it online three times a day, where that counts as contact or not."""
    online = {"app": {"frequency": "90 per month", "quality": 0.7}}
    changes = {"firms.harbour.touchpoints": online, "behaviour.attitude.episode_contact": counted}
    return mean_satisfaction(finished(world(STAYING | changes, customers=200, periods=12)))


def test_touchpoints_are_episodes_too():
    assert satisfaction_with_touchpoints(0) > satisfaction_with_touchpoints(1) + 0.005
