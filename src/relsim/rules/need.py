"""Need: on how many occasions does a customer want the category in one period?

`pressing` is 1 for whoever is a customer of some firm, and right after leaving one; `silence` counts the
periods since the last purchase.
"""

from relsim.arithmetic import exp
from relsim.draws import NEED
from relsim.luck import uniform
from relsim.rules.alternative import Alternative
from relsim.rules.settings import Behaviour
from relsim.rules.state import Person

MOST_OCCASIONS = 600
NEVER_BOUGHT = 10_000
"""A silence that is longer than any scenario."""


def gamma_poisson(key: int, person: Person, pressing: int, silence: int, behaviour: Behaviour) -> int:
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


def bernoulli(key: int, person: Person, pressing: int, silence: int, behaviour: Behaviour) -> int:
    """At most one occasion, with the need rate as its chance (BG/BB: Fader Hardie Shang 2010)."""
    return 1 if uniform(key, NEED, 0) < person.need_rate * behaviour.season else 0


def contract(key: int, person: Person, pressing: int, silence: int, behaviour: Behaviour) -> int:
    """One payment each period for whoever is a firm's customer; others look around at their need rate.

    Whom to pay, if anybody, is for the choice to say.
    """
    if pressing:
        return 1
    return 1 if uniform(key, NEED, 0) < person.need_rate * behaviour.season else 0


def by_recency(key: int, person: Person, pressing: int, silence: int, behaviour: Behaviour) -> int:
    """At most one occasion, likelier the fresher the last purchase (Pfeifer and Carraway 2000).

    Who has never bought wants the category at the need rate.
    """
    chance = person.need_rate if silence >= NEVER_BOUGHT else chance_after(silence, behaviour)
    return 1 if uniform(key, NEED, 0) < chance * behaviour.season else 0


def chance_after(silence: int, behaviour: Behaviour) -> float:
    """Chance to buy again this many periods after the last purchase."""
    if silence <= 1:
        return behaviour.recency_one
    if silence == 2:
        return behaviour.recency_two
    if silence == 3:
        return behaviour.recency_three
    if silence == 4:
        return behaviour.recency_four
    if silence == 5:
        return behaviour.recency_five
    return behaviour.recency_six if silence == 6 else behaviour.recency_longer


ALTERNATIVES = {
    "gamma-poisson": Alternative(gamma_poisson, sources=("ehrenberg1959",)),
    "bernoulli": Alternative(bernoulli, sources=("fader2010bgbb",)),
    "contract": Alternative(contract),
    "by recency": Alternative(by_recency, sources=("pfeifer2000",), reads=("behaviour.recency",)),
}
