"""What the markets of a page start from: their people, networks and plans, as Python has worked them out.

Firms that adapt, have staff or take up ideas decide between periods, by rules that are not in the compiled
periods. Of such markets the page is given the plan as it was decided in the same replication; it lives
through it to the same bits.
"""

from dataclasses import dataclass, replace
from inspect import signature
from typing import Any

import numpy as np

from relsim.engine.compiled.driver import arguments_of_periods
from relsim.engine.compiled.kernel import periods
from relsim.engine.driver import State, opened_records
from relsim.engine.market import Market, People
from relsim.market.columns import Town
from relsim.market.management import STAFF_COUNTS, is_lively
from relsim.market.plan import Plan
from relsim.questions.explore.packing import bytes_hash
from relsim.runs.replicate import opened
from relsim.runs.variant import AS_IS, Job, Variant
from relsim.scenario.scenario import Scenario

ENDED = ("people", "ties", "voices", "speaking", "heard", "records", "standings", "firms", "behaviour")
"""The arrays that a run leaves changed, besides those with the sums of one period.

With them goes the plan, since the last bit of a rate may move nobody.
"""

Arrays = dict[str, Any]
Changes = dict[str, Any]


def variant_of(scenario: Scenario, policy: str, changes: Changes | None = None) -> Variant:
    """The scenario with changes under a policy, or as it is."""
    return Variant.of(scenario, None if policy == AS_IS else policy, changes)


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan, and what it has the records say before customers do anything."""

    plan: Plan
    records: Any

    @property
    def arrays(self) -> Arrays:
        """The arrays that the plan fills, by name."""
        return {"firms": self.plan.firms, "behaviour": self.plan.behaviour, "records": self.records}


def planned(variant: Variant) -> Planned:
    """The plan of a variant, as far as it is known before anything has happened."""
    return Planned(variant.plan, opened_records(variant.plan))


def as_decided(variant: Variant, job: Job, replication: int, people: People) -> Planned:
    """The plan that a replication with these people has lived by, with what firms have decided on the way."""
    if not is_lively(variant.plan):
        return planned(variant)
    market = opened(variant, job, replication, people.copied()).run()
    records = opened_records(market.plan)
    for name in STAFF_COUNTS:
        records[name] = market.records[name]
    return Planned(market.plan, records)


def opening_state(variant: Variant, job: Job, replication: int, people: People, plan: Planned) -> State:
    """A market before its first period."""
    state = opened(variant, job, replication, people.copied()).state
    return replace(state, plan=plan.plan, records=plan.records)


def named_arguments(state: State) -> Arrays:
    """The arguments of the compiled periods by name, those of the town each by its own."""
    called = arguments_of_periods(state, 0, len(state.plan.behaviour), 1)
    named: Arrays = {}
    for name, one in zip(signature(periods).parameters, called, strict=True):
        named |= one._asdict() if isinstance(one, Town) else {name: one}
    return named


def ended_hashes(market: Market) -> dict[str, str]:
    """A hash of every array that a run of the command line has left."""
    arrays = named_arguments(market.state)
    return {name: bytes_hash(np.ascontiguousarray(arrays[name]).tobytes()) for name in ENDED}
