"""How many simulations a sensitivity runs in all, and its progress through all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from relsim.runs.executors import Progress

UNIT = "simulations at most"
"""What is counted; where fewer values are strong enough to be followed up, fewer are run."""

MOST_SHARED = 8
"""For how many values, the strongest in the screening, shares of the variance are worked out."""


def simulations_at_most(
    policies: int, others: int, values: int, trajectories: int, samples: int, replications: int
) -> int:
    """How many markets are run in all: to choose among so many policies, where there is more than one; at the
    ends of ranges, in the screening and for shares, for the two that are compared; and at the ends for the
    others."""
    ends = 1 + 2 * values
    pairs = ends + trajectories * (values + 1) + samples * (min(values, MOST_SHARED) + 2)
    return replications * (policies + 2 * pairs + others * ends)


class PartsOfAll:
    """Progress through a whole of which several parts are run, one after the other."""

    def __init__(self, report: Callable[[int], None]) -> None:
        self._report, self._done = report, 0

    @contextmanager
    def part(self, total: int, unit: str) -> Iterator[Callable[[int], None]]:
        """Progress of the next part, told as that of the whole."""
        yield lambda finished: self._report(self._done + finished)
        self._done += total


@contextmanager
def through_all(
    watch: Callable[[int, str], Progress], total: int
) -> Iterator[Callable[[int, str], Progress]]:
    """Progress for the parts of a whole of so many simulations at most; all are finished at the end."""
    with watch(total, UNIT) as report:
        yield PartsOfAll(report).part
        report(total)
