"""Folders of `--out`: each answers one question; results of another one are moved aside."""

import json
import os
import shutil
from pathlib import Path

import pytest
from command_line import called

from relsim.console.folder_question import FILES_OF, QUESTION_FILE, FolderQuestion, files_there
from relsim.console.requests import NOT_ASKED
from relsim.errors import InputError

pytestmark = pytest.mark.usefixtures("undrawn")

MARKET = """
title: t
currency: EUR
customers: 60
periods: 6
replications: 2
firms:
  a: {price: 20, start: {share: 40%}, service: {failures: {value: 4%, range: [1%, 20%]}}}
  b: {price: 20, start: {share: 40%}}
focus: a
evidence:
- {measure: yearly_retention, value: 70%}
policies:
  as-is: {title: As is}
  dearer: {title: Dearer, set: {firms.a.price: 22}}
"""
ASKED = ["compare", "market.yaml", "--jobs", "1"]


def files_in(folder):
    return {path: path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """A market, and a folder `there` that answers a question about it."""
    folder = tmp_path_factory.mktemp("answered")
    (folder / "market.yaml").write_text(MARKET)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert called(*ASKED, "--out", "there") == 0
    return folder


@pytest.fixture
def there(answered, tmp_path, monkeypatch, capsys):
    """A copy of it, from where we are."""
    shutil.copytree(answered, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    return tmp_path / "there"


OTHERS = {
    "another seed": (["compare", "market.yaml", "--seed", "2"], "scenario or seed"),
    "another size": (["compare", "market.yaml", "--customers", "50"], "scenario or seed"),
    "another value": (["compare", "market.yaml", "--set", "firms.a.price=21"], "scenario or seed"),
    "another market": (["compare", "retention-launch"], "scenario or seed"),
    "another file of the name": (["compare", "other/market.yaml"], "scenario or seed"),
    "a run": (["run", "market.yaml"], "question"),
    "a ladder": (["ladder", "market.yaml"], "question"),
    "a fit": (["fit", "market.yaml"], "question"),
    "a sweep": (["sweep", "experiment.yaml"], "question"),
}


@pytest.fixture
def others(there):
    """Other markets and an experiment beside the folder, and what is in it."""
    Path("other").mkdir()
    shutil.copyfile("market.yaml", "other/market.yaml")
    text = "title: e\nscenario: market.yaml\nvary: {firms.a.price: [20, 22]}\n"
    Path("experiment.yaml").write_text(text)
    return files_in(there)


@pytest.mark.parametrize("name", OTHERS)
def test_results_of_another_question_make_room_before_anything_runs(name, there, others, monkeypatch, capsys):
    def refuses(folder, standing, markets):
        assert {"report.html", "manifest.json", "outcomes.csv"} <= set(standing)
        raise InputError("they would be moved")

    monkeypatch.setattr("relsim.console.folder_question.set_aside", refuses)
    monkeypatch.setattr("relsim.runs.tasks.simulated", None)
    monkeypatch.setattr("relsim.engine.market.Market.step", None)
    words, other = OTHERS[name]
    kept, told = FolderQuestion("compare", "market.yaml"), FolderQuestion(words[0], "other.yaml")
    assert kept.difference(told, there) == f"another {other}"
    assert called(*words, "--out", "there") == 2
    assert capsys.readouterr().err.strip().splitlines()[-1] == "they would be moved"
    assert files_in(there) == others


def test_a_question_that_is_none_leaves_the_results_of_another_one_in_peace(there, others, capsys):
    assert called("optimise", "market.yaml", "--out", "there") == 2
    assert called("ladder", "market.yaml", "--set", "firms.a.pric=3", "--out", "there") == 2
    assert files_in(there) == others
    assert "earlier-1" not in capsys.readouterr().err


def test_what_was_asked_last_stands_alone_in_the_folder(there, capsys):
    assert called("ladder", "market.yaml", "--replications", "1", "--out", "there") == 0
    told = "relsim: there held results of another question, relsim compare market.yaml --seed 1"
    assert f"{told}; they lie in there/earlier-1 now" in capsys.readouterr().err.splitlines()
    assert not {"manifest.json", "answer.json", "outcomes.csv"} & set(os.listdir(there))
    assert called(*ASKED, "--out", "there") == 0
    assert {"ladder.csv", "moves.csv"} <= set(os.listdir(there / "earlier-2"))
    assert not {"ladder.csv", "moves.csv"} & set(os.listdir(there))
    assert called("why", "there/earlier-1") == called("why", "there") == 0


@pytest.mark.parametrize("name", ["ladder.csv", "shifts.csv"])
def test_a_file_of_ones_own_beside_results_is_not_written_over_by_another_question(
    name, there, others, capsys
):
    (there / name).write_text("mine")
    before = files_in(there)
    assert called("ladder", "market.yaml", "--out", "there") == 2
    assert f"there holds {name}, but not what it is of" in capsys.readouterr().err
    assert files_in(there) == before


PRICE = ["breakeven", "market.yaml", "--policy", "dearer", "--replications", "4", "--vary", "firms.a.price"]
NOT_SAME = {
    "another range": ["--between", "15", "30"],
    "another value": ["--between", "15", "25", "--vary", "firms.b.price"],
    "another measure": ["--between", "15", "25", "--measure", "revenue"],
}


@pytest.mark.parametrize("more", NOT_SAME.values(), ids=NOT_SAME)
def test_what_is_asked_with_other_options_is_another_question(more, there, capsys):
    assert called(*PRICE, "--between", "15", "25", "--out", "new") == 0
    before = files_in("new")
    assert called(*PRICE, *more, "--out", "new") == 0
    told = "new held results of another question, relsim breakeven market.yaml --seed 1 "
    options = "--policy dearer --vary firms.a.price --between 15 25"
    said = capsys.readouterr().err
    assert told in said and "replaces" not in said
    (asked,) = (line.split(", ", 1)[1].split("; ")[0] for line in said.splitlines() if told in line)
    assert set(asked.split()) == set(f"relsim breakeven market.yaml --seed 1 {options}".split())
    assert Path("new/earlier-1/report.html").read_bytes() == before[Path("new/report.html")]


def test_more_of_an_answer_is_the_same_question(there, capsys):
    assert called(*PRICE, "--between", "15", "25", "--out", "new") == 0
    assert called(*PRICE, "--between", "15", "25", "--replications", "6", "--jobs", "1", "--out", "new") == 0
    assert "relsim: replaces new/report.html" in capsys.readouterr().err
    assert not Path("new/earlier-1").exists()


def test_every_option_says_what_is_asked_or_is_known_not_to():
    from typer.main import get_command

    commands = get_command(__import__("relsim.cli", fromlist=["app"]).app).commands
    asking = {param.name for name in ASKING for param in commands[name].params} - NOT_ASKED
    assert (
        asking
        == {
            *("vary", "between", "around", "policy", "against", "measure", "firm", "step", "until"),
            *("transactions", "customers", "periods", "survey", "columns", "dates", "last_day"),
        }
        - NOT_ASKED
    )


ASKING = sorted(set(FILES_OF) - {"run", "compare", "sweep", "audit"})


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), KeyboardInterrupt()])
def test_results_that_cannot_all_be_moved_stay_where_they_are(error, there, others, monkeypatch, capsys):
    usual, moved = os.replace, []

    def replace(source, target):
        if "earlier-1" in str(target) and len(moved) == 3:
            moved.append(os.path.relpath(source, "there"))
            raise error
        moved.append(os.path.relpath(source, "there"))
        usual(source, target)

    monkeypatch.setattr("relsim.console.folder_question.os.replace", replace)
    assert called("ladder", "market.yaml", "--out", "there") != 0
    assert files_in(there) == others
    if isinstance(error, OSError):
        told = (
            f"there/{moved[3]} cannot be moved into there/earlier-1: Permission denied; choose another --out"
        )
        assert capsys.readouterr().err.strip().splitlines()[-1] == told


