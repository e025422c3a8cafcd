"""Customers as Markov chains: by recency, and on the ladder."""

import numpy as np
import pytest
from worlds import classic

import relsim

pytestmark = pytest.mark.slow

RUNGS = ["purchaser", "client", "supporter", "advocate", "partner", "lapsed"]


def recency_chain(chances, discount, margin, promotion):
    """The value of customers by recency: the solution of V = R + P V / (1 + d)."""
    states = len(chances) + 1
    moves = np.zeros((states, states))
    for state, chance in enumerate(chances):
        moves[state, 0] = chance
        moves[state, state + 1] = 1 - chance
    moves[-1, -1] = 1
    rewards = np.array([margin - promotion] + [-promotion] * (states - 2) + [0.0])
    return np.linalg.solve(np.eye(states) - moves / (1 + discount), rewards), moves, rewards


def test_the_oracle_gives_the_published_example():
    """Pfeifer and Carraway (2000): values over four further periods."""
    _, moves, rewards = recency_chain([0.3, 0.2, 0.15, 0.05], 0.2, 40, 4)
    values = rewards
    for _ in range(4):
        values = rewards + moves @ values / 1.2
    assert values == pytest.approx([50.115, 4.220, 0.592, -1.980, 0], abs=5e-4)


@pytest.mark.parametrize(
    ("silence", "chances", "promotion"), [(4, [0.3, 0.2, 0.15, 0.05], 4), (3, [0.5, 0.25, 0.1], 2)]
)
def test_value_by_recency_is_the_solution_of_the_chain(silence, chances, promotion):
    """1 %: three standard errors of 200,000 customers. False alarms: below 1 in 100 seeds for each."""
    words = ("one", "two", "three", "four")
    settings = {f"behaviour.recency.{word}": chance for word, chance in zip(words, chances, strict=False)}
    settings |= {
        "behaviour.departure.silence": silence,
        "firms.catalogue.retention.spend": f"{promotion} per year",
    }
    scenario = classic("markov-chain-value", settings)
    periods = relsim.run(scenario, replications=10, seed=7).periods
    sums = periods.groupby("period")[["revenue", "retention_cost"]].sum() / (10 * scenario.customers)
    t = np.arange(scenario.periods)
    found = 40 + (sums["revenue"] / 1.2 ** (t + 1) - sums["retention_cost"] / 1.2**t).sum()
    assert found == pytest.approx(recency_chain(chances, 0.2, 40, promotion)[0][0], rel=0.01)


def matrix_of(scenario):
    """The chances to move between rungs, those to stay filled in."""
    moves = scenario.firms["firm"].moves
    matrix = np.array(
        [[getattr(getattr(moves, row), rung) for rung in RUNGS] for row in RUNGS[:-1]] + [[0] * 6]
    )
    return matrix + np.diag(1 - matrix.sum(axis=1))


@pytest.mark.parametrize("changes", [{}, {"firms.firm.moves.client": {"supporter": 0.5, "lapsed": 0.4}}])
def test_the_ladder_is_the_chain_of_its_table(changes):
    """Structural check. Rungs over time within 4.5 standard errors, expected years on each within 2 %.

    100,000 customers; 30 periods of six rungs: false alarms below 1 in 500 seeds.
    """
    scenario = classic("markov-ladder", changes)
    ladder = relsim.run(scenario, replications=5, seed=7).ladder
    counts = ladder.groupby(["period", "rung"], observed=False)["customers"].sum().unstack()[RUNGS]
    found = counts.to_numpy() / (5 * scenario.customers)
    matrix = matrix_of(scenario)
    expected = np.array([np.linalg.matrix_power(matrix, t)[1] for t in range(1, scenario.periods + 1)])
    error = np.sqrt(expected * (1 - expected) / (5 * scenario.customers))
    assert (abs(found - expected) <= 4.5 * error + 1e-9).all()
    held = slice(1, 5)
    years = np.linalg.inv(np.eye(4) - matrix[held, held])
    beyond = expected[-1, held] @ years
    spent = np.eye(4)[0] + found[:-1, held].sum(axis=0) + beyond
    assert spent == pytest.approx(years[0], rel=0.02)
