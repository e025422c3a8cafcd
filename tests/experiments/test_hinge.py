"""What a verdict hinges on: a value that nobody has measured, at which the other policy is ahead."""

from dataclasses import replace

import pandas as pd
import pytest
from worlds import contract_world

import relsim
from relsim.errors import TaskFailed
from relsim.questions.compare import hinge
from relsim.questions.compare.enough import Sampled
from relsim.questions.compare.hinge import Hinge, assumed_values
from relsim.questions.compare.hinge_look import KINDS_TRIED_AGAIN, RUNS_FOR_A_VALUE, HingeLook
from relsim.questions.compare.page import said
from relsim.questions.compare.results import open_results, save
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.turns import NOT_LOOKED_FOR, turn_in_words, turns
from relsim.statistics.selection import FIRST_STAGE

pytestmark = pytest.mark.usefixtures("sketched")

COST = "firms.harbour.contact.cost"
POLICIES = {"as-is": {}, "warm": {"set": {"firms.harbour.contact.frequency": "6 per year"}}}

NEGLECT = "departure neglect (“Leaves when wholly forgotten”)"


def market(customers=600, policies=POLICIES):
    """Contact that pays if somebody feels forgotten, and does not if it costs too much."""
    changes = {"behaviour.departure.neglect": "40% per year", COST: 12}
    return contract_world(changes, customers=customers, periods=18, policies=policies)


@pytest.fixture(scope="module")
def few(scenario_with_few_guesses):
    return relsim.compare(scenario_with_few_guesses, replications=4, hinge=True)


