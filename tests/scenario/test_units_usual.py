"""Claims about hints: where a unit of time is missing, the one that is usual for that key is suggested."""

import re

import pytest
from worlds import world

from relsim.errors import ScenarioError
from relsim.scenario.units.durations import Duration

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


@pytest.mark.parametrize(
    ("unit", "path"), [("year", path) for path in YEARLY] + [("month", path) for path in MONTHLY]
)
@pytest.mark.parametrize("value", ["3%", 0.03, 3])
def test_a_missing_unit_is_the_usual_one_of_its_key_and_the_hint_is_valid(unit, path, value):
    scenario = world(segments=[{"name": "all"}])
    for change in ({path: value}, {"policies": {"new": {"set": {path: value}}}}):
        with pytest.raises(ScenarioError) as refused:
            changed = scenario.changed(change)
            changed.with_policy("new")
        hint = re.search('did you mean "(.*)"', str(refused.value))
        assert hint is not None and hint[1].endswith(f"per {unit}")
        scenario.changed({path: hint[1]})


def test_the_bounds_of_a_rule_are_in_the_unit_of_its_lever():
    rule = {"rule": "react to churn", "lever": "contact.frequency", "churn": "1% per month", "at_least": 6}
    with pytest.raises(ScenarioError, match='did you mean "6 per year"'):
        world({"firms.harbour.adapts": [rule | {"at_most": "9 per year"}]})


def test_a_number_of_days_is_a_duration():
    assert Duration.parse("14 days").periods("week") == 2
