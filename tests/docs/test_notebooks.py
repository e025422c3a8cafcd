"""Claims about notebooks: each runs from its first cell to its last, shows figures, and tells what is so."""

import os
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.py"))

EXECUTE = """
import sys
import jupytext
from nbclient import NotebookClient

notebook = jupytext.read(sys.argv[1])
NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": "."}}).execute()
jupytext.write(notebook, "executed.ipynb")
"""

NUMBER = re.compile(r"(?<![\w.])\d+(?:[,_]\d{3})*(?:\.\d+)?")
IN_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|sixty|hundred|thousand|million"
    r"|half|third|quarter|twice|double[sd]?)\b",
    re.IGNORECASE,
)


def numbers_in(text):
    """The numbers in digits of a text."""
    return {float(one.replace(",", "").replace("_", "")) for one in NUMBER.findall(text)}


def shown_by(cell):
    """What a cell says in code, and what it has shown."""
    told = [str(one.get("text", "")) for one in cell.get("outputs", ())]
    data = [str(text) for one in cell.get("outputs", ()) for text in one.get("data", {}).values()]
    return " ".join([cell["source"], *told, *data])


def refuse_numbers_that_nothing_shows(notebook):
    """Hold the numbers around cells against code and outputs."""
    shown = numbers_in(" ".join(shown_by(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"))
    told = numbers_in(" ".join(prose_of(notebook)))
    assert told <= shown, told - shown


def prose_of(notebook):
    """The text around the cells of a notebook."""
    return [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_figures(notebook, tmp_path):
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    scripts = str(Path(sys.executable).parent)
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(notebook)],
        cwd=tmp_path,
        env=os.environ | {"PATH": os.pathsep.join([scripts, os.environ["PATH"]])},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    executed = jupytext.read(tmp_path / "executed.ipynb")
    outputs = [output for cell in executed.cells for output in cell.get("outputs", ())]
    assert any("<svg" in output.get("data", {}).get("text/html", "") for output in outputs)
    assert not [output for output in outputs if output.output_type == "error"]
    refuse_numbers_that_nothing_shows(executed)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_tells_numbers_in_digits_alone_so_that_its_outputs_are_held_against_them(notebook):
    prose = " ".join(prose_of(jupytext.read(notebook)))
    assert not IN_WORDS.findall(prose)


def test_a_number_that_no_cell_shows_is_refused():
    shown = {"cell_type": "code", "source": "run(1_000)", "outputs": [{"text": "3.5 of 40 %"}]}
    told = {"cell_type": "markdown", "source": "Of 1,000, 40 % stay."}
    refuse_numbers_that_nothing_shows({"cells": [shown, told]})
    with pytest.raises(AssertionError):
        refuse_numbers_that_nothing_shows({"cells": [shown, told | {"source": "Of 1,000, 41 % stay."}]})


def test_the_notebook_that_tells_an_explanation_with_numbers_says_before_it_what_they_are_of():
    text = (ROOT / "docs" / "notebooks" / "leaky-bucket.py").read_text(encoding="utf-8")
    before, explains, _ = text.partition("learn.explanation")
    assert explains and "The numbers in this text are of the market as its file has it." in before


def test_there_are_three_lessons_and_own_data_among_the_notebooks():
    assert {path.stem for path in NOTEBOOKS} >= {"leaky-bucket", "retention-launch", "your-own-data"}
    assert len(NOTEBOOKS) >= 4
