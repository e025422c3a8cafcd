"""The plan of a market: the numbers of a scenario, for every period, as records that rules can read.

A setting `contact.frequency` of a firm becomes `firm.contact_frequency`, rates become per-period
numbers, and the timeline decides which values hold when.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from math import fsum
from typing import Any, NamedTuple

import numpy as np

from relsim.arithmetic import whole_power
from relsim.market.adaptations import AS_A_WHOLE, Goal, LeverValues, goals_of
from relsim.market.calendar import anniversaries, events_in_force, season_of, year_in_periods
from relsim.market.founding import founding_of
from relsim.market.inflation import follow_plan, relative_price
from relsim.market.months import convert_from_months
from relsim.market.offers import journey, offered
from relsim.market.population import people_there
from relsim.market.warm_up import before_first_period, periods_to_warm_up
from relsim.rules.departure import rival_price_pressure, rival_pull
from relsim.rules.messages import advertising_contacts, advertising_reach, with_carry_over
from relsim.rules.rulebook import MECHANISMS, is_asked
from relsim.rules.settings import Behaviour, Firm
from relsim.scenario.part import Part
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.levers import usual_period
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Rate

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
    "average": 0.0,
    "best known": 1.0,
    "best as a whole": 2.0,
}
"""The numbers that rules know words by."""


ONLY_IF_ASKED = {
    "category_maturity": "behaviour.category.maturity",
    "departure_rivals": "behaviour.departure.rivals",
    "departure_waking": "behaviour.departure.waking",
}
"""Settings that change the story itself, which some mechanisms tell in another way."""


NO_SETTINGS = ("strategy", "enters", "leaves", "start_customers")
"""What some firms say in numbers that no rule reads."""


ALIKE = 1e-12
"""Numbers of contacts that differ by less than this share are the same, but for how they were added up."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Numbers for every period: `behaviour` [period] and `firms` [period, firm] as rules read them.

    `levers` [period, firm] are what firms set, as a file says it, from which `firms` follows; `goals` are the
    firms' rules; `before` is the time in which the market warms up, if it does.
    """

    behaviour: Any
    levers: Any
    firms: Any
    goals: list[list[tuple[Goal, ...]]]
    before: "EarlierPlan | None" = None


class EarlierPlan(NamedTuple):
    """The time before the first period: its scenario, and the numbers of it."""

    scenario: Scenario
    plan: Plan


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
    """All numbers of a scenario over time, those of the time in which it warms up included."""
    if not (periods := periods_to_warm_up(scenario)):
        return plan_of_run(scenario)
    earlier = before_first_period(scenario, periods)
    before = EarlierPlan(earlier, plan_of_run(earlier, steady=True))
    return replace(plan_of_run(scenario), before=before)


def plan_of_run(scenario: Scenario, *, steady: bool = False) -> Plan:
    """All numbers of a scenario from its first period on; as many people in each if they are `steady`."""
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
    behaviour = _records([regime.behaviour for regime in regimes])[in_force]
    firms = np.stack([_records(regime.firms) for regime in regimes])[in_force]
    people = people_there(founding_of(scenario))
    behaviour["people"] = people[0] if steady else people
    follow_plan(firms, behaviour)
    carry_over(firms, behaviour)
    return Plan(
        behaviour,
        np.stack([_records(regime.levers) for regime in regimes])[in_force],
        firms,
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
    behaviour["under_contract"] = float(scenario.mechanisms.need == "contract")
    behaviour["mean_field"] = float(scenario.mechanisms.word_of_mouth == "mean field")
    behaviour["neighbours"] = float(scenario.network.neighbours)
    behaviour["ladder_spoken"] *= scenario.mechanisms.ladder == "behavioural"
    behaviour["year"] = float(year_in_periods(scenario))
    behaviour["season"] *= moment.season
    behaviour["people"] = float(scenario.people)
    behaviour["normal_price"] = scenario.normal_price
    behaviour |= {"price_level": 1.0, "price_growth": 1.0}
    behaviour["reviews_convincing"] *= scenario.scale_of_people
    convert_from_months(behaviour, scenario)
    chosen = dict(scenario.mechanisms)
    behaviour |= {name: 0.0 for name, path in ONLY_IF_ASKED.items() if not is_asked(path, chosen)}
    conduct = Named(behaviour)
    levers = [levers_at(name, scenario, moment) for name in scenario.firms]
    forces = [
        in_force(firm, {}, scenario.scale_of_people, moment.years, name in moment.buying)
        for name, firm in zip(scenario.firms, levers, strict=True)
    ]
    firms = [worked_out(firm, conduct) for firm in forces]
    place_offers(firms, conduct)
    return Regime(behaviour, levers, firms, goals_of(scenario))


def levers_at(name: str, scenario: Scenario, moment: Moment) -> LeverValues:
    """What one firm has set at one moment, as a file says it, and whether it is there."""
    offer = scenario.firms[name]
    firm = flattened(offer, scenario.period) | journey(offer.touchpoints.values(), scenario.period)
    firm["present"] = float(name in moment.present)
    return firm


def in_force(
    levers: LeverValues, ruled: LeverValues, scale: float, years: int, is_buying: bool
) -> LeverValues:
    """What a firm has set as it holds after so many years: a price that has risen, a system bought only once,
    and what is paid as a whole for a market of this scale. What its rules say, `ruled`, holds already."""
    firm = levers | ruled
    if "price" not in ruled:
        firm["price"] *= whole_power(1.0 + firm["price_rise"], years)
    for amount in AS_A_WHOLE:
        if amount not in ruled:
            firm[amount] *= scale
    firm["crm_purchase"] *= is_buying
    return firm


def worked_out(levers: LeverValues, behaviour: Behaviour) -> LeverValues:
    """The levers of a firm with what follows from them alone; one that is not there pays nothing."""
    firm = levers | {"staff_bill": 0.0, "hiring_bill": 0.0}
    if not firm["present"]:
        firm |= dict.fromkeys(("win_back_frequency", *AS_A_WHOLE), 0.0)
    return firm | offered(Named(firm), behaviour)


def place_offers(
    firms: list[LeverValues], behaviour: Behaviour, before: Sequence[float] | None = None
) -> None:
    """Give every firm what follows from its offer among those of its rivals; `before` are the contacts by
    advertising that were remembered of each in the period before, if there was one."""
    place_advertising(firms, behaviour.people, before)
    for firm in firms:
        rivals = [rival for rival in firms if rival is not firm and rival["present"]]
        firm["rival_pull"] = pull_of_rivals(firm, rivals, behaviour)
        normal = behaviour.normal_price * behaviour.price_level
        firm["relative_price"] = relative_price(firm["price"], normal)
        firm["rival_price_pressure"] = pressure_of_price(firm, rivals, behaviour)


def pressure_of_price(firm: LeverValues, rivals: list[LeverValues], behaviour: Behaviour) -> float:
    """What a firm's price among those of its rivals makes of the chance to leave for it; 1 where each
    customer compares with the best that they know."""
    if not rivals or behaviour.departure_rivals > 0.0:
        return 1.0
    rival_price = _mean([rival["price"] for rival in rivals])
    return rival_price_pressure(firm["price"], rival_price, behaviour)


def pull_of_rivals(firm: LeverValues, rivals: list[LeverValues], behaviour: Behaviour) -> float:
    """How much all rivals draw a firm's customers; 1 where each customer compares with the best known."""
    if rivals and behaviour.departure_rivals > 0.0:
        return 1.0
    return fsum(
        rival_pull(rival["service_quality"] - firm["service_quality"], rival["advertising_reach"], behaviour)
        for rival in rivals
    )


