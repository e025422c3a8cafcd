"""Claims about executing: results do not depend on jobs, and an interrupt leaves what is finished."""

import logging
import signal
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import Future, wait
from contextlib import contextmanager
from functools import partial

import pandas as pd
import pytest
from worlds import world

import relsim
from relsim.errors import TaskFailed
from relsim.questions.compare import first_replication
from relsim.rules.state import Chances
from relsim.runs import executors, replicate, room, tasks
from relsim.runs import scheduler as executing
from relsim.runs.executors import Threads
from relsim.runs.interrupts import Stop, interrupts_noted
from relsim.runs.scheduler import MOST_TRIES, WINDOW, streamed
from relsim.runs.store.store import Store
from relsim.runs.tasks import Batch
from relsim.runs.variant import Job, Variant

TABLES = ("periods", "ladder", "flows", "rungs", "moves", "customers", "outcomes")
POLICIES = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 36}}}


def scenario():
    return world(customers=150, periods=8, policies=POLICIES)


def assert_same(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


@contextmanager
def going_wrong_at(replication, error, monkeypatch):
    """Within it, an error is raised while that replication runs under the second policy."""
    run = tasks.simulated

    def simulated(variant, job, number, *rest, **options):
        if number == replication and variant.policy == "dear":
            raise error
        return run(variant, job, number, *rest, **options)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "simulated", simulated)
        yield


def interrupted_from_the_third_on(patch):
    """From now on Ctrl-C seems to be pressed when the third replication runs."""
    run = tasks.simulated

    def simulated(variant, job, number, *rest, **options):
        if number >= 2:
            raise KeyboardInterrupt
        return run(variant, job, number, *rest, **options)

    patch.setattr(tasks, "simulated", simulated)


@contextmanager
def interrupted_while_waiting(monkeypatch):
    """Within it, Ctrl-C seems to be pressed while the main thread waits for replications."""
    calls = []

    def wait_until_interrupted(running, **options):
        calls.append(len(running))
        if len(calls) == 4:
            raise KeyboardInterrupt
        return wait(running, **options)

    with monkeypatch.context() as patch:
        patch.setattr(executing, "wait", wait_until_interrupted)
        patch.setattr(executing, "WINDOW", 2)
        yield


def partly_compared(replications, **options):
    """What an interrupt has left of a comparison."""
    with pytest.raises(relsim.Interrupted) as caught:
        relsim.compare(scenario(), replications=replications, **options)
    return caught.value.partial


class Told:
    """Threads that do a plain piece of work with each number."""

    def __init__(self, work, jobs=2, losses=()):
        self.threads, self.work, self.losses = Threads(jobs), work, losses
        self.width, self.close = self.threads.width, self.threads.close

    def begin(self, number):
        return self.threads._pool.submit(self.work, number)


def handed_out(workers, numbers, keep=lambda results: None):
    return [pair for some in streamed(workers.begin, numbers, workers, keep, Stop()) for pair in some]


# Handing out


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_number_is_worked_on_once(jobs):
    results = handed_out(Told(lambda number: number * number, jobs), range(100))
    assert sorted(results) == [(number, number * number) for number in range(100)]


def test_no_numbers_are_no_results():
    assert handed_out(Told(lambda number: number), []) == []


def test_numbers_are_asked_for_when_there_is_room():
    asked = []

    def numbers():
        for number in range(200):
            asked.append(number)
            yield number

    workers = Told(lambda number: number, 2)
    parts = streamed(workers.begin, numbers(), workers, lambda results: None, Stop())
    next(parts)
    assert len(asked) == 2 * WINDOW
    parts.close()


def test_results_are_kept_before_anybody_sees_them():
    kept = []
    workers = Told(lambda number: number)
    for some in streamed(workers.begin, range(50), workers, kept.extend, Stop()):
        assert set(some) <= set(kept)
    assert len(kept) == 50


