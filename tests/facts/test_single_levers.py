"""One lever of the relationship firm at a time moves whom it should, as the page on what changed says."""

import pytest
import single_levers

import relsim

POLICIES = ["contact-48", "dearer", "half-price", "coupon", "giver", "friend", "friend-and-giver"]


def means(policies, **changes):
    """The means of bond under each policy, in a smaller market."""
    scenario = relsim.load(single_levers.SCENARIO).scaled_to(500).changed(changes)
    outcomes = relsim.compare(scenario, policies=policies, replications=3).outcomes
    own = outcomes[outcomes["firm"] == scenario.focal_firm]
    return own.groupby("policy", observed=True)[list(single_levers.MEASURES)].mean()


@pytest.fixture(scope="module")
def bond():
    return means(POLICIES)


def test_a_rise_of_the_price_displeases_and_drives_away(bond):
    assert bond.loc["dearer", "nps"] < bond.loc["as-it-is", "nps"]
    assert bond.loc["dearer", "yearly_retention"] < bond.loc["as-it-is", "yearly_retention"] - 0.05


def test_what_is_taken_off_once_wins_some_and_half_the_price_for_ever_wins_many(bond):
    won = bond["acquired"]
    once, forever = (won[name] - won["as-it-is"] for name in ("coupon", "half-price"))
    assert 0 < once < forever / 2


def test_a_reward_for_the_giver_brings_recommendations_and_takes_nothing_from_the_friend(bond):
    """Those won are counted in a young category: in a settled one fewer leave, and so are won back."""
    assert bond.loc["giver", "recommended_share"] > bond.loc["as-it-is", "recommended_share"] + 0.02
    assert bond.loc["friend-and-giver", "customers"] > bond.loc["friend", "customers"]
    young = means(["friend", "friend-and-giver"], category="young")
    assert young.loc["friend-and-giver", "acquired"] > young.loc["friend", "acquired"]


def test_a_contact_every_week_does_not_ruin_a_firm(bond):
    assert -10 < bond.loc["contact-48", "nps"] < bond.loc["as-it-is", "nps"]
    assert bond.loc["contact-48", "customers"] > 0.8 * bond.loc["as-it-is", "customers"]
