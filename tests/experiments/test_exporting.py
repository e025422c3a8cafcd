"""Claims about exported transactions: every purchase once, on a day of its period, for what was paid."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from command_line import called
from worlds import HARBOUR, acquired, finished, lost, total, world

import relsim
from relsim.errors import InputError
from relsim.questions.export.transactions import first_days, purchase_rows, write_transactions
from relsim.vocabulary import BOOKED_PER_UNIT

BUSY = world(
    {"segments": [{"name": "all", "share": 1, "need_rate": {"mean": "2 per month", "spread": 0.5}}]},
    customers=120,
    periods=6,
)


EVENTFUL = world(
    {
        "firms.harbour.advertising.spend": "100 per month",
        "firms.harbour.win_back": {"frequency": "20% per month", "cost": 2},
        "firms.harbour.service.failures": 0.2,
        "firms.harbour.overhead": "50 per month",
    },
    customers=200,
    periods=18,
)


@pytest.fixture(scope="module")
def table():
    return relsim.transactions(BUSY, driver="agents", start=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("period", "start", "days"),
    [
        ("month", (2025, 1, 31), ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]),
        ("quarter", (2024, 11, 30), ["2024-11-30", "2025-02-28", "2025-05-30", "2025-08-30"]),
        ("year", (2024, 2, 29), ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]),
        ("week", (2025, 1, 31), ["2025-01-31", "2025-02-07", "2025-02-14", "2025-02-21"]),
    ],
)
def test_periods_begin_on_the_same_day_or_on_the_last_of_a_shorter_month(period, start, days):
    assert [str(day) for day in first_days(world(period=period, periods=3), date(*start))] == days


def test_an_export_does_not_outlast_the_calendar():
    with pytest.raises(InputError, match="the calendar has ended"):
        first_days(world(period="year", periods=9000), date(2025, 1, 1))


def test_every_purchase_is_there_once_for_what_was_paid(table):
    market = finished(BUSY, driver="agents")
    bought = table[table["amount"] > 0.0]
    assert len(bought) == total(market, "purchases")
    assert round(bought["amount"].sum() * BOOKED_PER_UNIT) == total(market, "revenue")
    by_customer = bought.groupby("customer")["amount"].sum().mul(BOOKED_PER_UNIT).round().astype(int)
    paid = market.columns.revenue[:, HARBOUR]
    assert (by_customer == paid[by_customer.index]).all()


def test_purchases_of_a_period_lie_on_its_days(table):
    market = finished(BUSY, driver="agents")
    months = table[table["amount"] > 0.0]["date"].dt.month.value_counts().sort_index()
    assert list(months) == list(market.records["purchases"][:, HARBOUR])


def test_those_who_were_customers_before_enter_once_on_the_day_before_for_nothing(table):
    start = table[table["amount"] == 0.0]
    assert len(start) == finished(BUSY, driver="agents").records["exposed"][0, HARBOUR].sum()
    assert set(start["date"]) == {pd.Timestamp("2024-12-31")}
    assert start["customer"].is_unique


def test_rows_are_in_the_order_of_customers_and_dates(table):
    assert table.equals(table.sort_values(["customer", "date"], kind="stable", ignore_index=True))


def test_both_drivers_and_the_same_seed_export_the_same():
    one = relsim.transactions(BUSY, driver="agents", seed=3)
    assert one.equals(relsim.transactions(BUSY, seed=3))
    assert not one.equals(relsim.transactions(BUSY, seed=4))


def test_several_purchases_within_a_period_are_spread_and_share_the_amount_to_the_cent():
    week = np.array(["2025-01-06", "2025-01-13"], "datetime64[D]")
    rows, days, cents = purchase_rows(np.array([0, 1, 3]), np.array([0, 500, 1000]), *week)
    assert list(rows) == [1, 2, 2, 2]
    assert [str(day)[-2:] for day in days] == ["09", "07", "09", "11"]
    assert list(cents) == [500, 333, 333, 334]


@pytest.mark.parametrize(
    ("period", "days"),
    [("week", ["2025-01-15", "2025-01-22"]), ("month", ["2025-01-15", "2025-02-15"]),
     ("quarter", ["2025-01-15", "2025-04-15"]), ("year", ["2025-01-15", "2026-01-15"])],
)  # fmt: skip
def test_periods_follow_the_calendar(period, days):
    scenario = world(period=period, periods=1)
    assert [str(day) for day in first_days(scenario, date(2025, 1, 15))] == days


def test_a_policy_and_a_firm_can_be_chosen_and_unknown_ones_are_refused():
    scenario = BUSY.changed({"policies": {"as-is": {}, "dear": {"set": {"firms.harbour.price": 60}}}})
    dear = relsim.transactions(scenario, policy="dear", driver="agents")
    as_is = relsim.transactions(scenario, policy="as-is", driver="agents")
    assert len(dear) < len(as_is)
    assert len(relsim.transactions(scenario, firm="summit", driver="agents")) > 0
    with pytest.raises(InputError, match='did you mean "summit"'):
        relsim.transactions(scenario, firm="sumit")


def test_the_file_has_three_columns_that_others_can_read(table, tmp_path):
    write_transactions(table, tmp_path / "log.csv")
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert lines[0] == "customer,date,amount"
    assert len(lines) == len(table) + 1
    read = pd.read_csv(tmp_path / "log.csv", parse_dates=["date"])
    assert (read["customer"] == table["customer"]).all()
    assert (read["date"] == table["date"]).all()
    assert np.abs(read["amount"] - table["amount"]).max() < 0.005


# The log of everything


@pytest.fixture(scope="module")
def log():
    return relsim.event_log(EVENTFUL)


def test_events_are_as_many_as_the_market_counted(log):
    market = finished(EVENTFUL)
    times = log.events.groupby(["firm", "event"], observed=True)["times"].sum()
    for event, name in {
        "bought": "purchases",
        "failed": "failures",
        "complained": "complaints",
        "praised": "positive_speakers",
        "warned": "negative_speakers",
    }.items():
        assert times["harbour", event] == total(market, name) > 0, event
    assert times["harbour", "left"] == lost(market)
    assert times["harbour", "joined"] + times["harbour", "returned"] == acquired(market)


def test_amounts_of_a_log_are_those_of_the_books(log):
    signs = np.where(log.accounts["line"] == "revenue", 1.0, -1.0)
    profit = (signs * log.accounts["amount"]).groupby(log.accounts["firm"], observed=True).sum()
    told = relsim.run(EVENTFUL).outcomes.set_index("firm")["profit"]
    assert profit[told.index].tolist() == pytest.approx(told.tolist())


def test_where_each_of_the_simulated_stands_for_several_the_log_is_of_the_simulated():
    """In numbers and in money, for customers and for what the firm pays as a whole."""
    market = EVENTFUL.changed({"customers": 8000, "simulate": 200})
    told, books = relsim.event_log(market), relsim.run(market).outcomes.set_index("firm").loc["harbour"]
    events, accounts = told.events.query("firm == 'harbour'"), told.accounts.query("firm == 'harbour'")
    assert 40 * (events["event"] == "left").sum() == books["lost"] > 0
    signs = np.where(accounts["line"] == "revenue", 1.0, -1.0)
    assert 40 * (signs * accounts["amount"]).sum() == pytest.approx(books["profit"], rel=1e-6)
    sold = relsim.transactions(market)["amount"].sum()
    assert 40 * sold == pytest.approx(books["revenue"], rel=1e-4)


def test_a_log_of_plain_python_is_the_same():
    small = EVENTFUL.changed({"periods": 3})
    for one, other in zip(relsim.event_log(small), relsim.event_log(small, driver="agents"), strict=True):
        assert one.equals(other)


def test_a_log_is_in_the_order_of_periods_and_begins_with_what_was_before(log):
    assert log.events["period"].is_monotonic_increasing
    first = log.events[log.events["period"] == -1]
    assert set(first["event"]) == {"before"} and len(first) > 0
    assert set(log.events["event"]) >= {"joined", "returned", "left", "climbed", "slid"}


def test_an_export_of_nothing_is_refused_and_a_log_lies_in_three_files(tmp_path, capsys):
    words = ["export", "leaky-bucket", "--customers", "60", "--periods", "3"]
    assert called(*words) == 2 and "--log FOLDER" in capsys.readouterr().err
    assert called(*words, "--log", str(tmp_path / "log")) == 0
    assert {path.name for path in (tmp_path / "log").iterdir()} == {
        "accounts.csv",
        "customers.csv",
        "events.csv",
    }
