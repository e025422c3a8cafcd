"""How long does it take to decide between two policies, with relsim and with the Mesa twin?

    python experiments/benchmarks/decision.py [--policy attentive-contact] [--until 1%] [--measure 8]

The question is the difference in customer equity between a policy of `retention-launch` and its baseline,
known to a share of the baseline's. relsim runs until it knows; the twin runs through Mesa's own batch_run,
where a few runs are measured and the rest extrapolated. Every run of the twin gets a seed of its own, because
batch_run with `iterations` repeats one and the same seed; the runs that independent seeds need follow from
the variances that relsim found.
"""

import argparse
import os
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import psutil
from engine import machine
from mesa.batchrunner import batch_run
from mesa_twin import TwinMarket
from twin_numbers import numbers_of

import relsim
from relsim.scenario.scenario import Scenario

HERE = Path(__file__).parent


class Decided(NamedTuple):
    """How long relsim took, and how many replications that was, paired and if they were not."""

    seconds: float
    paired: int
    unpaired: int


class TwinRun(NamedTuple):
    """What one run of the twin takes, and what it leaves behind."""

    seconds: float
    megabytes_kept: float


def decided(scenario: Scenario, policies: list[str], until: str) -> Decided:
    """Compare two policies until their difference is known."""
    start = perf_counter()
    comparison = relsim.compare(scenario, policies=policies, until=until)
    seconds = perf_counter() - start
    (row,) = comparison.enough.table
    return Decided(seconds, comparison.replications, row["unpaired"])


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


def twin_run(scenario: Scenario, names: list[str], measure: int, processes: int) -> TwinRun:
    """One run out of a batch of `measure`, spread over the policies.

    With several processes a short batch is timed as well and taken off: starting them takes time.
    """
    policies = [numbers_of(scenario.with_policy(name)) for name in names]
    each = max(2, measure // len(policies))
    before = psutil.Process().memory_info().rss
    short = batch(policies, range(processes), processes) if processes > 1 else 0.0
    more = processes if processes > 1 else 0
    long = batch(policies, range(100, 100 + each + more), processes)
    kept = psutil.Process().memory_info().rss - before
    done = each * len(policies)
    return TwinRun((long - short) / done, kept / done / 1e6)


def main() -> None:
    """Measure both in turn, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--policy", default="attentive-contact")
    parser.add_argument("--until", default="1%")
    parser.add_argument("--measure", type=int, default=8, help="runs of the twin to measure")
    chosen = parser.parse_args()
    scenario, ran_on, processes = relsim.load("retention-launch"), machine(), os.cpu_count() or 1
    names = [next(iter(scenario.policies)), chosen.policy]
    relsim.compare(scenario, policies=names, replications=2)
    answers, twins = [decided(scenario, names, chosen.until)], {}
    for number in sorted({1, processes}):
        twins[number] = twin_run(scenario, names, chosen.measure, number)
        answers.append(decided(scenario, names, chosen.until))
    mine, answer = median(one.seconds for one in answers), answers[0]
    rows = [f"| `relsim compare`, same luck | {answer.paired:,} | {2 * answer.paired:,} | {mine:,.1f} | 1 |"]
    for number, run in twins.items():
        seconds = run.seconds * 2 * answer.unpaired
        rows.append(
            f"| Mesa twin, `batch_run`, own seeds, {number} process{'es' * (number > 1)} "
            f"| {answer.unpaired:,} | {2 * answer.unpaired:,} | {seconds:,.0f} | {seconds / mine:,.0f} |"
        )
    speeds = ", ".join(f"{run.seconds:.2f} with {number}" for number, run in twins.items())
    kept = twins[1].megabytes_kept
    page = f"""# Time to decide

{ran_on}

Customer equity of `{names[1]}` less that of `{names[0]}` in `retention-launch`
({scenario.customers:,} customers, {scenario.periods} months), known to {chosen.until} of the baseline's
(half of the 95 % interval).

| | replications | runs | seconds | times as long |
|---|---:|---:|---:|---:|
{chr(10).join(rows)}

relsim was measured whole, on all cores, {len(answers)} times between the others (median). The twin was
extrapolated from {chosen.measure} runs each: seconds a run by the number of processes, {speeds}. Mesa 3.3.1
keeps finished models alive: {kept:.0f} MB a run, {kept * 2 * answer.unpaired / 1000:.1f} GB for all.

From `python experiments/benchmarks/decision.py`.
"""
    print(page)
    (HERE / "decision.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
