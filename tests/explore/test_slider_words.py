"""Claims about what a page calls its sliders: plain words, values in force, money with its currency."""

from itertools import combinations

import pytest

import relsim
from relsim.questions.explore.levers import AS_IN_FILE, named_in_file
from relsim.questions.explore.slider_words import (
    apart_in_sentences,
    idle_in_words,
    label_of,
    meaning_of,
    plain_label,
    stops_in_words,
)
from relsim.questions.explore.sliders import Slider, Sliders, SliderStop, slider_of, unmoved_policies
from relsim.questions.explore.starts import ended_hashes
from relsim.scenario.resolve.course import course_lessons
from relsim.scenario.scenario import Scenario

FEWEST_SLIDERS, FEWEST_STOPS = 3, 4


def named(scenario: Scenario, path: str) -> Slider:
    """The slider of a value that the file names for a page."""
    return slider_of(scenario, next(one for one in named_in_file(scenario) if one.name == path))


@pytest.mark.parametrize(
    ("market", "path", "label", "note", "own"),
    [
        (
            "leaky-bucket",
            "firms.cask.contact.frequency",
            "Contacts with each customer (cask)",
            "",
            "4.5 per year",
        ),
        (
            "leaky-bucket",
            "firms.sieve.advertising.spend",
            "Money spent on advertising (sieve)",
            "",
            "EUR\xa06,000 per month",
        ),
        (
            "leaky-bucket",
            "firms.sieve.complaints.resolution",
            "Complaints that are put right (sieve)",
            "",
            "40%",
        ),
        ("whose-customers", "firms.corner.price", "Price of one unit (corner)", "", "EUR\xa04"),
        (
            "clinic-referrals",
            "policies.bring-a-friend.set.firms.clinic.referral.giver",
            "Reward for a customer who brings another (clinic) under “Bring a friend”",
            "",
            "EUR\xa060",
        ),
    ],
)
def test_a_slider_says_in_plain_words_what_moves_and_where_it_stands(market, path, label, note, own):
    scenario = relsim.load(market).changed({"periods": 6}).scaled_to(100)
    slider = named(scenario, path)
    assert (label_of(scenario, slider), meaning_of(scenario, slider)) == (label, note)
    assert stops_in_words(scenario, slider)[slider.own] == own


def test_a_value_that_a_preset_gives_stands_among_the_stops_and_leaves_the_market_as_it_is():
    scenario = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(100)
    slider = named(scenario, "firms.cask.contact.frequency")
    values = [stop.value for stop in slider.stops]
    assert values == ["0 per year", "2 per year", "4.5 per year", "8 per year", "12 per year"]
    assert slider.own == 2
    explicit = scenario.changed({slider.path: values[2]})
    assert ended_hashes(relsim.Market(explicit).run()) == ended_hashes(relsim.Market(scenario).run())


@pytest.mark.parametrize("name", [one.name for one in course_lessons()])
def test_every_lesson_names_sliders_with_several_stops_each_of_which_has_a_value(name):
    scenario = relsim.load(name)
    named_ones = list(named_in_file(scenario))
    assert len(named_ones) >= FEWEST_SLIDERS
    for one in named_ones:
        own = [] if any(value == one.own for _, value in one.stops) else [one.own]
        assert one.own != AS_IN_FILE, one.name
        assert len(one.stops) + len(own) >= FEWEST_STOPS, one.name


@pytest.mark.parametrize("name", [one.name for one in course_lessons()])
def test_every_slider_of_a_lesson_has_a_plain_name(name):
    scenario = relsim.load(name)
    for one in named_in_file(scenario):
        assert plain_label(scenario, one.path), one.name


def test_a_value_without_a_plain_name_is_called_by_its_path_and_told_by_the_reference():
    scenario = relsim.load("leaky-bucket")
    slider = Slider("firms.cask.service.cost", ("firms", "cask", "service", "cost"), [])
    assert label_of(scenario, slider) == "Service cost of cask"
    assert meaning_of(scenario, slider) == "Cost of serving one episode"


@pytest.mark.parametrize(
    ("market", "path", "idle"),
    [
        (
            "retention-launch",
            "firms.harbour.complaints.resolution",
            "Changes nothing under “Complaint recovery”, which sets this value itself.",
        ),
        (
            "speaking-up",
            "firms.olive.reviews.request",
            "Changes nothing under “Ask for reviews”, “Both” and “Both, and save on service”, "
            "which set this value themselves.",
        ),
        ("retention-launch", "firms.harbour.contact.cost", ""),
        ("clinic-referrals", "policies.bring-a-friend.set.firms.clinic.referral.giver", ""),
    ],
)
def test_a_slider_says_under_which_policies_it_changes_nothing(market, path, idle):
    scenario = relsim.load(market).changed({"periods": 6}).scaled_to(100)
    assert idle_in_words(scenario, list(scenario.policies), named(scenario, path)) == idle


def test_under_a_policy_that_a_slider_says_it_does_not_change_every_array_stays():
    scenario = relsim.load("why-they-leave").changed({"periods": 6}).scaled_to(100)
    for one in named_in_file(scenario):
        slider = named(scenario, one.name)
        for policy in unmoved_policies(scenario, list(scenario.policies), slider):
            ends = [scenario, *(scenario.changed(change) for change in slider.ends)]
            left = [ended_hashes(relsim.Market(each.with_policy(policy)).run()) for each in ends]
            assert left[1:] == left[:1] * (len(left) - 1), (slider.path, policy)


def test_what_cannot_be_moved_together_is_one_sentence_for_each_slider_or_one_for_all():
    names = {name: name for name in ("one", "two", "three", "four")}
    sliders = [Slider(name, (name,), [SliderStop(1, None)]) for name in names]
    pairs = [("one", "two"), ("one", "three"), ("one", "four"), ("two", "four")]
    assert apart_in_sentences(Sliders(sliders, [], pairs), names) == [
        "one cannot be moved together with two, three and four.",
        "two cannot be moved together with four.",
    ]
    all_pairs = list(combinations(names, 2))
    assert apart_in_sentences(Sliders(sliders, [], all_pairs), names) == [
        "No two of the sliders can be moved together."
    ]
