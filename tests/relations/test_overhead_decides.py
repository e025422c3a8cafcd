"""Claims about the one rule that decides between policies: equity, after overhead unless all pay the same.

Every question names the same best policy.
"""

import json
from dataclasses import replace

import numpy as np
import pytest
from worlds import contract_world

import relsim
from relsim.measures.value import discount_factors, recent
from relsim.questions.compare.hinge import assumed_values
from relsim.questions.compare.page import findings
from relsim.questions.compare.results import open_results, save
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.verdict import verdict
from relsim.questions.lesson.findings import what_results_say
from relsim.questions.sweep.question import sweep
from relsim.questions.sweep.winners import swept
from relsim.report.lesson_words import with_measure
from relsim.runs.policies import deciding_measure
from relsim.scenario.schema.learn import LessonFinding
from relsim.scenario.vary.experiment import load_experiment

OVERHEAD = "firms.harbour.overhead"
CONTACT = "firms.harbour.contact.frequency"
OFTEN = {CONTACT: "6 per year"}
NEGLECT = "behaviour.departure.neglect"
NUMBER = 6


def market(policies, changes=None, **settings):
    """Contact that pays where somebody feels forgotten."""
    often_forgotten = {NEGLECT: "40% per year", "firms.harbour.contact.cost": 2}
    settings = {"customers": 200, "periods": 24, "policies": policies, "discount": "9% per year"} | settings
    return contract_world(often_forgotten | (changes or {}), **settings)


def warm_with(overhead, **more):
    """A market whose only challenger has contact and so much overhead a month."""
    warm = OFTEN | {OVERHEAD: f"{overhead} per month"}
    return market({"as-is": {}, "warm": {"set": warm}}, **more)


def compared(scenario, **more):
    return relsim.compare(scenario, replications=NUMBER, jobs=1, **({"hinge": False} | more))


def lead_of(comparison, measure):
    told = comparison.differences.set_index(["policy", "measure"])
    return float(told.loc[("warm", measure), "difference"])


def equity_of_one(comparison, policy):
    """What an overhead of 1 a month takes from equity, in the run and for each customer who is left."""
    rows = comparison.of_firm("periods", policy)
    by = rows.pivot(index="replication", columns="period")
    scenario = comparison.scenario
    rate = scenario.discount.per_period("month")
    factors = discount_factors(scenario.periods, rate)
    customers = by["customers"].to_numpy()
    kept = 1.0 - recent(by["lost"].to_numpy(), 12) / recent(by["customers_at_start"].to_numpy(), 12)
    each = 12.0 / recent(customers, 12)
    later = customers[:, -1] * each * kept / (1.0 + rate - kept)
    return float(np.mean(factors.sum() + later * factors[-1]))


# Direction: more overhead takes from the lead what it costs, and no more


@pytest.fixture(scope="module")
def level():
    return compared(warm_with(0))


def test_a_lead_falls_by_exactly_what_the_overhead_of_a_policy_costs(level):
    assert level.measure == "customer_equity"
    lead, cost = lead_of(level, "customer_equity"), equity_of_one(level, "warm")
    assert lead > 0.0
    for overhead in (1, 50, 400):
        dearer = compared(warm_with(overhead))
        assert dearer.measure == "equity_after_overhead"
        assert lead_of(dearer, dearer.measure) == pytest.approx(lead - overhead * cost, rel=1e-9)
        assert lead_of(dearer, "customer_equity") == lead


def test_a_verdict_turns_at_the_overhead_that_breaks_even(level):
    exact = lead_of(level, "customer_equity") / equity_of_one(level, "warm")
    ends = "0 per month", f"{round(2 * exact)} per month"
    found = relsim.breakeven(warm_with(0), OVERHEAD, ends, policy="warm", replications=NUMBER, jobs=1)
    assert found.measure == "equity_after_overhead"
    assert found.value == pytest.approx(exact, rel=0.01) and found.turns == 1
    below, above, far = (compared(warm_with(found.value * share)) for share in (0.95, 1.05, 9.0))
    assert Subject(below).leader == "warm" and Subject(above).leader == "as-is"
    assert below.chances["warm"] >= above.chances["warm"] > far.chances["warm"] == 0.0
    assert all("customer equity after overhead" in verdict(Subject(one)) for one in (below, above))


