"""What else may be said of people: another mix of reasons, by which as many leave as by the one in force."""

import pytest
from worlds import HARBOUR, classic, contract_world, finished

import relsim
from relsim.scenario.vary.claims import rival_claims, words_of_claims

MIX = "behaviour.departure.mix"
NEGLECT = "behaviour.departure.neglect"


def words_by_claim(scenario):
    """The other words, and the markets in which they hold."""
    return {one.word: scenario.changed(one.changes) for one in rival_claims(scenario)}


def test_the_other_words_of_a_choice_are_claimed_and_each_says_something_of_people():
    told = list(rival_claims(relsim.load("why-they-leave")))
    assert [(one.path, one.value, one.word) for one in told] == [
        (MIX, "keaveney", None),
        (MIX, "keaveney", "textbook"),
    ]
    assert all(words_of_claims(MIX)[one.word] for one in told)
    assert not words_of_claims(NEGLECT)


def test_where_nobody_reads_the_mix_nothing_else_is_claimed():
    assert not list(rival_claims(classic("bg-nbd")))
    assert [one.word for one in rival_claims(classic("sears"))] == ["textbook", "keaveney"]


def test_the_textbooks_claim_is_the_condition_of_the_lesson():
    lesson = relsim.load("why-they-leave")
    claimed = words_by_claim(lesson)["textbook"]
    assert claimed.behaviour == lesson.under_condition("textbook").behaviour
    assert claimed.segments == lesson.under_condition("textbook").segments


@pytest.mark.parametrize(
    ("condition", "word"), [("reasons-of-textbooks", "textbook"), ("reasons-of-the-study", "keaveney")]
)
def test_the_conditions_of_a_launch_are_its_claims_to_half_a_percent(condition, word):
    """Also the chance to leave because nobody cared, which the file would else keep as it is."""
    launch = relsim.load("retention-launch")
    claimed = words_by_claim(launch)[word].behaviour.departure
    told = launch.under_condition(condition).behaviour.departure
    for name in ("total", "price", "bad_handling", "neglect", "competitor", "fading_need"):
        one, other = (getattr(each, name).per_period("year") for each in (told, claimed))
        assert one == pytest.approx(other, abs=0.005), name
    assert launch.behaviour.departure.neglect.per_period("year") == pytest.approx(0.2)


def leaving(scenario):
    """The share of customers of the first firm who leave in a month."""
    records = finished(scenario).records
    return records["lost"][:, HARBOUR].sum() / records["exposed"][:, HARBOUR].sum()


@pytest.mark.parametrize("mix", [None, "textbook", "keaveney"])
def test_under_another_claim_about_as_many_leave(mix):
    departure = {"mix": mix, "total": "12% per year"} if mix else {"neglect": "30% per year"}
    scenario = contract_world(customers=4000, periods=36, behaviour={"departure": departure})
    others = words_by_claim(scenario)
    assert len(others) == 2
    for word, other in others.items():
        assert leaving(other) == pytest.approx(leaving(scenario), rel=0.25), word
        assert other.behaviour.departure.neglect != scenario.behaviour.departure.neglect


def test_a_chance_for_which_the_file_has_a_source_stays_and_folklore_is_none(tmp_path):
    def neglect_of(note):
        path = tmp_path / "own.yaml"
        told = f"{{value: 3% per year, {note}}}"
        path.write_text(
            f"extends: retention-launch\ntitle: Own\nbehaviour: {{departure: {{neglect: {told}}}}}\n",
            encoding="utf-8",
        )
        return str(words_by_claim(relsim.load(path))["keaveney"].behaviour.departure.neglect)

    assert neglect_of("source: our own count") == "3% per year"
    assert neglect_of("source: hearsay, folklore: true") != "3% per year"
