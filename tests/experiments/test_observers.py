"""Claims about observers: they report what is seen in a market run by hand, and change nothing in it."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from worlds import world

import relsim
from relsim.errors import InputError, Stopped, TaskFailed
from relsim.measures.customers import customers_table
from relsim.runs import tasks
from relsim.runs.evaluate import evaluate
from relsim.runs.observe import observe
from relsim.runs.observers import Observer, by_address
from relsim.runs.reports import Customers, Purchases
from relsim.runs.store import catalogue as catalogues
from relsim.runs.store import parts
from relsim.runs.store.store import Memory, Store
from relsim.runs.tasks import Batch, perform
from relsim.runs.variant import Job, Variant
from relsim.vocabulary import BOOKED_PER_UNIT

POLICIES = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 36}}}
BUSY = {"segments": [{"name": "all", "share": 1, "need_rate": {"mean": "2 per month", "spread": 0.5}}]}
SHIPPED = (Customers(), Purchases(), Purchases("summit"))


def scenario(**settings):
    return world(BUSY, **({"customers": 40, "periods": 4, "policies": POLICIES} | settings))


def variants():
    return [Variant.of(scenario(), policy) for policy in POLICIES]


class Ladder(Observer):
    """Counts the customers on each rung after some of the periods."""

    key = "ladder"

    def __init__(self, until=99):
        self.until = until
        self.seen = []

    def observe(self, market):
        self.seen.append(np.bincount(market.columns.rung[:, 0], minlength=8))
        while market.running and market.period < self.until:
            yield
            self.seen.append(np.bincount(market.columns.rung[:, 0], minlength=8))
        return pa.table(
            {"period": range(len(self.seen)), "rungs": [list(map(int, row)) for row in self.seen]}
        )


def same(one, other):
    one, other = list(one), list(other)
    assert [(seen.variant.policy, seen.replication) for seen in one] == [
        (seen.variant.policy, seen.replication) for seen in other
    ]
    for mine, theirs in zip(one, other, strict=True):
        assert list(mine.reports) == list(theirs.reports)
        for key, report in mine.reports.items():
            pd.testing.assert_frame_equal(report, theirs.reports[key], check_exact=True)


@pytest.fixture
def nothing_runs(monkeypatch):
    """After a call of this, whatever runs a market fails."""

    def fails(*_, **__):
        raise AssertionError("a market was run")

    return lambda: monkeypatch.setattr(tasks, "simulated", fails)


# What they report


def bought_so_far(market):
    return np.stack([market.columns.purchases.astype(np.int64), market.columns.revenue])


@pytest.mark.parametrize("driver", ["compiled", "agents"])
def test_reports_are_what_is_seen_in_a_market_run_by_hand(driver):
    for seen in observe(variants(), 2, SHIPPED, driver=driver):
        market = relsim.Market(seen.variant.scenario, replication=seen.replication, driver=driver)
        rows, before = [], bought_so_far(market)
        while market.running:
            market.step()
            after = bought_so_far(market)
            for customer, firm in np.argwhere(after[0] > before[0]):
                bought, paid = (after - before)[:, customer, firm]
                firm_name = market.firm_names[firm]
                rows.append((market.period - 1, customer, firm_name, bought, paid / BOOKED_PER_UNIT))
            before = after
        table = pd.DataFrame(rows, columns=["period", "customer", "firm", "purchases", "amount"])
        table["firm"] = pd.Categorical(table["firm"], categories=market.firm_names)
        pd.testing.assert_frame_equal(seen.reports["purchases"], table, check_exact=True)
        of_summit = table[table["firm"] == "summit"].reset_index(drop=True)
        pd.testing.assert_frame_equal(seen.reports["purchases of summit"], of_summit, check_exact=True)
        customers = customers_table(market.columns, market.scenario)
        pd.testing.assert_frame_equal(seen.reports["customers"], customers, check_exact=True)
        assert len(table) > 40


def test_purchases_of_contracts_add_up_to_what_customers_paid():
    contracts = {"need": "contract", "choice": "captive", "spend": "fixed"}
    market = scenario(mechanisms=contracts)
    [seen] = observe([Variant.of(market)], 1, [Customers(), Purchases()], driver="agents")
    cents = seen.reports["purchases"].groupby("firm", observed=False)["amount"].sum().mul(100).round()
    paid = seen.reports["customers"].groupby("firm", observed=False)["revenue"].sum().mul(100).round()
    assert cents.sum() > 0
    pd.testing.assert_series_equal(cents, paid, check_names=False)


def test_exported_transactions_are_the_purchases_of_the_firm_in_focus():
    market = scenario()
    [seen] = observe([Variant.of(market)], 1, [Purchases(market.focal_firm)], driver="agents")
    log = relsim.transactions(market, driver="agents")
    [report] = seen.reports.values()
    mine = report.groupby("customer")["purchases"].sum()
    theirs = log[log["amount"] > 0.0].groupby("customer").size()
    pd.testing.assert_series_equal(mine, theirs, check_names=False)
    assert round(report["amount"].sum() * 100) == round(log["amount"].sum() * 100)


def test_outcomes_are_those_of_markets_that_nobody_observes(tmp_path):
    list(observe(variants(), 2, SHIPPED, store=tmp_path))
    there = evaluate(variants(), 2, store=tmp_path)
    pd.testing.assert_frame_equal(there, evaluate(variants(), 2), check_exact=True)


def test_an_observer_of_ones_own_keeps_nothing_from_one_market_to_the_next():
    ladder = Ladder()
    seen = list(observe(variants(), 3, [ladder], jobs=2, driver="agents"))
    assert [one.replication for one in seen] == [0, 1, 2, 0, 1, 2]
    for one in seen:
        assert list(one.reports["ladder"]["period"]) == [0, 1, 2, 3, 4]
        assert one.reports["ladder"]["rungs"].map(sum).eq(40).all()
    assert ladder.seen == []


def test_an_observer_may_report_before_the_end():
    [seen] = observe(variants()[:1], 1, [Ladder(until=2), Customers()], driver="agents")
    assert list(seen.reports["ladder"]["period"]) == [0, 1, 2]
    assert len(seen.reports["customers"]) == 80


# In order, a few at a time


def test_reports_come_in_the_order_of_variants_and_replications_however_many_work():
    alone = list(observe(variants(), 6, SHIPPED, jobs=1))
    assert [(one.variant.policy, one.replication) for one in alone] == [
        (policy, number) for policy in POLICIES for number in range(6)
    ]
    same(alone, observe(variants(), 6, SHIPPED, jobs=3))
    same([alone[5], alone[3]], observe(variants()[:1], [5, 3], SHIPPED))


def test_only_a_few_markets_run_before_it_is_their_turn(monkeypatch):
    ran, run = [], tasks.simulated

    def noted(*arguments, **options):
        ran.append(arguments[2])
        return run(*arguments, **options)

    monkeypatch.setattr(tasks, "simulated", noted)
    reports = observe(
        [Variant.of(scenario(customers=5, periods=1))], 60, [Customers()], jobs=1, driver="agents"
    )
    for given, _ in enumerate(reports):
        assert len(ran) <= given + 6
    assert sorted(ran) == list(range(60))


# Through a store


def test_what_a_store_knows_is_reported_again_without_running(tmp_path, nothing_runs):
    observers = (*SHIPPED, Ladder())
    new = list(observe(variants(), 3, observers, store=tmp_path, driver="agents"))
    nothing_runs()
    same(new, observe(variants(), 3, observers, store=tmp_path, driver="agents"))
    same(
        [one._replace(reports={"customers": one.reports["customers"]}) for one in new],
        observe(variants(), 3, [Customers()], store=tmp_path, driver="agents"),
    )


def test_reports_that_were_added_one_after_the_other_are_known_together(tmp_path, nothing_runs):
    new = list(observe(variants(), 2, SHIPPED, driver="agents"))
    for one in SHIPPED:
        list(observe(variants(), 2, [one], store=tmp_path, driver="agents"))
    nothing_runs()
    same(observe(variants(), 2, SHIPPED, store=tmp_path, driver="agents"), new)


def test_a_store_without_the_reports_that_are_asked_for_does_not_know_the_task(tmp_path):
    evaluate(variants(), 1, store=tmp_path, driver="agents")
    list(observe(variants(), 1, [Purchases("harbour"), Ladder(1)], store=tmp_path, driver="agents"))
    places = Batch.of(variants(), Job(driver="agents"), 0).addresses
    for asked, known in [([Purchases("harbour")], 2), ([Ladder(1)], 2), ([Purchases()], 0), ([Ladder(2)], 0)]:
        assert len(Store(tmp_path).find(places, reports=by_address(asked))) == known
    assert Store(tmp_path).find(places, reports=by_address([Ladder(1), Customers()])) == {}
    assert len(Store(tmp_path).find(places, with_tallies=True, reports=by_address([Ladder(1)]))) == 0


def test_what_is_kept_of_a_task_with_reports_comes_back_as_it_was(tmp_path):
    observers = by_address(SHIPPED)
    batch = Batch.of(variants(), Job(driver="agents"), 0, observers)
    finished = perform(batch, keep_tallies=True)
    for kept in (Store(tmp_path), Memory()):
        kept.add(finished)
        again = kept.find(batch.addresses, with_tallies=True, reports=observers)
        for task in finished:
            assert again[task.address].tallies.tobytes() == task.tallies.tobytes()
            for name in observers:
                assert again[task.address].reports[name].equals(task.reports[name], check_metadata=True)
        assert kept.known(batch.addresses) == set(batch.addresses)


def test_many_small_parts_with_reports_become_one_and_hold_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "MOST_SMALL_PARTS", 5)
    observers = by_address([Ladder()])
    batches = [Batch.of(variants(), Job(driver="agents"), number, observers) for number in range(6)]
    store, finished = Store(tmp_path), [perform(batch) for batch in batches]
    for tasks_of_one in finished:
        store.add(tasks_of_one)
        store.add([tasks.replace(task, reports={}) for task in tasks_of_one])
    assert len(list(tmp_path.glob("*.parquet"))) == 2 * 2
    for batch, tasks_of_one in zip(batches, finished, strict=True):
        for some in (store, Store(tmp_path)):
            found = some.find(batch.addresses, reports=observers)
            assert [found[task.address].reports for task in tasks_of_one] == [
                task.reports for task in tasks_of_one
            ]


def test_parts_without_reports_have_the_columns_that_they_always_had(tmp_path):
    evaluate(variants(), 1, store=tmp_path, driver="agents")
    names = ["address", "policy", "replication", "firms", "error", "outcomes", "tallies"]
    found = [parts.parquet.read_schema(part).names for part in tmp_path.glob("*.parquet")]
    assert found == [names] * len(found) != []


def test_a_part_written_before_there_were_reports_is_known_to_tasks_that_want_none(tmp_path, monkeypatch):
    batch = Batch.of(variants(), Job(driver="agents"), 0)
    with monkeypatch.context() as patch:
        patch.setattr(parts.Kind, "_asdict", lambda kind: {"with_tallies": kind.with_tallies})
        Store(tmp_path).add(perform(batch))
    store = Store(tmp_path)
    assert store.find(batch.addresses).keys() == set(batch.addresses)
    assert store.find(batch.addresses, reports=by_address([Customers()])) == {}


def test_observing_goes_on_where_it_was_stopped(tmp_path):
    whole = list(observe(variants(), 8, SHIPPED, driver="agents"))
    stop = relsim.Stop()
    seen = []
    with pytest.raises(Stopped):
        for one in observe(variants(), 8, SHIPPED, driver="agents", store=tmp_path, jobs=1, stop=stop):
            seen.append(one)
            stop.ask()
    assert 0 < len(Store(tmp_path)) < 16
    same(seen, whole[: len(seen)])
    same(observe(variants(), 8, SHIPPED, driver="agents", store=tmp_path), whole)


def test_whoever_asks_for_no_more_keeps_what_is_finished(tmp_path):
    reports = observe(variants(), 8, SHIPPED, driver="agents", store=tmp_path, jobs=1)
    next(reports)
    reports.close()
    assert 0 < len(Store(tmp_path)) < 16


def test_an_address_of_a_report_is_that_of_exactly_what_is_reported():
    def place(observer):
        [one] = by_address([observer])
        return one

    class Other(Ladder):
        """Another ladder."""

        def observe(self, market):
            yield from ()
            return pa.table({"rungs": [market.period]})

    assert place(Ladder(3)) == place(Ladder(3))
    assert place(Purchases("summit")) == place(Purchases("summit"))
    observers = (*SHIPPED, Purchases("harbour"), Ladder(3), Ladder(4), Other(3))
    assert len(by_address(observers)) == len(observers)


def test_addresses_of_tasks_do_not_depend_on_who_observes():
    job = Job()
    assert (
        Batch.of(variants(), job, 0, by_address(SHIPPED)).addresses == Batch.of(variants(), job, 0).addresses
    )


# What is refused


class Meddler(Ladder):
    """Writes to the market."""

    def observe(self, market):
        yield
        market.columns.trust[:] = 1.0
        return pa.table({})


class Endless(Ladder):
    """Never reports."""

    def observe(self, market):
        while True:
            yield


class Frame(Ladder):
    """Reports a frame instead of an Arrow table."""

    def observe(self, market):
        yield
        return pd.DataFrame()


class Hasty(Ladder):
    """Does not wait for the market to begin."""

    def observe(self, market):
        return pa.table({})


class Clumsy(Ladder):
    """Fails."""

    def observe(self, market):
        yield
        return 1 // 0


class Nameless(Ladder):
    """Has no key."""

    key = ""


@pytest.mark.parametrize(
    ("observers", "words"),
    [
        ([], "expected at least one observer"),
        (Customers(), "expected a list of observers"),
        ("customers", "expected a list of observers"),
        ([Customers], "observers: expected observers"),
        ([Customers(), Customers()], '"customers" is the key of two'),
        ([Nameless()], "key of Nameless: expected a text"),
        ([Purchases("harbor")], 'did you mean "harbour"'),
        ([Purchases(3)], "expected the name of a firm"),
    ],
)
def test_wrong_observers_are_refused_in_one_sentence_before_anything_is_run(observers, words, nothing_runs):
    nothing_runs()
    with pytest.raises(InputError, match=words) as caught:
        observe(variants(), 1, observers)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("observer", "words"),
    [
        (Meddler(), "Meddler.observe raised ValueError: .* read-only"),
        (Endless(), "Endless.observe returned nothing after the last period, expected a pyarrow.Table"),
        (Frame(), "Frame.observe returned a DataFrame after the last period"),
        (Hasty(), "Hasty.observe returned a Table at once, expected a yield for every period"),
        (Clumsy(), "Clumsy.observe raised ZeroDivisionError"),
    ],
)
def test_an_observer_that_goes_wrong_is_told_in_one_sentence(observer, words, tmp_path):
    with pytest.raises(TaskFailed, match=words) as caught:
        list(observe(variants(), 1, [observer], store=tmp_path, driver="agents"))
    assert 'under policy "as-is" in replication 0' in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(Store(tmp_path)) == 0


def test_what_comes_before_a_failure_is_reported_first(monkeypatch):
    run = tasks.simulated

    def fails(variant, job, replication, *rest, **options):
        if replication == 3:
            raise MemoryError("too much")
        return run(variant, job, replication, *rest, **options)

    monkeypatch.setattr(tasks, "simulated", fails)
    seen = []
    with pytest.raises(TaskFailed, match="replication 3: MemoryError: too much"):
        seen.extend(one.replication for one in observe(variants(), 6, [Customers()], driver="agents"))
    assert seen == [0, 1, 2]


def test_nothing_to_observe_is_refused():
    with pytest.raises(InputError, match="no variants"):
        observe([], 1, [Customers()])
    with pytest.raises(InputError, match="expected variants"):
        observe([scenario()], 1, [Customers()])
    with pytest.raises(InputError, match='did you mean "store"'):
        observe(variants(), 1, [Customers()], stor="x")
