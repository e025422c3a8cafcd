"""Claims about the words of refusals: in Python they name arguments, on the command line options."""

import ast
import re
from pathlib import Path

import pytest
from command_line import called
from typer.main import get_command

import relsim
from relsim.cli import app
from relsim.console.option_names import OPTIONS, with_options

PACKAGE = Path(relsim.__file__).parent
OPTION = re.compile(r"(?<![\w-])--[a-z]+")

OF_COMMANDS = {
    "runs/sole_writer.py": "only commands take a folder for themselves",
    "scenario/schema/learn.py": "an exercise is a command",
    "questions/audit/earlier_tables.py": "where `relsim audit` writes",
    "questions/compare/finish.py": "how `relsim compare` goes on",
    "questions/export/earlier.py": "where `relsim export` writes",
    "questions/fit/in_folder.py": "where `relsim fit` writes",
    "questions/fit/request_record.py": "how `relsim fit` goes on",
    "questions/launch/actuals.py": "the table that `relsim track` reads",
    "questions/launch/package_file.py": "where `relsim freeze` writes",
    "questions/lesson": "a lesson is taken on the command line",
}
"""Where refusals name options, since nothing in Python's interface leads there, and why."""


def options_refused_with(code):
    """The options that the refusals in some code name."""
    for node in ast.walk(ast.parse(code)):
        is_refusal = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Place", "fault")
        if isinstance(node, ast.Raise) or is_refusal:
            texts = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
            yield from (found for text in texts if isinstance(text, str) for found in OPTION.findall(text))


def test_no_refusal_below_the_commands_names_an_option_but_in_modules_that_are_listed():
    found = set()
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        is_of_commands = name.startswith(("cli/", "console/")) or path.name == "command.py"
        if not is_of_commands and list(options_refused_with(path.read_text(encoding="utf-8"))):
            found.add(name)
    unlisted = {
        name for name in found if name not in OF_COMMANDS and not name.startswith("questions/lesson/")
    }
    assert unlisted == set()
    assert [each for each in OF_COMMANDS if not any(name.startswith(each) for name in found)] == []


@pytest.mark.parametrize("code", ['raise InputError("try --until 3")', 'x = Place("--set")'])
def test_an_option_in_a_refusal_is_found(code):
    assert list(options_refused_with(code))
    assert not list(options_refused_with(code.replace("--", "")))


def test_each_argument_is_called_by_an_option_that_there_is():
    there = {
        name for one in get_command(app).commands.values() for param in one.params for name in param.opts
    }
    assert set(OPTIONS.values()) <= there


MARKET = relsim.load("retention-launch").changed({"periods": 3}).scaled_to(60)
WRONG = {
    "an unknown path": (lambda: MARKET.changed({"periodz": 3}), "changes  periodz: "),
    "a value that cannot be": (lambda: MARKET.changed({"periods": "x"}), "changes  periods: "),
    "no customers": (lambda: MARKET.scaled_to(0), "customers: expected at least 1"),
    "customers in words": (lambda: MARKET.scaled_to("x"), "customers: expected a whole number"),
    "a share too narrow": (lambda: relsim.compare(MARKET, until="0.001%"), "`until` 0.001% is no share"),
    "no range": (
        lambda: relsim.sensitivity(relsim.load("two-strategies"), vary={"periods": None}),
        "`around`",
    ),
    "one end": (lambda: relsim.breakeven(MARKET, "periods", between=("1", "1")), "between  periods: "),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_python_is_told_in_the_words_of_python(wrong):
    ask, told = WRONG[wrong]
    with pytest.raises(relsim.InputError) as caught:
        ask()
    assert told in str(caught.value) and not OPTION.search(str(caught.value))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "leaky-bucket", "--set", "periodz=3"], "--set  periodz: "),
        (["run", "leaky-bucket", "--periods", "0"], "--periods  "),
        (["compare", "retention-launch", "--until", "0.001%"], "--until 0.001% is no share"),
        (["sensitivity", "two-strategies", "--vary", "firms.x=1 to 2"], "firms"),
        (["breakeven", "retention-launch", "--vary", "periods=1 to 1"], "--between"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_told_in_its_words(words, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert called(*words) == 2
    said = capsys.readouterr().err
    assert told in said and "`" not in said


def test_marks_of_anything_else_are_left_alone():
    assert with_options(relsim.InputError("`until` of `residual_value`")) == "--until of `residual_value`"
