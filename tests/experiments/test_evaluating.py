"""Claims about evaluating many variants: rows in order, the numbers of single runs, known tasks not rerun."""

import gc
import weakref

import numpy as np
import pandas as pd
import pytest
from worlds import world

import relsim
from relsim.engine.strategy import Strategy
from relsim.errors import InputError
from relsim.measures.measure import MEASURES
from relsim.runs import tasks
from relsim.runs.evaluate import evaluate, evaluated
from relsim.runs.options import Runner
from relsim.runs.store.store import Store
from relsim.runs.tasks import address
from relsim.runs.variant import Job, Variant

POLICIES = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 36}}}
NAMES = list(MEASURES)


def scenario(**settings):
    return world(**({"customers": 60, "periods": 6, "policies": POLICIES} | settings))


def variants(points=3):
    return [
        Variant.of(scenario(), policy, {"firms.summit.price": 28 + point}, {"point": point})
        for point in range(points)
        for policy in POLICIES
    ]


def same(one, other):
    pd.testing.assert_frame_equal(one, other, check_exact=True)


@pytest.fixture
def simulated(monkeypatch):
    """The tasks that were really run, by policy, labels and replication."""
    ran, run = [], tasks.simulated

    def noted(variant, job, replication, *rest, **options):
        ran.append((variant.policy, dict(variant.labels), replication))
        return run(variant, job, replication, *rest, **options)

    monkeypatch.setattr(tasks, "simulated", noted)
    return ran


def test_rows_come_in_the_order_of_variants_replications_and_firms():
    table = evaluate(variants(), 4, jobs=2)
    assert list(table) == ["point", "policy", "replication", "firm", *NAMES, "error"]
    expected = [
        (point, policy, replication, firm)
        for point in range(3)
        for policy in POLICIES
        for replication in range(4)
        for firm in ("harbour", "summit")
    ]
    assert list(table[["point", "policy", "replication", "firm"]].itertuples(index=False)) == expected
    assert table["error"].isna().all()


def test_numbers_are_those_of_single_runs_to_the_last_bit():
    table = evaluate(variants(), 2, seed=5)
    for one in variants():
        alone = relsim.run(one.scenario, replications=2, seed=5, driver="agents").outcomes
        mine = table[(table["point"] == one.labels["point"]) & (table["policy"] == one.policy)]
        assert mine[NAMES].to_numpy().tobytes() == alone[NAMES].to_numpy(np.float64).tobytes()


def test_neither_jobs_nor_company_move_a_number():
    whole = evaluate(variants(), 3, jobs=1)
    same(whole, evaluate(variants(), 3, jobs=3))
    apart = [evaluate([one], 3, jobs=2) for one in variants()]
    same(whole, pd.concat(apart, ignore_index=True))


def test_replications_can_be_added_later():
    first, later = evaluate(variants(1), 2), evaluate(variants(1), range(2, 4))
    whole = evaluate(variants(1), 4)
    both = pd.concat([first, later]).sort_values(["policy", "replication"], kind="stable")
    same(both.reset_index(drop=True), whole)


@pytest.mark.slow
def test_variants_are_made_only_when_there_is_room_for_them():
    made = []

    class Points:
        def __len__(self):
            return 400

        def __iter__(self):
            for point in range(400):
                one = Variant.of(tiny, None, None, {"point": point})
                made.append(weakref.ref(one))
                yield one

    tiny = world(customers=5, periods=1)
    parts = evaluated(Runner.of({"jobs": 1}), Points(), 1)
    next(parts)
    assert len(made) < 200
    assert sum(len(part) for part in parts) == 400 * 2 - 2 * 16
    assert len(made) == 400
    gc.collect()
    assert not any(one() for one in made[:200])


def test_a_failing_task_is_told_by_its_message_and_stops_no_other(simulated, monkeypatch):
    run = tasks.simulated

    def fails(variant, job, replication, *rest, **options):
        if variant.policy == "dear" and replication == 1:
            raise ZeroDivisionError("no luck")
        return run(variant, job, replication, *rest, **options)

    monkeypatch.setattr(tasks, "simulated", fails)
    table = evaluate(variants(1), 3)
    failed = table[table["error"].notna()]
    assert set(failed["error"]) == {"ZeroDivisionError: no luck"}
    assert list(zip(failed["policy"], failed["replication"], strict=True)) == [("dear", 1)] * 2
    assert failed[NAMES].isna().all(axis=None)
    assert table.loc[table["error"].isna(), "profit"].notna().all()
    assert len(table) == 2 * 3 * 2


