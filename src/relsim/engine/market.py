"""A market that runs: a Mesa model whose state is columns and whose behaviour is the rulebook."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from html import escape
from inspect import signature
from textwrap import shorten
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd

from relsim.cores import cores
from relsim.engine import agents, arguments
from relsim.engine.compiled import driver as compiled
from relsim.engine.driver import (
    DriverName,
    State,
    book_own_lines,
    first_standings,
    opened_records,
    refuse_overflow,
)
from relsim.engine.model import Model
from relsim.engine.own import blamed, owned
from relsim.engine.strategy import Strategy, decided, known_strategies
from relsim.engine.views import CustomerAgents, Firm
from relsim.engine.written import refuse_what_was_written
from relsim.errors import COMMAND_LINE, InputError, Place, Problem, ScenarioError, counted, nearest
from relsim.luck import deeper, market_key
from relsim.market.columns import Columns, Town
from relsim.market.management import Management, customers_of, founding_customers, is_lively
from relsim.market.network import town_of
from relsim.market.plan import EarlierPlan, Plan, plan_of
from relsim.market.population import populated
from relsim.market.reseating import reseat
from relsim.market.warm_up import OWN_LUCK, WarmUp
from relsim.rules.alternative import Rule
from relsim.rules.rulebook import Rulebook, rulebook
from relsim.scenario.arguments import ByName, ScenarioLike, as_scenario, checks_arguments, whole_between
from relsim.scenario.load import adjusted
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import Rung


class People(NamedTuple):
    """The people of one replication, and the town they live in."""

    columns: Columns
    town: Town

    def copied(self) -> "People":
        """The same people before anything has happened to them; their luck is shared."""
        return self._replace(columns=self.columns.copied(), town=self.town.silent_copy())


class Market(Model):
    """One replication of a scenario, stepped period by period: a Mesa model.

    Settings can be changed by keyword, with two underscores for each dot of a path.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario, its file, or the name of a shipped one.
    seed : int or None
        The seed of all luck, from 0 to 2**64 - 1; None draws one, told by the attribute `seed`.
    rng : int, numpy.random.Generator, SeedSequence or BitGenerator
        A seed as Mesa names it, instead of `seed`; of a generator, its next number.
    replication : int
        Which of the equally likely histories of this seed, from 0.
    driver : {"compiled", "agents"}
        Compiled code, or one Mesa agent after the other in plain Python; the results are the same.
    threads : int
        On how many threads a large market runs; by default on all.
    mechanisms : mapping of str to function
        Functions of your own by the mechanism in whose place they are.
    strategies : mapping of str to Strategy
        Who leads a firm, by its name.
    customers : int
        Scales the market to that many customers.

    Attributes
    ----------
    period : int
        How many periods have passed; `running` says whether any is left.
    customers : sequence of Customer
        `market.customers[42]` is one; `market.customers.agents` are all, as a Mesa AgentSet.
    firms : dict of str to Firm
        The firms by name.
    columns : Columns
        The state as arrays: `columns.trust` [customer, firm], `columns.basket` [customer].
    records : array [period, firm]
        What was counted and booked, in whole numbers (money in thousandths of a cent).
    datacollector : mesa.DataCollector
        Customers, gains, losses, revenue and profit of every firm in every period.

    Raises
    ------
    ScenarioError, InputError
        Where a scenario, a setting or an argument is wrong.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.Market("leaky-bucket", customers=200, periods=12, seed=1)
    >>> market.run().period
    12
    """

    @checks_arguments(arguments.READERS)
    def __init__(
        self,
        scenario: ScenarioLike,
        *,
        seed: int | None = 1,
        rng: Any = None,
        replication: int = 0,
        driver: DriverName = "compiled",
        threads: int | None = None,
        mechanisms: Mapping[str, Rule] | None = None,
        strategies: Mapping[str, Strategy] | None = None,
        plan: Plan | None = None,
        people: People | None = None,
        customers: int | None = None,
        **kwargs: Any,
    ) -> None:
        if rng is not None and seed not in (None, 1):
            raise InputError("seed and rng: expected one of them, since both are the seed of all luck")
        seed = arguments.seed("seed", seed) if rng is None else arguments.seed_of_rng("rng", rng)
        super().__init__(rng=seed)
        self.scenario = scenario = scenario_asked(scenario, customers, kwargs)
        self.seed, self.replication, self.driver = seed, replication, driver
        self.threads = threads or cores()
        self.period, self.time = 0, 0.0
        self._may_be_written = False
        self.firm_names = list(scenario.firms)
        people = people or peopled(scenario, seed, replication)
        plan = plan or plan_of(scenario)
        self.strategies = deepcopy(known_strategies(strategies or {}, scenario))
        self.management = Management(scenario, plan) if self.strategies or is_lively(plan) else None
        plan = self.management.plan if self.management else plan
        self._own = owned(mechanisms or {})
        self.state = self._opened(people, plan)
        if plan.before is not None:
            self._warm_up(plan.before, mechanisms or {})
        self.customers = CustomerAgents(self)
        self.firms = ByName("firm", {name: Firm(self, name) for name in self.firm_names})
        if self.management:
            self._prepare(self.management)

    def _opened(self, people: People, plan: Plan) -> State:
        """The market before its first period, with the rules it will live by."""
        return State(
            market_key(self.seed, self.replication),
            people.columns,
            people.town,
            plan,
            opened_records(plan),
            first_standings(len(self.firm_names)),
            self._rules(),
        )

    def _rules(self) -> Rulebook:
        """The rules of the scenario, and those that the user brought."""
        guards = {one.mechanism: one.guard for one in self._own}
        parts = [part for one in self._own for part in one.parts]
        return rulebook(dict(self.scenario.mechanisms), guards, parts)

    def __getstate__(self) -> dict[str, Any]:
        """What a copy needs; rules and the stage follow from it."""
        kept = {name: value for name, value in self.__dict__.items() if name != "stage"}
        return kept | {"state": replace(self.state, rulebook=cast(Rulebook, None))}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        self._note(**kept)
        self._note(state=replace(self.state, rulebook=self._rules()))

    def _warm_up(self, before: EarlierPlan, mechanisms: Mapping[str, Rule]) -> None:
        """Live through the time before the first period, with luck of its own; nothing of it is counted."""
        state, periods = self.state, before.scenario.periods
        earlier = EarlierMarket(
            before.scenario,
            seed=self.seed,
            replication=self.replication,
            driver=self.driver,
            threads=self.threads,
            mechanisms=mechanisms,
            plan=before.plan,
            people=People(state.columns, state.town),
        )
        warm = WarmUp(state.columns, state.town, self.scenario, self.seed, self.replication)
        warm.delay(periods)
        while earlier.running:
            earlier.advance(1)
            warm.replace_movers()
        warm.delay(-periods)
        warm.forget_dates(periods)
        reseat(warm)
        state.standings[:] = earlier.state.standings
        if self.management and earlier.management:
            self.management.teams = earlier.management.teams

    def step(self) -> None:
        """Live through one period."""
        self.advance(1)

    def advance(self, periods: int) -> None:
        """Live through several periods at once, at most up to the scenario's end."""
        periods = whole_between(0)("periods", periods)
        if self._may_be_written:
            refuse_what_was_written(self.state.columns, self.firm_names, len(self.scenario.segments))
        stop = min(self.period + periods, self.scenario.periods)
        while self.period < stop:
            pause = self.period + 1 if self.management else stop
            self._live(self.period, pause)
            self._note(period=pause, steps=pause, time=float(pause))
            self.running = pause < self.scenario.periods
            if self.management and self.running:
                self._prepare(self.management)
        if not self.running:
            self._note(steps=self.period)
            refuse_overflow(self.state)

    def _live(self, start: int, stop: int) -> None:
        """Run the driver; what goes wrong in a user's own mechanism is told in one sentence."""
        try:
            if self.driver == "agents":
                agents.advance_agents(self, start, stop)
            else:
                compiled.advance(self.state, start, stop, self.threads)
        except InputError:
            raise
        except Exception as error:
            if not self._own:
                raise
            raise blamed(self._own, error) from error

    def _prepare(self, management: Management) -> None:
        """Let firms adapt to the period that is over, and open the next one as they decided."""
        t, records = self.period, self.state.records
        if t > 0:
            management.adapt(t - 1, records)
            for name, strategy in self.strategies.items():
                decided(strategy, self.firms[name], self)
        customers = customers_of(records[t - 1]) if t > 0 else founding_customers(self.state.columns.rung)
        management.open(t, customers, records)
        book_own_lines(records[t], self.plan.firms[t])

    def run(self) -> "Market":
        """Live through all periods that are left; by its own `step` in a class that extends this one."""
        if type(self).step is Market.step:
            self.advance(self.scenario.periods - self.period)
        while self.running:
            before = self.period
            self.step()
            if self.running and self.period == before:
                raise InputError(
                    f"step() of {type(self).__name__} lets no period pass; call super().step() in it"
                )
        return self

    def __repr__(self) -> str:
        done = f"{self.scenario.period} {self.period} of {self.scenario.periods}"
        title = shorten(self.scenario.title, 120, placeholder="…")
        many = counted(self.state.customers, "potential customer", "potential customers")
        return f"<Market: {title!r}, {many}, {done}>"

    def _repr_html_(self) -> str:
        """Who stands on which rung with each firm, as a notebook shows it."""
        rungs = pd.DataFrame(
            {
                name: np.bincount(self.state.columns.rung[:, place], minlength=len(Rung))
                for place, name in enumerate(self.firm_names)
            },
            index=pd.Index([rung.name.lower() for rung in Rung], name="rung"),
        )
        return f"<p>{escape(repr(self))}</p>{rungs.to_html()}"

    def _note(self, **changes: Any) -> None:
        """Change what only the market itself may change."""
        self.__dict__.update(changes)

    @cached_property
    def stage(self) -> agents.Stage:
        """What customers share under the agents driver."""
        return agents.Stage(self.state)

    @property
    def columns(self) -> Columns:
        """The state, as arrays indexed [customer] or [customer, firm].

        Who has them may write into them at any time; every step from then on begins with a look at what they
        hold, and raises InputError where a number cannot be.
        """
        self._note(_may_be_written=True)
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


