"""What all tests share: generated examples are the same on every run, and only our own code is traced."""

import sys
from functools import wraps

import pytest
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
