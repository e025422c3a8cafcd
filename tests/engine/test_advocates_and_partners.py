"""Claims about who counts as an advocate, and what partners bring."""

import numpy as np
import pytest
from worlds import HARBOUR, finished, mean_feeling, offer, total, world

from relsim.rules.buying import cost_to_serve
from relsim.rules.experience import quality_with_ideas
from relsim.vocabulary import ADVOCATE, CLIENT, PARTNER

EASY = {
    "behaviour.ladder": {"supporter": 0.05, "advocate": 0.1},
    "firms.harbour.contact.frequency": "8 per year",
}
"""Nearly everybody who stays is committed enough for the upper rungs."""

PARTNERS = EASY | {"firms.harbour.co_creation": {"invitation": "90% per year"}}


def with_partners(**ideas):
    """A market with many partners, who bring this."""
    invitation = {"invitation": "90% per year"} | ideas
    return finished(world(EASY | {"firms.harbour.co_creation": invitation}))


def stocks(market):
    """Customers of harbour by rung at the end."""
    return np.bincount(market.columns.rung[:, HARBOUR], minlength=7)


def test_only_who_has_spoken_for_the_firm_of_late_is_an_advocate():
    market = finished(world(EASY | {"behaviour.ladder.spoken": "6 months"}))
    advocates = market.columns.rung[:, HARBOUR] == ADVOCATE
    silent = market.period - 1 - market.columns.praised_at[advocates, HARBOUR]
    assert advocates.sum() > 20
    assert silent.max() <= 7
    assert stocks(market)[ADVOCATE] < stocks(finished(world(EASY)))[ADVOCATE]


@pytest.mark.slow
def test_where_nobody_talks_there_is_no_advocate_who_has_to_have_spoken():
    quiet = EASY | {"mechanisms.word_of_mouth": "none", "behaviour.ladder.spoken": 0}
    assert stocks(finished(world(quiet)))[ADVOCATE] > 20
    assert stocks(finished(world(quiet | {"behaviour.ladder.spoken": "12 months"})))[ADVOCATE] == 0


def test_the_ideas_of_partners_make_customers_more_satisfied():
    idle, used = with_partners(), with_partners(ideas=0.8)
    assert stocks(idle)[PARTNER] > 20
    assert mean_feeling(used, "satisfaction") > mean_feeling(idle, "satisfaction") + 0.01


def test_quality_is_as_planned_without_partners_and_never_beyond_all_there_is():
    firm = offer(service_quality=0.6, co_creation_ideas=0.5, co_creation_enough=0.01)
    assert quality_with_ideas(0.0, firm) == 0.6
    assert quality_with_ideas(0.01, firm) == pytest.approx(0.6 + 0.4 * 0.5 / 2)
    assert quality_with_ideas(1.0, firm) < 0.8


def test_partners_cost_less_to_serve_and_nobody_else_does():
    firm = offer(service_cost=4.0, co_creation_savings=0.25)
    assert cost_to_serve(PARTNER, firm) == 3.0
    assert cost_to_serve(ADVOCATE, firm) == cost_to_serve(CLIENT, firm) == 4.0


def test_work_that_partners_do_lowers_the_cost_of_service_and_moves_nobody():
    service = {"firms.harbour.service.cost": 4}
    dear, cheap = (
        finished(world(PARTNERS | service | {"firms.harbour.co_creation.savings": share}))
        for share in (0.0, 1.0)
    )
    assert total(cheap, "service") < total(dear, "service")
    assert (dear.columns.rung == cheap.columns.rung).all()


def test_partners_who_would_lose_more_are_bound_more():
    free, bound = with_partners(), with_partners(barrier=0.9)
    bonds = [
        market.columns.bonds[market.columns.rung[:, HARBOUR] == PARTNER, HARBOUR].mean()
        for market in (free, bound)
    ]
    assert bonds[1] > bonds[0] + 0.2
    assert stocks(bound)[PARTNER] > stocks(free)[PARTNER]
