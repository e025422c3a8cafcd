"""Replications of a market: alone, or of several variants side by side with the same people and luck."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from relsim.cores import cores
from relsim.market.columns import Columns, blank_ties
from relsim.market.population import Traits, begun, traits_of
from relsim.measures.records import Records, stacked_runs
from relsim.runs.observers import Observer, observed
from relsim.runs.variant import Job, Variant
from relsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from relsim.engine.market import Market, People

LOG = logging.getLogger("relsim")

MANY_CUSTOMERS = 50_000
"""Customers from which the markets of several policies run one after the other, to save memory."""

TOO_MANY_SIDE_BY_SIDE = 200_000
"""Customers from which no two markets run side by side, but each on all threads: that takes hardly longer,
and half the memory."""

Live = Callable[[Variant, "Market"], object]
"""Lets a market of a variant live to its end."""


def simulated(
    variant: Variant,
    job: Job,
    replication: int,
    people: "People | None" = None,
    threads: int | None = None,
    live: Live | None = None,
) -> "Market":
    """A market that has run to its end; a large one that has all threads tells how far it is.

    It may be for somebody else to let it live.
    """
    market = opened(variant, job, replication, people, threads)
    if live is not None:
        live(variant, market)
        return market
    is_told = threads is None and variant.scenario.people >= MANY_CUSTOMERS
    return step_by_step(market, variant.policy) if is_told else market.run()


def watched_by(observers: Mapping[str, Observer], reports: dict[str, Mapping[str, pa.Table]]) -> Live:
    """Lets markets live while observers look at them, and notes their reports by policy."""

    def live(variant: Variant, market: "Market") -> None:
        tell = partial(tell_how_far, variant.policy) if market.scenario.people >= MANY_CUSTOMERS else None
        reports[variant.policy] = observed(market, observers, tell)

    return live


def opened(
    variant: Variant, job: Job, replication: int, people: "People | None", threads: int | None = None
) -> "Market":
    """A market that is about to begin."""
    from relsim.engine.market import Market

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
    )


def step_by_step(market: "Market", policy: str) -> "Market":
    """Let a large market live to its end, and tell on the way how far it is."""
    while market.period < market.scenario.periods:
        market.advance(-(-market.scenario.periods // 10))
        tell_how_far(policy, market)
    return market


def tell_how_far(policy: str, market: "Market") -> None:
    """Say how far a market is, ten times on its way."""
    periods = market.scenario.periods
    if market.period % -(-periods // 10) == 0 or market.period == periods:
        LOG.info("%s: %d of %d %ss", policy, market.period, periods, market.scenario.period)


def alone(variant: Variant, job: Job, replication: int, live: Live | None = None) -> "Market":
    """One replication of a single variant, on as many threads as pay."""
    tell_of_many(variant.scenario)
    from relsim.engine.market import peopled

    people = peopled(variant.scenario, job.seed, replication)
    return simulated(variant, job, replication, people, live=live)


def one_by_one(scenario: Scenario, job: Job) -> bool:
    """Whether markets are so large that they run one by one; rules of a user's own run on one thread each."""
    return scenario.people >= TOO_MANY_SIDE_BY_SIDE and not job.mechanisms


def tell_of_many(scenario: Scenario) -> None:
    """Say what takes long before a large market begins."""
    if scenario.people >= MANY_CUSTOMERS:
        LOG.info("drawing %s people and who knows whom", f"{scenario.people:,}")


def let_go(market: "Market") -> Columns:
    """The columns of a market that nobody needs any more, and whose memory shall not wait for garbage
    to be looked for."""
    columns = market.state.columns
    del market.state
    return columns


def replicated(
    variants: Sequence[Variant], job: Job, replication: int, live: Live | None = None
) -> "Iterator[Market]":
    """The same replication under every policy: the same people, the same luck.

    Small markets run side by side; large ones one after the other, each on as many threads as pay.
    """
    tell_of_many(variants[0].scenario)
    shared = shared_people(variants[0], job, replication)
    if shared.traits is not None:
        yield from (simulated(each, job, replication, shared.of(each), live=live) for each in variants)
        return
    with ThreadPoolExecutor(cores()) as pool:

        def ran(variant: Variant) -> "Market":
            return simulated(variant, job, replication, shared.of(variant), threads=1, live=live)

        yield from pool.map(ran, variants)


@dataclass(frozen=True)
class SharedPeople:
    """The people of one replication, built once for all variants that begin with the same ones.

    Of many people traits are kept and no relationships, which take most of the memory: each variant has
    them begin anew.
    """

    first: Variant
    people: "People"
    traits: Traits | None
    address: tuple[int, int]

    def of(self, variant: Variant) -> "People":
        """A variant's own copy of them, or other people where it begins with others."""
        from relsim.engine.market import People, peopled

        if not variant.same_people_as(self.first):
            return peopled(variant.scenario, *self.address)
        if self.traits is None:
            return self.people.copied()
        own = self.traits._replace(people=self.traits.people.copy())
        return People(begun(own, self.first.scenario, *self.address), self.people.town.silent_copy())


def shared_people(first: Variant, job: Job, replication: int) -> SharedPeople:
    """The people of one replication, for all variants."""
    from relsim.engine.market import People
    from relsim.market.network import town_of

    scenario, address = first.scenario, (job.seed, replication)
    many = scenario.people >= MANY_CUSTOMERS
    town, traits = town_of(scenario, *address), traits_of(scenario, *address)
    ties = blank_ties(0, len(scenario.firms))
    columns = Columns(traits.people, ties) if many else begun(traits, scenario, *address)
    return SharedPeople(first, People(columns, town), traits if many else None, address)


def gathered(
    runs: Iterable[tuple[list[str], list[Any]]],
    scenario: Scenario,
    replications: list[int] | None = None,
) -> Records:
    """Records of all policies of several replications of a scenario, in this order."""
    runs = list(runs)
    numbers = replications if replications is not None else list(range(len(runs)))
    return Records(
        stacked_runs([tallies for _, batch in runs for tallies in batch]),
        [policy for policies, _ in runs for policy in policies],
        [number for number, (policies, _) in zip(numbers, runs, strict=True) for _ in policies],
        list(scenario.firms),
        scenario.stands_for,
    )
