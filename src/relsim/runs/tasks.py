"""A task is one market to run: a variant of a scenario, a seed, a replication, a user's own mechanisms.

Its address is a hash of exactly these and of the code, so whoever has the address has the result.
"""

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from traceback import format_exception
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from relsim.errors import TaskFailed
from relsim.measures.measure import MEASURES
from relsim.measures.outcomes import horizon_of, measures_of_runs
from relsim.measures.records import period_columns, stacked_runs
from relsim.runs.fingerprints import code_fingerprint, own_fingerprint
from relsim.runs.observers import Observer, observed
from relsim.runs.replicate import SharedPeople, let_go, shared_people, simulated
from relsim.runs.variant import Job, Variant

if TYPE_CHECKING:
    from relsim.engine.market import Market, People


@dataclass(frozen=True)
class Batch:
    """Tasks to run one after the other: the same replication of several variants, for their people.

    Observers, by the addresses of their reports, look at each of the markets.
    """

    variants: tuple[Variant, ...]
    job: Job
    replication: int
    addresses: tuple[str, ...]
    observers: Mapping[str, Observer] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        variants: Sequence[Variant],
        job: Job,
        replication: int,
        observers: Mapping[str, Observer] | None = None,
    ) -> "Batch":
        """The batch of these variants; it knows the address of every task."""
        addresses = tuple(address(variant, job, replication) for variant in variants)
        return cls(tuple(variants), job, replication, addresses, observers or {})

    def without(self, known: Container[str]) -> "Batch":
        """The tasks with other addresses than these."""
        pairs = list(zip(self.variants, self.addresses, strict=True))
        rest = [(variant, place) for variant, place in pairs if place not in known]
        return replace(
            self,
            variants=tuple(variant for variant, _ in rest),
            addresses=tuple(place for _, place in rest),
        )


@dataclass(frozen=True, eq=False)
class Finished:
    """What came of a task: `outcomes` [firm, measure], tallies [period, firm] if kept, or an error.

    `reports` are those of its observers, by their addresses. Of a task that failed in this process or on a
    worker `traceback` says where, as text; a store does not keep it.
    """

    address: str
    policy: str
    replication: int
    firms: tuple[str, ...]
    outcomes: Any
    tallies: Any = None
    error: str | None = None
    reports: Mapping[str, pa.Table] = field(default_factory=dict)
    traceback: str | None = None


class Failed(NamedTuple):
    """What is known of a task that failed: its message in one sentence, and where it failed."""

    message: str
    traceback: str

    @classmethod
    def by(cls, error: Exception) -> "Failed":
        """How an error failed a task."""
        return cls(f"{type(error).__name__}: {error}", "".join(format_exception(error)))


class Ran(NamedTuple):
    """What a market leaves when it is over: its tallies, and the reports of its observers."""

    tallies: Any
    reports: Mapping[str, pa.Table]


def address(variant: Variant, job: Job, replication: int) -> str:
    """Where the result of a task is found, if it is known."""
    brought = [*sorted(job.mechanisms.items()), *sorted(job.strategies.items())]
    own = [(name, own_fingerprint(thing)) for name, thing in brought]
    inputs = (code_fingerprint(), variant.fingerprint, job.seed, replication, *own)
    return hashlib.sha256(repr(inputs).encode()).hexdigest()[:32]


def perform(batch: Batch, keep_tallies: bool = False, threads: int = 1) -> list[Finished]:
    """Run the tasks of a batch, each on so many threads at most; one that fails is told by its message and
    stops no other."""
    ran = list(_ran(batch, threads))
    finished = finished_tasks(
        batch, [one.tallies if isinstance(one, Ran) else one for one in ran], keep_tallies
    )
    return [
        replace(task, reports=one.reports) if isinstance(one, Ran) else task
        for task, one in zip(finished, ran, strict=True)
    ]


def finished_tasks(batch: Batch, tallies: Sequence[Any], keep_tallies: bool) -> list[Finished]:
    """The finished tasks of a batch, given the tallies of each, or how it failed."""
    good = [(v, t) for v, t in zip(batch.variants, tallies, strict=True) if not isinstance(t, Failed)]
    outcomes = measures(good)
    finished = []
    for variant, place, result in zip(batch.variants, batch.addresses, tallies, strict=True):
        head = (place, variant.policy, batch.replication, tuple(variant.scenario.firms))
        if isinstance(result, Failed):
            nothing = outcomes_of_failure(len(variant.scenario.firms))
            finished.append(Finished(*head, nothing, error=result.message, traceback=result.traceback))
        else:
            finished.append(Finished(*head, next(outcomes), result if keep_tallies else None))
    return finished


def _ran(batch: Batch, threads: int) -> Iterator[Ran | Failed]:
    """What every market of a batch leaves, or what went wrong."""
    shared: SharedPeople | None = None
    for variant in batch.variants:
        try:
            if shared is None:
                shared = shared_people(variant, batch.job, batch.replication)
            yield left_by(variant, batch, shared.of(variant), threads)
        except Exception as error:
            yield Failed.by(error)


def left_by(variant: Variant, batch: Batch, people: "People", threads: int) -> Ran:
    """What one market of a batch leaves; it is gone itself, and without observers it runs at a stretch."""
    reports: dict[str, pa.Table] = {}

    def live(variant: Variant, market: "Market") -> None:
        reports.update(observed(market, batch.observers))

    watched = live if batch.observers else None
    market = simulated(variant, batch.job, batch.replication, people, threads=threads, live=watched)
    tallies = market.records
    let_go(market)
    return Ran(tallies, reports)


def measures(runs: Sequence[tuple[Variant, Any]]) -> Iterator[Any]:
    """The outcomes [firm, measure] of each run, worked out together where the tables have one shape."""
    for horizon, alike in groupby(runs, key=lambda run: horizon_of(run[0].scenario)):
        together = list(alike)
        columns = period_columns(stacked_runs([tallies for _, tallies in together]), horizon.stands_for)
        yield from measures_of_runs(columns.__getitem__, horizon)


def task_failed(said: str, task: Finished) -> TaskFailed:
    """The error that says in one sentence that a task failed; a note of it tells where."""
    error = TaskFailed(said)
    if task.traceback:
        error.add_note(task.traceback)
    return error


def outcomes_of_failure(firms: int) -> Any:
    """Outcomes of a task that failed."""
    return np.full((firms, len(MEASURES)), np.nan)
