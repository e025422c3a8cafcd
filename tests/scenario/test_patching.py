"""Claims about patches: what they change, and what they refuse."""

import copy
from pathlib import Path
from typing import Any

import pytest
from test_checking import Market
from worlds import world

from relsim.errors import COMMAND_LINE, InputError, Problem, ScenarioError
from relsim.scenario.checks import validated
from relsim.scenario.load import load
from relsim.scenario.resolve.patches import check_path, patched
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.relationship import Touchpoint
from relsim.scenario.vary.factors import factors_of
from relsim.scenario.vary.varied import Varied
from relsim.scenario.yaml.document import Document, read_document

BASE = """\
title: Two cafes
firms:
  harbour: {price: {value: 3, source: menu}}
  uptown: {price: 4, contact: {cost: 1}}
segments:
  - {name: students, share: 0.4}
  - {name: families, share: 0.6}
trait: 0.3
anything:
  policy:
    firms.harbour.price: -5
    firms.harbour.contact: {frequency: 3%}
    firms.harbor.price: 2
    firms.uptown: {contact: {cots: 2}}
"""
ORIGIN = ("anything", "policy")


@pytest.fixture
def base(tmp_path: Path) -> Document:
    path = tmp_path / "base.yaml"
    path.write_text(BASE)
    return read_document(path)


def changed(base: Document, changes: dict[str, Any]) -> dict[str, Any]:
    return patched(base, changes, model=Market).data


def refused(base: Document, changes: dict[str, Any], origin: Document | None = None) -> Problem:
    with pytest.raises(ScenarioError) as caught:
        document = patched(base, changes, origin, ORIGIN if origin else (), model=Market)
        validated(document, Market)
    return caught.value.problems[0]


def test_a_dotted_path_is_set_and_the_rest_stays(base: Document) -> None:
    before = copy.deepcopy(base)
    data = changed(base, {"firms.harbour.price": 5})
    assert data["firms"]["harbour"] == {"price": 5}
    assert data["firms"]["uptown"] == base.data["firms"]["uptown"]
    assert base == before


def test_list_items_are_found_by_index_or_name(base: Document) -> None:
    data = changed(base, {"segments.students.share": 0.5, "segments.1.share": 0.5})
    assert [segment["share"] for segment in data["segments"]] == [0.5, 0.5]
    data = changed(base, {"segments": {"students": {"share": 1}}})
    assert data["segments"][0] == {"name": "students", "share": 1}


def test_mappings_are_merged_deeply_and_lists_replaced(base: Document) -> None:
    data = changed(base, {"firms": {"uptown": {"contact": {"frequency": 0}}}})
    assert data["firms"]["uptown"] == {"price": 4, "contact": {"cost": 1, "frequency": 0}}
    assert changed(base, {"segments": []})["segments"] == []


def test_absent_mappings_are_created_where_the_model_allows_them(base: Document) -> None:
    data = changed(base, {"firms.harbour.contact.cost": 2, "weights.new": 1})
    assert data["firms"]["harbour"]["contact"] == {"cost": 2}
    assert data["weights"] == {"new": 1}


def test_a_later_change_may_enter_what_an_earlier_one_made(base: Document) -> None:
    changes = {"firms.harbour.contact": {"cost": 1}, "firms.harbour.contact.frequency": 0}
    assert changed(base, changes)["firms"]["harbour"]["contact"] == {"cost": 1, "frequency": 0}


@pytest.mark.parametrize(
    ("path", "words", "suggestion"),
    [
        ("firms.harbor.price", 'no "harbor" in firms', "harbour"),
        ("firms.zzz.price", "expected harbour or uptown", None),
        ("firms.harbour.prise", 'no "prise" in firms.harbour', "price"),
        ("frims.harbour.price", 'no "frims" in the scenario', "firms"),
        ("firms.harbour.contact.frequncy", "", "frequency"),
        ("segments.studnets.share", "", "students"),
        ("segments.7.share", "expected 0 to 1", None),
        ("segments.-1.share", "expected students or families", None),
        ("trait.cost", "trait is the number 0.3 here", None),
        ("periods.x", 'nothing in periods is called "x" here', None),
        ("", 'no "" in the scenario', None),
        ("firms..price", 'no "" in firms', None),
    ],
)
def test_a_path_that_does_not_exist_is_refused_with_the_nearest_name(
    base: Document, path: str, words: str, suggestion: str | None
) -> None:
    problem = refused(base, {path: 1})
    assert words in problem.message
    assert (problem.place, problem.path, problem.suggestion) == (COMMAND_LINE, path or '""', suggestion)


def test_check_path_turns_names_into_indices(base: Document) -> None:
    path = check_path(Market, base.data, "segments.families.share")
    assert path == ("segments", 1, "share")
    with pytest.raises(InputError):
        check_path(Market, base.data, "segments.nobody")