class EarlierMarket(Market):
    """A market in the time before its first period: the same people, and another luck but for what lasts."""

    def _opened(self, people: People, plan: Plan) -> State:
        state = super()._opened(people, plan)
        return replace(state, root=deeper(state.root, OWN_LUCK), lasting=state.lasting_key)


def scenario_asked(scenario: ScenarioLike, customers: int | None, settings: Mapping[str, Any]) -> Scenario:
    """A scenario of another size where one is asked for, and with settings that are changed by keyword."""
    scenario = as_scenario(scenario)
    if customers is None and not settings:
        return scenario
    for keyword in settings:
        refuse_strange_keyword(keyword)
    paths = {keyword.replace("__", "."): value for keyword, value in settings.items()}
    try:
        return adjusted(scenario, customers, settings=paths)
    except ScenarioError as error:
        raise ScenarioError(*(at_keyword(one, [*settings, "customers"]) for one in error.problems)) from None


def refuse_strange_keyword(keyword: str) -> None:
    """Refuse a keyword that neither a market takes nor a scenario has, with the nearest of both."""
    first = keyword.partition("__")[0]
    if first not in Scenario.model_fields:
        own = [name for name in signature(Market).parameters if name != "kwargs"]
        raise InputError(f'no keyword is called "{keyword}"', nearest(first, [*own, *Scenario.model_fields]))


def at_keyword(problem: Problem, keywords: Iterable[str]) -> Problem:
    """A problem with a setting, at the keyword that it was given by."""
    if problem.place.line:
        return problem
    named = [each for each in keywords if f"{problem.path}.".startswith(f"{each.replace('__', '.')}.")]
    where = named[0] if named else "keywords" if problem.place == COMMAND_LINE else problem.place.file
    return replace(problem, place=Place(where, 0))


def peopled(scenario: Scenario, seed: int, replication: int) -> People:
    """The people of one replication and the town they live in."""
    town = town_of(scenario, seed, replication)
    return People(populated(scenario, seed, replication), town)