def test_a_market_that_lies_among_results_stays_and_can_be_asked_about(there, capsys):
    (there / "market.fitted.yaml").write_text(MARKET)
    assert called("compare", "there/market.fitted.yaml", "--jobs", "1", "--out", "there") == 0
    assert called("compare", "there/market.fitted.yaml", "--jobs", "1", "--out", "there") == 0
    assert not (there / "earlier-1" / "market.fitted.yaml").exists()


def test_to_go_on_from_another_question_is_refused(there, others, capsys):
    assert called("compare", "market.yaml", "--seed", "2", "--resume", "--out", "there") == 2
    told = "there holds results of another scenario or seed, relsim compare market.yaml --seed 1"
    assert capsys.readouterr().err.strip().splitlines()[-1] == f"{told}; choose another --out, or --as NAME"
    assert files_in(there) == others


@pytest.mark.parametrize("more", [[], ["--resume"], ["--replications", "3"], ["--policies", "dearer"]])
def test_the_same_question_is_asked_there_again(more, there):
    assert called(*ASKED, *more, "--out", "there") == 0
    assert json.loads((there / QUESTION_FILE).read_text())["seed"] == 1


@pytest.mark.slow
def test_a_folder_knows_its_market_wherever_both_are_and_whence_it_is_asked(there, tmp_path, monkeypatch):
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    assert called("compare", "../market.yaml", "--jobs", "1", "--out", "../there") == 0
    moved = tmp_path.parent / f"{tmp_path.name}-moved"
    monkeypatch.chdir(tmp_path.parent)
    tmp_path.rename(moved)
    monkeypatch.chdir(moved)
    assert called(*ASKED, "--out", "there") == 0
    there.parent.mkdir(exist_ok=True)
    shutil.move("there", "alone")
    assert called(*ASKED, "--out", "alone") == 0


