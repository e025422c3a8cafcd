"""Claims that hold in every period of every market, to the last customer and the last cent."""

from collections.abc import Callable
from functools import cache

import numpy as np
from hypothesis import given
from worlds import finished, generated, scenario_of, scenarios, world

from relsim.engine.market import Market
from relsim.market.population import populated
from relsim.measures.records import Records, flows_table, ladder_table, periods_table
from relsim.rules.state import GONE, is_customer
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import (
    BOOKED_PER_UNIT,
    CLIENT,
    CUSTOMER_GROUPS,
    GROUP_OF_LINE,
    LAPSED,
    MOVED,
    PARTNER,
    PROSPECT,
    PURCHASER,
    REFERRAL,
    STILL_HERE,
    WORD_OF_MOUTH,
    Line,
    Rung,
    column_name,
)

CUSTOMER_RUNGS = slice(PURCHASER, PARTNER + 1)
ATTITUDES = ("satisfaction", "expectation", "trust", "commitment", "bonds", "grievance")
FIRMS_OWN = {
    Line.ADVERTISING: "advertising_spend",
    Line.PROGRAMME_RUNNING: "loyalty_running_cost",
    Line.OVERHEAD: "overhead",
    Line.STAFF: "staff_bill",
    Line.HIRING: "hiring_bill",
    Line.CRM: "crm_cost",
}


def ended(scenario: Scenario) -> Market:
    """The market of a scenario after its last period, run by the readable driver."""
    return finished(scenario, driver="agents", seed=3)


@cache
def generated_markets() -> tuple[Market, ...]:
    """Markets of generated scenarios, each of which is run once for all claims."""
    markets: list[Market] = []

    @generated(40)
    @given(scenario=scenarios())
    def run(scenario: Scenario) -> None:
        markets.append(ended(scenario))

    run()
    return tuple(markets)


def in_every_market(*others: Scenario) -> Callable[[Callable[[Market], None]], Callable[[], None]]:
    """Make a claim about one market a test of it in every generated market and in those of `others`."""

    def of(claim: Callable[[Market], None]) -> Callable[[], None]:
        def test() -> None:
            for market in (*map(ended, others), *generated_markets()):
                try:
                    claim(market)
                except Exception as failure:
                    failure.add_note(f"in the market of {market.scenario!r}")
                    raise

        test.__name__ = claim.__name__
        return test

    return of


def customers_at_end(market):
    """Customers by [period, firm]."""
    return market.records["flows"].sum(axis=-2)[..., CUSTOMER_RUNGS].sum(axis=-1)


@in_every_market()
def test_every_customer_stands_on_exactly_one_rung_of_each_firm(market):
    standing = market.records["flows"].sum(axis=-2)
    assert (standing.sum(axis=-1) == market.scenario.customers).all()
    assert (standing >= 0).all()
    counted = [np.bincount(column, minlength=len(Rung)) for column in market.columns.rung.T]
    assert (standing[-1] == np.array(counted)).all()


@in_every_market()
def test_the_ladder_sums_to_the_market_in_every_period(market):
    records = Records(market.records[None], ["as is"], [0], market.firm_names)
    ladder = ladder_table(records)
    sums = ladder.groupby(["firm", "period"], observed=True)["customers"].sum()
    assert (sums == market.scenario.customers).all()
    assert len(sums) == market.scenario.periods * len(market.scenario.firms)


@in_every_market()
def test_rung_counts_change_only_by_recorded_flows(market):
    flows = market.records["flows"]
    assert (flows[1:].sum(axis=-1) == flows[:-1].sum(axis=-2)).all()
    founding = populated(market.scenario, 3, 0).rung
    counted = np.array([np.bincount(column, minlength=len(Rung)) for column in founding.T])
    assert (flows[0].sum(axis=-1) == counted).all()


@in_every_market()
def test_the_tables_of_flows_and_ladder_tell_the_same_story(market):
    records = Records(market.records[None], ["as is"], [0], market.firm_names)
    keys = ["firm", "period", "rung"]
    change = ladder_table(records).set_index(keys)["customers"]
    change = change - change.groupby(["firm", "rung"], observed=True).shift()
    moves = flows_table(records).astype({"from_rung": str, "to_rung": str, "firm": str})
    came = moves.groupby(["firm", "period", "to_rung"])["customers"].sum()
    went = moves.groupby(["firm", "period", "from_rung"])["customers"].sum()
    for (firm, period, rung), expected in change.items():
        if period > 0:
            place = (str(firm), period, str(rung))
            assert came.get(place, 0) - went.get(place, 0) == expected
    assert (moves["from_rung"] != moves["to_rung"]).all()
    assert (moves["customers"] > 0).all()


@in_every_market()
def test_acquired_minus_lost_is_the_change_of_customers(market):
    records, customers = market.records, customers_at_end(market)
    before = np.vstack([records["flows"][0].sum(axis=-1)[:, CUSTOMER_RUNGS].sum(-1), customers])
    change = customers - before[:-1]
    assert (records["acquired"].sum(-1) - records["lost"].sum(-1) == change).all()
    assert (records["exposed"].sum(-1) == before[:-1]).all()
    assert (records["lost"].sum(-1) == records["lost_by_tenure"].sum(-1)).all()
    assert (records["lost"][..., STILL_HERE] == 0).all()
    assert (records["lost_by_tenure"] <= records["exposed"]).all()


@in_every_market()
def test_nobody_skips_a_rung(market):
    allowed = np.zeros((len(Rung), len(Rung)), bool)
    for rung in Rung:
        allowed[rung, rung] = True
        if is_customer(rung):
            allowed[rung, LAPSED] = True
        if CLIENT <= rung < PARTNER:
            allowed[rung, rung + 1] = allowed[rung + 1, rung] = True
    allowed[PURCHASER, CLIENT] = True
    allowed[PROSPECT, PURCHASER] = True
    allowed[LAPSED, CLIENT] = True
    assert (market.records["flows"][..., ~allowed] == 0).all()


