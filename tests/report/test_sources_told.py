"""Where purchases come from is told in whole purchases, once there are ten of them, and sources add up."""

import pytest

from relsim.questions.compare.diversion import source_told, unit_of_purchases
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
