"""The channels that bring customers: who is credited to each, what it costs, and how it is switched off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from relsim.market.plan import plan_of
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import Channel, Line

NOT_AT_ALL = 0
NOBODY_PRAISES = -1
"""The settings at which a lever brings nobody; recommending is a change of what people do by themselves."""


@dataclass(frozen=True)
class ChannelFacts:
    """A channel: by which messages people are credited to it, under which lines its cost is booked, and the
    levers of the firm by which it is switched off."""

    credited: tuple[Channel, ...]
    lines: tuple[Line, ...]
    off: Mapping[str, Any]


CHANNEL_FACTS: Mapping[str, ChannelFacts] = MappingProxyType(
    {
        "recommendation": ChannelFacts(
            (Channel.WORD_OF_MOUTH, Channel.REFERRAL),
            (Line.REFERRAL_REWARDS,),
            {
                "referral.motivation": NOBODY_PRAISES,
                "referral.giver": NOT_AT_ALL,
                "referral.friend": NOT_AT_ALL,
            },
        ),
        "advertising": ChannelFacts(
            (Channel.ADVERTISING,), (Line.ADVERTISING,), {"advertising.spend": NOT_AT_ALL}
        ),
        "coupons": ChannelFacts((Channel.COUPON,), (Line.COUPONS,), {"coupon.share": NOT_AT_ALL}),
        "win-back": ChannelFacts(
            (Channel.WIN_BACK,), (Line.WIN_BACK_OFFERS,), {"win_back.frequency": NOT_AT_ALL}
        ),
    }
)
"""Every channel that a firm can switch off, by name. Whoever walks in came by none."""


def switched_off(scenario: Scenario, firm: str, channel: str) -> Scenario:
    """The market in which a firm does without a channel from the first period to the last.

    Events that set something of a firm leave it switched off, and no rule by which the firm adapts moves it.
    """
    off = CHANNEL_FACTS[channel].off
    levers = {f"firms.{firm}.{lever}": value for lever, value in off.items()}
    changes: dict[str, Any] = dict(levers)
    if any(rule.path in off for rule in scenario.firms[firm].adapts):
        written = scenario.document.data["firms"][firm]["adapts"]
        rules = zip(written, scenario.firms[firm].adapts, strict=True)
        changes[f"firms.{firm}.adapts"] = [data for data, rule in rules if rule.path not in off]
    if scenario.timeline:
        events = zip(scenario.document.data["timeline"], scenario.timeline, strict=True)
        changes["timeline"] = [
            {**data, "set": with_levers(event.set, levers)} if sets_a_firm(event.set) else data
            for data, event in events
        ]
    return scenario.from_now_on(changes)


def with_levers(changes: Mapping[str, Any], levers: Mapping[str, Any]) -> dict[str, Any]:
    """What an event sets with levers at these values, also inside what it sets as a whole."""
    found = dict(changes)
    for path, data in changes.items():
        for lever, value in levers.items():
            if isinstance(data, Mapping) and lever.startswith(f"{path}."):
                data = with_entry(data, lever.removeprefix(f"{path}.").split("."), value)
        found[path] = data
    return {**found, **levers}


def with_entry(data: Mapping[str, Any], names: Sequence[str], value: Any) -> dict[str, Any]:
    """A mapping with another value under these names, one within the other."""
    first, *further = names
    return {**data, first: with_entry(data.get(first, {}), further, value) if further else value}


def sets_a_firm(changes: Mapping[str, Any]) -> bool:
    """Whether an event sets anything of a firm."""
    return any(path.split(".")[0] == "firms" for path in changes)


def channels_in_use(scenario: Scenario, firm: str) -> list[str]:
    """The channels of a firm that bring, or may bring, anybody: those which are not switched off already."""
    talks = scenario.mechanisms.word_of_mouth != "none"
    known = [name for name in CHANNEL_FACTS if name != "recommendation" or talks]
    return [name for name in known if differs(scenario, switched_off(scenario, firm, name), firm)]


def differs(scenario: Scenario, other: Scenario, firm: str) -> bool:
    """Whether a firm is led otherwise in another market, at first or later."""
    same = np.array_equal(plan_of(scenario).firms, plan_of(other).firms)
    return not same or scenario.firms[firm].adapts != other.firms[firm].adapts
