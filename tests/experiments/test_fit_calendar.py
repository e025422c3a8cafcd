"""Claims about the calendar of a fit: all tables have one period 1, and it is said which days that is."""

import pandas as pd
import pytest

import relsim
from relsim.errors import InputError
from relsim.questions.fit.calendar_words import calendar_in_words
from relsim.questions.fit.request import Asking, unknowns_of
from relsim.questions.fit.tables import tables_given
from relsim.questions.fit.target import flows_of_table, target_of
from relsim.runs.options import Runner


def market(**changes):
    base = relsim.load("retention-launch").scaled_to(400)
    return base.changed({"periods": 24, "evidence": []} | changes)


def written(path, head, rows):
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def of_months(first, count):
    return [str(month) for month in pd.period_range(first, periods=count, freq="M")]


@pytest.fixture
def survivors(tmp_path):
    """200 who came in two years, of whom 10 leave in each month of the third: no one else is listed."""
    came = of_months("2021-01", 24)
    rows = [f"k{n},{came[n % 24]}-10,{f'2023-{1 + n // 10:02}-20' if n < 120 else ''}" for n in range(200)]
    rows += [f"n{n},2023-{1 + n // 5:02}-05," for n in range(60)]
    return written(tmp_path / "customers.csv", "customer,start,end", rows)


@pytest.fixture
def log(tmp_path):
    """Purchases of 40 customers in each month from July 2022 to December 2023."""
    rows = [f"c{n},{month}-{1 + n % 28:02},10" for month in of_months("2022-07", 18) for n in range(40)]
    return written(tmp_path / "log.csv", "customer,date,amount", rows)


def figures(scenario, **tables):
    target = target_of(scenario, tables_given(tables))
    return {one.label: one.value for one in target.figures}, target.calendar


def sentences(scenario, **tables):
    asked = Asking(scenario, unknowns_of(scenario), tables_given(tables), 64, Runner.of({}))
    return calendar_in_words(asked)


def test_a_list_of_those_who_survive_counts_from_its_first_end_with_those_who_were_there(survivors):
    told, calendar = figures(market(), customers=survivors)
    assert calendar.first == pd.Timestamp("2023-01-01")
    there = [200 - 5 * month for month in range(12)]
    assert told["churn, periods 1 to 6"] == pytest.approx(60 / sum(there[:6]))
    assert told["won_per_customer, periods 7 to 12"] == pytest.approx(30 / sum(there[6:]))
    assert set(told) == {
        f"{one}, periods {span}" for one in ("churn", "won_per_customer") for span in ("1 to 6", "7 to 12")
    }


def test_a_list_with_ends_from_the_beginning_counts_from_its_first_start(tmp_path):
    rows = [
        f"k{n},2023-{1 + n // 10:02}-10,{f'2023-{2 + n // 10:02}-15' if n % 2 else ''}" for n in range(110)
    ]
    told, calendar = figures(market(), customers=written(tmp_path / "c.csv", "customer,start,end", rows))
    assert calendar.first == pd.Timestamp("2023-01-01")
    assert told["won_per_customer, periods 1 to 6"] > 0.3


def test_a_log_and_a_list_have_the_same_first_period(survivors, log):
    told, calendar = figures(market(), customers=survivors, transactions=log)
    assert calendar.first == pd.Timestamp("2023-01-01")
    assert {kind: calendar.periods_of(kind) for kind in calendar.through} == {
        "customers": 12,
        "transactions": 12,
    }
    assert told["purchases per customer of the whole log, periods 1 to 6"] == 6.0
    assert told["share of all in the log who bought, periods 7 to 12"] == 1.0
    assert 0.0 < told["last purchase of those who came again, as a share of the time watched"] <= 1.0
    said = " ".join(sentences(market(), customers=survivors, transactions=log))
    assert "Month 1 is 2023-01, the first that all tables cover" in said
    assert "log.csv gives periods 1 to 12 (2023-01 to 2023-12)" in said
    assert "records no end before 2023-01-20" in said and "the 200 who were there then" in said


def test_a_log_alone_counts_from_its_first_purchase(log):
    told, calendar = figures(market(), transactions=log)
    assert calendar.first == pd.Timestamp("2022-07-01")
    assert told["purchases per customer of the whole log, periods 1 to 6"] == pytest.approx(6.0, rel=0.05)
    assert not calendar.is_shared("transactions")


def test_a_last_month_that_is_cut_short_is_not_counted_and_that_is_said(survivors):
    with survivors.open("a") as file:
        file.write("late,2024-01-11,\n")
    told, calendar = figures(market(), customers=survivors)
    assert calendar.periods_of("customers") == 12
    assert any("2024-01 is cut short" in one for one in sentences(market(), customers=survivors))
    assert "churn, periods 7 to 12" in told


