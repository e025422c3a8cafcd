"""Claims about the verdict: it says who wins only where that is clear."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import world

from relsim.questions.compare.board import board
from relsim.questions.compare.certainty import certainty, pairing
from relsim.questions.compare.costs import cost, overhead
from relsim.questions.compare.page import said
from relsim.questions.compare.question import Comparison, compare
from relsim.questions.compare.run import Result, run
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.verdict import rival_in_run, verdict
from relsim.report.unidentified import NO_ANSWER_YET
from relsim.report.wording import SPACE
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.notes import EstimatedValue, ValueNote

DEPARTURES = ("neglect", "bad_handling", "competitor", "fading_need", "price")
LUCK = np.array([0.0, 10_000.0, -5_000.0, 20_000.0])


def with_equity(comparison: Comparison, gains: dict[int, np.ndarray | float]) -> Subject:
    """The comparison with a customer equity of 1 million plus luck plus each policy's gain.

    All of it is contribution of the last period.
    """
    outcomes, periods = comparison.outcomes.copy(), comparison.periods.copy()
    end = comparison.scenario.periods
    discount = (1.0 + comparison.scenario.discount.per_period("month")) ** end
    periods["contribution"] = 0.0
    for number, policy in enumerate(comparison.policies):
        rows = (outcomes["policy"] == policy) & (outcomes["firm"] == comparison.firm)
        outcomes.loc[rows, "customer_equity"] = 1_000_000.0 + LUCK + gains.get(number, 0.0)
        last = (
            (periods["policy"] == policy)
            & (periods["firm"] == comparison.firm)
            & (periods["period"] == end - 1)
        )
        periods.loc[last, "contribution"] = (1_000_000.0 + LUCK + gains.get(number, 0.0)) * discount
    return Subject(replace(comparison, outcomes=outcomes, periods=periods))


@pytest.fixture
def wobble() -> np.ndarray:
    return np.array([-900.0, 1_100.0, -300.0, 100.0])


def test_a_clear_winner_wins_with_amount_interval_and_share_per_customer(
    comparison: Comparison, wobble: np.ndarray
) -> None:
    subject = with_equity(comparison, {1: 50_000.0 + wobble, 2: 10_000.0 - wobble})
    sentence = verdict(subject)
    assert f"wins: CHF{SPACE}50,000 more customer equity than “As <it> is”" in sentence
    assert f"95{SPACE}% interval 48,700 to 51,300" in sentence
    assert "for each customer at the start" in sentence
    assert "in all 4 replications" in certainty(subject)
    assert "clearly ahead of the next best" in certainty(subject)


def test_the_lead_over_a_next_best_that_is_the_baseline_is_said_once(
    comparison: Comparison, wobble: np.ndarray
) -> None:
    subject = with_equity(comparison, {1: 50_000.0 + wobble, 2: -10_000.0 - wobble})
    assert "next best" not in certainty(subject)
    assert "in all 4 replications" in certainty(subject)


def test_after_a_failed_fit_there_is_no_answer_and_nothing_is_clear(
    comparison: Comparison, wobble: np.ndarray
) -> None:
    failed = after_a_failed_fit(with_equity(comparison, {1: 50_000.0 + wobble, 2: 10_000.0 - wobble}))
    assert verdict(failed).startswith(NO_ANSWER_YET)
    assert "leads in the model" in verdict(failed)
    behind = after_a_failed_fit(with_equity(comparison, {1: -50_000.0 + wobble, 2: -90_000.0 - wobble}))
    assert "the baseline, leads in the model" in verdict(behind)
    for subject in (failed, behind):
        for sentence in (*board(subject)["said"], *said(subject)):
            assert "wins" not in sentence and "clearly ahead" not in sentence
    assert verdict(with_equity(comparison, {})).startswith("No policy makes a difference")
    assert verdict(after_a_failed_fit(with_equity(comparison, {}))).startswith(NO_ANSWER_YET)


def after_a_failed_fit(subject: Subject) -> Subject:
    """The same, of a market that does not give the figures to which it was fitted."""
    scenario = subject.scenario
    failed = ValueNote(estimated=EstimatedValue((1, 2), "narrowed", False))
    document = replace(scenario.document, notes={("customers",): failed})
    market = scenario.of(document, scenario.founding_prices)
    return Subject(replace(subject.results, scenario=market))


def test_an_interval_around_zero_makes_no_winner(comparison: Comparison) -> None:
    noise = np.array([-4_000.0, 9_000.0, -2_000.0, 5_000.0])
    subject = with_equity(comparison, {1: noise, 2: -90_000.0})
    sentence = verdict(subject)
    assert sentence.startswith("No policy is clearly better than “As <it> is”")
    assert "includes zero" in sentence


def test_a_leader_that_is_not_ahead_of_the_next_does_not_win(
    comparison: Comparison, wobble: np.ndarray
) -> None:
    subject = with_equity(comparison, {1: 50_000.0 + wobble, 2: 49_900.0 - wobble})
    assert "leads, though not clearly ahead of" in verdict(subject)
    assert "It is not clearly ahead" in certainty(subject)


def test_a_lead_is_corrected_for_the_luck_that_picked_it(comparison: Comparison) -> None:
    luck = np.array([-30_000.0, 50_000.0, 10_000.0, 30_000.0])
    subject = with_equity(comparison, {1: 100_000.0 + luck, 2: 100_000.0 - luck})
    lead = subject.comparison.lead
    assert lead.stated == pytest.approx(30_000.0) and lead.corrected < lead.stated
    assert "lead after correction for having been picked" in certainty(subject)
    clear = with_equity(comparison, {1: 90_000.0 + luck / 100, 2: 10_000.0})
    assert clear.comparison.lead.corrected == pytest.approx(clear.comparison.lead.stated)


def test_the_baseline_wins_when_all_others_are_clearly_worse(
    comparison: Comparison, wobble: np.ndarray
) -> None:
    subject = with_equity(comparison, {1: -50_000.0 + wobble, 2: -90_000.0 - wobble})
    sentence = verdict(subject)
    assert sentence.startswith("“As <it> is”, the baseline, wins")
    assert f"CHF{SPACE}50,000 less customer equity" in sentence


def test_policies_that_change_nothing_make_no_difference(comparison: Comparison) -> None:
    subject = with_equity(comparison, {})
    assert "No policy makes a difference" in verdict(subject)
    assert subject.leader == "keep"


def test_a_policy_that_changes_overhead_alone_is_behind_by_it() -> None:
    market = world(policies={"as-is": {}, "lean": {"set": {"firms.harbour.overhead": "100 per month"}}})
    subject = Subject(compare(market, replications=2, jobs=1))
    assert verdict(subject).startswith(
        "as-is, the baseline, wins: even the best of the others, lean, brings "
    )
    assert " less customer equity after overhead (" in verdict(subject)
    assert "they are compared after overhead: " in overhead(subject)


def test_one_replication_claims_nothing_about_better(one_replication: Comparison) -> None:
    subject = Subject(one_replication)
    assert "one replication cannot tell" in verdict(subject)
    assert certainty(subject) == ""
    assert pairing(subject) == ""


def test_a_run_is_told_without_a_winner(result: Result) -> None:
    subject = Subject(result)
    assert f"before any of its {len(result.scenario.policies)} policies" in verdict(subject)
    assert cost(subject) == ""


def test_a_run_of_a_changed_market_says_what_was_changed(scenario: Scenario) -> None:
    changed = scenario.changed({"behaviour.season": 0.5}).scaled_to(200)
    sentence = verdict(Subject(run(changed, driver="agents")))
    assert "; here behaviour.season is 0.5 and customers is 200, and all else is as in its file;" in sentence
    assert f"none of its {len(scenario.policies)} policies is in force" in sentence
    assert "scale" not in sentence
    much = scenario.changed({f"behaviour.departure.{name}": "1% per year" for name in DEPARTURES})
    assert "and 2 more values are changed" in verdict(Subject(run(much, driver="agents")))


def test_a_run_tells_of_the_strongest_rival_and_a_comparison_does_not(
    result: Result, comparison: Comparison
) -> None:
    rivals = result.outcomes[result.outcomes["firm"] != result.scenario.focal_firm]
    strongest = rivals.groupby("firm", observed=True)["customer_equity"].mean().idxmax()
    assert f"rival {strongest} is worth" in rival_in_run(Subject(result))
    assert rival_in_run(Subject(comparison)) == ""


def test_a_rival_that_is_called_rival_is_named_once(result: Result) -> None:
    focal = result.scenario.focal_firm
    names = {firm: "rival" for firm in result.scenario.firms if firm != focal}
    called = result.outcomes.assign(firm=result.outcomes["firm"].astype(str).replace(names))
    said = rival_in_run(Subject(replace(result, outcomes=called)))
    assert said.startswith("Its rival is worth")


def test_a_run_of_a_scenario_without_policies_has_nothing_to_compare() -> None:
    alone = run(world(customers=40, periods=3), driver="agents")
    assert "no policy to compare it with" in verdict(Subject(alone))


def test_the_cost_of_a_policy_names_the_lines_that_grow(comparison: Comparison) -> None:
    subject = with_equity(comparison, {1: 50_000.0})
    assert "contacts +" in cost(subject)
    assert "a year than “As <it> is”" in cost(subject)


def test_pairing_is_told_as_replications_saved(comparison: Comparison, wobble: np.ndarray) -> None:
    subject = with_equity(comparison, {1: 50_000.0 + wobble})
    assert "4 replications say as much as about" in pairing(subject)


PIT = {"firms.harbour.contact.frequency": "6 per year", "firms.harbour.overhead": "900000 per month"}


def test_overhead_that_eats_the_lead_makes_another_policy_the_rival() -> None:
    policies = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 45}}, "pit": {"set": PIT}}
    comparison = compare(world(policies=policies, customers=300), replications=4, jobs=1, hinge=False)
    subject = Subject(with_gains(comparison, {1: 10_000.0, 2: 50_000.0}))
    before = Subject(with_gains(replace(comparison, scenario=without_overhead(comparison)), {2: 50_000.0}))
    assert before.rival == "pit" and subject.rival == "dear" and subject.leader == "dear"
    (stakes,) = board(subject)["tables"]
    assert "after overhead" not in stakes.heads and "Customer equity after overhead" in stakes.remark
    assert stakes.rows[1][1].startswith("−") and stakes.rows[0][1] == "+10,000"
    assert subject.chances["pit"] == 0.0 and before.chances["pit"] == 1.0


def without_overhead(comparison: Comparison) -> Scenario:
    """The market of a comparison in which its last policy adds no overhead."""
    return comparison.scenario.changed(
        {"policies.pit.set": {"firms.harbour.contact.frequency": "6 per year"}}
    )


def with_gains(comparison: Comparison, gains: dict[int, float]) -> Comparison:
    """The comparison with a customer equity of 1 million plus each gain, and what overhead leaves of it."""
    outcomes = comparison.outcomes.copy()
    for number, policy in enumerate(comparison.policies):
        rows = (outcomes["policy"] == policy) & (outcomes["firm"] == comparison.firm)
        paid = outcomes.loc[rows, "customer_equity"] - outcomes.loc[rows, "equity_after_overhead"]
        outcomes.loc[rows, "customer_equity"] = 1_000_000.0 + gains.get(number, 0.0)
        outcomes.loc[rows, "equity_after_overhead"] = outcomes.loc[rows, "customer_equity"] - paid
    return replace(comparison, outcomes=outcomes)


def test_a_single_policy_is_told_before_overhead_whatever_it_may_come_to_pay() -> None:
    losing = {"firms.harbour.exit.loss_for": "1 year", "firms.harbour.overhead": "100 per month"}
    alone = compare(world(losing, policies={"as-is": {}}, customers=60, periods=4), replications=2, jobs=1)
    assert alone.measure == "customer_equity" and overhead(Subject(alone)) == ""


def test_policies_that_end_alike_share_the_first_place(comparison: Comparison) -> None:
    subject = with_equity(comparison, {1: 50_000.0, 2: 50_000.0})
    first, second = (subject.named(name) for name in subject.challengers)
    assert verdict(subject).startswith(f"{first} wins, level with {second} to the cent: ")
    assert certainty(subject) == (
        f"{first} and {second} have the highest customer equity in all 4 replications."
    )
