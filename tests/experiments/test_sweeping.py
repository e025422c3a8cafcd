"""Claims about sweeps: which points they visit, what their table holds, and how mistakes are told."""

import numpy as np
import pandas as pd
import pytest
from command_line import called

from relsim.errors import ScenarioError
from relsim.questions.sweep.question import ROWS_WRITTEN_AT_ONCE, sweep, write_rows
from relsim.runs.design import Sweep, points
from relsim.runs.evaluate import evaluate
from relsim.runs.variant import Variant
from relsim.scenario.load import load
from relsim.scenario.vary.experiment import Experiment, load_experiment

SMALL = """
title: A small experiment
scenario: retention-launch
set: {customers: 60, periods: 4}
policies: [keep-as-is, attentive-contact]
replications: 2
vary:
  firms.harbour.price: [25, 30]
  firms.summit.contact.frequency: {from: 1 per year, to: 3 per year, steps: 3}
"""


@pytest.fixture
def written(tmp_path):
    """Writes an experiment file, a line of SMALL replaced by another."""

    def write(old="", new=""):
        assert old in SMALL
        path = tmp_path / "experiment.yaml"
        path.write_text(SMALL.replace(old, new) if old else SMALL, encoding="utf-8")
        return path

    return write


def designed(design, number=None, **spreads):
    vary = spreads or {"a": {"from": 0, "to": 10}, "b": ["x", "y"]}
    return Experiment(title="t", scenario="s", design=design, points=number, vary=vary)


# Points


def test_a_factorial_design_has_every_combination():
    levels = {"a": {"from": "1% per year", "to": "2% per year", "steps": 3}, "b": ["x", 2]}
    found = [tuple(point.values()) for point in points(designed("factorial", **levels))]
    rates = ("1% per year", "1.5% per year", "2% per year")
    assert found == [(rate, other) for rate in rates for other in ("x", 2)]


def test_a_latin_hypercube_has_one_point_in_every_slice_of_every_path():
    rows = pd.DataFrame(points(designed("latin hypercube", 20)))
    assert sorted(np.floor(rows["a"] * 2)) == list(range(20))
    assert rows["b"].value_counts().to_dict() == {"x": 10, "y": 10}


def test_a_sobol_sequence_has_as_many_points_in_every_quarter():
    both = {"a": {"from": 0, "to": 1}, "b": {"from": 0, "to": 1}}
    rows = pd.DataFrame(points(designed("sobol", 64, **both)))
    quarters = np.floor(rows * 2).value_counts()
    assert quarters.tolist() == [16] * 4


@pytest.mark.parametrize("design", ["latin hypercube", "sobol"])
def test_the_same_seed_gives_the_same_points_and_another_others(design):
    one = designed(design, 8)
    assert list(points(one)) == list(points(one))
    assert list(points(one)) != list(points(one.model_copy(update={"seed": 2})))


# Tables


def test_a_sweep_is_an_evaluation_of_its_points(written, tmp_path):
    loaded = load_experiment(written())
    assert len(Sweep(loaded)) == 2 * 3 * 2
    assert sweep(loaded, tmp_path / "out").empty
    table = pd.read_parquet(tmp_path / "out" / "outcomes.parquet")
    assert len(table) == 12 * 2 * 2
    market = load("retention-launch").changed({"customers": 60, "periods": 4})
    changes = {"firms.harbour.price": 30, "firms.summit.contact.frequency": "2 per year"}
    alone = evaluate([Variant.of(market, "attentive-contact", changes)], 2)
    mine = table[(table["point"] == 4) & (table["policy"] == "attentive-contact")]
    assert set(mine["firms.harbour.price"]) == {30.0}
    assert set(mine["firms.summit.contact.frequency"]) == {"2 per year"}
    assert mine["profit"].tolist() == alone["profit"].tolist()
    text = pd.read_csv(tmp_path / "out" / "outcomes.csv")
    np.testing.assert_allclose(text["customer_equity"], table["customer_equity"], rtol=1e-15)


def test_what_is_varied_stands_beside_a_measure_of_the_same_name(written, tmp_path):
    loaded = load_experiment(written("firms.harbour.price: [25, 30]", "customers: [50, 70]"))
    assert sweep(loaded, tmp_path / "out").empty
    table = pd.read_parquet(tmp_path / "out" / "outcomes.parquet")
    assert set(table["customers (varied)"]) == {50.0, 70.0}
    assert not set(table["customers"]) & {50, 70}


def test_a_sweep_begun_again_or_with_other_jobs_writes_the_same_bytes(written, tmp_path):
    loaded = load_experiment(written())
    for name, jobs in (("one", 1), ("one", 1), ("other", 3)):
        sweep(loaded, tmp_path / name, jobs=jobs)
        found = [(tmp_path / name / f"outcomes.{kind}").read_bytes() for kind in ("parquet", "csv")]
        assert found == [(tmp_path / "one" / f"outcomes.{kind}").read_bytes() for kind in ("parquet", "csv")]


@pytest.mark.parametrize("size", [7, 3000, 20_000])
def test_row_groups_do_not_depend_on_the_parts_that_come(size, tmp_path):
    whole = pd.DataFrame({"a": np.arange(20_000) * 1.5, "error": None})
    write_rows([whole], tmp_path / "whole")
    write_rows((whole[first : first + size] for first in range(0, 20_000, size)), tmp_path / "parts")
    assert (tmp_path / "parts").read_bytes() == (tmp_path / "whole").read_bytes()
    assert ROWS_WRITTEN_AT_ONCE < 20_000


# Mistakes

WRONG = {
    "unknown key": ("title:", "titel:", "titel: unknown key"),
    "unknown scenario": ("retention-launch", "retention-lunch", 'did you mean "retention-launch"'),
    "unknown policy": ("attentive-contact", "attentive-contract", 'did you mean "attentive-contact"'),
    "unknown path": ("firms.harbour.price", "firms.harbor.price", 'did you mean "harbour"'),
    "impossible value": ("[25, 30]", "[25, -3]", "-3"),
    "value of another kind": ("1 per year, to", "1 per yaer, to", "year"),
    "two units": ("to: 3 per year", "to: 3 per month", "different units"),
    "no number": ("to: 3 per year", "to: much", "no number"),
    "no steps": (", steps: 3", "", "steps"),
    "no points": ("replications: 2", "design: sobol", "points"),
    "odd points": ("replications: 2", "{design: sobol, points: 100}", "64"),
    "unknown design": ("replications: 2", "design: sobel", 'did you mean "sobol"'),
    "wrong change": ("customers: 60", "customers: none", "customers"),
    "nothing to vary": ("vary:", "learn:", "vary"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_told_with_file_line_and_column(case, written):
    old, new, hint = WRONG[case]
    if new.startswith("{"):
        old, new = "replications: 2", "design: sobol\npoints: 100"
    path = written(old, new)
    with pytest.raises(ScenarioError) as caught:
        load_experiment(path)
    told = [str(problem) for problem in caught.value.problems]
    assert any(hint in line and line.startswith(f"{path}:") for line in told), told


def test_the_command_writes_the_table_and_a_mistake_ends_it_with_2(written, tmp_path, capsys):
    assert called("sweep", str(written()), "--out", str(tmp_path / "out")) == 0
    told = capsys.readouterr().out
    assert str(tmp_path / "out" / "outcomes.parquet") in told and "has the most customer equity" in told
    assert "<svg" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert called("sweep", str(written("title:", "titel:")), "--out", str(tmp_path / "other")) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
