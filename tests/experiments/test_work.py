"""Claims about work: what nobody could wait for, or store, is refused before anything is begun."""

import pytest
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.runs.work import refuse_endless
from relsim.scenario.vary.experiment import Experiment

PAIR = {"policies": {"as-is": {}, "same": {}}, "conditions": {"as-is": {"set": {}}}}
MANY = 10**12


@pytest.mark.parametrize(
    "ask",
    [
        lambda market: relsim.run(market, replications=MANY),
        lambda market: relsim.compare(market, replications=MANY),
        lambda market: relsim.stress(market, replications=MANY),
        lambda market: relsim.marginal_costs(market, replications=MANY),
        lambda market: relsim.incremental(market, replications=MANY),
        lambda market: relsim.ladder(market, replications=MANY),
        lambda market: relsim.sensitivity(market, vary={"firms.harbour.price": (1, 9)}, samples=2**40),
    ],
)
def test_a_question_of_a_million_million_markets_is_refused_at_once(ask):
    with pytest.raises(InputError, match=r"asks for [0-9,]+ markets .* of work; expected fewer"):
        ask(world(**PAIR))


def test_tables_that_fit_no_memory_are_refused():
    with pytest.raises(InputError, match="GiB of memory"):
        refuse_endless(world(customers=1), 10**8, kept=True)


def test_ordinary_work_is_not_refused():
    refuse_endless(world(customers=5000, periods=60), 10_000, jobs=1, kept=True)


@pytest.mark.parametrize(
    "design",
    [
        {"design": "sobol", "points": 2**40, "vary": {"a": {"from": 1, "to": 2}}},
        {"vary": {name: {"from": 1, "to": 2, "steps": 1000} for name in "abc"}},
    ],
)
def test_points_are_counted_without_being_made(design):
    with pytest.raises(ValueError, match="points, expected at most"):
        Experiment.model_validate({"title": "Too many", "scenario": "any"} | design)
