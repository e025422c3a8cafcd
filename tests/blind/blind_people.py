"""Who lives in the market when it opens: traits, ties and neighbours."""

import numpy as np
from blind_rates import chance, count

PROSPECT, PURCHASER, CLIENT, SUPPORTER, ADVOCATE, PARTNER, LAPSED = range(7)
NEVER = -30000
FOUNDING_YEARS = 4.0


def positive(trait, mean: float, n: int, rng) -> np.ndarray:
    """A gamma or lognormal trait; its spread is a share of its mean."""
    if trait.spread == 0:
        return np.full(n, mean)
    if trait.distribution == "gamma":
        shape = trait.spread**-2
        return rng.gamma(shape, mean / shape, n)
    sigma = np.sqrt(np.log1p(trait.spread**2))
    return mean * np.exp(sigma * rng.standard_normal(n) - sigma**2 / 2)


def share(trait, n: int, rng) -> np.ndarray:
    """A beta trait between 0 and 1; its spread is a standard deviation."""
    if trait.spread == 0:
        return np.full(n, float(trait.mean))
    size = trait.mean * (1 - trait.mean) / trait.spread**2 - 1
    return rng.beta(trait.mean * size, (1 - trait.mean) * size, n)


def people(scenario, rng) -> dict[str, np.ndarray]:
    """Traits of all customers; each belongs to a segment by chance."""
    n, kinds = scenario.customers, scenario.segments
    segment = rng.choice(len(kinds), n, p=[kind.share for kind in kinds])
    traits = {}
    for number, kind in enumerate(kinds):
        drawn = {
            "need_rate": positive(kind.need_rate, count(kind.need_rate.mean, scenario.period), n, rng),
            "basket": positive(kind.basket, kind.basket.mean, n, rng),
            "price_sensitivity": positive(kind.price_sensitivity, kind.price_sensitivity.mean, n, rng),
            "restlessness": positive(kind.restlessness, kind.restlessness.mean, n, rng),
            "mobility": np.full(n, chance(kind.mobility, scenario.period)),
        }
        for name in ("proneness", "values", "talkativeness", "expectation"):
            drawn[name] = share(getattr(kind, name), n, rng)
        for name, values in drawn.items():
            traits[name] = np.where(segment == number, values, traits.get(name, values))
    return traits


def ties(scenario, traits, rng) -> dict[str, np.ndarray]:
    """Every customer's tie with every firm, and who is a founding customer of which."""
    firms = list(scenario.firms.values())
    shape = (scenario.customers, len(firms))
    bounds = np.cumsum([firm.start.share for firm in firms])
    place = np.searchsorted(bounds, rng.random(shape[0]), side="right")
    founding = place[:, None] == np.arange(shape[1])
    mood = np.broadcast_to(rng.random((shape[0], 1)), shape)
    tie = {name: np.zeros(shape) for name in ("bonds", "grievance", "hearsay", "encounters")}
    tie["satisfaction"] = np.where(founding, 0.45 + 0.35 * mood, 0.5)
    tie["trust"] = np.where(founding, 0.35 + 0.4 * mood, 0.3)
    tie["commitment"] = np.where(founding, traits["proneness"][:, None] * (0.15 + 0.4 * mood), 0.0)
    tie["expectation"] = np.repeat(traits["expectation"][:, None], shape[1], axis=1)
    tie["attention"] = np.where(founding, 0.2, 0.0)
    tie["remembered_price"] = np.where(founding, list(scenario.founding_prices.values()), 0.0)
    tie["purchases"] = np.where(founding, 2, 0)
    tie["rung"] = np.where(founding, CLIENT, PROSPECT)
    tie["ended_at"] = np.full(shape, NEVER)
    tie["member"] = np.zeros(shape, bool)
    tie["praised_at"] = np.full(shape, NEVER)
    tie["approached_at"] = np.full(shape, NEVER)
    tie["known"] = founding | (rng.random(shape) < [firm.start.awareness for firm in firms])
    tie["failures"] = np.zeros(shape, int)
    return tie


def small_world(customers: int, neighbours: int, rewiring: float, rng) -> tuple[np.ndarray, np.ndarray]:
    """Speakers and listeners of each tie of a ring whose far ends were moved by chance."""
    near = np.tile(np.arange(customers), neighbours // 2)
    far = (near + np.repeat(np.arange(1, neighbours // 2 + 1), customers)) % customers
    far = np.where(rng.random(len(far)) < rewiring, rng.integers(0, customers, len(far)), far)
    pairs = np.unique(np.sort(np.c_[near, far][near != far], axis=1), axis=0)
    return np.r_[pairs[:, 0], pairs[:, 1]], np.r_[pairs[:, 1], pairs[:, 0]]
