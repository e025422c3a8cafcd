"""A market that runs: a Mesa model whose state is columns and whose behaviour is the rulebook."""

import os
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import mesa

from relsim.engine import agents
from relsim.engine.compiled import driver as compiled
from relsim.engine.driver import (
    DriverName,
    State,
    book_own_lines,
    first_standings,
    opened_records,
    refuse_overflow,
)
from relsim.engine.strategy import Strategy, known_strategies
from relsim.engine.views import Customers, Firm
from relsim.luck import market_key
from relsim.market.columns import Columns, Town
from relsim.market.management import Management, customers_of, founders, is_lively
from relsim.market.network import town_of
from relsim.market.plan import Plan, plan_of
from relsim.market.population import populated
from relsim.rules.rulebook import Rule, rulebook
from relsim.scenario.load import adjusted, load
from relsim.scenario.scenario import Scenario


class People(NamedTuple):
    """The people of one replication, the town they live in, and their luck as far as it is drawn ahead."""

    columns: Columns
    town: Town
    ahead: Any = None

    def copied(self) -> "People":
        """The same people before anything has happened to them; their luck is shared."""
        return self._replace(columns=self.columns.copied(), town=self.town.silent_copy())


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
        strategies: Mapping[str, Strategy] | None = None,
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
        people = people or peopled(scenario, seed, replication)
        plan = plan or plan_of(scenario)
        self.strategies = deepcopy(known_strategies(strategies or {}, scenario))
        self.management = Management(scenario, plan) if self.strategies or is_lively(plan) else None
        plan = self.management.plan if self.management else plan
        self.state = State(
            market_key(seed, replication),
            people.columns,
            people.town,
            plan,
            opened_records(plan),
            first_standings(len(scenario.firms)),
            rulebook(dict(scenario.mechanisms), mechanisms),
            people.ahead,
        )
        self.customers = Customers(self)
        self.firms = {name: Firm(self, name) for name in self.firm_names}
        if self.management:
            self._prepare(self.management)

    def step(self) -> None:
        """Live through one period."""
        self.advance(1)

    def advance(self, periods: int) -> None:
        """Live through several periods at once, at most up to the scenario's end."""
        stop = min(self.period + periods, self.scenario.periods)
        while self.period < stop:
            pause = self.period + 1 if self.management else stop
            if self.driver == "agents":
                agents.advance(self, self.period, pause)
            else:
                compiled.advance(self.state, self.period, pause, self.threads)
            self.period = pause
            self.running = pause < self.scenario.periods
            if self.management and self.running:
                self._prepare(self.management)
        if not self.running:
            self.state = replace(self.state, ahead=None)
            refuse_overflow(self.state)

    def _prepare(self, management: Management) -> None:
        """Let firms adapt to the period that is over, and open the next one as they decided."""
        t, records = self.period, self.state.records
        if t > 0:
            management.adapt(t - 1, records)
            for name, strategy in self.strategies.items():
                strategy.decide(self.firms[name], self)
        customers = customers_of(records[t - 1]) if t > 0 else founders(self.columns.rung)
        management.open(t, customers, records)
        book_own_lines(records[t], self.plan.firms[t])

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
        """The numbers in force in every period: the scenario's, or what firms made of them so far."""
        return self.state.plan

    @property
    def levers(self) -> Any:
        """What firms set in every period, by plan or as they decided so far [period, firm]."""
        return self.management.levers if self.management else self.plan.levers

    @property
    def records(self) -> Any:
        """What was tallied so far: whole numbers [period, firm, place]."""
        return self.state.records[: self.period]


def peopled(scenario: Scenario, seed: int, replication: int) -> People:
    """The people of one replication and the town they live in."""
    town = town_of(scenario, seed, replication)
    return People(populated(scenario, seed, replication), town)
