"""How fast, how large and how quickly ready is the engine, beside a plain Mesa model of the same?

    python experiments/benchmarks/engine.py [--quick]

Writes engine.md beside this file (with --quick it only prints).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median

from contenders import CONTENDERS, PERIODS, TWIN, nanoseconds

from relsim.engine.compiled.driver import WORTH_THREADS

HERE = Path(__file__).parent
ROUNDS = {10**3: 9, 10**4: 5, 10**5: 3, 10**6: 3, 10**7: 3}
QUICK = {10**3: 3, 10**4: 1, 10**5: 1}
FIRST_TO_LAST = (10**4, 10**7)

Times = dict[tuple[str, int], float]


def measured(rounds: dict[int, int]) -> Times:
    """Median nanoseconds per customer-period; within a round everybody runs once, in turn."""
    times: Times = {}
    for customers, number in rounds.items():
        taking_part = [c for c in CONTENDERS if c.smallest <= customers <= c.largest]
        for contender in taking_part:
            if contender.largest > TWIN.largest:
                nanoseconds(contender, min(customers, 10**5))
        samples: dict[str, list[float]] = {contender.name: [] for contender in taking_part}
        for _ in range(number):
            for contender in taking_part:
                samples[contender.name].append(nanoseconds(contender, customers))
        for name, values in samples.items():
            times[name, customers] = median(values)
            print(f"{customers:>10,} {name}: {sorted(map(round, values))}", file=sys.stderr)
    return times


def table_of(times: Times, sizes: list[int]) -> str:
    """A Markdown table of times, each with its ratio to the Mesa twin of the same size."""
    lines = ["| customers | " + " | ".join(c.name for c in CONTENDERS) + " |"]
    lines.append("|---:|" + "---:|" * len(CONTENDERS))
    for size in sizes:
        cells = []
        for contender in CONTENDERS:
            time, twin = times.get((contender.name, size)), times.get((TWIN.name, size))
            ratio = f" ({twin / time:.3g}x)" if time and twin and contender is not TWIN else ""
            cells.append(f"{time:,.0f}{ratio}" if time else "")
        lines.append(f"| {size:,} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def growth_of(times: Times) -> str:
    """How the cost of a customer-period grows with the market."""
    first, last = FIRST_TO_LAST
    name = CONTENDERS[0].name
    if (name, last) not in times:
        return ""
    factor = times[name, last] / times[name, first]
    return f"From {first:,} to {last:,} customers a customer-period costs x{factor:.2f} ({name}).\n"


def probed(*words: str, cache: str = "") -> dict[str, float]:
    """What a probe in a fresh process found."""
    environment = os.environ | ({"RELSIM_CACHE": cache} if cache else {})
    command = [sys.executable, str(HERE / "probes.py"), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def compiling() -> str:
    """Seconds until the first period has run, with an empty and with a filled cache."""
    with tempfile.TemporaryDirectory() as folder:
        cold, warm = probed("compile", cache=folder), probed("compile", cache=folder)
    lines = ["| seconds | import | kernel, 1 thread | kernel, 2 threads |", "|---|---:|---:|---:|"]
    for word, found in (("empty cache", cold), ("filled cache", warm)):
        cells = " | ".join(f"{seconds:.2f}" for seconds in found.values())
        lines.append(f"| {word} | {cells} |")
    return "\n".join(lines)


def memory(quick: bool) -> str:
    """Bytes per customer of both kinds of model."""
    lines = ["| bytes per customer | arrays | resident | peak |", "|---|---:|---:|---:|"]
    for contender, customers in (("compiled", 10**6), ("twin", 10**4 if quick else 10**5)):
        found = probed("memory", contender, str(10**5 if quick else customers))
        cells = " | ".join(f"{number:,.0f}" if number else "" for number in found.values())
        lines.append(f"| {contender}, {10**5 if quick else customers:,} customers | {cells} |")
    return "\n".join(lines)


def described(rounds: dict[int, int]) -> str:
    """How many rounds were run at each size."""
    return ", ".join(f"{number} at {size:,}" for size, number in rounds.items())


def machine() -> str:
    """What the benchmark ran on and with."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numba", "numpy", "mesa"))
    cores, load = os.cpu_count(), os.getloadavg()[0]
    kind = f"{platform.machine()}, {cores} cores (load {load:.1f} when it began)"
    busy = " Other work ran on the machine meanwhile, so these times are provisional."
    words = f"{kind}; Python {platform.python_version()}, {packages}."
    return words + (busy if load > 0.3 else "")


def main() -> None:
    """Measure everything and write it down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small markets and few rounds")
    quick = parser.parse_args().quick
    ran_on, rounds = machine(), QUICK if quick else ROUNDS
    times = measured(rounds)
    page = f"""# The engine beside plain Mesa

{ran_on}

Nanoseconds per customer-period in the first {PERIODS} periods of `retention-launch` (2 firms, small
world of 8 neighbours); medians of interleaved rounds ({described(rounds)}),
building the market not counted. In brackets: how many times faster than the Mesa twin of the same
size. Below {WORTH_THREADS:,} customers one market always runs on one thread.

{table_of(times, list(rounds))}

{growth_of(times)}
## Ready to run

{compiling()}

## Memory

{memory(quick)}

Resident: growth of the process while a market was built and run; peak: its highest growth, which
includes drawing the network.

From `python experiments/benchmarks/engine.py`.
"""
    print(page)
    if not quick:
        (HERE / "engine.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
