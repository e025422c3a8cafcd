"""Claims about scenario discovery: a known corner is found, and nothing is found where there is nothing."""

import sys

import numpy as np
import pandas as pd
import pytest
from command_line import called

from relsim.errors import InputError
from relsim.questions.discover import page as discovering
from relsim.questions.discover.question import POINTS_FOR_A_CORNER, discover, prim
from relsim.scenario.vary.experiment import Experiment, load_experiment

VARY = {
    "cost": {"from": 0, "to": 10},
    "neglect": {"from": "5% per year", "to": "25% per year"},
    "noise": {"from": 0, "to": 1},
    "kind": ["town", "village"],
}
FILE = """
title: A small discovery
scenario: retention-launch
set: {customers: 60, periods: 12, behaviour.departure.neglect: 40% per year}
replications: 2
design: latin hypercube
points: 40
vary:
  firms.harbour.contact.cost: {from: 0, to: 10}
  firms.summit.price: {from: 29, to: 31}
"""


@pytest.fixture
def box_of():
    pytest.importorskip("ema_workbench")
    return prim()


def drawn(number=400):
    luck = np.random.default_rng(3)
    table = pd.DataFrame({"cost": luck.uniform(0, 10, number), "neglect": luck.uniform(5, 25, number)})
    table["noise"] = luck.uniform(0, 1, number)
    table["kind"] = luck.choice(["town", "village"], number)
    return table, Experiment(title="t", scenario="s", design="sobol", points=4, vary=VARY)


def test_a_known_corner_is_found_with_its_bounds_and_nothing_else(box_of):
    table, experiment = drawn()
    fails = ((table["cost"] > 6) & (table["neglect"] < 15)).to_numpy()
    box = box_of(table, fails, experiment)
    bounds = {one.path: one for one in box.bounds}
    assert set(bounds) == {"cost", "neglect"}
    assert bounds["cost"].low == pytest.approx(6, abs=0.4)
    assert bounds["cost"].high == np.inf
    assert bounds["neglect"].high == pytest.approx(15, abs=1)
    assert bounds["neglect"].unit == "% per year"
    assert box.density > 0.9
    assert box.coverage > 0.9


def test_words_can_bound_a_box_too(box_of):
    table, experiment = drawn()
    box = box_of(table, (table["kind"] == "village").to_numpy(), experiment)
    assert [one.words for one in box.bounds] == [("village",)]


@pytest.mark.parametrize("always", [True, False])
def test_where_all_points_are_alike_there_is_no_box(box_of, always):
    table, experiment = drawn()
    box = box_of(table, np.full(len(table), always), experiment)
    assert box.bounds == []
    assert box.inside.all()


def test_a_policy_fails_where_its_cost_is_too_high(box_of, tmp_path):
    path = tmp_path / "experiment.yaml"
    path.write_text(FILE, encoding="utf-8")
    found = discover(load_experiment(path), "attentive-contact", store=tmp_path / "tasks")
    assert found.against == "keep-as-is"
    assert found.bounds[0].path == "firms.harbour.contact.cost"
    assert found.table["fails"].equals(found.table["difference"] < 0.0)
    said = discovering.discovery_sentences(found)
    assert "It fails mostly where contact cost of harbour is at least" in said[1]
    assert discovering.note_of(found).pictures


def test_mistakes_are_told(box_of, tmp_path):
    path = tmp_path / "experiment.yaml"
    path.write_text(FILE, encoding="utf-8")
    loaded = load_experiment(path)
    with pytest.raises(InputError, match='did you mean "attentive-contact"'):
        discover(loaded, "attentive-contac")
    with pytest.raises(InputError, match="against itself"):
        discover(loaded, "keep-as-is")
    few = loaded._replace(experiment=loaded.experiment.model_copy(update={"points": POINTS_FOR_A_CORNER - 1}))
    with pytest.raises(InputError, match=f"at least {POINTS_FOR_A_CORNER} points"):
        discover(few, "attentive-contact")


def test_without_the_workbench_it_says_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    path = tmp_path / "experiment.yaml"
    path.write_text(FILE, encoding="utf-8")
    assert called("discover", str(path), "--policy", "attentive-contact", "--out", str(tmp_path)) == 2
    assert "relsim[discovery]" in capsys.readouterr().err
