"""Who takes part in the speed benchmark, and how one of them is timed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter

from mesa_twin import TwinMarket
from twin_numbers import numbers_of

from relsim.engine.compiled.driver import WORTH_THREADS
from relsim.engine.driver import DriverName
from relsim.engine.market import Market, People, peopled
from relsim.scenario.load import adjusted, load
from relsim.scenario.scenario import Scenario

PERIODS = 12
"""The first periods of the scenario, the same ones for everybody."""

SHORTEST = 0.2
"""Seconds of running that one measurement lasts at least."""

Run = Callable[[], None]


@dataclass(frozen=True)
class Contender:
    """A way of running the default model; `ready` builds a market and returns its run."""

    name: str
    smallest: int
    largest: int
    ready: Callable[[int], Run]


@lru_cache(maxsize=4)
def scenario_of(customers: int) -> Scenario:
    """The default model with that many customers."""
    return adjusted(load("retention-launch"), customers)


@lru_cache(maxsize=1)
def people_of(customers: int) -> People:
    """The people of a market, made once per size; every market gets a copy."""
    return peopled(scenario_of(customers), 1, 0)


def market_ready(driver: DriverName, threads: int) -> Callable[[int], Run]:
    """How a market of relsim gets ready."""

    def ready(customers: int) -> Run:
        people = people_of(customers).copied()
        market = Market(scenario_of(customers), driver=driver, threads=threads, people=people)
        if driver == "agents":
            _ = market.customers.agents
        return lambda: market.advance(PERIODS)

    return ready


def twin_ready(customers: int) -> Run:
    """How a market of the Mesa twin gets ready."""
    market = TwinMarket(numbers_of(scenario_of(customers)))

    def run() -> None:
        for _ in range(PERIODS):
            market.step()

    return run


def nanoseconds(contender: Contender, customers: int) -> float:
    """Running time per customer and period; getting ready is not counted."""
    seconds, runs = 0.0, 0
    while seconds < SHORTEST:
        run = contender.ready(customers)
        start = perf_counter()
        run()
        seconds += perf_counter() - start
        runs += 1
    return seconds / (runs * customers * PERIODS) * 1e9


CONTENDERS = (
    Contender("compiled, 1 thread", 1, 10**7, market_ready("compiled", 1)),
    Contender("compiled, 2 threads", WORTH_THREADS, 10**7, market_ready("compiled", 2)),
    Contender("agents driver", 1, 10**4, market_ready("agents", 1)),
    Contender("Mesa twin", 1, 10**5, twin_ready),
)
TWIN = CONTENDERS[-1]
