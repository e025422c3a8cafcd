"""Examples in the documentation run: Python, scenario files, and the change that adds a lever.

A fenced block after a line `<!-- runnable -->` is run. Python blocks of a page share their names. A YAML
block is a whole scenario file. The diffs of a page are applied, in order, to a copy of the source.
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
PAGES = sorted(path for path in DOCS.rglob("*.md") if "generated" not in path.parts)
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
    return [pytest.param(page, id=page.relative_to(DOCS).as_posix()) for page in pages]


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


@pytest.mark.slow
def test_the_change_that_adds_a_lever_applies_and_passes_its_own_test(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src")
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    page = DOCS / "extend.md"
    for number, (text, _) in enumerate(blocks(page, "diff")):
        change = tmp_path / f"{number}.diff"
        change.write_text(text, encoding="utf-8")
        command = ["git", "apply", change.name]
        applied = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert applied.returncode == 0, applied.stderr
    tests = [text for text, _ in blocks(page, "python") if text.startswith(TEST_FILE)]
    (tmp_path / "test_lever.py").write_text("\n".join(tests), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir=.", "test_lever.py"]
    places = {"PYTHONPATH": str(tmp_path / "src"), "RELSIM_CACHE": str(tmp_path / "cache")}
    ran = subprocess.run(command, cwd=tmp_path, env=os.environ | places, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "3 passed" in ran.stdout


def test_pages_that_promise_examples_have_them():
    for name in ("extend.md", "tutorial.md", "howto/python.md", "howto/mesa.md"):
        assert blocks(DOCS / name, "python"), name
