"""Claims about extreme values: every leaf of a scenario refuses them with place, or runs to finite tables."""

import random
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.errors import InputError, ScenarioError
from relsim.scenario.checks import is_model, kinds
from relsim.scenario.load import checked_scenario
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Chance, Rate

SIZES = (1e-300, 1e-12, 1e6, 1e9, 1e12, 1e17, 1e300, -1e9)
OTHERS = {
    "policies",
    "conditions",
    "timeline",
    "learn",
    "optimise",
    "replications",
    "customers",
    "periods",
    "report",
}
NAMED = {"firms": "harbour", "touchpoints": "desk", "segments": "all"}
PULLED = {
    "contact": {"frequency": "1 per month", "cost": 1},
    "complaints": {"invite": 0.5, "cost": 2, "compensation": 3, "days": 3},
    "loyalty": {"enrolment": "20% per month", "reward": 0.05, "running_cost": "3 per month"},
    "win_back": {"frequency": "50% per month", "cost": 1, "discount": 0.2},
    "staff": {
        "number": 2,
        "wage": "20 per month",
        "training": 0.3,
        "training_cost": "2 per month",
        "hiring_cost": 5,
    },
    "touchpoints": {"desk": {"frequency": "1 per month", "cost": 1}},
    "community": {"invitation": "30% per month", "meetings": "1 per month", "cost": 1},
    "crm": {"insight": 0.4, "purchase": 20, "running_cost": "2 per month"},
    "targeting": {"contact": "groups"},
}


def leaves(model: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every number of a scenario, by path, and its kind."""
    for name, field in model.model_fields.items():
        for kind in kinds(field.annotation) if path or name not in OTHERS else ():
            if name in NAMED:
                yield from leaves(kinds(get_args(kind)[-1])[0], (*path, name, NAMED[name]))
            elif is_model(kind):
                yield from leaves(kind, (*path, name))
            elif get_origin(kind) is None and issubclass(kind, int | float | Rate | Duration):
                yield ".".join((*path, name)), kind


def written(kind: Any) -> Iterator[Any]:
    """Extreme values as a file would write them."""
    for size in SIZES:
        number = np.format_float_positional(size, trim="-")
        if issubclass(kind, Duration):
            yield from (f"{number} days", f"{number} years")
        elif issubclass(kind, Rate):
            yield from (
                (f"{number}% per week",) if kind is Chance else (f"{number} per week", f"{number}% per year")
            )
        else:
            yield int(size) if kind is int else size


CASES = [(path, value) for path, kind in dict.fromkeys(leaves(Scenario)) for value in written(kind)]


def market() -> Scenario:
    """A few customers of a firm that pulls many levers, and of another."""
    firms = {name: {"price": 30, "unit_cost": 12, "start": {"share": 0.4}} for name in ("harbour", "summit")}
    firms["harbour"] |= PULLED
    population = {"start": "100%"}
    return world(customers=15, periods=3, segments=[{"name": "all"}], population=population, firms=firms)


def refused_or_good(path: str, value: Any) -> None:
    """Assert that a value is refused with its place, or leads to finite tables that add up."""
    try:
        scenario = checked_scenario(market().changed({path: value}))
    except ScenarioError:
        return
    try:
        result = relsim.run(scenario, driver="agents")
    except InputError as mistake:
        assert "larger unit" in str(mistake)
        return
    numbers = result.periods.select_dtypes("number")
    assert not np.isinf(numbers.to_numpy(float)).any()
    assert (numbers["revenue"] >= 0).all()
    assert (numbers["goods"] >= 0).all()


def test_the_walk_meets_every_kind_of_leaf():
    paths = {path for path, _ in CASES}
    assert len(paths) > 150
    assert {
        "firms.harbour.price",
        "segments.all.basket.spread",
        "behaviour.word_of_mouth.forgetting",
    } <= paths


@pytest.mark.parametrize(("path", "value"), random.Random(8).sample(CASES, 24))
def test_extreme_values_are_refused_with_place_or_run(path, value):
    refused_or_good(path, value)


@pytest.mark.slow
@pytest.mark.exhaustive
def test_extreme_values_of_all_leaves_are_refused_with_place_or_run():
    for path, value in CASES:
        refused_or_good(path, value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("firms.harbour.unit_cost", 1e17),
        ("firms.harbour.unit_cost", 1e12),
        ("firms.harbour.overhead", "100000000000000000 per month"),
        ("firms.harbour.price", 1e-300),
        ("firms.harbour.price_rise", "100% per day"),
        ("segments.all.need_rate.spread", 1e-300),
        ("segments.all.need_rate.mean", "1000000000 per month"),
        ("segments.all.basket.mean", 1e12),
        ("population.growth", "100% per day"),
        ("discount", "-99.9999% per week"),
    ],
)
def test_what_the_books_cannot_hold_is_refused_before_the_run(path, value):
    scenario = market().changed({"customers": 10_000_000, "periods": 120})
    checked_scenario(scenario)
    for change in ({path: value}, {"policies": {"as-is": {}, "wild": {"set": {path: value}}}}):
        with pytest.raises(ScenarioError, match=rf"{path}|firms\.harbour\.price: "):
            checked_scenario(scenario.changed(change))


def test_a_large_market_of_dear_goods_is_not_refused():
    checked_scenario(
        market().changed({"customers": 1_000_000, "periods": 120, "firms.harbour.price": 100_000})
    )
