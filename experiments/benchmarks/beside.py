"""Is the kernel as fast as that of another tree? The two run one market after the other, in turn.

    python experiments/benchmarks/beside.py OTHER/src [PATH=VALUE ...]

Settings hold in the market of this tree alone, to make it what it was before a mechanism came. Either has a
process and a cache of its own; times are those of the processor. The kernel is told apart from the market:
where firms live, what they set is worked out in Python before every period, however many customers there are.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from relsim.engine.compiled import driver
from relsim.engine.market import Market, peopled
from relsim.scenario.load import adjusted, load

CUSTOMERS, PERIODS, ROUNDS = 20_000, 36, 60
HERE = Path(__file__).parents[2] / "src"
SERVING = Path("serve")
"""What a process is told instead of another tree, to run markets itself."""

Server = subprocess.Popen[str]
Took = tuple[float, float]
"""Seconds of a market, and of its kernel alone."""


def timed_kernels() -> list[float]:
    """The seconds of every call of a kernel from now on."""
    seconds: list[float] = []
    made = driver.kernel

    def kernel(*kind: Any) -> Any:
        run = made(*kind)

        def timed(*arguments: Any) -> None:
            begun = process_time()
            run(*arguments)
            seconds.append(process_time() - begun)

        return timed

    driver.kernel = kernel
    return seconds


def serve(settings: list[str]) -> None:
    """Run one market for every line that comes in, and say how many seconds it and its kernel took."""
    scenario = adjusted(load("retention-launch"), CUSTOMERS)
    if settings:
        scenario = scenario.changed(dict(setting.split("=", 1) for setting in settings))
    people, within = peopled(scenario, 1, 0), timed_kernels()

    def tell() -> None:
        market = Market(scenario, driver="compiled", threads=1, people=people.copied())
        within.clear()
        begun = process_time()
        market.advance(PERIODS)
        print(process_time() - begun, sum(within), flush=True)

    tell()
    for _ in sys.stdin:
        tell()


def served(source: Path, cache: str, *settings: str) -> Server:
    """A process that runs markets with the relsim of a tree, changed by settings, once it has compiled."""
    path = os.pathsep.join([str(source), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": path, "RELSIM_CACHE": cache}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(
        [sys.executable, __file__, str(SERVING), *settings], env=environment, text=True, **pipes
    )
    answer(process)
    return process


def answer(process: Server) -> Took:
    """The next times that a process tells."""
    if process.stdout is None or not (line := process.stdout.readline()):
        raise RuntimeError("a tree could not run the market")
    whole, kernel = map(float, line.split())
    return whole, kernel


def seconds_of(process: Server) -> Took:
    """How long one more market takes a process."""
    if process.stdin is not None:
        process.stdin.write("\n")
        process.stdin.flush()
    return answer(process)


def pairs(one: Server, other: Server) -> list[tuple[Took, Took]]:
    """Seconds of both, each going first in turn."""
    found = []
    for number in range(ROUNDS):
        if number % 2:
            found.append((seconds_of(one), seconds_of(other)))
        else:
            found.append((seconds_of(other), seconds_of(one))[::-1])
    return found


def main(other: Path, settings: list[str]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        servers = served(HERE, first, *settings), served(other, second)
        found = pairs(*servers)
        for server in servers:
            server.communicate()
    print(f"retention-launch, {CUSTOMERS:,} customers, {PERIODS} periods, {ROUNDS} times in turn")
    for part, name in enumerate(("market", "kernel")):
        ours, theirs = ([times[tree][part] for times in found] for tree in (0, 1))
        ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
        fastest = min(ours) / min(theirs)
        print(f"{name}: {ratio:.3f} of the other's time (median of pairs), {fastest:.3f} (fastest of each)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path, metavar="OTHER/src", help="the source of the other tree")
    parser.add_argument("settings", nargs="*", metavar="PATH=VALUE")
    chosen = parser.parse_args()
    if chosen.other == SERVING:
        serve(chosen.settings)
    else:
        main(chosen.other, chosen.settings)
