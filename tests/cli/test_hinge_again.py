"""A comparison with its look at assumed values comes out the same from a store, and after it was stopped."""

import json

import pytest
from command_line import called

from relsim.questions.compare import hinge

COMPARED = ["compare", "retention-launch", "--customers", "100", "--periods", "6", "--jobs", "1"]
COMPARED += ["--policies", "attentive-contact", "--replications", "12"]
OF_THE_CLOCK = ("finished_at", "seconds")


@pytest.fixture(autouse=True)
def looks_however_few_values(monkeypatch, tmp_path):
    monkeypatch.setattr("relsim.questions.compare.hinge_look.LEAST_VALUES", 1)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def manifest(folder):
    """What the manifest says, but for when and how long."""
    told = json.loads((folder / "manifest.json").read_bytes())
    return {key: value for key, value in told.items() if key not in OF_THE_CLOCK}


def files(folder):
    """The bytes of each file, without the time at which it was made; not of the notes that tell of files."""
    when = json.loads((folder / "manifest.json").read_bytes())["finished_at"].encode()
    paths = [path for path in folder.rglob("*") if path.is_file() and "tasks" not in path.parts]
    named = {str(path.relative_to(folder)): path.read_bytes().replace(when, b"then") for path in paths}
    return {name: content for name, content in named.items() if name not in ("manifest.json", "answer.json")}


def assert_alike(one, other):
    assert manifest(one) == manifest(other)
    assert files(one).keys() == files(other).keys()
    assert [name for name, content in files(one).items() if content != files(other)[name]] == []


@pytest.mark.slow
def test_from_a_store_and_after_a_stop_the_folder_is_the_same_to_the_byte(tmp_path, monkeypatch, capsys):
    assert called(*COMPARED, "--store", "store", "--out", "first") == 0
    assert manifest(tmp_path / "first")["hinge"]["choices"]
    assert called(*COMPARED, "--store", "store", "--out", "again") == 0
    assert_alike(tmp_path / "first", tmp_path / "again")

    looked, stops = hinge.evaluate_or_fail, []

    def stopped_after_a_look(*arguments):
        stops.append(looked(*arguments))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(hinge, "evaluate_or_fail", stopped_after_a_look)
        assert called(*COMPARED, "--out", "stopped") != 0
    assert len(stops) == 1
    assert manifest(tmp_path / "stopped")["interrupted"]
    assert called(*COMPARED, "--resume", "--out", "stopped") == 0
    assert_alike(tmp_path / "first", tmp_path / "stopped")
