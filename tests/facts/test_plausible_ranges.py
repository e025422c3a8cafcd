"""Both firms of the default market lie in every plausible range, whatever they sell, and conduct counts.

The ranges are those of the page on truth; the default numbers were tuned to them once.
"""

import plausible
import pytest
import rungs_explained
from following import service_market

import relsim

MARKETS = 4
CONTACTS = ("4 per year", "12 per year", "24 per year", "48 per year")


@pytest.mark.parametrize("product", plausible.PRODUCTS)
def test_every_row_is_inside_its_range(product):
    found = plausible.measured(MARKETS, product)
    outside = {
        (item.words, firm): found[firm][item.measure].mean
        for item in plausible.RANGES
        for firm in item.firms
        if item.verdict(found[firm][item.measure].mean) != "inside"
    }
    assert outside == {}


@pytest.mark.parametrize("product", [name for name in plausible.PRODUCTS if name != "durables"])
def test_what_a_firm_does_explains_more_of_the_rungs_than_how_people_are_born(product):
    """Of durables, bought once or twice in five years, luck explains nearly everything."""
    parts = rungs_explained.parts(0, product)
    assert parts["conduct"] > parts["birth"]


def test_more_contact_pleases_less_without_a_cliff():
    """Between four times a year and nearly every week, no step of twice as much ruins a firm."""
    scores = []
    for often in CONTACTS:
        market = service_market({"firms.bond.contact.frequency": often})
        outcomes = relsim.run(market, replications=2).outcomes
        scores.append(outcomes.loc[outcomes["firm"] == "bond", "nps"].mean())
    best = max(scores)
    assert scores.index(best) < 2
    assert best - scores[2] < 40
    assert 10 < best - scores[3] < 70
