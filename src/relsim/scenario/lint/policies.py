"""Warnings about policies that set what the firm in focus does not choose: that is a condition."""

from collections.abc import Iterator

from relsim.errors import DataPath, dotted
from relsim.scenario.events import events_between
from relsim.scenario.lint.levers import Finding
from relsim.scenario.resolve.comparable import Setting, settings_of_policy
from relsim.scenario.scenario import Scenario

CHOSEN_BY_CUSTOMERS = ("behaviour", "mechanisms", "product_type", "category")
"""The keys of a scenario that say what customers do."""

WHAT_CUSTOMERS_DO = ("churn", "preference")
"""What is written with a firm, though it says what customers do."""


def market_by_policy(scenario: Scenario) -> Iterator[Finding]:
    """What policies set, at once or by an event, that is not for the firm in focus to choose."""
    for name in scenario.policies:
        made = list(settings_of_policy(scenario.document, Scenario, name))
        at_once = [setting for setting in made if event_key(setting.written) is None]
        for setting in (*at_once, *settings_by_event(scenario, name, made)):
            if whose := chosen_by_others(scenario, setting.path):
                yield (
                    setting.written,
                    f"{dotted(setting.path)} is for {whose} to choose, not for {scenario.focal_firm}; "
                    "a condition says what the market is",
                )


def chosen_by_others(scenario: Scenario, path: DataPath) -> str | None:
    """Who else than the firm in focus makes a setting, or None."""
    first, *rest = map(str, path)
    if first in CHOSEN_BY_CUSTOMERS:
        return "customers"
    if first != "firms" or not rest:
        return None
    if rest[0] != scenario.focal_firm:
        return rest[0]
    return "customers" if rest[1:2] and rest[1] in WHAT_CUSTOMERS_DO else None


def event_key(written: DataPath) -> str | None:
    """The key by which a setting of a policy is one of an event, or None where it is none."""
    key = str(written[3])
    return key if key.partition(".")[0] == "timeline" else None


def settings_by_event(scenario: Scenario, name: str, made: list[Setting]) -> Iterator[Setting]:
    """What a policy lets happen on the way that would not without it, and what no longer does."""
    keys = [key for key in scenario.policies[name].set if event_key(("policies", name, "set", key))]
    if not keys:
        return
    new, gone = events_between(scenario, scenario.with_policy(name))
    written = {setting.path: setting.written for setting in made if event_key(setting.written)}
    for path in dict.fromkeys(one.path for one in (*new, *gone)):
        yield Setting(path, written.get(path, ("policies", name, "set", keys[0])))
