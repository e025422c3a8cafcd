"""Claims about what could not be measured: it is said, with how often and why, and never paired away."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.measures.measure import MEASURES
from relsim.questions.compare import pictures
from relsim.questions.compare.pictures import words_for
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import headlines
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.tables import equity_of_firms, firms_table, headline_changes, measures_table
from relsim.questions.compare.verdict import verdict
from relsim.report.omissions import often_of, omissions
from relsim.report.wording import NO_VALUE, TOO_RARE, sure


def unmeasured(comparison: Comparison, measure: str, policy: str, replications: list[int]) -> Subject:
    """The comparison, in which a measure is undefined in these replications under a policy."""
    outcomes = comparison.outcomes.copy()
    rows = (outcomes["policy"] == policy) & (outcomes["firm"] == comparison.firm)
    outcomes.loc[rows & outcomes["replication"].isin(replications), measure] = np.nan
    return Subject(replace(comparison, outcomes=outcomes))


def test_replications_are_counted_by_whom_and_told_with_their_reason():
    counts = {"nps": {"keep": 0, "warm": 3, "dear": 3}, "cost_to_win_back": {"keep": 20, "warm": 20}}
    assert omissions(counts, 20) == (
        "Left out, since there was nothing to measure: net promoter score, last year in 3 of 20 replications "
        "of warm and dear (nobody could be asked in the last year); cost to win back one customer (credited) "
        "in all 20 replications (nobody was won back)."
    )
    assert omissions({"nps": {"keep": 0}}, 20) == ""


def test_every_measure_that_divides_says_where_there_is_nothing_to_divide_by():
    counted = {"profit", "customers", "revenue", "acquired", "lost", "new_customers", "returning_customers"}
    assert {name for name, one in MEASURES.items() if not one.undefined} == counted


@pytest.mark.parametrize("measure", ["customer_equity", "yearly_retention", "nps"])
def test_tables_say_what_they_left_out(comparison: Comparison, measure: str) -> None:
    policy = comparison.policies[1]
    subject = unmeasured(comparison, measure, policy, [1, 2])
    told = measures_table(subject).remark
    assert (
        f"{MEASURES[measure].words} in 2 of 4 replications of {policy} ({MEASURES[measure].undefined})"
        in told
    )
    counts = subject.comparison.differences.set_index(["policy", "measure"])["left_out"]
    assert counts[policy, measure] == 2 and counts[policy, "profit"] == 0
    assert headlines(subject.results)["policies"][policy]["left_out"][comparison.firm][measure] == 2


def test_headlines_and_firms_say_what_they_left_out(comparison: Comparison) -> None:
    baseline = comparison.baseline
    subject = unmeasured(comparison, "yearly_retention", baseline, [0])
    assert "yearly retention (newcomers included) in 1 of 4" in headline_changes(subject).remark
    assert f"1 of 4 replications of {comparison.firm}" in firms_table(subject).remark
    subject = unmeasured(comparison, "customer_equity", baseline, [0])
    assert f"{comparison.firm} under {subject.named(baseline)}" in equity_of_firms(subject).remark


def test_a_run_says_in_how_many_replications_its_equity_has_no_end(result) -> None:
    outcomes = result.outcomes.copy()
    outcomes.loc[
        (outcomes["firm"] == result.scenario.focal_firm) & (outcomes["replication"] == 0), "customer_equity"
    ] = np.nan
    odd = replace(result, outcomes=outcomes)
    assert "customer equity in 1 of 2 replications" in verdict(Subject(odd))
    assert odd.summary["left_out"][result.scenario.focal_firm]["customer_equity"] == 1


def test_a_firm_won_its_first_customers_in_the_last_year_and_is_not_worth_thousands_of_times_its_revenue():
    late = world(
        {"firms.harbour.start.share": 0.0, "firms.harbour.enters": 3}, periods=4, period="year", customers=300
    )
    outcomes = relsim.run(late, replications=4).outcomes
    own = outcomes[outcomes["firm"] == "harbour"]
    assert (own["customers"] > 0).any()
    assert (own["customer_equity"] <= own["revenue"]).all()


def test_a_value_without_an_interval_is_too_rare_where_there_were_several_replications():
    assert sure(0.1, np.nan, np.nan, "share", 20) == TOO_RARE
    assert sure(0.1, np.nan, np.nan, "share", 1) == NO_VALUE
    assert sure(np.nan, np.nan, np.nan, "share", 20) == NO_VALUE


def test_a_verdict_that_rests_on_too_few_replications_says_so(comparison: Comparison) -> None:
    outcomes = comparison.outcomes.copy()
    outcomes["customer_equity"] = 100.0
    rows = (outcomes["policy"] == comparison.policies[1]) & (outcomes["replication"] == 2)
    outcomes.loc[rows, "customer_equity"] = 900.0
    sentence = verdict(Subject(replace(comparison, outcomes=outcomes)))
    assert "too rare to tell: they differ in 1 of 4 replications only" in sentence


def test_the_only_replication_is_told_as_that() -> None:
    assert [often_of(1, 1), often_of(2, 2), often_of(1, 2)] == [
        "the only replication",
        "all 2 replications",
        "1 of 2 replications",
    ]


def test_a_figure_of_the_first_replications_alone_says_so(comparison: Comparison, monkeypatch) -> None:
    subject = Subject(comparison)
    assert "year-by-year" not in words_for(subject)
    monkeypatch.setattr(pictures, "REPLICATIONS_WATCHED", comparison.replications - 1)
    assert words_for(subject)["year-by-year"][1].endswith(
        f"Means of the first {comparison.replications - 1} replications."
    )
