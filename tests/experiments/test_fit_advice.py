"""Claims about what a fit says of values that are none of its unknowns."""

import json

import numpy as np
import pandas as pd
import pytest
from command_line import called

import relsim
from relsim.questions.fit.answers import answers_against_tables, purchases_a_year
from relsim.questions.fit.figures_together import figures_against_one_another
from relsim.questions.fit.misses import misses_in_words
from relsim.questions.fit.request import Asking, unknowns_of
from relsim.questions.fit.tables import tables_given
from relsim.runs.options import Runner

pytestmark = pytest.mark.usefixtures("sketched")


def log(folder, a_year, paid=10.0):
    """Purchases of 80 customers over a year, each at even intervals."""
    first = pd.Timestamp("2024-01-01")
    rows = [
        f"{n * 1000 + place},c{n},{first + pd.Timedelta(days=int(place * 365 / a_year)):%Y-%m-%d},{paid}"
        for n in range(80)
        for place in range(a_year)
    ]
    path = folder / "log.csv"
    path.write_text("\n".join(["receipt,card,date,amount", *rows]) + "\n")
    return path


def shop(often="35 per year", price=10):
    base = relsim.load("shop-regulars").scaled_to(150)
    segments = [
        {"name": "everybody", "need_rate": {"mean": often, "spread": 0.5}, "basket": {"mean": 1, "spread": 0}}
    ]
    return base.changed({"segments": segments, "firms": {base.focal_firm: {"price": price}}})


@pytest.mark.parametrize(("often", "says"), [(35, "too high"), (20, ""), (10, ""), (8, "too low")])
def test_an_answer_to_how_often_is_held_against_the_log_before_any_market_is_run(tmp_path, often, says):
    scenario = shop(f"{often} per year")
    told = answers_against_tables(scenario, [], tables_given(log(tmp_path, 20)))
    assert len(told) == bool(says)
    assert not told or (says in told[0] and f"{often} purchases a year" in told[0])


def bought_at_random(folder, rates, seed):
    """Purchases at random days over two years of customers of these yearly rates, who come one by one."""
    luck, rows = np.random.default_rng(seed), ["customer,date,amount"]
    for number, rate in enumerate(rates):
        day = luck.uniform(0, 700)
        while day < 730:
            rows.append(f"c{number},{pd.Timestamp('2023-01-01') + pd.Timedelta(days=int(day)):%Y-%m-%d},10")
            day += luck.exponential(365.0 / rate)
    path = folder / "log.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rate", [1.5, 4.0, 20.0])
def test_a_right_value_of_how_often_people_buy_at_random_is_left_alone(tmp_path, rate, seed):
    tables = tables_given(bought_at_random(tmp_path, [rate] * 1000, seed))
    assert purchases_a_year(tables["transactions"].table) == pytest.approx(rate, rel=0.07)
    assert answers_against_tables(shop(f"{rate} per year"), [], tables) == []


@pytest.mark.parametrize("seed", range(4))
def test_heavy_buyers_in_a_mixed_population_do_not_make_a_right_value_too_low(tmp_path, seed):
    rates = np.random.default_rng(seed).gamma(1.2, 3.6 / 1.2, 1500) + 1e-6
    tables = tables_given(bought_at_random(tmp_path, rates, seed))
    assert answers_against_tables(shop("3.6 per year"), [], tables) == []


def test_a_log_of_few_purchases_does_not_tell_how_often(tmp_path):
    tables = tables_given(bought_at_random(tmp_path, [4.0] * 10, 1))
    assert answers_against_tables(shop("35 per year"), [], tables) == []


def test_a_price_is_held_against_what_is_paid(tmp_path):
    (told,) = answers_against_tables(shop("20 per year", 25), [], tables_given(log(tmp_path, 20)))
    assert "makes a usual purchase 25" in told and "10 are paid for one in log.csv" in told


