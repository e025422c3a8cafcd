"""Claims about lists of customers: who came and left, and what in a list does not go together."""

import pandas as pd
import pytest

import relsim
from relsim.evidence.customers import read_customers
from relsim.evidence.segments_told import segments_told
from relsim.questions.fit.tables import tables_given
from relsim.questions.fit.target import target_of

HEAD = "customer,start,end,charge,segment,contract,reason,channel"
GOOD = [
    "a,2024-01-01,,19.90,home,monthly,,friends",
    "b,2024-01-15,2024-07-15,19.90,home,monthly,price,advertising",
    "c,2024-02-01,,49.00,office,yearly,,friends",
    "d,2024-03-01,2024-12-31,49.00,office,yearly,moved,search",
]


def read(folder, text, **options):
    path = folder / "customers.csv"
    path.write_text(text + "\n", encoding="utf-8")
    return read_customers(path, **options)


def with_lines(*lines, head=HEAD):
    return "\n".join([head, *GOOD, *lines])


def test_a_clean_list_is_read_as_it_is(tmp_path):
    found = read(tmp_path, with_lines())
    assert found.table["customer"].tolist() == ["a", "b", "c", "d"]
    assert found.table["left"].tolist() == [False, True, False, True]
    assert found.table["months"].tolist() == pytest.approx([12.0, 6.0, 11.0, 10.0], abs=0.1)
    assert found.set_aside.empty
    assert found.contradictions == []


