"""Claims about the calendar of a fit: all tables have one period 1, and it is said which days that is."""

from dataclasses import replace

import pandas as pd
import pytest

import relsim
from relsim.errors import InputError
from relsim.questions.fit.calendar_words import calendar_in_words
from relsim.questions.fit.last_year import with_last_year
from relsim.questions.fit.request import Asking, unknowns_of
from relsim.questions.fit.tables import tables_given
from relsim.questions.fit.target import flows_of_table, target_of
from relsim.runs.options import Runner
from relsim.scenario.measured_span import span_measured
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.notes import ValueNote


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


def opened(folder, a_month):
    """A list of a firm that opened in January 2023, where in each month so many come, and some go."""
    months = of_months("2023-01", 12)
    rows = [
        f"k{place}-{n},{month}-10,{f'{months[place + 2]}-15' if n % 2 and place < 10 else ''}"
        for place, month in enumerate(months)
        for n in range(a_month)
    ]
    return written(folder / f"{a_month}.csv", "customer,start,end", rows)


def test_of_a_firm_that_begins_without_customers_those_who_come_are_counted(tmp_path):
    few, many = opened(tmp_path, 10), opened(tmp_path, 20)
    running = [figures(market(), customers=one)[0] for one in (few, many)]
    assert running[0] == pytest.approx(running[1])
    empty = market(firms={"harbour": {"start": {"share": 0}}})
    started = [figures(empty, customers=one)[0] for one in (few, many)]
    assert [one["acquired, periods 1 to 6"] for one in started] == [60, 120]
    shared = {"churn, periods 1 to 6", "churn, periods 7 to 12"}
    assert shared == set(running[0]) & set(started[0])
    assert all(started[0][one] == pytest.approx(running[0][one]) for one in shared)


def test_the_rows_of_a_firm_that_begins_without_customers_are_counted_alike(tmp_path):
    rows = [f"{month},{10 * n},10,0" for n, month in enumerate(of_months("2023-01", 12))]
    table = written(tmp_path / "months.csv", "month,opening,won,lost", rows)
    empty = market(firms={"harbour": {"start": {"share": 0}}})
    assert figures(empty, periods=table)[0]["acquired, periods 1 to 6"] == 60
    assert "won_per_customer, periods 7 to 12" in figures(market(), periods=table)[0]


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


OF_LAST_YEAR = {"measure": "lost", "value": 60, "period": "last year"}


def placed(scenario, **tables):
    found = with_last_year(scenario, tables_given(tables))
    return [(one.measure, span_measured(one, found)) for one in found.evidence]


def test_figures_of_the_last_year_are_of_the_last_twelve_months_that_tables_cover(tmp_path):
    figures = [OF_LAST_YEAR, {"measure": "customers", "value": 9, "period": 20}, OF_LAST_YEAR]
    rows = [
        f"k{n},{month}-10,{'2023-05-20' if n < 3 else ''}" for n, month in enumerate(of_months("2022-01", 24))
    ]
    members = written(tmp_path / "members.csv", "customer,start,end", rows)
    of_year = ("lost", (12, 24))
    assert placed(market(evidence=figures), customers=members) == [of_year, ("customers", (19, 20)), of_year]
    quarters = market(evidence=[OF_LAST_YEAR], period="quarter", periods=9)
    assert placed(quarters, customers=members) == [("lost", (4, 8))]


def test_of_less_than_a_year_and_without_days_the_last_year_is_the_first_of_the_run(survivors, tmp_path):
    told = market(evidence=[OF_LAST_YEAR])
    assert placed(told) == placed(told, customers=survivors) == [("lost", (0, 12))]
    short = [f"k{n},2023-0{1 + n % 5}-10," for n in range(20)]
    assert placed(told, customers=written(tmp_path / "c.csv", "customer,start,end", short)) == [
        ("lost", (0, 12))
    ]


def test_a_last_year_beyond_the_end_of_the_run_is_refused_with_the_length_that_would_do(log):
    told = market(evidence=[OF_LAST_YEAR], periods=14)
    with pytest.raises(InputError, match=r"the run has 14; expected at least as many, as with periods: 17"):
        placed(told, transactions=log)
    assert placed(told.changed({"periods": 17}), transactions=log) == [("lost", (5, 17))]