@pytest.mark.parametrize("replications", [0, -1, []])
def test_no_replications_are_refused(replications):
    with pytest.raises(InputError, match="at least 1"):
        evaluate(variants(1), replications)


def test_a_replication_named_twice_is_run_once_and_nothing_at_all_is_refused():
    same(evaluate(variants(1), [1, 0, 1]), evaluate(variants(1), [1, 0]))
    with pytest.raises(InputError, match="no variants"):
        evaluate([], 3)


# With a store


def test_what_is_known_is_not_run_again(tmp_path, simulated):
    table = evaluate(variants(), 3, store=tmp_path)
    assert len(simulated) == 18
    simulated.clear()
    same(evaluate(variants(), 3, store=tmp_path), table)
    assert simulated == []
    more = evaluate(variants(4), 4, store=tmp_path)
    assert len(simulated) == 8 * 4 - 18
    same(more, evaluate(variants(4), 4))


def test_tallies_are_kept_where_they_are_asked_for(tmp_path):
    table = evaluate(variants(1), 2, store=tmp_path, keep_tallies=True)
    same(table, evaluate(variants(1), 2))
    job = Job()
    one = variants(1)[1]
    place = address(one, job, 1)
    kept = Store(tmp_path).find([place], with_tallies=True)[place]
    alone = relsim.Market(one.scenario, replication=1).run()
    assert kept.tallies.tobytes() == np.ascontiguousarray(alone.records).tobytes()


def test_a_failed_task_is_kept_with_its_message_and_tried_again(tmp_path, monkeypatch):
    def fails(*_, **__):
        raise MemoryError("too much")

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "simulated", fails)
        assert evaluate(variants(1), 1, store=tmp_path)["profit"].isna().all()
    kept = pd.concat(pd.read_parquet(path) for path in tmp_path.glob("*.parquet"))
    assert set(kept["error"]) == {"MemoryError: too much"}
    assert len(Store(tmp_path)) == 0
    assert evaluate(variants(1), 1, store=tmp_path)["profit"].notna().all()


def test_an_interrupt_keeps_what_is_finished(tmp_path, monkeypatch):
    run = tasks.simulated

    def pressed(variant, job, replication, *rest, **options):
        if replication == 30:
            raise KeyboardInterrupt
        return run(variant, job, replication, *rest, **options)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "simulated", pressed)
        with pytest.raises(KeyboardInterrupt):
            evaluate(variants(1), 60, store=tmp_path, jobs=1)
    assert 2 * 30 <= len(Store(tmp_path)) < 2 * 60
    same(evaluate(variants(1), 60, store=tmp_path), evaluate(variants(1), 60))


# Addresses


class Steady(Strategy):
    """Does what it always did."""

    def __init__(self, patience):
        self.patience = patience

    def decide(self, firm, market):
        """Nothing."""


def test_an_address_is_that_of_exactly_these_inputs(tmp_path, monkeypatch):
    def place(market, seed=1, replication=0, **options):
        return address(Variant.of(market, "dear"), Job(seed, **options), replication)

    known = place(scenario())
    led = place(scenario(), strategies={"harbour": Steady(1)})
    assert place(scenario(), strategies={"harbour": Steady(1)}) == led
    assert place(scenario(title="Another", replications=7, focus="summit")) == known
    assert place(scenario(policies=POLICIES | {"more": {}})) == known
    assert place(scenario(), driver="agents") == known
    others = [
        place(scenario(), seed=2),
        place(scenario(), replication=1),
        place(scenario(customers=61)),
        place(scenario(discount="11% per year")),
        place(scenario().changed({"firms.summit.price": 29})),
        place(scenario(), mechanisms={"spend": lambda *_: 1}),
        place(scenario(), mechanisms={"spend": lambda *_: 2}),
        place(scenario(), strategies={"harbour": Steady(1)}),
        place(scenario(), strategies={"harbour": Steady(2)}),
    ]
    monkeypatch.setattr(tasks, "code_fingerprint", lambda: "other code")
    others.append(place(scenario()))
    assert len({known, *others}) == len(others) + 1


def test_ties_in_a_file_are_part_of_the_address(tmp_path):
    def place(ties):
        (tmp_path / "ties.txt").write_text(ties)
        network = {"kind": "edge list", "file": str(tmp_path / "ties.txt")}
        return Variant.of(scenario(network=network)).fingerprint

    assert place("0 1\n") == place("0 1\n") != place("0 2\n")
