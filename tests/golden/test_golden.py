"""Results move only on purpose: together with a "Changes results" line in the changelog."""

import json

import pytest
from renew import GOLDEN, golden_numbers


def test_small_markets_give_the_numbers_they_gave_before():
    remembered = json.loads(GOLDEN.read_text(encoding="utf-8"))
    now = golden_numbers()
    assert set(now) == set(remembered)
    for name, firms in now.items():
        for firm, numbers in firms.items():
            assert numbers == pytest.approx(remembered[name][firm], abs=0.005), (name, firm)
