"""What could not be measured in some replications, in words: how often, and why."""

from collections.abc import Mapping

from relsim.measures.measure import MEASURES
from relsim.report.wording import replications_in_words, words


def omissions(counts: Mapping[str, Mapping[str, int]], total: int) -> str:
    """A sentence on replications without a measure, by measure and by whom it is measured of, or nothing."""
    told = [omission(measure, of, total) for measure, of in counts.items() if any(of.values())]
    return f"Left out, since there was nothing to measure: {'; '.join(told)}." if told else ""


def omission(measure: str, counts: Mapping[str, int], total: int) -> str:
    """In how many replications one measure is left out, of whom, and why."""
    alike: dict[int, list[str]] = {}
    for name, count in counts.items():
        alike.setdefault(count, []).append(name)
    if len(alike) == 1:
        often = often_of(next(iter(alike)), total)
    else:
        often = words([f"{often_of(n, total)} of {words(names)}" for n, names in alike.items() if n])
    return f"{MEASURES[measure].words} in {often} ({MEASURES[measure].undefined})"


def often_of(count: int, total: int) -> str:
    """All 20 replications, 3 of 20 replications, the only replication."""
    if count == total == 1:
        return "the only replication"
    return (
        f"all {replications_in_words(total)}"
        if count == total
        else f"{count:,} of {replications_in_words(total)}"
    )
