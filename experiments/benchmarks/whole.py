"""How long does a whole comparison take, and how fast was the machine meanwhile?

    python experiments/benchmarks/whole.py [--rounds 10] [--replications 200]

A machine that is shared changes its speed within minutes. So times are those of the processor, and before and
after each comparison a yardstick is timed: a loop in plain Python, which has nothing to do with relsim.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from engine import machine

HERE = Path(__file__).parent
LOOP = """
total = 0
for number in range(12_000_000):
    total += number & 7
"""


class Round(NamedTuple):
    """The processor's seconds for one comparison, and for the yardstick around it."""

    seconds: float
    yardstick: float


def processor_seconds(*words: str) -> float:
    """What Python takes of the processor, on all cores, to do as told; nothing is printed."""
    before = os.times()
    quiet = subprocess.DEVNULL
    subprocess.run([sys.executable, *words], check=True, stdout=quiet, stderr=quiet)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def yardstick() -> float:
    """Seconds that the loop takes."""
    return processor_seconds("-c", LOOP)


def comparison(replications: int) -> float:
    """Seconds of the command, whose results are thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["compare", "retention-launch", "--replications", str(replications), "--out", folder]
        return processor_seconds("-m", "relsim", *words)


def measured(rounds: int, replications: int) -> list[Round]:
    """Comparisons one after the other, each between two readings of the yardstick."""
    readings, seconds = [yardstick()], []
    for _ in range(rounds):
        seconds.append(comparison(replications))
        readings.append(yardstick())
    around = pairwise(readings)
    return [Round(took, (one + two) / 2.0) for took, (one, two) in zip(seconds, around, strict=True)]


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--replications", type=int, default=200)
    chosen = parser.parse_args()
    ran_on = machine()
    comparison(2)
    rounds = sorted(measured(chosen.rounds, chosen.replications), key=lambda one: one.yardstick)
    rows = [
        f"| {one.yardstick:.2f} | {one.seconds:.1f} | {one.seconds / one.yardstick:.1f} |" for one in rounds
    ]
    seconds = sorted(one.seconds for one in rounds)
    times = median(one.seconds / one.yardstick for one in rounds)
    page = f"""# A whole comparison

{ran_on}

`relsim compare retention-launch --replications {chosen.replications}`, everything compiled before, with
reading, tables, figures and page; and the yardstick, a loop in plain Python before and after it (mean).
Seconds are those of the processor.

| yardstick, seconds | comparison, seconds | times as long |
|---:|---:|---:|
{chr(10).join(rows)}

The comparison took {seconds[0]:.1f} to {seconds[-1]:.1f} seconds, {median(seconds):.1f} in the middle, and
{times:.1f} times as long as the yardstick.

From `python experiments/benchmarks/whole.py`.
"""
    print(page)
    (HERE / "whole.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
