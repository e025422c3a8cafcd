"""Claims about Market under SolaraViz of Mesa: built from a dictionary of sliders, and built again."""

import importlib.util
import inspect
from pathlib import Path

import mesa
import pytest
from worlds import world

import relsim


def slider_of_mesa():
    """Mesa's Slider, whose module needs none of the packages that Mesa's page needs."""
    path = Path(mesa.__file__).parent / "visualization" / "user_param.py"
    spec = importlib.util.spec_from_file_location("user_param", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Slider


def initial(parameters):
    """The values that Mesa's page begins with: fixed ones, sliders, and dictionaries that describe one."""

    def value(given):
        described = isinstance(given, dict) and "value" in given
        return given["value"] if described else getattr(given, "value", given)

    return {name: value(given) for name, given in parameters.items()}


@pytest.fixture
def parameters():
    slider = slider_of_mesa()
    return {
        "scenario": world(customers=100, periods=4),
        "seed": {"type": "InputText", "value": 7, "label": "Seed"},
        "customers": slider("Customers", 200, 100, 400, 50),
        "firms__harbour__price": slider("Price of Harbour", 31.5, 20, 40, 0.5),
        "firms__harbour__staff__motivation": slider("Motivation", 0.5, 0, 1, 0.1),
        "firms__harbour__contact__frequency": {
            "type": "Select",
            "value": "6 per year",
            "values": ["0 per year", "6 per year", "12 per year"],
        },
    }


def test_a_market_is_built_from_sliders_and_again_when_one_moves(parameters):
    values = initial(parameters)
    first = relsim.Market(**values)
    assert (len(first.customers), first.seed) == (200, 7)
    assert first.firms["harbour"].setting("price") == 31.5
    assert first.firms["harbour"].setting("staff.motivation") == 0.5
    moved = type(first)(**(values | {"firms__harbour__price": 25, "customers": 300})).run()
    assert len(moved.customers) == 300
    assert moved.firms["harbour"].setting("price") == 25
    assert moved.period == 4


def test_the_page_accepts_any_number_of_a_scenario_as_a_keyword(parameters):
    accepted = inspect.signature(relsim.Market.__init__).parameters
    assert accepted["kwargs"].kind is inspect.Parameter.VAR_KEYWORD
    assert not any(each.kind is inspect.Parameter.VAR_POSITIONAL for each in accepted.values())
    required = {name for name, each in accepted.items() if each.default is inspect.Parameter.empty}
    assert required - {"self", "kwargs"} <= set(parameters)
