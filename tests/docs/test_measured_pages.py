"""What was measured names its command, the command can be given, and every picture comes from one.

Nothing is measured here: scripts are begun, and stopped once they have read their arguments.
"""

import argparse
import json
import re
import runpy
import shlex
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pybtex")
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXPERIMENTS = ROOT / "experiments"
sys.path[:0] = [str(DOCS), *(str(EXPERIMENTS / room) for room in ("facts", "sensitivity"))]

import single_levers  # noqa: E402
import steps  # noqa: E402
import table  # noqa: E402
from generating.commands import application  # noqa: E402
from generating.results import MEASURED  # noqa: E402
from showing import FACTS, FIGURES, Estimate  # noqa: E402
from typer.main import get_command  # noqa: E402

import relsim  # noqa: E402

WRITTEN = [
    page for page in (ROOT / "README.md", *sorted(DOCS.rglob("*.md"))) if "generated" not in page.parts
]
PAGES = [*WRITTEN, *(ROOT / file for file in MEASURED.values())]
SCRIPT = re.compile(r"python (?P<script>experiments/[\w/.-]*\w)(?P<words>[^`\n|]*)")
COMMAND = re.compile(r"(?:\$ |`)relsim (?P<name>[a-z]+)(?P<words> [^`\n]*)?")
PICTURE = re.compile(r"!\[[^\]]*\]\((?P<file>[^)]+)\)")
INCLUDED = re.compile(r"```\{include\} (?P<file>\S+)")
PAGE_OF_SCRIPT = re.compile(r'/ "(?P<file>[\w-]+\.md)"')
STANDS_FOR = {"NAME": FACTS[0]}
"""Words of a page that stand for what is given in their place."""


def named(path):
    """A page by its path in the repository."""
    return path.relative_to(ROOT).as_posix()


def scripts_shown():
    """Every script of an experiment that a page tells to run, with its arguments."""
    found = {
        (match["script"], match["words"].strip())
        for page in PAGES
        for match in SCRIPT.finditer(page.read_text(encoding="utf-8"))
    }
    return [pytest.param(*one, id=" ".join(one).strip()) for one in sorted(found)]


class Read(Exception):
    """Arguments have been read, and accepted."""


def code_of(script):
    """The file that runs where a script or the folder of one is named."""
    path = ROOT / script
    return path / "__main__.py" if path.is_dir() else path


@pytest.mark.parametrize(("script", "words"), scripts_shown())
def test_every_script_that_a_page_names_exists_and_takes_the_arguments_shown(script, words, monkeypatch):
    code = code_of(script)
    assert code.is_file()
    if "ArgumentParser" not in code.read_text(encoding="utf-8"):
        assert words == "", f"{script} takes no arguments"
        return
    read = argparse.ArgumentParser.parse_args

    def stop_once_read(parser, *given):
        raise Read(read(parser, *given))

    given = [STANDS_FOR.get(word, word) for word in shlex.split(words) if word != "..."]
    monkeypatch.setattr(sys, "argv", [str(code), *given])
    monkeypatch.setattr(sys, "path", [str(code.parent), *sys.path])
    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", stop_once_read)
    with pytest.raises(Read):
        runpy.run_path(str(code), run_name="__main__")


@pytest.mark.parametrize("page", WRITTEN, ids=named)
def test_every_command_of_a_page_exists_and_has_the_options_shown(page):
    commands = get_command(application()).commands
    for match in COMMAND.finditer(page.read_text(encoding="utf-8")):
        known = {option for one in commands[match["name"]].params for option in one.opts + one.secondary_opts}
        shown = set(re.findall(r"(?<= )--[a-z-]+", match["words"] or ""))
        assert shown <= known | {"--help"}, match[0]


def parts_of(page):
    """The files of measurements that a page shows: itself, what it includes, and what is copied there."""
    included = [match["file"] for match in INCLUDED.finditer(page.read_text(encoding="utf-8"))]
    copied = {f"parts/{name}.md": ROOT / file for name, file in MEASURED.items()}
    parts = [copied.get(file.partition("generated/")[2], page.parent / file) for file in included]
    return [page, *(part for part in parts if part.is_file())]


