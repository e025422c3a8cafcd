"""Scenarios about what customers are worth, and how long they stay, show by themselves what they teach."""

import re

import pandas as pd
import pytest
from lessons import by_policy, comparison_of, retention_within, surely, total_by_policy

import relsim


def test_money_for_the_best_pays_and_money_for_everybody_does_not():
    comparison = comparison_of("hold-watch-let-go", 1000, policies=["everybody", "best"])
    equity = by_policy(comparison, "customer_equity")
    assert surely(equity["best"] - equity["everybody"])
    assert surely(equity["nobody"] - equity["everybody"])
    kept = by_policy(comparison, "yearly_retention")
    assert surely(kept["everybody"] - kept["best"])
    best = comparison.concentration.query("firm == 'depot'").set_index("policy")
    assert 0.75 < best.loc["nobody", "top_20_revenue"] < 0.88
    assert best.loc["everybody", "top_20_profit"] > 1.0 > best.loc["best", "top_20_profit"]


def test_misjudging_customers_costs_what_targeting_earns():
    policies = ["four-groups", "four-groups-misjudged"]
    profit = by_policy(comparison_of("hold-watch-let-go", 1500, policies=policies), "profit")
    assert surely(profit["four-groups"] - profit["four-groups-misjudged"])


def test_rare_shoppers_bring_half_the_revenue_and_answer_letters_best():
    comparison = comparison_of("shop-regulars", 1000, policies=["often", "rare-and-large"])
    shop = comparison.customers.query("firm == 'shop' and policy == 'nobody'")
    totals = shop.groupby("segment", observed=True)[["revenue", "purchases"]].sum()
    shares = (totals / totals.sum()).loc["once a month"]
    assert 0.43 < shares["revenue"] < 0.57 and shares["purchases"] < 0.06
    equity = by_policy(comparison, "customer_equity")
    assert surely(equity["rare-and-large"] - equity["often"])
    spent = total_by_policy(comparison, "retention_cost").mean()
    assert 0.6 < spent["often"] / spent["rare-and-large"] < 1.4


def coupon_rates(seed):
    """Trial and repeat rates of one luck: with a coupon, without one, and of those who tried both ways."""
    scenario = relsim.load("coupon-puzzle").scaled_to(2000)
    customers = relsim.compare(scenario, replications=1, seed=seed, jobs=1).customers.query(
        "firm == 'crunch'"
    )
    crunch = customers.set_index(["policy", "customer"])
    half, everybody, nobody = (crunch.loc[name] for name in ("half", "everybody", "nobody"))
    tried = half[half["first_at"] == 1]
    by_coupon = tried["channel"] == "coupon"
    both = (everybody["first_at"] == 1) & (nobody["first_at"] == 1)
    only = (everybody["first_at"] == 1) & (nobody["first_at"] != 1)

    def repeat(rows):
        return (rows["purchases"] > 1).mean()

    return {
        "trial": by_coupon.sum() / (~by_coupon).sum(),
        "repeat with": repeat(tried[by_coupon]),
        "repeat without": repeat(tried[~by_coupon]),
        "same people with": repeat(everybody[both]),
        "same people without": repeat(nobody[both]),
        "brought by it": repeat(everybody[only]),
    }


def test_the_coupon_gap_is_selection():
    rates = pd.DataFrame(coupon_rates(seed) for seed in range(1, 7))
    assert 1.5 < rates["trial"].mean() < 2.3
    gap = rates["repeat without"] - rates["repeat with"]
    effect = rates["same people without"] - rates["same people with"]
    assert surely(gap)
    assert surely(gap - effect)
    assert surely(rates["same people with"] - rates["brought by it"])


@pytest.mark.slow
def test_a_higher_price_pays_and_every_further_step_pays_less():
    comparison = comparison_of("price-rise", 3000, 8, ["fifteen", "thirty", "sixty"])
    equity, profit = by_policy(comparison, "customer_equity"), by_policy(comparison, "profit")
    assert surely(equity["fifteen"] - equity["no-rise"])
    for worth in (equity, profit):
        first, second = worth["thirty"] - worth["no-rise"], worth["sixty"] - worth["thirty"]
        assert surely(second)
        assert surely(first - second)
    assert surely(equity["thirty"] - equity["no-rise"] - 1.5 * (equity["sixty"] - equity["thirty"]))
    customers = by_policy(comparison, "customers")
    assert surely(0.9 * customers["thirty"] - customers["sixty"])


