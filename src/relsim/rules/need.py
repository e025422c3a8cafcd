"""Need: on how many occasions does a customer want the category in one period?

`pressing` is how many bills are due for whoever is a customer of some firm: one a period, unless a contract
is billed at other times; NOTHING_DUE is less than none. It is as many right after leaving a firm, and 0 for
everybody else. `silence` counts the periods since the last purchase.
"""

from relsim.arithmetic import exp
from relsim.draws import NEED
from relsim.luck import uniform
from relsim.rules.alternative import Alternative
from relsim.rules.settings import Behaviour
from relsim.rules.state import Person

MOST_OCCASIONS = 600
NOTHING_DUE = -1
BILL_ROUNDING = 1e-9
"""What rounding may take from a whole number of bills."""

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
    """One payment for each bill of whoever is a firm's customer; others look around at their need rate.

    Whom to pay, if anybody, is for the choice to say. Somebody who begins to look around within a period pays
    the bills that are left of it, or looks on (see `looks_on`).
    """
    if pressing != 0:
        return max(0, pressing)
    u = uniform(key, NEED, 0)
    bills = most_bills(behaviour)
    if bills == 1:
        return 1 if u < person.need_rate * behaviour.season else 0
    quiet = 1.0
    for bill in range(bills):
        quiet *= 1.0 - chance_to_look(person, behaviour)
        if u < 1.0 - quiet:
            return bills - bill
    return 0


def chance_to_look(person: Person, behaviour: Behaviour) -> float:
    """Chance to look around for a contract in the time of one bill."""
    return min(1.0, person.need_rate * behaviour.season / most_bills(behaviour))


def looks_on(key: int, occasion: int, person: Person, behaviour: Behaviour) -> bool:
    """Whether somebody whom nobody suited looks around once more in the same period."""
    if behaviour.under_contract <= 0.0:
        return True
    return uniform(key, NEED, occasion) < chance_to_look(person, behaviour)


def most_bills(behaviour: Behaviour) -> int:
    """How many bills of a contract may come in a period, at least one."""
    return max(1, int(behaviour.bills + BILL_ROUNDING))


def bills_due(periods: int, behaviour: Behaviour) -> int:
    """How many bills come in a period that begins so many periods after the contract, or NOTHING_DUE."""
    if behaviour.bills == 1.0 and periods > 0:
        return 1
    before, now = (periods - 1) * behaviour.bills, periods * behaviour.bills
    bills = int(now + BILL_ROUNDING) - int(before + BILL_ROUNDING)
    return bills if bills > 0 else NOTHING_DUE


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
    "contract": Alternative(contract, reads=("behaviour.contract",)),
    "by recency": Alternative(by_recency, sources=("pfeifer2000",), reads=("behaviour.recency",)),
}
