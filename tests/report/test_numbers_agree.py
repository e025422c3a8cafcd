"""What a page says in sentences and what its tables show are the same numbers, under one definition each."""

import re

import pytest
from worlds import world

import relsim
from relsim.questions.compare.board import board
from relsim.questions.compare.horizon import turn
from relsim.questions.compare.page import findings
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.verdict import verdict
from relsim.report.table import Table
from relsim.report.wording import MINUS, SPACE

AMOUNT = re.compile(rf"EUR{SPACE}([\d,]+(?:\.\d+)?)")
IN_SENTENCE = re.compile(r" (?:for|after) ([\d,]+ months?)(?: from month \d+ on, where the two part)?[,.]")

WORKED_OUT = (
    re.compile(r"Apart from goods, .*"),
    re.compile(rf"EUR{SPACE}[\d,.]+ for each customer"),
    re.compile(r"Of the EUR.*goes to [^.]*\."),
    re.compile(rf"the next best, .*?: .?EUR{SPACE}[\d,.]+"),
)
"""What sentences alone work out from rows of tables: sums, ratios, and differences of two policies."""

POLICIES = {
    "as-is": {},
    "dear": {"set": {"firms.harbour.contact.frequency": "6 per year", "firms.harbour.contact.cost": 9}},
    "fixed": {"set": {"firms.harbour.overhead": "600 per month", "firms.harbour.service.quality": 0.85}},
    "cheap": {"set": {"firms.harbour.price": 27}},
}


@pytest.fixture(scope="module", params=[["as-is", "dear"], ["as-is", "fixed"], ["as-is", "cheap"], None])
def subject(request):
    market = world(customers=300, periods=30, policies=POLICIES)
    market = market.changed({"firms.harbour.overhead": "100 per month", "discount": "12% per year"})
    return Subject(relsim.compare(market, policies=request.param, replications=6, hinge=False))


def tables_of(subject):
    """All tables of a page."""
    parts = [*findings(subject).values(), board(subject)["tables"]]
    lists = [part for part in parts if isinstance(part, list)]
    return [table for part in lists for table in part if isinstance(table, Table)]


def numbers_in(text):
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def is_shown(amount, shown):
    """Whether a table shows an amount, to as many digits as the sentence has."""
    decimals = len(amount.partition(".")[2])
    zeros = len(amount.replace(",", "")) - len(amount.replace(",", "").rstrip("0")) if not decimals else 0
    unit = 10.0 ** (zeros if not decimals else -decimals)
    value = float(amount.replace(",", ""))
    return any(abs(one - value) <= unit / 2 for one in shown)


def test_every_amount_of_a_sentence_stands_in_a_table(subject):
    tables = tables_of(subject)
    cells = [cell for table in tables for row in table.rows for cell in row]
    texts = [*cells, *(table.remark for table in tables)]
    shown = [number for text in texts for number in numbers_in(text.replace(MINUS, ""))]
    for sentence in findings(subject)["said"]:
        rest = sentence
        for pattern in WORKED_OUT:
            rest = pattern.sub("", rest)
        missing = [amount for amount in AMOUNT.findall(rest) if not is_shown(amount, shown)]
        assert not missing, (missing, sentence)


def in_stakes(subject, head):
    """The cell of the policy that the verdict is about, in the table of what is at stake."""
    (stakes,) = board(subject)["tables"]
    (place,) = (number for number, one in enumerate(stakes.heads) if one.startswith(head))
    return stakes.rows[subject.challengers.index(subject.rival)][place]


def test_payback_is_as_long_in_the_sentence_as_in_the_table(subject):
    sentence, row = turn(subject), in_stakes(subject, "pays back")
    about_rival = sentence.startswith(f"Profit under {subject.named(subject.rival)}")
    if about_rival and "ahead from then on" in sentence:
        assert row == f"after {IN_SENTENCE.search(sentence)[1]}"
    elif about_rival and "never behind" in sentence:
        assert row == "never behind"
    elif about_rival:
        assert row == f"not within {IN_SENTENCE.search(sentence)[1]}"
    else:
        assert sentence == "" or sentence.startswith(f"Profit under {subject.named(subject.baseline)}")


def test_a_policy_whose_overhead_eats_its_lead_does_not_win(subject):
    is_after = "fixed" in subject.policies
    told = " ".join(findings(subject)["said"])
    assert ("customer equity after overhead" in verdict(subject)) == is_after
    assert ("they are compared after overhead" in told) == is_after
    if is_after:
        gap = subject.estimate("fixed", "customer_equity").difference
        assert gap > 0.0 > subject.estimate("fixed", "equity_after_overhead").difference
        assert subject.leader != "fixed"


def test_residual_value_is_the_share_that_the_table_shows(subject):
    sentence = findings(subject)["said"][1]
    whole, after = (signed_number_in(in_stakes(subject, head)) for head in ("brings more", "of it after"))
    found = re.search(rf"(\d+{SPACE}%|more than all|none) of this lead", sentence)
    if "is clearly better" in verdict(subject):
        assert found is None
        return
    told = found[1]
    share = 100.0 * after / whole
    expected = "more than all" if share > 100.0 else "none" if share < 0.0 else None
    assert told == expected if expected else abs(float(told.split(SPACE)[0]) - share) < 2.0


def signed_number_in(text):
    return numbers_in(text)[0] * (-1.0 if text.startswith(MINUS) else 1.0)


def test_measures_that_differ_have_names_that_say_why(subject):
    heads = {head for table in tables_of(subject) for head in table.heads}
    rows = {row[0] for table in tables_of(subject) for row in table.rows}
    remarks = " ".join(table.remark for table in tables_of(subject))
    assert "yearly retention (newcomers included)" in heads
    assert "yearly retention (newcomers included)" in rows and "of a year ago, stayed" in heads
    if subject.measure == "customer_equity":
        assert "customer equity after overhead" in heads and "difference after overhead" in heads
        assert "Customer equity is discounted, leaves overhead out" in remarks
    else:
        assert "customer equity" in heads and "difference before overhead" in heads
        assert "customer equity after overhead, EUR" in heads
        assert "Customer equity after overhead, discounted, of which" in remarks
    for why in ("Customer equity leaves overhead out", "after overhead and not discounted", "newcomers, too"):
        assert why in remarks
