"""Claims about what a page calls its sliders: plain words, values in force, money with its currency."""

import pytest

import relsim
from relsim.questions.explore.levers import AS_IN_FILE, named_in_file
from relsim.questions.explore.slider_words import label_of, meaning_of, stops_in_words
from relsim.questions.explore.sliders import Slider, slider_of
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
            "Contact frequency of cask",
            "Contacts per customer",
            "4.5 per year",
        ),
        (
            "leaky-bucket",
            "firms.sieve.advertising.spend",
            "Advertising spend of sieve",
            "",
            "EUR\xa06,000 per month",
        ),
        (
            "leaky-bucket",
            "firms.sieve.complaints.resolution",
            "Complaints resolution of sieve",
            "Share of complaints put right",
            "40%",
        ),
        ("whose-customers", "firms.corner.price", "Price of corner", "Price of one unit", "EUR\xa04"),
        (
            "clinic-referrals",
            "policies.bring-a-friend.set.firms.clinic.referral.giver",
            "Referral giver of clinic under “Bring a friend”",
            "Reward for the customer who recommended",
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
