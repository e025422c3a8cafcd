"""Warnings about levers: set without what switches them on, without anything to work on, or for nothing."""

from collections.abc import Iterator
from typing import Any

from relsim.errors import DataPath
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.firm import Firm

SWITCHES = {
    "coupon": ("share",),
    "contact": ("frequency",),
    "loyalty": ("enrolment",),
    "win_back": ("frequency",),
    "co_creation": ("invitation",),
    "advertising": ("spend",),
    "retention": ("spend",),
    "staff": ("number",),
    "personalisation": ("depth",),
    "community": ("invitation",),
    "account_review": ("every",),
    "reviews": ("request",),
    "crm": ("insight", "speed"),
    "bonds.financial": ("level",),
    "bonds.social": ("level",),
    "bonds.structural": ("level",),
}
"""For each lever, what must be above zero before its other values have any effect."""

ALSO = {"co_creation": ("community.participation",)}
"""Levers that something outside of them switches on, too: partners come by the community as well."""

NEEDED = (
    ("targeting.error", "contact.frequency", "nobody is contacted"),
    ("service.response", "service.effort", "quality grows with effort only"),
    ("complaints.manager_cost", "complaints.manager_call", "no manager ever calls"),
    ("community.participation", "community.invitation", "nobody is in the community"),
    ("community.invitation", "community.meetings", "a community that never meets binds nobody"),
    ("account_review.every", "service.laxity", "there is no laxity that a review could mend"),
    ("crm.insight", "targeting.error", "there is no error that insight could avoid"),
    ("crm.speed", "complaints.days", "complaints are answered at once anyway"),
)
"""Values of a firm without effect while another is zero, and why."""

UNCHOSEN = (
    ("targeting.error", "targeting.contact", ("everybody",)),
    ("targeting.groups", "targeting.contact", ("everybody", "best", "at risk")),
    ("loyalty.upper", "loyalty.type", ("permanent",)),
)
"""Values of a firm without effect while another is one of these words."""

COSTED = {
    "contact.frequency": "contact.cost",
    "personalisation.depth": "personalisation.cost",
    "community.meetings": "community.cost",
    "account_review.every": "account_review.cost",
    "reviews.request": "reviews.cost",
    "complaints.manager_call": "complaints.manager_cost",
    "bonds.financial.level": "bonds.financial.cost",
    "bonds.social.level": "bonds.social.cost",
    "bonds.structural.level": "bonds.structural.cost",
    "crm.insight": "crm.running_cost",
    "crm.speed": "crm.running_cost",
}
"""Levers that are never free, and where their cost is said."""

Finding = tuple[DataPath, str]


def dead_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file sets although nothing in it ever switches them on."""
    for name, firm in scenario.firms.items():
        for lever, switches in SWITCHES.items():
            path: DataPath = ("firms", name, *lever.split("."))
            written = value_at(scenario.document.data, path)
            touched = isinstance(written, dict) and set(written) - set(switches)
            others = ALSO.get(lever, ())
            on = any(setting(firm, way) > 0 for way in (*(f"{lever}.{key}" for key in switches), *others))
            later = any(patched_anywhere(scenario, f"firms.{name}.{way}") for way in (lever, *others))
            if touched and not on and not later:
                yield path, f"has no effect while its {switches[0]} is 0"


def needed_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file sets although what they work on is not there."""
    for name, firm in scenario.firms.items():
        for place, touchpoint in firm.touchpoints.items():
            if touchpoint.frequency.amount == 0:
                yield ("firms", name, "touchpoints", place), "is never tried while its frequency is 0"
        for lever, base, why in NEEDED:
            path: DataPath = ("firms", name, *lever.split("."))
            if value_at(scenario.document.data, path) is None or setting(firm, lever) == 0:
                continue
            if setting(firm, base) == 0 and not patched_anywhere(scenario, f"firms.{name}.{base}"):
                yield path, f"has no effect while {base} is 0: {why}"


def unchosen_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file sets although another one is chosen."""
    for name, firm in scenario.firms.items():
        for lever, choice, words in UNCHOSEN:
            path: DataPath = ("firms", name, *lever.split("."))
            part, key = choice.split(".")
            word = getattr(getattr(firm, part), key)
            chosen = word in words and not patched_anywhere(scenario, f"firms.{name}.{part}")
            if chosen and value_at(scenario.document.data, path) is not None:
                yield path, f'has no effect while {choice} is "{word}"'


def free_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that the file pulls without saying what they cost."""
    for name, firm in scenario.firms.items():
        for lever, cost in COSTED.items():
            path: DataPath = ("firms", name, *lever.split("."))
            said = value_at(scenario.document.data, ("firms", name, *cost.split("."))) is not None
            pulled = value_at(scenario.document.data, path) is not None and setting(firm, lever) > 0
            if pulled and not said and setting(firm, cost) == 0:
                yield path, f"costs nothing; is {cost} missing?"


def patched_anywhere(scenario: Scenario, path: str) -> bool:
    """Whether a policy, a condition or an event sets this path, or something around or below it."""
    changes = [*(policy.set for policy in scenario.policies.values())]
    changes += [condition.set for condition in scenario.conditions.values()]
    changes += [event.set for event in scenario.timeline]
    keys = [key for change in changes for key in change]
    return any(key.startswith(path) or path.startswith(f"{key}.") for key in keys)


def value_at(data: Any, path: DataPath) -> Any:
    """What the file itself says at a path, or None."""
    for step in path:
        if not isinstance(data, dict):
            return None
        data = data.get(step)
    return data


def setting(firm: Firm, path: str) -> float:
    """A lever's number, whatever its unit."""
    value: Any = firm
    for name in path.split("."):
        value = getattr(value, name)
    return float(getattr(value, "amount", getattr(value, "count", value)))
