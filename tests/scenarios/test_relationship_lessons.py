"""Each scenario on value, voices, staff and costs shows what its lesson says, by behaviour."""

import numpy as np
import pytest
from lessons import by_policy, comparison_of, surely

import relsim

CUSTOMERS = ("purchaser", "client", "supporter", "advocate", "partner")


def extra(comparison, policy, baseline, measure="customer_equity"):
    """What a policy has more of a measure than another one, by replication."""
    table = by_policy(comparison, measure)
    return table[policy] - table[baseline]


def average(comparison, policy, column, periods):
    """A column of the table of periods for the firm in focus, averaged over these periods, by replication."""
    rows = comparison.periods[comparison.periods["firm"] == comparison.firm]
    rows = rows.query("policy == @policy and period in @periods")
    return rows.groupby("replication")[column].mean()


def test_delight_is_highest_soon_and_lowest_once_it_stops():
    names = ["as-always", "delight-for-good", "delight-for-a-year"]
    run = comparison_of("delight-fades", 300, 4, policies=names)
    peak = average(run, "delight-for-good", "satisfaction", range(18, 22))
    later = average(run, "delight-for-good", "satisfaction", range(42, 48))
    before = average(run, "delight-for-good", "satisfaction", range(6, 12))
    assert surely(peak - later) and surely(later - before)
    never = average(run, "as-always", "satisfaction", range(28, 36))
    assert surely(never - average(run, "delight-for-a-year", "satisfaction", range(28, 36)))


@pytest.mark.slow
def test_a_small_firm_lives_on_those_who_share_its_values():
    run = comparison_of("shared-values", 3000, 12, policies=["as-it-is", "middle", "copy"])
    assert surely(extra(run, "as-it-is", "middle"))
    assert surely(extra(run, "as-it-is", "copy"))
    people = run.customers[(run.customers["firm"] == "balance") & run.customers["rung"].isin(CUSTOMERS)]
    by_segment = people.groupby(["policy", "segment"], observed=True).size().unstack()
    assert by_segment.loc["as-it-is"].idxmax() == "finding themselves"
    assert by_segment.loc["copy"].idxmax() == "out to win"


def test_mending_the_broken_place_beats_polishing_the_fine_one():
    names = ["as-it-is", "answer-the-phone", "finer-shop", "chat-first"]
    run = comparison_of("broken-journey", 1000, policies=names)
    assert surely(extra(run, "answer-the-phone", "finer-shop"))
    assert surely(extra(run, "answer-the-phone", "finer-shop", "nps"))
    assert surely(extra(run, "as-it-is", "chat-first"))


def test_a_magazine_keeps_and_a_club_makes_advocates():
    names = ["as-it-is", "magazine", "club", "workshop", "workshop-poor-service"]
    run = comparison_of("co-creation", 1000, policies=names)
    assert surely(extra(run, "magazine", "club", "yearly_retention"))
    assert surely(extra(run, "club", "magazine", "advocates_share"))
    assert surely(extra(run, "workshop", "workshop-poor-service", "advocates_share"))
    eagle = run.ladder[(run.ladder["firm"] == "eagle") & (run.ladder["period"] == 59)]
    last = eagle[eagle["rung"] == "partner"]
    assert set(last[last["customers"] > 0]["policy"]) == {"workshop", "workshop-poor-service"}


def test_members_of_a_club_were_the_fonder_ones_without_it():
    people = comparison_of("co-creation", 1000, 1, policies=["as-it-is", "club"]).customers
    eagle = people[people["firm"] == "eagle"].set_index(["policy", "customer"])
    club, alone = eagle.loc["club"], eagle.loc["as-it-is"]
    clients = club[club["rung"].isin(CUSTOMERS[1:])]
    members, others = (clients[clients["community"] == belongs].index for belongs in (1, 0))
    assert club["commitment"][members].mean() > alone["commitment"][members].mean() + 0.1
    assert alone["commitment"][members].mean() > alone["commitment"][others].mean() + 0.1


def test_speaking_up_commits_the_speaker_and_poor_service_turns_the_voices():
    names = ["as-it-is", "invite-to-speak", "both-with-poor-service"]
    run = comparison_of("speaking-up", 1000, policies=names)
    year = range(36, 48)
    committed = [average(run, policy, "commitment", year) for policy in names]
    assert surely(committed[1] - committed[0])
    assert surely(extra(run, "as-it-is", "both-with-poor-service", "praise_to_blame"))
    modest = comparison_of("speaking-up", 1000, policies=names[:2], changes={"behaviour.relating.stance": 0})
    gained = average(modest, "invite-to-speak", "commitment", year)
    gained = gained - average(modest, "as-it-is", "commitment", year)
    assert surely(committed[1] - committed[0] - gained)


def test_asking_for_reviews_brings_the_lukewarm():
    run = comparison_of("speaking-up", 1000, policies=["as-it-is", "ask-for-reviews"])
    table = run.periods[run.periods["firm"] == "olive"].groupby("policy", observed=True)
    written, stars = table["reviews"].sum(), table["stars"].sum()
    assert written["ask-for-reviews"] > 10 * written["as-it-is"]
    assert stars["ask-for-reviews"] / written["ask-for-reviews"] < stars["as-it-is"] / written["as-it-is"]


