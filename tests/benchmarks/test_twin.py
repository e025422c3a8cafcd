"""Claims about the twin in plain Mesa: it tells the same story as relsim, or says what it does not know.

The two share no behaviour and no luck. If both follow the same model, a comparison of two means over 24
replications exceeds four standard errors with a chance of 0.02 % (Student, 46 degrees of freedom), and any of
the 46 measures of a market with one of at most 1.1 % (Bonferroni). The seeds are fixed.
"""

import pytest
from agreement import distance, outcome_of_relsim, outcome_of_twin
from twin_numbers import numbers_of

import relsim

REPLICATIONS = 24
EVERY_RULE = {
    "periods": 30,
    "segments.0.need_rate.mean": "0.2 per month",
    "behaviour.ladder.supporter": 0.25,
    "behaviour.ladder.advocate": 0.3,
    "behaviour.messages.commitment": "2 months",
    "behaviour.choice.risk": 2,
    "behaviour.attitude.annoyance": "8% per month",
    "behaviour.attitude.bond_loss": "20% per month",
    "behaviour.departure.fading_need": "3% per month",
    "firms.harbour.price": 34,
    "firms.harbour.service.failures": 0.15,
    "firms.harbour.coupon": {"share": 0.4, "discount": 0.6},
    "firms.harbour.referral": {"giver": 60, "friend": 25},
    "firms.harbour.guarantee.cover": 1,
    "firms.harbour.win_back": {"frequency": "20% per month", "discount": 0.4, "cost": 1},
    "firms.harbour.contact.frequency": "80 per year",
    "firms.harbour.complaints": {"invite": 0.6, "resolution": 0.8, "compensation": 20},
    "firms.harbour.co_creation.invitation": "30% per month",
    "firms.harbour.co_creation.ideas": 0.8,
    "firms.harbour.co_creation.enough": 0.05,
    "firms.harbour.co_creation.savings": 0.8,
    "firms.harbour.co_creation.barrier": 0.8,
    "timeline.0.at": "10 months",
    "timeline.0.until": "14 months",
}


def launch(changes):
    """The market that the twin was written for, smaller and changed."""
    return relsim.load("retention-launch").scaled_to(600).changed(changes)


@pytest.fixture(scope="module")
def of_the_twin():
    numbers = numbers_of(launch(EVERY_RULE))
    return [outcome_of_twin(numbers, 1000 + number) for number in range(REPLICATIONS)]


def apart(scenario, theirs):
    """By how many standard errors the means of relsim and of the twin differ, for each measure."""
    ours = [outcome_of_relsim(scenario, 1, number) for number in range(REPLICATIONS)]
    return {name: distance([run[name] for run in ours], [run[name] for run in theirs]) for name in theirs[0]}


@pytest.mark.slow
def test_the_twin_tells_the_same_story_within_four_standard_errors(of_the_twin):
    errors = apart(launch(EVERY_RULE), of_the_twin)
    assert {measure: round(z, 1) for measure, z in errors.items() if abs(z) > 4} == {}


OTHER_VALUES = {
    "behaviour.attitude.saturation": 0,
    "behaviour.messages.commitment": "0 months",
    "behaviour.ladder.spoken": "0 months",
    "behaviour.word_of_mouth.reward": 0,
    "category": "young",
    "behaviour.departure.rivals": "average",
    "behaviour.departure.switching": 0,
    "behaviour.departure.pause": "0 months",
    "firms.harbour.advertising.contact_cost": 0.3,
    "firms.harbour.guarantee.cover": 0,
    "firms.harbour.co_creation.ideas": 0,
}


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("path", OTHER_VALUES)
def test_another_value_in_relsim_is_noticed(path, of_the_twin):
    errors = apart(launch(EVERY_RULE | {path: OTHER_VALUES[path]}), of_the_twin)
    assert max(abs(z) for z in errors.values()) > 4


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("behaviour.awareness.forgetting", "5% per month"),
        ("behaviour.complaints.double_deviation", 0.2),
        ("behaviour.complaints.repetition", 0.5),
        ("behaviour.attitude.trust_quality", 1),
        ("timeline", [{"at": 2, "set": {"firms.harbour.price": 60, "firms.summit.price": 60}}]),
        ("behaviour.attitude.settling", "5% per month"),
        ("behaviour.choice.habit_purchases", 3),
        ("behaviour.departure.missed", 0.5),
        ("behaviour.departure.company_most", 2),
        ("behaviour.departure.waking", 0.7),
        ("behaviour.word_of_mouth.audience", 5),
        ("behaviour.word_of_mouth.blame_half_life", "6 months"),
        ("firms.harbour.start.awareness", 0.5),
    ],
)
def test_the_twin_refuses_a_rule_that_it_does_not_know(path, value):
    with pytest.raises(ValueError, match="attitude" if path == "timeline" else path.rsplit(".", 1)[0]):
        numbers_of(launch({path: value}))
