"""Where purchases come from is told in whole purchases, once there are ten of them."""

from types import SimpleNamespace

import pytest

from relsim.questions.compare.diversion import sales_in_words, source_told


@pytest.mark.parametrize(
    ("purchases", "told"),
    [
        (-29.2, "29 others are no longer made with any of these firms"),
        (-9.7, "10 others are no longer made with any of these firms"),
        (-3.2, "3.20 others are no longer made with any of these firms"),
    ],
)
def test_no_tenth_of_a_purchase_is_told_from_ten_on(purchases: float, told: str) -> None:
    row = SimpleNamespace(purchases=purchases, low=purchases - 0.3, high=purchases + 0.3, source="")
    assert source_told(row, 1.0) == told


@pytest.mark.parametrize(("purchases", "told"), [(1.417, "1.4"), (9.4, "9.4"), (9.6, "10"), (97.3, "97")])
def test_few_purchases_are_told_so_closely_that_their_sources_sum_to_them(
    purchases: float, told: str
) -> None:
    assert sales_in_words(purchases) == told
