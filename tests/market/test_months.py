"""What is known of a month holds in periods of any length."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import STABLE, conduct, contract_world, finished, world

from relsim.draws import CONTACT
from relsim.market.adaptations import months_over
from relsim.market.columns import TALLY
from relsim.market.management import view_of
from relsim.market.months import convert_from_months
from relsim.market.plan import Named, flattened, plan_of, plan_row
from relsim.rules.months import whole_by_month, whole_of_months
from relsim.rules.need import NOTHING_DUE, bills_due
from relsim.scenario.lint.scenario import warnings
from relsim.scenario.units.fading import left_behind, months_in
from relsim.scenario.units.quantities import periods_per
from relsim.scenario.units.rates import Chance

STEPS = ("week", "month", "quarter", "year")


def periods_in(step, years=1):
    return round(years * periods_per("year", step))


@pytest.mark.parametrize("step", STEPS)
def test_steady_events_lead_to_the_same_level(step):
    fading, monthly = Chance(0.35, "month"), 2.0
    share, months = fading.per_period(step), months_in(step)
    level = 0.0
    for _ in range(400):
        level = level * (1.0 - share) + monthly * months * left_behind(share, months)
    assert level == pytest.approx(monthly / 0.35)


def test_in_months_nothing_is_converted():
    scenario = world()
    given = flattened(scenario.behaviour, "month")
    found = dict(given)
    convert_from_months(found, scenario)
    assert {name: found[name] for name in given} == given
    assert (found["months"], found["attention_felt"], found["voice"], found["bills"]) == (1, 1, 1, 1)


@pytest.mark.parametrize("step", STEPS)
def test_the_same_money_reaches_as_many(step):
    market = {"firms.harbour.advertising": {"spend": "900 per month", "forgetting": "40% per month"}}
    reach = [
        plan_of(world(market, period=one, periods=30, **STABLE)).firms["advertising_reach"][-1, 0]
        for one in ("month", step)
    ]
    assert reach[1] == pytest.approx(reach[0])


@pytest.mark.parametrize("billed", ["1 month", "1 quarter", "1 year"])
@pytest.mark.parametrize("step", STEPS)
def test_a_contract_is_billed_as_often_in_any_period(step, billed):
    scenario = contract_world({"behaviour.contract.billed": billed}, period=step, periods=1)
    behaviour = Named(plan_row(plan_of(scenario).behaviour[0]))
    years, unit = 3, billed.split()[1]
    due = [bills_due(k, behaviour) for k in range(1, periods_in(step, years) + 1)]
    assert sum(max(0, bills) for bills in due) == years * periods_in(unit)


def test_a_contract_without_a_time_is_billed_every_period():
    assert all(bills_due(k, conduct()) == 1 for k in range(1, 9))


@pytest.mark.parametrize("often", [2.0, 8.0, 30.0])
@pytest.mark.parametrize("step", STEPS)
def test_contacts_of_a_year_are_as_many_in_any_period(step, often):
    years, behaviour = 400, conduct(months=months_in(step))
    periods = periods_in(step, years)
    mean = often / periods_per("year", step)
    number = sum(whole_by_month(t, 5, t, CONTACT, 0, mean, behaviour) for t in range(periods))
    assert number / years == pytest.approx(often, rel=0.08)


def test_a_contact_every_month_comes_once_in_each_month_of_weeks():
    behaviour = conduct(months=months_in("week"))
    mean = 12.0 / periods_per("year", "week")
    in_month = np.zeros(24)
    for t in range(104):
        in_month[min(23, int(t * behaviour.months))] += whole_by_month(0, 5, t, CONTACT, 0, mean, behaviour)
    assert set(in_month[:23]) <= {0.0, 1.0, 2.0}
    assert in_month[:23].var() < 0.2


@pytest.mark.parametrize("step", STEPS)
def test_rules_by_which_firms_adapt_are_applied_once_a_month(step):
    assert sum(months_over(t, months_in(step)) for t in range(periods_in(step, 2))) == pytest.approx(
        24, abs=1
    )


def churn_seen(step, lost_at, years=1):
    """The churn a year that a firm of 1000 sees after it lost so many in these months of a year."""
    number = periods_in(step, years)
    records = np.zeros((number, 1), TALLY)
    records["exposed"][..., 0] = 1000
    for month, lost in lost_at.items():
        records["lost"][min(number - 1, int(month / months_in(step))), 0, 1] += lost
    seen = view_of([{}], records, months_in(step)).churn[0]
    return seen * periods_per("year", step)


@pytest.mark.parametrize("step", STEPS[:3])
def test_a_firm_looks_back_on_the_same_churn_in_any_period(step):
    assert churn_seen(step, {9: 30}) == pytest.approx(0.12, rel=0.01)
    assert churn_seen(step, {10: 20, 11: 10}) == pytest.approx(0.12, rel=0.01)
    assert churn_seen(step, {7: 30}) == 0.0


@pytest.mark.parametrize("step", STEPS[:3])
def test_a_share_of_bills_that_come_once_a_month_is_as_steady_in_any_period(step):
    """By week bills come in some weeks more than in others, and a firm would spend now more, now less."""
    rule = {"rule": "share of revenue", "lever": "advertising.spend", "share": "5%"}
    changes = {"behaviour.contract.billed": "1 month", "firms.harbour.adapts": [rule]}
    market = finished(contract_world(changes, customers=300, period=step, periods=periods_in(step, 4)))
    spent = market.plan.firms["advertising_spend"][periods_in(step) :, 0]
    assert spent.std() < 0.08 * spent.mean()


@pytest.mark.parametrize("step", ["month", "quarter"])
def test_a_price_war_goes_as_fast_in_any_period(step):
    war = {
        f"firms.{name}.adapts": [{"rule": "match the price", "undercut": "2%", "at_least": 5}]
        for name in ("harbour", "summit")
    }
    market = finished(world(war, customers=50, period=step, periods=periods_in(step) + 1))
    assert market.plan.firms["price"][-1, 0] == pytest.approx(30 * 0.98**12)


def test_a_year_is_a_long_step_where_people_feel_and_the_program_says_so():
    assert [str(one.path) for one in warnings(world(period="year", periods=5))] == ["period"]
    for step in STEPS[:3]:
        assert not warnings(world(period=step, periods=5))


@given(key=st.integers(0, 2**63), mean=st.floats(0.0, 5.0), f=st.integers(0, 15))
def test_a_period_of_a_month_draws_as_the_first_month_of_a_longer_one(key, mean, f):
    once = whole_by_month(key, 1, 3, CONTACT, f, mean, conduct(months=1.0))
    assert once == whole_of_months(key, CONTACT, f, mean, 1)


@given(periods=st.integers(1, 30_000))
def test_a_bill_a_period_comes_in_each_period_after_the_first(periods):
    assert bills_due(periods, conduct(bills=1.0)) == 1
    assert bills_due(0, conduct(bills=1.0)) == NOTHING_DUE
