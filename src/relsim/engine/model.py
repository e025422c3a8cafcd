"""What makes a market a good Mesa model: its agents, its data collector, and attributes that do not lie."""

from functools import cached_property
from typing import Any

import mesa

from relsim.engine.arguments import READERS
from relsim.engine.ledger import Ledger
from relsim.engine.views import AgentsByType, CustomerAgents

OTHER_SCENARIO = "make another market of the scenario that you mean"
OTHER_MARKET = "make another market with relsim.Market"
READ = "it is what came of the periods so far"

FIXED_ATTRIBUTES = {
    "scenario": OTHER_SCENARIO,
    "firm_names": OTHER_SCENARIO,
    "plan": OTHER_SCENARIO,
    "levers": "a strategy sets levers with firm.set, anybody else in the scenario",
    "seed": OTHER_MARKET,
    "replication": OTHER_MARKET,
    "strategies": OTHER_MARKET,
    "management": OTHER_MARKET,
    "state": OTHER_MARKET,
    "stage": OTHER_MARKET,
    "customers": "the scenario says who is there",
    "firms": "the scenario says who is there",
    "agents": "the scenario says who is there",
    "agents_by_type": "the scenario says who is there",
    "agent_types": "the scenario says who is there",
    "period": "let periods pass with step(), advance() or run()",
    "records": READ,
    "columns": "write into its arrays, such as columns.trust[:], if you mean to change the market",
}
"""Attributes that stay as a market was made, and what to do instead of setting them."""

CHANGEABLE = ("driver", "threads")
"""Attributes that may change while a market runs, since they change no result."""


class Model(mesa.Model):  # type: ignore[misc]
    """A Mesa model whose agents are views, and whose attributes cannot be set in vain."""

    customers: CustomerAgents

    def __setattr__(self, name: str, value: Any) -> None:
        if name in FIXED_ATTRIBUTES and (name in self.__dict__ or hasattr(type(self), name)):
            raise AttributeError(f"{name} of a market cannot be set: {FIXED_ATTRIBUTES[name]}")
        super().__setattr__(name, READERS[name](name, value) if name in CHANGEABLE else value)

    @cached_property
    def datacollector(self) -> mesa.DataCollector:
        """What every firm counted and booked in every period, for Mesa's batch runner and plots."""
        return Ledger(self)

    @property
    def agents(self) -> mesa.agent.AgentSet:
        """All firms and customers; each customer becomes an agent, which takes memory in a large market."""
        if not self.customers.are_agents:
            self.customers.agents  # noqa: B018
            self._all_agents.sort("unique_id", ascending=True, inplace=True)
        return self._all_agents

    @property
    def agents_by_type(self) -> Any:
        """Firms and customers apart; customers become agents when their type is asked for."""
        return AgentsByType(self, self._agents_by_type)

    @property
    def agent_types(self) -> list[type]:
        """The types of all agents, whether or not they have been asked for."""
        return list(self.agents_by_type)
