"""Claims about refusals: one that names its place is not taken for another fault on its way out."""

import os

import pytest

from relsim.errors import Place, ScenarioError
from relsim.runs.stored_json import read_json
from relsim.scenario.tables.content import content_of
from relsim.scenario.tables.dates import date_in
from relsim.scenario.tables.numbers import Cell


@pytest.mark.parametrize(
    ("name", "told"), [("nothing", "no such file"), ("", "this is a folder"), ("pipe", "a device or a pipe")]
)
def test_json_that_is_no_file_is_told_as_what_it_is(name, told, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ScenarioError) as error:
        read_json(tmp_path / name, "expected a package")
    assert told in str(error.value) and "cannot be read" not in str(error.value)


@pytest.mark.parametrize(("name", "told"), [("", "it is a folder"), ("pipe", "a device or a pipe")])
def test_a_table_that_is_no_file_is_told_as_what_it_is(name, told, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ScenarioError, match=told):
        content_of(tmp_path / name)


def test_a_date_of_two_meanings_is_asked_about():
    with pytest.raises(ScenarioError) as error:
        date_in(Cell(Place("log.csv", 2, 1), "03/04/2025"), None)
    assert "day or the month first" in str(error.value)
