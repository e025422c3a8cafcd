"""Claims about numbers by period: flows are held against stocks, churn against flows."""

import pytest

import relsim
from relsim.errors import ScenarioError
from relsim.evidence.periods import read_periods
from relsim.questions.audit.page import note_of

HEAD = "month,customers,won,lost,revenue,ad spend,care spend"


def read(folder, *lines, head=HEAD):
    path = folder / "periods.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return read_periods(path)


GOOD = [
    "2024-01,1000,50,40,10000,500,90",
    "2024-02,1020,60,40,10200,510,80",
    "2024-03,1030,40,30,10300,520,85",
]


def test_a_clean_table_is_read_as_it_is(tmp_path):
    found = read(tmp_path, *GOOD)
    assert found.unit == "month"
    assert found.spending == ["ad spend", "care spend"]
    assert found.table["customers"].tolist() == [1000, 1020, 1030]
    assert found.contradictions == []
    assert found.doubts == []


def test_flows_that_contradict_stocks_are_told_with_the_figures_that_would_fit(tmp_path):
    (told,) = read(tmp_path, *GOOD, "2024-04,1100,50,40,1,1,1").contradictions
    assert "line 5" in told
    assert "1,040 customers would fit; or 110 won" in told


def test_customers_counted_at_the_start_of_periods_are_no_contradiction(tmp_path):
    rows = [
        "2024-01,1000,50,40",
        "2024-02,1010,60,40",
        "2024-03,1030,40,30",
        "2024-04,1040,80,30",
        "2024-05,1090,4,9",
    ]
    found = read(tmp_path, *rows, head="month,customers,won,lost")
    assert found.contradictions == []
    assert found.understanding.column("opening") == "customers"
    assert any("at the start of each period" in one.why for one in found.understanding.columns)
    assert found.table["opening"].tolist() == [1000, 1010, 1030, 1040, 1090]
    assert found.table["customers"].tolist() == [1010, 1030, 1040, 1090, 1085]


def test_customers_who_were_there_within_a_period_are_those_at_its_start_and_those_won(tmp_path):
    rows = ["2024-01,1050,50,40", "2024-02,1070,60,30", "2024-03,1080,40,20", "2024-04,1140,80,30"]
    found = read(tmp_path, *rows, head="month,customers,won,lost")
    assert found.contradictions == []
    assert found.table["opening"].tolist() == [1000, 1010, 1040, 1060]
    assert found.table["customers"].tolist() == [1010, 1040, 1060, 1110]


def test_opening_numbers_are_held_against_those_at_the_end(tmp_path):
    found = read(
        tmp_path,
        "2024-01,1000,50,40,1010",
        "2024-02,1010,60,40,1130",
        head="month,opening,new,churned,closing",
    )
    (told,) = found.contradictions
    assert "1,030 customers would fit" in told


@pytest.mark.parametrize("churn", ["0.12,0.1176", "12%,11.76%", "12,11.76"])
def test_a_churn_of_a_quarter_in_a_table_of_months_is_seen(tmp_path, churn):
    first, second = churn.split(",")
    rows = ["2024-01,1000,50,40,", f"2024-02,1020,60,40,{first}", f"2024-03,1040,60,40,{second}"]
    (told,) = read(tmp_path, *rows, head="month,customers,won,lost,churn rate").contradictions
    assert "it is that of a quarter" in told
    assert "3.96% a month would fit" in told


def test_a_churn_that_is_not_the_share_lost_is_told_with_what_would_fit(tmp_path):
    rows = ["2024-01,1000,50,40,", "2024-02,1020,60,40,0.04", "2024-03,1040,60,40,0.06"]
    (told,) = read(tmp_path, *rows, head="month,customers,won,lost,churn rate").contradictions
    assert "line 4: 6.00%, where 3.92% would fit" in told


