"""Claims about what is read from a sweep: paired differences at every point, and who is best where."""

import numpy as np
import pandas as pd
import pytest

from relsim.questions.sweep import page as mapping
from relsim.questions.sweep.winners import swept
from relsim.scenario.vary.experiment import load_experiment
from relsim.statistics.paired import paired

EXPERIMENT = """
title: Price and neglect
scenario: retention-launch
set: {customers: 60, periods: 4}
policies: POLICIES
replications: 3
vary:
  firms.harbour.price: [25, 30]
  behaviour.departure.neglect: {from: 5% per year, to: 25% per year, steps: 3}
"""


@pytest.fixture
def outcomes(tmp_path):
    """Writes what a sweep of six points left, given the equity [point, replication, policy] of harbour."""

    def write(equity, policies=("keep-as-is", "attentive-contact")):
        file = tmp_path / "experiment.yaml"
        file.write_text(EXPERIMENT.replace("POLICIES", f"[{', '.join(policies)}]"), encoding="utf-8")
        rows = [
            (point, policy, replication, firm, value if firm == "harbour" else 1e9)
            for (point, replication, number), value in np.ndenumerate(equity)
            for policy in [(policies or ["as is"])[number]]
            for firm in ("harbour", "summit")
        ]
        names = ["point", "policy", "replication", "firm", "customer_equity"]
        pd.DataFrame(rows, columns=names).to_parquet(tmp_path / "outcomes.parquet")
        return swept(load_experiment(file), tmp_path)

    return write


def test_every_point_has_the_paired_difference_of_its_replications(outcomes):
    equity = np.random.default_rng(1).normal(100.0, 20.0, (6, 3, 2))
    table = outcomes(equity).table
    assert len(table) == 12
    for point in range(6):
        row = table[(table["point"] == point) & (table["policy"] == "attentive-contact")].iloc[0]
        expected = paired(equity[point, :, 1], equity[point, :, 0])
        for name in ("mean", "difference", "low", "high"):
            assert row[name] == pytest.approx(expected[name])
        assert row["is_best"] == (expected["difference"] > 0.0)
    assert list(table["firms.harbour.price"][::2]) == [25, 25, 25, 30, 30, 30]
    assert list(table["behaviour.departure.neglect"][:6:2]) == [5, 15, 25]


def test_a_replication_in_which_a_task_failed_counts_for_no_policy(outcomes):
    equity = np.zeros((6, 3, 2))
    equity[0, :, 0], equity[0, :, 1] = (1.0, 1.0, 500.0), (2.0, 2.0, np.nan)
    first = outcomes(equity).table.iloc[:2]
    assert list(first["mean"]) == [1.0, 2.0]


def test_points_at_which_every_replication_failed_are_left_out_and_said_to_be(outcomes):
    equity = np.zeros((6, 3, 2))
    equity[1], equity[4, :, 0] = np.nan, np.nan
    found = outcomes(equity)
    assert set(found.table["point"]) == {0, 2, 3, 5}
    assert mapping.sweep_sentences(found)[-1].startswith("Left out: 2 points")


def test_the_answer_names_the_winner_and_where_it_wins_most(outcomes):
    equity = np.zeros((6, 3, 2))
    equity[:4, :, 1], equity[4:, :, 1], equity[2, :, 1] = 1_000.0, -1_000.0, 9_000.0
    answer, ends = mapping.sweep_sentences(outcomes(equity))
    assert answer == "“Attentive contact” has the most customer equity at 4 of 6 points; “Keep as is” at 2."
    assert "where price of harbour is 25 and departure neglect is 25% per year. The least:" in ends


def test_without_policies_the_answer_is_where_the_measure_is_lowest_and_highest(outcomes):
    equity = np.arange(6.0).reshape(6, 1, 1).repeat(3, axis=1)
    found = outcomes(equity, ())
    answer = mapping.sweep_sentences(found)[0].replace("\xa0", " ")
    assert answer.startswith("Customer equity goes from EUR 0") and "to EUR 5" in answer
    assert mapping.map_of(found).get_ylabel() == "customer equity, EUR"
