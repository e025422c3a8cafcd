"""Drawing markets: values from their ranges, each set with luck of its own, and what is seen of each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from relsim.questions.fit.look import Look
from relsim.runs.batches import performed
from relsim.runs.observe import refuse_failed
from relsim.runs.observers import by_address
from relsim.runs.options import Runner
from relsim.runs.tasks import Batch
from relsim.runs.variant import Variant
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import Factor

FRESH_LUCK = 1_000_000
"""The first replication of markets that are run once more, with luck that no draw has had."""

DRAWN = "markets drawn from the ranges"


def places_drawn(draws: int, unknowns: int, seed: int) -> Any:
    """Points [draw, unknown] that fill the unit cube evenly: a scrambled Sobol sequence (Owen 1998)."""
    from scipy.stats import qmc

    power = max(1, int(draws - 1).bit_length())
    return qmc.Sobol(unknowns, rng=np.random.default_rng(seed)).random_base2(power)[:draws]


def as_one_change(changes: Sequence[Mapping[Any, Any]]) -> dict[Any, Any]:
    """Changes level by level as one."""
    whole: dict[Any, Any] = {}
    for one in changes:
        for key, value in one.items():
            inner = isinstance(value, Mapping)
            whole[key] = as_one_change([whole.get(key, {}), value]) if inner else value
    return whole


def market_at(scenario: Scenario, factors: Sequence[Factor], chances: Any) -> Scenario:
    """The market in which every unknown is the value that it exceeds with this chance."""
    places = [one.quantile(float(chance)) for one, chance in zip(factors, chances, strict=True)]
    return scenario.changed(
        as_one_change([one.at(place) for one, place in zip(factors, places, strict=True)])
    )


def seen_of_markets(
    runner: Runner,
    scenario: Scenario,
    factors: Sequence[Factor],
    chances: Any,
    look: Look,
    read: Callable[[pd.DataFrame, int], Any],
    first: int = 0,
    unit: str = DRAWN,
) -> Any:
    """What is read of the report on each market [market, ...] at some places of the ranges; `unit` is what
    these are called while they run."""
    markets = (market_at(scenario, factors, row) for row in chances)
    return read_of_markets(runner, markets, len(chances), look, read, first, unit)


def read_of_markets(
    runner: Runner,
    markets: Iterable[Scenario],
    count: int,
    look: Look,
    read: Callable[[pd.DataFrame, int], Any],
    first: int,
    unit: str,
) -> Any:
    """What is read of the report on each of so many markets [market, ...], whoever finished first."""
    addresses = by_address([look])
    (place,) = addresses

    def batches() -> Iterator[Batch]:
        for number, market in enumerate(markets):
            variant = Variant.of(market, market.baseline_policy)
            yield Batch.of([variant], runner.job, first + number, addresses)

    told: dict[int, Any] = {}
    with runner.progress(count, unit) as report:
        for results in performed(runner, runner.workers(), batches()):
            for batch, (task,) in results:
                refuse_failed(task)
                table = task.reports[place].to_pandas()
                told[batch.replication - first] = read(table, batch.variants[0].scenario.people)
            report(len(told))
    return np.array([told[number] for number in range(count)])
