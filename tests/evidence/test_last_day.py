"""Claims about the last day of a list of customers: told by what has happened, not by notices."""

import numpy as np
import pandas as pd
import pytest

import relsim
from relsim.errors import InputError
from relsim.evidence.any_table import read_tables
from relsim.evidence.customers import read_customers
from relsim.evidence.last_day import last_day_of
from relsim.evidence.leaving import leaving_in
from relsim.questions.audit.page import holdings_of_list
from relsim.questions.fit.calendar import calendar_of
from relsim.scenario.load import load

FIRST, TODAY = pd.Timestamp("2023-01-01"), pd.Timestamp("2025-06-30")


def customers(seed=1, won_until=TODAY, leaves_after=500.0):
    """So many a month come until a day, and all that leave by TODAY have an end."""
    luck = np.random.default_rng(seed)
    start = FIRST + pd.to_timedelta(np.sort(luck.integers(0, (won_until - FIRST).days + 1, 900)), unit="D")
    end = start + pd.to_timedelta(luck.exponential(leaves_after, 900).astype(int) + 1, unit="D")
    table = pd.DataFrame({"customer": [f"k{n}" for n in range(900)], "start": start, "end": end})
    table["end"] = table["end"].where(table["end"] <= TODAY)
    return table


def with_notices(table, count=25):
    there = table.index[table["end"].isna()][:count]
    days = [TODAY + pd.Timedelta(days=31 if place % 2 else 62) for place in range(len(there))]
    return table.assign(end=table["end"].fillna(pd.Series(days, index=there)))


def listed(folder, table, name="customers.csv", **options):
    table.to_csv(folder / name, index=False)
    return read_customers(folder / name, **options)


@pytest.mark.parametrize("seed", range(5))
def test_notices_that_end_later_are_no_leavers_and_bring_no_later_day(tmp_path, seed):
    table = customers(seed)
    known, given = listed(tmp_path, table, "known.csv"), listed(tmp_path, with_notices(table))
    assert given.last_day <= TODAY
    assert given.on_notice >= 25 and given.on_notice <= 25 + 3
    assert given.table["left"].sum() <= known.table["left"].sum()
    assert any("are taken to have given notice" in doubt for doubt in given.doubts)
    calendars = [calendar_of(load("retention-launch"), {"customers": one}) for one in (known, given)]
    assert len({one.periods_of("customers") for one in calendars if one is not None}) == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_firm_that_wins_nobody_any_more_goes_on_losing(tmp_path, seed):
    found = listed(tmp_path, customers(seed, won_until=pd.Timestamp("2024-09-30")))
    assert found.last_day == found.table["end"].max() and found.on_notice == 0
    assert any("are taken to have left" in doubt for doubt in found.doubts)


def test_who_is_told_the_last_day_believes_it(tmp_path):
    table = with_notices(customers())
    found = listed(tmp_path, table, last_day=TODAY)
    assert (found.last_day, found.on_notice) == (TODAY, 25)
    assert not any("taken to" in doubt for doubt in found.doubts)
    with pytest.raises(InputError, match="last day: a customer came on"):
        listed(tmp_path, table, last_day=FIRST)


def test_other_tables_tell_what_has_happened(tmp_path):
    with_notices(customers()).to_csv(tmp_path / "customers.csv", index=False)
    months = pd.period_range("2023-01", "2025-06", freq="M")
    rows = ["month,won,lost", *(f"{month},30,10" for month in months)]
    (tmp_path / "months.csv").write_text("\n".join(rows))
    found = read_tables([tmp_path / "customers.csv", tmp_path / "months.csv"])[0]
    assert (found.last_day, found.on_notice) == (TODAY, 25)
    assert any("25 of them have given notice, and end after 2025-06-30" in doubt for doubt in found.doubts)


def test_other_tables_that_go_on_for_long_do_not_stretch_a_list(tmp_path):
    customers().to_csv(tmp_path / "customers.csv", index=False)
    rows = ["customer,date,amount", *(f"k{n},2025-{1 + n % 9:02}-30,5" for n in range(1, 90) if n % 9 != 1)]
    (tmp_path / "log.csv").write_text("\n".join(rows))
    found = read_tables([tmp_path / "customers.csv", tmp_path / "log.csv"])[0]
    assert found.last_day <= TODAY


def test_of_two_lists_the_one_with_the_latest_starts_is_later_whatever_notices_the_other_has(tmp_path):
    late = customers()
    early = with_notices(late[late["start"] < "2025-06-01"].assign(end=pd.NaT), 300)
    for name, table in (("early.csv", early), ("late.csv", late)):
        table.to_csv(tmp_path / name, index=False)
    both = read_customers([tmp_path / "late.csv", tmp_path / "early.csv"])
    assert both.table["left"].sum() == listed(tmp_path, late).table["left"].sum()


def test_an_audit_counts_notices_apart_and_churn_from_where_ends_are_recorded(tmp_path):
    luck = np.random.default_rng(4)
    start = FIRST - pd.to_timedelta(luck.integers(-900, 1500, 4000), unit="D")
    end = start + pd.to_timedelta(luck.exponential(30.4 / 0.024, 4000).astype(int) + 1, unit="D")
    table = pd.DataFrame({"customer": [f"k{n}" for n in range(4000)], "start": start, "end": end})
    table = table[table["end"] >= FIRST].assign(end=lambda one: one["end"].where(one["end"] <= TODAY))
    with_notices(table).to_csv(tmp_path / "c.csv", index=False)
    found = relsim.audit(tmp_path / "c.csv", last_day=TODAY.date())
    listed = dict(holdings_of_list(found.tables[0]))
    assert listed["have given notice, and end after 2025-06-30"] == "25"
    leaving = leaving_in(found.tables[0].table, found.tables[0].last_day)
    assert leaving.a_month == pytest.approx(0.024, rel=0.08)


@pytest.mark.parametrize("notice", [30, 60, 90])
def test_ends_within_a_time_of_notice_after_starts_that_went_on_are_notices(notice):
    luck = np.random.default_rng(notice)
    came = pd.to_datetime("2023-01-01") + pd.to_timedelta(np.sort(luck.integers(0, 900, 1500)), unit="D")
    left = came + pd.to_timedelta(luck.integers(30, 1500, 1500), unit="D")
    last = came.max()
    known = left <= last + pd.Timedelta(days=notice)
    table = pd.DataFrame({"start": came, "end": pd.Series(left).where(known)})
    assert (table["end"] > last).sum() > 20
    found = last_day_of(table)
    assert found.day == last and "given notice" in found.assumed


def test_ends_that_other_tables_saw_happen_are_no_notices():
    came = pd.date_range("2023-01-01", "2024-06-30", freq="D").to_series(index=None).reset_index(drop=True)
    left = (came + pd.Timedelta(days=200)).where(came.index % 2 == 0)
    known = pd.Timestamp("2024-09-15")
    table = pd.DataFrame({"start": came, "end": left.where(left <= known)})
    assert last_day_of(table, others=[known]).day > came.max() + pd.Timedelta(days=60)
    assert last_day_of(table).day == came.max()


def test_a_list_in_which_everybody_ends_says_what_was_taken_for_granted():
    came = pd.date_range("2023-01-01", periods=400, freq="D").to_series(index=None).reset_index(drop=True)
    table = pd.DataFrame({"start": came, "end": came + pd.Timedelta(days=365)})
    found = last_day_of(table)
    assert found.day == table["end"].max()
    assert "their contracts end then, --last-day 2024-02-04 says so" in found.assumed
