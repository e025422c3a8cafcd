"""Claims about executing: results do not depend on jobs, and an interrupt leaves what is finished."""

import threading
from concurrent.futures import wait
from contextlib import contextmanager

import pandas as pd
import pytest
from worlds import world

import relsim
from relsim.experiments import comparing, executing
from relsim.experiments.executing import in_parallel, unbroken

TABLES = ("periods", "ladder", "flows", "customers", "outcomes")
POLICIES = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 36}}}


def scenario():
    return world(customers=150, periods=8, policies=POLICIES)


def assert_same(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


@contextmanager
def interrupted_at(replication, monkeypatch, every_later=False):
    """Within it, Ctrl-C seems to be pressed while that replication runs."""
    run = comparing.replicated

    def replicated(variants, job, number, **options):
        if number == replication or (every_later and number > replication):
            raise KeyboardInterrupt
        return run(variants, job, number, **options)

    with monkeypatch.context() as patch:
        patch.setattr(comparing, "replicated", replicated)
        yield


@contextmanager
def interrupted_while_waiting(monkeypatch):
    """Within it, Ctrl-C seems to be pressed while the main thread waits for replications."""
    calls = []

    def wait_until_interrupted(running, return_when):
        calls.append(len(running))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return wait(running, return_when=return_when)

    with monkeypatch.context() as patch:
        patch.setattr(executing, "wait", wait_until_interrupted)
        yield


def compared(replications, **options):
    """A comparison; an interrupt that gets out of it fails the test instead of ending the suite."""
    try:
        return relsim.compare(scenario(), replications=replications, **options)
    except KeyboardInterrupt:
        return pytest.fail("the interrupt took the finished replications with it")


# Jobs


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_numbers_whoever_was_first(jobs):
    first_done = threading.Event()

    def task(number):
        if number == 1 and jobs > 1:
            first_done.wait(5)
        if number == 2:
            first_done.set()
        return number * number

    results, interrupted = in_parallel(task, range(6), jobs, 1)
    assert list(results.items()) == [(n, n * n) for n in range(6)]
    assert not interrupted


def test_the_first_number_runs_alone():
    running, most = [], []

    def task(number):
        running.append(number)
        most.append((number, len(running)))
        running.remove(number)

    in_parallel(task, range(3, 20), 4, 1)
    assert most[0] == (3, 1)


def test_no_numbers_are_no_results():
    assert in_parallel(lambda number: number, [], 2, 1) == ({}, False)


def test_the_number_of_jobs_does_not_change_a_comparison():
    one = relsim.compare(scenario(), replications=5, jobs=1)
    assert_same(one, relsim.compare(scenario(), replications=5, jobs=2))
    assert_same(one, relsim.compare(scenario(), replications=5, jobs=3))


def test_an_error_in_one_replication_is_told_and_not_swallowed():
    def task(number):
        if number == 3:
            raise ZeroDivisionError("replication 3")
        return number

    with pytest.raises(ZeroDivisionError, match="replication 3"):
        in_parallel(task, range(8), 2, 1)


def test_progress_ends_at_the_number_of_replications():
    told = []

    @contextmanager
    def progress(total, unit):
        told.append((total, unit))
        yield told.append

    relsim.compare(scenario(), replications=7, jobs=2, progress=progress)
    assert told[0] == (7, "replications of 2 policies")
    assert told[1:] == sorted(told[1:])
    assert told[-1] == 7


def test_results_end_at_the_first_gap():
    assert unbroken([0, 1, 2, 3], {0: "a", 1: "b", 3: "d"}) == {0: "a", 1: "b"}
    assert unbroken([0, 1], {1: "b"}) == {}


# Interrupts


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("every_later", [False, True], ids=["once", "again and again"])
def test_an_interrupt_leaves_the_replications_that_are_finished(monkeypatch, jobs, every_later):
    with interrupted_at(3, monkeypatch, every_later):
        part = compared(9, jobs=jobs)
    assert part.interrupted
    assert part.replications == 3
    whole = relsim.compare(scenario(), replications=3)
    assert_same(part, whole)
    assert not whole.interrupted


def test_an_interrupt_before_anything_is_finished_is_an_interrupt(monkeypatch):
    with interrupted_at(0, monkeypatch), pytest.raises(KeyboardInterrupt):
        relsim.compare(scenario(), replications=3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_while_replications_run_leaves_those_that_are_finished(monkeypatch, jobs):
    with interrupted_while_waiting(monkeypatch):
        part = compared(40, jobs=jobs)
    assert part.interrupted
    assert 1 < part.replications < 40
    assert_same(part, relsim.compare(scenario(), replications=part.replications))


# Resuming


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_continued_comparison_is_the_uninterrupted_one(monkeypatch, jobs):
    with interrupted_while_waiting(monkeypatch):
        part = compared(20, jobs=jobs)
    resumed = relsim.compare(scenario(), replications=20, jobs=jobs, done=part)
    whole = relsim.compare(scenario(), replications=20)
    assert part.replications < 20
    assert_same(resumed, whole)
    assert resumed.replications == 20
    assert not resumed.interrupted
    pd.testing.assert_frame_equal(resumed.differences, whole.differences)
    pd.testing.assert_series_equal(resumed.chances, whole.chances)


def test_a_continuation_may_be_interrupted_and_continued_in_turn(monkeypatch):
    done = relsim.compare(scenario(), replications=1)
    with interrupted_while_waiting(monkeypatch):
        done = compared(20, done=done)
    assert done.interrupted
    assert 1 < done.replications < 20
    done = relsim.compare(scenario(), replications=20, done=done)
    assert (done.replications, done.interrupted) == (20, False)
    assert_same(done, relsim.compare(scenario(), replications=20))


def test_a_continuation_interrupted_at_once_keeps_what_was_done(monkeypatch):
    done = relsim.compare(scenario(), replications=2)
    with interrupted_at(2, monkeypatch):
        kept = compared(5, done=done)
    assert_same(kept, done)


def test_a_comparison_that_has_enough_replications_is_left_as_it_is():
    done = relsim.compare(scenario(), replications=3)
    assert relsim.compare(scenario(), replications=3, done=done) is done
