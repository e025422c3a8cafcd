"""Claims about markets that begin with a log of purchases: from a table to a comparison, without writing."""

import json

import numpy as np
import pandas as pd
import pytest
from cli.test_begin import begun
from command_line import called

from relsim.evidence.transactions import read_transactions
from relsim.questions.begin.purchase_log import logged
from relsim.questions.begin.templates import TEMPLATES
from relsim.scenario.load import load

SHOP = TEMPLATES["supermarket"]


def log_of(folder, people=400, before=200, days=700, rate=20.0, life=500.0, paid=30.0, seed=3):
    """A log in which people come evenly, buy at random `rate` times a year and stay for some time; `before`
    days of it are cut off."""
    luck, rows = np.random.default_rng(seed), []
    for customer in range(people):
        day, came = -before + luck.random() * (days + before), None
        end = day + luck.exponential(life)
        while day < min(days, end):
            if day >= 0.0:
                rows.append((f"c{customer}", pd.Timestamp("2023-01-01") + pd.Timedelta(days=int(day))))
            day += luck.exponential(365.25 / rate)
            came = came or day
    table = pd.DataFrame(rows, columns=["customer", "date"])
    table["amount"] = (paid * luck.gamma(4.0, 0.25, len(table))).round(2)
    path = folder / "log.csv"
    table.to_csv(path, index=False)
    return path


def test_a_log_tells_how_often_people_buy_what_they_pay_and_how_many_come(tmp_path):
    told = logged(read_transactions([log_of(tmp_path)]), SHOP)
    low, high = told.kind.purchases
    assert low == pytest.approx(0.8 * 20.0, rel=0.1)
    assert high == pytest.approx(2.5 * 20.0, rel=0.1)
    assert told.kind.price == pytest.approx((0.7 * 30.0, 1.1 * 30.0), rel=0.05)
    assert told.customers.won == pytest.approx(400 / 900 * 365.25, rel=0.15)
    there, (fewest, most) = told.customers.begins.there, told.customers.begins.span
    assert fewest < 400 / 900 * 500 * (1 - np.exp(-200 / 500)) < most
    assert fewest < there < most
    assert told.customers.begins.months == 23


def test_a_log_of_a_firm_that_opens_with_it_begins_without_customers(tmp_path):
    assert logged(read_transactions([log_of(tmp_path, before=0)]), SHOP).customers.begins.there == 0


def test_of_a_log_whose_customers_leave_and_are_not_followed_by_others_as_many_leave_as_are_left(tmp_path):
    path = log_of(tmp_path, before=0, days=500, life=150.0)
    table = pd.read_csv(path)
    first = pd.to_datetime(table.groupby("customer")["date"].transform("min"))
    table[first < "2023-03-01"].to_csv(path, index=False)
    told = logged(read_transactions([path]), SHOP).customers
    assert told.begins.there > 2 * told.today
    assert 0.5 * told.today < told.lost < told.today + told.won
    assert told.won >= 0.5 * told.lost


def test_who_never_buys_again_is_no_customer_to_begin_with(tmp_path, capsys):
    path = tmp_path / "once.csv"
    rows = [f"c{number},2024-01-{1 + number % 28:02},10" for number in range(60)]
    path.write_text("\n".join(["customer,date,amount", *rows]), encoding="utf-8")
    code, out = begun(tmp_path, "name: A\n", "--transactions", str(path))
    assert code == 2
    assert not out.exists()
    assert "once.csv: nobody buys again" in capsys.readouterr().err


@pytest.mark.parametrize("last", ["2024-01-02", "2024-03-20"])
def test_a_log_that_is_too_short_to_tell_who_leaves_is_refused(last, tmp_path, capsys):
    path = tmp_path / "short.csv"
    path.write_text(f"customer,date,amount\nc1,2024-01-01,5\nc1,{last},5\n", encoding="utf-8")
    code, out = begun(tmp_path, "name: A\n", "--transactions", str(path))
    assert code == 2
    assert not out.exists()
    assert (
        f"short.csv: it goes from 2024-01-01 to {last}, expected at least 90 days" in capsys.readouterr().err
    )


@pytest.mark.parametrize("amount", ["", "0", "0.004"])
def test_a_log_without_amounts_or_with_tiny_ones_begins_a_market_all_the_same(amount, tmp_path):
    path = log_of(tmp_path)
    table = pd.read_csv(path).drop(columns="amount")
    (table.assign(amount=float(amount)) if amount else table).to_csv(path, index=False)
    code, out = begun(tmp_path, "name: A\n", "--transactions", str(path))
    assert code == 0
    price = load(out).firms["a"].price
    assert price == (pytest.approx(0.0036) if amount == "0.004" else 55.0)


def test_a_market_begun_with_a_log_has_ranges_around_what_it_tells_and_policies_after_it(tmp_path, capsys):
    path = log_of(tmp_path)
    code, out = begun(tmp_path, "name: A\n", "--template", "supermarket", "--transactions", str(path))
    market, said = load(out), capsys.readouterr().out
    assert code == 0
    assert f"relsim fit {out} --transactions {path} narrows what is not known" in said
    start = market.document.notes["firms", "a", "start", "customers"]
    assert start.source == "log"
    assert start.range is not None
    assert market.periods == 23 + 24
    assert market.policies["keep-in-touch"].set["timeline"][0]["at"] == "23 months"
    seen = pd.read_csv(path)["customer"].nunique()
    assert market.customers == pytest.approx(2 * seen, rel=0.02)
    assert not market.evidence


@pytest.mark.slow
def test_from_a_log_to_a_fitted_market_that_gives_it_with_two_commands(tmp_path):
    path, answers, out = log_of(tmp_path), tmp_path / "answers.yaml", tmp_path / "shop.yaml"
    answers.write_text("name: do not know\n", encoding="utf-8")
    begin = ("begin", "--template", "supermarket", "--answers", answers, "--transactions", path, "--out", out)
    assert called(*begin) == 0
    assert called("fit", out, "--transactions", path, "--draws", "256", "--out", tmp_path / "fit") == 0
    told = json.loads((tmp_path / "fit" / "fit.json").read_text(encoding="utf-8"))
    assert sum(one["reachable"] for one in told["evidence"]) >= 14
    assert told["written"]["met"] >= 12
    assert told["written"]["met"] >= told["written"]["met_before"]
