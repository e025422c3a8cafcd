"""Claims about conditions: regret, worst cases, whose word is last, and mistakes that are told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from worlds import contract_world

from relsim.errors import InputError, ScenarioError
from relsim.questions.compare.question import compare
from relsim.questions.stress import page as stressing
from relsim.questions.stress.question import EXAMPLE_OF_CONDITIONS, Stress, condition_table, stress
from relsim.runs.fingerprints import fingerprint, market_fingerprint
from relsim.runs.policies import deciding_measure
from relsim.scenario.load import checked_scenario
from relsim.scenario.yaml.document import document_in

POLICIES = {
    "as-is": {},
    "warm": {"set": {"firms.harbour.contact.frequency": "1 per month", "firms.harbour.contact.cost": 0}},
    "dear": {"set": {"firms.harbour.price": 33}},
}
CONDITIONS = {
    "costly": {"set": {"firms.harbour.contact.cost": 90}},
    "cheap-rival": {"set": {"firms.summit.price": 20}},
}


def market(**settings):
    parts = {"policies": POLICIES, "conditions": CONDITIONS, "customers": 150, "periods": 8}
    return contract_world(**(parts | settings))


def by_hand():
    """Three policies under two conditions, values [replication, policy] that one can check in the head."""
    usual = condition_table("as is", ["a", "b", "c"], np.array([[10.0, 12, 8], [12, 16, 10]]))
    hard = condition_table("hard", ["a", "b", "c"], np.array([[6.0, 1, 5], [8, 3, 7]]))
    table = pd.concat([usual, hard], ignore_index=True)
    scenario = contract_world(focus="harbour")
    return Stress(scenario, "profit", "a", ["a", "b", "c"], ["as is", "hard"], 2, 1, table)


def test_regret_worst_case_and_share_won_worked_out_by_hand():
    found = by_hand()
    assert found.grid("mean").to_numpy().tolist() == [[11, 7], [14, 2], [9, 6]]
    assert found.grid("regret").to_numpy().tolist() == [[3, 0], [0, 5], [5, 1]]
    rows = found.summary.set_index("policy")
    assert rows["greatest_regret"].to_dict() == {"a": 3, "b": 5, "c": 5}
    assert rows["worst"].to_dict() == {"a": 7, "b": 2, "c": 6}
    assert rows["won"].to_dict() == {"a": 0.5, "b": 0.5, "c": 0}
    assert rows.loc["b", "worst_under"] == "hard"
    # Regret is paired: 2 and 4 less under the usual condition, the same 1 each time under the hard one.
    hard = found.table.query("policy == 'c' and condition == 'hard'").iloc[0]
    assert hard["regret_low"] == hard["regret_high"] == 1


def test_the_words_name_the_least_regret_the_best_worst_case_and_the_failures():
    won, regret, worst, *against = stressing.stress_sentences(by_hand())
    assert won.startswith("a has the most profit in 1 of 2 conditions, the market as it is counted as one;")
    assert won.endswith("; b under the market as it is.")
    assert regret.startswith("Least regret: a brings at most EUR")
    assert worst.startswith("Best worst case: a, with EUR")
    assert against == [
        "Against a, b is worse under hard and not surely different under the market as it is.",
        "Against a, c is worse under every condition.",
    ]


def test_the_page_says_what_each_condition_is():
    conditions = {"hard": {"title": "Hard times", "set": {"firms.summit.price": 20}}}
    found = replace(by_hand(), scenario=contract_world(conditions=conditions))
    table = stressing.note_of(found).tables[1]
    assert table.rows == [["Hard times", "", "firms.summit.price becomes 20"]]


def test_the_market_as_it_is_is_the_comparison_of_the_policies():
    found = stress(market(), replications=2)
    same = compare(market(), replications=2).differences.query("measure == 'customer_equity'")
    rows = found.table.query("condition == 'as is'")
    assert rows["difference"].tolist() == same["difference"].tolist()
    assert rows["low"].tolist() == same["low"].tolist()


def test_a_condition_changes_the_market_and_a_policy_has_the_last_word():
    found = stress(market(), replications=2)
    means = found.grid("mean")
    assert means.loc["warm", "costly"] == means.loc["warm", "as is"]
    assert means.loc["dear", "cheap-rival"] != means.loc["dear", "as is"]


def test_only_some_conditions_and_policies_may_be_tried():
    found = stress(market(), conditions=["costly"], policies=["dear"], replications=1)
    assert found.conditions == ["as is", "costly"]
    assert found.policies == ["as-is", "dear"]


def test_a_second_run_with_the_same_store_runs_nothing(tmp_path, monkeypatch):
    first = stress(market(), replications=2, store=tmp_path)
    monkeypatch.setattr("relsim.runs.tasks.simulated", None)
    assert stress(market(), replications=2, store=tmp_path).table.equals(first.table)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"conditions": ["costy"]}, 'did you mean "costly"'),
        ({"policies": ["warn"]}, 'did you mean "warm"'),
        ({"measure": "profits"}, 'did you mean "profit"'),
        ({"replications": 0}, "at least 1"),
    ],
)
def test_wrong_words_are_told_with_the_nearest_right_one(options, said):
    with pytest.raises(InputError, match=said):
        stress(market(), **options)


def test_a_scenario_without_conditions_or_with_one_of_a_reserved_name_is_refused():
    with pytest.raises(InputError, match=r"no conditions .*docs/howto/conditions\.md"):
        stress(market(conditions={}))
    example = document_in(EXAMPLE_OF_CONDITIONS, "example.yaml").data
    assert list(market(**example).conditions) == ["recession"]
    with pytest.raises(InputError, match="another name"):
        stress(market(conditions={"as is": {"set": {}}}))


def test_a_condition_that_sets_what_is_not_there_is_refused_when_the_scenario_is_read():
    with pytest.raises(ScenarioError, match='did you mean "summit"'):
        checked_scenario(market(conditions={"wrong": {"set": {"firms.sumit.price": 1}}}))


def test_conditions_that_are_not_in_force_change_no_result():
    assert market_fingerprint(market()) == market_fingerprint(market(conditions={}))
    assert fingerprint(market()) == fingerprint(market(conditions={}))


PER_TIME = {"monthly": "500 per month", "yearly": "6000 per year"}


def test_overhead_decides_where_policies_do_not_pay_the_same():
    pit = {"set": POLICIES["warm"]["set"] | {"firms.harbour.overhead": "500000 per month"}}
    later = [{"at": "3 months", "set": {"firms.harbour.overhead": "500000 per month"}}]
    found = stress(market(policies=POLICIES | {"pit": pit}), replications=2, jobs=1)
    assert found.measure == "equity_after_overhead"
    best = found.table[found.table["regret"] == 0.0]
    assert "pit" not in set(best["policy"])
    asked = stress(market(policies={"as-is": {}, "pit": pit}), measure="profit", replications=2, jobs=1)
    assert asked.measure == "profit"
    for same in (
        market(),
        market(timeline=later),
        market().changed({"firms.harbour.overhead": "5 per month"}),
    ):
        assert deciding_measure(same, list(POLICIES)) == "customer_equity"
    both = {name: {"set": {"firms.harbour.overhead": text}} for name, text in PER_TIME.items()}
    assert deciding_measure(market(policies=both), list(both)) == "customer_equity"
    own = {"set": {"timeline": later}}
    assert deciding_measure(market(policies={"as-is": {}, "own": own}), ["as-is", "own"]) == (
        "equity_after_overhead"
    )