def test_the_till_fills_on_after_a_higher_price_has_stopped_adding_value():
    far = {
        f"policies.{name}.set": {"timeline.0.set": {"firms.hearth.price": price}}
        for name, price in (("thirty", 32), ("sixty", 45))
    }
    comparison = comparison_of("price-rise", 1500, 8, ["thirty", "sixty"], changes=far)
    equity, profit = by_policy(comparison, "customer_equity"), by_policy(comparison, "profit")
    assert surely(profit["sixty"] - profit["thirty"])
    assert surely(equity["thirty"] - equity["sixty"])


def test_steps_lose_fewer_to_price_than_one_rise():
    comparison = comparison_of("price-rise", 1500, 8, ["fifteen", "thirty", "thirty-in-steps"])
    lost = total_by_policy(comparison, "lost_to_price")
    assert surely(lost["thirty"] - lost["thirty-in-steps"])
    assert surely(lost["fifteen"] - lost["no-rise"])


def test_the_file_that_the_lesson_on_prices_asks_for_goes_further_under_titles_that_say_how_far(tmp_path):
    text = " ".join(relsim.load("price-rise").learn.exercises[-1].split())
    (tmp_path / "further.yaml").write_text(re.search(r"\{extends.*\}\}\}\}\}", text)[0], encoding="utf-8")
    market = relsim.load(tmp_path / "further.yaml")
    comparison = relsim.compare(
        market.scaled_to(1500), policies=["sixty", "ninety", "further"], replications=8
    )
    for policy in ("sixty", "ninety", "further"):
        rise = market.with_policy(policy).timeline[0].set["firms.hearth.price"] / 20 - 1.0
        assert market.policies[policy].title == f"{round(100 * rise)} % more at once"
    equity, profit = (by_policy(comparison, one) for one in ("customer_equity", "profit"))
    assert surely(profit["ninety"] - profit["sixty"])
    assert surely(equity["sixty"] - equity["ninety"])
    assert surely(equity["ninety"] - equity["further"])


def test_a_car_buyer_brings_far_less_than_the_lifetime_of_cars():
    comparison = comparison_of("car-buyer", 800)
    marque = comparison.customers.query("firm == 'marque' and policy == 'sell-and-forget' and revenue > 0")
    assert 50_000 < marque["revenue"].mean() < 110_000
    assert (marque["revenue"] >= 200_000).mean() < 0.15
    assert marque["profit"].mean() < 0.2 * marque["revenue"].mean()
    equity = by_policy(comparison, "customer_equity")
    assert surely(equity["stay-in-touch"] - equity["sell-and-forget"])
    assert surely(equity["sell-and-forget"] - equity["cash-back"])


def test_a_law_undoes_inertia_and_not_commitment():
    comparison = comparison_of("bank-inertia", 2500)
    drops = {
        firm: retention_within(comparison, "as-it-is", firm, range(18, 30))
        - retention_within(comparison, "as-it-is", firm, range(48, 60))
        for firm in ("vault", "garden")
    }
    assert (retention_within(comparison, "as-it-is", "vault", range(18, 30)) > 0.83).all()
    assert surely(drops["vault"] - 0.08)
    assert surely(drops["vault"] - 2.0 * drops["garden"])
    equity = by_policy(comparison, "customer_equity")
    assert surely(equity["real-care"] - equity["new-ties"])
    assert surely(equity["new-ties"] - equity["as-it-is"])


def test_stuck_customers_stand_lower_on_the_ladder_than_loyal_ones():
    run = comparison_of("bank-inertia", 1500, 2, ["as-it-is"], condition="no-law")
    ladder = run.ladder.query("period == 29")
    standing = ladder.pivot_table(
        index="firm", columns="rung", values="customers", aggfunc="sum", observed=True
    )
    fond = standing[["supporter", "advocate", "partner"]].sum(axis=1)
    fond /= fond + standing[["purchaser", "client"]].sum(axis=1)
    assert fond["vault"] < 0.2 < 0.5 < fond["garden"]