@pytest.fixture(scope="module")
def scenario_with_few_guesses():
    """The same market, of which only three values are thought to be uncertain."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("relsim.questions.compare.hinge.assumed_values", of_neglect)
        patched.setattr("relsim.questions.compare.hinge.rival_claims", lambda _: iter(()))
        yield market()


def of_neglect(scenario):
    wanted = {"behaviour.departure.neglect", "behaviour.choice.risk", "behaviour.reviews.weight"}
    return [one for one in assumed_values(scenario) if one.name in wanted]


def test_a_value_at_which_the_other_policy_is_ahead_turns_the_verdict(few):
    assert few.hinge is not None and few.hinge.tried == 3 and few.hinge.before > 0.0
    (turn,) = few.hinge.turns
    assert (turn["path"], turn["value"], turn["at"]) == (
        "behaviour.departure.neglect",
        "40% per year",
        "20% per year",
    )
    there = market().changed({"behaviour.departure.neglect": "20% per year"})
    told = relsim.compare(there, replications=4).differences.set_index(["policy", "measure"])
    assert turn["difference"] == pytest.approx(told.loc[("warm", "customer_equity"), "difference"])
    assert turn["difference"] < 0.0


def sentence_on_turns(comparison):
    """The sentence of a page on what turns its verdict."""
    return next(one for one in said(Subject(comparison)) if "turn" in one)


def test_the_page_says_what_turns_its_verdict(few):
    told = sentence_on_turns(few)
    assert told.startswith(
        f"The verdict may turn, which chance alone may explain, if {NEGLECT} is 20% per year"
    )


def test_a_verdict_that_nothing_turns_says_so(few):
    steady = replace(few, hinge=replace(few.hinge, turns=[]))
    assert turns(Subject(steady)).startswith("No assumed value that was tried turns the lead over")


def test_a_difference_that_may_be_chance_has_nothing_to_turn():
    found = relsim.compare(market(policies={"as-is": {}, "same": {}}), replications=2, hinge=False)
    assert turns(Subject(found)) == ""


COOL = {"cool": {"set": {"firms.harbour.contact.frequency": "2 per year"}}}


@pytest.fixture(scope="module")
def of_three(scenario_with_few_guesses):
    dear = market(1500, POLICIES | COOL).changed({COST: 11})
    return relsim.compare(dear, replications=12, hinge=True)


def test_a_value_at_which_the_next_best_policy_is_ahead_is_told_apart(of_three):
    told = of_three.hinge
    assert (told.policy, told.baseline) == ("warm", "as-is")
    assert (told.next_best.policy, told.next_best.baseline) == ("warm", "cool")
    (turn,) = told.next_best.turns
    assert (turn["path"], turn["at"]) == ("behaviour.departure.neglect", "20% per year")
    there = relsim.compare(of_three.scenario.changed({turn["path"]: turn["at"]}), replications=8, hinge=False)
    equity = there.differences.query("measure == 'customer_equity'").set_index("policy")["mean"]
    assert turn["difference"] == pytest.approx(equity["warm"] - equity["cool"])
    assert turn["high"] < 0.0
    said = turns(Subject(of_three))
    assert f"cool is ahead of warm if {NEGLECT} is 20% per year rather than" in said


def test_a_next_best_policy_that_is_ahead_nowhere_is_told_so_and_all_of_it_is_kept(of_three, tmp_path):
    steady = replace(of_three.hinge, next_best=replace(of_three.hinge.next_best, turns=[]))
    assert "None of them puts cool ahead of warm." in turns(Subject(replace(of_three, hinge=steady)))
    save(of_three, tmp_path, 1.0)
    assert open_results(tmp_path).hinge == of_three.hinge


def test_a_choice_that_the_file_leaves_open_is_told_in_words(of_three):
    turn = {"path": "behaviour.departure.mix", "value": None, "at": "textbook"}
    turn |= {"difference": -5_000.0, "low": -6_000.0, "high": -4_000.0}
    said = turn_in_words(turn, of_three.hinge, Subject(of_three))
    assert "(behaviour.departure.mix is textbook rather than left open; " in said


@pytest.mark.parametrize(
    ("gap", "said"), [(-5_000.0, "as-is then leads warm by"), (7.0, "warm then leads as-is")]
)
def test_where_a_lead_turns_it_is_told_whose_and_over_whom(of_three, gap, said):
    turn = {"path": "behaviour.departure.mix", "value": None, "at": "textbook", "difference": gap}
    assert f"; {said}" in turn_in_words(turn, of_three.hinge, Subject(of_three))


def test_of_two_policies_the_baseline_is_the_only_other(few):
    assert few.hinge.next_best is None


@pytest.fixture(scope="module")
def by_default(scenario_with_few_guesses):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("relsim.questions.compare.hinge_look.LEAST_VALUES", 1)
        clear = scenario_with_few_guesses.changed({COST: 12}).scaled_to(1000)
        return relsim.compare(clear, replications=12)


def test_by_default_the_likeliest_values_are_tried_and_the_verdict_says_what_turns_it(by_default):
    told = by_default.hinge
    assert told.tried == 1 and not told.complete
    assert [turn["path"] for turn in told.turns] == ["behaviour.departure.neglect"]
    sentence = sentence_on_turns(by_default)
    assert sentence.startswith(
        f"The verdict may turn, which chance alone may explain, if {NEGLECT} is 20% per year"
    )
    assert "--hinge tries the others, too" in sentence


def test_a_clear_lead_of_which_nobody_has_looked_what_would_turn_it_says_so(by_default):
    assert turns(Subject(replace(by_default, hinge=None))) == NOT_LOOKED_FOR


@pytest.mark.parametrize(
    ("policies", "replications", "pairs"), [(2, 60, 1), (5, 40, 1), (5, 40, 2), (5, 100, 2), (9, 10_000, 2)]
)
def test_a_quick_look_takes_half_as_many_runs_more_at_most(policies, replications, pairs):
    """One policy is in all pairs, and what was run once is not run again."""
    look = HingeLook.quick(policies, replications, pairs)
    runs = RUNS_FOR_A_VALUE * look.values * look.first + 2 * KINDS_TRIED_AGAIN * look.ends * look.again
    runs = runs * (1 + pairs) / 2
    assert 0.2 * policies * replications <= runs <= 0.5 * policies * replications


def test_where_that_is_hardly_any_value_none_is_tried_unless_asked(scenario_with_few_guesses):
    assert HingeLook.quick(2, 12) is None
    assert relsim.compare(scenario_with_few_guesses, replications=4).hinge is None


def test_a_look_that_was_not_asked_for_and_fails_loses_nothing(scenario_with_few_guesses, monkeypatch):
    def fails(*_):
        raise TaskFailed("a task failed")

    monkeypatch.setattr("relsim.questions.compare.question.hinge_of", fails)
    monkeypatch.setattr("relsim.questions.compare.hinge_look.LEAST_VALUES", 1)
    assert relsim.compare(scenario_with_few_guesses, replications=12).hinge is None
    with pytest.raises(TaskFailed):
        relsim.compare(scenario_with_few_guesses, replications=12, hinge=True)


@pytest.mark.parametrize("wanted", [None, True])
def test_a_look_that_is_stopped_loses_nothing_and_is_no_whole_answer(
    wanted, scenario_with_few_guesses, monkeypatch
):
    def is_stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("relsim.questions.compare.question.hinge_of", is_stopped)
    monkeypatch.setattr("relsim.questions.compare.hinge_look.LEAST_VALUES", 1)
    with pytest.raises(relsim.Interrupted) as caught:
        relsim.compare(scenario_with_few_guesses, replications=12, hinge=wanted)
    stopped = caught.value.partial
    assert "stopped early: 12 of 12, without" in repr(stopped)
    assert stopped.replications == 12
    assert stopped.interrupted


@pytest.mark.parametrize("stop", [None, relsim.Stop()], ids=["Ctrl-C", "a stop from elsewhere"])
def test_the_comparison_before_a_look_that_is_stopped_is_told_without_it(
    stop, scenario_with_few_guesses, monkeypatch, tmp_path
):
    looks = hinge.evaluate_or_fail

    def is_stopped(*arguments):
        if stop is None:
            raise KeyboardInterrupt
        stop.ask()
        return looks(*arguments)

    monkeypatch.setattr(hinge, "evaluate_or_fail", is_stopped)
    monkeypatch.setattr("relsim.questions.compare.hinge_look.LEAST_VALUES", 1)
    try:
        stopped = relsim.compare(scenario_with_few_guesses, replications=12, stop=stop)
    except relsim.Interrupted as interrupted:
        assert stop is None
        stopped = interrupted.partial
    whole = relsim.compare(scenario_with_few_guesses, replications=12, hinge=False)
    pd.testing.assert_frame_equal(stopped.differences, whole.differences)
    assert stopped.hinge is None and stopped.interrupted
    page = stopped.report(tmp_path).read_text(encoding="utf-8")
    assert "stopped early: without the look for assumed values that turn the verdict" in page
    assert stopped.verdict == whole.verdict


@pytest.mark.parametrize("kind", [KeyboardInterrupt, relsim.Stopped])
def test_a_search_for_enough_that_is_stopped_leaves_the_replications_that_had_run(
    kind, scenario_with_few_guesses, monkeypatch
):
    ran, runs = Sampled.run, []

    def stopped_at_the_second_look(sample, *arguments):
        if runs:
            raise kind
        runs.append(ran(sample, *arguments))

    monkeypatch.setattr(Sampled, "run", stopped_at_the_second_look)
    asked = {"until": "0.5%", "hinge": False}
    try:
        stopped = relsim.compare(scenario_with_few_guesses, **asked)
    except relsim.Interrupted as interrupted:
        assert kind is KeyboardInterrupt
        stopped = interrupted.partial
    whole = relsim.compare(scenario_with_few_guesses, replications=FIRST_STAGE, hinge=False)
    assert stopped.interrupted and stopped.replications == FIRST_STAGE
    pd.testing.assert_frame_equal(stopped.differences, whole.differences)


def test_a_search_for_enough_that_is_stopped_before_its_first_look_has_nothing(
    scenario_with_few_guesses, monkeypatch
):
    stop = relsim.Stop()
    stop.ask()
    with pytest.raises(relsim.Stopped):
        relsim.compare(scenario_with_few_guesses, until="1%", stop=stop)


@pytest.mark.parametrize(
    ("number", "said_of"),
    [
        (5, "; or with behaviour.p4."),
        (7, "; or with behaviour.p4, behaviour.p5 and behaviour.p6."),
        (11, "behaviour.p7 and 3 others."),
    ],
)
def test_only_the_strongest_are_told_at_length(few, number, said_of):
    first = few.hinge.turns[0]
    others = [first | {"path": f"behaviour.p{place}"} for place in range(4, number)]
    many = replace(few, hinge=replace(few.hinge, turns=[first] * 4 + others))
    assert said_of in turns(Subject(many))


def test_a_turn_that_chance_may_explain_is_told_apart_from_those_that_surely_do(few):
    clear = few.hinge.turns[0] | {"low": -9.0, "high": -2.0}
    unsure = clear | {"low": -9.0, "high": 2.0}
    said = turns(Subject(replace(few, hinge=replace(few.hinge, turns=[unsure]))))
    assert "The verdict may turn, which chance alone may explain, if " in said
    assert "The verdict turns" not in said
    both = turns(Subject(replace(few, hinge=replace(few.hinge, turns=[clear, unsure]))))
    assert "The verdict turns if " in both
    assert f"chance alone may explain, with {unsure['path']} elsewhere." in both


def test_a_hinge_is_kept_with_the_results(few, tmp_path):
    save(few, tmp_path, 1.0)
    assert open_results(tmp_path).hinge == few.hinge
    assert isinstance(few.hinge, Hinge)


def test_assumed_are_values_without_a_source_and_those_with_a_range_and_no_lever():
    names = {one.name for one in assumed_values(relsim.load("retention-launch"))}
    assert {"behaviour.departure.neglect", "firms.harbour.contact.cost"} <= names
    assert {"behaviour.attitude.attention_fading", "behaviour.attitude.attention_need"} <= names
    assert {name for name in names if name.startswith("firms.")} == {"firms.harbour.contact.cost"}
    assert not [name for name in names if name.startswith("policies.")]


def test_what_the_file_gives_a_source_is_not_varied_unless_it_has_a_range():
    loaded = relsim.load("retention-launch")
    notes = loaded.document.notes
    sourced = {path for path, note in notes.items() if note.source and not note.range}
    ranged = {path for path, note in notes.items() if note.range and path[0] != "policies"}
    varied = {one.path for one in assumed_values(loaded)}
    assert sourced and ranged and not varied & sourced and ranged <= varied


def test_what_took_much_of_the_lead_and_was_not_tried_again_is_named(few):
    spared = replace(few.hinge, not_again=[COST])
    said = turns(Subject(replace(few, hinge=spared)))
    assert "the strongest were tried again in 4 replications; contact cost of harbour was not." in said
    assert "was not." not in turns(Subject(few))
