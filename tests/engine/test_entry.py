"""Claims about firms that enter the market later, or give up."""

import pytest
from worlds import CONTRACTS, HARBOUR, OPEN, SUMMIT, differing, finished, total, world

from relsim.errors import ScenarioError
from relsim.vocabulary import BOOKED_PER_UNIT, CLOSED, COMPETITOR, Line, column_name

LATE = {"firms.summit.enters": 10, "firms.summit.start.share": 0, "firms.summit.overhead": "50 per month"}
EVERY_LEVER = {
    "firms.summit.advertising.spend": "400 per month",
    "firms.summit.coupon": {"share": 0.3, "discount": 0.3},
    "firms.summit.win_back": {"frequency": "50% per month", "cost": 2},
    "firms.summit.loyalty": {"enrolment": "20% per month", "running_cost": "30 per month"},
    "firms.summit.staff": {"number": 3, "wage": "500 per month", "hiring_cost": 100},
}


def monopoly(changes=None, **settings):
    """Harbour alone, until summit comes after ten periods."""
    size = {"customers": 800, "periods": 24}
    return world(LATE | EVERY_LEVER | (changes or {}), **(size | settings))


@pytest.mark.parametrize("mechanisms", [OPEN, CONTRACTS], ids=["open", "contracts"])
def test_both_drivers_leave_the_same_bits_when_firms_come_and_go(mechanisms):
    scenario = monopoly({"firms.harbour.leaves": 18}, customers=150, mechanisms=mechanisms)
    assert differing(finished(scenario), finished(scenario, driver="agents")) == []


def test_before_it_enters_a_firm_has_no_customers_and_pays_nothing():
    records = finished(monopoly()).records
    for line in Line:
        booked = records[column_name(line)][:10, SUMMIT]
        assert (booked == 0).all(), line
    assert (records["flows"][:10, SUMMIT, :, 1:].sum() + records["employees_ppm"][:10, SUMMIT].sum()) == 0
    assert records["purchases"][10:, SUMMIT].sum() > 0
    assert (records["overhead"][10:, SUMMIT] == 50 * BOOKED_PER_UNIT).all()
    assert records["hiring"][10, SUMMIT] == 3 * 100 * BOOKED_PER_UNIT


def test_a_firm_that_is_not_there_pays_for_nothing_that_its_rules_say():
    copier = {"rule": "copy the rival", "lever": "overhead"}
    scenario = monopoly({"firms.summit.adapts": [copier], "firms.harbour.overhead": "90 per month"})
    paid = finished(scenario).records["overhead"][:, SUMMIT]
    assert paid.tolist() == [0] * 10 + [90 * BOOKED_PER_UNIT] * 14


def test_until_a_rival_enters_the_market_is_that_of_one_firm():
    market, alone = finished(monopoly()), finished(world(customers=800).changed({"firms": MONOPOLIST}))
    for name in ("purchases", "lost", "acquired", "revenue"):
        assert (market.records[name][:10, HARBOUR] == alone.records[name][:10, HARBOUR]).all(), name
    assert total(market, "revenue") < total(alone, "revenue")


MONOPOLIST = {"summit": {"price": 30, "enters": 24, "start": {"share": 0}}}
"""A rival who comes too late for the run."""


def test_nobody_leaves_for_a_competitor_where_there_is_none():
    one = {"harbour": {"price": 30, "unit_cost": 12, "start": {"share": 0.6}}}
    strong = {"behaviour.departure.competitor": "50% per year"}
    lone = finished(world(strong, customers=3000, firms=one))
    assert lone.records["lost"][..., COMPETITOR].sum() == 0
    until = finished(monopoly(strong, customers=3000)).records["lost"][:, HARBOUR, COMPETITOR]
    assert until[:10].sum() == 0
    assert until[10:].sum() > 0


def test_the_lone_firm_loses_to_the_rival_who_enters():
    alone, rivalled = finished(monopoly({"firms.summit.enters": 24})), finished(monopoly())
    assert rivalled.firms["harbour"].customers < alone.firms["harbour"].customers
    assert rivalled.firms["summit"].customers > 0


