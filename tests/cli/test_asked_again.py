"""A comparison that is asked again is told from its folder, as long as all of it stands there."""

import os
import shutil
from contextlib import redirect_stdout
from io import StringIO

import pytest

from relsim.cli import main
from relsim.errors import InputError
from relsim.questions.compare import known

WORDS = ["compare", "retention-launch", "--customers", "100", "--periods", "6", "--jobs", "1"]
WORDS += ["--policies", "attentive-contact", "--replications", "3"]


def called(*words):
    with pytest.raises(SystemExit) as end:
        main(list(words))
    return end.value.code or 0


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A folder with an answer, and what was said of it."""
    folder = tmp_path_factory.mktemp("original") / "there"
    said = StringIO()
    with redirect_stdout(said):
        assert called(*WORDS, "--out", str(folder)) == 0
    return folder, said.getvalue().replace(str(folder), "there")


@pytest.fixture
def answered(original, tmp_path, monkeypatch):
    """The same in a folder `there`, and no way to compare once more."""
    shutil.copytree(original[0], tmp_path / "there")
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
    [
        ["--seed", "2"],
        ["--replications", "4"],
        ["--set", "firms.harbour.price=31"],
        ["--periods", "7"],
        ["--policies", "as-is"],
        ["--until", "500%"],
        ["--hinge"],
        ["--set", "title=Another"],
    ],
    ids=" ".join,
)
def test_another_question_is_asked_anew(more, answered, capsys):
    assert_asked_anew(capsys, *WORDS, *more)


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