def test_results_of_an_earlier_version_are_known_by_their_manifest(there, capsys):
    (there / QUESTION_FILE).unlink()
    assert called(*ASKED, "--out", "there") == 0
    (there / QUESTION_FILE).unlink()
    assert called("run", "market.yaml", "--out", "there") == 0
    assert "they lie in there/earlier-1 now" in capsys.readouterr().err


def test_what_no_command_has_left_in_a_folder_is_not_written_over(there, capsys):
    Path("mine").mkdir()
    Path("mine/customers.csv").write_text("customer,start\n1,2024-01-01\n")
    assert called(*ASKED, "--out", "mine") == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "mine holds customers.csv, but not what it is of; choose another --out, or --as NAME"
    )
    assert os.listdir("mine") == ["customers.csv"]
    Path("mine/customers.csv").rename("mine/people.csv")
    for name in ("customers.log", "outcomes.txt", "fit.log"):
        (Path("mine") / name).write_text("mine")
    assert called(*ASKED, "--out", "mine") == 0


def test_pictures_of_ones_own_are_not_written_over(there, capsys):
    Path("mine/figures").mkdir(parents=True)
    Path("mine/figures/profit.svg").write_text("mine")
    assert called(*ASKED, "--out", "mine") == 2
    assert "mine holds figures/profit.svg, but not what it is of" in capsys.readouterr().err
    assert list(files_in("mine").values()) == [b"mine"]


def test_what_is_ones_own_beside_results_stays_when_these_make_room(there):
    own = [there / "figures" / "mine.svg", there / "mine.csv"]
    for path in own:
        path.write_text("mine")
    assert called("ladder", "market.yaml", "--replications", "1", "--out", "there") == 0
    assert [path.read_text() for path in own] == ["mine", "mine"]
    assert list((there / "earlier-1" / "figures").glob("*.svg"))
    assert not (there / "earlier-1" / "figures" / "mine.svg").exists()


@pytest.mark.slow
def test_tasks_without_results_are_in_nobodys_way(there, capsys):
    for path in list(there.iterdir()):
        if path.name not in ("tasks", QUESTION_FILE):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert called(*ASKED, "--seed", "2", "--out", "there") == 0


