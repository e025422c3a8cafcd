"""How many tasks a core runs in a minute, what the store adds, and how memory grows with tasks.

python experiments/benchmarks/tasks.py [TASKS]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import relsim
from relsim.experiments.evaluating import evaluated
from relsim.experiments.running import Job, Variant, simulated

REPLICATIONS = 12


def processor_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def ordinary(folder: Path) -> None:
    scenario = relsim.load("retention-launch")
    variants = [Variant.of(scenario, policy) for policy in scenario.policies]
    tasks = [(variant, replication) for replication in range(REPLICATIONS) for variant in variants]

    def bare() -> None:
        for variant, replication in tasks:
            simulated(variant, Job(), replication, threads=1)

    bare()
    alone = processor_seconds(bare)
    stored = processor_seconds(lambda: relsim.evaluate(variants, REPLICATIONS, store=folder, jobs=1))
    print(f"{len(tasks)} tasks of {scenario.customers} customers, {scenario.periods} periods")
    print(f"  markets alone {alone:.2f} s, with store {stored:.2f} s of one core")
    print(f"  {60 * len(tasks) / stored:,.0f} tasks per core-minute")


class Points:
    """As many points as tasks, each made when it is needed."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.scenario = relsim.load("retention-launch").changed({"customers": 100, "periods": 12})

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Variant]:
        for point in range(self.count):
            changes = {"firms.harbour.price": 20 + 20 * point / self.count}
            yield Variant.of(self.scenario, "attentive-contact", changes, {"point": point})


def tiny(folder: Path, count: int) -> None:
    began, done = time.process_time(), 0
    for part in evaluated(Points(count), 1, store=folder):
        done += len(part) // 2
        if done % (count // 10) < len(part) // 2:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"  {done:>7,} tasks: peak memory {peak} MB")
    seconds = time.process_time() - began
    print(f"  {60 * count / seconds:,.0f} tasks per core-minute")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        ordinary(Path(one))
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
        print(f"{count:,} tasks of 100 customers, 12 periods, each another variant")
        tiny(Path(other), count)