@in_every_market()
def test_the_books_of_a_firm_are_those_of_its_customers_plus_its_own_lines_to_the_cent(market):
    for group in CUSTOMER_GROUPS:
        lines = [line for line in Line if GROUP_OF_LINE[line] == group and line not in FIRMS_OWN]
        booked = sum(market.records[column_name(line)].sum(axis=0) for line in lines)
        accounts = market.columns.ties[column_name(group)].sum(axis=0)
        assert (accounts == booked).all()


@in_every_market()
def test_the_own_lines_of_a_firm_are_what_its_plan_says(market):
    for line, setting in FIRMS_OWN.items():
        planned = np.floor(market.plan.firms[setting] * BOOKED_PER_UNIT + 0.5)
        assert (market.records[column_name(line)] == planned).all()


@in_every_market()
def test_profit_in_the_table_is_what_customers_left_minus_what_firms_pay_themselves(market):
    records = Records(market.records[None], ["as is"], [0], market.firm_names)
    table = periods_table(records)
    ties = market.columns.ties
    costs = sum(ties[column_name(group)] for group in CUSTOMER_GROUPS[1:])
    left = (ties["revenue"] - costs).sum(axis=0)
    own = sum(market.records[column_name(line)] for line in FIRMS_OWN).sum(axis=0)
    profit = table.groupby("firm", observed=True, sort=False)["profit"].sum().to_numpy()
    np.testing.assert_allclose(profit, (left - own) / BOOKED_PER_UNIT, rtol=1e-12, atol=1e-6)


@in_every_market()
def test_every_purchase_is_in_a_customers_memory_and_in_the_firms_count(market):
    founders = populated(market.scenario, 3, 0).purchases.sum(axis=0)
    counted = market.records["purchases"].sum(axis=0)
    assert (market.columns.purchases.sum(axis=0) - founders == counted).all()
    assert (market.records["first_purchases"] <= market.records["purchases"]).all()
    assert (market.records["recovered"] <= market.records["complaints"]).all()
    assert (market.records["complaints"] <= market.records["failures"]).all()
    assert (market.records["failures"] <= market.records["purchases"]).all()


@in_every_market()
def test_feelings_stay_between_0_and_1(market):
    columns = market.columns
    for name in ATTITUDES:
        assert ((columns.ties[name] >= 0) & (columns.ties[name] <= 1)).all(), name
    assert (columns.attention >= 0).all()
    held = is_customer_of(columns.rung)
    assert (columns.remembered_price[held] > 0).all()


def is_customer_of(rungs):
    """Where a customer relationship stands."""
    return (rungs >= PURCHASER) & (rungs <= PARTNER)


@in_every_market()
def test_the_lapsed_have_a_reason_and_an_end_and_no_card(market):
    columns = market.columns
    lapsed = columns.rung == LAPSED
    assert ((columns.reason != STILL_HERE) == lapsed).all()
    assert (columns.ended_at[lapsed] >= 0).all()
    assert (columns.member[lapsed] == 0).all()
    assert (columns.community[lapsed] == 0).all()
    assert (columns.purchases[columns.rung != PROSPECT] > 0).all()
    assert (columns.purchases[columns.rung == PROSPECT] == 0).all()


FORGETFUL = world(
    {"behaviour.departure.neglect": "30% per month", "behaviour.messages.praise": 4},
    customers=60,
    segments=[{"talkativeness": 1, "need_rate": "2 per month"}],
)


@in_every_market(FORGETFUL)
def test_whoever_came_by_recommendation_was_sent_by_somebody_else(market):
    columns = market.columns
    came = (columns.channel == WORD_OF_MOUTH) | (columns.channel == REFERRAL)
    customer, firm = np.nonzero(came)
    recruiter = columns.recruiter[customer, firm]
    if market.scenario.mechanisms.word_of_mouth == "mean field":
        assert (recruiter == -1).all()
        return
    assert ((recruiter >= 0) & (recruiter < market.scenario.customers)).all()
    assert (recruiter != customer).all()
    assert (columns.rung[recruiter, firm] != PROSPECT).all()


RESTLESS = scenario_of(
    {
        "title": "Two firms in a town that everybody leaves",
        "customers": 40,
        "periods": 8,
        "segments": [{"mobility": "10% per month", "need_rate": "4 per month"}],
        "firms": {name: {"price": 20, "start": {"share": 0.5}} for name in ("harbour", "summit")},
    }
)


@in_every_market(RESTLESS)
def test_who_moved_away_is_nobodys_customer_any_more(market):
    columns = market.columns
    away = columns.arrives == GONE
    assert not is_customer_of(columns.rung[away]).any()
    assert away[(columns.reason == MOVED).any(axis=1)].all()


@in_every_market(RESTLESS)
def test_every_customer_answers_the_survey_once_a_period(market):
    answers = sum(market.records[name] for name in ("promoters", "passives", "detractors"))
    assert (answers == customers_at_end(market)).all()


@in_every_market()
def test_a_share_of_wallet_is_a_share(market):
    records = market.records
    assert (records["purchases"].sum(axis=1) >= 0).all()
    assert (records["category_purchases"] <= records["purchases"].sum(axis=1)[:, None]).all()
    assert (records["silent_leavers"] <= records["dissatisfied_leavers"]).all()
    assert (records["dissatisfied_leavers"] <= records["lost"].sum(axis=-1)).all()
    assert (records["referred_lost"] <= records["referred_customers"]).all()
