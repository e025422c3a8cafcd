"""Claims about workbooks: words are words, formulas carry their values, equal content has equal bytes."""

from zipfile import ZipFile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from worlds import world

import relsim
from relsim.measures.measure import MEASURES
from relsim.questions.compare.page import write_report
from relsim.questions.compare.results import AS_CSV, save
from relsim.report import workbook
from relsim.report.workbook import (
    Formula,
    Sheet,
    names_of_sheets,
    sheet_of,
    sheet_of_sentences,
    write_workbook,
)

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://example.org", "plain"]


@pytest.fixture(scope="module")
def comparison():
    scenario = world(
        customers=60, periods=4, policies={"as-is": {}, "=dear": {"set": {"firms.harbour.price": 40}}}
    )
    return relsim.compare(scenario, replications=3, seed=2)


@pytest.fixture(scope="module")
def folder(comparison, tmp_path_factory):
    place = tmp_path_factory.mktemp("results")
    save(comparison, place)
    write_report(comparison, place)
    return place


def opened(path, values):
    return openpyxl.load_workbook(path, data_only=values)


def test_words_that_look_like_formulas_are_words(tmp_path):
    path = write_workbook([sheet_of("Words", pd.DataFrame({"=head": EVIL}))], tmp_path / "book.xlsx")
    sheet = opened(path, values=False)["Words"]
    assert [(cell.data_type, cell.value) for cell in sheet["A"]][1:] == [("s", word.strip()) for word in EVIL]
    assert sheet["A1"].data_type == "s"
    assert not any("externalLink" in name or "hyperlink" in name for name in ZipFile(path).namelist())


def test_sentences_stand_on_as_many_lines_as_they_need(tmp_path):
    sheet = opened(
        write_workbook([sheet_of_sentences("Answer", "Which?", ["This one. " * 60])], tmp_path / "t.xlsx"),
        values=True,
    )["Answer"]
    assert [cell.alignment.wrap_text for cell in sheet["A"]] == [True, True]
    assert sheet.freeze_panes == "A2"


def test_what_could_not_be_measured_is_an_empty_cell(tmp_path):
    table = pd.DataFrame({"x": [1.5, np.nan, np.inf], "y": [None, "word", 3]})
    sheet = opened(write_workbook([sheet_of("T", table)], tmp_path / "t.xlsx"), values=True)["T"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [1.5, None],
        [None, "word"],
        [None, 3],
    ]


def test_equal_content_has_equal_bytes(tmp_path):
    sheets = [Sheet("One", ["a"], [[1.0], [Formula("SUM(A2:A2)", 1.0)]])]
    one, other = (write_workbook(sheets, tmp_path / name).read_bytes() for name in ("1.xlsx", "2.xlsx"))
    assert one == other


def test_names_of_sheets_are_such_as_spreadsheets_take():
    asked = ["a/b", "A b", "a b", "history", "x" * 40, "x" * 40, "", "'"]
    names = list(names_of_sheets([Sheet(name, [], []) for name in asked]))
    assert len({name.casefold() for name in names}) == len(asked)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_more_rows_than_a_sheet_holds_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "SHEET_ROWS", 4)
    path = write_workbook([sheet_of("T", pd.DataFrame({"x": range(9)}))], tmp_path / "t.xlsx")
    assert opened(path, values=True)["T"].max_row == 4


def test_every_formula_of_a_comparison_has_the_value_that_it_gives(folder, comparison):
    formulas, values = (opened(folder / "results.xlsx", values=known) for known in (False, True))
    outcomes = values["Outcomes"]
    checked = 0
    for row, asked in zip(
        values["Measures"].iter_rows(min_row=2), formulas["Measures"].iter_rows(min_row=2), strict=True
    ):
        for cell, told in zip(row[1:3], asked[1:3], strict=True):
            span = told.value.partition("Outcomes!")[2].partition(")")[0]
            known = [one.value for (one,) in outcomes[span] if one.value is not None]
            if known:
                assert cell.value == pytest.approx(sum(known) / len(known))
                checked += 1
        if row[1].value not in (None, "") and row[2].value not in (None, ""):
            assert row[3].value == pytest.approx(row[2].value - row[1].value)
    assert checked > len(MEASURES)
    means = (
        comparison.outcomes[comparison.outcomes["firm"] == "harbour"]
        .groupby("policy", observed=True)
        .mean(numeric_only=True)
    )
    assert values["Measures"]["B2"].value == pytest.approx(means.loc["as-is", "customer_equity"])


def test_the_profit_of_a_year_is_the_sum_of_its_lines(folder):
    books = opened(folder / "results.xlsx", values=True)["Books"]
    for column in books.iter_cols(min_col=2, min_row=2, values_only=True):
        assert column[-1] == pytest.approx(sum(column[:-1]))


def test_outcomes_and_customers_lie_beside_it_as_csv(folder, comparison):
    assert AS_CSV == ("periods", "outcomes")
    outcomes = pd.read_csv(folder / "outcomes.csv")
    assert outcomes["customer_equity"].to_numpy() == pytest.approx(comparison.outcomes["customer_equity"])
    customers = pd.read_csv(folder / "customers.csv")
    assert list(customers["policy"].unique()) == ["as-is", "'=dear"]
    assert customers["revenue"].to_numpy() == pytest.approx(comparison.customers["revenue"].to_numpy())


def test_of_too_many_customers_the_same_ones_are_kept_under_each_policy(comparison):
    kept = pd.concat([part.to_pandas() for part in comparison.clientele.first_rows(100)])
    firms = kept["firm"].nunique()
    each = kept.groupby("policy", observed=True)["customer"].agg(["size", "max"])
    assert (each["size"] == each["max"].add(1) * firms).all()
    assert len(each) == 2
    assert 100 - 2 * firms < len(kept) <= 100
