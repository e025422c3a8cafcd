"""Claims about equality: what holds tables or arrays is equal to itself alone, and can be compared."""

import dataclasses
import importlib
import pkgutil
from typing import Any, get_type_hints

import pandas as pd
import pytest
from worlds import world

import relsim

MANY_VALUES = ("DataFrame", "Series", "ndarray", "pyarrow.lib.Table")
"""Kinds of fields for which `==` gives many answers instead of one."""

ONE_VALUE = {
    "Effect": "the ends of a range of a plain number",
    "Movable": "a value of a scenario",
    "Node": "what stands in a file",
    "SearchedLever": "a value of a scenario",
    "SliderStop": "a value of a scenario",
}
"""Classes with fields that may be anything, as arrays are annotated, and are no arrays; and what they are."""


def dataclasses_of_relsim():
    for module in pkgutil.walk_packages(relsim.__path__, "relsim."):
        if not module.name.endswith("__main__"):
            found = vars(importlib.import_module(module.name)).values()
            yield from (one for one in found if isinstance(one, type) and one.__module__ == module.name)


def hints(kind):
    """The types of the fields by name, as text where a name is only known to the type checker."""
    try:
        return get_type_hints(kind)
    except NameError:
        return {one.name: one.type for one in dataclasses.fields(kind)}


def compares_many_values(kind):
    """Whether a generated `==` compares fields that hold tables or arrays."""
    if "__dataclass_params__" not in vars(kind) or not kind.__dataclass_params__.eq:
        return False
    told = [hints(kind)[one.name] for one in dataclasses.fields(kind) if one.compare]
    tables = any(name in str(one) for one in told for name in MANY_VALUES if "Callable" not in str(one))
    return tables or (Any in told and kind.__name__ not in ONE_VALUE)


def test_nothing_that_holds_tables_or_arrays_compares_them():
    kinds = set(dataclasses_of_relsim())
    assert {one.__name__ for one in kinds} >= set(ONE_VALUE)
    assert sorted(one.__name__ for one in kinds if compares_many_values(one)) == []


@pytest.mark.parametrize("field", [pd.DataFrame, dict[str, pd.DataFrame], pd.Series | None, Any])
def test_a_generated_comparison_of_tables_is_found(field):
    assert compares_many_values(dataclasses.make_dataclass("Told", [("table", field)]))
    assert not compares_many_values(dataclasses.make_dataclass("Told", [("table", field)], eq=False))


def test_results_can_be_compared_and_kept_in_sets():
    scenario = world(
        customers=60, periods=3, policies={"as-is": {}, "dear": {"set": {"firms.harbour.price": 36}}}
    )
    for ask in (relsim.compare, relsim.ladder, relsim.run):
        one, other = (ask(scenario, replications=2, driver="agents") for _ in range(2))
        assert one == one and one != other
        assert len({one, other}) == 2