def test_the_hinge_of_a_verdict_after_overhead_is_where_it_breaks_even(level, monkeypatch):
    overhead = round(0.8 * lead_of(level, "customer_equity") / equity_of_one(level, "warm"))
    scenario = warm_with(overhead)
    monkeypatch.setattr("relsim.questions.compare.hinge.assumed_values", of_neglect)
    monkeypatch.setattr("relsim.questions.compare.hinge.rival_claims", lambda _: iter(()))
    (turn,) = compared(scenario, hinge=True).hinge.turns
    there = compared(scenario.changed({NEGLECT: turn["at"]}))
    assert turn["difference"] == pytest.approx(lead_of(there, "equity_after_overhead"))
    ends = turn["at"], turn["value"]
    found = relsim.breakeven(scenario, NEGLECT, ends, policy="warm", replications=NUMBER, jobs=1)
    first = found.table.iloc[found.table["value"].argmin()]
    assert found.turns == 1 and found.rises and found.low < found.value < found.high
    assert turn["difference"] == pytest.approx(first["difference"])


def of_neglect(scenario):
    return [one for one in assumed_values(scenario) if one.name == NEGLECT]


# Limit: where all pay the same, overhead decides nothing


PAID = {
    "told": {OVERHEAD: "300 per month"},
    "by the year": {OVERHEAD: "3600 per year"},
    "by an event": {"timeline": [{"at": 0, "set": {OVERHEAD: "300 per month"}}]},
}


@pytest.mark.parametrize("paid", list(PAID))
def test_a_policy_that_sets_the_overhead_that_all_pay_leaves_every_word_as_it_was(paid):
    changes = {OVERHEAD: "300 per month"}
    plain = compared(market({"as-is": {}, "warm": {"set": OFTEN}}, changes))
    same = compared(market({"as-is": {}, "warm": {"set": OFTEN | PAID[paid]}}, changes))
    assert deciding_measure(same.scenario, same.policies) == same.measure == "customer_equity"
    assert repr(findings(Subject(same))) == repr(findings(Subject(plain)))
    assert same.outcomes.equals(plain.outcomes)


@pytest.mark.parametrize(
    ("warm", "common"),
    [
        ({OVERHEAD: "301 per month"}, {}),
        ({"timeline": [{"at": 23, "set": {OVERHEAD: "301 per month"}}]}, {}),
        ({"firms.harbour.exit.loss_for": "1 year"}, {}),
        ({}, {"firms.harbour.exit.loss_for": "1 year"}),
        ({}, {"firms.harbour.adapts": [{"rule": "copy the rival", "lever": "overhead"}]}),
    ],
)
def test_overhead_decides_where_policies_are_not_sure_to_pay_the_same(warm, common):
    scenario = market({"as-is": {}, "warm": {"set": warm}}, {OVERHEAD: "300 per month"} | common)
    assert deciding_measure(scenario, ["as-is", "warm"]) == "equity_after_overhead"
    assert deciding_measure(scenario, ["as-is"]) == "customer_equity"


def test_the_overhead_of_a_rival_decides_nothing():
    rival = {"firms.summit.overhead": "900 per month"}
    scenario = market({"as-is": {}, "warm": {"set": rival}})
    assert deciding_measure(scenario, ["as-is", "warm"]) == "customer_equity"


# Relation: whoever asks, the same policy is best


DEAR = {OVERHEAD: "9000 per month"}
BEST = {"as-is": {}, "pit": {"set": OFTEN | DEAR}, "warm": {"set": OFTEN}, "idle": {"set": DEAR}}
LEVERS = {CONTACT: ["0 per year", "6 per year"], OVERHEAD: ["0 per month", "9000 per month"]}


@pytest.fixture(scope="module")
def unequal():
    return market(BEST, {CONTACT: "0 per year"}, conditions={"few": {"set": {"behaviour.season": 0.9}}})


def test_compare_names_the_policy_that_is_best_after_overhead(unequal):
    subject = Subject(compared(unequal))
    assert subject.leader == subject.rival == "warm" and subject.chances["warm"] == 1.0
    assert verdict(subject).startswith("warm wins: ")
    before = subject.differences["mean"].loc[:, "customer_equity"]
    assert before["pit"] == before["warm"] == before.max()


def test_stress_names_it(unequal):
    found = relsim.stress(unequal, replications=NUMBER, jobs=1)
    assert set(found.table[found.table["is_best"]]["policy"]) == {"warm"}


def test_stress_counts_overhead_where_it_differs_under_one_condition_alone():
    own = {"as-is": {}, "own": {"set": {OVERHEAD: "0 per month"}}}
    dear = {"dear": {"set": {OVERHEAD: "900 per month"}}}
    scenario = market(own, conditions=dear, customers=60, periods=12)
    found = relsim.stress(scenario, replications=2, jobs=1)
    assert found.measure == "equity_after_overhead"
    best = found.table[found.table["is_best"]].groupby("condition")["policy"].agg(set)
    assert best["dear"] == {"own"} and best["as is"] == {"as-is", "own"}
    assert deciding_measure(scenario, list(own)) == "customer_equity"
    assert deciding_measure(scenario.under_condition("dear"), list(own)) == "equity_after_overhead"


