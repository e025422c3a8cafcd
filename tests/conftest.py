"""What all tests share: generated examples are the same on every run, only what is new is traced, and proofs
can be asked for until a moment."""

import hashlib
import sys
from collections import defaultdict
from functools import wraps
from pathlib import Path
from time import process_time, time

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numba.core.dispatcher import Dispatcher
from ruamel.yaml import YAML

settings.register_profile(
    "relsim",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("relsim")

FOREIGN = (
    (Dispatcher, "compile"),
    (ConstrainedLayoutEngine, "execute"),
    (Figure, "savefig"),
    (Figure, "subplots"),
    (YAML, "load"),
)
"""Work of libraries that takes long, and in which nothing of relsim runs."""

WORTH, PATIENCE = 0.01, 2.0
"""Seconds that a new step from line to line is worth, and after how many in vain a file is traced no more."""

in_vain: defaultdict[Path, float] = defaultdict(float)
"""Seconds of tracing in the tests of a file that brought too little."""

elsewhere = [0.0]
"""Seconds spent in the work of libraries so far."""


def pytest_addoption(parser):
    """Let a run end at a moment, and say in which order tests come until then."""
    group = parser.getgroup("time")
    group.addoption("--until", type=float, help="Begin no test after this many seconds since 1970.")
    group.addoption("--order", help="Run the files of tests in an order that is drawn by this text.")


def pytest_collection_modifyitems(config, items):
    """Put whole files in the order that is drawn, so that what their tests share is made once."""
    drawn_by = config.getoption("--order")
    if drawn_by is not None:
        items.sort(key=lambda item: hashlib.sha256(f"{drawn_by} {item.path.name}".encode()).hexdigest())


def pytest_runtest_setup(item):
    """Begin no test after the last moment."""
    until = item.config.getoption("--until")
    if until is not None and time() > until:
        pytest.skip("no time is left for it; `make verify` runs them all")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Trace the tests of a file as long as they reach much that is new: tracing nearly doubles their time.

    What is told as covered is so, and may be less than what is.
    """
    measured = Coverage.current()
    if measured is None:
        return (yield)
    if in_vain[item.path] >= PATIENCE:
        measured.stop()
        try:
            return (yield)
        finally:
            measured.start()
    reached, begun = _reached(measured), process_time() - elsewhere[0]
    outcome = yield
    took, new = process_time() - elsewhere[0] - begun, _reached(measured) - reached
    in_vain[item.path] = max(0.0, in_vain[item.path] + took - WORTH * new)
    return outcome


def _reached(measured):
    """How many steps from line to line were seen so far."""
    return sum(map(len, measured._collector.data.values()))


@pytest.fixture(autouse=True, scope="session")
def _foreign_work_untraced():
    """Measure no coverage in the work of libraries: while tracing, Python 3.11 is slow in all code."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.gettrace() is not None:
            for owner, name in FOREIGN:
                patch.setattr(owner, name, untraced(getattr(owner, name)))
        yield


def untraced(work):
    """The work, during which nothing is traced."""

    @wraps(work)
    def done(*arguments, **named):
        tracer, begun = sys.gettrace(), process_time()
        if tracer is None:
            return work(*arguments, **named)
        sys.settrace(None)
        try:
            return work(*arguments, **named)
        finally:
            elsewhere[0] += process_time() - begun
            sys.settrace(tracer)

    return done


SKETCH = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'


@pytest.fixture(scope="module")
def sketched():
    """Figures are made and neither laid out nor written, which takes most of their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relsim.report.picture.svg_of", lambda ax: SKETCH)
        yield


@pytest.fixture(scope="module")
def undrawn():
    """No figure is drawn at all, where a test is about something else that a command does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relsim.report.picture.Picture.svg", SKETCH)
        yield
