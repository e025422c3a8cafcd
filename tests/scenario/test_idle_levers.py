"""Nothing pretends: what never happens, moves nobody or costs nothing is said, at its place."""

from pathlib import Path

import pytest
from worlds import world

import relsim
from relsim.questions.optimise.page import optimum_sentences
from relsim.scenario.lint.scenario import warnings

RULES = {
    "need": "contract",
    "choice": "lost for good",
    "spend": "gamma-gamma",
    "departure": "constant",
    "word_of_mouth": "none",
}


def said(**settings):
    return [f"{one.path}: {one.message}" for one in warnings(world(**settings))]


def event(**when):
    return [when | {"set": {"firms.harbour.price": 31}}]


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ({"at": 24}, "timeline.0.at: the event never happens: 24 periods is after the end"),
        ({"at": "3 years"}, "timeline.0.at: the event never happens"),
        ({"at": 6, "until": 6}, "timeline.0.until: the event never happens: it ends at 6 periods"),
        ({"at": 6, "until": "1 month"}, "timeline.0.until: the event never happens"),
    ],
    ids=str,
)
def test_an_event_that_can_never_happen_is_said(when, what):
    assert any(what in text for text in said(timeline=event(**when)))
    assert said(timeline=event(at=6, until=7)) == []


FIRST = {"at": 3, "set": {"firms.harbour.price": 31}}


@pytest.mark.parametrize(
    "later",
    [
        [{"at": 3, "set": {"firms.harbour.price": 32}}],
        [{"at": 1, "set": {"firms.harbour": {"price": 32}}}],
        [
            {"at": 3, "until": 9, "set": {'firms."harbour".price': 32}},
            {"at": 9, "set": {"firms.harbour.price": 33}},
        ],
    ],
    ids=["at the same time", "from earlier on", "one after the other"],
)
def test_what_later_events_set_all_the_time_is_said_to_have_no_effect(later):
    (only,) = said(timeline=[FIRST, *later])
    others = " and ".join(f"timeline.{number + 1}" for number in range(len(later)))
    assert only == (
        "timeline.0.set.firms.harbour.price: has no effect: it is set again for all of that time by " + others
    )


@pytest.mark.parametrize(
    "later",
    [
        [],
        [{"at": 4, "set": {"firms.harbour.price": 32}}],
        [{"at": 3, "until": 9, "set": {"firms.harbour.price": 32}}],
        [{"at": 3, "set": {"firms.summit.price": 32}}],
    ],
)
def test_an_event_that_holds_for_a_while_is_not_warned_about(later):
    assert said(timeline=[FIRST, *later]) == []


@pytest.mark.parametrize("part", ["policies", "conditions"])
def test_events_of_policies_and_conditions_are_looked_at_too(part):
    (only,) = said(**{part: {"late": {"set": {"timeline": event(at=30)}}}})
    assert "never happens" in only


@pytest.mark.parametrize(
    "path", ["customers", "segments", "discount", "mechanisms.departure", "firms.summit.start.share"]
)
def test_what_is_settled_before_the_start_cannot_happen_on_the_way(path):
    value = {"mechanisms.departure": "constant", "segments": [{}]}.get(path, 0.5 if "share" in path else 1)
    assert any("no effect on the way" in text for text in said(timeline=[{"at": 3, "set": {path: value}}]))


@pytest.mark.parametrize(
    ("mechanisms", "what"),
    [
        ({"departure": "constant"}, "keeps nobody"),
        (RULES, "moves nobody"),
        ({"departure": "by rung"}, None),
        ({}, None),
    ],
    ids=str,
)
def test_contact_that_keeps_nobody_is_said(mechanisms, what):
    changes = {"firms.harbour.contact": {"frequency": "6 per year", "cost": 1}}
    texts = [text for text in said(changes=changes, mechanisms=mechanisms) if "contact.frequency" in text]
    assert len(texts) == (what is not None)
    assert all(what in text for text in texts)


@pytest.mark.parametrize(
    ("lever", "much", "little"),
    [("advertising.spend", "100000 per month", "10 per month"), ("service.effort", 99, 0.01)],
)
def test_a_lever_at_its_ceiling_is_said_and_one_below_is_not(lever, much, little):
    def reached(value):
        return any("reached its ceiling" in text for text in said(changes={f"firms.harbour.{lever}": value}))

    assert reached(much) and not reached(little)


def test_advertising_that_is_remembered_reaches_its_ceiling_sooner():
    spend = {"spend": "3000 per month"}
    ways = (spend | {"forgetting": "10% per month"}, spend)
    told = [said(changes={"firms.harbour.advertising": one}) for one in ways]
    assert any("reached its ceiling" in text for text in told[0]) and told[1] == []


@pytest.mark.parametrize("lever", ["win_back.frequency", "co_creation.invitation", "contact.frequency"])
def test_what_moves_people_for_nothing_is_said_of_policies_too(lever):
    value = "6 per year" if "contact" in lever else "5% per month"
    free = {"p": {}, "q": {"set": {f"firms.harbour.{lever}": value}}}
    assert any(f"{lever}: costs nothing" in text for text in said(policies=free))


def test_what_a_policy_sets_is_said_at_its_place(tmp_path: Path):
    file = tmp_path / "own.yaml"
    file.write_text(
        "extends: leaky-bucket\ntitle: t\npolicies:\n  late:\n    set:\n      timeline:\n"
        "        - {at: 90 years, set: {firms.cask.price: 9}}\n"
    )
    (only,) = [one for one in warnings(relsim.load(file)) if "never happens" in one.message]
    assert (only.place.file, only.place.line) == (str(file), 7)


def test_an_optimum_that_rests_on_a_free_or_idle_lever_says_so():
    levers = {
        "firms.harbour.win_back.frequency": {"from": "1% per month", "to": "50% per month"},
        "firms.harbour.values": {"from": 0.1, "to": 0.9},
    }
    market = world(customers=80, periods=6, optimise={"levers": levers, "measure": "customers"})
    told = " ".join(optimum_sentences(relsim.optimise(market, trials=4, replications=2, jobs=1)))
    assert "Beware: firms.harbour.win_back.frequency costs nothing" in told
