"""What policies and conditions are called where people read of them: by their titles, not their keys."""

from collections.abc import Iterable, Mapping

from relsim.report.wording import printable
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.changes import Condition, Policy


def title_of_policy(scenario: Scenario, policy: str) -> str:
    """The title of a policy, as heads of tables and figures show it; its key where it has none."""
    return title_among(scenario.policies, policy)


def title_of_condition(scenario: Scenario, condition: str) -> str:
    """The title of a condition; its key where it has none, as the market as it is."""
    return title_among(scenario.conditions, condition)


def policy_in_sentence(scenario: Scenario, policy: str) -> str:
    """A policy as sentences name it: its title in quotes, or its key where it has none."""
    return title_in_quotes(scenario.policies, policy)


def condition_in_sentence(scenario: Scenario, condition: str) -> str:
    """A condition as sentences name it: its title in quotes, or its key where it has none."""
    return title_in_quotes(scenario.conditions, condition)


def title_in_quotes(named: Mapping[str, Policy] | Mapping[str, Condition], key: str) -> str:
    """A title in quotes, or a key."""
    title = title_among(named, key)
    return title if title == key else f"“{title}”"


def title_among(named: Mapping[str, Policy] | Mapping[str, Condition], key: str) -> str:
    """The title of a part by its key, which is added where others have the same title."""
    titles = {name: printable(part.title or name).strip() or name for name, part in named.items()}
    if key not in titles:
        return key
    return titles[key] if only_once(titles[key], titles.values()) else f"{titles[key]} ({key})"


def only_once(title: str, titles: Iterable[str]) -> bool:
    """Whether only one part has this title."""
    return sum(title == other for other in titles) == 1
