"""A market that runs: a Mesa model whose state is columns and whose behaviour is the rulebook."""

import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import mesa

from relsim.engine import agents, compiled
from relsim.engine.driver import DriverName, State, first_standings, opened_records, refuse_overflow
from relsim.engine.views import Customers, Firm
from relsim.luck import market_key
from relsim.market.columns import Columns, Town
from relsim.market.network import town_of
from relsim.market.plan import Plan, plan_of
from relsim.market.population import populated
from relsim.rules.rulebook import Rule, rulebook
from relsim.scenario.reading import adjusted, load
from relsim.scenario.schema import Scenario

People = tuple[Columns, Town]


class Market(mesa.Model):  # type: ignore[misc]
    """One replication of a scenario, stepped period by period.

    Settings can be changed by keyword, with two underscores for each dot of a path:
    `Market("leaky-bucket", customers=500, firms__cask__price=27)`.
    """

    def __init__(
        self,
        scenario: Scenario | str,
        *,
        seed: int = 1,
        replication: int = 0,
        driver: DriverName = "compiled",
        threads: int | None = None,
        mechanisms: Mapping[str, Rule] | None = None,
        plan: Plan | None = None,
        people: People | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(rng=seed)
        scenario = load(scenario) if isinstance(scenario, str) else scenario
        customers = kwargs.pop("customers", None)
        settings = {path.replace("__", "."): value for path, value in kwargs.items()}
        if settings or customers is not None:
            scenario = adjusted(scenario, customers, settings=settings)
        self.scenario = scenario
        self.seed, self.replication, self.driver = seed, replication, driver
        self.threads = threads or os.cpu_count() or 1
        self.period = 0
        self.firm_names = list(scenario.firms)
        columns, town = people or peopled(scenario, seed, replication)
        plan = plan or plan_of(scenario)
        self.state = State(
            market_key(seed, replication),
            columns,
            town,
            plan,
            opened_records(plan),
            first_standings(len(scenario.firms)),
            rulebook(dict(scenario.mechanisms), mechanisms),
        )
        self.customers = Customers(self)
        self.firms = {name: Firm(self, name) for name in self.firm_names}

    def step(self) -> None:
        """Live through one period."""
        self.advance(1)

    def advance(self, periods: int) -> None:
        """Live through several periods at once, at most up to the scenario's end."""
        stop = min(self.period + periods, self.scenario.periods)
        if self.driver == "agents":
            agents.advance(self, self.period, stop)
        else:
            compiled.advance(self.state, self.period, stop, self.threads)
        self.period = stop
        self.running = stop < self.scenario.periods
        if not self.running:
            refuse_overflow(self.state)

    def run(self) -> "Market":
        """Live through all periods that are left."""
        self.advance(self.scenario.periods - self.period)
        return self

    @cached_property
    def stage(self) -> agents.Stage:
        """What customers share under the agents driver."""
        return agents.Stage(self.state)

    @property
    def columns(self) -> Columns:
        """The state, as arrays indexed [customer] or [customer, firm]."""
        return self.state.columns

    @property
    def plan(self) -> Plan:
        """The scenario's numbers for every period."""
        return self.state.plan

    @property
    def records(self) -> Any:
        """What was tallied so far: whole numbers [period, firm, place]."""
        return self.state.records[: self.period]


def peopled(scenario: Scenario, seed: int, replication: int) -> People:
    """The people of one replication and the town they live in."""
    town = town_of(scenario, seed, replication)
    return populated(scenario, seed, replication), town
