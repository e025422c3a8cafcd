"""How long an audit of a log takes, and how much memory, as CSV and as Parquet.

python experiments/benchmarks/audit.py [PURCHASES]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

ONE_AUDIT = """
import json, resource, sys, time
start = time.perf_counter()
import relsim
found = relsim.audit([sys.argv[1]])
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
purchases = len(found.tables[0].table)
print(json.dumps({"purchases": purchases, "seconds": round(seconds, 1), "GiB": round(peak, 2)}))
"""


def log_of_purchases(purchases: int) -> pd.DataFrame:
    """A log of so many purchases by a twentieth as many customers over three years."""
    luck = np.random.default_rng(1)
    customer = (luck.pareto(1.2, purchases) * purchases / 60).astype(np.int64) % max(1, purchases // 20)
    day = np.datetime64("2022-01-01") + luck.integers(0, 1096, purchases)
    return pd.DataFrame(
        {
            "customer": customer,
            "date": day.astype("datetime64[s]"),
            "amount": luck.lognormal(3, 1, purchases).round(2),
        }
    )


def measured(path: Path) -> dict[str, float]:
    """Seconds and peak memory of an audit in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", ONE_AUDIT, str(path)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Audit a log as CSV and as Parquet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("purchases", nargs="?", type=int, default=1_000_000)
    purchases = parser.parse_args().purchases
    log = log_of_purchases(purchases)
    with tempfile.TemporaryDirectory() as folder:
        if purchases <= 5_000_000:
            log.to_csv(path := Path(folder, "log.csv"), index=False)
            print(f"CSV, {path.stat().st_size / 2**20:.0f} MiB:", measured(path))
        log.to_parquet(path := Path(folder, "log.parquet"), index=False, row_group_size=1_000_000)
        print(f"Parquet, {path.stat().st_size / 2**20:.0f} MiB:", measured(path))


if __name__ == "__main__":
    main()