def test_motivation_decides_what_training_is_worth():
    run = comparison_of(
        "service-profit-chain",
        1000,
        policies=["as-it-is", "train", "motivate", "train-and-motivate", "empower"],
    )
    alone = extra(run, "train", "as-it-is")
    assert not surely(alone)
    assert surely(extra(run, "train-and-motivate", "motivate") - alone)
    assert surely(extra(run, "empower", "as-it-is"))


def test_saving_posts_keeps_fewer_customers_and_gains_nothing_sure():
    run = comparison_of("service-profit-chain", 1000, policies=["as-it-is", "save-posts"])
    assert surely(extra(run, "as-it-is", "save-posts", "yearly_retention"))
    assert surely(extra(run, "as-it-is", "save-posts", "nps"))
    assert not surely(extra(run, "save-posts", "as-it-is"))


def test_discounts_alone_cost_more_than_the_little_loyalty_they_buy():
    run = comparison_of("three-programmes", 1000, policies=["none", "permanent", "mini", "discounts-only"])
    assert surely(extra(run, "none", "discounts-only"))
    assert surely(extra(run, "permanent", "discounts-only", "yearly_retention"))
    assert surely(extra(run, "permanent", "discounts-only", "advocates_share"))
    assert surely(extra(run, "mini", "none"))
    assert surely(extra(run, "permanent", "mini"))


def test_more_for_the_best_adds_a_little_to_a_programme_for_all():
    run = comparison_of("three-programmes", 1500, 6, policies=["permanent", "both"])
    assert surely(extra(run, "both", "permanent"))


def test_more_complaints_may_mean_a_better_firm():
    names = ["as-it-is", "hotline-for-show", "put-right", "welcome", "manager-calls"]
    run = comparison_of("complaints-welcome", 1500, policies=names)
    complaints = (
        run.periods[run.periods["firm"] == "heron"].groupby("policy", observed=True)["complaints"].sum()
    )
    assert complaints["welcome"] > 2.5 * complaints["as-it-is"]
    assert complaints["hotline-for-show"] > 2.5 * complaints["as-it-is"]
    assert not surely(extra(run, "hotline-for-show", "as-it-is"))
    assert surely(extra(run, "welcome", "as-it-is", "nps"))
    assert surely(extra(run, "welcome", "hotline-for-show"))
    assert surely(extra(run, "manager-calls", "welcome"))
    silent = run.outcomes.query("firm == 'heron' and policy == 'as-it-is'")["silent_share"]
    assert 0.5 < silent.mean() < 0.9


def test_inviting_complaints_without_answering_them_costs_where_a_failure_badly_handled_hurts_twice():
    names = ["as-it-is", "hotline-for-show", "welcome"]
    run = comparison_of("complaints-welcome", 1500, policies=names, condition="double-deviation")
    assert surely(extra(run, "as-it-is", "hotline-for-show"))
    assert surely(extra(run, "as-it-is", "hotline-for-show", "nps"))
    assert surely(extra(run, "welcome", "as-it-is"))


def test_end_users_find_the_same_steel_worse():
    people = comparison_of("steel-supplier", 1000, 1, policies=["as-it-is"]).customers
    people = people[(people["firm"] == "anvil") & people["rung"].isin(CUSTOMERS)]
    felt = people.groupby("segment", observed=True)["satisfaction"]
    gap = felt.mean()["wholesalers"] - felt.mean()["end users"]
    assert gap > 3 * np.sqrt((felt.var() / felt.size()).sum())


def test_most_accounts_are_too_small_for_a_key_account_manager():
    run = comparison_of(
        "steel-supplier", 500, policies=["as-it-is", "claims", "key-accounts", "all-accounts"]
    )
    assert surely(extra(run, "claims", "as-it-is"))
    assert surely(extra(run, "all-accounts", "key-accounts", "yearly_retention"))
    assert surely(extra(run, "key-accounts", "all-accounts"))


def test_the_ratio_of_averages_does_not_rank_the_next_euro():
    scenario = relsim.load("cost-ratios").scaled_to(1500)
    table = relsim.marginal_costs(scenario, replications=6, jobs=1).table.set_index("purpose")
    average, marginal = table["average"], table["marginal"]
    assert average["acquire"] > 4 * average["retain"]
    assert marginal["acquire"] < marginal["retain"]
    assert average["win back"] < 25 * average["retain"]
    assert marginal["acquire"] > 2 * average["acquire"] and marginal["retain"] > 10 * average["retain"]


def test_the_best_policy_depends_on_why_customers_leave():
    names = ["as-it-is", "attention", "fewer-failures"]
    study = comparison_of("why-they-leave", 1000, policies=names)
    assert surely(extra(study, "fewer-failures", "attention"))
    folklore = comparison_of("why-they-leave", 1000, policies=names, condition="textbook")
    assert surely(extra(folklore, "attention", "fewer-failures"))
