"""How much memory a sweep takes at most, by the tasks that are finished.

python experiments/benchmarks/memory.py [--points 2000] [--replications 10] [--customers 20] [--periods 2]

Each point runs under the five policies of `retention-launch`, so the defaults are 100,000 tasks.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyarrow import parquet

from relsim.questions.sweep.question import sweep
from relsim.scenario.vary.experiment import load_experiment

EXPERIMENT = """
title: How much memory does a sweep take?
scenario: retention-launch
set: {{customers: {customers}, periods: {periods}}}
replications: {replications}
design: latin hypercube
points: {points}
vary:
  firms.harbour.price: {{from: 20, to: 40}}
  firms.harbour.contact.frequency: {{from: 1 per year, to: 24 per year}}
"""
MARKS = (0.02, 0.1, 0.3, 1.0)
"""Shares of the tasks after which the memory is told."""


def peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def telling(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """Progress that tells the peak of memory at every mark."""
    began, marks = time.perf_counter(), [round(mark * total) for mark in MARKS]

    def tell(finished: int) -> None:
        while marks and finished >= marks[0]:
            del marks[0]
            seconds = time.perf_counter() - began
            print(f"  {finished:>9,} {unit}: peak memory {peak_megabytes():,.0f} MB, {seconds:,.0f} s")

    yield tell


def main() -> None:
    """Run the sweep with its store and its tables, and tell the peaks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in {"points": 2000, "replications": 10, "customers": 20, "periods": 2}.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--jobs", type=int)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "experiment.yaml"
        file.write_text(EXPERIMENT.format(**vars(chosen)), encoding="utf-8")
        print(f"{chosen.points:,} points under five policies, {chosen.replications} replications")
        began = time.process_time()
        failed = sweep(load_experiment(file), Path(folder) / "out", jobs=chosen.jobs, progress=telling)
        seconds = time.process_time() - began
        rows = parquet.read_metadata(Path(folder) / "out" / "outcomes.parquet").num_rows
        print(
            f"  {rows:>9,} rows written: peak memory {peak_megabytes():,.0f} MB, {len(failed)} tasks failed"
        )
        print(f"  {60 * rows / 2 / seconds:,.0f} tasks per core-minute")


if __name__ == "__main__":
    main()
