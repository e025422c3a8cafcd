"""Claims about refusals: one that names its place is not taken for another fault on its way out."""

import os

import pytest

from relsim.errors import Place, ScenarioError
from relsim.runs.stored_json import read_json
from relsim.scenario.load import adjusted, load
from relsim.scenario.tables.content import content_of
from relsim.scenario.tables.dates import date_in
from relsim.scenario.tables.numbers import Cell
from relsim.scenario.units.amounts import SMALLEST
from relsim.scenario.units.quantities import read_quantity
from relsim.scenario.units.ranges import Range
from relsim.scenario.vary.experiment import load_experiment


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


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("focus", "nobody", "expected sieve or cask"),
        ("focus", "siev", 'did you mean "sieve"?'),
        ("baseline", "nothing", "expected as-is, cask-looks-closer or cask-forgets"),
        ("firms.cask.start.share", "100%", "sum to"),
    ],
)
def test_a_setting_that_contradicts_others_is_blamed_where_it_was_given(path, value, told):
    with pytest.raises(ScenarioError) as error:
        adjusted(load("leaky-bucket"), settings={path: value})
    assert str(error.value).startswith(f"changes  {path}: ") and told in str(error.value)


@pytest.mark.parametrize("margin", ["150%", "1000%"])
def test_a_share_beyond_all_is_not_answered_with_another_that_is(margin):
    with pytest.raises(ScenarioError) as error:
        adjusted(load("leaky-bucket"), settings={"firms.cask.service.failures": margin})
    assert "%%" not in str(error.value) and "did you mean" not in str(error.value)


@pytest.mark.parametrize("little", [2e-9, 1e-7, 1e-6, 3e-6, 1e-5])
def test_a_little_of_a_strategy_is_a_strategy(little):
    market = adjusted(load("leaky-bucket"), settings={"firms.cask.strategy": little})
    assert market.firms["cask"].contact.frequency.per_period("year") >= 0.0


@pytest.mark.parametrize(("lowest", "highest"), [(0, 1), ("0%", "5%"), ("0 per year", "12 per year")])
def test_every_value_drawn_from_a_range_is_legal(lowest, highest):
    span = Range.between(lowest, highest)
    for place in (0.0, 5e-324, 1e-200, 1e-15, 1e-9, 1e-6, 1.0):
        number = read_quantity(span.value_at(place))
        assert number.amount == 0.0 or number.amount >= SMALLEST


EXPERIMENT = "title: Prices\nscenario: leaky-bucket\nvary: {firms.sieve.price: [20, 25]}"


@pytest.mark.parametrize("text", [EXPERIMENT, "extends: prices.yaml"])
def test_an_experiment_that_is_taken_for_a_scenario_is_told_as_what_it_is(tmp_path, text):
    (tmp_path / "prices.yaml").write_text(EXPERIMENT)
    (tmp_path / "asked.yaml").write_text(text)
    with pytest.raises(ScenarioError, match=r"this is an experiment.*`relsim sweep` runs") as error:
        load(tmp_path / "asked.yaml")
    assert len(error.value.problems) == 1


@pytest.mark.parametrize("text", ["extends: leaky-bucket", "title: Mine\nfirms: {a: {price: 3}}"])
def test_a_scenario_that_is_taken_for_an_experiment_is_told_as_what_it_is(tmp_path, text):
    file = tmp_path / "market.yaml"
    file.write_text(text)
    with pytest.raises(ScenarioError, match="this is a scenario, expected an experiment") as error:
        load_experiment(file)
    assert len(error.value.problems) == 1


@pytest.mark.parametrize(
    ("path", "exempt"), [("firms.sieve.price", False), ("firms.sieve.contact.cost", True)]
)
def test_zero_is_offered_only_where_it_may_be(path, exempt):
    with pytest.raises(ScenarioError) as error:
        load("leaky-bucket").changed({path: SMALLEST / 2})
    assert ("at least 0.000000001" in str(error.value), "unless it is zero" in str(error.value)) == (
        True,
        exempt,
    )


def test_what_is_wrong_in_policies_conditions_and_events_is_told_all_at_once(tmp_path):
    file = tmp_path / "market.yaml"
    file.write_text(
        "title: T\nfirms:\n  a: {price: 10}\n"
        "policies:\n  x: {set: {firms.a.price: 0}}\n  y: {set: {firms.a.prce: 1}}\n"
        "conditions:\n  z: {set: {firms.b.price: 1}}\n"
        "timeline:\n  - {at: 2 months, set: {firms.a.service.quality: 3}}\n"
        "explore:\n  sliders: {firms.a.unit_cst: [1, 2]}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as refused:
        load(file)
    told = [(problem.place.line, problem.suggestion) for problem in refused.value.problems]
    assert told == [(5, None), (6, "price"), (8, None), (10, "3%"), (12, "unit_cost")]
