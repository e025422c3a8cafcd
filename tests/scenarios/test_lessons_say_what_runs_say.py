"""What an exercise says of one firm beside another is so in the market that its command makes."""

import re

import pytest

import relsim
import relsim.cli
from relsim.questions.lesson.runs import ExerciseCommand
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.vary.factors import value_in_data

BESIDE = re.compile(
    r"\b(?P<how>as \w+ as|no \w+ than|like|more than|less than) (?P<whom>\w+)\b", re.IGNORECASE
)
CHANGE = re.compile(r"^firms\.(?P<firm>\w+)\.(?P<rest>[\w.]+)=")


def claims(lesson, firms):
    """Each comparison of a firm's changed value with that of another: the market, both paths, and how."""
    for exercise in lesson.checked:
        request = ExerciseCommand.of(exercise.command).request
        changed = [found for one in request.settings or [] if (found := CHANGE.match(one))]
        for found in BESIDE.finditer(exercise.ask):
            other = found["whom"].casefold()
            for one in changed if other in firms else ():
                yield request.market(), one["firm"], other, one["rest"], found["how"].casefold()


def is_so(market, firm, other, rest, how):
    """Whether the value of one firm is to that of the other as it is said."""
    values = market.model_dump(mode="json")["firms"]
    own, theirs = (value_in_data(values, (one, *rest.split("."))) for one in (firm, other))
    if how not in ("more than", "less than"):
        return own == theirs
    return own > theirs if how == "more than" else own < theirs


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_what_an_exercise_says_of_a_firm_beside_another_is_so(name):
    scenario = relsim.load(name)
    for market, *claim in claims(scenario.learn, scenario.firms):
        assert is_so(market, *claim), claim


def test_a_claim_that_a_firm_is_like_another_is_found_and_held_against_its_value():
    scenario = relsim.load("leaky-bucket")
    exercise = scenario.learn.checked[1].model_copy(update={"ask": "Sieve puts right as often as Cask."})
    lesson = scenario.learn.model_copy(update={"exercises": [exercise]})
    ((market, *claim),) = claims(lesson, scenario.firms)
    assert claim == ["sieve", "cask", "complaints.resolution", "as often as"]
    assert not is_so(market, *claim)
    assert is_so(market, *claim[:-1], "more than")
