"""Claims about fits whose market begins with other customers than its tables, or has other counts."""

import pandas as pd
import pytest

import relsim
from relsim.questions.fit.beginnings import beginnings_against_tables
from relsim.questions.fit.request import Asking, unknowns_of
from relsim.questions.fit.tables import tables_given
from relsim.runs.options import Runner

FIRM = relsim.load("retention-launch").focal_firm


def said(folder, start=0, evidence=(), **tables):
    scenario = relsim.load("retention-launch").scaled_to(2000)
    changes = {"periods": 24, "evidence": list(evidence)}
    scenario = scenario.changed(
        changes | {"firms": {FIRM: {"start": {"share": 0, "customers": start or None}}}}
    )
    asked = Asking(scenario, unknowns_of(scenario), tables_given(tables), 64, Runner.of({}))
    return beginnings_against_tables(asked)


def written(path, head, rows):
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def months(count, first="2022-01"):
    return [str(month) for month in pd.period_range(first, periods=count, freq="M")]


@pytest.fixture
def members(tmp_path):
    """40 who come in each month of two years, every fourth of whom leaves in the month after."""
    rows = [
        f"k{place}-{n},{month}-0{1 + n % 9},{f'{later}-12' if n % 4 == 0 else ''}"
        for place, (month, later) in enumerate(zip(months(24), months(24, "2022-02"), strict=True))
        for n in range(40)
    ]
    return written(tmp_path / "members.csv", "customer,start,end", rows)


def log(folder, buyers):
    rows = [
        f"c{n},{month}-{10 + n % 5:02},10"
        for month, many in zip(months(len(buyers)), buyers, strict=True)
        for n in range(many)
    ]
    return written(folder / "log.csv", "customer,date,amount", ["c0,2022-01-01,10", *rows])


def test_a_market_that_begins_with_more_customers_than_a_list_is_told_both_numbers(tmp_path, members):
    (told,) = said(tmp_path, 900, customers=members)
    assert f"begins with 900 customers of {FIRM}" in told
    assert "members.csv has 0 who were there on 2022-01-01" in told
    assert f"write `start: {{share: 0}}` for {FIRM}" in told
    assert said(tmp_path, 0, customers=members) == []


def test_a_list_with_as_many_before_period_1_is_no_clash(tmp_path, members):
    rows = [f"{month},900,40,10,{9 * n}" for n, month in enumerate(months(12, "2023-01"))]
    periods = written(tmp_path / "months.csv", "month,customers,won,lost,revenue", rows)
    assert not any("begins with" in one for one in said(tmp_path, 400, customers=members, periods=periods))
    (told,) = [one for one in said(tmp_path, 2000, customers=members, periods=periods) if "begins" in one]
    assert "has 370 who were there on 2023-01-01" in told and "write `start: {customers: 370}`" in told


def test_a_log_that_begins_with_few_buyers_is_told_both_numbers_and_what_to_do(tmp_path):
    buyers = [15, *range(30, 250, 20)]
    (told,) = said(tmp_path, 900, transactions=log(tmp_path, buyers))
    assert "only 15 buy in period 1, and 120 in a usual later one" in told
    assert f"write `start: {{share: 0}}` for {FIRM}" in told and "--customers" in told
    assert said(tmp_path, 0, transactions=log(tmp_path, buyers)) == []


@pytest.mark.parametrize(
    "buyers", [[100] * 12, [60, *[120] * 11], [1, *[4] * 11], [100, *range(250, 360, 10)]]
)
def test_a_log_that_begins_as_it_goes_on_is_no_clash(tmp_path, buyers):
    assert said(tmp_path, 900, transactions=log(tmp_path, buyers)) == []


def test_counts_of_the_evidence_that_a_list_contradicts_are_told_with_both_numbers(tmp_path, members):
    evidence = [{"measure": "acquired", "value": 300, "give_or_take": 20, "period": "1 to 12"}]
    (told,) = said(tmp_path, evidence=evidence, customers=members)
    assert "there are 300 customers won in periods 1 to 12, which here are 2022-01 to 2022-12" in told
    assert "members.csv tells of 480" in told
    right = [evidence[0] | {"value": 470}, {"measure": "lost", "value": 110, "period": "1 to 12"}]
    assert said(tmp_path, evidence=right, customers=members) == []


def test_counts_of_the_evidence_are_held_against_a_table_by_period(tmp_path):
    rows = [f"{month},{500 + 30 * n},40,10" for n, month in enumerate(months(24))]
    periods = written(tmp_path / "months.csv", "month,customers,won,lost", rows)
    evidence = [{"measure": "lost", "value": 300, "give_or_take": 20, "period": "1 to 12"}]
    (told,) = said(tmp_path, evidence=evidence, periods=periods)
    assert "300 customers lost" in told and "months.csv tells of 120" in told
    beyond = [evidence[0] | {"period": "20 to 24"}, evidence[0] | {"value": 125}]
    assert len(said(tmp_path, evidence=beyond, periods=periods)) == 1
