"""Every classic model is a complete scenario that runs, and runs alike in both drivers."""

import pytest
from worlds import CLASSICS, classic, differing, finished, world

from relsim.rules.rulebook import MECHANISMS
from relsim.runs.replicate import alone
from relsim.runs.variant import Job, Variant
from relsim.scenario.lint.scenario import warnings

NAMES = sorted(path.stem for path in CLASSICS.glob("*.yaml"))
MIXED = [
    {
        "need": "by recency",
        "choice": "dirichlet",
        "spend": "gamma-gamma",
        "ladder": "markov",
        "departure": "after purchase",
        "word_of_mouth": "mean field",
    },
    {"need": "bernoulli", "choice": "lost for good", "departure": "by rung", "word_of_mouth": "mean field"},
    {"need": "gamma-poisson", "choice": "bass", "departure": "after purchase"},
]
LIVELY = {
    "firms.harbour.moves.client": {"supporter": 0.2, "lapsed": 0.1},
    "firms.harbour.moves.supporter": {"advocate": 0.3, "client": 0.1, "lapsed": 0.05},
    "firms.harbour.retention.spend": "0.37 per month",
    "firms.harbour.win_back": {"frequency": "20% per month", "cost": 1.5, "discount": 0.1},
    "firms.summit.contact": {"frequency": "2 per month", "cost": 0.3},
    "firms.summit.coupon": {"share": 0.2, "discount": 0.25},
}


def small(name):
    """A classic model with few customers and periods."""
    scenario = classic(name).scaled_to(150)
    return scenario.changed({"periods": min(scenario.periods, 8)})


@pytest.mark.parametrize("name", NAMES)
def test_a_classic_carries_a_lesson_its_sources_and_its_convention(name):
    scenario = classic(name)
    assert scenario.learn is not None
    assert len(scenario.learn.look_at) >= 3
    assert len(scenario.learn.exercises) >= 3
    assert scenario.sources
    named = {note.source for note in scenario.document.notes.values() if note.source}
    assert named <= set(scenario.sources)
    assert "# Convention. " in (CLASSICS / f"{name}.yaml").read_text(encoding="utf-8")
    large_on_purpose = "was a rate per year meant"
    assert [warning for warning in warnings(scenario) if large_on_purpose not in warning.message] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_classic_runs_under_each_of_its_policies_and_conditions(name):
    for scenario in variants(small(name)):
        market = finished(scenario, driver="agents")
        assert (market.records["flows"].sum(axis=(2, 3)) == 150).all()
        assert market.records["revenue"].sum() == market.columns.revenue.sum()


def test_every_alternative_is_used_by_a_classic_or_by_default():
    chosen = [scenario for name in NAMES for scenario in variants(classic(name))] + [world()]
    for name, (_, words) in MECHANISMS.items():
        used = {getattr(scenario.mechanisms, name) for scenario in chosen}
        assert used == set(words), name


def variants(scenario):
    """A scenario under each of its conditions and none, and what its policies make of each."""
    markets = [scenario, *(scenario.under_condition(name) for name in scenario.conditions)]
    return [*markets, *(market.with_policy(name) for market in markets for name in scenario.policies)]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_both_drivers_leave_the_same_bits_in_a_classic(name):
    scenario = small(name)
    fast = alone(Variant.of(scenario), Job(), 0)
    assert differing(fast, finished(scenario, driver="agents")) == []


@pytest.mark.slow
@pytest.mark.parametrize("mechanisms", MIXED, ids=["dirichlet", "lost for good", "bass"])
def test_both_drivers_leave_the_same_bits_in_mixtures_with_levers_at_work(mechanisms):
    fickle = [
        {"fickleness": {"alpha": 0.5, "beta": 2.0}, "need_rate": {"mean": "0.9 per month", "shape": 0.8}}
    ]
    if mechanisms["need"] == "gamma-poisson":
        fickle[0]["need_rate"] = "3 per month"
    scenario = world(LIVELY, mechanisms=mechanisms, segments=fickle, customers=150, periods=12)
    fast = finished(scenario)
    assert differing(fast, finished(scenario, driver="agents")) == []
    assert fast.records["lost"].sum() > 0
    assert fast.records["acquired"].sum() > 0
