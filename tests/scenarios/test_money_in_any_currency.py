"""Money counts however small: in a currency of which 45 make one of the other, everybody does the same.

What is given per unit of money, such as how fast quality grows with effort, is divided by as much.
"""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import CONTRACTS, OPEN, generated, scenarios, world

import relsim
from relsim.market.columns import TALLY
from relsim.scenario.limits import MONEY
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.levers import firm_levers
from relsim.scenario.units.rates import Spending
from relsim.scenario.vary.varied import steps_of
from relsim.vocabulary import BOOKED_PER_UNIT, CUSTOMER_GROUPS, Line, column_name

TIMES = 45
AMOUNTS = {"price"} | {
    path
    for path, field in firm_levers(Firm).items()
    if MONEY in field.metadata or field.annotation is Spending
}
PER_MONEY = {"service.response", "retention.response"}
"""How fast something grows with money, for each unit of the currency: quality, retention."""

PER_MONEY_WHERE_GIVEN = {"advertising.response"}
"""The same of contacts, only in a file that says it in place of what a contact costs."""

FACTORS = dict.fromkeys(AMOUNTS, TIMES) | dict.fromkeys(PER_MONEY | PER_MONEY_WHERE_GIVEN, 1 / TIMES)
LINES = [column_name(line) for line in Line]
ACCOUNTS = [column_name(group) for group in CUSTOMER_GROUPS]
FEELINGS = (
    "satisfaction",
    "trust",
    "commitment",
    "bonds",
    "attention",
    "grievance",
    "hearsay",
    "encounters",
    "expectation",
)


def times(value, factor):
    """An amount so many times as large, in the unit in which it is written."""
    if isinstance(value, str):
        number, _, unit = value.partition(" ")
        return f"{float(number) * factor:.12f} {unit}"
    return value * factor


def converted_levers(levers, before=""):
    """Levers of a firm, or some of them, with their amounts in the other currency."""
    found = {}
    for key, value in levers.items():
        path = f"{before}{key}"
        if isinstance(value, dict):
            found[key] = converted_levers(value, f"{path}.")
        elif path.startswith("touchpoints.") and key == "cost":
            found[key] = times(value, TIMES)
        else:
            found[key] = times(value, FACTORS[path]) if path in FACTORS else value
    return found


def converted_changes(scenario, changes):
    """What a policy or an event sets, in the other currency."""
    found = {}
    for path, value in changes.items():
        first, *rest = map(str, steps_of(scenario, path))
        if first == "timeline" and isinstance(value, list):
            value = [event | {"set": converted_changes(scenario, event["set"])} for event in value]
        elif first == "timeline" and rest[-1] == "set":
            value = converted_changes(scenario, value)
        elif first == "firms":
            *around, last = rest[1:]
            value = converted_levers({last: value}, "".join(f"{step}." for step in around))[last]
        found[path] = value
    return found


def converted(scenario):
    """The same market in the other currency: every amount is so many times as large."""
    data = deepcopy(scenario.document.data)
    data.pop("optimise", None)
    data["currency"] = "UAH"
    if "reference_price" in data:
        data["reference_price"] *= TIMES
    for name, firm in data["firms"].items():
        for path in PER_MONEY:
            part, key = path.split(".")
            firm[part] = {key: getattr(getattr(scenario.firms[name], part), key)} | firm.get(part, {})
        firm = data["firms"][name] = converted_levers(firm)
        for rule in firm.get("adapts", ()):
            for bound in {"at_least", "at_most"} & rule.keys():
                if rule.get("lever", "price") in AMOUNTS:
                    rule[bound] = times(rule[bound], TIMES)
    patches = [*data.get("policies", {}).values(), *data.get("conditions", {}).values()]
    for part in [*patches, *data.get("timeline", ())]:
        part["set"] = converted_changes(scenario, part.get("set", {}))
    return scenario.of(type(scenario.document)(data, scenario.document.places, {}, {}))


def small(name):
    """A shipped scenario with few customers and periods."""
    return relsim.load(name).scaled_to(200).changed({"periods": 18})


def assert_everybody_did_the_same(here, there):
    """The same people, moves and reasons, and every amount so many times as large."""
    assert (here.columns.people == there.columns.people).all()
    money = {*ACCOUNTS, *FEELINGS, "remembered_price"}
    for name in set(here.columns.ties.dtype.names) - money:
        assert (here.columns.ties[name] == there.columns.ties[name]).all(), name
    for name in FEELINGS:
        assert here.columns.ties[name] == pytest.approx(there.columns.ties[name], abs=1e-5), name
    counted = {name for name in TALLY.names if not name.endswith("_ppm")} - set(LINES)
    for name in counted:
        assert (here.records[name] == there.records[name]).all(), name
    # Each amount is rounded where it is booked, here in units that are worth 45 there.
    rounding = TIMES * len(here.columns)
    for name in LINES:
        assert there.records[name] == pytest.approx(TIMES * here.records[name], abs=rounding), name
    for name in ACCOUNTS:
        paid = TIMES * here.columns.ties[name].astype(float)
        assert there.columns.ties[name] == pytest.approx(paid, rel=1e-5, abs=40 * TIMES), name


@pytest.mark.parametrize("name", shipped_scenarios())
def test_in_another_currency_everybody_does_the_same(name):
    here = small(name)
    there = converted(here)
    for policy in [None, *here.policies]:
        pair = [market if policy is None else market.with_policy(policy) for market in (here, there)]
        assert_everybody_did_the_same(*(relsim.Market(market, seed=3).run() for market in pair))


@pytest.mark.slow
@given(scenarios(st.sampled_from([OPEN, CONTRACTS])))
@generated(40)
def test_in_another_currency_everybody_does_the_same_in_any_market(here):
    there = converted(here)
    assert_everybody_did_the_same(*(relsim.Market(market, seed=3).run() for market in (here, there)))


@pytest.mark.parametrize("cost", [0.004, 0.00001, 0.0123])
def test_what_costs_less_than_a_cent_is_summed(cost):
    market = world({"firms.harbour.contact": {"frequency": "12 per year", "cost": cost}}, customers=150)
    done = relsim.Market(market, driver="agents").run()
    made = done.records["contacts"][:, 0].sum()
    assert made > 1000
    assert done.records["contacts_cost"][:, 0].sum() / BOOKED_PER_UNIT == pytest.approx(made * cost, rel=1e-9)
