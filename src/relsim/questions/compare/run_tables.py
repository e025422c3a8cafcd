"""The tables of what was run, made of some replications at a time, so that few are in memory at once."""

from collections.abc import Iterator
from itertools import islice

from relsim.measures.records import flows_rows, ladder_rows, periods_rows
from relsim.measures.stacks import Stack
from relsim.runs.batches import tallies_of
from relsim.runs.replicate import gathered
from relsim.runs.reports import Reported, reports_of
from relsim.runs.tasks import Finished
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import Rung

BLOCK = 8
"""Replications of which the tables are made at once."""


def blocks_of(finished: Iterator[tuple[int, list[Finished]]]) -> Iterator[dict[int, list[Finished]]]:
    """Tasks by replication, some replications at a time."""
    while some := dict(islice(finished, BLOCK)):
        yield some


class Tables:
    """The tables of a comparison of at most so many replications, made of some replications at a time."""

    def __init__(self, scenario: Scenario, policies: list[str], most: int) -> None:
        self._scenario, self._policies = scenario, policies
        rows = most * len(policies) * scenario.periods * len(scenario.firms)
        self.periods, self.ladder, self.flows = Stack(rows), Stack(rows * len(Rung)), Stack(rows)
        self.reports: list[Reported] = []
        self.replications = 0

    def add(self, finished: dict[int, list[Finished]]) -> None:
        """Add what the tasks of some replications tell, by replication and policy."""
        runs = ((self._policies, batch) for batch in tallies_of(finished).values())
        records = gathered(runs, self._scenario, list(finished))
        self.periods.add(periods_rows(records))
        self.ladder.add(ladder_rows(records))
        self.flows.add(flows_rows(records))
        self.reports += reports_of(finished, self._policies)
        self.replications += len(finished)