def test_a_firm_that_gives_up_loses_everybody_at_once():
    records = finished(monopoly({"firms.harbour.leaves": 18})).records
    held = records["flows"][:, HARBOUR, :, 1:6].sum(axis=(1, 2))
    assert held[17] > 0
    assert (held[18:] == 0).all()
    assert records["lost"][18, HARBOUR, CLOSED] == held[17] - records["lost"][18, HARBOUR, :CLOSED].sum()
    assert records["lost"][:18, :, CLOSED].sum() == records["lost"][:, SUMMIT, CLOSED].sum() == 0
    assert (records["revenue"][18:, HARBOUR] == 0).all()
    assert (records["dissatisfied_leavers"][18:, HARBOUR] == 0).all()


def test_whose_firm_gave_up_looks_around_at_once():
    scenario = monopoly({"firms.harbour.leaves": 18}, mechanisms=CONTRACTS, customers=2000)
    won = finished(scenario).records["acquired"][:, SUMMIT].sum(axis=-1)
    assert won[19] > 1.5 * won[17]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"firms.summit.enters": "1 year"}, "firms.summit.start.share"),
        (LATE | {"firms.summit.leaves": 10}, "firms.summit.leaves"),
        ({"firms.harbour.leaves": 0}, "firms.harbour.start.share"),
    ],
    ids=str,
)
def test_a_firm_has_customers_only_while_it_is_there(changes, path):
    with pytest.raises(ScenarioError) as caught:
        world(changes)
    assert caught.value.problems[0].path == path


def test_the_normal_price_is_that_of_the_firms_at_the_start():
    cheap = monopoly({"firms.summit.price": 10, "reference_price": None})
    assert cheap.normal_price == 30


LOSING = {"firms.harbour.overhead": "40000 per month", "firms.harbour.exit.loss_for": "1 year"}
"""More than harbour can earn, and for how long it bears that."""


@pytest.mark.parametrize("mechanisms", [OPEN, CONTRACTS], ids=["open", "contracts"])
def test_both_drivers_leave_the_same_bits_when_a_firm_gives_up_over_its_losses(mechanisms):
    scenario = world(LOSING, customers=150, mechanisms=mechanisms)
    market = finished(scenario)
    assert market.firms["harbour"].customers == 0
    assert differing(market, finished(scenario, driver="agents")) == []


def test_a_firm_gives_up_once_it_has_lost_money_for_as_long_as_it_bears():
    market = finished(world(LOSING, customers=800))
    assert market.plan.firms["present"][:, HARBOUR].tolist() == [1] * 12 + [0] * 12
    assert (market.records["overhead"][12:, HARBOUR] == 0).all()
    assert market.records["lost"][12, HARBOUR, CLOSED] > 0
    assert market.records["lost"][12:, HARBOUR].sum() == market.records["lost"][12, HARBOUR, CLOSED]


def test_a_firm_that_enters_late_is_judged_by_the_time_it_was_there():
    late = {"firms.summit.overhead": "40000 per month", "firms.summit.exit.loss_for": "5 months"}
    market = finished(monopoly(late))
    assert market.plan.firms["present"][:, SUMMIT].tolist() == [0] * 10 + [1] * 5 + [0] * 9


def test_a_firm_that_earns_money_or_bears_any_loss_stays():
    earning = {"firms.harbour.exit.loss_for": "1 year"}
    bearing = {"firms.harbour.overhead": "40000 per month"}
    for changes in (earning, bearing):
        assert (finished(world(changes, customers=800)).plan.firms["present"] == 1).all()


def test_one_good_month_does_not_make_up_for_a_year_of_losses():
    good = {"timeline": [{"at": 10, "until": 11, "set": {"firms.harbour.overhead": "0 per month"}}]}
    market = finished(world(LOSING | good, customers=800))
    assert market.plan.firms["present"][11:, HARBOUR].tolist() == [1] + [0] * 12
