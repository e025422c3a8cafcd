"""A variant: a scenario under one policy, ready to run; and how it is to be run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from relsim.engine.driver import DriverName
from relsim.engine.strategy import Strategy
from relsim.errors import InputError
from relsim.market.founding import Founding, founding_of
from relsim.market.plan import Plan, plan_of
from relsim.measures.measure import MEASURES
from relsim.rules.alternative import Rule
from relsim.runs.fingerprints import market_fingerprint
from relsim.scenario.arguments import ScenarioLike, as_scenario, instance, mapping, text, wrong
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import refuse_seed

AS_IS = "as is"
"""The name of the policy of a run without policies."""

Label = str | int | float

OUTCOME_COLUMNS = frozenset({"policy", "replication", "firm", *MEASURES, "error"})
"""The columns that every table of outcomes has."""


@dataclass(frozen=True)
class Job:
    """How to run: the seed of all luck, the driver, and mechanisms and strategies of the user's own."""

    seed: int = 1
    driver: DriverName = "compiled"
    mechanisms: Mapping[str, Rule] = field(default_factory=dict)
    strategies: Mapping[str, Strategy] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_seed(self.seed)


@dataclass(frozen=True)
class Variant:
    """A scenario under one policy, ready to run again and again.

    `labels` say what else sets it apart, such as the point of a sweep; they become columns of tables.
    """

    policy: str
    scenario: Scenario
    labels: Mapping[str, Label] = field(default_factory=dict)

    def __post_init__(self) -> None:
        text("policy", self.policy)
        instance(Scenario, "a scenario")("scenario", self.scenario)
        refuse_labels(self.labels)

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        policy: str | None = None,
        changes: Mapping[str, Any] | None = None,
        labels: Mapping[str, Label] | None = None,
    ) -> "Variant":
        """The scenario with some dotted paths changed, and then under a policy, or as it is.

        Where a policy sets a path that is changed too, the policy has the last word.
        """
        scenario = as_scenario(scenario)
        chosen = scenario.changed(changes) if changes else scenario
        if policy is not None:
            chosen = chosen.with_policy(policy)
        return cls(policy or AS_IS, chosen, labels or {})

    @cached_property
    def plan(self) -> Plan:
        """The scenario's numbers for every period; worked out when first needed."""
        return plan_of(self.scenario)

    @cached_property
    def founding(self) -> Founding:
        """What its people and their network follow from."""
        return founding_of(self.scenario)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything that bears on this market."""
        return market_fingerprint(self.scenario)

    def same_people_as(self, other: "Variant") -> bool:
        """Whether the two markets begin with the same customers in the same network."""
        founding: Founding = instance(Variant, "a variant")("other", other).founding
        return self.founding == founding


def refuse_labels(labels: object) -> None:
    """Refuse labels that could not be columns of a table beside those of the outcomes."""
    for name, label in mapping("labels", labels).items():
        if name in OUTCOME_COLUMNS:
            raise InputError(f'labels: every table of outcomes has a column "{name}"; expected another name')
        if not isinstance(label, Label):
            raise wrong(f'label "{name}"', "a text or a number", label)
