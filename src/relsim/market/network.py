"""Networks: who talks with whom, as rows of neighbours (compressed sparse rows, both directions).

Where newcomers arrive, a network grows as they come: they tie to people who are there, and places are given
in the order of arrival, so whoever never comes holds none among the others.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from relsim import draws
from relsim.luck import deeper, market_key, uniform
from relsim.market.columns import HEARD, Town
from relsim.market.founding import Founding, founding_of
from relsim.market.population import arrivals, customer_keys
from relsim.rules.alternative import Alternative
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.people import Network
from relsim.scenario.ties import ties_in

Edges = tuple[Any, Any]


class Newcomers(NamedTuple):
    """How a market fills: customers in `order` [place], and how many have `come` [place] by then."""

    order: Any
    come: Any


def town_of(scenario: Scenario, seed: int, replication: int) -> Town:
    """The social network of a scenario, with nobody having said anything yet."""
    founding = founding_of(scenario)
    customers, network = founding.customers, founding.network
    meetings = network.neighbours if network.kind == "complete" else 0
    since = arrived(founding, seed, replication)
    first, neighbours = rows_of(edges_of(founding, seed, replication), customers)
    kind = voice_kind(len(founding.start_shares))
    voices, speaking = np.zeros(customers, kind), np.zeros(customers, kind)
    heard = np.zeros((customers, len(founding.start_shares)), HEARD)
    return Town(first, neighbours, np.array([meetings], np.int64), since, voices, speaking, heard)


def arrived(founding: Founding, seed: int, replication: int) -> Any:
    """The period in which each customer comes, or nothing where all are there from the start."""
    if not founding.population.fills:
        return np.zeros(0, np.int16)
    return arrivals(founding, luck_of_arrival(founding, seed, replication)).astype(np.int16)


def luck_of_arrival(founding: Founding, seed: int, replication: int) -> Any:
    """The number of each customer that says how soon they come."""
    return uniform(customer_keys(seed, replication, 0, founding.customers), draws.ARRIVAL, 0)


def newcomers_of(founding: Founding, seed: int, replication: int) -> Newcomers | None:
    """How the market fills, or None where all are there from the start."""
    if not founding.population.fills:
        return None
    u = luck_of_arrival(founding, seed, replication)
    order = np.argsort(u, kind="stable")
    periods = arrivals(founding, u[order])
    return Newcomers(order.astype(np.int32), np.searchsorted(periods, periods, side="right"))


def edges_of(founding: Founding, seed: int, replication: int) -> Edges:
    """Who knows whom: both ends of each tie."""
    network = founding.network
    if network.kind == "complete":
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    if network.kind == "edge list":
        return listed_edges(founding)
    key = deeper(market_key(seed, replication), 0)
    newcomers = newcomers_of(founding, seed, replication)
    come = None if newcomers is None else newcomers.come
    one, other = NETWORKS[network.kind].rule(network, min(founding.customers, 2**31 - 1), key, come)
    return (one, other) if newcomers is None else (newcomers.order[one], newcomers.order[other])


def voice_kind(firms: int) -> Any:
    """The smallest whole number with two bits for each firm."""
    return np.min_scalar_type(4**firms - 1)


def rows_of(edges: Edges, customers: int) -> tuple[Any, Any]:
    """Each undirected tie once from either end, without ties to oneself and without repeats."""
    one, other = edges
    apart = one != other
    if not apart.all():
        one, other = one[apart], other[apart]
    shape = (customers, customers)
    ties = sparse.coo_matrix((np.ones(len(one), np.bool_), (one, other)), shape).tocsr()
    # Nothing that is not needed any more may stand in memory beside what comes.
    del edges, apart, one, other
    ties.sum_duplicates()
    rows = ties + ties.T.tocsr()
    return rows.indptr.astype(np.int32, copy=False), rows.indices.view(np.uint32)


def ring(network: Network, customers: int, key: int, come: Any = None) -> Edges:
    """Everybody knows the nearest on either side; newcomers take their places behind those who are there."""
    half = network.neighbours // 2
    one = np.repeat(np.arange(customers, dtype=np.int32), half)
    step = np.tile(np.arange(1, half + 1, dtype=np.int32), customers)
    founders = np.int32(customers if come is None else come[0])
    if founders == customers:
        return one, (one + step) % founders
    return one, np.where(one < founders, (one + step) % founders, np.maximum(one - step, 0))


def small_world(network: Network, customers: int, key: int, come: Any = None) -> Edges:
    """A ring of which some ties lead anywhere (Watts and Strogatz 1998)."""
    one, other = ring(network, customers, key, come)
    for some, keys in _batches(key, len(one)):
        far = uniform(keys, draws.REWIRING, 0) < network.rewiring
        other[some][far] = _anybody(keys[far], _there(one[some][far], customers, come), 0)
    return one, other


def random(network: Network, customers: int, key: int, come: Any = None) -> Edges:
    """Ties between random pairs (Erdos and Renyi 1959)."""
    ties = customers * network.neighbours // 2
    one, other = np.empty(ties, np.int32), np.empty(ties, np.int32)
    for some, keys in _batches(key, ties):
        one[some] = _anybody(keys, customers, 0)
        other[some] = _anybody(keys, _there(one[some], customers, come), 1)
    return one, other


def scale_free(network: Network, customers: int, key: int, come: Any = None) -> Edges:
    """Newcomers tie to ends of earlier ties, so the known become better known (Barabasi and Albert
    1999), in the form of linearised chord diagrams (Bollobas and Riordan 2004).

    Ends are numbered tie by tie: the even ones are the newcomers', and each odd one is another end.
    """
    half = network.neighbours // 2
    partner = np.empty(customers * half, np.int64)
    for some, keys in _batches(key, len(partner)):
        earlier = 2 * np.arange(some.start, some.stop) + 1
        partner[some] = (uniform(keys, draws.NETWORK, 0) * earlier).astype(np.int64)
    end = partner.copy()
    while len(odd := np.flatnonzero(end & 1)):
        end[odd] = partner[end[odd] // 2]
    del partner
    end //= 2 * max(half, 1)
    return np.repeat(np.arange(customers, dtype=np.int32), half), end.astype(np.int32)


def listed_edges(founding: Founding) -> Edges:
    """Ties from the file that the scenario names."""
    file = founding.ties_file or Path(founding.place.file).parent
    one, other = ties_in(file, founding.customers, founding.place)
    return np.array(one, np.int32), np.array(other, np.int32)


TIES_AT_ONCE = 2**18
"""Ties that are drawn at once, to save memory."""


def _batches(key: int, count: int) -> Iterator[tuple[slice, Any]]:
    """Some ties after the other, and the keys of their luck."""
    root = deeper(key, draws.NETWORK << 40)
    for first in range(0, count, TIES_AT_ONCE):
        last = min(first + TIES_AT_ONCE, count)
        yield slice(first, last), deeper(root, np.arange(first, last, dtype=np.uint64))  # type: ignore[arg-type]


def _there(places: Any, customers: int, come: Any) -> Any:
    """How many are there when whoever holds each of these places comes."""
    return customers if come is None else come[places]


def _anybody(keys: Any, people: Any, end: int) -> Any:
    place: Any = uniform(keys, draws.NETWORK, end)
    return (place * people).astype(np.int32)


NETWORKS = {
    "ring": Alternative(ring),
    "small world": Alternative(small_world, sources=("watts1998",)),
    "random": Alternative(random, sources=("erdos1959",)),
    "scale free": Alternative(scale_free, sources=("barabasi1999", "bollobas2004")),
}
"""How each kind of drawn network is made."""
