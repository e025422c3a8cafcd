"""The people of a market: their traits, drawn once, and the relationships they start with.

Every potential customer has an identity from the start. Traits are quantiles of one uniform number
each, so a policy that shifts a distribution shifts everybody along it.
"""

from collections.abc import Iterator
from math import fsum, sqrt
from typing import Any, NamedTuple, Protocol

import numpy as np

from relsim import draws
from relsim.arithmetic import log1p
from relsim.luck import deeper, market_key, uniform
from relsim.market.arrays import exp_of, log_of, normal_of
from relsim.market.columns import HUMAN, Columns, blank_ties
from relsim.market.founding import Founding, founding_of
from relsim.market.quantiles import beta_quantiles, gamma_quantiles, inverse_gamma
from relsim.market.seats import Seats, Unseated, seated
from relsim.rules.grouping import FOUNDERS_BOUGHT
from relsim.rules.state import GONE
from relsim.scenario.known_customers import NOT_TOLD
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.behaviour import Ladder
from relsim.scenario.schema.people import (
    PositiveTrait,
    RateTrait,
    Segment,
    ShareTrait,
    ever_there,
)
from relsim.vocabulary import ADVOCATE, CLIENT, PARTNER, PURCHASER, SUPPORTER

PEOPLE_AT_ONCE = 65_536
MONTHS_OF_A_YEAR = 12.0
CLEARLY = 0.01
"""How far below the next rung somebody must be at least to stand clearly on this one."""

LONGEST_STAY = 29_000
"""Periods that a customer has been there at most; a tie holds no more."""
TraitValues = Any


class Timed(Protocol):
    """Something with periods: a scenario, or a part of what it says."""

    @property
    def period(self) -> str:
        """A week, month, quarter or year."""


def customer_keys(seed: int, replication: int, first: int, last: int) -> TraitValues:
    """The keys of the lasting luck of customers `first` up to `last`, as uint64."""
    root = deeper(market_key(seed, replication), 0)
    return deeper(root, np.arange(first, last, dtype=np.uint64))  # type: ignore[arg-type]


class Traits(NamedTuple):
    """What is drawn of people before they meet a firm: `people` [customer] and what they expect."""

    people: Any
    expectation: Any


def populated(scenario: Scenario, seed: int, replication: int) -> Columns:
    """Columns of a market before its first period."""
    return begun(traits_of(scenario, seed, replication), scenario, seed, replication)


def traits_of(scenario: Scenario, seed: int, replication: int) -> Traits:
    """The traits of everybody; drawn in batches, to save memory."""
    founding = founding_of(scenario)
    seats = seats_of(founding, seed, replication)
    traits = Traits(np.zeros(founding.customers, HUMAN), np.zeros(founding.customers, np.float32))
    for first, last in batches(founding.customers):
        keys = customer_keys(seed, replication, first, last)
        some = Traits(traits.people[first:last], traits.expectation[first:last])
        settle(some, keys, founding, None if seats is None else seats.of(first, last))
    return traits


def seats_of(founding: Founding, seed: int, replication: int) -> Seats | None:
    """Who are the customers whom firms are known to have; None where no firm knows any."""
    if not any(founding.known):
        return None
    keys = customer_keys(seed, replication, 0, founding.customers)
    luck = uniform(keys, draws.FOUNDING_FIRM, 0)
    is_later: Any = np.zeros(founding.customers, bool)
    if founding.population.fills:
        is_later = arrivals(founding, uniform(keys, draws.ARRIVAL, 0)) > 0
    places = Unseated(segments_drawn(keys, founding), luck, is_later, luck < fsum(founding.start_shares))
    return seated(places, founding.known_customers())


def begun(traits: Traits, scenario: Scenario, seed: int, replication: int) -> Columns:
    """Columns of a market of people with these traits, before its first period."""
    founding = founding_of(scenario)
    seats = seats_of(founding, seed, replication)
    columns = Columns(traits.people, blank_ties(founding.customers, len(founding.start_shares)))
    for first, last in batches(founding.customers):
        some = Columns(columns.people[first:last], columns.ties[first:last])
        keys = customer_keys(seed, replication, first, last)
        meet_nobody(some, traits.expectation[first:last], keys, founding)
        found_firms(some, keys, founding, None if seats is None else seats.of(first, last))
    return columns


def meet_nobody(columns: Columns, expectation: Any, keys: TraitValues, founding: Founding) -> None:
    """Let some people be as those are who have not met any firm."""
    columns.expectation[:] = expectation[:, np.newaxis]
    columns.satisfaction[:] = founding.strangers.satisfaction
    columns.trust[:] = founding.strangers.trust
    make_known(columns, keys, founding)


def people_without_firms(people: Any, expectation: Any, keys: TraitValues, founding: Founding) -> Columns:
    """Columns of some people who have not met any firm."""
    columns = Columns(people, blank_ties(len(people), len(founding.start_shares)))
    meet_nobody(columns, expectation, keys, founding)
    return columns


