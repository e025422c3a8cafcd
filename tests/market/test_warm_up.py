"""Claims about warming up: nothing of it is counted, all drivers agree, and what is hidden does not drift."""

import numpy as np
import pytest
from command_line import called
from tolerances import beyond_luck
from worlds import contract_world, finished, world

import relsim
from relsim.engine import market as engine
from relsim.engine.market import Market
from relsim.errors import InputError
from relsim.market.warm_up import USUAL_WARM_UP, periods_to_warm_up
from relsim.runs.variant import Variant
from relsim.scenario.load import adjusted

WARM = {"warm_up": "1 year", "firms.harbour.start.share": 0.3}
PEOPLE, MARKETS = 500, 12
SMALL = 0.02
"""A change in a year that would not matter, as a share of the customers of a firm, or in satisfaction."""

SLOW = ("retention-launch", "bank-inertia", "leaky-bucket", "complaints-welcome")


def customers_now(market):
    return (market.columns.rung >= 1) & (market.columns.rung <= 5)


@pytest.mark.parametrize("build", [world, contract_world])
def test_both_drivers_warm_up_to_the_last_bit(build):
    markets = [
        finished(build(WARM, customers=80, periods=3), driver=driver) for driver in ("compiled", "agents")
    ]
    assert markets[0].columns.ties.tobytes() == markets[1].columns.ties.tobytes()
    assert markets[0].records.tobytes() == markets[1].records.tobytes()


def test_after_the_warm_up_each_firm_has_the_customers_it_is_said_to_have():
    cold, warm = Market(world({"warm_up": 0})), Market(world({"warm_up": "1 year"}))
    assert (customers_now(cold).sum(axis=0) == customers_now(warm).sum(axis=0)).all()
    known = Market(world({"firms.harbour.start": {"customers": 333, "share": 0}, "warm_up": "7 months"}))
    assert known.firms["harbour"].customers == 333


@pytest.mark.parametrize("start", ["share", "customers"])
def test_after_a_warm_up_nobody_is_under_contract_with_two_firms(start):
    """Firms that lost customers meanwhile get others, and not one person twice."""
    lost = {"churn": "60% per year", "price": 30, "start": {start: 0.3 if start == "share" else 180}}
    kept = {"churn": "0% per year", "price": 30, "start": {"share": 0.1}}
    firms = {"harbour": lost, "summit": lost, "valley": kept}
    mechanisms = {"need": "contract", "choice": "captive", "departure": "constant"}
    market = Market(world({"warm_up": "1 year"}, firms=firms, mechanisms=mechanisms, customers=600))
    now = customers_now(market)
    assert now.sum(axis=1).max() == 1
    assert now[:, :2].sum(axis=0) == pytest.approx([180, 180], abs=25)


def test_after_a_warm_up_whoever_holds_a_contract_pays_even_if_their_need_had_faded():
    """Of those whom one firm lost over their need others are given to it again, and to its rival."""
    fades = {"fading_need": "30% per month", "pause": "1 year"}
    firms = {
        "harbour": {"price": 30, "start": {"share": 0.5}},
        "summit": {"price": 30, "start": {"share": 0.4}},
    }
    market = Market(contract_world({"behaviour.departure": fades, "warm_up": "1 year"}, firms=firms))
    held = customers_now(market).sum()
    market.step()
    assert market.records["purchases"][0].sum() > 0.98 * held


def test_nothing_of_the_warm_up_is_counted():
    market = Market(world({**WARM, "periods": 4}))
    assert market.period == 0
    assert not market.records.size
    assert all(not market.columns.ties[name].any() for name in ("revenue", "goods", "retention_cost"))
    assert (market.columns.ties["last_purchase"] < 0).all()
    result = relsim.run(world({**WARM, "periods": 4}))
    assert sorted(result.periods["period"].unique()) == [0, 1, 2, 3]


def test_events_and_policies_do_not_reach_back_into_the_warm_up():
    base = world(
        {
            **WARM,
            "policies": {"as-is": {}, "dear": {"set": {"firms.harbour.price": 60}}},
            "timeline": [{"at": 0, "set": {"behaviour.season": 0.2}}],
        }
    )
    plain = base.changed({"timeline": []})
    markets = [Market(one) for one in (plain, base, base.with_policy("dear"))]
    assert len({market.columns.ties.tobytes() for market in markets}) == 1
    dear = base.with_policy("dear")
    assert Variant.of(dear).fingerprint != Variant.of(base.changed({"firms.harbour.price": 60})).fingerprint