@pytest.mark.parametrize(("visits", "says"), [(1, False), (4, True)])
def test_under_a_contract_a_log_of_visits_is_told_from_one_of_payments(tmp_path, visits, says):
    rows = [
        (f"c{n}", f"2024-{month:02}-{1 + 7 * visit:02}", "5.00")
        for n in range(30)
        for month in range(1, 13)
        for visit in range(visits)
    ]
    log = tmp_path / "log.csv"
    log.write_text("customer,date,amount\n" + "\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    tables = tables_given(log)
    told = answers_against_tables(relsim.load("retention-launch"), [], tables)
    assert any("a log of uses" in one for one in told) == says
    assert not any("a log of uses" in one for one in answers_against_tables(shop(), [], tables))


@pytest.mark.slow
def test_what_no_range_gives_and_a_value_without_one_would_is_named():
    base = relsim.load("retention-launch").changed({"periods": 12, "evidence": []}).scaled_to(400)
    seen = relsim.run(base, replications=4).periods
    ours = seen[seen["firm"] == base.focal_firm]
    usual = float(ours["revenue"].sum() / ours["customers"].sum())
    figure = {"measure": "revenue_per_customer", "value": 0.8 * usual, "give_or_take": 0.001 * usual}
    found = relsim.fit(base.changed({"evidence": [figure]}), draws=64)
    (one,) = found.elsewhere
    assert one.path not in [each.name for each in unknowns_of(base)]
    assert abs(one.figure - 0.8 * usual) < abs(one.reach.nearest - 0.8 * usual)
    assert any(f"({one.path}) has no range" in each for each in misses_in_words(found))


TOGETHER = {
    "customers": ({"measure": "customers", "value": 1200, "give_or_take": 5, "period": 12}, "make it 1,050."),
    "churn of a year": (
        {"measure": "churn", "value": 0.181, "period": "1 to 12"},
        "yearly_retention, value: 81.9%",
    ),
    "retention": ({"measure": "yearly_retention", "value": 0.6, "period": "1 to 12"}, "make it 82.1"),
    "parts": (
        {"measure": "lost_to_price", "value": 400, "period": "1 to 12"},
        "lost to price are 400 together",
    ),
    "cost": ({"measure": "cost_to_acquire", "value": 80, "period": "1 to 12"}, "make it 100"),
}


@pytest.mark.parametrize("spoiled", TOGETHER)
def test_figures_that_cannot_be_true_together_are_told_with_what_would_fit(spoiled):
    firm = relsim.load("retention-launch").focal_firm
    base = relsim.load("retention-launch").changed(
        {"periods": 12, "customers": 4000, "firms": {firm: {"start": {"share": 0.25}}}}
    )
    figures = [
        {"measure": "acquired", "value": 250, "give_or_take": 10, "period": "1 to 12"},
        {"measure": "lost", "value": 200, "give_or_take": 10, "period": "1 to 12"},
        {"measure": "acquisition", "value": 25_000, "give_or_take": 10, "period": "1 to 12"},
    ]
    fitting = [
        {"measure": "customers", "value": 1050, "give_or_take": 5, "period": 12},
        {"measure": "churn", "value": 0.0165, "give_or_take": 0.001, "period": "1 to 12"},
        {"measure": "cost_to_acquire", "value": 101, "period": "1 to 12"},
    ]

    def said(*more):
        scenario = base.changed({"evidence": [*figures, *more]})
        return figures_against_one_another(Asking(scenario, [], {}, 64, Runner.of({})))

    figure, words = TOGETHER[spoiled]
    assert said(*fitting) == []
    (told,) = said(figure)
    assert told.startswith("Contradiction: ") and words in told.replace("\xa0", " ")


@pytest.mark.slow
def test_a_channel_that_is_switched_off_is_named_with_what_switches_it_on():
    base = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(400)
    figure = {"measure": "acquired_by_referral", "value": 5, "give_or_take": 0.2}
    found = relsim.fit(base.changed({"evidence": [figure]}), draws=64)
    told = " ".join(misses_in_words(found))
    assert f"(firms.{base.focal_firm}.referral.friend) has no range" in told and "it is 0" in told


@pytest.mark.slow
def test_a_fit_takes_columns_keeps_them_and_goes_on_with_the_same_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = log(tmp_path, 12)
    (tmp_path / "market.yaml").write_text(
        "{extends: shop-regulars, customers: 150, periods: 6, "
        "firms: {shop: {service: {failures: {value: 4%, range: [1%, 20%]}}}}}"
    )
    asked = [
        "fit",
        "market.yaml",
        "--transactions",
        path.name,
        "--draws",
        "64",
        "--jobs",
        "1",
        "--out",
        "out",
    ]
    assert called(*asked, "--columns", "customer=nobody") == 2
    assert 'no table has a column "nobody"' in capsys.readouterr().err
    assert called(*asked, "--columns", "customer=receipt") == 0
    assert "NOBODY EVER BUYS AGAIN" in capsys.readouterr().out
    assert json.loads((tmp_path / "out" / "fit.json").read_text())["asked"]["columns"] == {
        "customer": "receipt"
    }
    assert called(*asked, "--columns", "customer=card", "--resume") == 2
    assert "other columns" in capsys.readouterr().err
