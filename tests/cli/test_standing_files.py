"""Files that stand already: no command writes over one that is not an earlier one of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import called

from relsim.runs.disk import newly

MARKET = """
title: t
currency: EUR
customers: 60
periods: 6
replications: 2
firms:
  a: {price: 20, start: {share: 40%}}
  b: {price: 20, start: {share: 40%}}
focus: a
policies:
  as-is: {title: As is}
  dearer: {title: Dearer, set: {firms.a.price: 22}}
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a market, a foreign file of each kind, and nothing that can be simulated."""
    monkeypatch.chdir(tmp_path)
    Path("market.yaml").write_text(MARKET)
    Path("keep.txt").write_text("kept")
    Path("keep.html").write_text('<meta name="generator" content="relsim"><title>A report</title>')
    Path("keep.csv").write_text("customer,date,amount\nAnn,2024-05-01,9.5\n")
    Path("sales.csv").write_text("customer,date,amount\n7,2025-01-02,3.00\n2,2025-01-02,3.00\n")
    Path("keep.json").write_text('{"as-is": {"0": {"ties": "no hash"}}}')
    return tmp_path


@pytest.fixture
def nothing_runs(monkeypatch):
    """Whoever simulates is found out."""
    monkeypatch.setattr("relsim.engine.market.Market.step", None)
    monkeypatch.setattr("relsim.questions.explore.question.Packer", None)


FOREIGN = ["market.yaml", "keep.txt", "keep.html", "keep.csv", "sales.csv", "keep.json"]
WRITERS = {
    "page": (["explore", "market.yaml"], "--out"),
    "hashes": (["explore", "market.yaml", "--out", "page.html"], "--hashes"),
    "purchases": (["export", "market.yaml"], "--transactions"),
    "copy": (["show", "market.yaml"], "--out"),
    "beginning": (["begin", "--template", "gym"], "--out"),
    "class": (["lesson", "leaky-bucket", "class", "--collect"], "--table"),
    "forecast": (["freeze", "results"], "--out"),
}


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_file_that_the_command_has_not_written_is_never_written_over(writer, name, here, capsys):
    words, option = WRITERS[writer]
    before = {path: path.read_bytes() for path in here.iterdir()}
    assert called(*words, option, name) == 2
    assert capsys.readouterr().err == f"{name} is there already; choose another name for {option}\n"
    assert {path: path.read_bytes() for path in here.iterdir()} == before


@pytest.mark.usefixtures("nothing_runs")
def test_a_link_to_a_foreign_file_is_no_way_to_it(here, capsys):
    Path("page.html").symlink_to("market.yaml")
    os.link("market.yaml", "purchases.csv")
    assert called("explore", "market.yaml", "--out", "page.html") == 2
    assert called("export", "market.yaml", "--transactions", "purchases.csv") == 2
    assert Path("market.yaml").read_text() == MARKET


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize(
    "words",
    [
        ["explore", "market.yaml", "--out", "one", "--hashes", "one"],
        ["explore", "market.yaml", "--out", "one", "--hashes", "./one"],
        ["export", "market.yaml", "--transactions", "one", "--log", "one"],
        ["export", "market.yaml", "--log", "one", "--transactions", "one"],
        ["export", "market.yaml", "--transactions", "one/events.csv", "--log", "one"],
        ["compare", "market.yaml", "--out", "one", "--store", "one"],
    ],
    ids=" ".join,
)
def test_two_results_are_never_one_file(words, here, capsys):
    assert called(*words) == 2
    error = capsys.readouterr().err
    assert "cannot be both --" in error and len(error.splitlines()) == 1
    assert not Path("one").exists()


def test_what_a_command_has_written_before_it_may_write_anew(here, capsys):
    explore = ["explore", "market.yaml", "--replications", "1", "--out", "page.html", "--hashes", "all.json"]
    exports = [
        ["export", "market.yaml", "--transactions", "purchases.csv"],
        ["export", "market.yaml", "--transactions", "purchases.csv.gz"],
        ["export", "market.yaml", "--log", "log"],
    ]
    for words in (explore, *exports):
        assert called(*words) == 0
        assert called(*words, "--seed", "2") == 0, capsys.readouterr().err
    assert called("explore", "market.yaml", "--out", "all.json") == 2
    assert called("explore", "market.yaml", "--out", "other.html", "--hashes", "page.html") == 2
    assert called("export", "market.yaml", "--transactions", "log/events.csv") == 2


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("standing", [["customers.csv"], ["events.csv", "accounts.csv", "customers.csv"]])
def test_tables_with_the_names_of_a_log_are_kept(standing, here, capsys):
    Path("log").mkdir()
    for name in standing:
        Path("log", name).write_text("mine")
    assert called("export", "market.yaml", "--log", "log") == 2
    assert "is there already; choose another name for --log" in capsys.readouterr().err
    assert sorted(os.listdir("log")) == sorted(standing)


# Forecasts


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """Results of which a forecast can be frozen, and others."""
    folder = tmp_path_factory.mktemp("compared")
    (folder / "market.yaml").write_text(MARKET)
    for seed in ("1", "2"):
        words = ["run", folder / "market.yaml", "--replications", "40", "--seed", seed]
        assert called(*words, "--out", folder / seed) == 0
    return folder


def test_a_frozen_forecast_stays_as_it_is(compared, tmp_path, monkeypatch, capsys):
    shutil.copytree(compared, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert called("freeze", "1") == 0
    said, frozen = capsys.readouterr().out, Path("1/launch.json").read_bytes()
    assert called("freeze", "1") == 0
    assert capsys.readouterr().out == said and Path("1/launch.json").read_bytes() == frozen
    assert called("freeze", "2", "--out", "1/launch.json") == 2
    assert "keeps another forecast" in capsys.readouterr().err
    told = json.loads(frozen)
    Path("1/launch.json").write_text(json.dumps(told | {"policy": "changed"}))
    assert called("freeze", "1") == 2
    assert "is there already" in capsys.readouterr().err
    assert json.loads(Path("1/launch.json").read_text())["policy"] == "changed"


@pytest.mark.parametrize("name", ["report.html", "outcomes.csv", "manifest.json", ".question"])
def test_a_forecast_replaces_no_part_of_the_results(name, compared, capsys):
    before = (compared / "1" / name).read_bytes()
    assert called("freeze", compared / "1", "--out", compared / "1" / name) == 2
    assert (compared / "1" / name).read_bytes() == before


def test_a_page_that_tracks_a_launch_replaces_only_its_own_kind(compared, tmp_path, monkeypatch, capsys):
    shutil.copytree(compared, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    Path("actuals.csv").write_text("period,customers\n0,20\n1,20\n")
    Path("pages").mkdir()
    Path("pages/tracking.html").write_text("mine")
    assert called("freeze", "1") == 0
    track = ["track", "1/launch.json", "actuals.csv", "--out", "pages"]
    assert called(*track) == 2
    assert "pages/tracking.html is there already" in capsys.readouterr().err
    assert os.listdir("pages") == ["tracking.html"] and Path("pages/tracking.html").read_text() == "mine"
    Path("pages/tracking.html").unlink()
    assert called(*track) == 0 and called(*track) == 0
    assert "another launch" not in capsys.readouterr().err
    words = ["market.yaml", "--set", "firms.a.price=21", "--replications", "40"]
    assert called("run", *words, "--out", "3") == 0 and called("freeze", "3") == 0
    assert called("track", "3/launch.json", "actuals.csv", "--out", "pages") == 0
    assert "relsim: replaces pages/tracking.html of another launch" in capsys.readouterr().err


# Folders that are gone, and deaths

GONE = [
    ["audit", "x.csv"],
    ["run", "leaky-bucket"],
    ["compare", "leaky-bucket"],
    ["ladder", "leaky-bucket"],
    ["sweep", "{experiment}"],
]


@pytest.fixture
def gone(tmp_path, monkeypatch):
    """Where we are, and is no more."""
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    return folder


EXPERIMENT = Path("experiments/contact-and-neglect.yaml").resolve()


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize("words", GONE, ids=lambda words: words[0])
def test_in_a_folder_that_is_gone_commands_end_in_one_clear_message(words, tmp_path, capsys):
    words = [word.format(experiment=EXPERIMENT) for word in words]
    assert called(*words, "--out", tmp_path / "out") == 2
    error = capsys.readouterr().err.splitlines()
    assert error[-1] == "the folder that you are in is gone; go to another one, and ask there"
    assert not any("Error" in line for line in error)


@pytest.mark.usefixtures("gone")
def test_so_does_one_that_writes_nothing(tmp_path, capsys, monkeypatch):
    def looks_here(*_, **__):
        return os.getcwd()

    monkeypatch.setattr("relsim.questions.story.question.story", looks_here)
    assert called("story", "leaky-bucket") == 2
    assert capsys.readouterr().err.startswith("the folder that you are in is gone")


DYING = """
import os, signal, sys
from relsim.cli import main
from relsim.runs import disk

