"""Every shipped scenario is complete, runs, and shows by itself what it teaches."""

import re

import pytest

import relsim
from relsim.scenario.resolve.shipped import shipped_scenarios

NAMES = sorted(shipped_scenarios())


def outcomes_of(name, replications, policies=None):
    comparison = relsim.compare(relsim.load(name), replications=replications, policies=policies, jobs=2)
    return comparison.outcomes.groupby(["policy", "firm"], observed=True).mean(numeric_only=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_carries_a_lesson_and_sources(name):
    scenario = relsim.load(name)
    assert scenario.learn is not None
    assert scenario.learn.question.strip() and scenario.learn.explanation.strip()
    assert len(scenario.learn.look_at) >= 3
    assert len(scenario.learn.exercises) >= 3
    assert len(scenario.sources) >= 2
    named = {note.source for note in scenario.document.notes.values() if note.source}
    assert named <= set(scenario.sources)
    assert scenario.summary and len(scenario.policies) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_runs_as_it_is(name):
    result = relsim.run(relsim.load(name).scaled_to(300), seed=3)
    rungs = result.ladder.groupby(["firm", "period"], observed=True)["customers"].sum()
    assert (rungs == 300).all()


def test_the_buckets_have_alike_shares_and_different_leaks():
    firms = outcomes_of("leaky-bucket", 5).loc["as-is"]
    sieve, cask = firms.loc["sieve"], firms.loc["cask"]
    assert abs(sieve["market_share"] - cask["market_share"]) < 0.1
    told = " ".join(relsim.load("leaky-bucket").learn.explanation.split())
    more = re.search(r"Sieve wins (\d+) % more customers than Cask and loses (\d+) % more", told)
    for column, percent in zip(("acquired", "lost"), more.groups(), strict=True):
        assert 100 * (sieve[column] / cask[column] - 1) == pytest.approx(int(percent), abs=3), column
    assert cask["customer_equity"] > 1.2 * sieve["customer_equity"]
    assert sieve["cost_to_acquire"] > 5 * cask["cost_to_retain"]


@pytest.mark.slow
def test_neither_strategy_wins_along_the_whole_continuum():
    found = relsim.stress("transactional-vs-relationship", measure="equity_lead", replications=5, jobs=2)
    lead = found.grid("mean").loc["relationship"]
    assert lead["as is"] < 0
    assert lead["services"] > 0
    assert lead["industrial-goods"] > 0


def test_the_clinic_shows_the_figures_of_its_case():
    outcome = outcomes_of("clinic-referrals", 10, ["as-is"]).loc[("as-is", "clinic")]
    assert outcome["recommended_share"] == pytest.approx(0.90, rel=0.10)
    assert outcome["recommenders_share"] == pytest.approx(1 / 3, rel=0.10)
    assert outcome["revenue_growth"] > 0.15
    visits = relsim.load("clinic-referrals").segments[0].basket
    assert 5 <= visits.mean - 2 * visits.mean * visits.spread
    assert visits.mean + 2 * visits.mean * visits.spread <= 10


def test_the_clinics_figures_come_from_word_of_mouth():
    scenario = relsim.load("clinic-referrals")
    silent = scenario.changed({"mechanisms.word_of_mouth": "none"})
    outcome = relsim.run(silent).outcomes.query("firm == 'clinic'").iloc[0]
    assert outcome["recommended_share"] == 0
    assert outcome["revenue_growth"] < 0


@pytest.mark.slow
def test_retention_policies_beat_advertising_for_about_the_same_money():
    comparison = relsim.compare(relsim.load("retention-launch"), replications=6)
    equity = comparison.differences.query("measure == 'customer_equity'").set_index("policy")
    costs = ["acquisition", "retention_cost", "recovery", "win_back"]
    focal = comparison.periods[comparison.periods["firm"] == "harbour"]
    spent = focal.groupby("policy", observed=True)[costs].sum().sum(axis=1) / (6 * 60)
    extra = spent - spent["keep-as-is"]
    assert equity.loc["attentive-contact", "low"] > 0
    assert equity.loc["more-advertising", "high"] < equity.loc["loyalty-programme", "low"]
    assert extra.drop("keep-as-is").between(1100, 1800).all()
