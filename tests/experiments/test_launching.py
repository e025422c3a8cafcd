"""Claims about launch packages: bands hold what they promise, files are read back, bad input is named."""

import numpy as np
import pandas as pd
import pytest
from worlds import world

import relsim
from relsim.errors import InputError, ScenarioError
from relsim.measures.forecast import SERIES, bands_table, excursions_table, outside_the_others, paths
from relsim.questions.launch.actuals import read_actuals
from relsim.questions.launch.judgement import judgement
from relsim.questions.launch.package import freeze, open_package
from relsim.questions.launch.page import write_tracking

PERIODS = 5


def table_of(luck, replications=40, periods=PERIODS):
    """A table of periods in which every series is noise."""
    index = np.indices((replications, periods)).reshape(2, -1)
    frame = pd.DataFrame({"replication": index[0], "period": index[1]})
    return frame.assign(**{name: luck.normal(100, 10, index.shape[1]) for name in SERIES})


@pytest.fixture(scope="module")
def package():
    scenario = world(customers=60, periods=PERIODS, policies={"as-is": {}, "same": {}})
    return freeze(relsim.compare(scenario, replications=40, driver="agents"), "same")


def actual_values(package, series="customers", shift=0.0):
    bands = package.bands[package.bands["series"] == series]
    return bands[["series", "period"]].assign(actual=bands["median"] + shift)


# Bands


@pytest.mark.parametrize("replications", [40, 97])
def test_one_more_market_lies_within_a_band_with_the_promised_chance(replications):
    """2,000 markets x 5 periods; false alarms below one in a thousand at 1.2 points."""
    luck = np.random.default_rng(2)
    inside = {"80": [], "95": []}
    for _ in range(400):
        bands = bands_table(table_of(luck, replications).assign(**dict.fromkeys(tuple(SERIES)[1:], 0.0)))
        limits = bands[bands["series"] == "customers"]
        new = luck.normal(100, 10, (25, PERIODS))
        for share, found in inside.items():
            low, high = limits[f"low_{share}"].to_numpy(), limits[f"high_{share}"].to_numpy()
            found.append(((new >= low) & (new <= high)).mean())
    assert np.mean(inside["95"]) == pytest.approx(0.95, abs=0.012)
    assert np.mean(inside["80"]) == pytest.approx(0.80, abs=0.012)


def test_a_simulated_market_strays_from_the_others_as_often_as_promised():
    luck = np.random.default_rng(3)
    shares = [outside_the_others(luck.normal(size=(60, 20))).mean() for _ in range(30)]
    assert np.mean(shares) == pytest.approx(0.05, abs=0.006)


def test_a_market_that_is_far_from_all_others_is_told():
    periods = table_of(np.random.default_rng(4))
    periods.loc[periods["replication"] == 7, "profit"] = 1e6
    told = excursions_table(periods).query("series == 'profit' and replication == 7")
    assert list(told["period"]) == list(range(PERIODS))


def test_paths_do_not_depend_on_the_order_of_rows():
    periods = table_of(np.random.default_rng(5))
    mixed = periods.sample(frac=1.0, random_state=1)
    assert (paths(periods, "revenue") == paths(mixed, "revenue")).all()


# Packages


def test_a_package_is_read_back_as_it_was_saved(package, tmp_path):
    package.save(tmp_path / "launch.json")
    again = open_package(tmp_path / "launch.json")
    assert (again.policy, again.firm, again.replications) == ("same", "harbour", 40)
    assert again.scenario == package.scenario
    pd.testing.assert_frame_equal(again.bands, package.bands)
    pd.testing.assert_frame_equal(again.excursions, package.excursions, check_dtype=False)
    again.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "launch.json").read_bytes()


def test_too_few_replications_or_an_unknown_policy_are_refused():
    scenario = world(customers=40, periods=2, policies={"as-is": {}, "same": {}})
    comparison = relsim.compare(scenario, replications=3, driver="agents")
    with pytest.raises(InputError, match="at least 40"):
        freeze(comparison)
    with pytest.raises(InputError, match='did you mean "same"'):
        freeze(comparison, "sane")


