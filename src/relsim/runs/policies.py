"""The policies of a scenario by name: which of them a question is about."""

from collections.abc import Sequence

from relsim.errors import InputError, refuse_unknown
from relsim.scenario.scenario import Scenario


def chosen_policies(scenario: Scenario, policies: Sequence[str] | None) -> list[str]:
    """The policies to compare, the baseline first; unknown names are refused."""
    for name in policies or ():
        refuse_unknown("policy", name, scenario.policies)
    if not scenario.policies:
        raise InputError("the scenario has no policies to compare")
    baseline = scenario.baseline_policy
    chosen = [name for name in scenario.policies if not policies or name in (baseline, *policies)]
    return sorted(chosen, key=lambda name: name != baseline)


def known_policy(name: str, policies: Sequence[str]) -> str:
    """The name of a policy that was compared; any other is refused."""
    refuse_unknown("policy", name, policies)
    return name
