"""Claims about audits: on the command line, of tables against one another, of habits, of examples."""

import json
import runpy
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from command_line import called

import relsim
from relsim.errors import ScenarioError
from relsim.evidence.leaving import leaving_in
from relsim.questions.audit.habits import habits_in
from relsim.questions.audit.leaving import churn_by_tenure
from relsim.questions.audit.page import holdings_of_list, note_of, read_in_words
from relsim.questions.audit.record import audit_as_json
from relsim.questions.fit.target import churn_of_tenures

DATA = Path(__file__).parents[2] / "scenarios" / "data"
LOG = [
    "customer,date,amount",
    *(f"k{n % 9},2024-{1 + n % 12:02}-{1 + n % 27:02},{5 + n % 7}.50" for n in range(120)),
]


def table(folder, name, *lines):
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# The command line


def test_the_command_writes_a_page_and_what_programs_read(tmp_path, capsys):
    log = table(tmp_path, "log.csv", *LOG, "k1,,5.00", "k1,2024-02-30,5.00")
    assert called("audit", log, "--out", tmp_path / "out") == 0
    said = json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))
    (told,) = said["tables"]
    assert {one["column"]: one["taken_for"] for one in told["columns"]} == {
        "customer": "customer",
        "date": "date",
        "amount": "amount",
    }
    assert [(one["reason"], one["lines"]) for one in told["set_aside"]["reasons"]] == [
        ("no date", [122]),
        ("the date is no day of the calendar", [123]),
    ]
    page = (tmp_path / "out" / "audit.html").read_text(encoding="utf-8")
    assert "2 of 122 rows were set aside" in page
    assert page.count("<figure") == 5
    assert "could not be made" not in page
    assert "2 of 122 rows were set aside" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--columns", "amount"], "is not of the form MEANING=COLUMN"),
        (["--columns", "amount=amont"], 'did you mean "amount"'),
        (["--columns", "amonut=amount"], 'did you mean "amount"'),
        (["--dates", "backwards"], "expected day-first or month-first"),
        (["nowhere.csv"], "there is no such file"),
        (["."], "it is a folder"),
    ],
)
def test_wrong_words_are_one_sentence_and_exit_2(tmp_path, capsys, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    table(tmp_path, "log.csv", *LOG)
    assert called("audit", "log.csv", *words) == 2
    error = capsys.readouterr().err.strip()
    assert said in error
    assert len(error.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv"]


def test_rows_with_products_are_items_of_purchases(tmp_path):
    path = tmp_path / "items.csv"
    rows = [f"{n // 2},P{n % 9},c{n % 7},2024-0{1 + n % 9}-1{n % 9},5" for n in range(90)]
    path.write_text("\n".join(["Invoice,StockCode,Customer,Date,Amount", *rows]), encoding="utf-8")
    assert "each row an item of a purchase: " in read_in_words(relsim.audit(path).tables[0])[0]
    path.write_text("\n".join(["Customer,Date,Amount", *(row.split(",", 2)[2] for row in rows)]))
    assert "each row a purchase: " in read_in_words(relsim.audit(path).tables[0])[0]


def test_columns_can_be_told_in_one_option_or_several(tmp_path):
    log = table(tmp_path, "log.csv", "a,b,c,d", *(f"{line},1.00" for line in LOG[1:]))
    for number, words in enumerate(
        (["--columns", "amount=d,customer=a"], ["--columns", "amount=d", "--columns", "customer=a"])
    ):
        out = tmp_path / str(number)
        assert called("audit", log, *words, "--out", out) == 0
        said = json.loads((out / "audit.json").read_text(encoding="utf-8"))
        assert said["tables"][0]["columns"][3] == {"column": "d", "taken_for": "amount", "why": "as told"}


# Tables against one another


def test_a_purchase_after_leaving_is_a_contradiction(tmp_path):
    log = table(tmp_path, "log.csv", *LOG)
    people = table(
        tmp_path,
        "people.csv",
        "customer,start,end",
        *(f"k{n},2023-01-01,{'2024-06-30' if n == 4 else ''}" for n in range(9)),
    )
    (told,) = relsim.audit([log, people]).contradictions
    assert "after the customer had left" in told
    assert '"k4"' in told


def test_buyers_who_are_not_in_the_list_are_a_contradiction(tmp_path):
    log = table(tmp_path, "log.csv", *LOG)
    people = table(tmp_path, "people.csv", "customer,start,end", *(f"k{n},2023-01-01," for n in range(8)))
    (told,) = relsim.audit([log, people]).contradictions
    assert "1 of 9 customers in log.csv are not in people.csv" in told
    assert '"k8" among them' in told


def test_a_revenue_that_is_not_the_sum_of_the_purchases_is_told_with_what_would_fit(tmp_path):
    log = table(tmp_path, "log.csv", *LOG)
    sums = relsim.audit(log).tables[0].table.set_index("date")["amount"].resample("MS").sum()
    rows = [f"{day:%Y-%m},{total + 100 * (day.month == 3):.2f}" for day, total in sums.items()]
    (told,) = relsim.audit([log, table(tmp_path, "months.csv", "month,revenue", *rows)]).contradictions
    assert "2024-03: months.csv has a revenue" in told and str(tmp_path) not in told
    assert f"sum to {sums.loc['2024-03-01']:,.2f}, which would fit" in told


def test_customers_won_are_held_against_those_who_came(tmp_path):
    people = table(
        tmp_path, "people.csv", "customer,start,end", *(f"k{n},2024-0{1 + n % 3}-05," for n in range(30))
    )
    months = table(tmp_path, "months.csv", "month,won", "2024-01,10", "2024-02,17", "2024-03,10")
    (told,) = relsim.audit([people, months]).contradictions
    assert "2024-02: 17, where 10 would fit" in told
    assert "months.csv has other customers won than people.csv" in told and str(tmp_path) not in told


# Contract or not


def test_payments_at_even_intervals_are_a_contract(tmp_path):
    rows = [
        f"k{who},{date(2024, 1, 1 + who) + timedelta(days=30 * n)},9.90"
        for who in range(12)
        for n in range(10)
    ]
    assert relsim.audit(table(tmp_path, "log.csv", LOG[0], *rows)).contract.has_contract is True


def test_purchases_at_uneven_intervals_are_none(tmp_path):
    luck = np.random.default_rng(3)
    rows = [
        f"k{who},{date(2024, 1, 1) + timedelta(days=int(day))},9.90"
        for who in range(30)
        for day in luck.integers(0, 700, 9)
    ]
    assert relsim.audit(table(tmp_path, "log.csv", LOG[0], *rows)).contract.has_contract is False


# What habits show


def test_cohorts_repeats_and_concentration_are_those_counted_by_hand(tmp_path):
    rows = [f"k{who:02},2024-01-10,10.00" for who in range(10)] + [
        f"k{who:02},2024-03-20,30.00" for who in range(4)
    ]
    rows += [f"m{who:02},2024-02-10,10.00" for who in range(5)] + [
        "m00,2024-03-30,10.00",
        "k00,2024-03-31,10.00",
    ]
    habits = habits_in(relsim.audit(table(tmp_path, "log.csv", LOG[0], *rows)).tables[0])
    curves = habits.cohorts.set_index(["cohort", "month"])["buying"]
    assert curves.loc["2024-01"].tolist() == [1.0, 0.0, 0.4]
    assert curves.loc["2024-02"].tolist() == [1.0, 0.2]
    assert habits.repeats["again"].tolist()[:2] == [pytest.approx(5 / 15), pytest.approx(1 / 5)]
    assert habits.months["spend"].tolist() == [100.0, 50.0, 140.0]
    assert habits.concentration["top_20"] == pytest.approx((50 + 40 + 40) / 290)
    assert habits.segments["customers"].sum() == 15
    assert habits.segments["money_share"].sum() == pytest.approx(1.0)


def test_a_cohort_that_spans_several_months_says_which(tmp_path):
    rows = [f"k{month:02}-{who},2024-{month:02}-10,10.00" for month in range(1, 13) for who in range(5)]
    note = note_of(relsim.audit(table(tmp_path, "log.csv", LOG[0], *rows, "k01-0,2025-01-31,5.00")))
    (cohorts,) = [one for name, one in note.numbers.items() if name.endswith("cohorts")]
    assert cohorts["cohort"].unique()[:2].tolist() == ["2024-01 to 2024-03", "2024-04 to 2024-06"]
    assert "first seen in the same quarter" in note.pictures[0].sentence


def test_returns_that_were_used_are_not_counted_as_set_aside(tmp_path, capsys):
    log = table(tmp_path, "log.csv", *LOG, "k1,2025-01-01,9.00", "k1,2025-01-02,-9.00", "k1,,5.00")
    assert called("audit", log, "--out", tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "1 of 123 rows was set aside; 1 return is taken off what was bought" in said
    told = json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))["tables"][0]
    assert told["set_aside"] == {
        "rows": 1,
        "reasons": [{"reason": "no date", "lines": [124], "values": [""]}],
    }
    assert told["taken_off"]["reasons"][0]["lines"] == [123]


def test_the_terminal_says_why_rows_were_set_aside_how_many_and_where(tmp_path, capsys):
    log = table(tmp_path, "log.csv", *LOG, *["k1,,5.00"] * 3, "k1,2024-02-30,5.00")
    assert called("audit", log, "--out", tmp_path / "out") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "log.csv: no date 3 122, 123, 124" in said
    assert "log.csv: the date is no day of the calendar 1 125 2024-02-30" in said


def test_whoever_stays_longer_than_is_told_does_not_all_leave_in_the_last_month(tmp_path):
    rows = [f"l{n},{130 + n},yes" for n in range(50)] + [f"s{n},200,no" for n in range(50)]
    churn = churn_by_tenure(relsim.audit(table(tmp_path, "people.csv", "id,tenure,churn", *rows)).tables[0])
    assert churn["churn"].max() == 0.0
    assert churn["staying"].iloc[-1] == 1.0


def test_the_share_who_leave_in_a_month_is_of_all_months_and_the_one_that_a_fit_is_held_against(tmp_path):
    rows = [f"l{n},{n % 10},yes" for n in range(100)] + [f"s{n},9,no" for n in range(50)] + ["u,,yes"]
    found = relsim.audit(table(tmp_path, "people.csv", "id,tenure,churn", *rows))
    (told,) = json.loads(audit_as_json(found))["tables"]
    assert told["summary"]["churn_a_month"] == 100 / (450 + 450)
    figure, _ = churn_of_tenures(found.tables[0], relsim.load("retention-launch"))
    assert figure.value == told["summary"]["churn_a_month"]


def test_those_who_were_there_before_ends_were_recorded_are_seen_from_then_on(tmp_path):
    rows = [f"o{n},{2020 + n % 4}-{1 + n % 12:02}-01,2024-{1 + n // 5:02}-01" for n in range(60)]
    rows += [f"n{n},2024-01-01," for n in range(40)]
    listed = relsim.audit(
        table(tmp_path, "c.csv", "id,start,end", *rows), last_day=date(2024, 12, 31)
    ).tables[0]
    leaving = leaving_in(listed.table, listed.last_day)
    assert leaving.left == 60.0
    assert leaving.months == pytest.approx(60 * 5.5 + 40 * 12, rel=0.01)


CHARGED = [
    "id,start,end,charge,reason",
    *(f"l{n},2024-01-{1 + n % 28:02},2024-06-01,10,{'too dear' if n < 20 else ''}" for n in range(30)),
    *(f"s{n},2024-01-{1 + n % 28:02},,40," for n in range(60)),
]


def test_a_charge_is_of_those_who_are_there_first_and_leavers_without_a_reason_are_told(tmp_path):
    found = relsim.audit(table(tmp_path, "c.csv", *CHARGED), last_day=date(2024, 12, 31))
    held = dict(holdings_of_list(found.tables[0]))
    charges = [(name, value) for name, value in held.items() if "charge" in name]
    assert charges == [
        ("mean charge of those who are there", "40.00"),
        ("mean charge of everybody listed, those who left too", "30.00"),
    ]
    assert (held["left because of too dear"], held["left, and no reason is told"]) == ("20", "10")
    summary = json.loads(audit_as_json(found))["tables"][0]["summary"]
    assert (summary["charge_of_those_there"], summary["charge"]) == (40.0, 30.0)
    assert summary["left_without_a_reason"] == 10


TENURES = ["id,tenure,churn", *(f"t{n},{1 + n % 40},{'no' if n % 3 else 'yes'}" for n in range(300))]


@pytest.mark.parametrize(("customers", "is_told"), [(200, False), (120, True), (196, True)])
def test_a_list_with_tenures_has_as_many_customers_as_some_month_of_the_same_firm(
    tmp_path, customers, is_told
):
    months = [f"2024-0{number},{customers - 5 + number}" for number in range(1, 4)]
    if customers == 196:
        months = [f"2024-0{number},{400 + number}" for number in range(1, 4)]
    found = relsim.audit(
        [
            table(tmp_path, "people.csv", *TENURES),
            table(tmp_path, "months.csv", "month,customers", *months),
        ]
    )
    said = [one for one in found.contradictions if one.startswith("200 customers in people.csv")]
    assert len(said) == is_told and all("different firms" in one for one in said)


def test_lists_without_a_customer_or_columns_in_common_may_be_of_different_firms(tmp_path):
    dated = ["customer,since,until,plan,country", *(f"d{n},2024-01-05,,a,b" for n in range(40))]
    tenures = table(tmp_path, "people.csv", *TENURES)
    (said,) = relsim.audit([tenures, table(tmp_path, "dated.csv", *dated)]).contradictions
    assert said.startswith("people.csv and dated.csv are read as one list, and share no customer")
    others = [TENURES[0], *(f"x{line}" for line in TENURES[1:])]
    assert relsim.audit([tenures, table(tmp_path, "others.csv", *others)]).contradictions == []


def test_answers_and_purchases_without_a_customer_in_common_may_be_of_different_firms(tmp_path):
    answers = ["date,customer_id,nps", *(f"2024-05-01,q{n},{n % 11}" for n in range(30))]
    found = relsim.audit([table(tmp_path, "log.csv", *LOG), table(tmp_path, "survey.csv", *answers)])
    assert found.contradictions == [
        "No answer in survey.csv is by a customer in log.csv: the tables may be of different firms."
    ]


def test_churn_by_tenure_counts_those_who_stay_as_long_as_they_are_seen(tmp_path):
    rows = (
        [f"l{n},1,yes" for n in range(20)]
        + [f"s{n},1,no" for n in range(20)]
        + [f"t{n},5,no" for n in range(60)]
    )
    churn = churn_by_tenure(relsim.audit(table(tmp_path, "people.csv", "id,tenure,churn", *rows)).tables[0])
    assert churn["customers"].tolist() == [100, 100, 60, 60, 60, 60]
    assert churn["churn"].tolist() == pytest.approx([0.0, 20 / 90, 0.0, 0.0, 0.0, 0.0])
    assert churn["staying"].iloc[-1] == pytest.approx(70 / 90)


# The shipped examples

EXAMPLES = {
    "retail.csv": ("transactions", "a return, taken off what was bought"),
    "telco.csv": ("customers", None),
    "months.csv": ("periods", "no month, quarter, week or year"),
    "survey.csv": ("survey", "an answer that is not from 0 to 10"),
    "supermarket.csv": ("transactions", None),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_shipped_tables_are_understood(name):
    kind, reason = EXAMPLES[name]
    found = relsim.audit(DATA / name)
    (only,) = found.tables
    assert only.understanding.kind == kind
    assert reason is None or reason in set(only.set_aside["reason"])
    assert only.rows == len((DATA / name).read_text(encoding="utf-8").splitlines()) - 1
    note = note_of(found)
    assert not note.attempts.failures
    assert all(picture.svg for picture in note.pictures)


def test_the_shipped_tables_are_what_their_script_makes(tmp_path):
    runpy.run_path(str(DATA / "generate.py"))["generate"](tmp_path)
    for name in EXAMPLES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_a_shipped_table_is_found_from_any_folder_unless_one_lies_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert relsim.audit("data/survey.csv").tables[0].rows == relsim.audit(DATA / "survey.csv").tables[0].rows
    (tmp_path / "data").mkdir()
    own = "customer,date,recommend\na,2025-01-02,9\n"
    (tmp_path / "data" / "survey.csv").write_text(own, encoding="utf-8")
    assert relsim.audit("data/survey.csv").tables[0].rows == 1
    with pytest.raises(ScenarioError, match=r"data.surveys\.csv"):
        relsim.audit("data/surveys.csv")


def test_the_month_that_does_not_fit_is_found_with_the_number_that_does():
    (told,) = relsim.audit(DATA / "months.csv").contradictions
    assert "2023-09 (line 22)" in told
    assert "or 74 lost" in told


# Folders


@pytest.fixture
def logs(tmp_path, monkeypatch):
    """Two logs, from where we are."""
    monkeypatch.chdir(tmp_path)
    for name in ("till", "shop"):
        rows = [f"{number % 9},2024-0{number % 8 + 1}-10,9.50" for number in range(90)]
        table(tmp_path, f"{name}.csv", "customer,date,amount", *rows)
    return tmp_path


@pytest.mark.parametrize("earlier", [["till.csv", "shop.csv"], ["shop.csv", "till.csv"]])
@pytest.mark.parametrize("to", [["--out", "results/till/audit"], []])
def test_tables_of_an_earlier_audit_do_not_stay_beside_those_of_fewer_files(to, earlier, logs):
    folder = logs / "results/till/audit"
    folder.mkdir(parents=True)
    (folder / "mine-months.csv").write_text("mine")
    assert called("audit", *earlier, "--columns", "customer=customer", *to) == 0
    assert called("audit", "till.csv", *to) == 0
    names = {path.name for path in folder.glob("*-months.csv")}
    assert names == {"mine-months.csv", "till-months.csv"}


def test_an_audit_writes_over_no_table_of_ones_own(logs, capsys):
    (logs / "found").mkdir()
    (logs / "found" / "till-months.csv").write_text("mine")
    assert called("audit", "till.csv", "--out", "found") == 2
    told = "found holds till-months.csv, which no audit has left there; choose another --out, or --as NAME"
    assert capsys.readouterr().err.splitlines()[-1] == told
    assert [path.name for path in (logs / "found").iterdir()] == ["till-months.csv"]
    assert (logs / "found" / "till-months.csv").read_text() == "mine"
