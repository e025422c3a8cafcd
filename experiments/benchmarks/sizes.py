"""How much memory a market takes at most, beside what relsim says of it beforehand.

    python experiments/benchmarks/sizes.py [--most 1000000] [--neighbours 8 40]

Each market runs in a process of its own, once so that kernels are compiled and once to be measured. Writes
sizes.md beside this file.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from engine import machine

from relsim.runs.replicate import one_by_one
from relsim.runs.variant import Job
from relsim.scenario.load import adjusted, load
from relsim.scenario.memory import BYTES_TO_DRAW_A_TIE, needed
from relsim.scenario.scenario import Scenario

HERE = Path(__file__).parent
PERIODS = 4
MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "relsim", *sys.argv[1:]], check=True, capture_output=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Case(NamedTuple):
    """A market, and how it is run."""

    command: str
    kind: str
    neighbours: int
    customers: int
    jobs: int

    def words(self, folder: str) -> list[str]:
        """The command that is measured."""
        network = f"network={{kind: {self.kind}, neighbours: {self.neighbours}}}"
        size = ["--customers", str(self.customers), "--periods", str(PERIODS), "--set", network]
        more = ["--jobs", str(self.jobs), "--replications", "3"] if self.command == "compare" else []
        return [self.command, "retention-launch", *size, *more, "--out", folder]

    @property
    def scenario(self) -> Scenario:
        """The market that is run."""
        network = {"kind": self.kind, "neighbours": self.neighbours}
        return adjusted(load("retention-launch"), self.customers, PERIODS, {"network": network})

    def told(self) -> float:
        """Megabytes that relsim tells of."""
        at_once = 1 if one_by_one(self.scenario, Job(1)) else self.jobs
        return needed(self.scenario, at_once, shared=self.command == "compare") / 2**20

    def peak(self) -> float:
        """Megabytes that the process held at most."""
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-c", MEASURED, *self.words(folder)]
            return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024


def cases(most: int, neighbours: list[int]) -> Iterator[Case]:
    """Every network, size and way to run up to a number of customers."""
    for customers in (10**power for power in range(4, 8) if 10**power <= most):
        for kind in BYTES_TO_DRAW_A_TIE:
            for known in neighbours:
                yield Case("run", kind, known, customers, 1)
                for jobs in (1, 2):
                    yield Case("compare", kind, known, customers, jobs)


def main() -> None:
    """Measure every case twice, print it, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=10**6)
    parser.add_argument("--neighbours", type=int, nargs="+", default=[8, 40])
    chosen = parser.parse_args()
    lines = ["| command | network | neighbours | customers | jobs | told, MB | peak, MB | told / peak |"]
    lines.append("|---|---|---:|---:|---:|---:|---:|---:|")
    for case in cases(chosen.most, chosen.neighbours):
        told, peak = case.told(), min(case.peak(), case.peak())
        numbers = f"{case.neighbours} | {case.customers:,} | {case.jobs} | {told:,.0f} | {peak:,.0f}"
        lines.append(f"| {case.command} | {case.kind} | {numbers} | {told / peak:.2f} |")
        print(lines[-1], flush=True)
    (HERE / "sizes.md").write_text("\n".join([machine(), "", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