def test_breakeven_names_it(unequal):
    found = relsim.breakeven(unequal, "firms.harbour.contact.cost", (1.9, 2), replications=NUMBER, jobs=1)
    assert found.measure == "equity_after_overhead" and found.policy == "warm"


def test_sensitivity_names_it(unequal):
    pytest.importorskip("SALib")
    ranges = {"firms.harbour.contact.cost": (1.9, 2)}
    found = relsim.sensitivity(unequal, vary=ranges, replications=2, trajectories=2, samples=4, jobs=1)
    assert found.measure == "equity_after_overhead" and found.policy == "warm"


def test_a_sweep_names_it(unequal, tmp_path):
    found = swept_over(unequal, {"firms.harbour.contact.cost": [1, 2]}, tmp_path)
    assert found.measure == "equity_after_overhead"
    assert set(found.table[found.table["is_best"]]["policy"]) == {"warm"}


def swept_over(scenario, vary, folder):
    """What a sweep of a market finds."""
    (folder / "market.yaml").write_text(json.dumps(scenario.document.data), encoding="utf-8")
    asked = {"title": "A sweep", "scenario": "market.yaml", "replications": 2, "vary": vary}
    (folder / "experiment.yaml").write_text(json.dumps(asked), encoding="utf-8")
    loaded = load_experiment(folder / "experiment.yaml")
    sweep(loaded, folder, jobs=1)
    return swept(loaded, folder)


def test_a_sweep_over_overhead_counts_it_though_the_file_has_it_equal(tmp_path):
    scenario = market({"as-is": {}, "own": {"set": {OVERHEAD: "0 per month"}}}, customers=60, periods=12)
    found = swept_over(scenario, {OVERHEAD: ["0 per month", "900 per month"]}, tmp_path)
    assert found.measure == "equity_after_overhead"
    best = found.table[found.table["is_best"]].groupby(OVERHEAD)["policy"].agg(set).to_dict()
    assert sorted(best.values(), key=len) == [{"own"}, {"as-is", "own"}]


def test_a_search_names_it(unequal):
    pytest.importorskip("optuna")
    asked = unequal.changed({"optimise": {"levers": LEVERS}})
    found = relsim.optimise(asked, trials=8, replications=2, jobs=1)
    assert found.measure == "equity_after_overhead"
    assert found.best == {CONTACT: "6 per year", OVERHEAD: "0 per month"}


def test_a_search_for_enough_replications_names_it(unequal):
    found = relsim.compare(unequal, until="20%", replications=40, jobs=1, hinge=False)
    assert found.measure == "equity_after_overhead" and found.enough.best == "warm"
    row = next(row for row in found.enough.table if row["policy"] == "warm")
    told = found.differences.set_index(["policy", "measure"]).loc[("warm", found.measure)]
    assert row["difference"] == pytest.approx(told["difference"])


def test_a_policy_that_was_set_aside_counts_for_what_decides(unequal):
    found = relsim.compare(unequal, until="20%", replications=40, jobs=1, hinge=False)
    left = [name for name in found.policies if name not in ("pit", "idle")]
    assert left == ["as-is", "warm"]
    assert replace(found, policies=left).measure == "equity_after_overhead"
    assert replace(found, policies=left, enough=None).measure == "customer_equity"


def test_a_ladder_names_it(unequal):
    assert relsim.ladder(unequal, replications=2, jobs=1).rival == "warm"


@pytest.mark.parametrize(
    ("asked", "measure"),
    [
        ({"best": "policy"}, "equity_after_overhead"),
        ({"policy": "warm", "over": "as-is"}, "equity_after_overhead"),
        ({"best": "policy", "measure": "customer_equity"}, "customer_equity"),
        ({"policy": "warm"}, "customer_equity"),
    ],
)
def test_a_lesson_asks_for_what_decides_between_policies(unequal, asked, measure):
    right = {"right": "warm" if "best" in asked else 1}
    finding = with_measure(LessonFinding.model_validate(right | asked), unequal, list(BEST))
    assert finding.measure == measure


def test_a_lesson_names_it(unequal):
    finding = LessonFinding.model_validate({"best": "policy", "right": "warm"})
    told = what_results_say(finding, compared(unequal))
    assert told.answer == "warm" and told.words.startswith("customer equity after overhead: warm ")


# What a folder holds


def test_a_workbook_and_the_tables_hold_both_equities(unequal, tmp_path):
    comparison = compared(unequal)
    save(comparison, tmp_path)
    told = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert told["headline_measures"][0] == "equity_after_overhead"
    assert told["policies"]["warm"]["chance_of_being_best"] == 1.0
    head = (tmp_path / "outcomes.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "customer_equity" in head and "equity_after_overhead" in head
    again = open_results(tmp_path)
    assert again.measure == comparison.measure
    assert verdict(Subject(again)) == verdict(Subject(comparison))
