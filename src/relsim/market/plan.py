"""The plan of a market: the numbers of a scenario, for every period, as records that rules can read.

A setting `contact.frequency` of a firm becomes `firm.contact_frequency`, rates become per-period
numbers, and the timeline decides which values hold when.
"""

from collections.abc import Set
from dataclasses import dataclass
from math import log
from typing import Any, NamedTuple

import numpy as np

from relsim.market.adaptations import AS_A_WHOLE, Goal, LeverValues, goals_of
from relsim.market.calendar import anniversaries, crowding, events_in_force, season_of, year_in_periods
from relsim.market.offers import journey, offered
from relsim.rules.departure import rival_price_pressure, rival_pull
from relsim.rules.messages import advertising_reach
from relsim.rules.rulebook import MECHANISMS
from relsim.rules.settings import Behaviour
from relsim.scenario.part import Part
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Chance, Frequency, Growth

NUMBERS_OF_WORDS = {
    "everybody": 0.0,
    "best": 1.0,
    "at risk": 2.0,
    "groups": 3.0,
    "let go": 0.0,
    "watch": 1.0,
    "hold": 2.0,
    "permanent": 0.0,
    "mini": 1.0,
    "both": 2.0,
}
"""The numbers that rules know words by."""


@dataclass(frozen=True)
class Plan:
    """Numbers for every period: `behaviour` [period] and `firms` [period, firm] as rules read them.

    `levers` [period, firm] are what firms set, from which `firms` follows; `goals` are the firms' rules.
    """

    behaviour: Any
    levers: Any
    firms: Any
    goals: list[list[tuple[Goal, ...]]]


class Moment(NamedTuple):
    """What the calendar says of a period: who is there, who buys a system, years passed, season."""

    present: frozenset[str]
    buying: frozenset[str]
    years: int
    season: float


class Regime(NamedTuple):
    """The numbers of some periods in which nothing changes by plan."""

    behaviour: LeverValues
    levers: list[LeverValues]
    firms: list[LeverValues]
    goals: list[tuple[Goal, ...]]


def plan_of(scenario: Scenario) -> Plan:
    """All numbers of a scenario over time."""
    eras: dict[tuple[int, ...], Scenario] = {}
    regimes: list[Regime] = []
    numbers: dict[tuple[tuple[int, ...], Moment], int] = {}
    in_force = []
    owners: set[str] = set()
    for t in range(scenario.periods):
        events = events_in_force(scenario, t)
        if events not in eras:
            eras[events] = scenario.at_events(events)
        moment = moment_of(eras[events], t, owners)
        owners |= moment.buying
        if (events, moment) not in numbers:
            numbers[events, moment] = len(regimes)
            regimes.append(regime_of(eras[events], moment))
        in_force.append(numbers[events, moment])
    return Plan(
        _records([regime.behaviour for regime in regimes])[in_force],
        np.stack([_records(regime.levers) for regime in regimes])[in_force],
        np.stack([_records(regime.firms) for regime in regimes])[in_force],
        [regimes[number].goals for number in in_force],
    )


def moment_of(scenario: Scenario, t: int, owners: Set[str]) -> Moment:
    """What the calendar says of period `t`; `owners` have bought their system before."""
    present = frozenset(name for name, firm in scenario.firms.items() if firm.present(t, scenario.period))
    buying = frozenset(name for name in present - owners if scenario.firms[name].crm.purchase > 0.0)
    return Moment(present, buying, anniversaries(scenario, t), season_of(scenario, t))


def regime_of(scenario: Scenario, moment: Moment) -> Regime:
    """The numbers of behaviour and of each firm while one set of events holds, at one moment."""
    behaviour = flattened(scenario.behaviour, scenario.period)
    behaviour["captive"] = float(MECHANISMS["choice"].alternatives[scenario.mechanisms.choice].holds)
    behaviour["mean_field"] = float(scenario.mechanisms.word_of_mouth == "mean field")
    behaviour["neighbours"] = float(scenario.network.neighbours)
    behaviour["year"] = float(year_in_periods(scenario))
    behaviour["season"] *= moment.season
    crowded = crowding(scenario.behaviour.attitude.attention_fading, scenario.period)
    behaviour["attitude_tolerance"] *= crowded
    behaviour["attitude_annoyance"] /= crowded
    conduct = Named(behaviour)
    levers = [levers_at(name, scenario, moment) for name in scenario.firms]
    firms = [worked_out(firm, conduct) for firm in levers]
    place_offers(firms, scenario, conduct)
    return Regime(behaviour, levers, firms, goals_of(scenario))


