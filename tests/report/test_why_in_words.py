"""What is said of a difference in profit: that it is not one in equity, and which parts are costs."""

import re

import pytest
from worlds import world

import relsim
from relsim.questions.compare.certainty import gap_between
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.why import beside_equity, why_lines, why_table
from relsim.report.wording import MINUS, adding_up, unit_of
from relsim.vocabulary import Line

DEAR = {"firms.harbour.contact.frequency": "6 per year", "firms.harbour.contact.cost": 9}
POLICIES = {"as-is": {}, "dear": {"set": DEAR}}


@pytest.fixture(scope="module")
def subject() -> Subject:
    market = world(customers=300, periods=24, policies=POLICIES)
    return Subject(relsim.compare(market, replications=4, hinge=False))


def amounts_in(text: str) -> list[float]:
    """Amounts of money with their signs."""
    found = re.findall(rf"([+{MINUS}]?)EUR\s([\d,]+(?:\.\d+)?)", text)
    return [float(number.replace(",", "")) * (-1.0 if sign == MINUS else 1.0) for sign, number in found]


def test_why_says_that_it_explains_profit_and_that_policies_are_ranked_by_equity(subject: Subject) -> None:
    first = why_lines(subject, "dear")[0]
    assert "explains profit" in first and "ranked by customer equity" in first


def test_the_lead_in_equity_is_what_came_within_the_run_and_what_comes_after_it(subject: Subject) -> None:
    whole, within, beyond = amounts_in(beside_equity(subject, "dear"))
    assert whole == pytest.approx(within + beyond)
    assert whole == pytest.approx(gap_between(subject, "dear", "as-is").value, rel=0.01)


def test_every_part_is_said_to_be_of_revenue_or_a_cost(subject: Subject) -> None:
    kinds = {row[0]: row[1] for row in why_table(subject, "dear").rows}
    assert kinds["customers kept"] == "revenue" and kinds["contacts"] == "cost" and kinds["profit"] == ""
    costs = {line.words for line in Line if line is not Line.REVENUE}
    assert {name for name, kind in kinds.items() if kind == "cost"} == costs & set(kinds)


@pytest.mark.parametrize("amounts", [[10_387.0, 5_491.0, 4_140.0, 295.0], [-3.336, 12.4, 0.449], [0.5, 0.5]])
def test_amounts_that_are_rounded_together_add_up(amounts: list[float]) -> None:
    unit = unit_of(sum(amounts))
    told = adding_up(amounts, unit)
    assert sum(told) == pytest.approx(round(sum(amounts) / unit) * unit)
    assert all(abs(one - exact) < unit for one, exact in zip(told, amounts, strict=True))