def batches(customers: int) -> Iterator[tuple[int, int]]:
    """Some customers after the other: the number of the first, and of the first who is not among them."""
    for first in range(0, customers, PEOPLE_AT_ONCE):
        yield first, min(first + PEOPLE_AT_ONCE, customers)


def segments_drawn(keys: TraitValues, founding: Founding) -> TraitValues:
    """The number of the segment that each of some people is in."""
    shares = np.cumsum([segment.share for segment in founding.segments])
    drawn = np.searchsorted(shares, uniform(keys, draws.SEGMENT, 0), side="right")
    return np.minimum(drawn, len(founding.segments) - 1)


def settle(traits: Traits, keys: TraitValues, founding: Founding, seats: Seats | None = None) -> None:
    """Give some people their segments and traits; known customers are there from the start."""
    traits.people["segment"] = segments_drawn(keys, founding) if seats is None else seats.segment
    for number, segment in enumerate(founding.segments):
        members = np.flatnonzero(traits.people["segment"] == number)
        endow(traits, members, keys[members], segment, founding)
    if founding.population.fills:
        traits.people["arrives"] = arrivals(founding, uniform(keys, draws.ARRIVAL, 0))
    if seats is not None:
        traits.people["arrives"][seats.there.any(axis=1)] = 0


def endow(
    traits: Traits, members: TraitValues, keys: TraitValues, segment: Segment, founding: Founding
) -> None:
    """Give the members of one segment their traits."""

    def quantiles(purpose: int) -> TraitValues:
        return uniform(keys, purpose, 0)

    people, rate = traits.people, segment.need_rate
    mean = rate.mean.per_period(founding.period)
    people["need_rate"][members] = spread_out(rate, mean, quantiles(draws.NEED_RATE))
    for name, purpose in (
        ("basket", draws.BASKET),
        ("price_sensitivity", draws.PRICE_SENSITIVITY),
        ("restlessness", draws.RESTLESSNESS),
    ):
        trait = getattr(segment, name)
        people[name][members] = spread_out(trait, trait.mean, quantiles(purpose))
    for name, purpose in (
        ("proneness", draws.PRONENESS),
        ("values", draws.VALUES),
        ("talkativeness", draws.TALKATIVENESS),
        ("fickleness", draws.FICKLENESS),
    ):
        people[name][members] = share_quantiles(getattr(segment, name), quantiles(purpose))
    people["mobility"][members] = leaving_town(segment, founding)
    expectation = share_quantiles(segment.expectation, quantiles(draws.EXPECTATION))
    traits.expectation[members] = expectation


def spread_out(trait: RateTrait | PositiveTrait, mean: float, u: TraitValues) -> TraitValues:
    """Quantiles of a trait's distribution with this mean and its relative spread, or its shape."""
    if mean == 0.0 or (trait.spread == 0.0 and trait.shape is None):
        return mean
    square = trait.spread * trait.spread
    if trait.distribution == "gamma":
        return gamma_quantiles(trait.shape or 1.0 / square, mean, u)
    if trait.distribution == "inverse gamma":
        return inverse_gamma(trait.shape or 2.0 + 1.0 / square, mean, u)
    if trait.distribution == "beta":
        return beta_quantiles(mean, mean * trait.spread, trait.shape, u)
    sigma = sqrt(log1p(square))
    return mean * exp_of(sigma * normal_of(u) - sigma * sigma / 2.0)


def share_quantiles(trait: ShareTrait, u: TraitValues) -> TraitValues:
    """Quantiles of a share's beta distribution."""
    if trait.alpha is not None and trait.beta is not None:
        return beta_quantiles(trait.alpha / (trait.alpha + trait.beta), 0.0, trait.alpha, u)
    return beta_quantiles(trait.mean or 0.0, trait.spread, None, u)


def leaving_town(segment: Segment, founding: Founding) -> float:
    """Chance per period to move away, whether or not somebody else comes instead."""
    replaced = founding.population.turnover.per_period(founding.period)
    moving = segment.mobility.per_period(founding.period)
    return moving + replaced * (1.0 - moving)


def come_by(founding: Founding) -> TraitValues:
    """The share of all people who have come by each period."""
    population = founding.population
    start = 1.0 if population.start is None else population.start
    return start * np.array(ever_there(population, founding.periods, founding.period))


def arrivals(founding: Founding, u: TraitValues) -> TraitValues:
    """The period in which each of these people enters the market: 0 from the start, GONE for never."""
    period: TraitValues = np.searchsorted(come_by(founding), u, side="right")
    return np.where(period < founding.periods, period, GONE)


