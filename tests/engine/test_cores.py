"""Claims about cores: whatever counts them counts those that this process may use."""

import os
from pathlib import Path

import pytest
from worlds import world

import relsim
from relsim.cores import cores
from relsim.engine.compiled.driver import WORTH_THREADS
from relsim.errors import InputError
from relsim.runs import room
from relsim.runs.executors import Threads
from relsim.runs.options import Runner
from relsim.runs.variant import Job, Variant
from relsim.runs.work import LONGEST, PER_TASK, refuse_endless


@pytest.fixture
def one_core():
    """Within it, this process may use one core alone."""
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("a process cannot be kept to some cores here")
    before = os.sched_getaffinity(0)
    if len(before) == 1:
        pytest.skip("there is one core alone")
    os.sched_setaffinity(0, {min(before)})
    yield
    os.sched_setaffinity(0, before)


def test_a_process_that_is_kept_to_one_core_uses_one(one_core, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "relsim.engine.compiled.driver.is_to_be_compiled", lambda *given: asked.append(given[-1])
    )
    market = world(customers=WORTH_THREADS, periods=2)
    room.compiles_first(Variant.of(market), Job(1), alone=True)
    workers = Threads()
    workers.close()
    threads = relsim.Market(market).threads
    assert (cores(), asked, workers.width, threads, Runner.of({}).markets_at_once(9)) == (1, [1], 1, 1, 1)


def test_work_is_weighed_by_the_cores_that_may_do_it(one_core):
    days = 86_400.0 / PER_TASK
    refuse_endless(world(customers=1, periods=1), int(0.9 * LONGEST * days))
    with pytest.raises(InputError, match="of work"):
        refuse_endless(world(customers=1, periods=1), int(1.1 * LONGEST * days), jobs=2)


def test_cores_are_counted_in_one_place():
    package = Path(relsim.__file__).parent
    counting = [
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("cpu_count", "sched_getaffinity"))
    ]
    assert counting == ["cores.py"]
