"""Claims about markets of a product type, where it is settled that needs are met by somebody."""

import numpy as np
import pytest
from worlds import HARBOUR, SUMMIT, finished, lost, scenario_of

from relsim.rules.state import is_customer
from relsim.scenario.resolve.presets import PRODUCT_TYPES
from relsim.scenario.schema.behaviour import Departure
from relsim.scenario.units.durations import Duration
from relsim.vocabulary import COMPETITOR, FADING_NEED, LAPSED, PRICE

EVERY_TYPE = pytest.mark.parametrize("product", PRODUCT_TYPES)
RIVAL = {"strategy": "transactional", "price": 20}


def market_of(product, *rivals, strategy=0, category=None, customers=1500, periods=36):
    """Harbour, a quarter of whose market are its customers, and these rivals, who share another quarter."""
    share = 0.25 / len(rivals)
    firms = {"harbour": {"strategy": strategy, "price": 20, "start": {"share": 0.25}}}
    firms |= {f"rival-{place}": rival | {"start": {"share": share}} for place, rival in enumerate(rivals)}
    data = {"title": "A product type", "customers": customers, "periods": periods, "product_type": product}
    return scenario_of(data | {"firms": firms} | ({"category": category} if category else {}))


def growth_by_care(product, category=None):
    """How much oftener anybody buys anything where harbour builds relationships, advertising as much."""
    markets = [market_of(product, RIVAL, strategy=mix, category=category) for mix in (0, 1)]
    alike = [market.changed({"firms.harbour.advertising.spend": "500 per month"}) for market in markets]
    bought = [int(finished(market).records["purchases"].sum()) for market in alike]
    return bought[1] / bought[0] - 1.0


@EVERY_TYPE
def test_the_strategy_of_one_firm_hardly_moves_the_category(product):
    assert abs(growth_by_care(product)) < 0.05


def test_in_a_category_that_the_file_calls_young_a_firms_care_does():
    assert growth_by_care("services", "young") > max(0.05, 3 * abs(growth_by_care("services")))


@pytest.mark.parametrize(("category", "maturity"), [("young", 0.0), (0.4, 0.4), (None, 0.9)])
def test_a_product_type_is_a_settled_category_unless_the_file_says_otherwise(category, maturity):
    assert market_of("durables", RIVAL, category=category).behaviour.category.maturity == maturity


def test_where_people_go_who_leave_is_what_the_file_says():
    said = {"rivals": "average", "switching": 0, "pause": "1 month"}
    behaviour = market_of("services", RIVAL).changed({"behaviour.departure": said}).behaviour
    assert behaviour.departure.rivals == "average"
    assert behaviour.departure.switching == 0
    assert behaviour.departure.pause == Duration(1, "month")


@EVERY_TYPE
def test_who_leaves_for_a_competitor_is_a_rivals_customer_in_the_next_period(product):
    """Also where they leave oftener than they need anything, as with durables, and after years of it."""
    stays = []
    for years in (1, 2, 3, 5):
        market = finished(market_of(product, RIVAL, customers=12_000, periods=12 * years))
        gone = market.columns.ended_at[:, HARBOUR] == market.period - 2
        gone &= market.columns.reason[:, HARBOUR] == COMPETITOR
        stays += [is_customer(rung) for rung in market.columns.rung[gone, SUMMIT]]
    assert len(stays) > 100
    assert np.mean(stays) >= 0.8


@EVERY_TYPE
def test_whose_need_has_faded_buys_nowhere_until_it_comes_back(product):
    fading = {"behaviour.departure.fading_need": "60% per year"}
    market = finished(market_of(product, RIVAL).changed(fading))
    left_at = market.columns.ended_at[:, HARBOUR]
    gone = (market.columns.rung[:, HARBOUR] == LAPSED) & (market.columns.reason[:, HARBOUR] == FADING_NEED)
    gone &= left_at >= market.period - 1 - Departure().pause.periods("month")
    assert gone.sum() > 10
    assert not (market.columns.last_purchase[gone] > left_at[gone, None]).any()


@EVERY_TYPE
def test_a_firm_alone_at_a_constant_price_loses_nobody_over_it_nor_to_a_competitor(product):
    alone = finished(
        market_of(product, RIVAL).changed({"firms.rival-0.enters": 36, "firms.rival-0.start.share": 0})
    )
    assert lost(alone, PRICE) == lost(alone, COMPETITOR) == 0
    assert lost(alone) > 0
    dearer = {"at": 6, "set": {"firms.harbour.price": 60}}
    risen = alone.scenario.changed({"timeline": [dearer]})
    assert lost(finished(risen), PRICE) > 0


@EVERY_TYPE
def test_how_a_rival_is_cut_up_does_not_decide_how_many_leave_for_it(product):
    losses = [
        int(finished(market_of(product, *[RIVAL] * parts, periods=1)).records["lost"][0, HARBOUR, COMPETITOR])
        for parts in (1, 2, 4)
    ]
    whole = lost(finished(market_of(product, RIVAL)), COMPETITOR)
    parts = lost(finished(market_of(product, *[RIVAL] * 4)), COMPETITOR)
    assert losses[0] == losses[1] == losses[2]
    assert parts < 1.3 * whole
