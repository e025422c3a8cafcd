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


def deciding_measure(scenario: Scenario, policies: Sequence[str]) -> str:
    """What decides between policies where no measure is asked for: customer equity, of which overhead is paid
    too if they do not all pay the same."""
    paid = {spending_on_overhead(scenario.with_policy(name)) for name in policies}
    return "equity_after_overhead" if len(paid) > 1 else "customer_equity"


def spending_on_overhead(market: Scenario) -> str:
    """What the firm in focus pays for overhead a period at first, and what events that change it say."""
    firm = market.focal_firm
    path = f"firms.{firm}.overhead"
    later = [(event.at, event.until, event.set[path]) for event in market.timeline if path in event.set]
    return repr((market.firms[firm].overhead.per_period(market.period), later))


def known_policy(name: str, policies: Sequence[str]) -> str:
    """The name of a policy that was compared; any other is refused."""
    refuse_unknown("policy", name, policies)
    return name