def test_a_table_of_periods_stands_on_the_same_calendar(survivors, tmp_path):
    rows = [
        f"{month},{500 + n},7,{n}" for n, month in enumerate(of_months("2022-01", 24)) if month != "2023-03"
    ]
    periods = written(tmp_path / "months.csv", "month,customers,won,lost", rows)
    alone, calendar = figures(market(), periods=periods)
    assert calendar.first == pd.Timestamp("2022-01-01")
    _, calendar = figures(market(), periods=periods, customers=survivors)
    assert calendar.first == pd.Timestamp("2023-01-01")
    lost = [n for n in range(12, 18) if n != 14]
    exposed = [500 + 15 if n == 15 else 500 + n - 1 for n in lost]
    given = tables_given({"periods": periods, "customers": survivors})
    told = {one.label: one.value for one, _ in flows_of_table(given["periods"], market(), calendar)}
    assert told["churn, periods 1 to 6"] == pytest.approx(sum(lost) / sum(exposed))
    assert len(alone) > len(told)


def test_what_a_list_and_a_table_of_periods_both_tell_counts_once(survivors, tmp_path):
    rows = [f"{month},{500 + n},7,6,{9 * n}" for n, month in enumerate(of_months("2022-01", 24))]
    periods = written(tmp_path / "months.csv", "month,customers,won,lost,revenue", rows)
    target = target_of(market(), tables_given({"periods": periods, "customers": survivors}))
    sources = {(one.label.split(",")[0], one.source) for one in target.figures}
    assert sources == {
        ("churn", "customers"),
        ("won_per_customer", "customers"),
        ("revenue_per_customer", "periods"),
    }
    said = sentences(market(), periods=periods, customers=survivors)
    assert any("both tell; the list counts" in one for one in said)


def test_answers_are_held_against_the_periods_in_which_they_were_given(survivors, tmp_path):
    rows = [f"k{n},2023-0{5 + n % 2}-10,{n % 11}" for n in range(60)]
    survey = written(tmp_path / "survey.csv", "customer,date,recommend", rows)
    target = target_of(market(), tables_given({"customers": survivors, "survey": survey}))
    assert target.sought[-1].span == (4, 6)
    assert target_of(market(), tables_given({"survey": survey})).sought[-1].span == (23, 24)


def test_quarters_and_weeks_have_a_calendar_as_well(survivors, log):
    quarterly = market(period="quarter", periods=8)
    _, calendar = figures(quarterly, customers=survivors, transactions=log)
    assert calendar.name_of((0, 2)) == "2023-01 to 2023-06"
    assert calendar.periods_of("transactions") == 4
    weekly = market(period="week", periods=40)
    _, calendar = figures(weekly, customers=survivors, transactions=log)
    assert calendar.name_of((0, 1)) == "2023-01-01 to 2023-01-07"


def test_tables_of_different_times_are_refused_in_one_sentence(survivors, tmp_path):
    rows = [f"c{n},2020-{1 + n % 12:02}-03,10" for n in range(100)]
    old = written(tmp_path / "old.csv", "customer,date,amount", rows)
    with pytest.raises(
        InputError, match=r"transactions: old\.csv tells of no whole month from 2023-01-01 on"
    ):
        figures(market(), customers=survivors, transactions=old)


def test_tenures_without_days_need_no_calendar(tmp_path):
    rows = [f"k{n},{3 + n % 20},{'Yes' if n % 4 == 0 else 'No'}" for n in range(80)]
    listed = written(tmp_path / "telco.csv", "customerID,tenure,Churn", rows)
    told, calendar = figures(market(), customers=listed)
    assert calendar is None and list(told) == ["churn, periods 1 to 24"]
    assert sentences(market(), customers=listed) == []


def test_where_the_evidence_stands_on_the_calendar_is_said(survivors):
    lost = {"measure": "lost", "value": 100, "period": "1 to 12"}
    said = sentences(market(evidence=[lost]), customers=survivors)[-1]
    assert "periods 1 to 12 are taken as 2023-01 to 2023-12" in said


def test_of_a_market_only_those_count_who_buy_within_the_time_of_the_log():
    from relsim.questions.fit.buying import bought_in_market

    columns = {"customer": [0, 1, 1, 2], "period": [0, 1, 5, 5], "number": [1, 1, 1, 1], "amount": [9.0] * 4}
    report = pd.DataFrame(columns)
    windows = pd.Series([3] * 5).to_numpy()
    told = bought_in_market(report, 10, windows, False).figures("month")
    assert told["share of all in the log who bought, periods 1 to 2"] == 1.0
