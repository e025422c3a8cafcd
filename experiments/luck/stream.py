"""Write the market's luck along one axis to stdout, as raw 32-bit numbers for a test battery.

Usage: python experiments/luck/stream.py AXIS [--seed N] [--low] | dieharder -g 200 -a
"""

import argparse
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from relsim import draws
from relsim.luck import deeper, market_key, uniform
from relsim.rules.buying import MOST_CONSIDERED

Axis = Callable[[int, Any], Any]
"""From a seed and an array of positions to the uniforms at those positions."""

FIRMS, CUSTOMERS, PERIODS = 4, 1000, 104

HEARD = [(draws.HEARING, neighbour) for neighbour in range(6)]
PUSHED = [(p, f) for f in range(FIRMS) for p in (draws.COUPON, draws.WIN_BACK, draws.ADVERTISING)]
CHOSEN = [(draws.CHOICE, f) for f in (MOST_CONSIDERED - 1, *range(FIRMS))]
BOUGHT = [(p, 0) for p in (draws.FAILURE, draws.QUALITY, draws.QUANTITY, draws.COMPLAINT, draws.RECOVERY)]
RELATED = [
    (p, f)
    for f in range(FIRMS)
    for p in (draws.CONTACT, draws.ENROLMENT, draws.CO_CREATION, draws.DEPARTURE, draws.REASON)
]
TOLD = [(p, f) for p in (draws.SPEAKING, draws.ANSWER) for f in range(FIRMS)]
USED = HEARD + PUSHED + [(draws.NEED, 0)] + CHOSEN + BOUGHT + RELATED + TOLD
PURPOSE: Any = np.array([purpose for purpose, _ in USED], dtype=np.uint64)
PARTNER: Any = np.array([partner for _, partner in USED], dtype=np.uint64)
CHUNK = 512 * len(USED)


def person(seed: int, replication: Any, period: Any, customer: Any) -> Any:
    """The key of one customer in one period, formed as `engine.compiled` and `period.live` do."""
    return deeper(deeper(market_key(seed, replication), period + 1), customer)


def one(key: Any) -> Any:
    """One and the same draw below each key: the taste for the first firm."""
    return uniform(key, draws.CHOICE, 0)


def market(seed: int, n: Any) -> Any:
    """Every draw in the order in which a market of 1000 customers and four firms asks for it."""
    n, customer = np.divmod(n[:: len(USED), None] // len(USED), CUSTOMERS)
    replication, period = np.divmod(n, PERIODS)
    partner = PARTNER + np.where(PURPOSE == draws.HEARING, customer, 0)
    return np.ravel(uniform(person(seed, replication, period, customer), PURPOSE, partner))


def crossed(seed: int, n: Any) -> Any:
    """One draw over a lattice of low addresses, the outermost (seed) varying fastest."""
    seeds, replication, period = n & 15, (n >> 4) & 15, (n >> 8) & 15
    return one(person(seed + seeds, replication, period, n >> 12))


def control(seed: int, n: Any) -> Any:
    """NumPy's Philox, to see what the batteries say of a generator above suspicion."""
    return np.random.Generator(np.random.Philox(key=[seed, n[0]])).random(len(n))


AXES: dict[str, Axis] = {
    "customer": lambda seed, n: one(person(seed, 0, 0, n)),
    "period": lambda seed, n: one(person(seed, 0, n, 0)),
    "purpose x partner": lambda seed, n: uniform(person(seed, 0, 0, 0), n & 31, n >> 5),
    "partner": lambda seed, n: uniform(person(seed, 0, 0, 0), draws.CHOICE, n),
    "replication": lambda seed, n: one(person(seed, n, 0, 0)),
    "seed": lambda seed, n: one(person(n + (seed << 40), 0, 0, 0)),
    "crossed": crossed,
    "market": market,
    "control": control,
}


def words(u: Any, low: bool) -> Any:
    """The top (or the low) 32 of the 52 hashed bits that a uniform keeps, without loss."""
    if low:
        return (u * 2.0**52).astype(np.uint64).astype(np.uint32)
    return (u * 2.0**32).astype(np.uint32)


def main() -> None:
    """Write chunks until the reader has had enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("axis", choices=AXES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--low", action="store_true", help="the low instead of the top 32 bits")
    asked = parser.parse_args()
    axis, n = AXES[asked.axis], np.arange(CHUNK, dtype=np.uint64)
    try:
        while True:
            sys.stdout.buffer.write(words(axis(asked.seed, n), asked.low).tobytes())
            n += np.uint64(CHUNK)
    except BrokenPipeError:
        sys.stderr.close()


if __name__ == "__main__":
    main()