def test_whoever_stops_listening_still_has_kept_what_was_running():
    kept, may_end, all_begun = [], threading.Event(), threading.Barrier(3)

    def work(number):
        all_begun.wait(5)
        if number:
            may_end.wait(5)
        return number

    workers = Told(work, 3)
    parts = streamed(workers.begin, range(3), workers, kept.extend, Stop())
    next(parts)
    may_end.set()
    parts.close()
    assert sorted(number for number, _ in kept) == [0, 1, 2]


def test_an_error_of_the_workers_is_told_after_the_others_are_kept():
    kept = []

    def work(number):
        if number == 3:
            raise ZeroDivisionError("number 3")
        return number

    with pytest.raises(ZeroDivisionError, match="number 3"):
        handed_out(Told(work, 1), range(5), kept.extend)
    assert {0, 1, 2} <= {number for number, _ in kept}


def test_what_is_lost_on_the_way_is_begun_again():
    tries = []

    def work(number):
        tries.append(number)
        if number == 3 and tries.count(3) < MOST_TRIES:
            raise ConnectionError
        return number

    workers = Told(work, losses=(ConnectionError,))
    assert sorted(handed_out(workers, range(6))) == [(number, number) for number in range(6)]
    assert tries.count(3) == MOST_TRIES


def test_what_is_lost_every_time_is_an_error():
    def work(number):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        handed_out(Told(work, losses=(ConnectionError,)), [1])


def test_cancelled_work_that_nobody_began_again_is_no_result():
    cancelled = Future()
    cancelled.cancel()
    running = {cancelled: executing.Running("item", lambda: None, 1)}
    assert executing.taken(running, None) == ([], None)


# Comparisons


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_number_of_jobs_does_not_change_a_comparison(jobs):
    one = relsim.compare(scenario(), replications=5, jobs=1)
    assert_same(one, relsim.compare(scenario(), replications=5, jobs=jobs))


@contextmanager
def counted_at_once(monkeypatch):
    """Within it, how many markets ran at once each time one began, and on how many threads it was to run."""
    run, began, running = tasks.simulated, [], []

    def simulated(*given, threads, **options):
        running.append(threads)
        began.append((len(running), threads))
        try:
            time.sleep(0.02)
            return run(*given, threads=threads, **options)
        finally:
            running.remove(threads)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "simulated", simulated)
        yield began


def test_large_markets_run_one_after_the_other_on_all_threads_and_bring_the_same(monkeypatch):
    side_by_side = relsim.compare(scenario(), replications=5, jobs=2)
    monkeypatch.setattr(replicate, "TOO_MANY_SIDE_BY_SIDE", 100)
    with counted_at_once(monkeypatch) as began:
        assert_same(side_by_side, relsim.compare(scenario(), replications=5, jobs=2))
    assert began == [(1, 2)] * 8


def nobody_leaves(moment, rung, silence, person, attitude, praise_of_rivals, firm, behaviour):
    return Chances(0.0, 0.0, 0.0, 0.0, 0.0)


OWN = {"departure": nobody_leaves}


@pytest.mark.slow
@pytest.mark.parametrize("own", [False, True])
def test_markets_that_cannot_use_more_threads_run_side_by_side(monkeypatch, own):
    if own:
        monkeypatch.setattr(replicate, "TOO_MANY_SIDE_BY_SIDE", 100)
    with counted_at_once(monkeypatch) as began:
        relsim.compare(scenario(), replications=5, jobs=2, driver="agents", mechanisms=OWN if own else {})
    assert max(at_once for at_once, _ in began) == 2
    assert {threads for _, threads in began} == {1}