@pytest.mark.parametrize(
    ("key", "line", "column", "path", "suggestion"),
    [
        ("firms.harbour.price", 11, 26, "firms.harbour.price", None),
        ("firms.harbour.contact", 12, 40, "firms.harbour.contact.frequency", "3 per month"),
        ("firms.harbor.price", 13, 5, "firms.harbor.price", "harbour"),
        ("firms.uptown", 14, 30, "firms.uptown.contact.cots", "cost"),
    ],
)
def test_errors_of_a_policy_point_into_the_policy(
    base: Document, key: str, line: int, column: int, path: str, suggestion: str | None
) -> None:
    changes = {key: base.data["anything"]["policy"][key]}
    problem = refused(base, changes, origin=base)
    assert (problem.place.line, problem.place.column) == (line, column)
    assert (problem.path, problem.suggestion) == (path, suggestion)


def test_all_unknown_paths_are_told_together(base: Document) -> None:
    with pytest.raises(ScenarioError, match=r"\(and 1 more\)$"):
        patched(base, {"a": 1, "b": 2}, model=Market)


def test_errors_of_what_was_changed_say_so(base: Document) -> None:
    assert str(refused(base, {"firms.harbour.price": -1})).startswith(
        "changes  firms.harbour.price: expected an amount of money"
    )
    assert refused(base, {"firms.harbour.contact.cost": "x"}).place == COMMAND_LINE


WORKSHOP, CALLS = {"frequency": "1 per year"}, {"frequency": "2 per month", "quality": 0.9}
PLACES = "firms.harbour.touchpoints"


@pytest.fixture
def served() -> Scenario:
    return world({PLACES: {"hotline": CALLS}})


@pytest.mark.parametrize(
    "changes",
    [
        {f"{PLACES}.workshop": WORKSHOP},
        {PLACES: {"workshop": WORKSHOP}},
        {"firms": {"harbour": {"touchpoints": {"workshop": WORKSHOP}}}},
        {PLACES: {"workshop": WORKSHOP}, f"{PLACES}.workshop.cost": 0},
    ],
    ids=["path", "mapping", "deeper mapping", "entered"],
)
def test_a_touchpoint_can_be_added_and_the_others_stay(served: Scenario, changes: dict[str, Any]) -> None:
    places = served.changed(changes).firms["harbour"].touchpoints
    assert places == {"hotline": Touchpoint(**CALLS), "workshop": Touchpoint(**WORKSHOP)}
    assert world(changes).firms["harbour"].touchpoints == {"workshop": Touchpoint(**WORKSHOP)}


@pytest.mark.parametrize(
    ("path", "value", "words", "nearest"),
    [
        (f"{PLACES}.hotlin.quality", 0.5, 'there is no "hotlin"', "hotline"),
        (f"{PLACES}.hotlin", {"quality": 0.5}, "hotlin.frequency: this key is missing", None),
        (f"{PLACES}.hotline.qualty", 0.5, 'there is no "qualty"', "quality"),
        ("firms.harbor", {"price": 3}, 'there is no "harbor"', "harbour"),
    ],
)
def test_a_misspelt_name_adds_nothing(
    served: Scenario, path: str, value: Any, words: str, nearest: str | None
) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        served.changed({path: value})
    assert caught.value.problems[0].suggestion == nearest


def test_a_changed_value_loses_the_source_of_the_old_one(base: Document) -> None:
    assert base.sources == {("firms", "harbour", "price"): "menu"}
    assert patched(base, {"firms.harbour.price": 5}, model=Market).sources == {}
    assert patched(base, {"firms.uptown.price": 5}, model=Market).sources == base.sources


# Names that paths cannot be split in


DOTTED_NAMES = {"a.b": {"price": 30}, "a": {"price": 1}, 'the "c" = d': {"price": 3}}


@pytest.mark.parametrize(
    ("path", "firm"),
    [
        ("firms.a.b.price", "a.b"),
        ('firms."a.b".price', "a.b"),
        ("firms.a.price", "a"),
        ('firms.the "c" = d.price', 'the "c" = d'),
        ('firms."the ""c"" = d".price', 'the "c" = d'),
    ],
)
def test_a_name_with_dots_or_quotes_is_known_by_what_is_there(path, firm):
    policies = {"plain": {}, "p.q": {"set": {path: 9}}}
    scenario = world(firms=DOTTED_NAMES, policies=policies, timeline=[{"at": 1, "set": {path: 9}}])
    changed = (scenario.changed({path: 9}), scenario.with_policy("p.q"), scenario.at_events((0,)))
    for other in changed:
        assert [name for name in scenario.firms if other.firms[name] != scenario.firms[name]] == [firm]
    assert Varied.between(scenario, path, 3, 9).setters() == ["p.q"]
    for named in (path, f"policies.p.q.set.{path}", f'policies."p.q".set.{path}'):
        assert len(factors_of(scenario, vary={named: (3, 9)})) == 1


