"""Claims about lists of those who survive: that early ends are missing is said, and only where they are."""

import numpy as np
import pandas as pd
import pytest

from relsim.evidence.customers import read_customers
from relsim.evidence.early_ends import early_ends

LAST = pd.Timestamp("2024-12-31")


def customers(stays, seed=1, count=300):
    luck = np.random.default_rng(seed)
    start = pd.Timestamp("2021-01-01") + pd.to_timedelta(luck.integers(0, 1400, count), unit="D")
    table = pd.DataFrame(
        {"start": start, "end": start + pd.to_timedelta(stays(luck, count).astype(int), unit="D")}
    )
    table["end"] = table["end"].where(table["end"] <= LAST)
    return table


STAYS = {
    "evenly": lambda luck, count: luck.exponential(600, count),
    "after a year under contract": lambda luck, count: 365 + luck.exponential(400, count),
    "soon": lambda luck, count: luck.exponential(150, count),
}


def surviving(table, day="2023-01-01"):
    return table[~(table["end"] < pd.Timestamp(day))]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("stays", STAYS)
def test_a_list_with_all_ends_has_none_that_are_missing(stays, seed):
    assert early_ends(customers(STAYS[stays], seed)) is None


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("stays", STAYS)
def test_a_list_of_those_who_survive_is_told_with_its_first_end(stays, seed):
    table = surviving(customers(STAYS[stays], seed))
    found = early_ends(table)
    assert found is not None
    assert found.day == table["end"].min()
    assert found.earliest == table["start"].min()
    assert found.started == (table["start"] < found.day).sum()


def test_a_list_without_ends_or_without_starts_before_them_is_not_judged():
    table = customers(STAYS["evenly"])
    assert early_ends(table.assign(end=pd.NaT)) is None
    assert early_ends(surviving(table)[lambda one: one["start"] >= "2023-01-01"]) is None


def test_an_audit_says_it_with_days(tmp_path):
    file = tmp_path / "customers.csv"
    table = surviving(customers(STAYS["evenly"])).assign(
        customer=lambda one: [f"k{n}" for n in range(len(one))]
    )
    table.to_csv(file, index=False)
    (doubt,) = [one for one in read_customers(file).doubts if one.startswith("No end is recorded before")]
    assert f"before {table['end'].min().date()}" in doubt and "2021-01-" in doubt
    assert "relsim fit counts from 2023-01 on" in doubt


def with_founders(stays, seed):
    """A list that begins with 400 who came on its first three days."""
    luck = np.random.default_rng(seed)
    start = pd.Timestamp("2021-01-01") + pd.to_timedelta(np.arange(400) % 3, unit="D")
    founders = pd.DataFrame({"start": start, "end": start + pd.to_timedelta(stays(luck, 400), unit="D")})
    founders["end"] = founders["end"].where(founders["end"] <= LAST)
    return pd.concat([founders, customers(stays, seed, count=900)], ignore_index=True)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shortest", [30, 90])
@pytest.mark.parametrize("stays", ["soon", "evenly"])
def test_a_shortest_stay_after_a_first_day_on_which_many_came_is_no_missing_end(stays, shortest, seed):
    def in_terms(luck, count):
        return (np.ceil(STAYS[stays](luck, count) / shortest) * shortest).astype(int)

    assert early_ends(with_founders(in_terms, seed)) is None


@pytest.mark.parametrize("seed", range(5))
def test_ends_on_the_last_days_of_months_alone_are_no_missing_ends(seed):
    table = with_founders(STAYS["evenly"], seed)
    table["end"] = table["end"].dt.normalize() + pd.offsets.MonthEnd(0)
    assert early_ends(table[~(table["end"] > LAST)]) is None
