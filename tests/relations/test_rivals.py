"""Rivals: one that nobody chooses changes nobody, and one that is cut in two draws no more people away.

Both hold where people compare their firm with the best that they know: of a rival that is the only one only
where they see it as a whole. Where they compare it with the average of all rivals, each rival counts alike,
whoever buys from it.
"""

import numpy as np
import pytest
from worlds import world

from relations.markets import data_of, over, ran, small, written
from relations.test_symmetry import z_of
from relsim.engine.market import Market
from relsim.vocabulary import COMPETITOR

BEST_KNOWN = {"behaviour.departure.rivals": "best known"}
AS_A_WHOLE = {"behaviour.departure.rivals": "best as a whole"}
HOPELESS = {"unit_cost": 0, "service": {"quality": 0}, "preference": 0}
BEYOND_ANY_PURSE = 1e6


def with_hopeless_rival(name, start, compared=BEST_KNOWN):
    """A market without and with a firm at an absurd price, which seems normal to nobody where others sell."""
    data, price = data_of(name), small(name).normal_price
    if not any(firm.start.has_customers for firm in small(name).firms.values()):
        data = data | {"reference_price": price}
    hopeless = HOPELESS | {"price": BEYOND_ANY_PURSE * price, "start": {"share": 0} | start}
    more = data | {"firms": data["firms"] | {"hopeless": hopeless}}
    return (written(each).changed(compared) for each in (data, more))


def assert_unmoved(without, among):
    """Nothing is counted or booked otherwise of the firms that are in both markets, and none of the last."""
    firms = len(without.columns.ties[0])
    assert (among.records["purchases"][:, firms:] == 0).all()
    assert without.records.tobytes() == np.ascontiguousarray(among.records[:, :firms]).tobytes()


@over("leaky-bucket", "retention-launch", "hold-watch-let-go")
def test_a_rival_that_nobody_knows_changes_nobody(name):
    without, among = with_hopeless_rival(name, {"awareness": 0})
    assert_unmoved(ran(without), ran(among))


def has_rival_from_the_start(scenario):
    """Whether those who compare their firm always have another to compare it with."""
    return sum(not firm.enters and not firm.leaves for firm in scenario.firms.values()) > 1


@over("leaky-bucket", "retention-launch")
def test_a_rival_at_a_price_that_nobody_pays_changes_nobody(name):
    without, among = with_hopeless_rival(name, {})
    if not has_rival_from_the_start(without):
        pytest.skip("who knows one rival compares with that one")
    told = ran(among)
    if told.records["purchases"][:, len(without.firms) :].any():
        pytest.skip("somebody minds no price")
    assert_unmoved(ran(without), told)


@over("leaky-bucket", "rival-arrives")
def test_a_rival_at_a_price_that_nobody_pays_is_no_alternative_even_where_it_is_the_only_one(name):
    without, among = with_hopeless_rival(name, {}, AS_A_WHOLE)
    told = ran(among)
    if told.records["purchases"][:, len(without.firms) :].any():
        pytest.skip("somebody minds no price")
    assert_unmoved(ran(without), told)


def in_halves(name):
    """A market as it is, and with the first rival in two halves, with half its customers and advertising."""
    scenario = small(name).changed({"timeline": []} | BEST_KNOWN)
    if len(scenario.firms) == 1:
        pytest.skip("nobody has a rival")
    rival = next(firm for firm in scenario.firms if firm != scenario.focal_firm)
    firm, firms = scenario.firms[rival], dict(scenario.document.data["firms"])
    half = firms[rival] | {
        "start": (firms[rival].get("start") or {}) | {"share": firm.start.share / 2},
        "advertising": (firms[rival].get("advertising") or {})
        | {"spend": f"{firm.advertising.spend.per_period('month') / 2} per month"},
    }
    return scenario, written(scenario.document.data | {"firms": firms | {rival: half, "half": half}})


def drawn_away(scenario, replication):
    """Which share of those exposed leaves the firm in focus for a competitor, in a period."""
    market = Market(scenario, seed=9, replication=replication).run()
    own = market.records[:, list(scenario.firms).index(scenario.focal_firm)]
    return own["lost"][:, COMPETITOR].sum() / own["exposed"].sum()


@over("leaky-bucket")
def test_a_rival_in_two_halves_draws_no_more_people_away_than_in_one_piece(name):
    """Within four standard errors of twenty pairs of markets."""
    scenario, halved = in_halves(name)
    more = [drawn_away(halved, number) - drawn_away(scenario, number) for number in range(20)]
    assert z_of(np.array(more)[:, np.newaxis])[0] < 4


LASTING = {"mechanisms.choice": "dirichlet", "behaviour.choice.diversity": 1.0}


def share_of_harbour(parts, replication):
    """Harbour's share of what is bought where summit is in parts, preferred as often together."""
    one = {"price": 30, "unit_cost": 12}
    harbour = one | {"preference": 1, "start": {"share": 0.4}}
    part = one | {"preference": 1 / parts, "start": {"share": 0.4 / parts}}
    firms = {"harbour": harbour} | {f"summit {number}": part for number in range(parts)}
    market = Market(world(LASTING, firms=firms, customers=400), seed=9, replication=replication).run()
    bought = market.records["purchases"].sum(axis=0)
    return bought[0] / bought.sum()


@pytest.mark.slow
def test_where_tastes_last_a_rival_in_parts_sells_as_much_as_in_one_piece():
    """Within four standard errors: parts of a gamma distributed taste are one such taste together."""
    gaps = [[share_of_harbour(2, number) - share_of_harbour(1, number)] for number in range(30)]
    assert abs(z_of(np.array(gaps))[0]) < 4