@pytest.mark.parametrize("content", ["", "{}", '{"kind": "launch package"}', "[1]"])
def test_another_file_is_no_package(content, tmp_path):
    path = tmp_path / "launch.json"
    path.write_text(content)
    with pytest.raises(ScenarioError, match="relsim freeze"):
        open_package(path)


# Tracking


def test_what_comes_as_forecast_has_not_left_it(package):
    tracking = package.track(actual_values(package))
    assert tracking.outside.empty
    assert tracking.as_often == package.replications
    assert judgement(package, tracking)[0].startswith("Reality has not left the forecast.")


def test_what_comes_otherwise_has_left_it_and_the_words_say_when(package):
    values = actual_values(package)
    values.loc[values["period"] >= 2, "actual"] += 1000.0
    tracking = package.track(values)
    assert list(tracking.outside["period"]) == [2, 3, 4]
    assert set(tracking.outside["place"]) == {"above"}
    assert tracking.expected == pytest.approx(0.05 * PERIODS)
    told = " ".join(judgement(package, tracking))
    assert "first left the forecast in month 2: customers above the band" in told
    assert "3 of 5 values lie outside" in told
    assert "Customers: 3 of 5 months outside (above), first in month 2." in told


def test_straying_in_everything_is_more_than_chance(package):
    far = pd.concat([actual_values(package, name, -1e6) for name in SERIES], ignore_index=True)
    tracking = package.track(far)
    assert len(tracking.outside) == len(SERIES) * PERIODS
    assert tracking.as_often == 0
    assert "more than chance explains" in judgement(package, tracking)[0]


@pytest.mark.parametrize("series", [["customers"], ["customers", "profit", "lost"]])
def test_the_page_shows_every_value_that_came(series, package, tmp_path):
    values = pd.concat([actual_values(package, name) for name in series], ignore_index=True)
    page = write_tracking(package, package.track(values), tmp_path).read_text(encoding="utf-8")
    assert "Reality has not left the forecast." in page
    assert "http://" not in page and "https://" not in page
    figure = (tmp_path / "figures" / "tracking.svg").read_text(encoding="utf-8")
    assert figure.count("PathCollection") == len(series)


# What came


GOOD = "period,customers,revenue\n0,20,600.5\n1, 21 ,\n"


def read(text, tmp_path):
    path = tmp_path / "actuals.csv"
    path.write_text(text, encoding="utf-8")
    return read_actuals(path, PERIODS)


def test_actual_values_are_read_and_empty_cells_are_not_known_yet(tmp_path):
    told = read(GOOD, tmp_path)
    assert set(told.itertuples(index=False, name=None)) == {
        ("customers", 0, 20.0),
        ("revenue", 0, 600.5),
        ("customers", 1, 21.0),
    }


@pytest.mark.parametrize(
    "variant", ['"period","customers","revenue"\n"0","20","600.5"\n1,21,', "\ufeff" + GOOD]
)
def test_quotes_and_marks_of_spreadsheets_do_not_matter(variant, tmp_path):
    assert read(variant, tmp_path).equals(read(GOOD, tmp_path))


@pytest.mark.parametrize(
    ("good", "bad", "place", "hint"),
    [
        ("customers", "custmers", "1:8", 'did you mean "customers"'),
        ("revenue", "customers", "1:18", "twice"),
        ("period", "profit", "1:1", "no column is called period"),
        ("600.5", "much", "2:6", 'found the text "much"'),
        ("600.5", "nan", "2:6", "expected a number"),
        ("600.5", '"6,005"', "2:6", '"6,005"'),
        ("1, 21", "0, 21", "3:1", "twice"),
        ("1, 21", "9, 21", "3:1", "was not forecast"),
        ("1, 21", "-1, 21", "3:1", "number of a period"),
        ("20,600.5", "20", "2:3", "2 cells, expected 3"),
        ("0,20,600.5\n1, 21 ,\n", "", "1:1", "no actual values"),
        (GOOD, "", "1:1", "no columns"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_place(good, bad, place, hint, tmp_path):
    assert good in GOOD
    with pytest.raises(ScenarioError) as caught:
        read(GOOD.replace(good, bad, 1), tmp_path)
    told = str(caught.value)
    assert f"actuals.csv:{place}  " in told
    assert hint in told


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ScenarioError, match="cannot read"):
        read_actuals(tmp_path / "none.csv", PERIODS)
