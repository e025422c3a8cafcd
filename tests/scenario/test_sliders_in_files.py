"""Claims about `explore:`, the part of a file that says which values a page lets its readers change."""

import pytest

import relsim
from relsim.errors import ScenarioError
from relsim.questions.explore.sliders import sliders_of
from relsim.scenario.schema.explore import MOST_STOPS

FILE = """extends: who-stays
customers: 100
periods: 6
explore:
  sliders:
    {sliders}
"""


def loaded(folder, sliders: str):
    """A small market whose file names these sliders."""
    path = folder / "market.yaml"
    path.write_text(FILE.format(sliders=sliders), encoding="utf-8")
    return relsim.load(path)


def stops_in(scenario, *wanted: str):
    """The values at which each slider stops."""
    made = sliders_of(scenario, list(scenario.policies), wanted or None).sliders
    return {slider.path: [stop.value for stop in slider.stops] for slider in made}


def test_a_file_names_the_sliders_and_their_stops_in_order():
    stops = stops_in(relsim.load("who-stays").scaled_to(100).changed({"periods": 6}))
    assert list(stops) == [
        "segments.members.restlessness.spread",
        "firms.gym.contact.frequency",
        "firms.gym.price",
        "behaviour.departure.neglect",
    ]
    assert stops["firms.gym.price"] == [24, 27, 30, 33, 36]
    assert stops["behaviour.departure.neglect"][:2] == ["12% per year", "24% per year"]
    assert stops["firms.gym.contact.frequency"][:2] == ["0 per year", "1 per year"]


@pytest.mark.parametrize(
    ("given", "stops"),
    [
        ("[20, 40]", [20, 30, 40]),
        ("[40, 50]", [30, 40, 50]),
        ("[40, 30, 20]", [40, 30, 20]),
        ("{from: 20, to: 40, steps: 2}", [20, 30, 40]),
        ("{from: 20, to: 40}", [20, 25, 30, 35, 40]),
    ],
)
def test_the_value_of_the_file_stands_in_its_place_among_the_stops(tmp_path, given, stops):
    assert stops_in(loaded(tmp_path, f"firms.gym.price: {given}"), "firms.gym.price") == {
        "firms.gym.price": stops
    }


@pytest.mark.parametrize(
    ("sliders", "place", "message", "near"),
    [
        ("firms.gym.prise: [20, 40]", "6:5", 'there is no "prise" in firms.gym', "price"),
        ("firms.gym.contact.frequency: [0 per year, often]", "6:34", "often", None),
        ("firms.gym.price: {from: 20, to: 40, steps: 22}", "6:22", f"at most {MOST_STOPS}", None),
        ("firms.gym.price: []", "6:22", "at least 1", None),
        ("firms.gym.price: [29, true]", "6:27", "expected text or a number, found true", None),
        ("firms.gym.price: {from: 20, to: true}", "6:37", "expected text or a number, found true", None),
        ("firms.gym.price: {from: 36, to: 24}", "6:22", "36 is more than 24; a range begins with", None),
        ("firms.gym.price: {from: 30, to: 30}", "6:22", "nothing between 30 and 30", None),
        ("firms.gym.price: [1e11]", "6:22", "more than the books can hold", None),
    ],
)
def test_a_wrong_slider_is_refused_at_its_place(tmp_path, sliders, place, message, near):
    with pytest.raises(ScenarioError) as refused:
        loaded(tmp_path, sliders)
    (problem,) = refused.value.problems
    assert f"{problem.place.line}:{problem.place.column}" == place
    assert message in problem.message and problem.suggestion == near


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("segments.members.need_rate: [0.1 per month]", "other people would begin"),
        ("mechanisms.spend: [fixed, lognormal]", "other rules would hold"),
        ("discount: [5% per year]", "how results are counted"),
        ("replications: [6, 12]", "bears on no market"),
        ("currency: [EUR, USD]", "bears on no market"),
        ("title: [Another]", "bears on no market"),
        ("baseline: [contact]", "bears on no market"),
    ],
)
def test_a_slider_of_what_a_page_holds_once_is_left_out_with_the_reason(tmp_path, path, reason):
    found = sliders_of(scenario := loaded(tmp_path, path), list(scenario.policies))
    assert any(reason in line for line in found.left_out)


@pytest.mark.parametrize(
    ("sliders", "reason"),
    [
        ("firms.gym.price: [30]", "its stops give no value but its own"),
        ('firms.gym.price: ["30", 30.0]', "its stops give no value but its own"),
    ],
)
def test_a_slider_that_cannot_move_is_left_out_with_the_reason(tmp_path, sliders, reason):
    found = sliders_of(scenario := loaded(tmp_path, sliders), list(scenario.policies))
    assert any(line == f"firms.gym.price: {reason}" for line in found.left_out)


def test_a_value_that_a_policy_sets_as_the_file_has_it_is_no_slider_since_it_has_no_other(tmp_path):
    scenario = loaded(tmp_path, "firms.gym.price: [31]").changed(
        {"explore": None, "policies.contact.set": {"firms.gym.price": 30}}
    )
    found = sliders_of(scenario, ["contact"])
    assert "firms.gym.price: its stops give no value but its own" in found.left_out


def test_what_warms_a_market_up_is_no_slider(tmp_path):
    scenario = loaded(tmp_path, "firms.gym.contact.frequency: [6 per year]").changed({"warm_up": "6 months"})
    found = sliders_of(scenario, list(scenario.policies))
    assert any("warm up" in line for line in found.left_out)


ENTERS = "firms.challenger.enters"


@pytest.mark.parametrize(
    ("given", "stops"),
    [
        ("{from: 1 month, to: 5 months, steps: 3}", ["1 month", "2 months", "3 months", "5 months"]),
        ("[1 month, 3 months]", ["1 month", "2 months", "3 months"]),
        ("[3 months, 1 month]", ["3 months", "2 months", "1 month"]),
    ],
)
def test_one_month_and_several_are_of_the_same_unit(tmp_path, given, stops):
    path = tmp_path / "market.yaml"
    path.write_text(
        "extends: rival-arrives\ncustomers: 100\nperiods: 6\n"
        f"firms: {{challenger: {{enters: 2 months}}}}\nexplore: {{sliders: {{{ENTERS}: {given}}}}}\n",
        encoding="utf-8",
    )
    assert stops_in(relsim.load(path), ENTERS) == {ENTERS: stops}