def people_there(founding: Founding) -> TraitValues:
    """How many people are there in each period, on average: those who have come and not moved away."""
    come = np.minimum(1.0, come_by(founding)) * founding.customers
    groups = [(segment.share, 1.0 - leaving_town(segment, founding)) for segment in founding.segments]
    numbers, people = [0.0] * len(groups), []
    for newcomers in np.diff(come, prepend=0.0).tolist():
        numbers = [
            (number + share * newcomers) * staying
            for number, (share, staying) in zip(numbers, groups, strict=True)
        ]
        people.append(max(1.0, fsum(numbers)))
    return np.array(people)


def make_known(columns: Columns, keys: TraitValues, founding: Founding) -> None:
    """Let each firm be known to its share of the people, to whom its customers will be added."""
    for f, share in enumerate(founding.start_awareness):
        if share < 1.0:
            columns.known[:, f] = uniform(keys, draws.AWARENESS, f) < share


def found_firms(columns: Columns, keys: TraitValues, founding: Founding, seats: Seats | None = None) -> None:
    """Let each firm begin with its share of the market, as clients of different tenure and those who have
    bought once, or with those whom it is known to have."""
    rows, firms = founders_by_share(columns, keys, founding)
    if seats is not None:
        has_firm = seats.there.copy()
        has_firm[rows, firms] = True
        rows, firms = np.nonzero(has_firm)
    place = (rows, firms)
    year = 1.0 / periods_in_a_year(founding)
    usual = founding.founders
    newness = uniform(keys[rows], draws.FOUNDING_TENURE, 0)
    bought_once = newness > 1.0 - usual.purchasers
    tenure = -log_of(newness) * usual.years / year
    feeling = uniform(keys[rows], draws.FOUNDING_ATTITUDE, 0)
    columns.rung[place] = np.where(bought_once, PURCHASER, CLIENT)
    columns.known[place] = 1
    columns.acquired_at[place] = -1 - np.minimum(tenure, usual.longest / year).astype(np.int64)
    columns.first_at[place] = columns.acquired_at[place]
    columns.last_purchase[place] = -1
    columns.purchases[place] = np.where(bought_once, 1, FOUNDERS_BOUGHT)
    columns.satisfaction[place] = usual.satisfaction + usual.satisfaction_range * feeling
    columns.trust[place] = usual.trust + usual.trust_range * feeling
    committed = usual.commitment + usual.commitment_range * feeling
    columns.commitment[place] = columns.proneness[rows] * committed
    columns.attention[place] = usual.attention
    prices = np.array(founding.prices)
    columns.remembered_price[place] = prices[firms]
    if seats is not None:
        place_known(columns, seats, founding)


def founders_by_share(columns: Columns, keys: TraitValues, founding: Founding) -> tuple[Any, Any]:
    """Who belongs to the share of the market that a firm begins with, and to which."""
    shares = np.cumsum(founding.start_shares)
    firm_of: Any = np.searchsorted(shares, uniform(keys, draws.FOUNDING_FIRM, 0), side="right")
    rows = np.flatnonzero((firm_of < len(shares)) & (columns.arrives == 0))
    return rows, firm_of[rows]


def place_known(columns: Columns, seats: Seats, founding: Founding) -> None:
    """Give known customers the tenure and the rung that are told of them; a purchaser has bought once."""
    place = np.nonzero(seats.there & np.isfinite(seats.months))
    year = periods_in_a_year(founding)
    tenure = np.minimum(seats.months[place] * year / MONTHS_OF_A_YEAR, LONGEST_STAY)
    columns.acquired_at[place] = -1 - tenure.astype(np.int64)
    columns.first_at[place] = columns.acquired_at[place]
    place = np.nonzero(seats.there & (seats.rung != NOT_TOLD))
    columns.rung[place] = seats.rung[place]
    columns.purchases[place] = np.where(seats.rung[place] == PURCHASER, 1, FOUNDERS_BOUGHT)
    speaks = tuple(part[seats.rung[place] >= ADVOCATE] for part in place)
    columns.praised_at[speaks], columns.praised[speaks] = -1, 1
    felt = columns.commitment[place]
    columns.commitment[place] = commitment_of_rung(seats.rung[place], felt, founding.ladder)


def commitment_of_rung(rung: Any, commitment: Any, ladder: Ladder) -> Any:
    """Commitment with which customers stay on the rung where they stand: theirs, or the nearest that does."""
    steps = {SUPPORTER: ladder.supporter, ADVOCATE: ladder.advocate, PARTNER: ladder.advocate}
    least = np.select([rung == one for one in steps], list(steps.values()), 0.0)
    most = np.select([rung < SUPPORTER, rung == SUPPORTER], [ladder.supporter, ladder.advocate], 1.0)
    return np.clip(commitment, least, np.maximum(least, most - CLEARLY))


def periods_in_a_year(market: Timed) -> float:
    """How many periods of a market make a year."""
    return {"week": 52.1775, "month": 12.0, "quarter": 4.0, "year": 1.0}[market.period]
