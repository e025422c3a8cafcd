"""Replications of a market: alone, or of several variants side by side with the same people and luck."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from relsim.engine.compiled.luck_ahead import luck_ahead
from relsim.engine.market import Market, People, peopled
from relsim.luck import market_key
from relsim.measures.records import Records, stacked
from relsim.runs.variant import Job, Variant


def simulated(
    variant: Variant,
    job: Job,
    replication: int,
    people: People | None = None,
    threads: int | None = None,
) -> Market:
    """A market that has run to its end."""
    return Market(
        variant.scenario,
        seed=job.seed,
        replication=replication,
        driver=job.driver,
        threads=threads,
        mechanisms=job.mechanisms,
        strategies=job.strategies,
        plan=variant.plan,
        people=people,
    ).run()


def alone(variant: Variant, job: Job, replication: int) -> Market:
    """One replication of a single variant, on as many threads as pay."""
    with sharing_people(variant, job, replication) as shared:
        return simulated(variant, job, replication, shared.people)


def replicated(variants: Sequence[Variant], job: Job, replication: int) -> list[Market]:
    """The same replication under every policy, side by side: the same people, the same luck."""
    with sharing_people(variants[0], job, replication) as shared, ThreadPoolExecutor() as pool:

        def ran(variant: Variant) -> Market:
            return simulated(variant, job, replication, shared.of(variant), threads=1)

        return list(pool.map(ran, variants))


@dataclass(frozen=True)
class SharedPeople:
    """The people of one replication, built once for all variants that begin with the same ones."""

    first: Variant
    people: People
    address: tuple[int, int]

    def of(self, variant: Variant) -> People:
        """A variant's own copy of them, or other people where it begins with others."""
        mine, first = variant.scenario, self.first.scenario
        people = self.people if variant.same_people_as(self.first) else peopled(mine, *self.address)
        same_luck = (mine.customers, mine.periods) == (first.customers, first.periods)
        ahead = self.people.ahead if same_luck else None
        return people.copied()._replace(ahead=ahead)


@contextmanager
def sharing_people(first: Variant, job: Job, replication: int) -> Iterator[SharedPeople]:
    """Within it, variants share the people of one replication, and their luck; markets run to their end."""
    scenario, address = first.scenario, (job.seed, replication)
    size = scenario.customers, scenario.periods
    compiled = job.driver == "compiled"
    with luck_ahead(market_key(*address), *size) if compiled else nullcontext() as ahead:
        yield SharedPeople(first, peopled(scenario, *address)._replace(ahead=ahead), address)


def gathered(
    runs: Iterable[tuple[list[str], list[Any]]],
    firms: list[str],
    replications: list[int] | None = None,
) -> Records:
    """Records of all policies of several replications, in this order."""
    runs = list(runs)
    numbers = replications if replications is not None else list(range(len(runs)))
    return Records(
        stacked([tallies for _, batch in runs for tallies in batch]),
        [policy for policies, _ in runs for policy in policies],
        [number for number, (policies, _) in zip(numbers, runs, strict=True) for _ in policies],
        firms,
    )
