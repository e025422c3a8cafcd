"""The plan of a market: the numbers of a scenario, for every period, as records that rules can read.

A setting `contact.frequency` of a firm becomes `firm.contact_frequency`, rates become per-period
numbers, and the timeline decides which values hold when.
"""

from dataclasses import dataclass
from itertools import product
from math import log
from typing import Any

import numpy as np

from relsim.market.calendar import anniversaries, events_in_force, season_of, year_in_periods
from relsim.market.offers import CULTIVATING, journey, offered
from relsim.rules.choice import HELD
from relsim.rules.departure import rival_price_pressure, rival_pull
from relsim.rules.messages import advertising_reach
from relsim.rules.state import Parameters
from relsim.scenario.part import Part
from relsim.scenario.schema import Scenario
from relsim.scenario.units import Chance, Duration, Frequency, Growth

WORDS = {
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

PAID_AS_A_WHOLE = (
    "advertising_spend",
    "loyalty_running_cost",
    "crm_purchase",
    "crm_running_cost",
    "overhead",
)
"""Amounts that grow with the market when a scenario is scaled."""

Settings = dict[str, float]


@dataclass(frozen=True)
class Plan:
    """Numbers for every period: `behaviour` [period] and `firms` [period, firm]."""

    behaviour: Any
    firms: Any


def plan_of(scenario: Scenario) -> Plan:
    """All numbers of a scenario over time."""
    regimes: dict[tuple[int, ...], Scenario] = {}
    moments: dict[Any, tuple[Settings, list[Settings]]] = {}
    rows = []
    for t in range(scenario.periods):
        events = events_in_force(scenario, t)
        if events not in regimes:
            regimes[events] = scenario.at_events(events)
        years, season = anniversaries(scenario, t), season_of(regimes[events], t)
        if (events, years, season) not in moments:
            moments[events, years, season] = settings_of(regimes[events], years, season)
        rows.append(moments[events, years, season])
    firms = np.stack([_records(firms) for _, firms in rows])
    # What is bought is paid for once, when it is first there.
    bought = firms["crm_purchase"] > 0.0
    firms["crm_cost"] += firms["crm_purchase"] * (bought & (bought.cumsum(axis=0) == 1))
    return Plan(_records([behaviour for behaviour, _ in rows]), firms)


def settings_of(scenario: Scenario, years: int = 0, season: float = 1.0) -> tuple[Settings, list[Settings]]:
    """The numbers of behaviour and of each firm while one set of events holds."""
    behaviour = flattened(scenario.behaviour, scenario.period)
    behaviour["captive"] = float(scenario.mechanisms.choice in HELD)
    behaviour["mean_field"] = float(scenario.mechanisms.word_of_mouth == "mean field")
    behaviour["neighbours"] = float(scenario.network.neighbours)
    behaviour["year"] = float(year_in_periods(scenario))
    behaviour["season"] *= season
    conduct = _Named(behaviour)
    firms = [flattened(firm, scenario.period) for firm in scenario.firms.values()]
    for firm, amount in product(firms, PAID_AS_A_WHOLE):
        firm[amount] *= scenario.scale
    for firm, offer in zip(firms, scenario.firms.values(), strict=True):
        firm["price"] *= (1.0 + offer.price_rise.per_period("year")) ** years
        firm.update(journey(offer.touchpoints.values(), scenario.period))
        firm.update(offered(_Named(firm), conduct))
        firm["cultivates"] = float(any(firm[lever] > 0.0 for lever in CULTIVATING))
    for firm in firms:
        rivals = [rival for rival in firms if rival is not firm]
        firm.update(standing(firm, rivals, scenario.normal_price, scenario.customers, conduct))
    return behaviour, firms


def standing(
    firm: Settings,
    rivals: list[Settings],
    reference_price: float,
    customers: int,
    behaviour: Parameters,
) -> Settings:
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


def reach_of(firm: Settings, customers: int) -> float:
    """Share of the market that a firm's advertising reaches in a period."""
    return advertising_reach(
        firm["advertising_spend"] / customers,
        firm["advertising_ceiling"],
        firm["advertising_response"],
    )


def flattened(part: Part, period: str, prefix: str = "") -> Settings:
    """Every number of a part by its path, rates and durations in periods."""
    settings: Settings = {}
    for name, value in part:
        path = f"{prefix}{name}"
        if isinstance(value, Part):
            settings |= flattened(value, period, f"{path}_")
        elif isinstance(value, Chance | Frequency | Growth):
            settings[path] = value.per_period(period)
        elif isinstance(value, Duration):
            settings[path] = float(value.periods(period))
        elif isinstance(value, str) and value in WORDS:
            settings[path] = WORDS[value]
        elif isinstance(value, int | float):
            settings[path] = float(value)
    return settings


class _Named:
    """Settings read like a record."""

    def __init__(self, settings: Settings) -> None:
        self.__dict__.update(settings)

    def __getattr__(self, name: str) -> float:
        raise AttributeError(name)


def _records(rows: list[Settings]) -> Any:
    """A structured array with one float per setting."""
    names = [name for name in rows[0] if name != "strategy"]
    kind = np.dtype([(name, np.float64) for name in names])
    return np.array([tuple(row[name] for name in names) for row in rows], kind)


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)