@pytest.mark.slow
def test_a_market_that_has_changed_gives_way_to_itself_and_that_is_told(there, capsys):
    Path("market.yaml").write_text(MARKET.replace("price: 20", "price: 21"))
    assert called(*ASKED, "--out", "there") == 0
    told = "relsim: replaces there/report.html of an earlier run; another --out would have kept it"
    assert told in capsys.readouterr().err.splitlines()


SMALL = ["--customers", "100", "--periods", "6", "--replications", "2"]


def test_nothing_of_earlier_results_stays_beside_new_ones(there, capsys):
    assert called(*ASKED, "--explore", "--out", "there") == 0
    assert called("report", "there", "--short") == 0
    (there / "launch.json").write_text("frozen")
    assert called(*ASKED, "--out", "there") == 0
    of_market = {"explore.html", "explore.json"}
    assert of_market <= set(os.listdir(there)) and not (there / "report-short.html").exists()
    Path("market.yaml").write_text(MARKET.replace("price: 20", "price: 21"))
    assert called(*ASKED, "--out", "there") == 0
    assert not of_market & set(os.listdir(there))
    assert (there / "launch.json").read_text() == "frozen"
    Path("results").mkdir()
    assert called(*ASKED, "--as", "mine") == 0 and called("run", "market.yaml", "--as", "mine") == 0
    assert not Path("results/mine/answer.json").exists()


COST = ["--vary", "firms.a.price", "--between", "15", "25", "--policy", "dearer"]
QUESTIONS = [
    ["run", "market.yaml"],
    ["compare", "market.yaml"],
    ["ladder", "market.yaml"],
    ["marginal", "retention-launch", *SMALL],
    ["incremental", "retention-launch", *SMALL],
    ["breakeven", "market.yaml", *COST, "--replications", "4"],
    ["sensitivity", "market.yaml", "--policy", "dearer", "--trajectories", "2", "--samples", "4"],
    ["sweep", "experiment.yaml"],
    ["stress", "retention-launch", "--conditions", "recession", *SMALL],
    ["optimise", "retention-launch", "--trials", "12", *SMALL],
    ["audit", "log.csv"],
    ["fit", "market.yaml", "--draws", "64"],
]


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])
def test_every_file_that_a_command_writes_into_its_folder_is_known(words, there):
    Path("experiment.yaml").write_text("title: e\nscenario: market.yaml\nvary: {firms.a.price: [20, 22]}\n")
    Path("log.csv").write_text(
        "customer,date,amount\n" + "".join(f"{n % 5},2024-0{n % 9 + 1}-10,9.50\n" for n in range(60))
    )
    assert called(*words, "--out", "new") == 0
    others = {"tasks", "figures", QUESTION_FILE}
    of_its_own = {name for name in os.listdir("new") if name.startswith(("log-", "market."))}
    assert set(files_there(Path("new"), words[0])) == set(os.listdir("new")) - others - of_its_own
    assert called(*words, "--out", "new") == 0


def test_every_command_with_a_folder_has_its_files_told():
    from typer.main import get_command

    commands = get_command(__import__("relsim.cli", fromlist=["app"]).app).commands
    with_folder = {
        name
        for name, command in commands.items()
        if {"name", "out"} <= {parameter.name for parameter in command.params}
    }
    assert with_folder - {"lesson"} == set(FILES_OF)


# Fits


