"""Claims about known customers: a firm begins with exactly those, and what is told of them is so."""

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.cli import main
from relsim.errors import InputError
from relsim.market.population import populated
from relsim.scenario.lint.scenario import warnings
from relsim.scenario.load import adjusted

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


def validated(file, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["validate", str(file)])
    told = capsys.readouterr()
    return ended.value.code, told.out + told.err


def test_known_customers_for_whom_nobody_would_stand_are_refused_with_a_number_that_is_enough(tmp_path):
    with pytest.raises(
        InputError, match=r"market\.yaml:6:.*20 customers are less than half.*simulate: 50 is"
    ):
        market_of(tmp_path, "20", simulate=10)
    assert market_of(tmp_path, "20", simulate=50).firms["ours"].start.customers == 20


@pytest.mark.parametrize(("simulate", "is_told"), [(70, True), (500, False)])
def test_known_customers_who_are_others_by_rounding_are_warned_of(tmp_path, simulate, is_told):
    said = [str(one) for one in warnings(market_of(tmp_path, "120", simulate=simulate))]
    assert bool(said) == is_told
    if said:
        assert "only 8 of the 70 people simulated stand for 120 customers (as 114)" in said[0]
        assert "simulate: 417 gives it 50" in said[0]


def test_customers_whom_a_smaller_market_loses_are_refused(tmp_path):
    scenario = market_of(tmp_path, "4")
    with pytest.raises(InputError, match=r"4 customers are less than half.*`customers` 250 is enough"):
        adjusted(scenario, customers=100)


SET_ASIDE = {
    "a,-3": "a tenure below zero",
    "a,long": "the tenure is no number",
    "a,99999999": "a tenure of more than 200 years",
    "b,7": "a customer who is there already",
}


@pytest.mark.parametrize("row", SET_ASIDE)
def test_rows_that_are_set_aside_are_counted_with_the_first_of_them(tmp_path, capsys, row):
    table = f"customer,tenure\nb,12\n{row}\nc,4\nd,5\n"
    market_of(tmp_path, "{file: customers.csv}", table)
    code, said = validated(tmp_path / "market.yaml", capsys)
    assert code == 0
    assert f"1 of 4 row is set aside; it is line 3: {SET_ASIDE[row]}" in said


@pytest.mark.parametrize(
    ("row", "reason"),
    [("b,2150-01-01,", "the start lies in the future"), ("b,2022-01-01,2021-01-01", "ends before it starts")],
)
def test_days_that_cannot_be_are_set_aside(tmp_path, row, reason):
    table = f"customer,start,end\na,2020-01-01,\n{row}\nc,2021-03-01,\nd,2020-03-01,\n"
    (said,) = warnings(market_of(tmp_path, "{file: customers.csv}", table))
    assert reason in said.message


def test_a_word_that_is_no_rung_is_told_at_its_cell(tmp_path):
    table = "customer,tenure,rung\na,12,client\nben,4,clent\n"
    with pytest.raises(InputError, match=r'customers\.csv:3:7  no rung.*"clent".*mean "client"'):
        market_of(tmp_path, "{file: customers.csv}", table)


@pytest.mark.parametrize("content", ["secret:x:0\nroot:y:1\n", "customer,tenure,rung\na,1,secret\n"])
def test_what_stands_in_a_file_elsewhere_is_not_told(tmp_path, content):
    (tmp_path / "secret.txt").write_text(content)
    folder = tmp_path / "scenario"
    folder.mkdir()
    with pytest.raises(InputError) as refused:
        market_of(folder, "{file: ../secret.txt}")
    assert "secret" not in str(refused.value).replace("secret.txt", "")


def test_names_are_the_same_in_either_form_of_their_letters(tmp_path):
    table = "customer,tenure,segment\na,12,Cafe\u0301\nb,12,Caf\u00e9\n"
    text = MARKET.replace("CUSTOMERS", "{file: customers.csv}").replace("office", "Caf\u00e9")
    text = text.replace("ours:", "u\u0308ber:") + 'focus: "\u00fcber"\n'
    (tmp_path / "customers.csv").write_text(table, encoding="utf-8")
    (tmp_path / "market.yaml").write_text(text, encoding="utf-8")
    scenario = relsim.load(tmp_path / "market.yaml").changed({"firms.u\u0308ber.price": 12})
    assert scenario.firms["\u00fcber"].price == 12
    assert own_ties(scenario)[1].tolist() == [1, 1]


def test_a_comma_in_a_number_between_braces_is_told_with_the_number(tmp_path):
    with pytest.raises(InputError, match=r'market\.yaml:6:.*a comma parts entries.*did you mean "1200300"'):
        market_of(tmp_path, "1,200,300")


def test_one_is_told_as_one(tmp_path, capsys):
    (tmp_path / "one.yaml").write_text("title: x\ncustomers: 60\nsimulate: 1\nfirms: {one: {price: 10}}\n")
    assert "60 customers, 1 person simulated for 60" in validated(tmp_path / "one.yaml", capsys)[1]
