"""Claims about finding scenarios."""

from pathlib import Path

import pytest

from relsim.errors import ScenarioError
from relsim.scenario.resolve import shipped
from relsim.scenario.resolve.shipped import find_scenario, shipped_scenarios


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name in ("leaky-bucket", "bank"):
        (folder / f"{name}.yaml").write_text("a: 1\n")
    monkeypatch.setattr(shipped, "_folder", lambda: folder)
    monkeypatch.chdir(tmp_path)
    return folder


def test_shipped_scenarios_are_named_by_the_stem_of_their_file(shelf: Path) -> None:
    assert shipped_scenarios() == {
        "bank": shelf / "bank.yaml",
        "leaky-bucket": shelf / "leaky-bucket.yaml",
    }


def test_a_file_comes_before_a_shipped_name_but_a_folder_does_not(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    assert find_scenario("bank").parent.name == "shelf"
    (tmp_path / "leaky-bucket").write_text("a: 1\n")
    assert find_scenario("leaky-bucket") == Path("leaky-bucket")


def test_a_relative_file_is_looked_for_beside_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "parent.yaml").write_text("a: 1\n")
    child = tmp_path / "own" / "child.yaml"
    assert find_scenario("parent.yaml", child) == tmp_path / "own" / "parent.yaml"
    assert find_scenario("bank", child).parent.name == "shelf"


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("leaky-buket", "leaky-bucket"),
        ("shelf/bnak.yaml", "shelf/bank.yaml"),
        ("mine", "mine.yaml"),
        ("leaky", "leaky-bucket"),
        ("wide.yaml", None),
        ("shelf/wide.yaml", None),
        ("zzz", None),
        ("a\0b", None),
        ("x" * 5000, None),
        ("", None),
    ],
)
def test_an_unknown_name_suggests_the_nearest(tmp_path: Path, name: str, suggestion: str | None) -> None:
    (tmp_path / "mine.yaml").write_text("a: 1\n")
    with pytest.raises(ScenarioError) as caught:
        find_scenario(name)
    assert caught.value.problems[0].suggestion == suggestion


def test_a_folder_is_not_a_scenario() -> None:
    with pytest.raises(ScenarioError, match="folder"):
        find_scenario("shelf")
