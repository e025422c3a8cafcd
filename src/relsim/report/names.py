"""What policies, conditions and values are called where people read of them: by words, not by keys."""

import re
from collections.abc import Iterable, Mapping
from unicodedata import bidirectional

from relsim.report.wording import printable
from relsim.runs.variant import AS_IS
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
    if key == AS_IS and key not in named:
        return MARKET_AS_IT_IS
    title = title_among(named, key)
    return title if title == closed(key) else f"“{title}”"


def title_among(named: Mapping[str, Policy] | Mapping[str, Condition], key: str) -> str:
    """The title of a part by its key, which is added where others have the same title."""
    titles = {name: closed(printable(part.title or name).strip() or name) for name, part in named.items()}
    if key not in titles:
        return key
    return titles[key] if only_once(titles[key], titles.values()) else f"{titles[key]} ({key})"


def closed(title: str) -> str:
    """A title after which English goes on from left to right, so that a number that follows it stands where
    it is said, whichever way the title is read."""
    return title + LEFT_TO_RIGHT if any(bidirectional(sign) in ("R", "AL") for sign in title) else title


LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
MARKET_AS_IT_IS = "the market as it is"
"""What sentences call the market without any policy or condition."""

STEP = re.compile(r'"[^"]*"|[^."]+')
"""One step of a dotted path; one whose name has dots stands in quotes."""

OWNERS = ("firms", "segments")
"""Parts of a scenario whose members have names, which own what stands below them."""

SETTERS = ("policies", "conditions")
"""Parts of a scenario whose members set values of others."""


def name_of_value(path: str, scenario: Scenario | None = None) -> str:
    """A value as sentences and figures name it: `contact cost of harbour`, for its dotted path.

    What a policy or a condition sets is told under its title where the scenario is given, else its key.
    """
    written = STEP.findall(path)
    steps = [step.strip('"') for step in written]
    if steps[0] in SETTERS and len(steps) > 2:
        value = ".".join(step for step in written[2:] if step != "set")
        return f"{name_of_value(value)} under {setter_in_sentence(steps[0], steps[1], scenario)}"
    owner = ""
    if steps[0] in OWNERS and len(steps) > 2:
        owner, steps = f" of {printable(steps[1])}", steps[2:]
    elif steps[0] == "behaviour" and len(steps) > 1:
        steps = steps[1:]
    return printable(" ".join(steps).replace("_", " ")) + owner


def setter_in_sentence(part: str, key: str, scenario: Scenario | None) -> str:
    """A policy or a condition that sets a value, as sentences name it; by its key without a scenario."""
    if scenario is None:
        return printable(key)
    return policy_in_sentence(scenario, key) if part == "policies" else condition_in_sentence(scenario, key)


def only_once(title: str, titles: Iterable[str]) -> bool:
    """Whether only one part has this title."""
    return sum(title == other for other in titles) == 1
