"""Claims about tables in several files: they are one table, and each row keeps its file and line."""

import json

import pandas as pd
import pytest
from command_line import called

import relsim
from relsim.errors import InputError, ScenarioError
from relsim.evidence.customers import read_customers
from relsim.evidence.periods import read_periods
from relsim.evidence.survey import read_survey
from relsim.evidence.transactions import read_transactions


def written(folder, **texts):
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text.replace(" / ", "\n") + "\n", encoding="utf-8")
    return paths


def test_a_log_with_a_file_for_each_year_is_one_log_however_each_is_written(tmp_path):
    paths = written(
        tmp_path,
        first="customer,date,amount / k1,2023-12-30,1012.50 / k2,,5.00 / k2,2023-11-30,7.50",
        second="Kunde;Kaufdatum;Betrag / k3;02.01.2024;1.012,50 / k1;31.01.2024;x / k1;31.01.2024;8,00",
    )
    (log,) = relsim.audit(paths).tables
    assert log.table["amount"].tolist() == [1012.5, 8.0, 7.5, 1012.5]
    assert (log.rows, str(log.last_day.date())) == (6, "2024-01-31")
    where = log.set_aside[["file", "line"]].itertuples(index=False, name=None)
    assert list(where) == [(str(paths[0]), 3), (str(paths[1]), 3)]


def test_a_purchase_in_two_exports_is_counted_once_and_one_bought_twice_is_two(tmp_path):
    paths = written(
        tmp_path,
        first="customer,date,amount,invoice / a,2024-01-31,5,1 / a,2024-01-31,5,2 / b,2024-01-05,9,3",
        second="order,card,bought,paid / 2,a,31.01.24,5 / 1,a,31.01.24,5 / 4,a,31.01.24,5 / 5,b,01.02.24,9",
    )
    log = read_transactions(paths)
    assert log.table["amount"].tolist() == [15.0, 9.0, 9.0]
    assert log.set_aside["value"].tolist() == ["line 3 of first.csv", "line 2 of first.csv"]
    assert set(log.set_aside["reason"]) == {"stands in an earlier file, too"}


@pytest.mark.parametrize("times", [(" 10:00", " 18:30"), ("", "")])
def test_two_purchases_of_a_day_in_two_files_are_told_apart_by_their_time_where_both_have_one(
    tmp_path, times
):
    paths = written(
        tmp_path,
        first=f"customer,date,amount / a,2024-01-31{times[0]},5 / b,2024-01-02 09:00,1",
        second=f"customer,date,amount / a,31.01.2024{times[1]},5 / b,05.02.2024 11:00,1",
    )
    assert read_transactions(paths).table["amount"].iloc[0] == (10.0 if times[0] else 5.0)


def test_returns_of_one_year_are_taken_off_purchases_of_the_year_before(tmp_path):
    paths = written(
        tmp_path,
        first="customer,date,amount / a,2023-12-30,5 / a,2023-12-31,7",
        second="customer,date,amount / a,2024-01-02,-5 / a,2024-01-03,6",
    )
    log = read_transactions(paths)
    assert log.table["amount"].tolist() == [7.0, 6.0]
    assert log.taken_off["value"].tolist() == ["off line 2 of first.csv"]


def test_files_that_share_no_customer_may_be_of_different_firms(tmp_path):
    rows = {
        name: "customer,date,amount / "
        + " / ".join(f"{name}{number},2024-0{month}-{number % 27 + 1:02},5" for number in range(40))
        for month, name in enumerate(("a", "b"), 1)
    }
    assert any("different firms" in doubt for doubt in read_transactions(written(tmp_path, **rows)).doubts)


def test_the_list_is_believed_that_knows_of_the_latest_days(tmp_path):
    later = "customer,start,end / a,2023-01-03,2024-05-01 / c,2024-02-03, / b,2023-02-03,2023-10-10"
    earlier = "client;since;left / a;03.01.2023; / b;03.02.2023;10.10.2023 / d;03.03.2023;"
    for texts in ({"new": later, "old": earlier}, {"old": earlier, "new": later}):
        listed = read_customers(written(tmp_path, **texts))
        ends = dict(zip(listed.table["customer"], listed.table["end"].dt.strftime("%Y-%m-%d"), strict=True))
        assert {name: end for name, end in ends.items() if not pd.isna(end)} == {
            "a": "2024-05-01",
            "b": "2023-10-10",
        }
        assert set(ends) == {"a", "b", "c", "d"}
        aside = listed.set_aside
        assert [
            (file.rsplit("/", 1)[-1], line) for file, line in zip(aside["file"], aside["line"], strict=True)
        ] == [
            ("old.csv", 2),
            ("old.csv", 3),
        ]
        assert any("1 customers who had not left by old.csv" in doubt for doubt in listed.doubts)


