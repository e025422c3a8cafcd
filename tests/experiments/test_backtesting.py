"""Claims about backtests: nothing after the day is looked at, and a loss is said as plainly as a win."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from command_line import called
from scipy import special

import relsim
from relsim.errors import InputError
from relsim.evidence.transactions import read_transactions
from relsim.questions.backtest.ahead import standings, weights_of, widened
from relsim.questions.backtest.page import note_of
from relsim.questions.backtest.question import error_of_mean, verdict_on
from relsim.questions.backtest.rivals import forecast_of_last_year, naive_forecast
from relsim.questions.fit.buying import bought_in_log
from relsim.questions.fit.likelihood import history_of, is_bg_nbd
from relsim.questions.fit.request import Asking, unknowns_of
from relsim.runs.options import Runner
from relsim.statistics.buy_till_you_die import History, expected_of

pytestmark = pytest.mark.usefixtures("sketched")

DISCS = Path(__file__).parents[2] / "experiments" / "fit" / "cdnow.yaml"
UNTIL = date(1997, 9, 30)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """The purchases of compact discs that Fader, Hardie and Lee 2005 use."""
    lifetimes = pytest.importorskip("lifetimes", exc_type=ImportError)
    lines = (
        Path(lifetimes.__file__).with_name("datasets").joinpath("CDNOW_sample.txt").read_text().splitlines()
    )
    rows = [line.split() for line in lines if line.strip()]
    table = pd.DataFrame([(row[1], f"{row[2][:4]}-{row[2][4:6]}-{row[2][6:]}", row[4]) for row in rows])
    file = tmp_path_factory.mktemp("log") / "discs.csv"
    file.write_text(table.to_csv(index=False, header=["customer", "date", "amount"]), encoding="utf-8")
    return read_transactions(file)


def test_the_closed_form_finds_the_published_values(log):
    history = history_of(log.table, relsim.load(DISCS), pd.Timestamp(UNTIL))
    assert (len(history.repeats), history.repeats.sum()) == (2357, 2457)
    assert history.likelihood(0.243, 4.414, 0.793, 2.426).sum() == pytest.approx(-9582.4, abs=0.1)
    assert np.exp(history.fitted()) == pytest.approx([0.243, 4.414, 0.793, 2.426], rel=5e-3)


def expected_by(time, r, alpha, a, b):
    """Repeat purchases that a new customer makes by a time (Fader, Hardie and Lee 2005, eq. 9)."""
    part = special.hyp2f1(r, b, a + b - 1.0, time / (alpha + time))
    return (a + b - 1.0) / (a - 1.0) * (1.0 - (alpha / (alpha + time)) ** r * part)


def test_expectations_of_the_closed_form_go_together():
    values = (0.243, 4.414, 0.793, 2.426)
    new = History(np.zeros(1), np.zeros(1), np.zeros(1))
    assert expected_of(new, 39.0, *values)[0] == pytest.approx(expected_by(39.0, *values))


@pytest.mark.parametrize("people", [300, 1500])
def test_the_closed_form_stays_sensible_where_all_pay_at_the_same_even_rate(people):
    luck, month = np.random.default_rng(0), 30.44
    came = luck.uniform(0, 1290, people).astype(int)
    paid = np.floor((np.minimum(1290, came + luck.exponential(3000, people) + 25) - came) / month)
    watched = (1290 - came) / month
    each = expected_of(History(paid, paid, watched), 11.0, *np.exp(History(paid, paid, watched).fitted()))
    staying = watched - paid < 1.0
    assert 8.0 < each[staying].mean() < 12.0
    assert (each[~staying] >= 0.0).all()


def test_the_likelihood_is_used_where_it_is_known(log):
    market = relsim.load(DISCS)
    assert is_bg_nbd(market, unknowns_of(market), {"transactions": log})
    assert not is_bg_nbd(market, unknowns_of(market), {"transactions": log, "survey": None})
    other = market.changed({"mechanisms.departure": "competing"})
    assert not is_bg_nbd(other, unknowns_of(other), {"transactions": log})


def test_nothing_after_the_day_is_looked_at(log):
    market, day = relsim.load(DISCS), pd.Timestamp(UNTIL)
    cut = log.table[log.table["date"] <= day]
    whole, part = (bought_in_log(table, market, day).figures("week") for table in (log.table, cut))
    assert whole == part
    tables = {"transactions": log}
    asked = Asking(market, unknowns_of(market), tables, 64, Runner.of({}), day)
    assert {one.source for one in asked.target.figures} == {"transactions"}


def test_customers_are_followed_by_those_who_bought_as_often_and_as_lately():
    entered = np.full(4, -100.0)
    kinds = standings(np.array([0, 1, 1, 1]), np.array([-np.inf, -95.0, -5.0, -5.0]), entered)
    assert len(set(kinds)) == 3
    weights = weights_of(kinds, kinds[[1, 1, 2]])
    assert list(weights) == [0.0, 2.0, 0.5, 0.5]


def test_bands_are_never_narrower_than_the_market_gives_and_wider_where_known_weeks_ask():
    luck = np.random.default_rng(1)
    paths = luck.poisson(100.0, (200, 30)).astype(float)
    calm, wild = paths[:, :20].mean(axis=0), paths[:, :20].mean(axis=0) + 40.0 * (-1.0) ** np.arange(20)
    assert widened(paths, calm).std() == pytest.approx(paths[:, 20:].std())
    assert widened(paths, wild).std() > 3.0 * paths[:, 20:].std()


def test_simple_forecasts_are_simple():
    known = np.arange(1.0, 15.0)
    assert list(naive_forecast(known, 2)) == [12.5, 12.5]
    assert list(forecast_of_last_year(known, 3, 12)) == [3.0, 4.0, 5.0]
    assert np.isnan(forecast_of_last_year(known[:6], 2, 12)).all()


def test_the_sentence_is_as_plain_when_relsim_loses():
    def said(gap):
        against = {"naive": {"difference": gap, "standard_error": 1.0}}
        return verdict_on({"relsim": 10.0 + gap, "naive": 10.0}, against)

    assert said(-5.0).endswith("relsim wins.")
    assert said(5.0).endswith("relsim loses.")
    assert said(0.5).endswith("the difference may be chance.")


def test_neighbouring_periods_that_go_together_make_a_mean_less_sure():
    slow = np.repeat([1.0, -1.0], 20)
    assert error_of_mean(slow) > 1.5 * error_of_mean(np.tile([1.0, -1.0], 20))


def market_file(folder):
    file = folder / "market.yaml"
    file.write_text(
        "{extends: shop-regulars, customers: 150, periods: 16, "
        "firms: {shop: {service: {failures: {value: 4%, range: [1%, 20%]}}}}}"
    )
    relsim.transactions(file, seed=2).to_csv(folder / "log.csv", index=False)
    return file


@pytest.mark.slow
def test_a_market_that_made_the_log_foretells_it_about_as_well_as_can_be(tmp_path):
    found = relsim.backtest(
        market_file(tmp_path), tmp_path / "log.csv", date(2025, 10, 31), origins=2, draws=64
    )
    errors = found.figures["mean_absolute_error"]
    assert errors["relsim"] < 0.2 * found.table["came"].mean()
    assert sorted(found.table["origin"].unique()) == [1, 2]
    assert found.figures["held_by_band"] >= 0.5
    note = note_of(found)
    assert all(picture.svg for picture in note.pictures)
    assert not note.attempts.failures


@pytest.mark.slow
def test_the_command_leaves_page_and_figures_and_refuses_other_days(tmp_path, capsys):
    file, out = market_file(tmp_path), tmp_path / "out"
    words = [
        "backtest",
        str(file),
        "--transactions",
        str(tmp_path / "log.csv"),
        "--draws",
        "64",
        "--out",
        str(out),
    ]
    assert called(*words, "--until", "2025-11-30") == 0
    assert {"backtest.html", "backtest.json", "forecasts.csv"} <= {one.name for one in out.iterdir()}
    for day, says in (("last year", "expected a day such as"), ("2026-04-20", "expected at least 4 months")):
        assert called(*words, "--until", day) == 2
        assert says in capsys.readouterr().err


def test_a_day_before_the_log_is_refused(tmp_path):
    with pytest.raises(InputError, match="the log begins on"):
        relsim.backtest(market_file(tmp_path), tmp_path / "log.csv", date(2020, 1, 1), draws=64)


@pytest.mark.slow
def test_figures_of_the_scenario_are_set_aside_and_that_is_said_with_the_reason(tmp_path, capsys):
    file, out = market_file(tmp_path), tmp_path / "out"
    words = ["--transactions", str(tmp_path / "log.csv"), "--until", "2025-11-30", "--draws", "64"]
    assert called("backtest", str(file), *words, "--out", str(out)) == 0
    without = json.loads((out / "backtest.json").read_text(encoding="utf-8"))
    assert "set aside" not in capsys.readouterr().out
    assert (without["set_aside"], without["why_set_aside"]) == ([], [])
    told = (
        ", evidence: [{measure: lost, value: 40, period: 1 to 6, source: books}, {measure: nps, value: 12}]}"
    )
    file.write_text(file.read_text(encoding="utf-8").removesuffix("}") + told, encoding="utf-8")
    assert called("backtest", str(file), *words, "--out", str(out)) == 0
    figures = json.loads((out / "backtest.json").read_text(encoding="utf-8"))
    assert figures["mean_absolute_error"] == without["mean_absolute_error"]
    assert [one["evidence"] for one in figures["set_aside"]] == ["lost, periods 1 to 6", "nps"]
    said = "2 figures under `evidence` are set aside (customers lost in periods 1 to 6 and nps)"
    (why,) = figures["why_set_aside"]
    assert said in why
    assert "up to 2025-11-30 alone" in why
    assert said in " ".join(capsys.readouterr().out.split())
    assert "customers lost in periods 1 to 6" in (out / "backtest.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(("visits", "doubts"), [(1, 0), (4, 1)])
def test_under_a_contract_a_backtest_says_as_a_fit_does_that_a_log_is_one_of_visits(
    tmp_path, capsys, visits, doubts
):
    market, log, out = (tmp_path / name for name in ("gym.yaml", "log.csv", "out"))
    market.write_text(
        "{extends: retention-launch, simulate: 200, behaviour: {departure: {neglect: "
        "{value: 10% per year, range: [5% per year, 40% per year]}}}}",
        encoding="utf-8",
    )
    days = [f"2024-{month:02}-{1 + 7 * visit:02}" for month in range(1, 13) for visit in range(visits)]
    rows = [f"m{member},{day},35.00" for member in range(30) for day in days]
    log.write_text("\n".join(["member,date,paid", *rows]) + "\n", encoding="utf-8")
    words = ["--transactions", str(log), "--until", "2024-06-30", "--draws", "64"]
    assert called("backtest", str(market), *words, "--out", str(out)) == 0
    figures = json.loads((out / "backtest.json").read_text(encoding="utf-8"))
    assert sum("a log of uses" in one for one in figures["doubts"]) == doubts
    said = " ".join(capsys.readouterr().out.split())
    assert ("it seems to be a log of uses" in said) == bool(doubts)
    assert not doubts or said.index("a log of uses") < said.index("relsim is off by")


def test_a_log_without_amounts_foretells_no_money(tmp_path):
    rows = [
        f"k{who},{day.date()}"
        for who in range(60)
        for day in pd.date_range(f"2024-01-{who % 28 + 1:02}", "2025-06-30", freq=f"{20 + who}D")
    ]
    file, market = tmp_path / "log.csv", tmp_path / "market.yaml"
    file.write_text("\n".join(["customer,date", *rows]), encoding="utf-8")
    market.write_text(
        "{extends: shop-regulars, customers: 60, periods: 24, "
        "firms: {shop: {service: {failures: {value: 4%, range: [1%, 20%]}}}}}",
        encoding="utf-8",
    )
    figures = relsim.backtest(market, file, date(2024, 12, 31), draws=64).figures
    assert figures["money"] == [{"came": None, "relsim": None, "BG/NBD": None}]
    assert "NaN" not in json.dumps(figures)
