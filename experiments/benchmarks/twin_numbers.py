"""The numbers of a relsim scenario, unpacked into plain Python objects for the Mesa twin."""

from dataclasses import dataclass
from math import log1p, sqrt
from operator import attrgetter
from random import Random
from types import SimpleNamespace
from typing import Any

from relsim.market.plan import plan_of
from relsim.market.population import periods_in_a_year
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.schema.people import Segment, ShareTrait

UNKNOWN_TO_THE_TWIN = (
    "awareness",
    "complaints.double_deviation",
    "complaints.repetition",
    "attitude.trust_quality",
    "attitude.settling",
    "choice.habit_purchases",
    "departure.missed",
    "departure.company_most",
    "departure.waking",
    "word_of_mouth.audience",
    "word_of_mouth.blame_half_life",
)
"""Rules of behaviour that are off by default, and of which the twin has none."""


@dataclass(frozen=True)
class Numbers:
    """What the twin needs of a scenario: `behaviour` and `offers` for each period, and people."""

    customers: int
    periods: int
    neighbours: int
    rewiring: float
    firm_names: tuple[str, ...]
    start_shares: tuple[float, ...]
    founding_prices: tuple[float, ...]
    segments: tuple[SimpleNamespace, ...]
    behaviour: tuple[SimpleNamespace, ...]
    offers: tuple[tuple[SimpleNamespace, ...], ...]
    year: float
    baskets_vary: bool


def numbers_of(scenario: Scenario) -> Numbers:
    """The numbers of a scenario; raises ValueError for mechanisms that the twin does not have."""
    chosen = (scenario.mechanisms.need, scenario.mechanisms.choice, scenario.network.kind)
    if chosen != ("contract", "captive", "small world"):
        raise ValueError(f"the twin knows contract, captive, small world; not {chosen}")
    refuse_what_is_off_by_default(scenario)
    plan = plan_of(scenario)
    if (plan.behaviour["price_level"] != 1.0).any():
        raise ValueError("the twin does not know the rule of behaviour.attitude.inflation")
    return Numbers(
        customers=scenario.customers,
        periods=scenario.periods,
        neighbours=scenario.network.neighbours,
        rewiring=scenario.network.rewiring,
        firm_names=tuple(scenario.firms),
        start_shares=tuple(firm.start.share for firm in scenario.firms.values()),
        founding_prices=tuple(scenario.founding_prices.values()),
        segments=tuple(segment_of(segment, scenario.period) for segment in scenario.segments),
        behaviour=tuple(named(row) for row in plan.behaviour),
        offers=tuple(tuple(named(row) for row in firms) for firms in plan.firms),
        year=periods_in_a_year(scenario),
        baskets_vary=scenario.mechanisms.spend == "lognormal",
    )


def refuse_what_is_off_by_default(scenario: Scenario) -> None:
    """Raise ValueError for rules that came after the twin was written, which it does not have."""
    off = Behaviour()
    for path in UNKNOWN_TO_THE_TWIN:
        value = attrgetter(path)
        if value(scenario.behaviour) != value(off):
            raise ValueError(f"the twin does not know the rule of behaviour.{path}")
    for name, firm in scenario.firms.items():
        if firm.start.awareness < 1.0:
            raise ValueError(f"the twin lets everybody know every firm; not firms.{name}.start.awareness")


def named(row: Any) -> SimpleNamespace:
    """A record of floats as an object with attributes."""
    return SimpleNamespace(**dict(zip(row.dtype.names, row.item(), strict=True)))


def segment_of(segment: Segment, period: str) -> SimpleNamespace:
    """The trait distributions of a segment as pairs or triples of numbers."""
    rate = segment.need_rate
    return SimpleNamespace(
        share=segment.share,
        need_rate=(rate.distribution, rate.mean.per_period(period), rate.spread),
        basket=positive_of(segment.basket),
        price_sensitivity=positive_of(segment.price_sensitivity),
        proneness=beta_of(segment.proneness),
        restlessness=positive_of(segment.restlessness),
        values=beta_of(segment.values),
        talkativeness=beta_of(segment.talkativeness),
        expectation=beta_of(segment.expectation),
        mobility=segment.mobility.per_period(period),
    )


def positive_of(trait: Any) -> tuple[str, float, float]:
    """Distribution, mean and relative spread of a positive trait."""
    return trait.distribution, trait.mean, trait.spread


def beta_of(trait: ShareTrait) -> tuple[float, float, float]:
    """Mean and the two shapes of a beta distribution; shapes of zero mean a constant."""
    limit = trait.mean * (1.0 - trait.mean)
    if trait.spread == 0.0 or limit == 0.0:
        return trait.mean, 0.0, 0.0
    size = limit / min(trait.spread**2, 0.98 * limit) - 1.0
    return trait.mean, trait.mean * size, (1.0 - trait.mean) * size


def draw_positive(trait: tuple[str, float, float], luck: Random) -> float:
    """A gamma or lognormal number with this mean and relative spread."""
    distribution, mean, spread = trait
    if spread == 0.0 or mean == 0.0:
        return mean
    if distribution == "gamma":
        return luck.gammavariate(1.0 / spread**2, mean * spread**2)
    variance = log1p(spread**2)
    return mean * luck.lognormvariate(-variance / 2.0, sqrt(variance))


def draw_share(trait: tuple[float, float, float], luck: Random) -> float:
    """A beta number, or the constant."""
    mean, a, b = trait
    return luck.betavariate(a, b) if a > 0.0 else mean