def test_a_name_in_quotes_that_is_not_there_gets_the_nearest():
    with pytest.raises(ScenarioError, match=r'did you mean "a\.b"'):
        world(firms=DOTTED_NAMES).changed({'firms."a.c".price': 1})


@pytest.mark.parametrize("path", ["policies.cut.set", "conditions.cut.set", "timeline.0.set"])
def test_the_changes_of_a_policy_a_condition_or_an_event_are_replaced_as_a_whole(path):
    first, second = {"firms.harbour.price": 7, "firms.summit.price": 8}, {"firms.harbour.price": 9}
    parts = {"policies": {"cut": {"set": first}}, "conditions": {"cut": {"set": first}}}
    scenario = world(**parts, timeline=[{"at": 1, "set": first}]).changed({path: second})
    found = [scenario.policies["cut"].set, scenario.conditions["cut"].set, scenario.timeline[0].set]
    assert found.count(second) == 1 and found.count(first) == 2


# Changes that take each other back


DEAR = "firms.harbour.price"
OVERLAPPING = [
    ({"firms.harbour.price": 7, 'firms."harbour".price': 8}, True),
    ({"firms.harbour.price": 7, 'firms."harbour".price': 7.0}, False),
    ({"firms.harbour": {"price": 7}, "firms.harbour.price": 8}, True),
    ({"firms.harbour.price": 8, "firms.harbour": {"price": 7}}, True),
    ({"firms": {"harbour": {"price": 7}}, "firms.harbour.price": 8}, True),
    ({"firms": {"harbour": {"price": 7}}, "firms.harbour.price": 7}, False),
    ({"firms.harbour": {"price": 7}, "firms.harbour.unit_cost": 8}, False),
    ({"firms.harbour.price": 7, "firms.summit.price": 8}, False),
    ({"firms.harbour.contact": None, "firms.harbour.contact.cost": 2}, True),
    ({"segments.0.basket": 1, "segments.all.basket": 2}, True),
    (
        {"segments": [{"name": "all", "basket": 1}], "segments.all.basket": 2},
        True,
    ),
    ({"segments": [{"name": "all", "basket": 1}], "segments.all.talkativeness": 0.5}, False),
    (
        {"segments.all.basket": 2, "segments": [{"name": "all", "basket": 1}]},
        True,
    ),
    ({"policies.cut.set": {DEAR: 7}, f'policies.cut.set."{DEAR}"': 8}, True),
    ({"policies.cut.set": {DEAR: 7}, 'policies.cut.set."firms.harbour.unit_cost"': 8}, False),
    ({f'policies.cut.set."{DEAR}"': 8, "policies.cut.set": {"firms.harbour.unit_cost": 7}}, True),
]


@pytest.mark.parametrize(("changes", "refused"), OVERLAPPING)
def test_of_two_changes_none_takes_back_the_other(changes, refused):
    market = world(segments=[{"name": "all"}], policies={"as-is": {}, "cut": {"set": {}}})
    if not refused:
        assert market.changed(changes) != market
        return
    with pytest.raises(ScenarioError) as caught:
        market.changed(changes)
    (problem,) = caught.value.problems
    earlier, later = changes
    assert problem.path == later and problem.message.startswith(f'"{earlier}" sets this to another value')


@pytest.mark.parametrize("place", ["policies", "conditions"])
def test_in_a_file_the_line_of_the_later_one_is_named(place, tmp_path):
    file = tmp_path / "market.yaml"
    text = "extends: leaky-bucket\nNAME:\n  dear:\n    set:\n"
    text += "      firms.sieve.price: 12\n      firms.sieve: {price: 13}\n"
    file.write_text(text.replace("NAME", place))
    with pytest.raises(ScenarioError, match=r'"firms\.sieve\.price" sets this to another value') as caught:
        load(file)
    assert caught.value.problems[0].place.line == 6


@pytest.mark.parametrize(("part", "inside"), [("optimise", "levers"), ("explore", "sliders")])
def test_one_value_is_no_two_levers(part, inside, tmp_path):
    file = tmp_path / "market.yaml"
    text = f"extends: leaky-bucket\n{part}:\n  {inside}:\n    firms.cask.price: {{from: 8, to: 9}}\n"
    file.write_text(text)
    assert load(file)
    file.write_text(f"{text}    'firms.\"cask\".price': {{from: 8, to: 11}}\n")
    with pytest.raises(ScenarioError, match=r'"firms\.cask\.price" moves the same value') as caught:
        load(file)
    assert caught.value.problems[0].place.line == 5
    file.write_text(f"{text}    a: {{from: 8, to: 11}}\n")
    with pytest.raises(ScenarioError, match='there is no "a" in the scenario') as caught:
        load(file)
    assert caught.value.problems[0].place.line == 5
