"""The generated reference leaves nothing unsaid, and the documentation builds without a warning."""

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

pytest.importorskip("pybtex")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import generate  # noqa: E402
from generating.results import SPOKEN  # noqa: E402

import relsim  # noqa: E402
from relsim.cli import app  # noqa: E402
from relsim.rules.rulebook import MECHANISMS  # noqa: E402

UNSAID = "|   |"


def rows(page):
    """The rows of all tables of a generated page."""
    return [line for line in generate.PAGES[page]().splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("page", ["scenario-keys", "tables", "measures", "vocabulary", "command-line"])
def test_every_row_says_what_it_means(page):
    assert rows(page) or page == "vocabulary"
    assert not [row for row in rows(page) if row.endswith(UNSAID)]


def test_every_answer_in_the_tutorial_stands_below_its_command():
    """Whoever reads the page without building it still knows what to type."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    shown = re.findall(r"include\} reference/generated/parts/([\w-]+)\.md", text)
    assert shown and [one["name"] for one in SPOKEN.finditer(text)] == shown


def test_every_word_of_the_vocabulary_has_a_meaning():
    text = generate.PAGES["vocabulary"]()
    assert not [line for line in text.splitlines() if line.endswith(UNSAID)]


def test_every_alternative_of_every_mechanism_is_listed():
    text = generate.PAGES["mechanisms"]()
    for name, (_, alternatives) in MECHANISMS.items():
        section = text.split(f"`mechanisms.{name}`")[1].split("\n## ")[0]
        assert all(f"`{word}`" in section for word in alternatives)


def test_every_public_name_is_described():
    text = generate.PAGES["python"]()
    assert all(f"relsim.{name}" in text for name in relsim.__all__)


COMMANDS = typer.main.get_command(app).commands


def test_commands_are_described_in_the_order_of_help():
    text = generate.PAGES["command-line"]()
    assert re.findall(r"^## `relsim (.+)`$", text, re.MULTILINE) == list(COMMANDS)
    assert len(COMMANDS) > 15


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_and_option_of_a_command_is_described(name):
    section = generate.PAGES["command-line"]().split(f"## `relsim {name}`\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    shown = {word.removesuffix("...") for words in told for word in words.split(", ")}
    options = {flag for one in COMMANDS[name].params for flag in (*one.opts, *one.secondary_opts)}
    arguments = {(one.metavar or one.name).upper() for one in COMMANDS[name].params if is_argument(one)}
    assert shown == {flag for flag in options if flag.startswith("-")} | arguments


def is_argument(parameter):
    """Whether a parameter of a command is told by its place."""
    return parameter.param_type_name == "argument"


@pytest.mark.slow
def test_a_build_prints_no_step_of_a_model_whatever_colours_are_imported():
    code = (
        "import logging, runpy; runpy.run_path('conf.py'); import a11y_pygments; "
        "logging.getLogger('MESA.mesa.model').info('calling model.step'); print(logging.getLogger().level)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "docs", capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(logging.WARNING)]
    assert "model.step" not in done.stderr
