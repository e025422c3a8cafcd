"""Claims about the board page: what it brings, when it pays back, how often it does worse."""

from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from relsim.questions.compare.board import board, channels_told, question_in_words
from relsim.questions.compare.figures.payback import payback, profit_so_far
from relsim.questions.compare.page import said, verdict_note, write_short
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.risk import (
    bound_of_share,
    chance_of_less,
    highest_share,
    payback_in_words,
    stakes_table,
)
from relsim.questions.compare.run import Result
from relsim.questions.compare.subject import Subject
from relsim.report.wording import MINUS

pytestmark = pytest.mark.usefixtures("sketched")


def with_equity(comparison: Comparison, gaps: list[float]) -> Subject:
    """The comparison with so many replications, whose second policy is ahead of the baseline by `gaps`."""
    first = comparison.outcomes[comparison.outcomes["replication"] == 0]
    periods = comparison.periods[comparison.periods["replication"] == 0]
    parts = []
    for number, gap in enumerate(gaps):
        base = 1000.0 + 10.0 * number
        equity = np.where(first["policy"] == comparison.policies[1], base + gap, base)
        parts.append(first.assign(replication=number, customer_equity=equity))
    outcomes = pd.concat(parts, ignore_index=True)
    lived = pd.concat([periods.assign(replication=number) for number in range(len(gaps))], ignore_index=True)
    return Subject(replace(comparison, outcomes=outcomes, periods=lived, replications=len(gaps)))


def test_the_worst_of_twenty_is_what_one_market_in_twenty_falls_to(comparison: Comparison) -> None:
    subject = with_equity(comparison, [float(gap) for gap in range(-2, 38)])
    assert chance_of_less(subject, comparison.policies[1]) == [
        "2 of 40 (at most 17\N{NO-BREAK SPACE}%)",
        "−1.00",
    ]
    assert stakes_table(subject).heads[-1] == "worst of 20"


def test_of_fewer_than_twenty_markets_the_worst_is_told(comparison: Comparison) -> None:
    subject = with_equity(comparison, [5.0, -7.0, 3.0])
    assert chance_of_less(subject, comparison.policies[1])[1] == "−7.00"
    assert stakes_table(subject).heads[-1] == "worst of 3"


def test_what_was_never_seen_may_still_be(comparison: Comparison) -> None:
    """Nothing in n tries bounds a share at 1 - 0.025^(1/n)."""
    assert highest_share(0, 8) == pytest.approx(1.0 - 0.025 ** (1.0 / 8.0))
    assert highest_share(8, 8) == 1.0


def test_what_was_seen_each_time_has_a_least_share_and_no_empty_bound() -> None:
    assert bound_of_share(8, 8) == "at least 63\N{NO-BREAK SPACE}%"
    assert bound_of_share(0, 8) == "at most 37\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("paid", "words"), [(0, "never behind"), (1, "after 1 month"), (None, "not within 24 months")]
)
def test_payback_is_told_in_months(comparison: Comparison, paid: int | None, words: str) -> None:
    told = replace(comparison)
    vars(told)["paybacks"] = dict.fromkeys(comparison.policies, paid)
    assert payback_in_words(Subject(told), comparison.policies[1]) == words


def test_the_board_names_policies_by_their_titles(comparison: Comparison) -> None:
    subject = Subject(comparison)
    (table,) = board(subject)["tables"]
    assert [row[0] for row in table.rows] == [subject.title(one) for one in subject.challengers]
    assert "As <it> is" in table.caption


def test_no_sentence_of_the_verdict_is_told_twice_or_lost(comparison: Comparison) -> None:
    subject = Subject(comparison)
    note = verdict_note(subject)
    first = note["board"]
    told = [*first["said"], *first["customers"], *first["changes"], *note["further"]]
    assert len(told) == len(set(told))
    assert set(said(subject)) <= set(told)


def test_without_a_look_for_the_hinge_the_board_names_the_command_that_looks(comparison: Comparison) -> None:
    command = board(Subject(comparison))["ask"]["command"]
    assert command.startswith("relsim compare") and command.endswith("--hinge")


def test_a_run_is_told_to_compare_its_policies(result: Result) -> None:
    told = board(Subject(result))
    assert told["ask"]["command"].startswith("relsim compare")
    assert told["tables"][0].caption == "What became of har$bour$"


def test_shares_of_channels_are_told_of_both_policies(comparison: Comparison) -> None:
    subject = Subject(comparison)
    sentence = channels_told(subject)
    assert all(subject.named(policy) in sentence for policy in subject.pair)


def with_profit(comparison: Comparison, gains: list[float]) -> Subject:
    """The comparison with so much more profit in the last period than the baseline's, policy by policy."""
    periods = comparison.periods.copy()
    periods["profit"] = 0.0
    for policy, gain in zip(comparison.policies, gains, strict=True):
        rows = (periods["policy"] == policy) & (periods["period"] == periods["period"].max())
        periods.loc[rows, "profit"] = gain
    return Subject(replace(comparison, periods=periods))


@pytest.mark.parametrize(
    ("gains", "is_capped"), [([0.0, 900.0, -9_000.0], True), ([0.0, 900.0, -2_000.0], False)]
)
def test_one_bad_policy_leaves_room_for_the_others_in_the_figure_of_payback(comparison, gains, is_capped):
    subject = with_profit(comparison, gains)
    ax = payback(subject)
    assert ax is not None
    low, high = ax.get_ylim()
    said = f"outside the axis: {subject.title(subject.policies[2])} ends at {MINUS}9,000" in ax.get_title(
        loc="left"
    )
    assert (low > gains[2], said) == (is_capped, is_capped)
    assert low < 0.0 and high > 900.0
    plt.close("all")


def test_the_figure_of_payback_ends_at_the_difference_in_profit(comparison: Comparison) -> None:
    subject = Subject(comparison)
    ends = profit_so_far(subject).iloc[-1]
    for policy in subject.challengers:
        gap = subject.estimate(policy, "profit").difference
        assert ends[policy] - ends[subject.baseline] == pytest.approx(gap)
    ax = payback(subject)
    assert ax is not None and len(ax.get_lines()) == len(subject.challengers) + 1


def test_the_question_is_the_one_of_the_lesson_or_else_the_summary(comparison: Comparison) -> None:
    scenario = comparison.scenario
    assert question_in_words(scenario) == "What <b>if</b>?"
    assert question_in_words(scenario.model_copy(update={"learn": None, "summary": "So."})) == "So."


def test_the_short_page_is_the_board_alone(comparison: Comparison, tmp_path: Path) -> None:
    page = write_short(Subject(comparison), tmp_path)
    text = page.read_text(encoding="utf-8")
    assert page.name == "report-short.html"
    assert "The verdict</h2>" in text and text.count("<svg") == 1
    assert "What is assumed" not in text
    assert "Then look at" not in text and "Before you read on" not in text
