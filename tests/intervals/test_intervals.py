"""Claims about the experiment that counts how often intervals hold the truth, on numbers drawn by hand."""

import numpy as np
import pandas as pd
import pytest
from intervals import JUDGED, judged, led, page, truths_of

from relsim.measures.measure import MEASURES

POLICIES = ["as-is", "dear", "idle"]


def outcomes(rare: bool = False) -> pd.DataFrame:
    """Two thousand replications in which one policy adds exponential luck to everything, and one nothing.

    Of a rare measure there is nothing else.
    """
    luck = np.random.default_rng(1)
    base = np.zeros(2000) if rare else 10.0 + luck.normal(0, 1, 2000)
    gaps = luck.exponential(1.0, 2000) * (luck.random(2000) < (0.02 if rare else 1.0))
    added = {"as-is": 0.0, "dear": gaps, "idle": 0.0}
    tables = [
        pd.DataFrame(
            {"replication": np.arange(2000), "policy": policy} | dict.fromkeys(MEASURES, base + more)
        )
        for policy, more in added.items()
    ]
    return pd.concat(tables, ignore_index=True)


def test_intervals_of_skewed_differences_are_counted_as_held_about_as_often_as_they_say():
    rows = list(judged("shop", outcomes(), POLICIES))
    assert [(one.policy, one.measure) for one in rows] == [("dear", measure) for measure in JUDGED]
    for one in rows:
        assert (one.comparisons, one.told) == (100, 100) and not one.is_rare
        assert one.held / one.told == pytest.approx(0.95, abs=0.06)


def test_rare_differences_are_counted_as_too_rare_to_tell():
    rows = list(judged("retention-launch", outcomes(rare=True), POLICIES))
    assert all(one.told == 0 and one.is_rare for one in rows)
    assert "too rare to tell" in page(rows, [])


def test_the_lead_is_told_as_stated_as_corrected_and_as_it_is():
    rows = outcomes()
    more = rows[rows["policy"] == "dear"].assign(policy="warm")
    more["customer_equity"] = more["customer_equity"].to_numpy()[::-1]
    found = led("shop", pd.concat([rows, more]), [*POLICIES, "warm"])
    assert found.truth == pytest.approx(0.0, abs=1e-9) and found.stated > 0.1
    assert abs(found.corrected) < found.stated / 2


def test_the_truth_of_a_comparison_is_what_all_others_say():
    gaps = np.r_[np.zeros(20), np.ones(20), np.full(20, 4.0)]
    assert truths_of(gaps).tolist() == [2.5, 2.0, 0.5]
