"""Claims about how a problem is worded."""

import pickle
from pathlib import Path

import pytest

from relsim.errors import InputError, Place, Problem, ScenarioError, dotted, nearest
from relsim.scenario.vary.experiment import load_experiment

PLACE = Place("scenarios/bank.yaml", 14, 12)
UNIT = Problem(PLACE, "departure.moved", "4 per month is not a probability", "4% per month")


def test_an_error_reads_as_place_path_message_and_suggestion() -> None:
    assert str(ScenarioError(UNIT)) == (
        "scenarios/bank.yaml:14:12  departure.moved: 4 per month is not a probability;"
        ' did you mean "4% per month"?'
    )


def test_further_problems_are_counted_and_can_be_listed() -> None:
    text = str(ScenarioError(UNIT, UNIT, UNIT))
    assert text.endswith("(and 2 more: relsim validate scenarios/bank.yaml lists them)")


def test_a_message_stays_on_one_line_whatever_the_file_contains() -> None:
    text = str(Problem(PLACE, "a\nb", "found \x1b[31m and \udc80"))
    assert text.isprintable()


@pytest.mark.parametrize("kind", [Problem, InputError])
def test_a_suggestion_that_would_have_to_be_cut_is_not_made(kind: type) -> None:
    place = (PLACE, "discount") if kind is Problem else ()
    assert "did you mean" not in str(kind(*place, "has no time unit", f"1{'0' * 300}% per year"))
    assert str(kind(*place, "has no time unit", "10% per year")).endswith('did you mean "10% per year"?')


def test_the_nearest_name_ignores_case_and_gives_up_on_strangers() -> None:
    assert nearest("Harbor", ["harbour", "uptown"]) == "harbour"
    assert nearest("zebra", ["harbour", "uptown"]) is None


def test_errors_survive_the_way_from_a_worker_process() -> None:
    error = pickle.loads(pickle.dumps(ScenarioError(UNIT, UNIT)))
    assert error.problems == (UNIT, UNIT)
    assert str(pickle.loads(pickle.dumps(InputError("no", "yes", ("a",))))) == str(InputError("no", "yes"))


def test_a_long_word_does_not_drown_the_message_around_it() -> None:
    message = f'no policy is called "{"x" * 3000}", expected another'
    for text in (str(Problem(PLACE, "", message, "0" * 400)), str(InputError(message, "0" * 400))):
        assert len(text) < 260
        assert text.endswith("expected another")


def test_a_key_of_blanks_can_be_seen() -> None:
    assert dotted(("firms", " ", "")) == 'firms." ".""'


def test_no_other_file_is_sent_to_where_scenarios_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text("title: T\nscenario: leaky-bucket\npolicies: [none, nobody]\nvary: {a: [1, 2]}\n")
    with pytest.raises(ScenarioError, match=r"policies.0: no policy .*\(and 2 more\)$"):
        load_experiment(file)
    file.write_text("title: T\nscenarios: leaky-bucket\nvary: {a: [1, 2]}\n")
    with pytest.raises(ScenarioError, match=r"\(and 1 more\)$"):
        load_experiment(file)
