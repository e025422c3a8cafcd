"""`make fuzz`: thousands of wrong files are put before relsim; each kind of failure with a reproducer."""

import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from cases import judged, judged_scenario, judged_setting  # noqa: E402
from oracle import kind_of  # noqa: E402

COUNTS = {"scenario": 3000, "setting": 2000, "side file": 300, "package": 300}
COUNTS |= {"evidence": 600, "answers": 400, "table": 600}
MOST_TRIES = 150
Failure = tuple[str, int, str, bytes]


def batch(asked: tuple[str, range]) -> list[Failure]:
    """The failures among some cases of a kind."""
    kind, numbers = asked
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            content, wrong = judged(kind, number, Path(folder))
            if wrong is not None:
                failures.append((kind, number, wrong, content))
    return failures


def smallest(failure: Failure) -> bytes:
    """The content of a failure without the lines that it does not need."""
    kind, _, wrong, content = failure
    judge = {"scenario": judged_scenario, "setting": judged_setting}.get(kind)
    if judge is None:
        return content
    lines, width, tries = content.split(b"\n"), 1 << 30, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "case.yaml").touch()
        width = max(1, len(lines) // 2)
        while width and tries < MOST_TRIES:
            for start in range(0, len(lines), width):
                fewer = lines[:start] + lines[start + width :]
                tries += 1
                found = judge(b"\n".join(fewer), folder) if fewer else None
                if found is not None and kind_of(found) == kind_of(wrong):
                    lines = fewer
                    break
            else:
                width //= 2
    return b"\n".join(lines)


def main() -> None:
    """Run all cases, on all cores, and end with 1 if any failed."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    begun = time.monotonic()
    batches = [
        (kind, range(start, min(start + 25, int(count * share))))
        for kind, count in COUNTS.items()
        for start in range(0, int(count * share), 25)
    ]
    kinds: dict[str, list[Failure]] = {}
    with get_context("spawn").Pool() as pool:
        for failures in pool.imap_unordered(batch, batches):
            for failure in failures:
                kinds.setdefault(f"{failure[0]}: {kind_of(failure[2])}", []).append(failure)
    total = sum(len(numbers) for _, numbers in batches)
    failed = sum(map(len, kinds.values()))
    print(f"{total} cases in {time.monotonic() - begun:.0f} s, {failed} failures of {len(kinds)} kinds")
    for failures in sorted(kinds.values(), key=len, reverse=True):
        least = min(failures, key=lambda failure: len(failure[3]))
        kind, number, wrong, _ = least
        print(f"\n{len(failures)} x {kind} {number}: {wrong[:300]}")
        print("    " + smallest(least).decode("utf-8", "replace")[:1500].replace("\n", "\n    "))
    sys.exit(1 if kinds else 0)


if __name__ == "__main__":
    main()
