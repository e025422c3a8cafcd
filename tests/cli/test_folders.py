"""Folders of results: who may write them, whose results they hold, and what is said when a disk refuses."""

import errno
import json
import os
import shlex
import shutil
import subprocess
import sys
from itertools import cycle, product
from pathlib import Path

import pandas as pd
import pytest
from command_line import called

from relsim.console.destinations import name_of_results
from relsim.console.folders import Origin, free_results_folder, marked, source_of_results
from relsim.errors import InputError
from relsim.questions.compare.results import STORED
from relsim.questions.export.transactions import write_transactions
from relsim.runs import disk
from relsim.runs.sole_writer import sole_writer
from relsim.scenario.resolve.shipped import shipped_scenarios

SMALL = ["--customers", "100", "--periods", "6"]
COMPARED = ["compare", "retention-launch", *SMALL, "--policies", "attentive-contact", "--jobs", "1"]
COMPARED += ["--replications", "3"]


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch):
    """Drawing takes longer than all the rest."""
    monkeypatch.setattr("relsim.questions.compare.pictures.pictures", lambda *_: [])
    monkeypatch.setattr(
        "relsim.questions.compare.page.write_page", lambda subject, drawn, folder, *_: folder / "page"
    )


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """The results of a comparison."""
    out = tmp_path_factory.mktemp("compared")
    assert called(*COMPARED, "--out", str(out)) == 0
    return out


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """The results of the same comparison with other luck."""
    out = tmp_path_factory.mktemp("other")
    assert called(*COMPARED, "--seed", "2", "--out", str(out)) == 0
    return out


@pytest.fixture
def out(compared, tmp_path):
    """A copy of these results, to be spoiled."""
    return Path(shutil.copytree(compared, tmp_path / "out"))


def stored(folder):
    return {name: (folder / name).read_bytes() for name in STORED}


# One writer at a time

QUESTIONS = [
    ["run", "leaky-bucket"],
    ["compare", "retention-launch"],
    ["breakeven", "retention-launch", "--vary", "firms.harbour.price", "--between", "1", "2"],
    ["stress", "retention-launch"],
    ["sensitivity", "retention-launch"],
    ["optimise", "retention-launch"],
    ["marginal", "retention-launch"],
    ["incremental", "retention-launch"],
    ["ladder", "retention-launch"],
    ["sweep", "experiments/contact-and-neglect.yaml"],
    ["discover", "experiments/when-attention-fails.yaml", "--policy", "attentive-contact"],
]


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])
def test_a_command_is_refused_where_another_one_writes(words, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("relsim.runs.tasks.simulated", None)
    with sole_writer(tmp_path):
        assert called(*words, "--out", str(tmp_path)) == 2
        assert os.listdir(tmp_path) == [".lock"]
    error = capsys.readouterr().err.strip()
    assert "is being written by another relsim command" in error
    assert len(error.splitlines()) == 1


def test_results_are_neither_drawn_nor_frozen_while_a_command_writes_them(out, tmp_path, capsys):
    with sole_writer(out):
        for words in (["report", str(out)], ["freeze", str(out)]):
            assert called(*words) == 2
            assert "is being written" in capsys.readouterr().err


def test_a_command_that_ends_lets_the_next_one_in(out):
    assert called(*COMPARED, "--out", str(out)) == 0
    assert not (out / ".lock").exists()


# Places that cannot be written


@pytest.mark.parametrize("place", ["", " ", "/dev/null", "/dev/null/out", "/proc/out", "file", "file/out"])
@pytest.mark.parametrize("option", ["--out", "--store"])
@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])
def test_a_place_that_cannot_be_written_is_refused_first(words, option, place, tmp_path, capsys, monkeypatch):
    if (words[0], option) == ("run", "--store"):
        return
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("kept")
    assert called(*words, option, place) == 2
    error = capsys.readouterr().err.strip()
    assert error.startswith(option) and len(error.splitlines()) == 1
    assert os.listdir() == ["file"] and Path("file").read_text() == "kept"


