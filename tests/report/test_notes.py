"""Claims about notes: the short pages of one question, and the sentences on them."""

import re
from dataclasses import replace
from math import inf, nan

import pandas as pd
import pytest
from worlds import contract_world

from relsim.questions.breakeven import page as turning
from relsim.questions.breakeven.question import Breakeven
from relsim.report.note import write_note

COST = "firms.harbour.contact.cost"
ROWS = pd.DataFrame(
    {
        "value": [10.0, 20.0, 30.0],
        "written": ["10% per year", "20% per year", "30% per year"],
        "replications": 40,
        "difference": [-500.0, 10.0, 520.0],
        "low": [-600.0, -90.0, 400.0],
        "high": [-400.0, 110.0, 640.0],
    }
)


@pytest.fixture
def found():
    scenario = contract_world(policies={"as-is": {}, "warm <b>": {}})
    return Breakeven(
        scenario, "behaviour.departure.neglect", "warm <b>", "as-is", "customer_equity",
        19.8, 17.9, 21.7, "19.8% per year", True, 1, True, None, 40, 1, ROWS,
    )  # fmt: skip


def test_a_break_even_says_who_is_better_on_which_side(found):
    said, _ = turning.breakeven_sentences(found)
    assert "19.8% per year (95\N{NO-BREAK SPACE}% interval 17.9 to 21.7% per year)" in said
    assert "just below it as-is has more customer equity, just above it warm <b>" in said
    other, _ = turning.breakeven_sentences(replace(found, rises=False))
    assert "just below it warm <b>" in other


@pytest.mark.parametrize(
    ("path", "written", "changes", "now"),
    [
        ("behaviour.departure.neglect", "% per year", {}, "departure neglect is 20% per year"),
        (COST, "", {COST: 1.5}, "contact cost of harbour is EUR\N{NO-BREAK SPACE}1.50"),
        (COST, "", {COST: 0.0045}, "contact cost of harbour is EUR\N{NO-BREAK SPACE}0.0045"),
        (
            "firms.harbour.price",
            "",
            {"policies": {"as-is": {}, "warm <b>": {"set": {"firms.harbour.price": 33}}}},
            "price of harbour is EUR\N{NO-BREAK SPACE}33 under warm <b>",
        ),
        (
            "policies.warm <b>.set.firms.harbour.price",
            "",
            {"policies": {"as-is": {}, "warm <b>": {"set": {"firms.harbour.price": 33}}}},
            "price of harbour under warm <b> is EUR\N{NO-BREAK SPACE}33",
        ),
    ],
    ids=["rate", "cost", "small cost", "a policy's own", "a policy's change"],
)
def test_a_break_even_says_what_the_value_is_now(found, path, written, changes, now):
    market = found.scenario.changed({"behaviour.departure.neglect": "20% per year", **changes})
    table = ROWS.assign(written=[f"{value:g}{written}" for value in ROWS["value"]])
    said = turning.breakeven_sentences(replace(found, scenario=market, path=path, table=table))
    assert said[1] == f"Now {now}."


def test_an_amount_of_money_has_its_currency_wherever_it_is_told(found):
    plain = replace(found, path=COST, table=ROWS.assign(written=["10.0", "20.0", "30.0"], left_out=0))
    eur = "EUR\N{NO-BREAK SPACE}"
    assert f"contact cost of harbour = {eur}19.8 (95" in turning.breakeven_sentences(plain)[0]
    unsure = turning.breakeven_sentences(replace(plain, low=-inf, high=inf))[0]
    assert f"contact cost of harbour = {eur}19.8 (just" in unsure
    none = turning.breakeven_sentences(replace(plain, turns=0))[0]
    assert f"contact cost of harbour = {eur}10 (" in none and f" to {eur}30 (" in none
    assert turning.table(plain).heads[0] == "contact cost of harbour, EUR"


def test_a_third_policy_and_further_turns_are_told(found):
    said = turning.breakeven_sentences(replace(found, rival="third", turns=3))
    assert "changes its sign 3 times" in said[2]
    assert said[3] == "At that value third is better than both."


def test_an_interval_without_bounds_is_not_shown_as_one(found):
    said, _ = turning.breakeven_sentences(replace(found, low=-inf, high=inf))
    assert "do not say between which values" in said


def test_no_turn_is_told_with_what_was_seen(found):
    rows = ROWS.assign(difference=[300.0, 200.0, 100.0], low=50.0, high=400.0)
    none = replace(found, value=nan, low=nan, high=nan, written=None, turns=0, table=rows)
    assert "do not change places in this range" in turning.breakeven_sentences(none)[0]
    assert "includes zero" in turning.breakeven_sentences(replace(none, is_sure=False))[0]


def test_a_note_is_a_page_a_figure_and_a_table(found, tmp_path):
    page = write_note(turning.note_of(found), tmp_path).read_text(encoding="utf-8")
    assert (tmp_path / "figures" / "breakeven.svg").is_file()
    assert pd.read_csv(tmp_path / "breakeven.csv").equals(ROWS.astype({"replications": int}))
    assert "warm &lt;b&gt;" in page
    assert "<b>" not in page
    assert not re.search(r'(src|href)="(?!#|data:)', page)
