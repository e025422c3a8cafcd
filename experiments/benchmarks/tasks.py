"""What the runner adds to the engine's own time, and what a second core brings.

python experiments/benchmarks/tasks.py [--replications 200] [--rounds 5]

The replications are shared out over rounds. In each, the same tasks run in every way, one after the other:
as bare markets, built and advanced on one core, with people of their own or built once a replication; the
latter on all cores; and through the runner with a store, with one job and with as many as there are cores.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import relsim
from relsim.cores import cores
from relsim.runs.replicate import shared_people, simulated
from relsim.runs.variant import Job, Variant


class Spent(NamedTuple):
    """Seconds that passed, and seconds of processor time."""

    wall: float
    processor: float


def spent_on(work: Callable[[], object]) -> Spent:
    """What a piece of work took."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - processor)


def bare(variants: list[Variant], numbers: range) -> None:
    """Every market, built with people of its own and advanced to its end."""
    for number in numbers:
        for variant in variants:
            simulated(variant, Job(), number, threads=1)


def lean(variants: list[Variant], numbers: range) -> None:
    """The same markets, whose people are built once in each replication, as the runner does."""
    for number in numbers:
        shared = shared_people(variants[0], Job(), number)
        for variant in variants:
            simulated(variant, Job(), number, shared.of(variant), threads=1)


def side_by_side(variants: list[Variant], numbers: range) -> None:
    """The same again, shared out over one thread for each core: what this machine gives at the moment."""
    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(lambda number: lean(variants, range(number, number + 1)), numbers))


def through_runner(variants: list[Variant], numbers: range, jobs: int) -> None:
    """The same tasks, evaluated with a store that is new."""
    with tempfile.TemporaryDirectory() as folder:
        relsim.evaluate(variants, numbers, store=Path(folder), jobs=jobs)


def main() -> None:
    """Print the medians of all rounds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    scenario = relsim.load("retention-launch")
    variants = [Variant.of(scenario, policy) for policy in scenario.policies]
    through_runner(variants, range(2), cores())
    size = chosen.replications // chosen.rounds
    ways: dict[str, Callable[[range], None]] = {
        "bare markets": lambda numbers: bare(variants, numbers),
        "bare markets that share people": lambda numbers: lean(variants, numbers),
        "the same on all cores": lambda numbers: side_by_side(variants, numbers),
        "runner and store, 1 job": lambda numbers: through_runner(variants, numbers, 1),
        f"runner and store, {cores()} jobs": lambda numbers: through_runner(variants, numbers, cores()),
    }
    rounds = [
        {name: spent_on(partial(way, range(first, first + size))) for name, way in ways.items()}
        for first in range(0, size * chosen.rounds, size)
    ]
    tell(rounds, size * len(variants))


def tell(rounds: list[dict[str, Spent]], tasks: int) -> None:
    """Print the medians over the rounds: of each way of running them, and of what they are to each other."""
    own, shared, spread, one, every = rounds[0]
    print(f"{len(rounds)} rounds of {tasks} tasks; medians in seconds")
    for way in rounds[0]:
        wall, processor = (median(spent) for spent in zip(*(took[way] for took in rounds), strict=True))
        rate = 60 * tasks / processor
        print(f"  {way:<31} wall {wall:6.2f}, processor {processor:6.2f}: {rate:,.0f} a core-minute")
    for slow, fast in ((shared, spread), (one, every)):
        faster = median(took[slow].wall / took[fast].wall for took in rounds)
        print(f"  {slow}: {faster:.2f} times as long as {fast}")
    for way in (own, shared):
        added = median(took[one].processor / took[way].processor for took in rounds) - 1.0
        print(f"  the runner adds {added:+.1%} to {way}")


if __name__ == "__main__":
    main()