def levers_at(name: str, scenario: Scenario, moment: Moment) -> LeverValues:
    """What one firm has set at one moment."""
    offer = scenario.firms[name]
    firm = flattened(offer, scenario.period) | journey(offer.touchpoints.values(), scenario.period)
    firm["price"] *= (1.0 + offer.price_rise.per_period("year")) ** moment.years
    firm["crm_purchase"] *= name in moment.buying
    for amount in AS_A_WHOLE:
        firm[amount] *= scenario.scale
    firm["present"] = float(name in moment.present)
    return firm


def worked_out(levers: LeverValues, behaviour: Behaviour) -> LeverValues:
    """The levers of a firm with what follows from them alone; one that is not there pays nothing."""
    firm = levers | {"staff_bill": 0.0, "hiring_bill": 0.0}
    if not firm["present"]:
        firm |= dict.fromkeys(("win_back_frequency", *AS_A_WHOLE), 0.0)
    return firm | offered(Named(firm), behaviour)


def place_offers(firms: list[LeverValues], scenario: Scenario, behaviour: Behaviour) -> None:
    """Give every firm what follows from its offer among those of its rivals."""
    for firm in firms:
        rivals = [rival for rival in firms if rival is not firm and rival["present"]]
        firm.update(offer_standing(firm, rivals, scenario.normal_price, scenario.customers, behaviour))


def offer_standing(
    firm: LeverValues,
    rivals: list[LeverValues],
    reference_price: float,
    customers: int,
    behaviour: Behaviour,
) -> LeverValues:
    """What follows from a firm's offer among those of its rivals."""
    pressure = 1.0
    if rivals:
        rival_price = _mean([rival["price"] for rival in rivals])
        pressure = rival_price_pressure(firm["price"], rival_price, behaviour)
    return {
        "relative_price": log(firm["price"] / reference_price),
        "rival_price_pressure": pressure,
        "rival_pull": sum(
            rival_pull(
                rival["service_quality"] - firm["service_quality"],
                reach_of(rival, customers),
                behaviour,
            )
            for rival in rivals
        ),
        "advertising_reach": reach_of(firm, customers),
    }


def reach_of(firm: LeverValues, customers: int) -> float:
    """Share of the market that a firm's advertising reaches in a period."""
    return advertising_reach(
        firm["advertising_spend"] / customers,
        firm["advertising_ceiling"],
        firm["advertising_response"],
    )


def flattened(part: Part, period: str, prefix: str = "") -> LeverValues:
    """Every number of a part by its path, rates and durations in periods."""
    settings: LeverValues = {}
    for name, value in part:
        path = f"{prefix}{name}"
        if isinstance(value, Part):
            settings |= flattened(value, period, f"{path}_")
        elif isinstance(value, Chance | Frequency | Growth):
            settings[path] = value.per_period(period)
        elif isinstance(value, Duration):
            settings[path] = float(value.periods(period))
        elif isinstance(value, str) and value in NUMBERS_OF_WORDS:
            settings[path] = NUMBERS_OF_WORDS[value]
        elif isinstance(value, int | float):
            settings[path] = float(value)
    return settings


class Named:
    """Settings read like a record."""

    def __init__(self, settings: LeverValues) -> None:
        self.__dict__.update(settings)

    def __getattr__(self, name: str) -> float:
        raise AttributeError(name)


def _records(rows: list[LeverValues]) -> Any:
    """A structured array with one float per setting."""
    names = [name for name in rows[0] if name not in ("strategy", "enters", "leaves")]
    kind = np.dtype([(name, np.float64) for name in names])
    return np.array([tuple(row[name] for name in names) for row in rows], kind)


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)
