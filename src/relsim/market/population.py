"""The people of a market: their traits, drawn once, and the relationships they start with.

Every potential customer has an identity from the start. Traits are quantiles of one uniform number
each, so a policy that shifts a distribution shifts everybody along it.
"""

from math import sqrt
from typing import Any

import numpy as np
from scipy import special

from relsim import draws
from relsim.luck import deeper, market_key, uniform
from relsim.market.columns import Columns, blank_columns
from relsim.market.quantiles import beta, gamma
from relsim.rules.grouping import FOUNDERS_BOUGHT
from relsim.rules.state import GONE
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.people import Population, PositiveTrait, RateTrait, Segment, ShareTrait
from relsim.vocabulary import CLIENT

BATCH = 65_536
Numbers = Any


def customer_keys(seed: int, replication: int, first: int, last: int) -> Numbers:
    """The keys of the lasting luck of customers `first` up to `last`, as uint64."""
    root = deeper(market_key(seed, replication), 0)
    return deeper(root, np.arange(first, last, dtype=np.uint64))  # type: ignore[arg-type]


def populated(scenario: Scenario, seed: int, replication: int) -> Columns:
    """Columns of a market before its first period; drawn in batches, to save memory."""
    columns = blank_columns(scenario.customers, len(scenario.firms))
    for first in range(0, scenario.customers, BATCH):
        last = min(first + BATCH, scenario.customers)
        keys = customer_keys(seed, replication, first, last)
        settle(Columns(columns.people[first:last], columns.ties[first:last]), keys, scenario)
    return columns


def settle(columns: Columns, keys: Numbers, scenario: Scenario) -> None:
    """Give some people their segments, traits and first relationships."""
    shares = np.cumsum([segment.share for segment in scenario.segments])
    drawn = np.searchsorted(shares, uniform(keys, draws.SEGMENT, 0), side="right")
    columns.segment[:] = np.minimum(drawn, len(scenario.segments) - 1)
    for number, segment in enumerate(scenario.segments):
        members = np.flatnonzero(columns.segment == number)
        endow(columns, members, keys[members], segment, scenario)
    if scenario.population != Population():
        columns.arrives[:] = arrivals(scenario, uniform(keys, draws.ARRIVAL, 0))
    found(columns, keys, scenario)


def endow(columns: Columns, members: Numbers, keys: Numbers, segment: Segment, scenario: Scenario) -> None:
    """Give the members of one segment their traits."""

    def quantiles(purpose: int) -> Numbers:
        return uniform(keys, purpose, 0)

    rate = segment.need_rate
    mean = rate.mean.per_period(scenario.period)
    columns.need_rate[members] = spread_out(rate, mean, quantiles(draws.NEED_RATE))
    for name, purpose in (
        ("basket", draws.BASKET),
        ("price_sensitivity", draws.PRICE_SENSITIVITY),
        ("restlessness", draws.RESTLESSNESS),
    ):
        trait = getattr(segment, name)
        columns.people[name][members] = spread_out(trait, trait.mean, quantiles(purpose))
    for name, purpose in (
        ("proneness", draws.PRONENESS),
        ("values", draws.VALUES),
        ("talkativeness", draws.TALKATIVENESS),
        ("fickleness", draws.FICKLENESS),
    ):
        columns.people[name][members] = share(getattr(segment, name), quantiles(purpose))
    replaced = scenario.population.turnover.per_period(scenario.period)
    moving = segment.mobility.per_period(scenario.period)
    columns.mobility[members] = moving + replaced * (1.0 - moving)
    expectation = share(segment.expectation, quantiles(draws.EXPECTATION))
    columns.expectation[members] = np.asarray(expectation).reshape(-1, 1)


def spread_out(trait: RateTrait | PositiveTrait, mean: float, u: Numbers) -> Numbers:
    """Quantiles of a trait's distribution with this mean and its relative spread, or its shape."""
    if mean == 0.0 or (trait.spread == 0.0 and trait.shape is None):
        return mean
    if trait.distribution == "gamma":
        shape = trait.shape or 1.0 / trait.spread**2
        return gamma(shape, mean, u)
    if trait.distribution == "inverse gamma":
        shape = trait.shape or 2.0 + 1.0 / trait.spread**2
        return mean * (shape - 1.0) / special.gammainccinv(shape, u)
    if trait.distribution == "beta":
        return beta(mean, mean * trait.spread, trait.shape, u)
    sigma = sqrt(np.log1p(trait.spread**2))
    return mean * np.exp(sigma * special.ndtri(u) - sigma * sigma / 2.0)


def share(trait: ShareTrait, u: Numbers) -> Numbers:
    """Quantiles of a share's beta distribution."""
    if trait.alpha is not None and trait.beta is not None:
        return beta(trait.alpha / (trait.alpha + trait.beta), 0.0, trait.alpha, u)
    return beta(trait.mean or 0.0, trait.spread, None, u)


def arrivals(scenario: Scenario, u: Numbers) -> Numbers:
    """The period in which each of these people enters the market: 0 from the start, GONE for never.

    The market grows at its rate, and each who moves away as part of its turnover is replaced in the
    next period, on average.
    """
    population = scenario.population
    growth = population.growth.per_period(scenario.period)
    turnover = population.turnover.per_period(scenario.period)
    there = (1.0 + growth) ** np.arange(scenario.periods)
    ever = np.cumsum(np.append(1.0, (growth + turnover) * there[:-1]))
    start = population.start if population.start is not None else 1.0 / ever[-1]
    period = np.searchsorted(start * ever, u, side="right")
    return np.where(period < scenario.periods, period, GONE)


def found(columns: Columns, keys: Numbers, scenario: Scenario) -> None:
    """Let each firm begin with its share of the market, as clients of different tenure."""
    shares = np.cumsum([firm.start.share for firm in scenario.firms.values()])
    firm_of: Any = np.searchsorted(shares, uniform(keys, draws.FOUNDING_FIRM, 0), side="right")
    rows = np.flatnonzero((firm_of < len(shares)) & (columns.arrives == 0))
    firms = firm_of[rows]
    place = (rows, firms)
    year = 1.0 / periods_in_a_year(scenario)
    tenure = -np.log(uniform(keys[rows], draws.FOUNDING_TENURE, 0)) * 4.0 / year
    feeling = uniform(keys[rows], draws.FOUNDING_ATTITUDE, 0)
    columns.rung[place] = CLIENT
    columns.acquired_at[place] = -1 - np.minimum(tenure, 30.0 / year).astype(np.int64)
    columns.first_at[place] = columns.acquired_at[place]
    columns.last_purchase[place] = -1
    columns.purchases[place] = FOUNDERS_BOUGHT
    columns.satisfaction[place] = 0.45 + 0.35 * feeling
    columns.trust[place] = 0.35 + 0.4 * feeling
    columns.commitment[place] = columns.proneness[rows] * (0.15 + 0.4 * feeling)
    columns.attention[place] = 0.2
    prices = np.array(list(scenario.founding_prices.values()))
    columns.remembered_price[place] = prices[firms]


def periods_in_a_year(scenario: Scenario) -> float:
    """How many periods of the scenario make a year."""
    return {"week": 52.1775, "month": 12.0, "quarter": 4.0, "year": 1.0}[scenario.period]
