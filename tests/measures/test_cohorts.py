"""Claims about cohorts: nobody is counted twice or forgotten, and constant chances give constant curves."""

import numpy as np
import pytest
from worlds import NO_DEPARTURE, finished, world

import relsim
from relsim.measures.cohorts import cohorts_table, tenure_table
from relsim.vocabulary import TENURE_YEARS

CERTAIN = {f"behaviour.departure.{name}": text for name, text in NO_DEPARTURE.items()}
WIN_BACK = {"firms.harbour.win_back": {"frequency": "20% per month", "window": "3 years"}}


@pytest.fixture(scope="module")
def result():
    return relsim.run(world(WIN_BACK, customers=800, periods=48))


def test_cohorts_at_the_end_are_the_customers_there_are(result):
    columns = finished(result.scenario).columns
    cohorts = result.cohorts.query("firm == 'harbour'")
    for cohort, rows in cohorts.groupby("cohort"):
        began = (columns.acquired_at[:, 0] // 12) == cohort - 1
        stays = (columns.rung[:, 0] >= 1) & (columns.rung[:, 0] <= 5)
        assert rows["customers"].iloc[-1] == (began & stays).sum()
    assert len(cohorts) == 4 + 3 + 2 + 1


def test_a_cohort_never_grows_and_begins_with_those_who_were_won(result):
    for _, rows in result.cohorts.groupby(["firm", "cohort"], observed=True):
        assert (rows["customers"].diff().dropna() <= 0).all()
        assert (rows["remaining"] <= 1.0).all()
    won = result.periods.groupby("firm", observed=True)["acquired"].sum()
    told = result.cohorts.query("age == 0").groupby("firm", observed=True)["won"].sum()
    assert (won == told).all()


def test_without_reasons_to_leave_cohorts_stay_whole():
    stay = CERTAIN | {"segments.everybody.mobility": "0% per year"}
    told = relsim.run(world(stay, customers=300, periods=24, segments=[{"name": "everybody"}]))
    assert (told.cohorts["remaining"] == 1.0).all()
    assert (told.tenures["retention"].dropna() == 1.0).all()


def test_surviving_is_the_product_of_the_years(result):
    for _, rows in tenure_table(result.periods, result.scenario.period).groupby("firm", observed=True):
        assert rows["year"].tolist() == list(range(1, TENURE_YEARS + 1))
        np.testing.assert_allclose(rows["surviving"], rows["retention"].cumprod())


def test_a_run_shorter_than_a_year_has_no_cohorts():
    told = relsim.run(world(customers=50, periods=6), driver="agents")
    assert told.cohorts.empty
    assert list(cohorts_table(told.periods, told.scenario).columns) == list(told.cohorts.columns)


def test_years_as_periods_are_cohorts_too():
    told = relsim.run(world(customers=200, periods=4, period="year"), driver="agents")
    first = told.cohorts.query("age == 0")
    assert (first["customers"] == first["won"]).all()
