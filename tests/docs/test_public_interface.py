"""Claims about the public functions: each explains its parameters, and its examples run."""

import doctest
import inspect

import pytest

import relsim

validation = pytest.importorskip("numpydoc.validate")

FUNCTIONS = [name for name in relsim.__all__ if inspect.isfunction(getattr(relsim, name))]
TOLD = {
    "GL08": "there is no docstring",
    "PR01": "a parameter is not explained",
    "PR02": "a parameter is explained that does not exist",
    "PR03": "parameters are in another order",
    "PR04": "a parameter has no type",
    "PR07": "a parameter has no description",
    "RT01": "what is returned is not told",
    "RT03": "what is returned has no description",
    "EX01": "there is no example",
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_explains_itself(name):
    found = validation.validate(f"relsim.{name}")
    assert not [(code, text) for code, text in found["errors"] if code in TOLD]
    assert "\nRaises\n------\n" in inspect.getdoc(getattr(relsim, name))


LONG = {"backtest", "discover", "fit"}
"""Functions whose examples run for long."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in LONG else ()) for name in relsim.__all__]
)
def test_examples_of_public_names_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    thing = getattr(relsim, name)
    if name in FUNCTIONS:
        assert doctest.DocTestFinder().find(thing, name, globs={}), "there is no example"
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for example in doctest.DocTestFinder().find(thing, name, globs={}):
        lines = []
        runner.run(example, out=lines.append)
        assert not runner.failures, "".join(lines)
