"""Claims about contact in periods of other lengths: what annoys depends on the year, not on the period."""

from types import SimpleNamespace

import pytest
from worlds import feeling, finished, offer, person, total, world

from relsim.market.plan import plan_of
from relsim.rules.attitude import after_contact, attitude_after_period
from relsim.scenario.units.quantities import PER_YEAR

PERIODS = ("week", "month", "quarter", "year")
YEARS = 10
MODEST = {"behaviour.attitude.annoyance": "0.05% per month"}


def behaviour_in(period, changes):
    """The parameters of behaviour in a market with periods of this length."""
    row = plan_of(world(changes, period=period, periods=1)).behaviour[0]
    return SimpleNamespace(**dict(zip(row.dtype.names, row.item(), strict=True)))


def annoyed(period, contacts_a_year, changes=MODEST):
    """Satisfaction that some years of steady contact take from somebody who is fully satisfied."""
    behaviour, periods = behaviour_in(period, changes), round(PER_YEAR[period])
    felt = feeling(satisfaction=1.0, attention=0.0)
    for _ in range(YEARS * periods):
        felt = after_contact(felt, contacts_a_year / periods * behaviour.attention_felt)
        felt = attitude_after_period(person(), felt, 0.0, 0.0, 0.0, offer(), behaviour)
    return 1.0 - felt.satisfaction


@pytest.mark.parametrize("contacts", [20, 24, 36, 60])
@pytest.mark.parametrize("period", ["week", "quarter", "year"])
def test_a_year_of_contacts_annoys_about_as_much_whatever_the_length_of_a_period(period, contacts):
    assert annoyed(period, contacts) == pytest.approx(annoyed("month", contacts), rel=0.1)


@pytest.mark.parametrize("period", PERIODS)
def test_contact_within_tolerance_annoys_nobody_whatever_the_length_of_a_period(period):
    assert annoyed(period, 16) == 0.0


def test_in_months_the_numbers_are_those_of_the_scenario():
    behaviour = behaviour_in("month", {})
    assert (behaviour.attitude_tolerance, behaviour.attitude_annoyance) == (4.0, 0.012)


@pytest.mark.parametrize("period", PERIODS)
def test_where_attention_never_fades_tolerance_is_the_same_in_every_period(period):
    lasting = {"behaviour.attitude.attention_fading": "0% per month"}
    assert behaviour_in(period, lasting).attitude_tolerance == 4.0


def contacts_with_the_silent(period):
    """How often harbour contacts customers who have bought nothing for three months, in three years."""
    silent = {"contact": "at risk", "risk_satisfaction": 0, "risk_grievance": 1, "risk_silence": "3 months"}
    changes = {"firms.harbour.targeting": silent, "firms.harbour.contact.frequency": "1 per month"}
    periods = 3 * round(PER_YEAR[period])
    return total(finished(world(changes, customers=3000, period=period, periods=periods)), "contacts")


@pytest.mark.parametrize("period", ["week", "quarter"])
def test_the_silent_are_at_risk_as_often_whatever_the_length_of_a_period(period):
    assert contacts_with_the_silent(period) == pytest.approx(contacts_with_the_silent("month"), rel=0.15)
