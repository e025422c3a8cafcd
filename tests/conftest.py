"""What all tests share: generated examples are the same on every run, and only what is new is traced."""

import sys
from collections import Counter
from functools import wraps
from pathlib import Path

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

IN_A_ROW = 3
"""After so many tests in a row that reach no new line, coverage looks at no further case of the same test."""

in_vain: Counter[Path] = Counter()
"""How many of the last tests of a file that were looked at reached nothing new."""

seen: set[str] = set()
"""The tests of which a case has run."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Trace a test as long as those of its file reach something new: tracing nearly doubles its time.

    What is told as covered is so, and may be less than what is.
    """
    measured, test = Coverage.current(), item.nodeid.partition("[")[0]
    if measured is None:
        return (yield)
    if test in seen and in_vain[item.path] >= IN_A_ROW:
        measured.stop()
        try:
            return (yield)
        finally:
            measured.start()
    seen.add(test)
    before = _reached(measured)
    outcome = yield
    in_vain[item.path] = 0 if _reached(measured) > before else in_vain[item.path] + 1
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
        tracer = sys.gettrace()
        sys.settrace(None)
        try:
            return work(*arguments, **named)
        finally:
            sys.settrace(tracer)

    return done


SKETCH = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'


@pytest.fixture(scope="module")
def sketched():
    """Figures are made and neither laid out nor written, which takes most of their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relsim.report.picture.svg_of", lambda ax: SKETCH)
        yield