@pytest.mark.parametrize(
    "words",
    [
        ["export", "leaky-bucket", "--transactions"],
        ["freeze", "nowhere", "--out"],
        ["track", "nowhere.json", "nowhere.csv", "--out"],
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("place", ["", "/proc/out", "file/out"])
def test_so_are_files_that_cannot_be_written(words, place, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("kept")
    assert called(*words, place) == 2
    assert capsys.readouterr().err.startswith(words[-1])


def test_a_file_is_not_written_in_place_of_a_folder(tmp_path, capsys):
    assert called("export", "leaky-bucket", "--transactions", str(tmp_path)) == 2
    assert "is a folder" in capsys.readouterr().err


def test_a_results_folder_that_cannot_be_made_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("results").write_text("kept")
    assert called("run", "leaky-bucket") == 2
    assert "results is no folder" in capsys.readouterr().err


def test_a_command_that_is_refused_leaves_no_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert called("compare", "retention-launch", "--policies", "typo") == 2
    assert called("stress", "retention-launch", "--conditions", "typo") == 2
    assert os.listdir() == []


# Scenarios of one name


def scenario_files(*files):
    for file in files:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped_scenarios()["leaky-bucket"], file)


def chosen(source):
    """The folder that a source is given, in which something is then written."""
    origin = Origin(source_of_results(source))
    folder = free_results_folder(origin, Path(source).stem, "run")
    with marked(folder, origin):
        (folder / "table").touch()
    return str(folder)


def test_scenarios_of_one_name_do_not_share_a_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    files = ["a/market.yaml", "b/market.yaml", "market.yml", "leaky-bucket.yaml"]
    scenario_files(*files)
    assert chosen("leaky-bucket") == "results/leaky-bucket"
    assert capsys.readouterr().err == ""
    folders = [chosen(file) for file in files]
    assert folders == [f"results/{name}" for name in ("market", "market-2", "market-3", "leaky-bucket-2")]
    told = capsys.readouterr().err.splitlines()
    assert told[0] == (
        "relsim: these results go to results/market-2, since results/market keeps those of another scenario, "
        "a/market.yaml"
    )
    assert "those of another scenario, the shipped leaky-bucket" in told[2]
    assert [chosen(file) for file in files] == folders


def test_one_scenario_by_another_path_keeps_its_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    scenario_files("a/market.yaml")
    Path("link.yaml").symlink_to("a/market.yaml")
    os.link("a/market.yaml", "market.yaml")
    same = ["a/market.yaml", "./a/../a/market.yaml", str(tmp_path / "a" / "market.yaml"), "market.yaml"]
    assert {chosen(source) for source in same} == {"results/market"}
    assert chosen("leaky-bucket") == chosen(str(shipped_scenarios()["leaky-bucket"]))
    assert capsys.readouterr().err == ""


def test_a_project_that_moves_keeps_its_folders(tmp_path, monkeypatch):
    (tmp_path / "old").mkdir()
    monkeypatch.chdir(tmp_path / "old")
    scenario_files("market.yaml")
    assert chosen("market.yaml") == "results/market"
    (tmp_path / "old").rename(tmp_path / "new")
    monkeypatch.chdir(tmp_path / "new")
    assert chosen("market.yaml") == "results/market"


def test_results_without_a_mark_are_known_by_their_manifest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scenario_files("a/market.yaml", "b/market.yaml")
    assert called("run", "a/market.yaml", *SMALL) == 0
    Path("results/market/.source").unlink()
    for file, folder in (("b/market.yaml", "results/market-2"), ("a/market.yaml", "results/market")):
        origin = Origin(source_of_results(file), shlex.join(SMALL))
        assert str(free_results_folder(origin, "market", "run")) == folder


def test_two_scenarios_of_one_name_keep_their_results(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scenario_files("a/market.yaml", "b/market.yaml")
    for file, seed in (("a/market.yaml", "1"), ("b/market.yaml", "2"), ("b/market.yaml", "3")):
        assert called("run", file, *SMALL, "--seed", seed) == 0
    manifests = [Path(f"results/{name}/manifest.json") for name in ("market", "market-2")]
    seeds = [json.loads(path.read_text())["seed"] for path in manifests]
    assert seeds == [1, 3]


def test_a_changed_market_leaves_the_results_of_the_unchanged_one_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert called("run", "leaky-bucket", *SMALL) == 0
    before = Path("results/leaky-bucket/manifest.json").read_bytes()
    dearer = ("run", "leaky-bucket", *SMALL, "--set", "firms.sieve.price=31")
    assert called(*dearer) == 0
    assert "these results go to results/leaky-bucket-2" in capsys.readouterr().err
    assert called(*dearer, "--as", "dearer") == 0
    assert capsys.readouterr().err == ""
    assert Path("results/leaky-bucket/manifest.json").read_bytes() == before
    assert (
        Path("results/dearer/summary.json").read_bytes()
        == Path("results/leaky-bucket-2/summary.json").read_bytes()
    )


@pytest.mark.parametrize(
    ("kept", "told"), [("", "as it stands"), ("--customers 200", "with --customers 200")]
)
def test_another_size_of_a_market_goes_to_another_folder_with_the_reason(
    kept, told, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    source = source_of_results("leaky-bucket")
    with marked(Path("results/leaky-bucket"), Origin(source, kept)):
        Path("results/leaky-bucket/table").touch()
    free_results_folder(Origin(source, "--customers 100"), "leaky-bucket", "run")
    assert capsys.readouterr().err == (
        "relsim: these results go to results/leaky-bucket-2, since results/leaky-bucket keeps those of the "
        f"same scenario {told}\n"
    )


def test_a_run_replaces_no_comparison_and_a_comparison_replaces_a_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    kinds = {"run": "run", "compare": "comparison"}
    for command, folder in (("run", "leaky-bucket"), ("compare", "leaky-bucket"), ("run", "leaky-bucket-2")):
        capsys.readouterr()
        assert called(command, "leaky-bucket", *SMALL) == 0
        manifest = json.loads(Path("results", folder, "manifest.json").read_text())
        assert manifest["kind"] == kinds[command]
    assert capsys.readouterr().err == (
        "relsim: these results go to results/leaky-bucket-2, since results/leaky-bucket keeps a comparison "
        "of the same market\n"
    )


def test_a_name_that_holds_something_else_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert called("run", "leaky-bucket", *SMALL, "--as", "mine") == 0
    assert called("ladder", "leaky-bucket", *SMALL, "--replications", "2", "--as", "mine") == 0
    assert called("run", "who-stays", *SMALL, "--as", "mine") == 2
    assert "results/mine holds results of the shipped leaky-bucket with" in capsys.readouterr().err
    for name in ("", ".", "..", "a/b", ".hidden", "a\\b"):
        assert called("run", "leaky-bucket", *SMALL, "--as", name) == 2
        assert "is no name of a folder" in capsys.readouterr().err
    assert called("run", "leaky-bucket", *SMALL, "--as", "mine", "--out", "there") == 2


@pytest.mark.parametrize(
    "name", ["a:b", "a*b", "what?", "CON", "nul.txt", "com1", "dearer.", "dearer ", " dearer", "a\nb", "\x7f"]
)
def test_a_name_that_is_none_on_another_system_is_refused(name):
    with pytest.raises(InputError, match="is no name of a folder"):
        name_of_results(name)


def test_a_name_is_refused_only_where_it_is_none_or_too_long():
    for name in ("dearer", "at-risk only", "2.5 a year", "console", "дорожче", "再😀", "e%d", "-x", "~"):
        assert name_of_results(name) == name
    with pytest.raises(InputError, match="expected a shorter name"):
        name_of_results("й" * 60)


def test_results_that_give_way_to_new_ones_are_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = ("run", "leaky-bucket", *SMALL)
    assert called(*words) == 0
    Path("results/leaky-bucket/report.html").touch()
    assert capsys.readouterr().err == ""
    assert called(*words, "--seed", "2") == 0
    told = "replaces results/leaky-bucket/report.html of an earlier run; --as ANOTHER-NAME would have kept it"
    assert told in capsys.readouterr().err


# Files that are torn, missing, or of another run

DAMAGE = {
    "torn": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "missing": lambda path: path.unlink(),
    "foreign": lambda path: path.write_bytes(b'{"kind": "something else"}'),
}


@pytest.mark.parametrize(
    ("name", "damage"),
    [*product(["manifest.json"], DAMAGE), *zip(STORED, cycle(DAMAGE), strict=False)],
)
def test_what_cannot_be_read_is_made_anew_from_the_tasks(name, damage, out, compared, capsys, monkeypatch):
    DAMAGE[damage](out / name)
    monkeypatch.setattr("relsim.runs.tasks.simulated", None)
    assert called(*COMPARED, "--resume", "--out", str(out)) == 0
    assert stored(out) == stored(compared)
    if (name, damage) != ("manifest.json", "missing"):
        assert name in capsys.readouterr().err.splitlines()[0]


@pytest.mark.parametrize("change", [["--seed", "2"], ["--set", "firms.harbour.price=31"]])
def test_another_scenario_or_seed_is_not_gone_on_with_whatever_the_tables_are(change, out, capsys):
    (out / "periods.parquet").write_bytes(b"")
    assert called(*COMPARED, *change, "--resume", "--out", str(out)) == 2
    assert "another scenario or seed" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["report", "why", "freeze"])
@pytest.mark.parametrize("name", ["customers.parquet", "periods.csv", "summary.json"])
def test_a_table_of_another_run_is_told(command, name, out, other, capsys):
    shutil.copy(other / name, out / name)
    assert called(command, str(out)) == 2
    error = capsys.readouterr().err.strip()
    assert f"{name} belongs to another run" in error and len(error.splitlines()) == 1


def test_results_of_an_earlier_version_know_no_hashes_and_can_be_read(out, capsys):
    told = json.loads((out / "manifest.json").read_text())
    del told["files"]
    (out / "manifest.json").write_text(json.dumps(told))
    assert called("why", str(out)) == 0


# A disk that refuses


@pytest.mark.parametrize("name", ["periods.parquet", "periods.csv", "summary.json", "manifest.json"])
def test_a_disk_that_refuses_a_file_of_results_costs_nothing(name, out, compared, capsys, monkeypatch):
    usual = disk._force

    def refuses(path):
        if path.name.startswith(name):
            raise OSError(errno.ENOSPC, "no room")
        usual(path)

    monkeypatch.setattr(disk, "_force", refuses)
    assert called(*COMPARED, "--replications", "4", "--out", str(out)) == 1
    (error,) = capsys.readouterr().err.strip().splitlines()[-1:]
    assert name in error and str(out) in error and "goes on from there" in error
    assert stored(out) == stored(compared)
    assert not list(out.glob("*.part"))
    assert called("why", str(out)) == 0


def test_a_log_that_does_not_fit_leaves_the_old_one(tmp_path, monkeypatch):
    log = tmp_path / "log.csv"
    log.write_text("old")

    def refuses(path):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(disk, "_force", refuses)
    with pytest.raises(disk.StoreError, match="is full"):
        write_transactions(pd.DataFrame({"customer": [1]}), log)
    assert log.read_text() == "old" and os.listdir(tmp_path) == ["log.csv"]


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".csv.zip"])
def test_a_log_is_packed_as_its_name_says(ending, tmp_path):
    log = tmp_path / f"log{ending}"
    write_transactions(pd.DataFrame({"customer": [1]}), log)
    assert pd.read_csv(log)["customer"].tolist() == [1]


# Deaths

GRAVEYARD = """
import os, signal, sys
from relsim.cli import main
from relsim.runs import disk
from relsim.questions.compare import finish, page, pictures, question

pictures.pictures = lambda subject: []
page.write_page = lambda subject, drawn, folder: folder / "report.html"
out, first, step, words = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
os.environ.pop("RELSIM_DEBUG", None)

def ended(moment):
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    steps = 0

    def counted(call):
        def dies(*args, **kwargs):
            nonlocal steps
            steps += 1
            if steps == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)
        return dies

    for name in ("open", "fsync", "replace", "rename", "unlink"):
        setattr(os, name, counted(getattr(os, name)))
    try:
        main([*words, "--out", out])
    finally:
        sys.stdout.flush()
        os._exit(0)

deaths, moment = 0, first
while os.WIFSIGNALED(ended(moment)):
    deaths, moment = deaths + 1, moment + step
print(deaths)
"""


@pytest.mark.slow
def test_a_command_killed_at_any_step_of_its_writing_ends_with_the_same_files(compared, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-c", GRAVEYARD, str(out), "3", "7", *COMPARED, "--resume"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0 and "Traceback" not in ran.stderr, ran.stderr
    assert int(ran.stdout.split()[-1]) >= 5, ran.stdout
    assert stored(out) == stored(compared)
    assert not list(out.rglob("*.part")) and not (out / ".lock").exists()
    assert called("why", str(out)) == 0
