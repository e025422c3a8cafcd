"""Measurements that need a process of their own: compiling, and memory. Prints one JSON object.

python experiments/benchmarks/probes.py compile
python experiments/benchmarks/probes.py memory compiled|twin CUSTOMERS
"""

import gc
import json
import sys
from pathlib import Path
from time import perf_counter

PERIODS = 12


def compiling() -> dict[str, float]:
    """Seconds to import, and to get either kernel ready, compiled or from the cache."""
    begun = perf_counter()
    from relsim.engine.compiled.driver import WORTH_THREADS
    from relsim.engine.market import Market
    from relsim.scenario.load import adjusted, load

    imported = perf_counter()
    scenario = adjusted(load("retention-launch"), WORTH_THREADS)
    markets = [Market(scenario, threads=threads) for threads in (1, 2)]
    seconds = []
    for market in markets:
        start = perf_counter()
        market.step()
        seconds.append(perf_counter() - start)
    return {"import": imported - begun, "one_thread": seconds[0], "two_threads": seconds[1]}


def resident() -> int:
    """Bytes of memory that this process holds now."""
    import psutil

    gc.collect()
    return int(psutil.Process().memory_info().rss)


def highest() -> int:
    """Most bytes that this process ever held (Linux); getrusage would include its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def memory(contender: str, customers: int) -> dict[str, float]:
    """Bytes per customer: of the arrays, and by which the process grew, now and at most."""
    from relsim.engine.market import Market
    from relsim.scenario.load import adjusted, load

    scenario = adjusted(load("retention-launch"), customers)
    small = adjusted(scenario, 1000)
    arrays = 0
    if contender == "compiled":
        Market(small, threads=1).advance(PERIODS)
        before = resident()
        market = Market(scenario, threads=1)
        market.advance(PERIODS)
        state = market.state
        parts = (state.columns.people, state.columns.ties, *state.town)
        arrays = sum(part.nbytes for part in parts)
    else:
        from mesa_twin import TwinMarket
        from twin_numbers import numbers_of

        TwinMarket(numbers_of(small)).step()
        before = resident()
        market = TwinMarket(numbers_of(scenario))
        for _ in range(PERIODS):
            market.step()
    now = resident()
    return {
        "arrays": arrays / customers,
        "resident": (now - before) / customers,
        "peak": (highest() - before) / customers,
    }


if __name__ == "__main__":
    if sys.argv[1] == "compile":
        print(json.dumps(compiling()))
    else:
        print(json.dumps(memory(sys.argv[2], int(sys.argv[3]))))