SPOILED = {
    "ends before it starts": ("e,2024-05-01,2024-04-01,19.90,home,monthly,,", "ends before it starts"),
    "a start that is no day": ("e,2024-13-01,,19.90,home,monthly,,", "the start is no day of the calendar"),
    "a charge in words": ("e,2024-05-01,,free,home,monthly,,", "the charge is no number"),
    "a charge below zero": ("e,2024-05-01,,-5,home,monthly,,", "a charge below zero"),
    "nobody": (",2024-05-01,,19.90,home,monthly,,", "no customer"),
    "a repeat": (GOOD[1], "a repeat of an earlier row"),
    "twice at once": ("b,2024-03-01,2024-09-01,19.90,home,monthly,,", "a customer who is there already"),
    "long ago": ("e,1900-01-01,,19.90,home,monthly,,", "the start lies years from all others"),
    "a cell too few": (
        "e,2024-05-01,,19.90,home,monthly,",
        "the number of its cells is not that of the others",
    ),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_spoiled_row_is_set_aside_with_its_line_and_the_rest_is_kept(tmp_path, spoiled):
    line, reason = SPOILED[spoiled]
    found = read(tmp_path, with_lines(line))
    assert found.table["customer"].tolist() == ["a", "b", "c", "d"]
    assert found.set_aside[["line", "reason"]].to_numpy().tolist() == [[6, reason]]


def test_somebody_who_came_back_has_two_rows(tmp_path):
    found = read(tmp_path, with_lines("b,2024-09-01,,19.90,home,monthly,,win-back"))
    assert found.table["customer"].tolist() == ["a", "b", "b", "c", "d"]
    assert found.set_aside.empty


def plans(tmp_path, shares):
    rows = []
    for number, day in enumerate(pd.date_range("2024-01-01", periods=300, freq="D")):
        plan = "basic" if number % 3 else "team"
        leaves = number < 240 and number // 3 % 10 < shares[plan]
        end = (day + pd.Timedelta(days=40)).date() if leaves else ""
        rows.append(f"c{number},{day.date()},{end},{plan},{'north' if number // 30 % 2 else 'south'}")
    path = tmp_path / "customers.csv"
    path.write_text("\n".join(["customer,start,end,plan,region", *rows]), encoding="utf-8")
    return path


def test_segments_are_offered_by_the_column_that_tells_more_of_who_leaves(tmp_path):
    told = segments_told(read_customers(plans(tmp_path, {"basic": 6, "team": 1})))
    assert [one.column for one in told] == ["plan", "region"]
    assert told[0].table["segment"].tolist() == ["basic", "team"]
    assert "{name: basic, share: 66.7%}, {name: team, share: 33.3%}" in told[0].in_words()


def test_the_churn_of_a_segment_of_the_market_is_held_by_itself(tmp_path):
    names = ("basic", "team")
    segments = [{"name": name, "share": "50%", "restlessness": 1} for name in names]
    scenario = relsim.load("retention-launch").changed({"segments": segments, "periods": 18})
    target = target_of(scenario, tables_given({"customers": plans(tmp_path, {"basic": 6, "team": 1})}))
    figures = {one.label.split(",")[0]: one for one in target.figures}
    basic, team = (figures[f"churn of {name}"] for name in names)
    assert basic.value > 3.0 * team.value > 0.0 and team.give_or_take > 0.0
    assert [target.sought_of(one).segment for one in (basic, team)] == list(names)


def test_starts_still_to_come_are_set_aside_by_the_list_and_not_by_the_clock(tmp_path):
    days = pd.date_range("2091-01-05", periods=300, freq="2D").strftime("%Y-%m-%d").to_list()
    path = tmp_path / "customers.csv"
    for late, gone in (("2093-06-01", ["2093-06-01"]), (days[-1], [])):
        rows = [f"c{number},{day},,30" for number, day in enumerate([*days, late])]
        path.write_text("\n".join(["customer,start,end,charge", *rows]), encoding="utf-8")
        found = read_customers(path)
        assert found.set_aside["value"].tolist() == gone
        assert set(found.set_aside["reason"]) <= {"the start lies long after all others"}


def test_a_day_in_the_far_future_stands_for_no_end(tmp_path):
    found = read(tmp_path, with_lines("e,2024-05-01,9999-12-31,19.90,home,monthly,,"))
    assert pd.isna(found.table["end"].iloc[-1])
    assert not found.table["left"].iloc[-1]


def test_a_tenure_without_dates_is_enough_and_is_said(tmp_path):
    rows = "customerID,tenure,MonthlyCharges,TotalCharges,Churn\n"
    rows += "1,12,10.0,120.0,Yes\n2,3,20.0,60.0,No\n3,0,20.0, ,No"
    found = read(tmp_path, rows)
    assert found.table["months"].tolist() == [12.0, 3.0, 0.0]
    assert found.table["left"].tolist() == [True, False, False]
    assert any("tenure and no dates" in doubt for doubt in found.doubts)


def test_a_flag_without_a_day_is_said(tmp_path):
    found = read(
        tmp_path, "client id,signup date,churned\n1,2024-01-01,yes\n2,2024-02-01,no\n3,2024-03-01,no"
    )
    assert found.table["left"].tolist() == [True, False, False]
    assert pd.isna(found.table["months"].iloc[0])
    assert any("no day says when" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [("Active", "no", "yes"), ("IsActive", "0", "1"), ("Status", "cancelled", "active")],
)
def test_a_flag_of_activity_says_the_opposite(tmp_path, name, yes, no):
    found = read(tmp_path, f"id,start date,{name}\n1,2024-01-01,{yes}\n2,2024-02-01,{no}\n3,2024-02-01,{no}")
    assert found.table["left"].tolist() == [True, False, False]


def test_an_end_of_somebody_who_has_not_left_is_a_contradiction(tmp_path):
    found = read(
        tmp_path, "id,start,end,churn\n1,2024-01-01,2024-05-01,no\n2,2024-01-01,,no\n3,2024-02-01,,no"
    )
    assert "line 2" in found.contradictions[0]
    assert "although the flag says" in found.contradictions[0]


def test_a_tenure_that_is_not_the_time_between_dates_is_a_contradiction_with_what_would_fit(tmp_path):
    found = read(
        tmp_path,
        "id,start,end,tenure\n1,2024-01-01,2024-07-01,6\n2,2024-01-01,2024-07-01,16\n3,2024-01-01,,6",
    )
    assert "line 3: 16, where 6.0 months would fit" in found.contradictions[0]


def test_a_tenure_is_not_an_age_and_may_be_in_years(tmp_path):
    found = read(
        tmp_path, "Surname,CustomerId,Age,Tenure (years),Exited\nHill,1,42,2,1\nOnio,2,41,8,0\nBoni,3,42,1,0"
    )
    assert found.table["months"].tolist() == [24.0, 96.0, 12.0]
    assert found.table["customer"].tolist() == ["1", "2", "3"]


def test_a_list_of_nobody_but_those_who_left_is_a_doubt(tmp_path):
    rows = [f"k{number},2024-01-0{1 + number % 9},2024-06-01" for number in range(30)]
    found = read(tmp_path, "\n".join(["id,start,end", *rows]))
    assert any("those who stay are missing" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("cells", "field"), [(("Basic", "Premium"), "contract"), (("29,90", "44,90"), "charge")]
)
def test_a_tariff_is_a_plan_or_a_price_by_what_it_holds(tmp_path, cells, field):
    rows = [f"M{n};05.09.2023;{'31.03.2024' if n % 3 else ''};{cells[n % 2]}" for n in range(60)]
    path = tmp_path / "mitglieder.csv"
    path.write_text("\n".join(["Mitgliedsnr.;Eintritt;Austritt;Tarif", *rows]) + "\n", encoding="utf-8")
    assert read_customers(path).understanding.column(field) == "Tarif"


def test_an_export_of_a_gym_in_german_is_read_as_it_is(tmp_path):
    rows = ["Mitgliedsnr.;Eintritt;Kündigung zum;Monatsbeitrag", "M1;05.09.2023;31.03.2024;39,90 €"]
    rows += ["M2;13.01.2024;;1.029,90 €", "M3;02.02.2024;30.11.2024;29,90 €"]
    path = tmp_path / "mitglieder.csv"
    path.write_text("\n".join(rows) + "\n", encoding="cp1252")
    listed = read_customers(path)
    names = {one.field: one.column for one in listed.understanding.columns}
    assert (names["start"], names["end"], names["charge"]) == ("Eintritt", "Kündigung zum", "Monatsbeitrag")
    assert listed.table["charge"].tolist() == [39.9, 1029.9, 29.9]
    assert [str(day.date()) for day in listed.table["end"].dropna()] == ["2024-03-31", "2024-11-30"]


@pytest.mark.parametrize("never", ["", "9999-12-31", "31.12.9999 00:00:00"])
@pytest.mark.parametrize("back", [0, 1, 4, 20])
def test_a_list_in_which_some_came_back_is_one_of_customers(tmp_path, never, back):
    rows = [
        f"{who},2023-{who % 12 + 1:02}-01,{never if who % 3 else '2023-11-20'},gold,20" for who in range(60)
    ]
    rows += [f"{3 * who},2023-12-01,{never},gold,20" for who in range(back)]
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["customer,start,end,plan,charge", *rows]), encoding="utf-8")
    (listed,) = relsim.audit(path).tables
    assert (listed.understanding.kind, len(listed.table)) == ("customers", len(rows))
    assert listed.table["left"].sum() == 20
