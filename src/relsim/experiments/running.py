"""Running: one scenario, one or more replications, and what came of it as tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from relsim.engine.driver import DriverName
from relsim.engine.foresight import luck_ahead
from relsim.engine.market import Market, People, peopled
from relsim.engine.strategy import Strategy
from relsim.experiments.fingerprints import market_fingerprint
from relsim.experiments.measured import Measured
from relsim.luck import market_key
from relsim.market.plan import Plan, plan_of
from relsim.measures.customers import customers_table
from relsim.measures.outcomes import MEASURES, outcomes_table
from relsim.measures.records import Records, flows_table, ladder_table, periods_table, stacked
from relsim.rules.rulebook import Rule
from relsim.scenario.problems import Mistake
from relsim.scenario.schema import Scenario

AS_IS = "as is"
"""The name of the policy of a run without policies."""

Label = str | int | float


@dataclass(frozen=True)
class Job:
    """How to run: the seed of all luck, the driver, and mechanisms and strategies of the user's own."""

    seed: int = 1
    driver: DriverName = "compiled"
    mechanisms: Mapping[str, Rule] = field(default_factory=dict)
    strategies: Mapping[str, Strategy] = field(default_factory=dict)


@dataclass(frozen=True)
class Variant:
    """A scenario under one policy, ready to run again and again.

    `labels` say what else sets it apart, such as the point of a sweep; they become columns of tables.
    """

    policy: str
    scenario: Scenario
    labels: Mapping[str, Label] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        policy: str | None = None,
        changes: Mapping[str, Any] | None = None,
        labels: Mapping[str, Label] | None = None,
    ) -> "Variant":
        """The scenario with some dotted paths changed, and then under a policy, or as it is.

        Where a policy sets a path that is changed too, the policy has the last word.
        """
        chosen = scenario.changed(changes) if changes else scenario
        if policy is not None:
            chosen = chosen.with_policy(policy)
        return cls(policy or AS_IS, chosen, labels or {})

    @cached_property
    def plan(self) -> Plan:
        """The scenario's numbers for every period; worked out when first needed."""
        return plan_of(self.scenario)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything that bears on this market."""
        return market_fingerprint(self.scenario)

    def same_people_as(self, other: "Variant") -> bool:
        """Whether the two markets begin with the same customers in the same network."""
        mine, theirs = self.scenario, other.scenario
        return (
            mine.customers == theirs.customers
            and mine.period == theirs.period
            and mine.segments == theirs.segments
            and mine.network == theirs.network
            and (mine.population, mine.periods) == (theirs.population, theirs.periods)
            and mine.founding_prices == theirs.founding_prices
            and [firm.start for firm in mine.firms.values()] == [firm.start for firm in theirs.firms.values()]
        )


@dataclass(frozen=True)
class Result(Measured):
    """What came of running one scenario; every table is tidy."""

    scenario: Scenario
    job: Job
    replications: int
    periods: pd.DataFrame
    ladder: pd.DataFrame
    flows: pd.DataFrame
    customers: pd.DataFrame
    outcomes: pd.DataFrame

    @property
    def summary(self) -> dict[str, Any]:
        """Headline numbers: the mean of every measure for every firm."""
        return {
            "firms": {
                str(firm): {name: mean_of(rows[name]) for name in MEASURES}
                for firm, rows in self.outcomes.groupby("firm", observed=True)
            },
            "concentration": self.concentration.set_index("firm").to_dict("index"),
            "replications": self.replications,
        }


def mean_of(values: Any) -> float | None:
    """The mean of what could be measured, or None."""
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    return float(known.mean()) if len(known) else None


def run(
    scenario: Scenario,
    *,
    seed: int = 1,
    replications: int = 1,
    driver: DriverName = "compiled",
    mechanisms: Mapping[str, Rule] | None = None,
    strategies: Mapping[str, Strategy] | None = None,
) -> Result:
    """Run a scenario as it is and measure it."""
    refuse_none(replications)
    job = Job(seed, driver, mechanisms or {}, strategies or {})
    variant = Variant.of(scenario)
    markets = [alone(variant, job, replication) for replication in range(replications)]
    records = gathered([([AS_IS], [market.records]) for market in markets], list(scenario.firms))
    periods = periods_table(records)
    return Result(
        scenario,
        job,
        replications,
        periods,
        ladder_table(records),
        flows_table(records),
        customers_table(markets[0].columns, scenario),
        outcomes_table(periods, scenario),
    )


def refuse_none(replications: int) -> None:
    """Refuse fewer replications than one."""
    if replications < 1:
        raise Mistake(f"{replications} replications, expected at least 1")


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