def dies(path):
    os.kill(os.getpid(), getattr(signal, sys.argv[1]))

disk._force = dies
signal.signal(signal.SIGINT, signal.default_int_handler)  # it is ignored in what runs in the background
main(sys.argv[2:])
"""


@pytest.mark.parametrize("death", ["SIGKILL", "SIGINT"])
@pytest.mark.parametrize(
    "words",
    [
        ["explore", "market.yaml", "--replications", "1", "--out", "new"],
        ["export", "market.yaml", "--transactions", "new"],
        ["export", "market.yaml", "--log", "."],
        ["show", "market.yaml", "--out", "new"],
    ],
    ids=lambda words: words[0] + words[-2],
)
def test_a_command_that_dies_while_it_writes_leaves_nothing_under_a_name(words, death, here):
    before = set(os.listdir())
    ended = subprocess.run([sys.executable, "-c", DYING, death, *words], capture_output=True, check=False)
    assert ended.returncode == (-signal.SIGKILL if death == "SIGKILL" else 130), ended.stderr
    assert not {name for name in set(os.listdir()) - before if not name.endswith(".part")}


def test_a_new_file_is_never_one_that_somebody_else_was_faster_with(tmp_path):
    path = tmp_path / "new"

    def slowly(part):
        part.write_text("late")
        path.write_text("first")

    assert not newly(path, slowly)
    assert path.read_text() == "first" and os.listdir(tmp_path) == ["new"]
