"""The policies of a scenario by name: which of them a question is about."""

from collections.abc import Iterable, Sequence

from relsim.errors import InputError, refuse_unknown
from relsim.market.calendar import events_in_force
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.firm import Firm

EQUITY, AFTER_OVERHEAD = "customer_equity", "equity_after_overhead"
"""The measures of which one decides where none is asked for."""


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
    """What decides between the policies of a market where no measure is asked for.

    Customer equity where the firm in focus pays the same overhead under all of them, which then is in no
    difference; else customer equity after overhead.
    """
    return deciding_measure_in([[scenario.with_policy(name) for name in policies]])


def is_of_overhead(path: str) -> bool:
    """Whether a dotted path leads to overhead, a firm's or what a policy makes it."""
    return path.endswith(".overhead")


def deciding_measure_in(markets: Iterable[Sequence[Scenario]]) -> str:
    """What decides in all of several markets [market, policy], each as every policy makes it."""
    alike = all(pay_same_overhead(under) for under in markets)
    return EQUITY if alike else AFTER_OVERHEAD


def pay_same_overhead(markets: Sequence[Scenario]) -> bool:
    """Whether the firm in focus is sure to pay the same overhead in every period of all these markets."""
    if len(markets) < 2:
        return True
    paid = {overhead_by_period(market) for market in markets}
    return len(paid) < 2 and None not in paid


def overhead_by_period(market: Scenario) -> tuple[float, ...] | None:
    """What the firm in focus pays for overhead in each period, in the currency; 0 while it is not there.

    None where that is decided on the way: by a rule that moves overhead, or by losses over which it gives up.
    """
    in_force = [events_in_force(market, t) for t in range(market.periods)]
    eras = {events: market.at_events(events).firms[market.focal_firm] for events in set(in_force)}
    firms = [eras[events] for events in in_force]
    if any(map(decides_overhead_on_the_way, eras.values())):
        return None
    return tuple(
        firm.overhead.per_period(market.period) if firm.present(t, market.period) else 0.0
        for t, firm in enumerate(firms)
    )


def decides_overhead_on_the_way(firm: Firm) -> bool:
    """Whether a firm moves its overhead by a rule, or gives up over its losses and then pays none."""
    return firm.exit.loss_for.count > 0 or any(rule.lever == "overhead" for rule in firm.adapts)


def known_policy(name: str, policies: Sequence[str]) -> str:
    """The name of a policy that was compared; any other is refused."""
    refuse_unknown("policy", name, policies)
    return name
