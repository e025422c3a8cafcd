"""Shipped scenarios made small, and what is asked of them."""

from copy import deepcopy
from functools import cache

import pytest
from worlds import scenario_of

import relsim
from relsim.engine.market import Market
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.levers import firm_levers

SEED = 5
PERIODS = 16
CUSTOMERS = 300


SLOW_EVERY = 14
"""Of the scenarios that are not tried by default, every so many is tried among the slow tests."""


def over(*few):
    """Try a relation in these scenarios, in some others when slow tests are run, and in all when all are."""
    names = sorted(shipped_scenarios())
    assert set(few) <= set(names)
    others = [name for name in names if name not in few]
    slow = others[len(few[0]) % SLOW_EVERY :: SLOW_EVERY] if few else others
    when = dict.fromkeys(others, (pytest.mark.slow, pytest.mark.exhaustive))
    when |= dict.fromkeys(slow, (pytest.mark.slow,))
    return pytest.mark.parametrize("name", [pytest.param(name, marks=when.get(name, ())) for name in names])


@cache
def small(name, customers=CUSTOMERS, periods=PERIODS):
    """A shipped scenario with few customers and periods."""
    return relsim.load(name).scaled_to(customers).changed({"periods": periods})


def ran(scenario):
    """The market of a scenario at its end."""
    return Market(scenario, seed=SEED).run()


def data_of(name):
    """What a small scenario says, as plain data to be changed."""
    return deepcopy(small(name).document.data)


def written(data):
    """The scenario that plain data describe, without the lesson about it."""
    return scenario_of({key: part for key, part in data.items() if key != "learn"})


def of_focus(scenario, changes):
    """Changes of the levers of the firm in focus, as changes of the scenario."""
    return {f"firms.{scenario.focal_firm}.{path}": value for path, value in changes.items()}


def with_event(scenario, changes, at=0, until=None):
    """The scenario with one more event, after all others."""
    event = {"at": at, "set": changes} | ({} if until is None else {"until": until})
    return scenario.changed({"timeline": [*scenario.document.data.get("timeline", []), event]})


def present_levers(firm):
    """Every lever of a firm as a file would say it."""
    return {path: as_written(value_at(firm, path)) for path in firm_levers(Firm)}


def value_at(firm, path):
    """The value of a lever."""
    value = firm
    for step in path.split("."):
        value = getattr(value, step)
    return value


def as_written(value):
    """A value as a file would say it."""
    return value if isinstance(value, int | float) else str(value)
