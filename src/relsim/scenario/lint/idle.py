"""Warnings about what only seems to do something: events that never happen, levers that move nobody.

Each market is looked at that a scenario describes: as it is, under its policies and under its conditions.
"""

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

from relsim.arithmetic import exp
from relsim.errors import DataPath, Problem, dotted
from relsim.rules.messages import advertising_contacts, advertising_reach
from relsim.rules.settings import Firm as FirmSettings
from relsim.scenario.lint.levers import Finding, free_levers, lever_setting, reach_per_money, value_in_file
from relsim.scenario.resolve.comparable import HORIZON, PEOPLE, SHARED_BY_POLICIES, YARDSTICK, settings_made
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.changes import Event
from relsim.scenario.schema.firm import Firm
from relsim.scenario.units.fading import left_behind, months_in

NEARLY = 0.99
"""A share of its ceiling from which on a lever has reached it."""

STANDING_STILL = (
    "mechanisms",
    *SHARED_BY_POLICIES[PEOPLE],
    *SHARED_BY_POLICIES[HORIZON],
    *SHARED_BY_POLICIES[YARDSTICK],
)
"""What is settled before the first period, or for the whole run."""

LEVERS_OF_FEELING = (
    "contact.frequency",
    "personalisation.depth",
    "community.meetings",
    "account_review.every",
)
"""Levers that work by what customers feel, and by nothing else."""


def idle_in_any_market(scenario: Scenario) -> Iterator[Problem]:
    """What can never happen, moves nobody or costs nothing in any market that a scenario describes."""
    markets = [scenario, *(scenario.with_policy(name) for name in scenario.policies)]
    markets += [scenario.under_condition(name) for name in scenario.conditions]
    yield from dict.fromkeys(problem for market in markets for problem in idle_in(market))


def idle_in(market: Scenario) -> Iterator[Problem]:
    """What can never happen, moves nobody or costs nothing in one market, each at its place."""
    for find in (
        events_that_never_happen,
        events_overruled,
        saturated_levers,
        unfelt_levers,
        free_levers,
        reach_per_money,
    ):
        for path, text in find(market):
            yield Problem(market.document.place(path), dotted(path), text)


def events_that_never_happen(scenario: Scenario) -> Iterator[Finding]:
    """Events that begin after the end, that end before they begin, or that set what is settled before."""
    for number, event in enumerate(scenario.timeline):
        path: DataPath = ("timeline", number)
        begins = event.at.periods(scenario.period)
        if begins >= scenario.periods:
            yield (*path, "at"), f"the event never happens: {event.at} is after the end of the scenario"
        elif event.until is not None and event.until.periods(scenario.period) <= begins:
            yield (
                (*path, "until"),
                f"the event never happens: it ends at {event.until}, and begins at {event.at}",
            )
        for setting in settings_made(event.set, scenario.document, Scenario):
            if str(setting.path[0]) in STANDING_STILL or setting.path[2:3] == ("start",):
                yield (
                    (*path, "set", *setting.written),
                    "has no effect on the way: it is settled before the first period",
                )


def events_overruled(scenario: Scenario) -> Iterator[Finding]:
    """What an event sets and later ones in the list set to something else for as long as it lasts."""
    lasting = [periods_of_event(scenario, event) for event in scenario.timeline]
    made = [list(settings_made(event.set, scenario.document, Scenario)) for event in scenario.timeline]
    for number, settings in enumerate(made):
        for setting in settings:
            overruling = [
                later
                for later in range(number + 1, len(made))
                if any(setting.path[: len(other.path)] == other.path for other in made[later])
            ]
            if lasting[number] and lasting[number] <= set().union(*(lasting[later] for later in overruling)):
                yield (
                    ("timeline", number, "set", *setting.written),
                    "has no effect: it is set again for all of that time by "
                    + " and ".join(dotted(("timeline", later)) for later in overruling),
                )


def periods_of_event(scenario: Scenario, event: Event) -> set[int]:
    """The periods of a run in which an event holds."""
    until = scenario.periods if event.until is None else event.until.periods(scenario.period)
    return {t for t in range(scenario.periods) if event.at.periods(scenario.period) <= t < until}


def saturated_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers so far up that more of them moves nobody else."""
    for name, firm in scenario.firms.items():
        for lever, share in {
            "advertising.spend": reach_of_ceiling(scenario, firm),
            "retention.spend": 1.0
            - exp(-firm.retention.response * firm.retention.spend.per_period(scenario.period))
            if scenario.mechanisms.departure == "response"
            else 0.0,
            "service.effort": 1.0 - exp(-firm.service.response * firm.service.effort),
        }.items():
            path: DataPath = ("firms", name, *lever.split("."))
            if share >= NEARLY and value_in_file(scenario.document.data, path) is not None:
                yield path, f"has reached its ceiling ({share:.1%} of it): more of it moves nobody else"


def reach_of_ceiling(scenario: Scenario, firm: Firm) -> float:
    """The share of its ceiling that a firm's advertising reaches once it has gone on for long."""
    advertising = firm.advertising
    settings = cast(
        FirmSettings,
        SimpleNamespace(
            advertising_contact_cost=advertising.contact_cost, advertising_response=advertising.response
        ),
    )
    spent = advertising.spend.per_period(scenario.period)
    each = advertising_contacts(spent * scenario.scale / scenario.customers, settings)
    forgotten = advertising.forgetting.per_period(scenario.period)
    if advertising.contact_cost > 0.0:
        each *= left_behind(forgotten, months_in(scenario.period))
    return advertising_reach(each / forgotten if forgotten > 0.0 else scenario.periods * each, 1.0)


def unfelt_levers(scenario: Scenario) -> Iterator[Finding]:
    """Levers that work by what customers feel, where hardly anything follows from that."""
    chosen: Mapping[str, Any] = dict(scenario.mechanisms)
    keeps = chosen["departure"] in ("competing", "by rung")
    spends = chosen["spend"] != "gamma-gamma" and scenario.behaviour.spend.growth != 0.0
    moves = keeps or spends or chosen["choice"] in ("logit", "captive") or chosen["word_of_mouth"] != "none"
    if keeps:
        return
    lacking = f'with the departure "{chosen["departure"]}" nobody stays or leaves for what they feel'
    for name, firm in scenario.firms.items():
        for lever in LEVERS_OF_FEELING:
            path: DataPath = ("firms", name, *lever.split("."))
            if value_in_file(scenario.document.data, path) is None or lever_setting(firm, lever) == 0:
                continue
            yield path, f"{'keeps nobody' if moves else 'moves nobody'}: {lacking}"
