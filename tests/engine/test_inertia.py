"""Claims about customers who stay because they do not think of leaving, and whom contact wakes."""

from types import SimpleNamespace

import pytest
from worlds import HARBOUR, NO_DEPARTURE, contract_world, finished

from relsim.market.columns import LONG_AGO
from relsim.market.plan import plan_of
from relsim.questions.compare.hinge import assumed_defaults
from relsim.rules.inertia import think_of_it, woken
from relsim.scenario.lint.scenario import warnings

QUARTER = 3
SIX_PERCENT_A_QUARTER = "2.0414% per month"
UNFEELING = {"satisfaction_shield": 0, "commitment_shield": 0, "rival_praise": 0, "company": 0}
SLEEPERS = {
    "behaviour.departure": NO_DEPARTURE | UNFEELING | {"competitor": SIX_PERCENT_A_QUARTER},
    "segments": [{"mobility": 0, "restlessness": {"mean": 1, "spread": 0}}],
    "firms.harbour.contact.frequency": 0,
}
"""Nobody leaves but for a rival, and all alike."""

CAMPAIGN = {
    "timeline": [
        {
            "at": 0,
            "until": "1 month",
            "set": {"firms.harbour.contact": {"frequency": "1 per month", "cost": 1}},
        }
    ]
}
"""One contact with everybody in the first month."""

WAKES = {"behaviour.departure.waking": 0.7}


def share_lost(changes, periods=QUARTER):
    """Which share of those whom harbour begins with leaves it."""
    market = finished(contract_world(SLEEPERS | changes, customers=20_000, periods=periods))
    came = market.columns.first_at[:, HARBOUR]
    ours = (LONG_AGO < came) & (came < 0)
    return float((market.columns.ended_at[ours, HARBOUR] >= 0).mean())


@pytest.mark.slow
def test_in_three_months_after_one_contact_ten_percent_leave_in_place_of_six():
    assert share_lost(WAKES) == pytest.approx(0.06, abs=0.008)
    assert share_lost(WAKES | CAMPAIGN) == pytest.approx(0.10, abs=0.01)


def test_contact_that_wakes_nobody_drives_nobody_away():
    assert share_lost(CAMPAIGN) == share_lost({})


def test_whoever_is_never_contacted_is_not_woken():
    asleep, wakeable = (
        finished(contract_world(SLEEPERS | changes, periods=12))
        for changes in ({}, {"behaviour.departure.waking": 5})
    )
    assert asleep.columns.ties.tobytes() == wakeable.columns.ties.tobytes()


def test_a_review_of_the_relationship_wakes_as_a_contact_does():
    reviews = {"firms.harbour.account_review": {"every": "1 month", "cost": 1}}
    assert share_lost(WAKES | reviews) == pytest.approx(0.10, abs=0.01)
    assert share_lost(reviews) == share_lost({})


def test_a_contact_wakes_for_its_time_and_a_second_one_lengthens_it():
    behaviour = SimpleNamespace(departure_waking=0.7, departure_waking_time=3.0)
    tie = SimpleNamespace(approached_at=-100)
    assert woken(4, tie, behaviour) == 1.0
    think_of_it(4, tie, behaviour)
    assert [woken(t, tie, behaviour) for t in (4, 5, 6, 7)] == [1.7, 1.7, 1.7, 1.0]
    think_of_it(5, tie, behaviour)
    assert [woken(t, tie, behaviour) for t in (6, 7, 8)] == [1.7, 1.7, 1.0]


def test_departures_that_know_no_feelings_do_not_ask_who_is_awake():
    told = contract_world(WAKES | {"mechanisms.departure": "constant"})
    assert (plan_of(told).behaviour["departure_waking"] == 0.0).all()
    assert (plan_of(contract_world(WAKES)).behaviour["departure_waking"] == 0.7).all()


def test_a_time_of_waking_without_an_effect_is_told_and_no_verdict_is_said_to_hinge_on_it():
    path = ("behaviour", "departure", "waking_time")
    lasting = contract_world({".".join(path): "6 months"})
    assert any("while departure.waking is 0" in str(problem) for problem in warnings(lasting))
    assert path not in assumed_defaults(lasting)
    assert path in assumed_defaults(lasting.changed(WAKES))
