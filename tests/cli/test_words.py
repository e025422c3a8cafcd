"""Claims about words of the command line: values are read as in scenario files, and refused alike."""

import re
from pathlib import Path

import pytest

import relsim
from relsim.console import speech
from relsim.console.parsing import listed, settings_in
from relsim.errors import InputError, ScenarioError
from relsim.report.provenance import settings_of_command
from relsim.scenario.load import adjusted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9", 9),
        ("0.25", 0.25),
        ("6 per year", "6 per year"),
        ("at risk", "at risk"),
        ("true", True),
        ("[1, 2]", [1, 2]),
        ("{mean: 1, spread: 0.2}", {"mean": 1, "spread": 0.2}),
        ("[{at: 3 months, set: {a.b: yes}}]", [{"at": "3 months", "set": {"a.b": "yes"}}]),
        ("{value: 3, source: mine}", {"value": 3, "source": "mine"}),
        ("'12'", "12"),
        ("a: b", "a: b"),
    ],
)
def test_a_setting_is_read_as_in_a_file(text, value):
    (found,) = settings_in([f"a.b={text}"]).values()
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1, 2", r"the bracket \[ is not closed \(at character 1 of the value\)"),
        ("[1] 2", r"has ended; .* \(at character 5 of the value\)"),
        ("'open", r"the quote ' is not closed \(at character 1 of the value\)"),
        ('{a: [1, "b, c]}', r"the quote \" is not closed \(at character 9 of the value\)"),
        ("[{a: 1}, {b: [2]", r"the brace \{ is not closed \(at character 10 of the value\)"),
        ("{a: &x 1}", "anchor"),
        ("[*x]", "alias"),
        ("[!!python/object/apply:os.system [ls]]", "tag"),
        ("{a: 1, a: 2}", "duplicate"),
        ("{[a]: 1}", "cannot be a key"),
        (".nan", "finite"),
        ("[.inf]", "finite"),
        ("[" * 30 + "]" * 30, "too deeply"),
    ],
)
def test_what_a_file_may_not_contain_a_setting_may_not_either(text, said):
    with pytest.raises(ScenarioError, match=said) as caught:
        settings_in([f"firms.one.price={text}"])
    (problem,) = caught.value.problems
    assert problem.place.file == "--set" and problem.path == "firms.one.price"


def test_a_setting_without_a_path_or_a_value_is_refused():
    for words in ("price", "=3"):
        with pytest.raises(InputError, match="PATH=VALUE"):
            settings_in([words])


def test_a_list_and_a_mapping_come_into_force_and_can_be_repeated():
    words = ["segments=[{name: all}]", "firms.harbour.contact={frequency: 2 per year, cost: 3}", "title=x: y"]
    scenario = adjusted(relsim.load("retention-launch"), settings=settings_in(words))
    assert [segment.name for segment in scenario.segments] == ["all"]
    assert scenario.firms["harbour"].contact.cost == 3
    again = settings_in([f"{path}={value}" for path, value in settings_of_command(scenario).items()])
    repeated = adjusted(relsim.load("retention-launch"), settings=again)
    assert repeated.model_dump() == scenario.model_dump()


def test_what_is_wrong_within_a_mapping_is_told_with_its_path():
    with pytest.raises(ScenarioError, match='did you mean "frequency"') as caught:
        words = settings_in(["firms.harbour.contact={frequncy: 2 per year}"])
        adjusted(relsim.load("retention-launch"), settings=words)
    assert str(caught.value).startswith("changes  firms.harbour.contact.frequncy")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("a,b", ["a", "b"]),
        ('"a, b",c', ["a, b", "c"]),
        ("a, b,c", ["a, b", "c"]),
        ('say "hi",c', ['say "hi"', "c"]),
        ('"q"', ['"q"']),
        ("x=y.z,none", ["x=y.z", "none"]),
    ],
)
def test_names_in_a_list_may_have_commas_quotes_dots_and_signs(words, names):
    assert listed(words, ["a", "b", "c", "a, b", 'say "hi"', '"q"', "x=y.z"]) == names


def test_the_time_left_is_reckoned_from_what_was_done_and_not_from_what_was_found(monkeypatch, capsys):
    now = 100.0
    monkeypatch.setattr(speech.time, "monotonic", lambda: now)
    with speech.progress_of(10, "runs") as report:
        report(4)
        now += 10.0
        report(6)
        now += 20.0
        report(10)
    assert capsys.readouterr().err.splitlines() == [
        "0 of 10 runs",
        "4 of 10 runs",
        "6 of 10 runs, 20 s left",
        "10 of 10 runs, 0 s left",
    ]


def test_the_time_left_is_reckoned_from_the_start_where_nothing_was_found(monkeypatch, capsys):
    now = 100.0
    monkeypatch.setattr(speech.time, "monotonic", lambda: now)
    with speech.progress_of(3, "runs") as report:
        now += 10.0
        report(1)
    assert capsys.readouterr().err.splitlines() == ["0 of 3 runs", "1 of 3 runs, 20 s left"]


def test_paragraphs_on_the_terminal_are_broken_into_lines_in_one_place():
    """But for names in figures, which stand on lines of a few letters."""
    package = Path(relsim.__file__).parent
    files = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(
            r"from textwrap import .*\b(fill|wrap)\b|import textwrap", path.read_text(encoding="utf-8")
        )
    }
    assert files == {"console/paragraphs.py", "report/style.py"}
