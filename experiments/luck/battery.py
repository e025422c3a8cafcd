"""Put every axis of the luck through TestU01's SmallCrush and dieharder; write `results.md`.

The default takes a quarter of an hour; `--full` (many hours) runs Crush and all of dieharder.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
AXES = ["customer", "period", "purpose x partner", "partner", "replication", "seed"]
AXES += ["crossed", "market", "control"]
DIEHARDER = "dieharder -g 200 -k 2 -Y 1"
"""Exact Kolmogorov-Smirnov; a WEAK result gets more samples until it passes or fails."""
PLAIN = (0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 15, 16, 100, 101, 102, 202)
TUPLES = ("200 -n 8", "201 -n 2", "201 -n 5", "203 -n 0")
SHORT = [f"-d {d} -p 20" for d in (*PLAIN, *TUPLES)] + ["-d 206", "-d 208"]
DOUBT, DISPROOF = 1e-3, 1e-10  # TestU01's own bounds: tails below are suspect, or a failure

HEAD = """# Is the luck random?

Written by `python experiments/luck/battery.py`. Each axis of an address (see `relsim.luck`) counts
up alone; *crossed* walks a lattice of low seeds, replications, periods and customers; *market* asks
for all draws in the order in which a market does; *control* is NumPy's Philox. *Weak* results were
suspect at first and passed with more samples or on two other seeds. Some are due: on 20 samples
dieharder's p-values lean towards 1, even for the control.

| axis | battery | statistics | passed | weak | failed | command |
|---|---|--:|--:|--:|--:|---|
"""


def heard(axis: str, options: str, reader: str) -> list[str]:
    """What a test program says of one stream, line by line."""
    print(axis, options, reader, flush=True)
    command = [sys.executable, str(HERE / "stream.py"), axis, *options.split()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as stream:
        done = subprocess.run(reader.split(), stdin=stream.stdout, capture_output=True, text=True)
        stream.kill()
    if done.returncode:
        raise RuntimeError(f"{reader} on {axis}: {done.stdout}{done.stderr}")
    return done.stdout.splitlines()


def crush(axis: str, options: str, program: str, notes: list[str]) -> Counter[str]:
    """TestU01 on seed 1; a suspect statistic must then pass on seeds 2 and 3."""

    def tails(seed: int) -> list[tuple[str, float]]:
        lines = heard(axis, f"--seed {seed}{options}", program)
        rows = [line.split("\t") for line in lines if line.startswith("p\t")]
        return [(name, min(float(p), 1.0 - float(p))) for _, name, p in rows]

    score, first = Counter[str](), tails(1)
    others = [tails(2), tails(3)] if min(tail for _, tail in first) < DOUBT else []
    for place, (name, tail) in enumerate(first):
        seen = [tail, *(other[place][1] for other in others)]
        failed = tail < DISPROOF or min(seen[1:], default=1.0) < DOUBT
        verdict = "passed" if tail >= DOUBT else "failed" if failed else "weak"
        score[verdict] += 1
        if verdict != "passed":
            numbers = ", ".join(f"{one:.2g}" for one in seen)
            notes.append(f"{axis}{options}: {name} {verdict}, tail p on seeds 1, 2, 3: {numbers}")
    return score


def diehard(axis: str, tests: list[str], notes: list[str]) -> Counter[str]:
    """Dieharder's verdicts after it has added samples to whatever looked weak."""
    score, places = Counter[str](), Counter[str]()
    for test in tests:
        histories: dict[str, list[list[str]]] = {}
        for line in heard(axis, "", f"{DIEHARDER} {test}"):
            row = [cell.strip() for cell in line.split("|")]
            if row[-1] in {"PASSED", "WEAK", "FAILED"}:
                repeat = " ".join((row[0], row[1], row[3]))
                places[repeat] += 1
                histories.setdefault(f"{row[0]} {row[1]} #{places[repeat]}", []).append(row)
        for which, rows in histories.items():
            weak = any(row[-1] != "PASSED" for row in rows)
            verdict = "failed" if rows[-1][-1] != "PASSED" else "weak" if weak else "passed"
            score[verdict] += 1
            if verdict != "passed":
                numbers = ", ".join(f"{row[4]} ({row[3]} samples)" for row in rows)
                notes.append(f"{axis}: dieharder {which} {verdict}, p {numbers}")
    return score


def row(axis: str, battery: str, score: Counter[str], command: str) -> str:
    """One line of the table."""
    counts = " | ".join(str(score[verdict]) for verdict in ("passed", "weak", "failed"))
    return f"| {axis} | {battery} | {score.total()} | {counts} | `stream.py '{axis}'{command}` |"


def main() -> None:
    """Run the batteries and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="Crush and all of dieharder: hours")
    parser.add_argument("--axes", nargs="+", default=AXES, help="only these")
    asked = parser.parse_args()
    tests, name = (["-a"], "Crush") if asked.full else (SHORT, "SmallCrush")
    rows, notes = list[str](), [f"Dieharder's tests: `{'`, `'.join(tests)}`."]
    with tempfile.TemporaryDirectory() as folder:
        build = ["cc", "-O2", f"-DBATTERY=bbattery_{name}", str(HERE / "crush.c")]
        build += ["-o", f"{folder}/{name}", "-ltestu01", "-ltestu01probdist", "-ltestu01mylib"]
        built = subprocess.run(build, capture_output=True).returncode == 0
        for options in ("", " --low") if built else ():
            for axis in asked.axes:
                score = crush(axis, options, f"{folder}/{name}", notes)
                rows.append(row(axis, f"{name}{options}", score, f"{options} \\| {name}"))
    for axis in asked.axes:
        rows.append(row(axis, "dieharder", diehard(axis, tests, notes), f" \\| {DIEHARDER} ..."))
    notes += [] if built else ["TestU01 was not installed: only dieharder ran."]
    lines = [*rows, "", *(f"- {note}" for note in notes)]
    (HERE / "results.md").write_text(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