def place_advertising(firms: list[LeverValues], people: float, before: Sequence[float] | None) -> None:
    """The share of those `people` who are there that each firm's advertising reaches, and the contacts that
    are remembered.

    Who is there from the start has advertised before as in the first period.
    """
    for f, firm in enumerate(firms):
        named: Firm = Named(firm)
        contacts = advertising_contacts(firm["advertising_spend"] / people, named)
        firm["advertising_exposure"] = advertising_reach(contacts, firm["advertising_ceiling"])
        contacts = lasting_contacts(contacts, named)
        if before is not None:
            contacts = with_carry_over(contacts, before[f], named)
        elif firm["advertising_forgetting"] > 0.0:
            contacts /= firm["advertising_forgetting"]
        firm["advertising_contacts"] = contacts
        firm["advertising_reach"] = advertising_reach(contacts, firm["advertising_ceiling"])


def lasting_contacts(contacts: float, firm: Firm) -> float:
    """Contacts of a period as far as they last, so that a year of them does the same in periods of any
    length; a response is one to what is spent in a period (Blattberg and Deighton 1996)."""
    return contacts * firm.advertising_left if firm.advertising_contact_cost > 0.0 else contacts


def carry_over(firms: Any, behaviour: Any) -> None:
    """Let advertising of firms [period, firm] reach those who are there in each period, and firms gain by
    that of earlier periods, as far as it is remembered."""
    if not firms["advertising_spend"].any():
        return
    for t in range(len(firms)):
        before = firms["advertising_contacts"][t - 1].tolist() if t > 0 else None
        people = float(behaviour["people"][t])
        if before is not None and is_remembered_alike(firms[t], before, people):
            continue
        rows = [plan_row(row) for row in firms[t]]
        place_advertising(rows, people, before)
        conduct: Behaviour = Named(plan_row(behaviour[t]))
        for f, firm in enumerate(rows):
            rivals = [rival for rival in rows if rival is not firm and rival["present"]]
            firms["rival_pull"][t, f] = pull_of_rivals(firm, rivals, conduct)
            for name in ("advertising_exposure", "advertising_contacts", "advertising_reach"):
                firms[name][t, f] = firm[name]


