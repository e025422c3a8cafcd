"""Claims about known customers: a firm begins with exactly those, and what is told of them is so."""

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.market.population import populated

TABLE = "customer,tenure,rung,segment,churn\n" + "".join(
    f"c{i},{i % 50},{('client', 'supporter', 'advocate')[i % 3]},{'home' if i % 4 else 'office'},no\n"
    for i in range(120)
)
MARKET = """title: Known customers
customers: 1,000
periods: 6
segments: [{name: home, share: 50%}, {name: office, share: 50%}]
firms:
  ours: {price: 10, start: {customers: CUSTOMERS}}
  theirs: {price: 10, start: {share: 40%}}
"""


def market_of(folder, customers, table=TABLE, **lines):
    (folder / "customers.csv").write_text(table, encoding="utf-8")
    text = MARKET.replace("CUSTOMERS", customers)
    for name, value in lines.items():
        text += f"{name}: {value}\n"
    (folder / "market.yaml").write_text(text, encoding="utf-8")
    return relsim.load(folder / "market.yaml")


def own_ties(scenario):
    columns = populated(scenario, 1, 0)
    there = (columns.rung[:, 0] >= 1) & (columns.rung[:, 0] <= 5)
    return columns.ties[there, 0], columns.segment[there]


@pytest.mark.parametrize(("written", "number"), [("300", 300), ("'1,000'", 1000), ("0.2 thousand", 200)])
def test_a_firm_begins_with_exactly_so_many_customers(tmp_path, written, number):
    scenario = market_of(tmp_path, written)
    assert len(own_ties(scenario)[0]) == number
    assert relsim.Market(scenario, replication=3).firms["ours"].customers == number


def test_known_customers_are_there_in_proportion_where_the_market_is_scaled_or_represented(tmp_path):
    scenario = market_of(tmp_path, "300")
    assert len(own_ties(scenario.scaled_to(500))[0]) == 150
    assert len(own_ties(scenario.changed({"simulate": 100}))[0]) == 30
    assert relsim.Market(scenario.changed({"simulate": 100})).firms["ours"].customers == 300


def test_each_listed_customer_has_the_tenure_the_rung_and_the_segment_of_the_list(tmp_path):
    ties, segment = own_ties(market_of(tmp_path, "{file: customers.csv}"))
    assert len(ties) == 120
    assert sorted(-1 - ties["acquired_at"]) == sorted(i % 50 for i in range(120))
    assert np.bincount(ties["rung"]).tolist() == [0, 0, 40, 40, 40]
    assert segment.sum() == 30


def test_those_who_have_left_are_no_customers(tmp_path):
    table = TABLE.replace(",no\n", ",yes\n", 20)
    assert len(own_ties(market_of(tmp_path, "{file: customers.csv}", table))[0]) == 100


REFUSED = {
    "3000": ("customers: 3,000 customers at the start, and the market has room for 1,000", '"1000"'),
    "{file: custmers.csv}": ("there is no such file", 'did you mean "customers.csv"'),
    "{file: market.yaml}": ("is no table of customers", ""),
    "{fil: customers.csv}": ("", 'did you mean "file"'),
    "-3": ("at least 1", ""),
    "300, share: 10%": ("give either a share of the market or the customers", ""),
}


@pytest.mark.parametrize("written", REFUSED)
def test_wrong_customers_are_refused_where_they_stand(tmp_path, written):
    with pytest.raises(InputError) as refused:
        market_of(tmp_path, written)
    told = "\n".join(map(str, refused.value.problems))
    assert all(part in told for part in REFUSED[written])
    assert "market.yaml:6:" in told


@pytest.mark.parametrize(("right", "wrong"), [("advocate", "advocat"), ("office", "offce")])
def test_an_unknown_rung_or_segment_is_refused_at_its_line_with_the_nearest(tmp_path, right, wrong):
    with pytest.raises(InputError, match=rf'customers.csv:.*did you mean "{right}"'):
        market_of(tmp_path, "{file: customers.csv}", TABLE.replace(right, wrong))


def test_a_list_with_more_customers_than_people_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"120 customers are in customers.csv.*room for 50"):
        market_of(tmp_path, "{file: customers.csv}", population="{start: 5%}")


def test_under_contract_nobody_is_a_known_customer_of_two_firms():
    mechanisms = {"need": "contract", "choice": "captive", "spend": "fixed"}
    starts = {f"firms.{name}.start": {"customers": 700, "share": 0} for name in ("harbour", "summit")}
    with pytest.raises(InputError, match="room for 300"):
        world(starts, customers=1000, mechanisms=mechanisms)
    assert world(starts, customers=1000).firms["summit"].start.customers == 700
