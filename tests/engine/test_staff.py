"""Claims about firms with staff: what the team does to customers and books, in both drivers."""

import pandas as pd
import pytest
from worlds import HARBOUR, SUMMIT, differing, finished, total, world

import relsim
from relsim.engine.market import Market
from relsim.market.plan import plan_of
from relsim.vocabulary import BOOKED_PER_UNIT

TEAM = {"number": 12, "customers_each": 100, "wage": "1000 per month", "hiring_cost": 600}
CARE = {
    "training_cost": "50 per month",
    "motivation_cost": "40 per month",
    "empowerment_cost": "30 per month",
}


def staffed(changes=None, **settings):
    """A market whose harbour has staff, some of their levers changed."""
    return world(
        {"firms.harbour.staff": TEAM | CARE | (changes or {})},
        **({"customers": 2000, "periods": 24} | settings),
    )


def last(market: Market, name: str, firm: int = HARBOUR) -> float:
    """A mean of the team in the last period."""
    return float(market.records[f"staff_{name}_ppm"][-1, firm]) / 1e6


def test_both_drivers_leave_the_same_bits_with_staff_at_work():
    lively = {"number": 2, "training": 0.5, "motivation": 0.7, "empowerment": 0.4, "pay": 0.9}
    scenario = staffed(lively, customers=150, timeline=[{"at": 6, "set": {"firms.harbour.staff.number": 5}}])
    fast = finished(scenario)
    assert differing(fast, finished(scenario, driver="agents")) == []
    stepped = Market(scenario)
    while stepped.running:
        stepped.step()
    assert differing(fast, stepped) == []


def test_without_staff_nothing_is_different():
    idle = {"firms.harbour.staff": {"number": 0, "training": 1, "motivation": 1, "wage": "900 per month"}}
    plain = world(customers=300)
    market = finished(plain.changed(idle))
    assert market.management is None
    assert differing(market, finished(plain)) == []


def test_a_team_halfway_serves_as_planned():
    still = {"firms.harbour.staff": TEAM | {"number": 1e6}, "behaviour.staff.practice": "30%"}
    settled = world({"behaviour.staff.practice": "30%"}, customers=300, periods=6)
    market = finished(settled.changed(still | {"firms.harbour.staff.start.skill": "30%"}))
    served = market.plan.firms["service_quality"][:, HARBOUR]
    assert served == pytest.approx(0.7 - 0.3 * 0.2)
    plain = finished(settled.changed(still | {"behaviour.staff.skill_to_quality": 0}))
    assert plain.plan.firms["service_quality"][:, HARBOUR] == pytest.approx(0.7)


def test_the_chain_runs_from_how_staff_are_treated_to_revenue():
    plain, motivated = finished(staffed()), finished(staffed({"motivation": 1}))
    assert last(motivated, "satisfaction") > last(plain, "satisfaction")
    assert last(motivated, "turnover") < last(plain, "turnover")
    assert last(motivated, "skill") > last(plain, "skill")
    for name in ("satisfaction_ppm", "commitment_ppm"):
        assert total(motivated, name) > total(plain, name)
    assert total(motivated, "lost") < total(plain, "lost")
    assert total(motivated, "revenue") > total(plain, "revenue")


def test_training_pays_with_motivation_and_hardly_without():
    def skill(**levers):
        return last(finished(staffed(levers)), "skill")

    alone = skill(training=1) - skill()
    together = skill(training=1, motivation=1) - skill(motivation=1)
    assert 0 < alone < 0.25 * together


def test_empowered_staff_put_more_complaints_right():
    invited = {"firms.harbour.complaints": {"invite": "80%", "resolution": "30%", "compensation": 5}}
    plain, empowered = (finished(staffed(levers).changed(invited)) for levers in ({}, {"empowerment": 1}))
    assert total(empowered, "complaints") == pytest.approx(total(plain, "complaints"), rel=0.2)
    share = total(empowered, "recovered") / total(empowered, "complaints")
    assert share > total(plain, "recovered") / total(plain, "complaints") + 0.2
    assert total(empowered, "compensation") > total(plain, "compensation")


def test_too_few_employees_lower_quality_and_drive_customers_away():
    enough, few = finished(staffed()), finished(staffed({"number": 3}))
    for period in (0, 20):
        served = few.plan.firms["service_quality"][period, HARBOUR]
        assert served < enough.plan.firms["service_quality"][period, HARBOUR]
    assert total(few, "lost") > total(enough, "lost")
    assert last(few, "satisfaction") < last(enough, "satisfaction")


def test_the_bill_is_what_the_team_costs():
    market = finished(staffed({"training": 0.5, "motivation": 0.25, "empowerment": 1, "pay": 1.1}))
    bill = 12 * (1000 * 1.1 + 25 + 10 + 30)
    assert market.records["staff"][:, HARBOUR].tolist() == [round(bill * BOOKED_PER_UNIT)] * 24
    assert (market.records["staff"][:, SUMMIT] == 0).all()
    quit_share = market.records["staff_turnover_ppm"][1:, HARBOUR] / 1e6
    hired = market.records["hiring"][1:, HARBOUR] / BOOKED_PER_UNIT / 600
    assert hired == pytest.approx(12 * quit_share, abs=1e-4)
    assert market.records["hiring"][0, HARBOUR] == 0


def test_new_posts_cost_hiring():
    grown = staffed(timeline=[{"at": 12, "set": {"firms.harbour.staff.number": 20}}])
    market = finished(grown)
    before, after = market.records["hiring"][11:13, HARBOUR]
    assert after - before == pytest.approx(8 * 600 * BOOKED_PER_UNIT, rel=0.01)
    assert market.records["employees_ppm"][:, HARBOUR].tolist() == [12_000_000] * 12 + [20_000_000] * 12


def test_the_table_of_periods_tells_of_the_staff():
    periods = relsim.run(staffed(periods=6, customers=200)).periods
    harbour, summit = (periods[periods["firm"] == name] for name in ("harbour", "summit"))
    assert (harbour["employees"] == 12).all()
    assert harbour["staff_satisfaction"].iloc[0] == 0.5
    assert harbour["staff_tenure"].iloc[0] == 36
    assert (harbour["line_staff"] + harbour["line_hiring"] == harbour["staff"]).all()
    costs = harbour[["goods", "service", "acquisition", "retention_cost", "recovery", "win_back"]].sum(axis=1)
    left = harbour["revenue"] - costs - harbour["fixed"] - harbour["staff"]
    pd.testing.assert_series_equal(harbour["profit"], left, check_names=False)
    assert (summit["employees"] == 0).all()
    assert summit["staff_skill"].isna().all()


def test_staff_grows_with_the_market():
    scenario = staffed(customers=1000)
    small = finished(scenario.scaled_to(250))
    assert small.records["employees_ppm"][0, HARBOUR] == 3_000_000


def test_policies_without_a_difference_in_staff_differ_by_nothing():
    scenario = staffed(customers=200, periods=8, policies={"a": {}, "b": {}})
    differences = relsim.compare(scenario, replications=2).differences["difference"].dropna()
    assert len(differences) > 0
    assert (differences == 0).all()


def test_one_plan_serves_many_markets_and_stays_as_it_was():
    scenario = staffed(customers=200, periods=8)
    plan = plan_of(scenario)
    before = plan.firms.tobytes()
    first = finished(scenario, plan=plan)
    assert differing(first, finished(scenario, plan=plan)) == []
    assert plan.firms.tobytes() == before
    assert first.plan.firms.tobytes() != before
