"""Scenarios about what goes on between firms and customers over time show by themselves what they teach."""

import pytest
from lessons import by_policy, comparison_of, customers_at, retention_within, surely


def moves(comparison, firm, before, after):
    """Moves between two rungs over a run, by replication and policy."""
    chosen = f"firm == '{firm}' and from_rung == '{before}' and to_rung == '{after}'"
    rows = comparison.flows.query(chosen)
    return rows.pivot_table(
        index="replication", columns="policy", values="customers", aggfunc="sum", observed=True, fill_value=0
    )


@pytest.mark.slow
def test_relationships_zigzag_and_stop_half_way():
    comparison = comparison_of("life-cycle", 1000, 20)
    falls = moves(comparison, "salon", "supporter", "client")
    assert (falls["as-is"] > 0).all()
    assert surely(falls["slips"] - 1.5 * falls["as-is"])
    assert (moves(comparison, "salon", "lapsed", "client")["as-is"] > 100).all()
    salon = comparison.customers.query("firm == 'salon' and policy == 'as-is' and 0 <= first_at < 36")
    ended = salon["rung"].value_counts(normalize=True)
    assert ended["client"] > 0.25 and ended["supporter"] > 0.25
    assert ended["advocate"] + ended["partner"] < 0.1


@pytest.mark.parametrize(
    ("harmful", "milder"),
    [
        ("over-contact", "measured"),
        ("watched", "open-book"),
        ("red-carpet", "extra-mile"),
        ("old-friends", "reviewed"),
    ],
)
def test_each_kind_of_care_can_be_overdone(harmful, milder):
    equity = by_policy(comparison_of("too-much-care", 800, 4, [harmful, milder]), "customer_equity")
    assert surely(equity["measured"] - equity[harmful])
    assert surely(equity[milder] - equity[harmful])


def test_the_red_carpet_keeps_most_customers_and_eats_the_profit():
    comparison = comparison_of("too-much-care", 800, 4, ["red-carpet", "extra-mile"])
    kept, profit = by_policy(comparison, "yearly_retention"), by_policy(comparison, "profit")
    assert surely(kept["red-carpet"] - kept["extra-mile"])
    assert surely(0.7 * profit["measured"] - profit["red-carpet"])


def test_a_monopolist_keeps_its_size_until_a_rival_comes():
    comparison = comparison_of("rival-arrives", 3000, 6, ["early"])
    complacent = customers_at(comparison, "complacent", "incumbent")
    assert surely(0.05 - abs(complacent[23] / complacent[11] - 1.0))
    assert (retention_within(comparison, "complacent", "incumbent", range(24)) < 0.78).all()
    assert surely(0.7 * complacent[23] - complacent[59])
    early = customers_at(comparison, "early", "incumbent")
    assert surely(early[59] - 0.75 * early[23])


@pytest.mark.slow
def test_early_care_beats_late_answers_and_a_price_war_hurts_both():
    comparison = comparison_of("rival-arrives", 1000, 4)
    equity = by_policy(comparison, "customer_equity")
    assert surely(equity["early"] - equity["copies"])
    assert surely(equity["copies"] - equity["complacent"])
    war = comparison_of("rival-arrives", 1000, 4, ["undercuts"], condition="price-war")
    for firm in ("incumbent", "challenger"):
        before, after = (by_policy(one, "customer_equity", firm) for one in (comparison, war))
        assert surely(before["complacent"] - after["undercuts"])


@pytest.mark.slow
def test_a_system_pays_within_a_year_if_it_is_used_and_not_too_dear():
    comparison = comparison_of("crm-payback", 4000, 6)
    assert 6 <= comparison.paybacks["system"] <= 14
    assert comparison.paybacks["unused"] is None
    assert comparison.paybacks["grand"] > 3 * comparison.paybacks["system"]
    kept, profit = by_policy(comparison, "yearly_retention"), by_policy(comparison, "profit")
    assert surely(profit["system"] - profit["no-system"])
    assert surely(kept["no-system"] - kept["system"])


def kept_by_year(comparison, policy):
    """Retention of members in their first to fourth year, by replication, raised to a year."""
    rows = comparison.periods.query(f"policy == '{policy}'").groupby("replication").sum(numeric_only=True)
    return [(1.0 - rows[f"lost_in_year_{y}"] / rows[f"customers_in_year_{y}"]) ** 12 for y in range(1, 5)]


def test_those_who_stay_look_loyal_only_where_customers_differ():
    alike, mixed = (
        comparison_of("who-stays", 4000, 6, ["as-it-is"], condition=name) for name in (None, "mixed")
    )
    first, *_, fourth = kept_by_year(mixed, "as-it-is")
    assert surely(fourth - first - 0.08)
    first, *_, fourth = kept_by_year(alike, "as-it-is")
    assert (fourth < first + 0.03).all()
    worth = [by_policy(one, "customer_equity")["as-it-is"] for one in (mixed, alike)]
    assert surely(worth[0] - 1.2 * worth[1])


def test_growth_hides_a_leak_and_a_recession_shows_it():
    comparison = comparison_of("growing-market", 5000, 6, ["steady"])
    assert (retention_within(comparison, "steady", "net", range(36)) < 0.72).all()
    net, anchor = (customers_at(comparison, "steady", firm) for firm in ("net", "anchor"))
    assert surely(net[35] - 1.7 * net[0])
    assert surely(0.07 - abs(net[47] / net[35] - 1.0))
    assert surely(anchor[47] - anchor[35])
    assert surely(net[71] - 1.1 * net.loc[:, :53].max(axis=1))


@pytest.mark.slow
def test_saving_on_contact_in_a_recession_costs_more_than_it_saves():
    equity = by_policy(comparison_of("growing-market", 5000, 8), "customer_equity")
    spared = comparison_of("growing-market", 5000, 8, ["steady"], condition="no-recession")
    assert surely(by_policy(spared, "customer_equity")["steady"] - equity["steady"])
    assert surely(equity["steady"] - equity[["cuts", "chases"]].max(axis=1))
    assert surely(1.01 * equity["cuts"] - equity["chases"])
