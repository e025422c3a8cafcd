"""Claims about notebooks: each runs from its first cell to its last, and shows figures."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.py"))

EXECUTE = """
import sys
import jupytext
from nbclient import NotebookClient

notebook = jupytext.read(sys.argv[1])
NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": "."}}).execute()
for cell in notebook.cells:
    for output in cell.get("outputs", ()):
        print(output.output_type, *output.get("data", ()), output.get("text", "")[:300].strip())
        print("figure" if "<svg" in output.get("data", {}).get("text/html", "") else "")
"""


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
    assert "figure" in done.stdout.splitlines()
    assert "error" not in done.stdout.split()


def test_there_are_three_lessons_and_own_data_among_the_notebooks():
    assert {path.stem for path in NOTEBOOKS} >= {"leaky-bucket", "retention-launch", "your-own-data"}
    assert len(NOTEBOOKS) >= 4