def test_who_stops_waits_for_the_large_markets_that_run_and_for_none_that_wait_their_turn(monkeypatch):
    monkeypatch.setattr(replicate, "TOO_MANY_SIDE_BY_SIDE", 100)
    begun, may_end = threading.Event(), threading.Event()
    performed = []

    def perform(batch, keep_tallies, threads):
        performed.append(batch.replication)
        begun.set()
        may_end.wait(20)
        return []

    monkeypatch.setattr(executors, "perform", perform)
    workers = Threads(3)
    futures = [
        workers.submit(Batch.of([Variant.of(scenario())], Job(1), number), False) for number in range(6)
    ]
    begun.wait(20)
    time.sleep(0.1)
    closing = threading.Thread(target=workers.close)
    closing.start()
    while not futures[-1].cancelled():
        time.sleep(0.01)
    may_end.set()
    closing.join()
    assert performed == [0]


def test_room_is_asked_for_one_market_where_they_take_turns(monkeypatch):
    monkeypatch.setattr(replicate, "TOO_MANY_SIDE_BY_SIDE", 100)
    asked = []
    monkeypatch.setattr(room, "refuse_if_it_does_not_fit", lambda _, at_once, **__: asked.append(at_once))
    variant = Variant.of(scenario())
    for mechanisms in ({}, OWN):
        room.refuse_without_room([variant], Job(1, mechanisms=mechanisms), 2)
    assert asked == [1, 2]


def test_a_failed_replication_is_told_and_does_not_stop_the_others(monkeypatch, tmp_path):
    wrong = ZeroDivisionError("no luck")
    with going_wrong_at(3, wrong, monkeypatch), pytest.raises(TaskFailed) as caught:
        relsim.compare(scenario(), replications=8, store=tmp_path)
    assert str(caught.value) == (
        '1 of 16 tasks failed, the first under policy "dear" in replication 3: ZeroDivisionError: no luck'
    )
    assert len(Store(tmp_path)) == 15


FAILING = {
    "compare": lambda market: relsim.compare(market, replications=5),
    "ladder": lambda market: relsim.ladder(market, replications=5),
    "observe": lambda market: list(
        relsim.observe([relsim.Variant.of(market, "dear")], 5, [relsim.Customers()])
    ),
    "stress": lambda market: relsim.stress(market, replications=5),
}


@pytest.mark.parametrize("question", FAILING)
def test_a_task_that_failed_tells_where_and_says_one_sentence(question, monkeypatch, caplog):
    market = world(customers=150, periods=8, policies=POLICIES, conditions={"dear": POLICIES["dear"]})
    caplog.set_level(logging.DEBUG, "relsim")
    with going_wrong_at(3, ZeroDivisionError("no luck"), monkeypatch), pytest.raises(TaskFailed) as caught:
        FAILING[question](market)
    assert "\n" not in str(caught.value)
    told = "".join(traceback.format_exception(caught.value))
    assert "in simulated" in told and "raise error" in told
    assert "raise error" in caplog.text


def test_a_failed_row_of_an_evaluation_is_logged_with_its_place(monkeypatch, caplog):
    caplog.set_level(logging.DEBUG, "relsim")
    with going_wrong_at(0, ZeroDivisionError("no luck"), monkeypatch):
        rows = relsim.evaluate([relsim.Variant.of(scenario(), "dear")], 1)
    assert set(rows["error"]) == {"ZeroDivisionError: no luck"}
    assert "raise error" in caplog.text


def test_progress_ends_at_the_number_of_replications():
    said = []

    @contextmanager
    def progress(total, unit):
        said.append((total, unit))
        yield said.append

    relsim.compare(scenario(), replications=7, jobs=2, progress=progress)
    assert said[0] == (7, "replications of 2 policies")
    assert said[1:] == sorted(said[1:])
    assert said[-1] == 7


# Interrupts


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_leaves_the_replications_that_are_finished(monkeypatch, jobs):
    with going_wrong_at(3, KeyboardInterrupt(), monkeypatch):
        part = partly_compared(9, jobs=jobs)
    assert part.interrupted
    assert part.replications == 3
    assert "stopped early: 3 of 9" in repr(part)
    assert "stopped early: 3 of 9" in part._repr_html_()
    whole = relsim.compare(scenario(), replications=3)
    assert_same(part, whole)
    assert not whole.interrupted
    assert "stopped" not in repr(whole) + whole._repr_html_()


