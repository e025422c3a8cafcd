"""Need: on how many occasions does a customer want the category in one period?"""

from math import exp

from relsim.draws import NEED
from relsim.luck import uniform
from relsim.rules.state import Parameters, Person

MOST_OCCASIONS = 600


def gamma_poisson(key: int, person: Person, pressing: int, behaviour: Parameters) -> int:
    """Poisson occasions; rates gamma-distributed over customers make this the NBD (Ehrenberg 1959)."""
    u = uniform(key, NEED, 0)
    term = exp(-person.need_rate * behaviour.season)
    reached = term
    occasions = 0
    while u > reached and occasions < MOST_OCCASIONS:
        occasions += 1
        term *= person.need_rate * behaviour.season / occasions
        reached += term
    return occasions


def bernoulli(key: int, person: Person, pressing: int, behaviour: Parameters) -> int:
    """At most one occasion, with the need rate as its chance (discrete-time models, BG/BB)."""
    return 1 if uniform(key, NEED, 0) < person.need_rate * behaviour.season else 0


def contract(key: int, person: Person, pressing: int, behaviour: Parameters) -> int:
    """One payment each period while under contract; others look around at their need rate.

    `pressing` is 1 under contract, and right after leaving a supplier.
    """
    if pressing:
        return 1
    return 1 if uniform(key, NEED, 0) < person.need_rate * behaviour.season else 0


ALTERNATIVES = {"gamma-poisson": gamma_poisson, "bernoulli": bernoulli, "contract": contract}
