"""Examples in the documentation run: Python, scenario files, and the change that adds a lever.

A fenced block after a line `<!-- runnable -->` is run. Python blocks of a page share their names. A YAML
block is a whole scenario file. The diffs of a page are applied, in order, to a copy of the source, and then
its commands are run there.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relsim.runs.policies import chosen_policies
from relsim.scenario.load import load

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"<!-- runnable -->\n```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = [ROOT / "README.md", *sorted(path for path in DOCS.rglob("*.md") if "generated" not in path.parts)]
TEST_FILE = "# tests/"


def blocks(page, kind):
    """The runnable blocks of one kind, and the line of the page where each begins."""
    text = page.read_text(encoding="utf-8")
    return [
        (match["text"], text.count("\n", 0, match.start("text")))
        for match in BLOCK.finditer(text)
        if match["kind"] == kind
    ]


def pages_with(kind):
    """The pages that have runnable blocks of a kind."""
    pages = [page for page in PAGES if blocks(page, kind)]
    return [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in pages]


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with("python"))
def test_python_examples_run_in_order(page, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "example"}
    for text, line in blocks(page, "python"):
        if not text.startswith(TEST_FILE):
            exec(compile("\n" * line + text, str(page), "exec"), names)


@pytest.mark.parametrize("page", pages_with("yaml"))
def test_scenario_examples_are_valid_with_all_their_policies_and_events(page, tmp_path):
    for text, line in blocks(page, "yaml"):
        path = tmp_path / f"line-{line}.yaml"
        path.write_text(text, encoding="utf-8")
        assert chosen_policies(load(path), None)


WALKS = (
    "tests/scenario/test_registries.py",
    "tests/rules/test_settings.py",
    "tests/docs/test_reference.py",
    "tests/sensitivity",
)
"""Tests that walk the registries in which a lever has an entry."""

SAYS_WHAT_FAILED = re.compile(r"(FAILED|ERROR) |E  |.*\+ Timeout \+| *File \".*/tests/.*, line ")
"""A line by which pytest says which test failed, or ran out of time, or why."""

MOST_LINES = 60

TOUCHED = re.compile(
    r"^(?:from|import) (?:relsim\.(?:scenario|rules|vocabulary|market|engine|measures|questions|report)"
    r"|worlds|lessons|blind|generat|effects|renew)",
    re.MULTILINE,
)
"""What a test imports that a lever can touch."""


PARTS = ("src", "scenarios", "docs", "experiments", "tests", "pyproject.toml", "README.md", "CITATION.cff")
"""What of relsim is copied: all that its tests and the links of its pages look at."""


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """A copy of relsim with the change that adds a lever, its test, and what is written from it."""
    copy = tmp_path_factory.mktemp("extended")
    for part in PARTS:
        source, blank = ROOT / part, shutil.ignore_patterns("__pycache__", "_build")
        shutil.copytree(source, copy / part, ignore=blank) if source.is_dir() else shutil.copy(source, copy)
    page = DOCS / "extend.md"
    for number, (text, _) in enumerate(blocks(page, "diff")):
        (copy / f"{number}.diff").write_text(text, encoding="utf-8")
        assert in_copy(copy, "git", "apply", f"{number}.diff") == ""
    for text, _ in blocks(page, "python"):
        if text.startswith(TEST_FILE):
            place, _, body = text.partition("\n")
            (copy / place.removeprefix("# ")).write_text(body, encoding="utf-8")
    for text, _ in blocks(page, "console"):
        for line in text.splitlines():
            assert in_copy(copy, sys.executable, *line.removeprefix("$ python ").split()) == ""
    return copy


def in_copy(copy, *command):
    """What a command has to say that fails in a copy of relsim; nothing if it does not."""
    places = {"PYTHONPATH": str(copy / "src"), "RELSIM_CACHE": str(copy / "cache")}
    ran = subprocess.run(command, cwd=copy, env=os.environ | places, capture_output=True, text=True)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr or "failed"


def complaints_of_tests(copy, *what):
    """What pytest has to say of tests that fail in a copy of relsim; nothing if all pass there."""
    patient = ("-p", "no:cacheprovider", "--timeout", "1800")
    return what_failed(in_copy(copy, sys.executable, "-m", "pytest", *patient, *what))


def what_failed(told):
    """Of what pytest says, the tests that failed or ran out of time and why; its end where it names none."""
    lines = [line for line in told.splitlines() if SAYS_WHAT_FAILED.match(line)]
    return "\n".join(lines[-MOST_LINES:]) or told[-3000:]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("", ""),
        ("....F.. [100%]\nE   assert 1 == 2\nFAILED tests/a/test_b.py::test_c - assert\n1 failed\n", "EF"),
        (
            '..+++ Timeout +++\n  File "/x/tests/a/test_b.py", line 7, in test_c\n  File "/y/z.py", line 1\n',
            ".t",
        ),
        ("no such option\n", "n"),
    ],
)
def test_what_is_told_of_tests_in_a_copy_names_those_that_failed(told, kept):
    assert [line.strip().removeprefix('File "/x/')[0] for line in what_failed(told).splitlines()] == list(
        kept
    )


def test_a_new_lever_is_a_change_of_four_files():
    changed = {
        line
        for text, _ in blocks(DOCS / "extend.md", "diff")
        for line in text.splitlines()
        if line[:4] == "+++ "
    }
    assert len(changed) == 4


def test_with_a_new_lever_every_registry_is_still_whole(extended):
    everything = "not accepted and not every_lever_is_used"
    complaints = complaints_of_tests(extended, *WALKS, "-m", "not slow", "-k", everything)
    assert not complaints, complaints


@pytest.mark.slow
def test_a_new_lever_does_what_its_own_tests_and_theory_say(extended):
    own = [text.partition("\n")[0] for text, _ in blocks(DOCS / "extend.md", "python") if TEST_FILE in text]
    assert complaints_of_tests(extended, *(line.removeprefix("# ") for line in own)) == ""
    assert complaints_of_tests(extended, "tests/sensitivity", "-k", "welcome") == ""


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(7200)
def test_with_a_new_lever_every_test_that_it_can_touch_still_passes(extended):
    files = sorted((extended / "tests").rglob("test_*.py"))
    touched = [path for path in files if TOUCHED.search(path.read_text(encoding="utf-8"))]
    others = [str(path) for path in touched if path.name != Path(__file__).name]
    assert len(others) > 40
    complaints = complaints_of_tests(extended, *others, "-m", "not slow")
    assert not complaints, complaints


def test_pages_that_promise_examples_have_them():
    for name in ("extend.md", "tutorial.md", "howto/python.md", "howto/mesa.md"):
        assert blocks(DOCS / name, "python"), name