def test_files_of_the_same_months_give_one_another_numbers_and_are_held_against_one_another(tmp_path):
    paths = written(
        tmp_path,
        stock="month,customers,won,lost / 2024-01,100,10,5 / 2024-02,105,10,5",
        later="month,customers,won,lost / 2024-02,106,10,5 / 2024-03,110,10,5",
        money="month,marketing spend / 2024-02,70 / 2024-03,80",
    )
    periods = read_periods(paths)
    assert periods.table["customers"].tolist() == [100, 105, 110]
    assert periods.table["marketing spend"].tolist()[1:] == [70, 80]
    assert periods.contradictions == [
        "2024-02: customers is 106 in line 2 of later.csv, and 105 in line 3 of stock.csv, which is believed."
    ]
    assert periods.set_aside[["line", "value"]].values.tolist() == [[2, "as line 3 of stock.csv"]]


def test_months_and_quarters_are_two_tables_and_no_single_one(tmp_path):
    paths = written(
        tmp_path,
        months="month,customers,won / 2024-01,100,10 / 2024-02,105,10",
        quarters="quarter,customers,won / 2024-Q1,100,10 / 2024-Q2,105,10",
    )
    assert [table.unit for table in relsim.audit(paths).tables] == ["month", "quarter"]
    with pytest.raises(ScenarioError, match=r"quarters\.csv:1:1  its rows are quarters"):
        read_periods(paths)


def test_satisfaction_on_several_scales_is_brought_to_one_and_answers_are_counted_once(tmp_path):
    paths = written(
        tmp_path,
        five="customer,date,nps,csat / a,2024-01-03,9,4 / b,2024-01-03,8,5",
        ten="customer,date,nps,csat / a,2024-01-03,9,8 / b,2024-03-03,8,9",
    )
    answers = read_survey(paths)
    assert answers.table["satisfaction"].tolist() == [8, 10, 9]
    assert any("several scales" in doubt for doubt in answers.doubts)


def test_the_page_and_what_programs_read_tell_the_file_of_every_row(tmp_path, capsys):
    rows = " / ".join(f"k{number % 9},2023-{number % 12 + 1:02}-11,5" for number in range(60))
    paths = written(
        tmp_path,
        first=f"customer,date,amount / {rows} / k1,,5",
        second=f"customer,date,amount / {rows.replace('2023', '2024')} / k1,,5",
    )
    assert called("audit", *map(str, paths), "--out", str(tmp_path / "out")) == 0
    assert "first.csv, second.csv are read as one table of purchases" in " ".join(
        capsys.readouterr().out.split()
    )
    (table,) = json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))["tables"]
    assert table["files"] == list(map(str, paths))
    undated = [one for one in table["set_aside"]["reasons"] if one["reason"] == "no date"]
    assert [(one["file"], one["lines"]) for one in undated] == [(str(path), [62]) for path in paths]


def test_a_fit_and_a_backtest_take_several_files(tmp_path):
    from relsim.questions.fit.tables import tables_given

    paths = written(
        tmp_path,
        first="customer,date,amount / a,2023-12-30,5 / b,2023-12-31,7",
        second="customer,date,amount / a,2024-01-02,5 / b,2024-01-03,6",
    )
    assert len(tables_given({"transactions": paths})["transactions"].table) == 4
    assert len(tables_given(paths)["transactions"].table) == 4


def test_a_file_that_is_there_twice_is_refused(tmp_path):
    (path,) = written(tmp_path, log="customer,date,amount / a,2023-12-30,5")
    with pytest.raises(InputError, match="there twice, expected each file once"):
        read_transactions([path, tmp_path / "." / "log.csv"])
