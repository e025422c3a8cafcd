"""relsim agrees with a second implementation, written from the documentation.

Where that was silent, experiments on relsim as a black box, or in the end its rules, gave the answer, which
then went into the documentation. Agreement on those points says that the formulas describe relsim, not that
relsim is as intended.

Seven markets, fourteen measures each, means compared over independent replications. If both follow the same
model, a comparison exceeds three standard errors with a chance of about 0.4 % (Student, 70 degrees of
freedom), so about 0.4 of the 98 would by luck. The seeds are fixed. Looked at as one family, the 98 at three
standard errors have an error rate of at most 43 % (Bonferroni), in truth less, since many of them move
together; a change of random numbers may therefore call for a second look with more replications before
anything is concluded.

In two of the markets every rule that is on by default makes a difference, and every rule on the category, on
rivals, on awareness and on waking: without it, or with another value, relsim would be found to differ. Not so
the rules on what all firms do to their prices alike, which no two firms do there, and on how far episodes
count as contact.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from blind_market import Market

import relsim

REPLICATIONS = 36
SPOKEN = ("positive_speakers", "negative_speakers")
LOST = ("lost", "lost_to_neglect", "lost_to_price", "lost_to_competitor")
FLOWS = ("acquired", *LOST, "revenue", "cost", *SPOKEN)
AT_THE_END = ("customers", "satisfaction", "trust", "commitment", "advocates_and_partners")
MEASURES = FLOWS + AT_THE_END

HERE = Path(__file__).parent
CAMPAIGN = {"timeline.0.at": "12 months", "timeline.0.until": "18 months"}
SMALL = {"periods": 24}


def shipped(name, policy=None, changes=SMALL):
    scenario = relsim.load(name)
    return (scenario.with_policy(policy) if policy else scenario).scaled_to(800).changed(changes)


SCENARIOS = {
    "two firms": lambda: relsim.load(HERE / "two-firms.yaml"),
    "rules by default": lambda: relsim.load(HERE / "rules-by-default.yaml"),
    "rules by choice": lambda: relsim.load(HERE / "rules-by-choice.yaml"),
    "retention-launch": lambda: shipped("retention-launch", "loyalty-programme", SMALL | CAMPAIGN),
    "leaky-bucket": lambda: shipped("leaky-bucket"),
    "transactional-vs-relationship": lambda: shipped("transactional-vs-relationship"),
    "clinic-referrals": lambda: shipped("clinic-referrals", "both"),
}


def by_relsim(scenario, seed=1):
    """For each measure, one number per replication, for the firm in focus."""
    table = relsim.run(scenario, seed=seed, replications=REPLICATIONS).periods
    table = table.assign(cost=table["revenue"] - table["contribution"])
    table = table[table["firm"] == scenario.focal_firm]
    last = table[table["period"] == scenario.periods - 1].set_index("replication")
    sums = table.groupby("replication")[list(FLOWS)].sum()
    return {name: (sums if name in FLOWS else last)[name].to_numpy(float) for name in MEASURES}


@cache
def by_blind(name, seed=1):
    """The same measures from the blind implementation."""
    scenario = SCENARIOS[name]()
    j = list(scenario.firms).index(scenario.focal_firm)
    runs = [Market(scenario, seed=[seed, number]).run() for number in range(REPLICATIONS)]
    values = {name: [sum(period[name][j] for period in run) for run in runs] for name in FLOWS}
    values |= {name: [run[-1][name][j] for run in runs] for name in AT_THE_END}
    return {name: np.array(numbers, float) for name, numbers in values.items()}


def standard_errors_apart(one, other):
    """By how many standard errors of the difference the means are apart, for each measure."""
    apart = {}
    for name in MEASURES:
        a, b = one[name], other[name]
        error = np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        difference = float(b.mean() - a.mean())
        apart[name] = difference / error if error > 0 else 0.0 if difference == 0 else np.inf
    return apart


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_both_implementations_agree_within_three_standard_errors(name):
    scenario = SCENARIOS[name]()
    apart = standard_errors_apart(by_relsim(scenario), by_blind(name))
    assert {measure: round(z, 2) for measure, z in apart.items() if abs(z) > 3} == {}


OTHER_VALUES = {
    "leaky-bucket": {
        "behaviour.departure.neglect": "27% per year",
        "behaviour.experience.loss": 1.6,
        "behaviour.word_of_mouth.client": "20%",
        "behaviour.attitude.commitment_speed": "13% per month",
    },
    "rules by default": {
        "behaviour.choice.unfairness": 0,
        "behaviour.attitude.unfairness": "0% per month",
        "behaviour.attitude.saturation": 0,
        "behaviour.attitude.annoyed": 0,
        "behaviour.attitude.bond_loss": "90% per month",
        "behaviour.complaints.amends": 0,
        "behaviour.messages.commitment": "0 months",
        "behaviour.ladder.spoken": "0 months",
        "behaviour.word_of_mouth.reward": 0,
        "behaviour.word_of_mouth.aggrieved": 1,
        "firms.near.advertising.contact_cost": 2,
        "firms.near.advertising.forgetting": "100% per month",
        "firms.near.guarantee.cover": 0,
        "firms.near.co_creation.ideas": 0,
        "firms.near.co_creation.enough": "30%",
        "firms.near.co_creation.savings": 0,
        "firms.near.co_creation.barrier": 0,
    },
    "rules by choice": {
        "category": 0.5,
        "behaviour.category.outside": 0,
        "behaviour.departure.rivals": "average",
        "behaviour.departure.switching": 0,
        "behaviour.departure.pause": "0 months",
        "behaviour.departure.waking": 0,
        "behaviour.departure.waking_time": "3 months",
        "behaviour.awareness.forgetting": "0% per month",
        "firms.near.start.awareness": 1,
    },
}


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("name", "path"), [(name, path) for name, values in OTHER_VALUES.items() for path in values]
)
def test_another_value_in_one_of_them_is_noticed(name, path):
    scenario = SCENARIOS[name]().changed({path: OTHER_VALUES[name][path]})
    apart = standard_errors_apart(by_relsim(scenario), by_blind(name))
    assert max(abs(z) for z in apart.values()) > 3
