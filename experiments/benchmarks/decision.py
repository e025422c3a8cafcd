"""How long would a decision's runs take the Mesa twin, through Mesa's own batch_run?

    python experiments/benchmarks/decision.py [--replications 200] [--measure 8] [--runs N]

A few runs are measured and the rest extrapolated. Every run gets its own seed, because batch_run
with `iterations` repeats one and the same seed.
"""

import argparse
import os
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import psutil
from mesa.batchrunner import batch_run
from mesa_twin import TwinMarket
from twin_numbers import numbers_of

from relsim.scenario.reading import load
from relsim.scenario.schema import Scenario


@dataclass(frozen=True)
class Estimate:
    """What was measured, and what that means for all runs."""

    measured_runs: int
    processes: int
    seconds_per_run: float
    megabytes_kept_per_run: float
    runs: int

    @property
    def seconds(self) -> float:
        """Wall time of all runs."""
        return self.seconds_per_run * self.runs

    @property
    def gigabytes(self) -> float:
        """Memory that all finished models hold together, as Mesa 3.3.1 keeps them alive."""
        return self.megabytes_kept_per_run * self.runs / 1000.0


def batch(policies: list[Any], seeds: range, processes: int) -> float:
    """Wall seconds of one batch: every policy with every seed."""
    start = perf_counter()
    batch_run(
        TwinMarket,
        parameters={"numbers": policies, "seed": seeds},
        number_processes=processes,
        max_steps=policies[0].periods,
        data_collection_period=-1,
        display_progress=False,
    )
    return perf_counter() - start


def estimated(scenario: Scenario, runs: int, measure: int, processes: int) -> Estimate:
    """Extrapolate from `measure` runs, spread over the first policies of the scenario.

    With several processes a short batch is timed as well and taken off: starting them takes time.
    """
    names = list(scenario.policies)[:2]
    policies = [numbers_of(scenario.with_policy(name)) for name in names] or [numbers_of(scenario)]
    each = max(2, measure // len(policies))
    before = psutil.Process().memory_info().rss
    short, short_runs = 0.0, 0
    if processes > 1:
        short_runs = processes * len(policies)
        short = batch(policies, range(processes), processes)
    long = batch(policies, range(100, 100 + each + short_runs // len(policies)), processes)
    kept = psutil.Process().memory_info().rss - before
    done = each * len(policies)
    return Estimate(done, processes, (long - short) / done, kept / done / 1e6, runs)


def main() -> None:
    """Print the estimates for one process and for all cores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--measure", type=int, default=8, help="runs to measure")
    parser.add_argument("--runs", type=int, help="default: policies of the scenario x replications")
    chosen = parser.parse_args()
    scenario = load("retention-launch")
    runs = chosen.runs or max(1, len(scenario.policies)) * chosen.replications
    for processes in sorted({1, os.cpu_count() or 1}):
        found = estimated(scenario, runs, chosen.measure, processes)
        print(
            f"{processes} process(es): {found.seconds_per_run:.2f} s a run in "
            f"{found.measured_runs} measured runs of {scenario.customers:,} customers x "
            f"{scenario.periods} periods; "
            f"extrapolated to {runs:,} runs: {found.seconds:,.0f} s"
        )
        if processes == 1:
            print(
                f"  finished models kept alive: {found.megabytes_kept_per_run:.0f} MB a run, "
                f"{found.gigabytes:.0f} GB for all"
            )


if __name__ == "__main__":
    main()
