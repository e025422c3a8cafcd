"""Claims about the table of customers: kept in a file, read in parts, and the same however it came about."""

import tempfile

import pandas as pd
import pytest
from worlds import world

import relsim
from relsim.measures.customers import customers_table
from relsim.questions.compare import first_replication
from relsim.runs import clientele
from relsim.runs import replicate as running
from relsim.runs.store.store import Store


@pytest.fixture(scope="module")
def scenario():
    """Two policies, of which one meets customers of another product."""
    policies = {"a": {}, "b": {"set": {"product_type": "services"}}}
    return world(customers=90, periods=4, policies=policies)


def compared(scenario, **options):
    return relsim.compare(scenario, replications=2, jobs=1, driver="agents", **options)


def test_the_file_has_what_the_markets_had(scenario):
    tables = []
    for policy in ("a", "b"):
        market = relsim.Market(scenario.with_policy(policy), driver="agents").run()
        tables.append(customers_table(market.columns, market.scenario))
    expected = pd.concat(tables, ignore_index=True)
    expected.insert(0, "policy", pd.Categorical(["a"] * len(tables[0]) + ["b"] * len(tables[1])))
    pd.testing.assert_frame_equal(compared(scenario).customers, expected, check_exact=True)


def test_large_markets_that_run_one_after_the_other_bring_the_same(scenario, monkeypatch):
    expected = compared(scenario)
    monkeypatch.setattr(running, "MANY_CUSTOMERS", 1)
    monkeypatch.setattr(clientele, "CLIENTELE_ROWS_AT_ONCE", 16)
    found = compared(scenario)
    pd.testing.assert_frame_equal(found.customers, expected.customers, check_exact=True)
    pd.testing.assert_frame_equal(found.periods, expected.periods, check_exact=True)
    for name in ("concentration", "segments", "profitability"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name), check_exact=True)
    pd.testing.assert_frame_equal(found.lift("b", "rung"), expected.lift("b", "rung"), check_exact=True)


def test_parts_of_the_table_are_its_rows_and_columns(scenario, monkeypatch):
    monkeypatch.setattr(clientele, "CLIENTELE_ROWS_AT_ONCE", 16)
    found = compared(scenario)
    whole = found.customers
    own = whole[(whole["policy"] == "b") & (whole["firm"] == "harbour")]
    columns = ["rung", "customer", "revenue"]
    rows = found.clientele.rows(columns, "b", "harbour")
    pd.testing.assert_frame_equal(rows, own[columns].reset_index(drop=True), check_exact=True)
    bought = found.clientele.rows(columns, "b", "harbour", bought=True)
    assert bought.equals(rows[rows["revenue"] > 0.0].reset_index(drop=True))
    pieces = list(found.clientele.pieces(columns, "b", "harbour"))
    assert len(pieces) > 1
    assert pd.concat(pieces, ignore_index=True).equals(rows)


def test_what_a_store_knows_is_not_simulated_again(scenario, tmp_path, monkeypatch):
    first = compared(scenario, store=tmp_path)
    monkeypatch.setattr(first_replication, "replicated", lambda *_: pytest.fail("simulated again"))
    again = compared(scenario, store=Store(tmp_path))
    assert again.customers.equals(first.customers)


def test_a_torn_file_of_customers_is_written_anew(scenario, tmp_path):
    first = compared(scenario, store=tmp_path)
    (file,) = (tmp_path / "customers").iterdir()
    file.write_bytes(file.read_bytes()[:99])
    assert compared(scenario, store=tmp_path).customers.equals(first.customers)


def test_a_temporary_file_goes_with_its_result(scenario, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = relsim.run(scenario, driver="agents")
    assert len(result.customers) == 180
    assert len(list(tmp_path.iterdir())) == 1
    del result
    assert list(tmp_path.iterdir()) == []
