"""Claims about results on disk: they come back as they were, and the same seed gives the same bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from worlds import differing, finished, world

import relsim
from relsim.errors import ScenarioError, StoreError
from relsim.market.plan import plan_of
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import continues, open_results, save, without_nan, write_json
from relsim.questions.compare.run import Result
from relsim.runs.fingerprints import fingerprint
from relsim.runs.hashes import file_hash

pytestmark = pytest.mark.usefixtures("undrawn")

TABLES = ("periods", "ladder", "flows", "rungs", "moves", "customers", "outcomes")
POLICIES = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 36}}}


def scenario(changes=None, **settings):
    return world(changes, **({"customers": 120, "periods": 8, "policies": POLICIES} | settings))


@pytest.fixture(scope="module")
def result():
    return relsim.run(scenario(), replications=2, seed=3)


@pytest.fixture(scope="module")
def comparison():
    return relsim.compare(scenario(), replications=3, seed=3)


def kept(results, folder):
    save(results, folder)
    return open_results(folder)


@pytest.mark.parametrize("kind", ["result", "comparison"])
def test_results_come_back_as_they_were(kind, request, tmp_path):
    results = request.getfixturevalue(kind)
    again = kept(results, tmp_path)
    assert type(again) is type(results)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(results, name), check_exact=True)
    assert again.replications == results.replications
    assert again.job.seed == results.job.seed
    assert again.scenario == results.scenario


def test_a_comparison_comes_back_with_its_differences(comparison, tmp_path):
    again = kept(comparison, tmp_path)
    assert isinstance(again, Comparison)
    assert (again.policies, again.baseline, again.firm) == (["as-is", "dear"], "as-is", "harbour")
    pd.testing.assert_frame_equal(again.differences, comparison.differences)
    pd.testing.assert_series_equal(again.chances, comparison.chances)


def test_a_run_comes_back_with_its_summary(result, tmp_path):
    again = kept(result, tmp_path)
    assert isinstance(again, Result)
    assert again.summary == result.summary


def test_the_scenario_comes_back_as_the_same_market(comparison, tmp_path):
    again = kept(comparison, tmp_path).scenario
    for policy in POLICIES:
        first, other = scenario().with_policy(policy), again.with_policy(policy)
        assert differing(finished(first), finished(other)) == []


def test_a_scenario_changed_on_the_way_comes_back_with_the_price_that_seemed_normal(tmp_path):
    base = world(customers=60, periods=3, reference_price=None)
    changed = base.changed({"firms.harbour.price": 45})
    again = kept(relsim.run(changed), tmp_path).scenario
    assert again.normal_price == changed.normal_price == 30
    assert plan_of(again).firms.tobytes() == plan_of(changed).firms.tobytes()


# Files


def test_a_folder_holds_what_the_interface_promises(comparison, tmp_path):
    save(comparison, tmp_path / "new" / "folder", seconds=1.5)
    names = {path.name for path in (tmp_path / "new" / "folder").iterdir()}
    assert names >= {
        "manifest.json",
        "summary.json",
        "periods.csv",
        *(f"{name}.parquet" for name in TABLES),
    }
    assert not any(name.endswith(".part") for name in names)


def test_the_same_seed_gives_the_same_bytes(result, tmp_path):
    save(result, tmp_path / "one")
    save(relsim.run(scenario(), replications=2, seed=3), tmp_path / "other")
    for path in sorted((tmp_path / "one").iterdir()):
        if path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes(), path.name


def test_another_driver_or_number_of_jobs_gives_the_same_bytes(comparison, tmp_path):
    save(comparison, tmp_path / "one")
    agents = relsim.compare(scenario(), replications=3, seed=3, driver="agents", jobs=2)
    save(agents, tmp_path / "other")
    for path in sorted((tmp_path / "one").iterdir()):
        if path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes(), path.name


def test_another_process_gives_the_same_bytes(comparison, tmp_path):
    save(comparison, tmp_path / "one")
    code = (
        "import sys, relsim; from pathlib import Path; "
        "from relsim.questions.compare.results import save; "
        "from test_storing_results import scenario; "
        "save(relsim.compare(scenario(), replications=3, seed=3), Path(sys.argv[1]))"
    )
    here = Path(__file__).parent
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "other")],
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(map(str, (here, here.parent, Path(relsim.__file__).parents[1])))},
        check=True,
        timeout=300,
    )
    for name in TABLES:
        one, other = (tmp_path / folder / f"{name}.parquet" for folder in ("one", "other"))
        assert one.read_bytes() == other.read_bytes(), name


def test_a_resumed_comparison_is_stored_as_the_same_bytes(comparison, tmp_path):
    save(comparison, tmp_path / "one")
    relsim.compare(scenario(), replications=1, seed=3, store=tmp_path / "tasks")
    save(relsim.compare(scenario(), replications=3, seed=3, store=tmp_path / "tasks"), tmp_path / "other")
    for path in sorted((tmp_path / "one").iterdir()):
        if path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes(), path.name


def test_the_table_of_periods_is_the_same_in_both_formats(comparison, tmp_path):
    save(comparison, tmp_path)
    table = pd.read_csv(tmp_path / "periods.csv")
    assert list(table.columns) == list(comparison.periods.columns)
    assert len(table) == len(comparison.periods)
    np.testing.assert_allclose(table["profit"], comparison.periods["profit"], rtol=1e-15)
    assert table["policy"].tolist() == comparison.periods["policy"].astype(str).tolist()


def test_the_summary_of_a_comparison_says_who_was_best(comparison, tmp_path):
    save(comparison, tmp_path)
    told = json.loads((tmp_path / "summary.json").read_text())
    assert (told["firm"], told["baseline"], told["replications"]) == ("harbour", "as-is", 3)
    chances = [policy["chance_of_being_best"] for policy in told["policies"].values()]
    assert sum(chances) == pytest.approx(1.0)
    profit = told["policies"]["dear"]["measures"]["profit"]
    table = comparison.differences.set_index(["policy", "measure"])
    assert profit["difference"] == table.loc[("dear", "profit"), "difference"]
    assert told["policies"]["as-is"]["measures"]["profit"]["difference"] == 0


def test_the_manifest_says_how_the_results_came_about(comparison, tmp_path):
    save(comparison, tmp_path, seconds=1.5)
    told = json.loads((tmp_path / "manifest.json").read_text())
    assert (told["kind"], told["seed"], told["replications"]) == ("comparison", 3, 3)
    assert told["policies"] == ["as-is", "dear"]
    assert told["seconds"] == 1.5
    assert told["versions"]["numpy"] == np.__version__
    assert told["scenario_hash"] == fingerprint(scenario())


def test_what_could_not_be_measured_is_null_in_json(result, tmp_path):
    save(result, tmp_path)
    text = (tmp_path / "summary.json").read_text()
    assert "NaN" not in text
    assert "Infinity" not in text
    assert without_nan({"a": [float("nan"), (1.0, float("inf"))], 3: "x"}) == {
        "a": [None, [1.0, None]],
        "3": "x",
    }


def test_saving_again_replaces_what_was_there(result, comparison, tmp_path):
    save(result, tmp_path)
    assert isinstance(kept(comparison, tmp_path), Comparison)


def test_a_table_that_cannot_be_written_is_told_and_nothing_else_is_written(result, comparison, tmp_path):
    save(comparison, tmp_path)
    (tmp_path / "ladder.parquet").unlink()
    (tmp_path / "ladder.parquet").mkdir()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(StoreError, match=r"ladder\.parquet cannot be written"):
        save(result, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_what_utf_8_does_not_know_is_escaped_in_json(tmp_path):
    write_json({"file": "caf\udce9.yaml"}, tmp_path / "told.json")
    assert json.loads((tmp_path / "told.json").read_text(encoding="utf-8")) == {"file": "caf\udce9.yaml"}


def test_a_manifest_knows_the_files_beside_it(result, tmp_path):
    save(result, tmp_path)
    told = json.loads((tmp_path / "manifest.json").read_text())["files"]
    names = {path.name for path in tmp_path.iterdir()} - {"manifest.json"}
    assert told.keys() == names and {file_hash(tmp_path / name) for name in names} == set(told.values())


# Opening


def test_a_folder_without_results_is_refused(tmp_path):
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(ScenarioError, match="no results"):
            open_results(folder)


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", '"text"', '{"kind": "run"}'])
def test_a_manifest_that_makes_no_sense_is_refused(result, tmp_path, content):
    save(result, tmp_path)
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ScenarioError, match="cannot be read"):
        open_results(tmp_path)


def test_a_broken_table_is_refused(result, tmp_path):
    save(result, tmp_path)
    (tmp_path / "ladder.parquet").write_bytes(b"not a table")
    with pytest.raises(ScenarioError, match="cannot be read"):
        open_results(tmp_path)


# Continuing


def test_only_the_same_scenario_and_seed_are_continued(comparison, result):
    assert continues(comparison, scenario(), 3)
    assert not continues(comparison, scenario(), 4)
    assert not continues(comparison, scenario({"firms.harbour.price": 31}), 3)
    assert not continues(comparison, scenario({"behaviour.choice.habit": 1.23}), 3)
    assert not continues(result, scenario(), 3)


def test_words_and_the_number_of_replications_do_not_make_another_scenario():
    renamed = scenario(title="Another title", replications=7, sources={"a": "b"})
    assert fingerprint(renamed) == fingerprint(scenario())


def test_another_normal_price_makes_another_market_and_another_fingerprint():
    written = world(reference_price=None).changed({"firms.harbour.price": 45})
    firms = {
        "harbour": {"price": 45, "unit_cost": 12, "start": {"share": 0.4}},
        "summit": {"price": 30, "unit_cost": 12, "start": {"share": 0.4}},
    }
    meant = world(reference_price=None, firms=firms)
    assert written.normal_price != meant.normal_price
    assert fingerprint(written) != fingerprint(meant)


def test_the_summary_holds_the_concentration_of_every_firm_under_every_policy(tmp_path):
    scenario = relsim.load("retention-launch").changed({"customers": 200, "periods": 12})
    comparison = relsim.compare(scenario, policies=["attentive-contact"], replications=1)
    save(comparison, tmp_path)
    told = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["policies"]
    table = comparison.concentration.set_index(["policy", "firm"])
    assert len(table) == len(told) * len(scenario.firms)
    for (policy, firm), row in table.iterrows():
        assert told[policy]["concentration"][firm]["top_20_revenue"] == row["top_20_revenue"]
