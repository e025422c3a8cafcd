"""Claims about `extends`."""

from pathlib import Path

import pytest
from test_checking import Market

from relsim.errors import Problem, ScenarioError
from relsim.scenario.checks import validated
from relsim.scenario.resolve.extends import with_parents
from relsim.scenario.resolve.shipped import find_scenario
from relsim.scenario.yaml.document import Document, read_document


def files(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder / f"{next(iter(texts))}.yaml"


def resolved(path: Path) -> Document:
    return with_parents(read_document(path), find_scenario)


def refusal(path: Path) -> Problem:
    with pytest.raises(ScenarioError) as caught:
        resolved(path)
    (problem,) = caught.value.problems
    return problem


def test_a_child_is_laid_over_its_parents(tmp_path: Path) -> None:
    child = files(
        tmp_path,
        child="extends: parent.yaml\na: {x: 1}\nlist: [9]\n",
        parent="a: {x: 0, y: 0}\nextends: grandparent.yaml\nlist: [1, 2]\n",
        grandparent="a: {z: {value: 5, source: s}}\nb: 3\n",
    )
    document = resolved(child)
    assert document.data == {"a": {"z": 5, "x": 1, "y": 0}, "b": 3, "list": [9]}
    assert document.sources == {("a", "z"): "s"}


def test_no_lesson_of_a_parent_is_taken_over(tmp_path: Path) -> None:
    parent = "a: 1\nlearn: {question: {value: Why?, source: s}, minutes: 5}\n"
    plain = resolved(files(tmp_path, plain="extends: parent.yaml\n", parent=parent))
    assert plain.data == {"a": 1}
    assert not [path for path in (*plain.places, *plain.notes) if path[:1] == ("learn",)]
    own = resolved(files(tmp_path, own="extends: plain.yaml\nlearn: {question: How?}\n"))
    assert own.data == {"a": 1, "learn": {"question": "How?"}}


def test_every_value_keeps_the_place_in_its_own_file(tmp_path: Path) -> None:
    parent = "title: x\nfirms: {a: {price: -1}}"
    child = files(tmp_path, child="extends: parent.yaml\nperiods: 0\n", parent=parent)
    with pytest.raises(ScenarioError) as caught:
        validated(resolved(child), Market)
    places = [(Path(p.place.file).name, p.place.line) for p in caught.value.problems]
    assert places == [("child.yaml", 2), ("parent.yaml", 2)]


def test_replaced_values_leave_no_places_or_sources_behind(tmp_path: Path) -> None:
    child = files(
        tmp_path,
        child="extends: parent.yaml\na: 1\nb: [1]\n",
        parent="a: {value: 3, source: s}\nb: [{c: 1}, 2]\n",
    )
    document = resolved(child)
    assert document.notes == {}
    assert set(document.places) == {(), ("a",), ("b",), ("b", 0)}


@pytest.mark.parametrize("other", ["a", "b"])
def test_a_circle_is_refused_with_the_whole_chain(tmp_path: Path, other: str) -> None:
    problem = refusal(files(tmp_path, a=f"extends: {other}.yaml\n", b="x: 1\nextends: ./a.yaml\n"))
    chain = "a.yaml -> a.yaml" if other == "a" else "a.yaml -> b.yaml -> a.yaml"
    assert problem.message == f"scenarios extend each other in a circle: {chain}"
    assert Path(problem.place.file).name == f"{other}.yaml"


def test_a_missing_parent_is_refused_where_it_is_named(tmp_path: Path) -> None:
    problem = refusal(files(tmp_path, child="x: 1\nextends: parnt.yaml\n", parent="x: 1"))
    assert (problem.place.line, problem.place.column, problem.path) == (2, 10, "extends")
    assert problem.suggestion == "parent.yaml"


@pytest.mark.parametrize("name", ["3", "[a]", "", "{}", ".", '"a\\0b"', "x" * 5000])
def test_extends_must_name_one_file(tmp_path: Path, name: str) -> None:
    assert refusal(files(tmp_path, child=f"extends: {name}\n")).place.line == 1


def test_an_error_in_the_parent_is_told_in_the_parent(tmp_path: Path) -> None:
    problem = refusal(files(tmp_path, child="extends: parent.yaml\n", parent="a: [\n"))
    assert Path(problem.place.file).name == "parent.yaml"


def test_a_very_long_chain_is_followed(tmp_path: Path) -> None:
    texts = {f"s{n}": f"extends: s{n + 1}.yaml\n" for n in range(1200)}
    assert resolved(files(tmp_path, **texts, s1200="a: 1\n")).data == {"a": 1}