def pages_with(script):
    """The pages that show a file which a script writes."""
    code = script.read_text(encoding="utf-8")
    written = {
        path.resolve()
        for match in PAGE_OF_SCRIPT.finditer(code)
        for path in (script.parent / match["file"], DOCS / "explanation" / match["file"])
        if path.is_file()
    }
    shown = [page for page in WRITTEN if written & {part.resolve() for part in parts_of(page)}]
    return [page for page in shown if not page.name.endswith("-table.md")]


SCRIPTS = [path for path in sorted(EXPERIMENTS.rglob("*.py")) if pages_with(path)]


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_every_page_that_shows_what_a_script_measured_names_the_script(script):
    for page in pages_with(script):
        text = "".join(part.read_text(encoding="utf-8") for part in parts_of(page))
        assert f"python {named(script)}" in text, named(page)


def test_every_part_of_measurements_is_written_by_a_script_that_stands_beside_it():
    files = {path for page in WRITTEN for path in parts_of(page)[1:] if EXPERIMENTS in path.parents}
    assert files == {ROOT / file for file in MEASURED.values()}
    for path in files:
        named_there = SCRIPT.findall(path.read_text(encoding="utf-8"))
        assert [script for script, _ in named_there if (ROOT / script).parent == path.parent], named(path)


# Pictures


def pages_that_show(picture):
    """The pages that show a picture."""
    return [
        page
        for page in WRITTEN
        for match in PICTURE.finditer(page.read_text(encoding="utf-8"))
        if (page.parent / match["file"]).resolve() == picture.resolve()
    ]


@pytest.mark.parametrize("picture", sorted((DOCS / "images").rglob("*.svg")), ids=named)
def test_every_picture_is_shown_beside_the_command_that_makes_it(picture):
    pages = pages_that_show(picture)
    command = "python experiments/facts" if picture.parent == FIGURES else f"relsim compare {picture.stem}"
    assert pages
    assert all(command in page.read_text(encoding="utf-8") for page in pages)


def test_every_fact_has_a_picture_and_numbers_and_no_others_lie_beside_them():
    assert {path.name for path in FIGURES.iterdir()} == {
        f"{name}.{kind}" for name in FACTS for kind in ("svg", "json")
    }


# Tables and figures say what their scripts say


@pytest.mark.parametrize("name", FACTS)
def test_the_numbers_of_a_fact_are_those_of_its_script_as_it_is(name):
    fact = __import__(name)
    record = json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))
    assert (record["claim"], record["source"]) == (fact.CLAIM, fact.SOURCE)
    assert record["replications"] == fact.REPLICATIONS


@pytest.mark.parametrize("name", FACTS)
def test_the_row_and_the_picture_of_a_fact_are_made_of_its_numbers(name):
    fact = __import__(name)
    record = json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))
    found = {
        key: Estimate(*(np.array(one[part]) for part in ("mean", "error")))
        for key, one in record["numbers"].items()
    }
    assert fact.row(found) == (record["target"], record["result"], record["holds"])


def test_the_table_of_facts_is_that_of_the_figures():
    assert table.facts() in table.PAGE.read_text(encoding="utf-8")


def test_the_tables_of_levers_and_of_periods_have_a_row_for_everything_that_is_measured():
    scenario = relsim.load(single_levers.SCENARIO)
    rows = first_cells(single_levers.PAGE)
    assert rows == ["what bond does", *(policy.title for policy in scenario.policies.values())]
    assert first_cells(steps.PAGE) == [row for name in steps.of_table() for row in (name, *steps.MEASURES)]


def first_cells(page):
    """The first cell of every row of the tables on a page."""
    rows = [line.split("|")[1].strip() for line in page.read_text(encoding="utf-8").splitlines() if line]
    return [cell for cell in rows if cell != "---"]
