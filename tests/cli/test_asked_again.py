"""A comparison asked again is told from its folder or its store, as long as all of it stands there."""

import json
import os
import shutil
from contextlib import redirect_stdout
from io import StringIO

import pytest
from command_line import called

from relsim.errors import InputError
from relsim.questions.compare import standing_answer as known
from relsim.scenario.resolve.shipped import shipped_scenarios

pytestmark = pytest.mark.usefixtures("undrawn")

WORDS = ["compare", "retention-launch", "--customers", "100", "--periods", "6", "--jobs", "1"]
WORDS += ["--policies", "attentive-contact", "--replications", "3"]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A folder with an answer, what was said of it, and a store `store` beside the folder."""
    folder = tmp_path_factory.mktemp("original") / "there"
    said = StringIO()
    with redirect_stdout(said):
        assert called(*WORDS, "--store", str(folder.parent / "store"), "--out", str(folder)) == 0
    return folder, said.getvalue().replace(str(folder), "there")


@pytest.fixture
def answered(original, tmp_path, monkeypatch):
    """The same in a folder `there` with its store, and no way to compare once more."""
    shutil.copytree(original[0].parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("relsim.questions.compare.in_folder.compare", asked_anew)
    return tmp_path / "there", original[1]


def asked_anew(*_, **__):
    raise InputError("asked anew")


def assert_asked_anew(capsys, *words):
    assert called(*words, "--out", "there") == 2
    assert "asked anew" in capsys.readouterr().err


def test_the_same_question_is_answered_in_the_same_words_without_a_market(answered, capsys):
    folder, said = answered
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert called(*WORDS, "--out", "there") == 0
    assert capsys.readouterr().out == said
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_folder_that_was_moved_still_answers(answered, capsys):
    folder, said = answered
    folder.rename(folder.parent / "elsewhere")
    assert called(*WORDS, "--out", "elsewhere") == 0
    assert capsys.readouterr().out == said.replace("there/", "elsewhere/").replace(
        "why there", "why elsewhere"
    )


@pytest.mark.parametrize(
    "more",
    [["--replications", "4"], ["--policies", "keep-as-is"], ["--until", "500%"], ["--hinge"]],
    ids=" ".join,
)
def test_another_question_is_asked_anew(more, answered, capsys):
    assert_asked_anew(capsys, *WORDS, *more)


@pytest.mark.parametrize(
    "more",
    [["--seed", "2"], ["--set", "firms.harbour.price=31"], ["--periods", "7"], ["--set", "title=Another"]],
    ids=" ".join,
)
def test_so_is_one_about_another_market_whatever_a_store_has(more, answered, capsys):
    assert called(*STORED_WORDS, *more, "--out", "another") == 2
    assert "asked anew" in capsys.readouterr().err


@pytest.mark.parametrize(
    "file", ["report.html", "outcomes.parquet", "manifest.json", "answer.json", "figures"]
)
@pytest.mark.parametrize("how", ["missing", "torn"])
def test_what_is_missing_or_torn_is_made_anew(file, how, answered, capsys):
    folder, _ = answered
    path = folder / file if file != "figures" else next((folder / file).glob("*.svg"))
    if how == "missing":
        os.remove(path)
    else:
        path.write_bytes(path.read_bytes()[:-9])
    assert_asked_anew(capsys, *WORDS)


def test_other_code_answers_anew(answered, monkeypatch, capsys):
    monkeypatch.setattr(known, "code_of_answers", lambda: "another relsim")
    assert_asked_anew(capsys, *WORDS)


# Another folder, the same store


STORED_WORDS = [*WORDS, "--store", "store"]


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_another_folder_gets_the_same_files_and_words_from_the_store_and_no_task_is_read(
    answered, capsys, monkeypatch
):
    folder, said = answered
    before = files_in(folder)
    shutil.rmtree(folder)
    monkeypatch.setattr("relsim.runs.store.store.read_tasks", asked_anew)
    monkeypatch.setattr("relsim.runs.store.store.read_reports", asked_anew)
    assert called(*STORED_WORDS, "--out", "another") == 0
    assert files_in(folder.parent / "another") == before
    told = said.replace("there/", "another/").replace("why there", "why another")
    assert capsys.readouterr().out == told
    assert called(*WORDS, "--out", "another") == 0


def test_what_the_answer_has_not_goes_and_what_is_not_of_an_answer_stays(answered):
    folder, _ = answered
    (note,) = (folder.parent / "store" / "answers").glob("*.json")
    told, gone, another = json.loads(note.read_text()), "figures/money.svg", folder.parent / "another"
    del told["files"][gone]
    told["without"] = [gone]
    note.write_text(json.dumps(told | {"sha256": known.hash_of_note(told)}))
    assert called(*STORED_WORDS, "--out", "another") == 0
    (another / "answer.json").unlink()
    for name in (gone, "launch.json"):
        (another / name).write_text("of another question")
    assert called(*STORED_WORDS, "--out", "another") == 0
    assert not (another / gone).exists()
    assert (another / "launch.json").read_text() == "of another question"
    assert not list(another.rglob("*.part"))


def test_a_change_in_one_folder_changes_no_other(answered):
    folder, _ = answered
    assert called(*STORED_WORDS, "--out", "another") == 0
    with (folder.parent / "another" / "periods.csv").open("ab") as file:
        file.write(b"a note")
    assert called(*STORED_WORDS, "--out", "third") == 0
    assert (folder.parent / "third" / "periods.csv").read_bytes() == (folder / "periods.csv").read_bytes()


@pytest.mark.parametrize("how", ["missing", "torn", "changed", "of other files", "elsewhere"])
def test_an_answer_in_a_store_that_is_not_sound_is_made_anew(how, answered, capsys):
    folder, _ = answered
    (note,) = (folder.parent / "store" / "answers").glob("*.json")
    told = json.loads(note.read_text())
    page = note.parent / "files" / told["files"]["report.html"]
    if how == "missing":
        page.unlink()
    elif how == "torn":
        page.write_bytes(page.read_bytes()[:-9])
    elif how == "changed":
        note.write_text(json.dumps(told | {"sentences": ["All is well."]}))
    else:
        names = {"of other files": ("report.html", "../../there"), "elsewhere": ("../page.html", page.name)}
        name, content = names[how]
        told["files"][name] = content
        note.write_text(json.dumps(told | {"sha256": known.hash_of_note(told)}))
    assert called(*STORED_WORDS, "--out", "another") == 2
    assert "asked anew" in capsys.readouterr().err
    assert not (folder.parent / "page.html").exists()


def test_another_file_of_the_same_market_is_asked_anew(answered, capsys):
    shutil.copyfile(shipped_scenarios()["retention-launch"], "mine.yaml")
    assert called("compare", "mine.yaml", *STORED_WORDS[2:], "--out", "another") == 2
    assert "asked anew" in capsys.readouterr().err


def test_going_on_with_some_policies_answers_no_question_about_all(answered, capsys, monkeypatch):
    """To go on is to ask about the policies of the folder; a question about all of them is another one."""
    monkeypatch.undo()
    monkeypatch.chdir(answered[0].parent)
    words = [word for word in STORED_WORDS if word not in ("--policies", "attentive-contact")]
    assert called(*words, "--resume", "--out", "there") == 0
    monkeypatch.setattr("relsim.questions.compare.in_folder.compare", asked_anew)
    assert_asked_anew(capsys, *words)


def test_policies_are_the_same_question_in_whatever_words(answered, capsys):
    words = [*WORDS, "--policies", " attentive-contact , keep-as-is"]
    assert called(*words, "--out", "there") == 0
    assert "asked before" in capsys.readouterr().err