@pytest.mark.parametrize("question", ["ladder", "marginal_costs", "incremental"])
def test_an_answer_of_fewer_replications_than_asked_says_so(monkeypatch, question):
    ask = partial(getattr(relsim, question), scenario())
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt) as caught:
        interrupted_from_the_third_on(patch)
        ask(replications=6, jobs=1)
    part, whole = caught.value.partial, ask(replications=2)
    assert part.replications == 2
    pd.testing.assert_frame_equal(part.table, whole.table)
    assert "stopped early: 2 of 6" in repr(part)
    assert "stopped early: 2 of 6" in part._repr_html_()
    assert "stopped" not in repr(whole) + whole._repr_html_()


WHOLE_OR_NOTHING = {
    "evaluate": lambda market, **run: relsim.evaluate([relsim.Variant.of(market)], **run),
    "observe": lambda market, **run: list(
        relsim.observe([relsim.Variant.of(market)], observers=[relsim.Customers()], **run)
    ),
    "optimise": partial(relsim.optimise, trials=2),
    "sensitivity": partial(relsim.sensitivity, vary={"firms.harbour.price": (25, 35)}),
    "stress": relsim.stress,
}


@pytest.mark.parametrize("question", WHOLE_OR_NOTHING)
def test_a_question_without_an_answer_in_part_ends_with_the_interrupt(monkeypatch, question):
    market = world(
        customers=150,
        periods=8,
        policies=POLICIES,
        conditions={"dear": POLICIES["dear"]},
        optimise={"levers": {"firms.harbour.price": {"from": 20, "to": 40}}},
    )
    interrupted_from_the_third_on(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        WHOLE_OR_NOTHING[question](market, replications=6, jobs=1)


LOOP = """
import signal, sys, relsim

signal.signal(signal.SIGINT, signal.default_int_handler)
market = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(4000)

def telling(total, unit):
    from contextlib import nullcontext
    return nullcontext(lambda finished: print("finished", finished, flush=True))

for seed in (1, 2):
    print("seed", seed, flush=True)
    relsim.compare(market, seed=seed, replications=400, jobs=1, progress=telling)
"""


def test_ctrl_c_ends_a_loop_of_questions_and_not_one_of_them():
    words = [sys.executable, "-c", LOOP]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while "finished" not in process.stdout.readline():
            assert process.poll() is None, process.stderr.read()
        process.send_signal(signal.SIGINT)
        told, error = process.communicate(timeout=200)
    assert "seed" not in told
    assert process.returncode != 0
    assert "KeyboardInterrupt" in error and "stopped early" in error


@pytest.fixture
def interruptible():
    """Within it, Ctrl-C means what it usually means, however the tests were started."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_strikes_nowhere_but_between_results(interruptible):
    begun = []
    threads = Threads(2)

    def begin(number):
        future = threads._pool.submit(int, number)
        if number == 20:
            signal.raise_signal(signal.SIGINT)
        begun.append(future)
        return future

    results, told = [], []
    with pytest.raises(KeyboardInterrupt):
        for some in streamed(begin, range(100), threads, results.extend, Stop()):
            told += some
    assert len(begun) == 21
    done = [future.result() for future in begun if not future.cancelled()]
    assert sorted(number for number, _ in results) == done
    assert set(told) <= set(results)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_is_heeded_while_nothing_comes_back(interruptible, monkeypatch):
    monkeypatch.setattr(executing, "BEAT", 0.01)
    may_end = threading.Event()

    class Slow(Threads):
        def close(self):
            self._pool.shutdown(wait=False, cancel_futures=True)
            may_end.set()
            super().close()

    threads, results = Slow(1), []
    begin = partial(threads._pool.submit, may_end.wait, 5)
    timer = threading.Timer(0.05, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        list(streamed(lambda number: begin(), range(3), threads, results.extend, Stop()))
    timer.join()
    assert [true for _, true in results] == [True]


def test_the_second_interrupt_does_not_wait(interruptible):
    with interrupts_noted() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_who_treats_interrupts_in_a_way_of_his_own_keeps_it(interruptible):
    told = []
    usual = signal.signal(signal.SIGINT, lambda *_: told.append("here"))
    try:
        with interrupts_noted() as stop:
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, usual)
    assert told == ["here"] and not stop.asked


def test_other_threads_leave_interrupts_alone(interruptible):
    def work():
        with interrupts_noted():
            return signal.getsignal(signal.SIGINT)

    threads = Threads(1)
    assert threads._pool.submit(work).result() is signal.default_int_handler
    threads.close()


def test_an_interrupt_before_anything_is_finished_is_an_interrupt(monkeypatch):
    def pressed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(first_replication, "replicated", pressed)
    with pytest.raises(KeyboardInterrupt):
        relsim.compare(scenario(), replications=3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_while_replications_run_leaves_those_that_are_finished(monkeypatch, jobs):
    with interrupted_while_waiting(monkeypatch):
        part = partly_compared(40, jobs=jobs)
    assert part.interrupted
    assert 1 < part.replications < 40
    assert_same(part, relsim.compare(scenario(), replications=part.replications))


# Resuming


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_continued_comparison_is_the_uninterrupted_one(monkeypatch, jobs, tmp_path):
    with interrupted_while_waiting(monkeypatch):
        part = partly_compared(40, jobs=jobs, store=tmp_path)
    ran = []
    run = tasks.simulated
    monkeypatch.setattr(tasks, "simulated", lambda *given, **options: ran.append(1) or run(*given, **options))
    kept = len(Store(tmp_path))
    resumed = relsim.compare(scenario(), replications=40, jobs=jobs, store=tmp_path, hinge=False)
    assert part.replications < 40
    assert len(ran) == 80 - kept
    whole = relsim.compare(scenario(), replications=40, hinge=False)
    assert_same(resumed, whole)
    assert (resumed.replications, resumed.interrupted) == (40, False)
    pd.testing.assert_frame_equal(resumed.differences, whole.differences)
    pd.testing.assert_series_equal(resumed.chances, whole.chances)


def test_another_set_of_policies_uses_what_is_known_of_them(tmp_path, monkeypatch):
    relsim.compare(scenario(), replications=4, store=tmp_path)
    monkeypatch.setattr(tasks, "simulated", lambda *_, **__: pytest.fail("run again"))
    renamed = world(customers=150, periods=8, policies={"as": {}, "costly": POLICIES["dear"]})
    again = relsim.compare(renamed, replications=3, store=tmp_path)
    assert again.policies == ["as", "costly"]
    assert set(again.outcomes["policy"]) == {"as", "costly"}


@pytest.mark.parametrize("question", ["stress", "compare"])
def test_another_thread_can_stop_work_and_what_is_finished_is_kept(question, tmp_path):
    stop, beginnings = relsim.Stop(), []

    @contextmanager
    def watching(total, unit):
        def finished(number):
            beginnings.append(number)
            threading.Thread(target=stop.ask).start()

        yield finished

    ask = partial(
        getattr(relsim, question),
        world(customers=150, periods=8, policies=POLICIES, conditions={"dear": POLICIES["dear"]}),
        replications=400,
        jobs=1,
        store=tmp_path,
        progress=watching,
        stop=stop,
    )
    if question == "compare":
        assert ask().interrupted
    else:
        with pytest.raises(relsim.Stopped):
            ask()
    assert beginnings
    assert 0 < len(Store(tmp_path)) < 400