SPOILED = {
    "a sum below": ("Total,,150,110,30500,1,1", "no month, quarter, week or year"),
    "a period twice": ("2024-02,1020,60,40,10200,510,80", "a period that is there already"),
    "a quarter among months": ("2024-Q1,1030,150,110,30500,1,1", "no month, as the others are"),
    "fewer than none": ("2024-04,1030,-5,5,1,1,1", "won below zero"),
    "words for a number": ("2024-04,1030,many,5,1,1,1", "the won is no number"),
    "no period": (",1030,5,5,1,1,1", "no period"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_spoiled_row_is_set_aside_with_its_line_and_the_rest_is_kept(tmp_path, spoiled):
    line, reason = SPOILED[spoiled]
    found = read(tmp_path, *GOOD, line)
    assert found.table["customers"].tolist() == [1000, 1020, 1030]
    assert found.set_aside[["line", "reason"]].to_numpy().tolist() == [[5, reason]]


@pytest.mark.parametrize(
    ("texts", "unit", "name"),
    [
        (("2024-01", "2024-02", "2024-03"), "month", "2024-01"),
        (("01/2024", "02/2024", "03/2024"), "month", "2024-01"),
        (("Jan 2024", "Feb 2024", "Mar 2024"), "month", "2024-01"),
        (("Jan-24", "Feb-24", "Mar-24"), "month", "2024-01"),
        (("1/1/2024", "2/1/2024", "3/1/2024"), "month", "2024-01"),
        (("01/01/2024", "01/02/2024", "01/03/2024"), "month", "2024-01"),
        (("31.01.2024", "29.02.2024", "31.03.2024"), "month", "2024-01"),
        (("2024-01-31", "2024-02-29", "2024-03-31"), "month", "2024-01"),
        (("202401", "202402", "202403"), "month", "2024-01"),
        (("2024-Q1", "2024-Q2", "2024-Q3"), "quarter", "2024-Q1"),
        (("Q1 2024", "Q2 2024", "Q3 2024"), "quarter", "2024-Q1"),
        (("Q1 FY24", "Q2 FY24", "Q3 FY24"), "quarter", "2024-Q1"),
        (("2024-03-31", "2024-06-30", "2024-09-30"), "quarter", "2024-Q1"),
        (("2024-W01", "2024-W02", "2024-W03"), "week", "2024-W01"),
        (("2022", "2023", "2024"), "year", "2022"),
        (("FY22", "FY23", "FY24"), "year", "2022"),
        (("2022/23", "2023/24", "2024/25"), "year", "2022"),
    ],
)
def test_spans_are_understood_however_they_are_written(tmp_path, texts, unit, name):
    rows = [f"{text},{line.split(',', 1)[1]}" for text, line in zip(texts, GOOD, strict=True)]
    found = read(tmp_path, *rows, head=HEAD.replace("month", "period"))
    assert (found.unit, found.table["period"].iloc[0]) == (unit, name)
    assert found.contradictions == []


def test_years_of_a_firms_own_are_a_doubt(tmp_path):
    found = read(tmp_path, "FY22,10,1,1", "FY23,10,1,1", head="year,customers,won,lost")
    assert any("a firm's own" in doubt for doubt in found.doubts)


def test_a_missing_month_is_a_doubt_and_stocks_are_not_held_against_flows_across_it(tmp_path):
    found = read(tmp_path, GOOD[0], GOOD[2])
    assert "1 month is missing, after 2024-01." in found.doubts
    assert found.contradictions == []


def test_lines_of_business_are_held_apart(tmp_path):
    rows = ["2024-01,a,100,5,5", "2024-01,b,200,5,5", "2024-02,a,110,15,5", "2024-02,b,205,15,5"]
    (told,) = read(tmp_path, *rows, head="month,line,customers,won,lost").contradictions
    assert "of b (line 5)" in told


def test_a_table_without_numbers_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(ScenarioError, match=r"periods\.csv:1:1 .* a row would be a month"):
        read(tmp_path, "2024-01,red", head="month,colour")


def test_a_share_lost_beyond_all_numbers_is_no_churn_to_compare(tmp_path):
    rows = ["2024-01,1e-308,50,40,4%", "2024-02,1020,60,40,4%", "2024-03,1030,40,30,3%"]
    found = read(tmp_path, *rows, head="month,customers,won,lost,churn")
    assert not any("The churn" in told for told in found.contradictions)


SUBSCRIBERS = [
    (52000, 1141, 630, 317, 52194, "1.82%"),
    (52194, 956, 596, 334, 52220, "1.78%"),
    (52220, 1063, 658, 298, 52327, "1.83%"),
    (52327, 1137, 595, 294, 52575, "1.70%"),
]


def of_subscribers(*columns):
    names = ["Opening subs", "Gross adds", "Port outs", "Disconnections", "Closing subs", "Churn %"]
    chosen = [names.index(name) for name in columns or names]
    rows = [f"2023-0{n + 1},{','.join(str(row[one]) for one in chosen)}" for n, row in enumerate(SUBSCRIBERS)]
    return rows, ",".join(["Period", *(names[one] for one in chosen)])


def test_customers_lost_are_worked_out_where_no_column_tells_all_of_them(tmp_path):
    rows, head = of_subscribers()
    found = read(tmp_path, *rows, head=head)
    assert found.table["customers"].tolist() == [row[4] for row in SUBSCRIBERS]
    assert found.table["opening"].tolist() == [row[0] for row in SUBSCRIBERS]
    assert found.table["lost"].tolist() == [row[2] + row[3] for row in SUBSCRIBERS]
    assert found.contradictions == []
    assert any("worked out from customers at the start + won" in one for one in found.doubts)


def test_customers_lost_are_worked_out_from_nothing_less(tmp_path):
    rows, head = of_subscribers("Gross adds", "Port outs", "Disconnections", "Closing subs", "Churn %")
    found = read(tmp_path, *rows, head=head)
    assert found.table["lost"].isna().all() and not any("worked out" in one for one in found.doubts)


def test_a_churn_that_was_read_is_shown(tmp_path):
    rows, head = of_subscribers()
    read(tmp_path, *rows, head=head)
    page = note_of(relsim.audit(next(tmp_path.glob("*.csv"))))
    shown = [row for one in page.tables if one.caption == "What the tables hold" for row in one.rows]
    assert [row[1] for row in shown if "mean churn a month" in row[0]] == ["1.78\N{NO-BREAK SPACE}%"]
