"""A run that is killed at any moment, and started again, ends with the same bytes as one left in peace."""

import subprocess
import sys

import pytest

from relsim.runs.store.store import Store

WORDS = ["compare", "retention-launch", "--customers", "200", "--periods", "12", "--jobs", "2", "--resume"]
WORDS += ["--no-hinge", "--policies", "attentive-contact", "--replications"]
GRAVEYARD = """
import os, random, signal, sys, time
from pathlib import Path
from relsim.cli import main
from relsim.questions.compare import finish, page, pictures, question

# Drawing the page takes longer than all replications.
pictures.pictures = lambda subject: []
page.write_page = lambda subject, drawn, folder, found: folder / "report.html"
out, deaths, words = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
moments = random.Random(4)

def begun():
    child = os.fork()
    if child == 0:
        main([*words, "--out", str(out)])
        os._exit(0)
    return child

def tasks_kept():
    return len(list(out.glob("tasks/*.parquet")))

for death in range(deaths):
    child, before = begun(), tasks_kept()
    # One in four dies before it has added anything, the others while tasks come in.
    while death % 4 and tasks_kept() == before:
        assert os.waitpid(child, os.WNOHANG) == (0, 0), f"over before death {death}"
        time.sleep(0.002)
    time.sleep(moments.uniform(0.0, 0.1))
    os.kill(child, signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), f"over before death {death}"
sys.exit(os.waitstatus_to_exitcode(os.waitpid(begun(), 0)[1]))
"""


def left_by(out, deaths, replications):
    """The tables that a run leaves, which dies so many times and is started again each time."""
    command = [sys.executable, "-c", GRAVEYARD, str(out), str(deaths), *WORDS, str(replications)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    return {path.name: path.read_bytes() for path in out.iterdir() if path.suffix in (".parquet", ".csv")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("deaths", "replications"), [(6, 160), pytest.param(20, 500, marks=pytest.mark.exhaustive)]
)
def test_a_run_killed_at_random_moments_ends_as_if_nothing_had_happened(deaths, replications, tmp_path):
    whole = left_by(tmp_path / "whole", 0, replications)
    assert left_by(tmp_path / "broken", deaths, replications) == whole
    assert len(Store(tmp_path / "broken" / "tasks")) == 2 * replications