@pytest.mark.slow
def test_a_fitted_market_keeps_the_months_in_which_its_last_year_was(tmp_path):
    rows = [f"k{n},{month}-10," for n, month in enumerate(of_months("2022-01", 20))]
    members = written(tmp_path / "members.csv", "customer,start,end", rows)
    file = written(
        tmp_path / "market.yaml",
        "{extends: retention-launch, customers: 200, periods: 20, replications: 2,",
        [
            "evidence: [{measure: lost, value: 8, period: last year, source: our books}],",
            "firms: {harbour: {service: {failures: {value: 6%, range: [2%, 15%]}}}}}",
        ],
    )
    found = relsim.fit(file, {"customers": members}, draws=64)
    again = tmp_path / "again.yaml"
    again.write_text(found.scenario.to_yaml(), encoding="utf-8")
    assert [one.period for one in relsim.load(again).evidence] == ["9 to 20"]
    assert "lost, periods 9 to 20" in [one["evidence"] for one in found.figures["evidence"]]
    assert "periods 9 to 20 are taken as 2022-09 to 2023-08" in " ".join(found.figures["calendar"])


def test_of_a_market_only_those_count_who_buy_within_the_time_of_the_log():
    from relsim.questions.fit.buying import bought_in_market

    columns = {"customer": [0, 1, 1, 2], "period": [0, 1, 5, 5], "number": [1, 1, 1, 1], "amount": [9.0] * 4}
    report = pd.DataFrame(columns)
    windows = pd.Series([3] * 5).to_numpy()
    told = bought_in_market(report, 10, windows, False).figures("month")
    assert told["share of all in the log who bought, periods 1 to 2"] == 1.0


@pytest.mark.parametrize(("came", "first"), [("2023-03-14", "2023-03-01"), ("2022-11-02", "2023-04-01")])
def test_a_log_covers_the_month_in_which_the_firm_began(came, first, tmp_path):
    months = of_months("2023-03", 10)
    joined = [f"k{n},{month}-{14 + n % 9:02}," for n, month in enumerate(months)]
    listed = written(tmp_path / "list.csv", "customer,start,end", [f"k,{came},", *joined])
    bought = [f"k{n},{month}-{14 + n % 9:02},10" for n, month in enumerate(months) for _ in range(2)]
    log = written(tmp_path / "log.csv", "customer,date,amount", bought)
    assert figures(market(), customers=listed, transactions=log)[1].first == pd.Timestamp(first)


def test_a_market_begun_with_a_list_begins_with_it_though_periods_are_told_later(survivors, tmp_path):
    rows = [f"{month},{200 - 5 * n},5,10" for n, month in enumerate(of_months("2023-07", 6))]
    later = written(tmp_path / "months.csv", "month,customers,won,lost", rows)
    begun = market()
    notes = begun.document.notes | {("firms", "harbour", "start", "customers"): ValueNote(source="list")}
    begun = Scenario.of(replace(begun.document, notes=notes), begun.founding_prices)
    told, calendar = figures(begun, customers=survivors, periods=later)
    assert calendar.first == pd.Timestamp("2023-01-01")
    assert calendar.first_of("periods") == 6
    assert told["customers, period 12"] == 200 - 5 * 12
    assert told["churn, periods 1 to 6"] == pytest.approx(60 / sum(200 - 5 * month for month in range(6)))
    first, *_ = sentences(begun, customers=survivors, periods=later)
    assert first == (
        "Month 1 is 2023-01: customers.csv gives periods 1 to 12 (2023-01 to 2023-12) and months.csv gives "
        "periods 7 to 12 (2023-07 to 2023-12)."
    )
    pairs = flows_of_table(tables_given({"periods": later})["periods"], begun, calendar)
    alone = {one.label: sought.span for one, sought in pairs}
    assert alone["churn, periods 7 to 9"] == (6, 9)
    assert figures(market(), customers=survivors, periods=later)[1].first == pd.Timestamp("2023-07-01")
