"""Claims about counts on a page: one is told as one, and more as more."""

import pytest

import relsim
from relsim.report.provenance import length_in_words, market


@pytest.mark.parametrize(
    ("periods", "told"), [(1, "1 month"), (2, "2 months")], ids=["one period", "two periods"]
)
def test_a_length_is_told_in_the_number_it_is_of(periods, told):
    scenario = relsim.load("leaky-bucket").changed({"periods": periods})
    assert length_in_words(scenario) == told
    assert f"{periods} period{'' if periods == 1 else 's'} of one month" in market(scenario)
