"""Warnings about policies under which service gets better by itself: what is done for it costs nothing."""

from collections.abc import Iterator
from typing import Any

from relsim.errors import DataPath, dotted
from relsim.scenario.facts import Lever
from relsim.scenario.lint.levers import LEVER_FACTS, Finding
from relsim.scenario.lint.policies import event_key
from relsim.scenario.resolve.comparable import settings_of_policy
from relsim.scenario.scenario import Scenario


def unpaid_improvements(scenario: Scenario) -> Iterator[Finding]:
    """What policies make better without anything in them that costs more."""
    for name in scenario.policies:
        market = scenario.with_policy(name)
        made = [
            one
            for one in settings_of_policy(scenario.document, Scenario, name)
            if event_key(one.written) is None
        ]
        better = [one for one in made if is_bettered(one.path, scenario, market)]
        if better and not any(may_cost(one.path, scenario, market) for one in made):
            lever = dotted(better[0].path[2:])
            rises = lever_change(better[0].path, scenario, market) > 0.0
            firm = ".".join(map(str, better[0].path[:2]))
            yield (
                better[0].written,
                f"costs nothing in this market: {lever} {'rises' if rises else 'falls'} by itself; give it a "
                f"cost in the same policy, with {firm}.overhead or {firm}.service.cost",
            )


def is_bettered(path: DataPath, before: Scenario, after: Scenario) -> bool:
    """Whether a setting is one that work makes better, and it is better after than before."""
    facts = lever_at(path)
    if not facts.outcome or facts.effect is None:
        return False
    wanted = 1.0 if facts.effect.moves == "up" else -1.0
    return lever_change(path, before, after) * wanted > 0.0


def may_cost(path: DataPath, before: Scenario, after: Scenario) -> bool:
    """Whether a setting may cost the firm more: of words and of what is no lever that is not known."""
    facts = lever_at(path)
    change = lever_change(path, before, after)
    return change != change or (facts.line is not None and not facts.outcome and change > 0.0)


def lever_at(path: DataPath) -> Lever:
    """What is known of the lever of a firm at a path; of one of several touchpoints, whatever its name."""
    steps = [str(step) for step in path[2:]] if path[0] == "firms" else []
    if steps[:1] == ["touchpoints"]:
        del steps[1:2]
    known: Lever = LEVER_FACTS.get(".".join(steps), Lever())
    return known


def lever_change(path: DataPath, before: Scenario, after: Scenario) -> float:
    """By how much a number differs between two markets; NaN for what is no number in both."""
    values = [lever_number_in(path, market) for market in (before, after)]
    return values[1] - values[0]


def lever_number_in(path: DataPath, market: Scenario) -> float:
    """The number of a setting, whatever its unit; NaN for what is none."""
    value: Any = market
    for step in path:
        value = value.get(step) if isinstance(value, dict) else getattr(value, str(step), None)
    try:
        return float(getattr(value, "amount", getattr(value, "count", value)))
    except (TypeError, ValueError):
        return float("nan")