def is_remembered_alike(firms: Any, before: Sequence[float], people: float) -> bool:
    """Whether as much advertising of each firm is remembered as if it had always gone on like this."""
    for firm, kept in zip(firms.view(np.recarray), before, strict=True):
        contacts = lasting_contacts(advertising_contacts(firm.advertising_spend / people, firm), firm)
        if abs(with_carry_over(contacts, kept, firm) - firm.advertising_contacts) > ALIKE * kept:
            return False
    return True


def flattened(part: Part, period: str, prefix: str = "") -> LeverValues:
    """Every number of a part by its path: rates and durations in periods, growth over a year."""
    settings: LeverValues = {}
    for name, value in part:
        path = f"{prefix}{name}"
        if isinstance(value, Part):
            settings |= flattened(value, period, f"{path}_")
        elif isinstance(value, Rate):
            settings[path] = value.per_period(usual_period(type(value), period))
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


def plan_row(row: Any) -> LeverValues:
    """A row of a plan as plain numbers by name."""
    return dict(zip(row.dtype.names, np.frombuffer(row, np.float64).tolist(), strict=True))


def set_plan_row(rows: Any, t: int, f: int, settings: LeverValues) -> None:
    """Write the numbers of one firm and period into a plan [period, firm]."""
    numbers = rows.view(np.float64).reshape(*rows.shape, -1)
    numbers[t, f] = [settings[name] for name in rows.dtype.names]


def _records(rows: list[LeverValues]) -> Any:
    """A structured array with one float per setting."""
    names = [name for name in rows[0] if name not in NO_SETTINGS]
    kind = np.dtype([(name, np.float64) for name in names])
    return np.array([tuple(row[name] for name in names) for row in rows], kind)


def _mean(numbers: list[float]) -> float:
    return fsum(numbers) / len(numbers)
