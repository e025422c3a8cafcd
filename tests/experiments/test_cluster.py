"""Claims about a Dask cluster of real processes: the same numbers, whoever computes them and whoever dies."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import fields
from functools import partial

import pandas as pd
import pyarrow as pa
import pytest
from worlds import world

import relsim
from relsim.errors import ClusterError
from relsim.runs import executors
from relsim.runs.evaluate import evaluate
from relsim.runs.store.store import Store
from relsim.runs.variant import Variant

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

POLICIES = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 36}}}


def scenario(customers=200):
    return world(customers=customers, periods=12, policies=POLICIES)


class Processes:
    """A scheduler and its workers, each a process of its own on this machine."""

    def __init__(self, folder):
        self.folder, self.workers = folder, []
        told = folder / "scheduler.json"
        self.all = [self._started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
        self.address = self._address(told)

    def _started(self, kind, *words):
        if kind == "scheduler":
            words = (*words, "--scheduler-file", str(self.folder / "scheduler.json"))
        command = [sys.executable, "-m", "dask", kind, *words]
        with open(self.folder / "log.txt", "a") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)

    def _address(self, told):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if told.exists() and (text := told.read_text()).strip().endswith("}"):
                return json.loads(text)["address"]
            time.sleep(0.1)
        return pytest.fail((self.folder / "log.txt").read_text())

    def add_worker(self):
        words = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
        worker = self._started("worker", self.address, *words, "--local-directory", str(self.folder))
        self.all.append(worker)
        self.workers.append(worker)

    def end(self):
        # Asked to end at the same time, two workers that know each other may wait for ever.
        for process in reversed(self.all):
            process.kill()
        for process in self.all:
            process.wait(30)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    processes = Processes(tmp_path_factory.mktemp("dask"))
    try:
        processes.add_worker()
        processes.add_worker()
        yield processes
    finally:
        processes.end()


def test_a_cluster_gives_the_numbers_of_this_machine(cluster):
    variants = [
        Variant.of(scenario(), policy, {"firms.summit.price": price}, {"price": price})
        for price in (28, 30)
        for policy in POLICIES
    ]
    there = evaluate(variants, 6, on=cluster.address)
    pd.testing.assert_frame_equal(there, evaluate(variants, 6), check_exact=True)


def test_observers_report_from_a_cluster_what_they_report_here(cluster, tmp_path, monkeypatch):
    class Trust(relsim.Observer):
        """Trust in the first firm, period by period."""

        key = "trust"

        def observe(self, market):
            averages = []
            while market.running:
                yield
                averages.append(float(market.columns.trust[:, 0].mean()))
            return pa.table({"trust": averages})

    variants = [Variant.of(scenario(40), policy) for policy in POLICIES]
    observers = [relsim.Customers(), relsim.Purchases(), Trust()]
    here = list(relsim.observe(variants, 3, observers))
    monkeypatch.setattr(executors, "Threads", lambda *_: pytest.fail("tasks were run on this machine"))
    there = list(relsim.observe(variants, 3, observers, on=cluster.address, store=tmp_path))
    assert [one.replication for one in there] == [0, 1, 2, 0, 1, 2]
    for mine, theirs in zip(here, there, strict=True):
        assert mine.variant.policy == theirs.variant.policy
        for observer in observers:
            one, other = (seen.reports[observer.key] for seen in (mine, theirs))
            pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert len(Store(tmp_path)) == 6


COST, PRICE = "firms.harbour.unit_cost", "firms.summit.price"
QUESTIONS = {
    "breakeven": {"vary": PRICE, "between": (24, 40), "replications": 6},
    "stress": {"replications": 3},
    "sensitivity": {
        "vary": {COST: (9, 15), PRICE: (27, 33)},
        "replications": 2,
        "trajectories": 2,
        "samples": 4,
    },
    "optimise": {"trials": 6, "replications": 2},
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_answer_of_this_machine(question, cluster, monkeypatch):
    conditions = {"cheap-rival": {"set": {PRICE: 24}}}
    levers = {"firms.harbour.price": {"from": 26, "to": 40}}
    market = world(
        customers=80, periods=8, policies=POLICIES, conditions=conditions, optimise={"levers": levers}
    )
    ask = partial(getattr(relsim, question), market, **QUESTIONS[question])
    here = ask()
    monkeypatch.setattr(executors, "Threads", lambda *_: pytest.fail("tasks were run on this machine"))
    there = ask(on=cluster.address)
    for field in fields(here):
        mine, theirs = getattr(here, field.name), getattr(there, field.name)
        if isinstance(mine, pd.DataFrame):
            pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
        else:
            assert repr(mine) == repr(theirs)


def test_a_comparison_survives_the_death_of_a_worker_in_the_middle(cluster, tmp_path):
    killed = []

    class Watched:
        """Progress that kills a worker when some replications are finished."""

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def __call__(self, finished):
            if finished >= 10 and not killed:
                cluster.workers[0].send_signal(signal.SIGKILL)
                killed.append(finished)

    market = scenario(3000)
    asked = {"replications": 120, "hinge": False}
    there = relsim.compare(market, on=cluster.address, store=tmp_path, progress=lambda *_: Watched(), **asked)
    assert killed and killed[0] < 100
    cluster.workers[0].wait(30)
    here = relsim.compare(market, **asked)
    for name in ("periods", "ladder", "flows", "customers", "outcomes"):
        pd.testing.assert_frame_equal(getattr(there, name), getattr(here, name), check_exact=True)
    assert len(Store(tmp_path)) == 240


def test_an_address_where_nobody_answers_is_told(monkeypatch):
    monkeypatch.setattr("relsim.runs.dask.SECONDS_TO_ANSWER", 1)
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        evaluate([Variant.of(scenario())], 1, on="tcp://127.0.0.1:1")
