"""Policies share people, horizon, yardstick and focus; what the market does is a condition."""

from pathlib import Path

import pytest
from worlds import world

import relsim
from relsim.errors import ScenarioError
from relsim.scenario.lint.scenario import warnings
from relsim.scenario.scenario import Scenario

SHARED = {
    "customers": 10_000,
    "segments.everybody.mobility": 0,
    "segments": [{"name": "everybody"}],
    "population": {"growth": "5% per year", "start": "60%"},
    "network": {"neighbours": 2},
    "reference_price": 20,
    "firms.harbour.start.share": 0.9,
    "firms.summit.start.share": 0,
    "periods": 30,
    "period": "week",
    "scale": 2,
    "discount": "1% per year",
    "currency": "CHF",
    "baseline": "b",
    "replications": 3,
    "conditions": {},
    "optimise": None,
    "survey.promoters": 2,
    "policies.a.title": "x",
    "focus": "summit",
    "title": "x",
    '"customers"': 7,
}


def market(changes, **more):
    """A world in which policy b makes these changes."""
    segments = [{"name": "everybody"}]
    return world(segments=segments, policies={"a": {}, "b": {"set": changes}}, **more)


@pytest.mark.parametrize(("path", "value"), SHARED.items())
def test_what_policies_share_cannot_be_set_by_one(path, value):
    with pytest.raises(
        ScenarioError, match=r"policies\.b\.set\..*: a policy cannot set .*compared on the same"
    ):
        market({path: value})


@pytest.mark.parametrize(
    "changes",
    [
        {"firms": {"harbour": {"start": {"share": 0.9}, "price": 20}}},
        {"timeline": [{"at": 3, "set": {"customers": 10}}]},
        {"timeline": [{"at": 3, "set": {"firms": {"harbour": {"start": {"share": 1}}}}}]},
        {"timeline.0.set": {"discount": 0}},
        {"timeline.0": {"set": {"focus": "summit"}}},
        {'timeline.0.set."periods"': 9},
    ],
    ids=str,
)
def test_what_policies_share_is_found_however_it_is_written(changes):
    with pytest.raises(ScenarioError, match="a policy cannot set"):
        market(changes, timeline=[{"at": 2, "set": {"firms.harbour.price": 31}}])


def test_a_refusal_says_the_place_and_where_it_belongs(tmp_path: Path):
    file = tmp_path / "own.yaml"
    file.write_text(
        "extends: retention-launch\ntitle: t\npolicies:\n  big:\n    set:\n      customers: 9000\n"
        "      discount: 0% per year\n"
    )
    with pytest.raises(ScenarioError) as refused:
        relsim.load(file)
    people, yardstick = refused.value.problems
    assert str(people).startswith(f"{file}:6:7  policies.big.set.customers: a policy cannot set customers")
    assert "a condition says what the market is" in people.message
    assert "the scenario says it once" in yardstick.message and yardstick.place.line == 7


def test_every_way_to_read_a_scenario_refuses_it():
    calm = market({})
    for change in ({"policies.b.set": {"periods": 3}}, {"policies.b": {"set": {"customers": 3}}}):
        with pytest.raises(ScenarioError, match="a policy cannot set"):
            calm.changed(change)


def test_a_condition_may_set_what_policies_share():
    scenario = market({}, conditions={"town": {"set": {"customers": 90, "firms.harbour.start.share": 0.5}}})
    town = scenario.under_condition("town")
    assert (town.customers, town.condition, scenario.condition) == (90, "town", None)
    assert town.changed({"periods": 3}).with_policy("b").condition == "town"


def said(scenario: Scenario) -> list[str]:
    return [str(one) for one in warnings(scenario) if "condition" in one.message]


@pytest.mark.parametrize(
    ("changes", "whose"),
    [
        ({"firms.summit.price": 20}, "summit"),
        ({"firms": {"summit": {"price": 20}}}, "summit"),
        ({"firms.summit.adapts": []}, "summit"),
        ({"behaviour.departure.neglect": "5% per year"}, "customers"),
        ({"mechanisms.word_of_mouth": "none"}, "customers"),
        ({"product_type": "services"}, "customers"),
        ({"firms.harbour.churn": "5% per year"}, "customers"),
        ({"timeline": [{"at": 2, "set": {"firms.summit.price": 27}}]}, "summit"),
        ({"timeline": []}, "customers"),
        ({"timeline.0.at": 5}, "customers"),
        ({"timeline.0.set": {"firms.harbour.price": 20}}, "customers"),
    ],
    ids=str,
)
def test_what_others_do_is_questioned_in_a_policy(changes, whose):
    scenario = market(changes, timeline=[{"at": 3, "set": {"behaviour.season": 0.5}}])
    assert any(f"is for {whose} to choose, not for harbour" in one for one in said(scenario))


@pytest.mark.parametrize(
    "changes",
    [
        {"firms.harbour.price": 20},
        {"firms.harbour.adapts": [{"rule": "match the price", "at_least": 5}]},
        {"timeline.0.set": {"behaviour.season": 0.5, "firms.harbour.price": 20}},
        {'timeline.0.set."firms.harbour.price"': 20},
        {
            "timeline": [
                {"at": 3, "set": {"behaviour.season": 0.5}},
                {"at": 5, "set": {"firms.harbour.price": 9}},
            ]
        },
    ],
    ids=str,
)
def test_what_the_firm_in_focus_does_is_a_choice_at_once_or_by_an_event(changes):
    assert said(market(changes, timeline=[{"at": 3, "set": {"behaviour.season": 0.5}}])) == []


def test_firms_with_dots_in_their_names_are_known():
    firms = {"a.b": {"price": 10}, "c": {"price": 10}}
    scenario = world(
        firms=firms, policies={"p": {}, "q": {"set": {'firms."a.b".price': 9, "firms.c.price": 8}}}
    )
    (only,) = said(scenario)
    assert "firms.c.price is for c to choose, not for a.b" in only
    with pytest.raises(ScenarioError, match="same people"):
        world(firms=firms, policies={"q": {"set": {'firms."a.b".start.share': 1}}})
