"""How markets are run, whatever is asked of them: options that all questions share, and who heeds them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypedDict

from relsim.cores import cores
from relsim.engine import arguments
from relsim.engine.driver import DriverName
from relsim.engine.strategy import Strategy
from relsim.errors import refuse_unknown
from relsim.rules.alternative import Rule
from relsim.runs.executors import Progress, Workers, silent, workers_on
from relsim.runs.interrupts import Stop
from relsim.runs.store.store import Memory, Store
from relsim.runs.variant import Job
from relsim.scenario.scenario import Scenario


class RunOptions(TypedDict, total=False):
    """How markets are run. Every one may be left out."""

    seed: int | None
    """The seed of all luck, a whole number from 0 [1]; None draws one, which the results tell."""

    driver: DriverName
    """`compiled`, or `agents` to run as plain Python [compiled]."""

    mechanisms: Mapping[str, Rule] | None
    """Functions of your own in place of a scenario's mechanisms, by the name of the mechanism."""

    strategies: Mapping[str, Strategy] | None
    """Strategies that lead firms, by the name of the firm."""

    jobs: int | None
    """How many cores to use [all]."""

    store: Store | Path | str | None
    """A folder of finished tasks: what is known there is not run again, what is finished is kept there."""

    on: str | None
    """The address of a Dask scheduler, to run on its workers."""

    progress: Callable[[int, str], Progress]
    """Given a total and its unit, a context in which a function is told how many are finished."""

    stop: Stop | None
    """Asked to stop, from any thread, the work ends where nothing is half done."""


@dataclass(frozen=True)
class Runner:
    """Runs tasks as was asked: with which luck, by whom, watched by whom, until told to stop.

    What is finished is kept in the store, or else in a memory for as long as the runner lives where
    `remembers`, which all that asks for the same tasks again should.
    """

    job: Job
    jobs: int | None
    given: Store | Memory | Path | str | None
    on: str | None
    progress: Callable[[int, str], Progress]
    stop: Stop

    @classmethod
    def of(cls, options: RunOptions) -> "Runner":
        """The runner that these options ask for."""
        for name in options:
            refuse_unknown("option", name, RunOptions.__annotations__)
        job = Job(
            arguments.seed("seed", options.get("seed", 1)),
            options.get("driver") or "compiled",
            options.get("mechanisms") or {},
            options.get("strategies") or {},
        )
        return cls(
            job,
            options.get("jobs"),
            options.get("store"),
            options.get("on"),
            options.get("progress") or silent,
            options.get("stop") or Stop(),
        )

    @property
    def seed(self) -> int:
        """The seed of all luck."""
        return self.job.seed

    @cached_property
    def store(self) -> Store | Memory | None:
        """The store of finished tasks, opened when it is first asked for: a refusal leaves no folder."""
        given = self.given
        return given if given is None or isinstance(given, Store | Memory) else Store(given)

    @property
    def kept(self) -> Store | Memory:
        """Where finished tasks are kept: the store, an empty one included, or else a new memory."""
        return Memory() if self.store is None else self.store

    def remembering(self) -> "Runner":
        """The same runner, which keeps what is finished in memory where it has no store."""
        return self if self.given is not None else replace(self, given=Memory())

    def ready(self) -> "Runner":
        """The same runner, whose store is open: what is wrong with it is told now."""
        return replace(self, given=self.store)

    def unwatched(self) -> "Runner":
        """The same runner, whose progress nobody watches."""
        return replace(self.ready(), progress=silent)

    def markets_at_once(self, tasks: int) -> int:
        """How many of so many markets stand side by side in the memory of this machine."""
        # The first replication runs alone; with a cluster no other runs here.
        return 1 if self.on else max(1, min(tasks - 1, self.jobs or cores()))

    def workers(self) -> Workers:
        """Workers that are ready to begin."""
        return workers_on(self.on, self.jobs)


def replications_of(scenario: Scenario, asked: int | None, usual: int | None = None) -> int:
    """How many replications: those asked for, else the scenario's, of which a question may want fewer."""
    if asked is not None:
        return asked
    return scenario.replications if usual is None else min(scenario.replications, usual)
