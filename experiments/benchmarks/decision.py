"""How long does it take to decide between two policies, with relsim and with the Mesa twin?

    python experiments/benchmarks/decision.py [--policy attentive-contact] [--until 1%] [--rounds 4]

The question is the difference in customer equity between a policy of `retention-launch` and its baseline,
known to a share of the baseline's. In every round relsim runs until it knows, and the twin runs once under
each policy, through Mesa's own batch_run; the rest of its runs is extrapolated. Times are those of the
processor, so that neither the number of cores nor other work on the machine decides. Every run of the twin
gets a seed of its own, because batch_run with `iterations` repeats one and the same seed; the runs that
independent seeds need follow from the variances that relsim found.
"""

import argparse
from pathlib import Path
from statistics import median
from time import process_time
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
    """The processor's seconds that relsim took, and its replications, paired and if they were not."""

    seconds: float
    paired: int
    unpaired: int


class TwinRun(NamedTuple):
    """The processor's seconds that one run of the twin takes, and what it leaves behind."""

    seconds: float
    megabytes_kept: float


class Round(NamedTuple):
    """Both, one after the other."""

    relsim: Decided
    twin: TwinRun


def decided(scenario: Scenario, policies: list[str], until: str) -> Decided:
    """Compare two policies until their difference is known."""
    start = process_time()
    comparison = relsim.compare(scenario, policies=policies, until=until)
    seconds = process_time() - start
    (row,) = comparison.enough.table
    return Decided(seconds, comparison.replications, row["unpaired"])


def twin_run(policies: list[Any], seed: int) -> TwinRun:
    """One run of the twin, on average over one under each policy."""
    before, start = psutil.Process().memory_info().rss, process_time()
    batch_run(
        TwinMarket,
        parameters={"numbers": policies, "seed": [seed]},
        number_processes=1,
        max_steps=policies[0].periods,
        data_collection_period=-1,
        display_progress=False,
    )
    seconds, kept = process_time() - start, psutil.Process().memory_info().rss - before
    return TwinRun(seconds / len(policies), kept / len(policies) / 1e6)


def measured(scenario: Scenario, names: list[str], until: str, rounds: int) -> list[Round]:
    """Both in turn, once everything is compiled."""
    relsim.compare(scenario, policies=names, replications=2)
    policies = [numbers_of(scenario.with_policy(name)) for name in names]
    return [Round(decided(scenario, names, until), twin_run(policies, seed)) for seed in range(rounds)]


def page(scenario: Scenario, names: list[str], until: str, rounds: list[Round], ran_on: str) -> str:
    """What was measured, as a Markdown page."""
    answer = rounds[0].relsim
    mine, run = (median(one.seconds for one in both) for both in zip(*rounds, strict=True))
    kept = rounds[0].twin.megabytes_kept
    runs, alone = 2 * answer.paired, 2 * answer.unpaired
    return f"""# Time to decide

{ran_on}

Customer equity of `{names[1]}` less that of `{names[0]}` in `retention-launch`
({scenario.customers:,} customers, {scenario.periods} months), known to {until} of the baseline's
(half of the 95 % interval).

| | replications | runs | seconds of the processor | times as long |
|---|---:|---:|---:|---:|
| `relsim compare`, same luck | {answer.paired:,} | {runs:,} | {mine:,.1f} | 1 |
| Mesa twin, own seeds | {answer.unpaired:,} | {alone:,} | {alone * run:,.0f} | {alone * run / mine:,.0f} |

In each of {len(rounds)} rounds relsim was measured whole, and the twin once under either policy (medians).
The rest of the twin was extrapolated from its {run:.2f} seconds a run. Mesa 3.3.1 keeps finished models
alive: {kept:.0f} MB a run, {kept * alone / 1000:.1f} GB for all.

A whole comparison of five policies, 200 replications each, is 1,000 runs: {1000 * run / 60:.0f} minutes of
the processor for the twin.

From `python experiments/benchmarks/decision.py`.
"""


def main() -> None:
    """Measure both in turn, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--policy", default="attentive-contact")
    parser.add_argument("--until", default="1%")
    parser.add_argument("--rounds", type=int, default=4)
    chosen = parser.parse_args()
    scenario, ran_on = relsim.load("retention-launch"), machine()
    names = [next(iter(scenario.policies)), chosen.policy]
    rounds = measured(scenario, names, chosen.until, chosen.rounds)
    text = page(scenario, names, chosen.until, rounds, ran_on)
    print(text)
    (HERE / "decision.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
