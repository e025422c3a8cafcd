"""What a verdict hinges on besides numbers: for which reasons customers leave, those of a study or others."""

import pytest

import relsim
from relsim.questions.compare.hinge_look import KINDS_TRIED_AGAIN, RUNS_FOR_A_VALUE, HingeLook
from relsim.questions.compare.page import said
from relsim.questions.compare.results import open_results, save
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.turns import turns

pytestmark = pytest.mark.usefixtures("sketched")

MIX = "behaviour.departure.mix"
NAMES = ["as-it-is", "attention", "fewer-failures"]
NUMBER = 24


@pytest.fixture(scope="module")
def lesson():
    return relsim.load("why-they-leave").scaled_to(1000).changed({"periods": 36})


@pytest.fixture(scope="module")
def by_default(lesson):
    return relsim.compare(lesson, policies=NAMES, replications=NUMBER)


def test_the_mix_of_the_textbooks_puts_attention_ahead_and_the_verdict_says_so_unasked(by_default):
    told = by_default.hinge
    assert not told.turns and told.tried == 0 and told.choices == [MIX]
    assert (told.next_best.policy, told.next_best.baseline) == ("fewer-failures", "attention")
    (turn,) = told.next_best.turns
    assert (turn["path"], turn["value"], turn["at"]) == (MIX, "keaveney", "textbook")
    assert turn["high"] < 0.0
    sentence = turns(Subject(by_default))
    assert sentence in said(Subject(by_default))
    assert sentence.startswith(
        "Nothing that was tried turns the lead over “As it is”. “Attention” is ahead of “Fewer failures, put "
        "right” if as many customers leave for the reasons that textbooks repeat without a study "
        f"({MIX} is textbook rather than keaveney; "
    )
    assert "Tried was all else that departure mix (“Ready mix of reasons”) may be." in sentence
    assert "--hinge tries all" in sentence


def test_the_difference_told_is_that_of_a_comparison_under_the_condition(by_default, lesson):
    told = by_default.hinge.next_best
    there = lesson.under_condition("textbook")
    found = relsim.compare(there, policies=NAMES, replications=told.replications, hinge=False)
    equity = found.differences.query("measure == 'customer_equity'").set_index("policy")["mean"]
    assert told.turns[0]["difference"] == pytest.approx(equity["fewer-failures"] - equity["attention"])


def test_claims_are_kept_with_the_results(by_default, tmp_path):
    save(by_default, tmp_path, 1.0)
    assert open_results(tmp_path).hinge == by_default.hinge


def test_where_no_mix_turns_the_verdict_nothing_is_told(lesson):
    found = relsim.compare(lesson, policies=["as-it-is", "fewer-failures"], replications=NUMBER)
    assert found.hinge is None
    assert not [one for one in said(Subject(found)) if "departure mix" in one]


@pytest.mark.slow
def test_beside_numbers_claims_are_tried_first_and_named_first(lesson, monkeypatch):
    monkeypatch.setattr("relsim.questions.compare.hinge_look.LEAST_VALUES", 1)
    told = relsim.compare(lesson, policies=NAMES, replications=NUMBER).hinge
    assert told.tried > 0 and told.choices == [MIX]
    assert told.next_best.turns[0]["at"] == "textbook"
    sentence = turns(Subject(relsim.compare(lesson, policies=NAMES, replications=NUMBER)))
    assert "So was all else that departure mix (“Ready mix of reasons”) may be." in sentence


@pytest.mark.slow
def test_a_number_that_puts_the_next_best_ahead_is_told_beside_a_claim_that_does():
    """At an end of its range: how many leave who feel forgotten, or what a contact costs."""
    launch = relsim.load("retention-launch").scaled_to(1000)
    told = relsim.compare(launch, replications=40).hinge.next_best
    claim, number = told.turns
    assert (claim["path"], claim["at"]) == (MIX, "textbook")
    assert number["path"] in ("behaviour.departure.neglect", "firms.harbour.contact.cost")
    assert claim["difference"] * told.before < 0.0 and number["difference"] * told.before < 0.0


@pytest.mark.parametrize(("policies", "replications"), [(3, 36), (5, 30), (6, 20), (8, 19), (3, 53)])
def test_where_numbers_are_tried_at_the_first_pair_alone_claims_are_at_the_next(policies, replications):
    """All in all in half as many runs more; the best policy, which is in both pairs, is not run again."""
    numbers, claims = HingeLook.looks(policies, replications, 2)
    assert not numbers.is_at_claims and claims.is_at_claims
    first = RUNS_FOR_A_VALUE * numbers.values * numbers.first
    again = 2 * KINDS_TRIED_AGAIN * numbers.ends * numbers.again
    assert first + again + 2 * claims.first + 2 * claims.ends * claims.again <= 0.5 * policies * replications


def test_the_next_best_of_many_policies_is_ahead_for_other_reasons(lesson):
    found = relsim.compare(lesson, policies=NAMES, replications=36)
    told = found.hinge
    assert told.tried == 4 and told.next_best.tried == 0
    assert [turn["at"] for turn in told.next_best.turns] == ["textbook"]
    assert "“Attention” is ahead of “Fewer failures, put right” in 4 replications if" in turns(Subject(found))


@pytest.mark.parametrize(("policies", "replications", "pairs"), [(2, 20, 1), (4, 20, 2), (3, 24, 2)])
def test_a_look_at_claims_alone_takes_half_as_many_runs_more_at_most(policies, replications, pairs):
    """One policy is in all pairs, and what was run once is not run again; a mix has two others."""
    look = HingeLook.quick(policies, replications, pairs)
    assert look.is_at_claims
    runs = (RUNS_FOR_A_VALUE * look.first + 2 * look.ends * look.again) * (1 + pairs) / 2
    assert runs <= 0.5 * policies * replications


def test_other_reasons_may_put_a_policy_ahead_that_is_not_the_next_best(lesson):
    """The next best does nearly what the best does, and gains by the same reasons."""
    fewer = lesson.document.data["policies"]["fewer-failures"]
    nearly = {
        "title": "Nearly",
        "set": {**fewer["set"], "firms.quay.service": {"failures": "5%", "cost": 1.5}},
    }
    four = lesson.changed({"policies.lower-price": nearly})
    found = relsim.compare(four, policies=[*NAMES, "lower-price"], replications=NUMBER)
    told = found.hinge.next_best
    assert (told.policy, told.baseline) == ("fewer-failures", "attention")
    (turn,) = told.turns
    assert (turn["path"], turn["at"]) == (MIX, "textbook") and turn["high"] < 0.0
    assert "“Attention” is ahead of “Fewer failures, put right” in 4 replications if" in turns(Subject(found))
    equity = found.differences.query("measure == 'customer_equity'").set_index("policy")["mean"]
    assert equity["lower-price"] > equity["attention"]
