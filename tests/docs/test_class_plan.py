"""The plan of a lesson with a class: its minutes add up, and its lessons fit into them."""

import re
import shlex
from pathlib import Path

from typer.main import get_command

import relsim
from relsim.cli import app

PLAN = Path(__file__).parents[2] / "docs" / "teaching" / "plan.md"
ROW = re.compile(r"^\| (\d+) to (\d+) \|(.*)\|$", re.MULTILINE)
COMMAND = re.compile(r"`relsim lesson ([^`]*)`")
ROWS = [(int(one), int(end), text) for one, end, text in ROW.findall(PLAN.read_text(encoding="utf-8"))]


def lessons_named(text):
    return {words.split()[0] for words in COMMAND.findall(text)}


def test_each_part_begins_where_the_one_before_ends_and_all_take_ninety_minutes():
    assert [end for _, end, _ in ROWS[:-1]] == [begin for begin, _, _ in ROWS[1:]]
    assert (ROWS[0][0], ROWS[-1][1]) == (0, 90)


def test_every_lesson_that_the_plan_names_fits_into_its_minutes():
    named = set().union(*(lessons_named(text) for *_, text in ROWS))
    assert len(named) >= 3
    for name in named:
        minutes = sum(end - begin for begin, end, text in ROWS if name in lessons_named(text))
        assert relsim.load(name).learn.minutes <= minutes, name


def test_every_option_that_the_plan_types_is_there():
    known = {
        option
        for one in get_command(app).commands["lesson"].params
        for option in (*one.opts, *one.secondary_opts)
    }
    typed = {
        word
        for words in COMMAND.findall(PLAN.read_text(encoding="utf-8"))
        for word in shlex.split(words)
        if word.startswith("--")
    }
    assert typed <= known and "--no-explanation" in typed
