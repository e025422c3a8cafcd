"""Where purchases come from is told in whole purchases, once there are ten of them, and sources add up."""

import pytest

import relsim
from relsim.questions.compare.diversion import source_told, sources_told, unit_of_purchases
from relsim.questions.compare.subject import Subject
from relsim.report.wording import adding_up, in_full


@pytest.mark.parametrize(
    ("purchases", "told"),
    [
        (-29.2, "29 others are no longer made with any of these firms"),
        (-9.7, "10 others are no longer made with any of these firms"),
        (-3.2, "3.2 others are no longer made with any of these firms"),
    ],
)
def test_no_tenth_of_a_purchase_is_told_from_ten_on(purchases: float, told: str) -> None:
    unit = unit_of_purchases(abs(purchases))
    (amount,) = adding_up([purchases], unit)
    assert source_told("", amount, unit, 1.0) == told


@pytest.mark.parametrize(("purchases", "told"), [(1.417, "1.4"), (9.4, "9.4"), (9.6, "10"), (97.3, "97")])
def test_few_purchases_are_told_so_closely_that_their_sources_sum_to_them(
    purchases: float, told: str
) -> None:
    unit = unit_of_purchases(purchases)
    assert in_full(adding_up([purchases], unit)[0], unit) == told


def test_of_a_firm_without_rivals_it_is_told_how_many_more_purchases_it_has() -> None:
    market = relsim.load("who-stays").changed({"periods": 12}).scaled_to(400)
    subject = Subject(relsim.compare(market, replications=4, hinge=False))
    rows = subject.results.periods.groupby("policy", observed=True)["purchases"].sum() / 4
    more = rows["contact"] - rows["as-it-is"]
    assert f"gym has {round(more):,} more purchases a year than under “As it is”; " in sources_told(subject)
    assert sources_told(subject).endswith("there is no rival, so that they would else not be made at all.")
