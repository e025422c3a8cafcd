"""Claims about hints: where a unit of time is missing, the one that is usual for that key is suggested."""

import re

import pytest
from worlds import world

from relsim.errors import ScenarioError
from relsim.scenario.limits import MONEY
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.levers import firm_levers
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Spending

YEARLY = [
    "discount",
    "population.growth",
    "segments.0.mobility",
    "behaviour.departure.price",
    "behaviour.departure.total",
    "behaviour.staff.turnover",
    "firms.harbour.price_rise",
    "firms.harbour.churn",
    "firms.harbour.contact.frequency",
]
MONTHLY = [
    "segments.0.need_rate",
    "segments.0.need_rate.mean",
    "behaviour.word_of_mouth.forgetting",
    "firms.harbour.loyalty.enrolment",
    "firms.harbour.win_back.frequency",
    "firms.harbour.community.invitation",
    "firms.harbour.targeting.groups.frequent",
]


PER_TIME = [
    f"firms.harbour.{path}" for path, field in firm_levers(Firm).items() if field.annotation is Spending
]


@pytest.mark.parametrize(
    ("unit", "path"), [("year", path) for path in YEARLY] + [("month", path) for path in MONTHLY]
)
@pytest.mark.parametrize("value", ["3%", 0.03, 3])
def test_a_missing_unit_is_the_usual_one_of_its_key_and_the_hint_is_valid(unit, path, value):
    scenario = world(segments=[{"name": "all"}], population={"start": "60%"})
    for change in ({path: value}, {"conditions": {"new": {"set": {path: value}}}}):
        with pytest.raises(ScenarioError) as refused:
            changed = scenario.changed(change)
            changed.under_condition("new")
        hint = re.search('did you mean "(.*)"', str(refused.value))
        assert hint is not None and hint[1].endswith(f"per {unit}")
        scenario.changed({path: hint[1]})


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
@pytest.mark.parametrize("path", PER_TIME)
def test_money_per_time_is_wanted_in_the_period_of_the_scenario_and_the_hint_is_valid(path, period):
    scenario = world(period=period)
    changes = [
        {path: 1000},
        {"policies": {"new": {"set": {path: 1000}}}},
        {"timeline": [{"at": 0, "set": {path: 1000}}]},
        {
            "firms.harbour.adapts": [
                {"rule": "copy the rival", "lever": path.split(".", 2)[2], "at_most": 1000}
            ]
        },
    ]
    for change in changes:
        with pytest.raises(ScenarioError, match=f'1000 has no time unit; did you mean "1000 per {period}"'):
            changed = scenario.changed(change)
            changed.with_policy("new") if changed.policies else changed.at_events((0,))
    assert scenario.changed({path: f"1,000 per {period}"}).document.data
    assert scenario.changed({path: 0}).document.data


def test_no_amount_for_a_period_comes_without_its_time():
    known = {path: field for path, field in firm_levers(Firm).items() if MONEY in field.metadata}
    periodic = re.compile("(per|a|and|each|every) period")
    assert [path for path, field in known.items() if periodic.search(field.description)] == []
    assert len(PER_TIME) > 10


def test_the_bounds_of_a_rule_are_in_the_unit_of_its_lever():
    rule = {"rule": "react to churn", "lever": "contact.frequency", "churn": "1% per month", "at_least": 6}
    with pytest.raises(ScenarioError, match='did you mean "6 per year"'):
        world({"firms.harbour.adapts": [rule | {"at_most": "9 per year"}]})


def test_a_number_of_days_is_a_duration():
    assert Duration.parse("14 days").periods("week") == 2