def test_customers_without_rungs_warm_up_unless_told_otherwise():
    known = {"firms.harbour.start": {"customers": 300, "share": 0}}
    assert periods_to_warm_up(world()) == 0
    assert periods_to_warm_up(world(known)) == USUAL_WARM_UP.periods("month")
    assert periods_to_warm_up(world(known | {"warm_up": 0})) == 0


def test_whoever_moves_away_meanwhile_is_replaced():
    segments = [{"mobility": "30% per year"}]
    market = Market(world({"warm_up": "2 years", "customers": 300}, segments=segments))
    assert (market.columns.arrives == 0).all()


def held_steady(scenario, monkeypatch):
    """The same market, each firm beginning with as many customers as its settings hold."""
    with monkeypatch.context() as patch:
        patch.setattr(engine, "reseat", lambda warm: None)
        markets = [Market(scenario.changed({"warm_up": "15 years"}), replication=r) for r in range(3)]
    counts = np.mean([customers_now(market).sum(axis=0) for market in markets], axis=0)
    starts = {
        f"firms.{name}.start": {"customers": max(1, int(count / scenario.scale_of_people)), "share": 0}
        for name, count in zip(scenario.firms, counts, strict=True)
    }
    return scenario.changed(starts)


def changes_in_a_year(scenario):
    """How customers, each rung of them, and satisfaction [market, what, firm] change in a year, as shares of
    the customers at the start, and in satisfaction itself."""
    found = []
    for replication in range(MARKETS):
        market = Market(scenario, replication=replication)
        looks = []
        for _ in range(2):
            rung, there = market.columns.rung, customers_now(market)
            stands = [(rung == one).sum(axis=0) / there.sum(axis=0) for one in range(1, 6)]
            felt = np.where(there, market.columns.satisfaction, 0.0).sum(axis=0) / there.sum(axis=0)
            looks.append(np.array([there.sum(axis=0), *stands, felt]))
            market.run()
        looks[1][0] /= looks[0][0]
        looks[0][0] = 1.0
        found.append(looks[1] - looks[0])
    return np.array(found)


@pytest.mark.parametrize(
    "name", ["two-strategies", *(pytest.param(one, marks=pytest.mark.slow) for one in SLOW)]
)
def test_an_untouched_market_does_not_drift_for_a_year(name, monkeypatch):
    market = relsim.load(name).changed({"periods": 12, "timeline": []}).scaled_to(PEOPLE)
    changes = changes_in_a_year(held_steady(market, monkeypatch))
    error = beyond_luck(MARKETS) * changes.std(axis=0, ddof=1) / np.sqrt(MARKETS)
    assert (np.abs(changes.mean(axis=0)) <= error + SMALL).all(), changes.mean(axis=0).round(3)


def test_what_is_decided_from_now_on_does_not_reach_back_but_another_market_does():
    base = world(WARM, customers=300, periods=3)
    better = {"firms.harbour.service.quality": 0.95}
    decided, other = base.from_now_on(better), base.changed(better)
    ties = [Market(one).columns.ties.tobytes() for one in (base, decided, other)]
    assert ties[0] == ties[1] != ties[2]


def test_a_warm_up_longer_than_any_run_is_refused_where_it_stands(tmp_path):
    file = tmp_path / "market.yaml"
    file.write_text("title: x\ncustomers: 20\nwarm_up: 32000 months\nfirms: {one: {price: 10}}\n")
    with pytest.raises(InputError, match=r"market\.yaml:3:10  warm_up: 32000 months is longer"):
        relsim.load(file)


@pytest.mark.parametrize(("name", "number"), [("periods", 10**6), ("customers", 10**15)])
def test_a_number_that_is_too_large_is_refused_at_its_argument_or_option(name, number, capsys):
    with pytest.raises(InputError, match=rf"^{name}  {name}: expected at most"):
        adjusted(relsim.load("leaky-bucket"), **{name: number})
    assert called("run", "leaky-bucket", f"--{name}", number) == 2
    assert capsys.readouterr().err.startswith(f"--{name}  {name}: expected at most")
