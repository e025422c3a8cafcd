"""A run or a fit that is killed at any moment, and started again, ends as one that was left in peace."""

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


FIT = """
import os, random, signal, sys, time
from pathlib import Path
from relsim.cli import main
from relsim.runs.store.store import Store

market, out, log, deaths = *map(Path, sys.argv[1:4]), int(sys.argv[4])
words = ["fit", str(market), "--draws", "128", "--jobs", "1", "--seed", "3", "--out", str(out)]
moments, add = random.Random(7), Store.add

def add_and_note(self, finished):
    add(self, finished)
    with log.open("a") as noted:
        noted.writelines(task.address + chr(10) for task in finished)

Store.add = add_and_note

def begun():
    child = os.fork()
    if child == 0:
        main(words)
        os._exit(0)
    return child

def noted():
    return len(log.read_text().splitlines()) if log.exists() else 0

for death in range(deaths):
    child, before = begun(), noted()
    # The first dies before anything is there, two while markets are drawn, the last when some run again.
    wanted = [0, before + 1, before + 1, 129][death]
    while noted() < wanted:
        assert os.waitpid(child, os.WNOHANG) == (0, 0), f"over before death {death}"
        time.sleep(0.001)
    time.sleep(moments.uniform(0.0, 0.02))
    os.kill(child, signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), f"over before death {death}"
    assert not (out / "draws.parquet").exists()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(begun(), 0)[1]))
"""

MARKET = """
extends: retention-launch
periods: 12
customers: 1000
evidence:
  - {measure: acquired, value: 150, give_or_take: 12, period: 1 to 12}
  - {measure: lost, value: 60, give_or_take: 8, period: 1 to 12}
"""


def fitted_in(folder, deaths):
    """What a fit leaves that dies so many times, and the addresses of the markets that it has stored."""
    folder.mkdir()
    market, out, log = (folder / name for name in ("mine.yaml", "out", "stored.txt"))
    market.write_text(MARKET, encoding="utf-8")
    command = [sys.executable, "-c", FIT, *map(str, (market, out, log, deaths))]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    return {name: (out / name).read_bytes() for name in LEFT}, log.read_text().split()


LEFT = ("draws.parquet", "mine.fitted.yaml")


@pytest.mark.slow
def test_a_fit_killed_and_started_again_has_the_same_draws_and_runs_nothing_twice(tmp_path):
    whole, every = fitted_in(tmp_path / "whole", 0)
    broken, stored = fitted_in(tmp_path / "broken", 4)
    assert broken == whole
    assert len(set(stored)) == len(stored)
    assert set(stored) == set(every)
