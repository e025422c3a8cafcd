"""Claims about reading a file: what it becomes, and what is refused where."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relsim.errors import Place, Problem, ScenarioError
from relsim.scenario.yaml.document import Document, read_document
from relsim.scenario.yaml.notes import ValueNote

SAMPLE = """\
title: no
firms:
  harbour:
    price: {value: 3.5, source: Reichheld 1996, range: [3, 4], folklore: true}
    founded: 2020-01-01
steps: [1, 0x10, 1e3, 010]
"""


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "scenario.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(folder: Path, content: str | bytes) -> Document:
    return read_document(written(folder, content))


def refusal(folder: Path, content: str | bytes) -> Problem:
    with pytest.raises(ScenarioError) as caught:
        read(folder, content)
    (problem,) = caught.value.problems
    assert str(caught.value).isprintable() and len(str(problem)) < 400
    return problem


def test_a_document_is_plain_data_in_the_words_of_yaml_1_2(tmp_path: Path) -> None:
    data = read(tmp_path, SAMPLE).data
    assert data["title"] == "no"
    assert data["firms"] == {"harbour": {"price": 3.5, "founded": "2020-01-01"}}
    assert data["steps"] == [1, 16, 1000.0, 10]


def test_every_key_and_value_knows_its_place(tmp_path: Path) -> None:
    document = read(tmp_path, SAMPLE)
    file = str(tmp_path / "scenario.yaml")
    assert document.places[()] == Place(file, 1, 1)
    assert document.keys["firms", "harbour", "price"] == Place(file, 4, 5)
    assert document.places["firms", "harbour", "price"] == Place(file, 4, 20)
    assert document.places["steps", 1] == Place(file, 6, 12)
    assert document.place(("firms", "absent", "deep")) == document.places[("firms",)]


def test_a_value_beside_its_source_is_unwrapped_and_the_source_remembered(tmp_path: Path) -> None:
    document = read(tmp_path, SAMPLE)
    path = ("firms", "harbour", "price")
    assert document.notes == {path: ValueNote("Reichheld 1996", (3, 4), True)}
    assert document.sources == {path: "Reichheld 1996"}


def test_a_mapping_with_further_keys_is_not_unwrapped(tmp_path: Path) -> None:
    assert read(tmp_path, "a: {value: 1, at: 2}").data == {"a": {"value": 1, "at": 2}}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    document = read(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert document.data == {"a": 1, "b": 2}
    assert document.places[("b",)].line == 2


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        ("", 1, 1, "empty"),
        ("# only a comment\n", 1, 1, "empty"),
        ("---\n", 1, 1, "empty"),
        ("- 1", 1, 1, "expected a mapping of keys at the top, found a list"),
        ("word", 1, 1, "expected a mapping"),
        (b"\x89PNG\r\n\x1a\n", 1, 1, "not UTF-8"),
        (b"title: caf\xe9", 1, 11, "not UTF-8"),
        (b"a: 1\nb: \0", 2, 4, "binary"),
        ("a: \x01", 1, 4, "control character"),
        ("a:\n\tb: 1", 2, 1, "tab"),
        ("a:\n  b: 1\n \tc: 2", 3, 2, "tab"),
        ("a: b\n\tc: 2", 2, 1, "tab"),
        ("a: [1,\n\t2]", 2, 1, "tab"),
        ("a: |\n  x\n\ty\n", 3, 1, "tab"),
        ("a: &many [1]", 1, 4, "repeat the value or use extends"),
        ("a: *many", 1, 4, "repeat the value or use extends"),
        ("a: !!python/object:os.system x", 1, 4, "tag"),
        ("a: ! x", 1, 4, "tag"),
        ("%YAML 1.1\n---\na: no", 2, 1, "directive"),
        ("a: 1\na: 2", 2, 1, "duplicate key, it is already given in line 1"),
        ("a:\n  b: 1\n  b: 2", 3, 3, "duplicate"),
        ("1: x", 1, 1, "a key must be text"),
        ("true: x", 1, 1, "a key must be text"),
        (": x", 1, 1, "a key must be text"),
        ("? [1]\n: x", 1, 3, "cannot be a key"),
        ("a: 1\n---\nb: 2", 2, 1, "second document"),
        ("a: .nan", 1, 4, "finite"),
        ("a: [1, -.inf]", 1, 8, "finite"),
        ("a: 1e999", 1, 4, "finite"),
        ("a: " + "9" * 5000, 1, 4, "40 characters"),
        ('a: "\\U00110000"', 1, 5, "names no character"),
        ('a: "\\ud800"', 1, 4, "surrogate"),
        ("a: {value: 1, source: 3}", 1, 23, "names a source"),
        ("a: {value: 1, range: [1]}", 1, 22, "two values"),
        ("a: {value: 1, folklore: maybe}", 1, 25, "true or false"),
    ],
)
def test_bad_content_is_refused_where_it_stands(
    tmp_path: Path, content: str | bytes, line: int, column: int, words: str
) -> None:
    problem = refusal(tmp_path, content)
    assert (problem.place.line, problem.place.column) == (line, column)
    assert words in problem.message


def test_tabs_inside_a_block_text_are_content(tmp_path: Path) -> None:
    assert read(tmp_path, "a: |\n  x\n  \ty\nb: 1").data == {"a": "x\n\ty\n", "b": 1}


def test_the_path_of_a_duplicate_key_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, "firms:\n  a: 1\n  a: 2").path == "firms.a"


def test_an_alias_bomb_is_refused_before_it_is_lit(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "anchor &a" in refusal(tmp_path, bomb).message


@pytest.mark.parametrize("piece", ["[", "{a: ", "- ", "? ", "{", '"', "&", ":", "\n", "!"])
def test_no_pathological_file_takes_long_or_ends_in_a_traceback(tmp_path: Path, piece: str) -> None:
    started = time.perf_counter()
    refusal(tmp_path, "a: " * (piece == "[") + piece * (250_000 // len(piece)))
    assert time.perf_counter() - started < 10


def test_depth_is_limited_and_told_where(tmp_path: Path) -> None:
    assert "nested too deeply" in refusal(tmp_path, "a: " + "[" * 30 + "]" * 30).message
    assert read(tmp_path, "a: " + "[" * 19 + "]" * 19).data


def test_a_file_of_ten_megabytes_is_refused_unread(tmp_path: Path) -> None:
    assert "at most 256 KB" in refusal(tmp_path, b"a: b\n" * 2_000_000).message


def test_a_missing_file_suggests_its_neighbour(tmp_path: Path) -> None:
    written(tmp_path, "a: 1")
    with pytest.raises(ScenarioError, match="no such file") as caught:
        read_document(tmp_path / "scenaro.yaml")
    assert caught.value.problems[0].suggestion == str(tmp_path / "scenario.yaml")
    with pytest.raises(ScenarioError) as caught:
        read_document(tmp_path / "sport.yaml")
    assert caught.value.problems[0].suggestion is None


@pytest.mark.parametrize("name", ["", "absent/x.yaml", "x" * 5000, "a\0b", "\udc80"])
def test_whatever_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScenarioError):
        read_document(tmp_path / name)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ScenarioError, match="pipe"):
        read_document(tmp_path / "pipe")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text("ab:-?[]{}&*!|>'\"%@\t\n #.~<0", max_size=40))
def test_any_content_is_a_document_or_one_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    try:
        read(tmp_path_factory.getbasetemp(), content)
    except ScenarioError as error:
        assert str(error).isprintable()
