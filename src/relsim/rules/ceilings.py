"""Ceilings: what a chance of leaving cannot exceed, found faster than the chance itself.

Few come so near leaving that it matters how near. Whoever has better luck than a ceiling allows stays,
whatever the chance; only for the others is it worked out (thinning: Lewis and Shedler 1979).
"""

from relsim.luck import uniform
from relsim.rules.departure import chances_weighed, unshielded
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Person, Rival


def of_competing(
    person: Person, attitude: Attitude, praise_of_rivals: int, urge: float, firm: Firm, behaviour: Behaviour
) -> float:
    """Not below the chance that any of the competing reasons ends a relationship: that of somebody as content
    whom nothing else holds, and who feels wholly forgotten; `urge` is what the best rival adds, at most."""
    exposed = above_exp(unshielded(attitude, behaviour) + urge)
    most = chances_weighed(exposed, 1.0, person, attitude, praise_of_rivals, firm, behaviour)
    return most.price + most.bad_handling + most.neglect + most.competitor + most.fading_need


def any_chance(
    person: Person, attitude: Attitude, praise_of_rivals: int, urge: float, firm: Firm, behaviour: Behaviour
) -> float:
    """Any chance is possible."""
    return 1.0


def urge_at_most(rival: Rival) -> float:
    """The logarithm of how many times more readily somebody may leave who compares with this rival, unless it
    advertises."""
    return max(0.0, rival.better, rival.cheaper)


def above_exp(x: float) -> float:
    """A number not below e^x: 1 - x/2 does not exceed the root of e^-x, and is close to it near 0."""
    root = max(1e-150, 1.0 - 0.5 * x)
    return 1.0 / (root * root)


def is_safe(key: int, purpose: int, partner: int, highest: float) -> bool:
    """Whether luck with this address keeps a customer whose chance of leaving is at most that."""
    return uniform(key, purpose, partner) < 1.0 - highest
