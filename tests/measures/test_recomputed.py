"""What is measured is what an independent account of the exported log comes to."""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import recomputed

import relsim
from relsim.market.population import periods_in_a_year
from relsim.measures.measure import BASE_MEASURES, MEASURES
from relsim.questions.export.log import write_log

UNTOLD = {"nps"}
"""What a log does not tell: answers to a survey."""

TALKATIVE = {"behaviour.word_of_mouth.client": 0.6}
MARKETS = {
    "contract": ("bank-inertia", None, {}),
    "no contract": ("shop-regulars", None, {}),
    "win-back": (
        "leaky-bucket",
        None,
        {"residual_value": "with returns", "firms.sieve.win_back.frequency": "20% per month"},
    ),
    "programmes": ("three-programmes", "permanent", {}),
    "weeks": (
        "leaky-bucket",
        None,
        {"period": "week", "periods": 60, "firms.sieve.overhead": "900 per month"},
    ),
    "quarters": (
        "retention-launch",
        None,
        {"period": "quarter", "firms.summit.leaves": "5 years", "timeline": []} | TALKATIVE,
    ),
    "years": ("shared-values", None, {"period": "year", "periods": 6, "timeline": []} | TALKATIVE),
    "missed": ("speaking-up", None, {"behaviour.departure.missed": 0.5}),
    "warm": ("retention-launch", None, {"warm_up": "18 months"}),
}
SMALL = {"periods": 30}


def market(name):
    scenario, policy, changes = MARKETS[name]
    loaded = relsim.load(scenario).scaled_to(250).changed(SMALL | changes)
    return loaded if policy is None else loaded.with_policy(policy)


def terms_of(scenario):
    """What is to be known of a scenario to work out measures from its log."""
    return {
        "firms": list(scenario.firms),
        "periods": scenario.periods,
        "year": periods_in_a_year(scenario),
        "discount": scenario.discount.per_period(scenario.period),
        "dissatisfied": scenario.behaviour.departure.dissatisfied,
        "returns": scenario.residual_value == "with returns",
        "tenured": scenario.residual_value == "retention by tenure",
        "silence": round(periods_in_a_year(scenario)),
    }


def read_back(folder):
    """The tables of a log as they lie in a folder."""
    tables = {path.stem: pd.read_csv(path, keep_default_na=True) for path in folder.glob("*.csv")}
    tables["events"]["detail"] = tables["events"]["detail"].fillna("")
    return tables


@pytest.mark.parametrize("name", MARKETS)
def test_every_measure_can_be_worked_out_from_the_log_and_is_the_same(name, tmp_path):
    scenario = market(name)
    write_log(relsim.event_log(scenario), tmp_path)
    result = relsim.run(scenario)
    outcomes, base = recomputed.recomputed(read_back(tmp_path), terms_of(scenario))
    told = result.outcomes.set_index("firm")[[name for name in MEASURES if name not in UNTOLD]].T
    np.testing.assert_allclose(
        outcomes.loc[told.index, told.columns].to_numpy(float), told.to_numpy(float), rtol=1e-6, atol=1e-9
    )
    assert set(outcomes.index) == set(MEASURES) - UNTOLD
    of_base = result.customer_base().set_index("firm")[list(BASE_MEASURES)].T
    np.testing.assert_allclose(
        base.loc[of_base.index, of_base.columns].to_numpy(float), of_base.to_numpy(float), rtol=1e-6
    )


@pytest.mark.parametrize(("period", "periods"), [("month", 60), ("quarter", 24)])
def test_what_tenure_tells_of_equity_can_be_worked_out_from_the_log(period, periods, tmp_path):
    """Within a thousandth: two ways to the likeliest shapes end a little apart."""
    changes = {"residual_value": "retention by tenure", "period": period, "periods": periods}
    scenario = relsim.load("who-stays").scaled_to(1500).under_condition("mixed").changed(changes)
    write_log(relsim.event_log(scenario), tmp_path)
    outcomes, _ = recomputed.recomputed(read_back(tmp_path), terms_of(scenario))
    told = relsim.run(scenario).outcomes.set_index("firm")
    plain = relsim.run(scenario.changed({"residual_value": "constant retention"})).outcomes.set_index("firm")
    for measure in ("lifetime_value", "customer_equity"):
        assert outcomes.loc[measure].to_numpy() == pytest.approx(told[measure].to_numpy(), rel=1e-3)
        assert abs(told[measure] / plain[measure] - 1.0).max() > 0.01


def test_the_markets_have_what_they_stand_for():
    """Returns under an offer, programmes, failures, silence: otherwise agreement would say little."""
    seen = {name: relsim.run(market(name)) for name in MARKETS}
    sums = {name: result.periods.sum(numeric_only=True) for name, result in seen.items()}
    assert {market(name).mechanisms.need for name in ("contract", "no contract")} == {
        "contract",
        "gamma-poisson",
    }
    assert sums["win-back"]["acquired_by_win_back"] > 0 and sums["programmes"]["line_programme"] > 0
    assert sums["weeks"]["fixed"] > 0
    assert all(sums[name]["returned"] > 0 and sums[name]["failures"] > 0 for name in MARKETS)
    assert seen["no contract"].customer_base("1 month")["silent_customers"].min() > 0
    events = {name: relsim.event_log(market(name)).events for name in ("quarters", "years", "missed")}
    for name in ("quarters", "years"):
        assert events[name].query("event == 'praised'")["times"].max() == 2
    assert {"praised", "warned"} <= set(events["missed"]["event"])


def test_the_account_is_independent_of_what_it_checks():
    tree = ast.parse(Path(recomputed.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert imported == {"math", "numpy", "pandas"}
