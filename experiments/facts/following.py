"""The market in which facts are looked for, and the lives of its customers, period by period."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import relsim
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import BOOKED_PER_UNIT, PARTNER, PURCHASER

FIRMS = {"deal": 0, "bond": 1}
DEAL, BOND = FIRMS.values()
COSTS = ("goods", "service", "acquisition", "retention_cost", "recovery", "win_back")
SEED = 7


def service_market(changes: Mapping[str, Any] | None = None) -> Scenario:
    """The default service market, some of its values changed."""
    scenario = relsim.load(Path(__file__).parent / "service-market.yaml")
    return scenario.changed(changes) if changes else scenario


@dataclass(frozen=True)
class Watched:
    """A finished market, its `ties` [period, customer, firm] and its `voices` [period, customer]."""

    market: relsim.Market
    ties: Any
    voices: Any

    def newcomers(self, firm: int, last: int, first: int = 0) -> tuple[Any, Any]:
        """Customers whom a firm first won from period `first` up to `last`, and in which period."""
        joined = self.ties["first_at"][last, :, firm]
        customers = np.flatnonzero(joined >= first)
        return customers, joined[customers]

    def lives(self, firm: int, customers: Any, joined: Any, months: int) -> tuple[Any, Any]:
        """Relationships [month, customer] since each joined, and who has been there all the time."""
        lives = np.stack([self.ties[joined + month, customers, firm] for month in range(months)])
        there = customers_in(lives["rung"]) & (lives["acquired_at"] == joined)
        return lives, np.logical_and.accumulate(there, axis=0)


def watched(scenario: Scenario, replication: int) -> Watched:
    """A market that was looked at after every period."""
    market = relsim.Market(scenario, seed=SEED, replication=replication)
    ties, voices = [], []
    for _ in range(scenario.periods):
        market.step()
        ties.append(market.columns.ties.copy())
        voices.append(market.state.town.voices.copy())
    return Watched(market, np.stack(ties), np.stack(voices))


def customers_in(rungs: Any) -> Any:
    """Which of these rungs are those of present customers."""
    return (rungs >= PURCHASER) & (rungs <= PARTNER)


def profit_of(ties: Any) -> Any:
    """What customers left so far after the costs booked to them, in whole currency units."""
    return (ties["revenue"] - sum(ties[cost].astype(np.int64) for cost in COSTS)) / BOOKED_PER_UNIT
