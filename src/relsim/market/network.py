"""Networks: who talks with whom, as rows of neighbours (compressed sparse rows, both directions)."""

from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from relsim import draws
from relsim.errors import Place, fault
from relsim.luck import deeper, market_key, uniform
from relsim.market.columns import HEARD, Town
from relsim.market.founding import Founding, founding_of
from relsim.rules.alternative import Alternative
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.people import Network

Edges = tuple[Any, Any]


def town_of(scenario: Scenario, seed: int, replication: int) -> Town:
    """The social network of a scenario, with nobody having said anything yet."""
    founding = founding_of(scenario)
    customers, network = founding.customers, founding.network
    meetings = network.neighbours if network.kind == "complete" else 0
    if network.kind == "complete":
        edges: Edges = (np.zeros(0, np.int32), np.zeros(0, np.int32))
    elif network.kind == "edge list":
        edges = listed_edges(founding)
    else:
        key = deeper(market_key(seed, replication), 0)
        edges = DRAWN[network.kind].rule(network, min(customers, 2**31 - 1), key)
    first, neighbours = rows_of(edges, customers)
    kind = voice_kind(len(founding.start_shares))
    voices, speaking = np.zeros(customers, kind), np.zeros(customers, kind)
    heard = np.zeros((customers, len(founding.start_shares)), HEARD)
    return Town(first, neighbours, np.array([meetings], np.int64), voices, speaking, heard)


def voice_kind(firms: int) -> Any:
    """The smallest whole number with two bits for each firm."""
    return np.min_scalar_type(4**firms - 1)


def rows_of(edges: Edges, customers: int) -> tuple[Any, Any]:
    """Each undirected tie once from either end, without ties to oneself and without repeats."""
    one, other = edges
    apart = one != other
    one, other = one[apart], other[apart]
    ends = np.concatenate([one, other]), np.concatenate([other, one])
    ties = sparse.coo_matrix((np.ones(len(ends[0]), np.int8), ends), (customers, customers))
    rows = ties.tocsr()
    rows.sum_duplicates()
    return rows.indptr.astype(np.int32), rows.indices.astype(np.uint32)


def ring(network: Network, customers: int, key: int) -> Edges:
    """Everybody knows the nearest on either side."""
    half = network.neighbours // 2
    one = np.repeat(np.arange(customers, dtype=np.int32), half)
    step = np.tile(np.arange(1, half + 1, dtype=np.int32), customers)
    return one, (one + step) % np.int32(customers)


def small_world(network: Network, customers: int, key: int) -> Edges:
    """A ring of which some ties lead anywhere (Watts and Strogatz 1998)."""
    one, other = ring(network, customers, key)
    keys = _keys(key, len(one))
    far = uniform(keys, draws.REWIRING, 0) < network.rewiring
    other[far] = _anybody(keys[far], customers, 0)
    return one, other


def random(network: Network, customers: int, key: int) -> Edges:
    """Ties between random pairs (Erdos and Renyi 1959)."""
    ties = customers * network.neighbours // 2
    keys = _keys(key, ties)
    return _anybody(keys, customers, 0), _anybody(keys, customers, 1)


def scale_free(network: Network, customers: int, key: int) -> Edges:
    """Newcomers tie to ends of earlier ties, so the known become better known (Barabasi and Albert
    1999), in the form of linearised chord diagrams (Bollobas and Riordan 2004)."""
    half = network.neighbours // 2
    ties = customers * half
    ends = np.empty(2 * ties, np.int64)
    ends[0::2] = np.repeat(np.arange(customers), half)
    partner = (uniform(_keys(key, ties), draws.NETWORK, 0) * (2 * np.arange(ties) + 1)).astype(np.int64)
    owner = partner
    while (odd := owner % 2 == 1).any():
        owner = np.where(odd, partner[owner // 2], owner)
    return ends[0::2].astype(np.int32), ends[owner].astype(np.int32)


def listed_edges(founding: Founding) -> Edges:
    """Ties from a file of two customer numbers a line; numbers count from 0."""
    path = founding.ties_file or Path(founding.place.file).parent
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise fault(founding.place, f"cannot read {path}", ("network", "file")) from None
    pairs = [_pair(path, number, line, founding.customers) for number, line in enumerate(lines, 1)]
    ties = np.array([pair for pair in pairs if pair], np.int32).reshape(-1, 2)
    return ties[:, 0], ties[:, 1]


def _pair(path: Path, number: int, line: str, customers: int) -> tuple[int, int] | None:
    words = line.split("#")[0].replace(",", " ").split()
    if not words:
        return None
    place = Place(str(path), number, 1)
    if len(words) != 2 or not all(word.isdecimal() for word in words):
        raise fault(place, f'expected two customer numbers, found "{line}"')
    one, other = int(words[0]), int(words[1])
    if max(one, other) >= customers:
        message = f"there is no customer {max(one, other)}; numbers go from 0 to {customers - 1}"
        raise fault(place, message)
    return one, other


def _keys(key: int, count: int) -> Any:
    return deeper(deeper(key, draws.NETWORK << 40), np.arange(count, dtype=np.uint64))  # type: ignore[arg-type]


def _anybody(keys: Any, customers: int, end: int) -> Any:
    place: Any = uniform(keys, draws.NETWORK, end)
    return (place * customers).astype(np.int32)


DRAWN = {
    "ring": Alternative(ring),
    "small world": Alternative(small_world, sources=("watts1998",)),
    "random": Alternative(random, sources=("erdos1959",)),
    "scale free": Alternative(scale_free, sources=("barabasi1999", "bollobas2004")),
}
"""How each kind of drawn network is made."""