@pytest.fixture(scope="module")
def fitted(answered):
    """The market, two logs of it, and a fit `fit` to the first of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(answered)
        for seed in ("1", "2"):
            assert called("export", "market.yaml", "--transactions", f"log{seed}.csv", "--seed", seed) == 0
        assert called(*FITTED, "--transactions", "log1.csv") == 0
    return answered


FITTED = ["fit", "market.yaml", "--draws", "80", "--out", "fit"]


@pytest.fixture
def fit_there(fitted, tmp_path, monkeypatch, capsys):
    """A copy of the fit, from where we are."""
    shutil.copytree(fitted, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    return tmp_path / "fit"


@pytest.mark.slow
def test_a_fit_goes_on_with_the_same_data_and_more_draws(fit_there, capsys):
    before = (fit_there / "draws.parquet").read_bytes()
    assert called(*FITTED, "--transactions", "log1.csv", "--resume") == 0
    assert (fit_there / "draws.parquet").read_bytes() == before
    assert called(*FITTED, "--transactions", "log1.csv", "--draws", "96", "--resume") == 0
    assert "replaces" not in capsys.readouterr().err
    assert json.loads((fit_there / "fit.json").read_text())["asked"]["draws"] == 96


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (["--transactions", "log2.csv"], "other data"),
        (["--transactions", "log1.csv", "--transactions", "log2.csv"], "other data"),
        ([], "other data"),
        (["--transactions", "log1.csv", "--draws", "64"], "80 draws"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_fit_does_not_go_on_from_another_one(change, told, fit_there, monkeypatch, capsys):
    monkeypatch.setattr("relsim.questions.fit.question.fit", None)
    before = files_in(fit_there)
    assert called(*FITTED, *change, "--resume") == 2
    assert f"--resume: fit/fit.json is of {told};" in capsys.readouterr().err.splitlines()[-1]
    assert files_in(fit_there) == before


def test_nor_from_one_of_a_market_that_has_changed_or_of_other_luck(fit_there, monkeypatch, capsys):
    monkeypatch.setattr("relsim.questions.fit.question.fit", None)
    assert called(*FITTED, "--transactions", "log1.csv", "--seed", "2", "--resume") == 2
    assert "another scenario or seed" in capsys.readouterr().err
    Path("market.yaml").write_text(MARKET.replace("70%", "60%"))
    assert called(*FITTED, "--transactions", "log1.csv", "--resume") == 2
    assert "is of another market;" in capsys.readouterr().err


@pytest.mark.slow
def test_a_fit_to_data_that_have_changed_says_what_it_replaces(fit_there, capsys):
    shutil.copyfile("log2.csv", "log1.csv")
    assert called(*FITTED, "--transactions", "log1.csv") == 0
    assert "relsim: replaces fit/fit.json, which is of other data" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    "more", [["--transactions", "log2.csv"], ["--transactions", "log1.csv", "--seed", "2"]]
)
def test_a_fit_of_something_else_keeps_the_earlier_one_and_its_market(more, fit_there):
    market = fit_there / "market.fitted.yaml"
    market.write_text(market.read_text() + "# mine\n")
    before = {path.name: path.read_bytes() for path in fit_there.iterdir() if path.is_file()}
    assert called(*FITTED, *more) == 0
    for name in ("fit.json", "fit.html", "draws.parquet", "market.fitted.yaml"):
        assert (fit_there / "earlier-1" / name).read_bytes() == before[name]
    assert market.exists() and "# mine" not in market.read_text()


@pytest.mark.slow
def test_a_fitted_market_that_somebody_has_changed_is_kept(fit_there, monkeypatch, capsys):
    market = fit_there / "market.fitted.yaml"
    market.write_text(market.read_text() + "# mine\n")
    with monkeypatch.context() as patch:
        patch.setattr("relsim.questions.fit.question.fit", None)
        assert called(*FITTED, "--transactions", "log1.csv") == 2
    assert "fit/market.fitted.yaml was changed since it was written" in capsys.readouterr().err
    assert market.read_text().endswith("# mine\n")
    market.rename("mine.yaml")
    assert called(*FITTED, "--transactions", "log1.csv") == 0


# Answers


def test_a_changed_answer_is_neither_told_nor_kept(there, capsys):
    note = there / "answer.json"
    told = json.loads(note.read_text())
    for command in (["report", "there"], [*ASKED, "--out", "there"]):
        note.write_text(json.dumps(told | {"sentences": ["as-is is worth a fortune."]}))
        assert called(*command) == 0
        said = capsys.readouterr()
        assert "there/answer.json was changed, and is gone; relsim compare makes it anew" in said.err
        assert "fortune" not in said.out
    assert json.loads(note.read_text())["sentences"] == told["sentences"]


def test_a_report_leaves_an_answer_alone_that_is_as_it_was(there, capsys):
    before = (there / "answer.json").read_bytes()
    assert called("report", "there") == 0
    assert capsys.readouterr().err == ""
    assert (there / "answer.json").read_bytes() == before
