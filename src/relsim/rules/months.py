"""Months: what happens so often in a period, spread over its months, or its month over periods, by luck."""

from relsim.arithmetic import exp, log
from relsim.luck import uniform, whole_with_mean
from relsim.rules.settings import Behaviour

HALVINGS_OF_A_CHANCE = 40
"""How often the bounds of a chance are brought half as near to each other."""

PLACES_OF_A_MONTH = 16
"""So many places are kept free for the firms of one month."""

PLACES_OF_MONTHS = 2**24
"""So many for the firms of all months."""


def months_of(behaviour: Behaviour) -> int:
    """Whole months in a period, at least one: how often happens in it what happens once a month."""
    return max(1, int(behaviour.months))


def chance_to_happen(u: float, months: int) -> float:
    """The chance in a month with which something happens in at least one of so many months by luck `u`."""
    return 1.0 - exp(log(1.0 - u) / months)


def chance_to_recur(u: float, months: int) -> float:
    """The chance in a month with which it happens a second time by luck `u`: with the chance p it happens
    `months * p` times on average, all that is more than once at the second time; 1 if that never suffices."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS_OF_A_CHANCE):
        chance = 0.5 * (low + high)
        never = 1.0
        for _month in range(months):
            never *= 1.0 - chance
        if months * chance - (1.0 - never) < u:
            low = chance
        else:
            high = chance
    return high


def whole_by_month(
    key: int, lasting_key: int, t: int, purpose: int, f: int, mean: float, behaviour: Behaviour
) -> int:
    """How often something happens in a period in which it happens so often on average: in each month the
    nearest whole number of times, one more or less by luck."""
    if behaviour.months < 1.0:
        return whole_of_month(lasting_key, t, purpose, f, mean, behaviour.months)
    if behaviour.months < 2.0:
        return whole_with_mean(mean, uniform(key, purpose, f))
    return whole_of_months(key, purpose, f, mean, months_of(behaviour))


def whole_of_months(key: int, purpose: int, f: int, mean: float, months: int) -> int:
    """How often in all of so many months."""
    number = 0
    for month in range(months):
        number += whole_with_mean(mean / months, uniform(key, purpose, f + month * PLACES_OF_A_MONTH))
    return number


def whole_of_month(lasting_key: int, t: int, purpose: int, f: int, mean: float, months: float) -> int:
    """How many of those times of a month fall into one of its periods, each of which is as likely."""
    month = int(t * months)
    first = t
    while first > 0 and int((first - 1) * months) == month:
        first -= 1
    length = t - first + 1
    while int((first + length) * months) == month:
        length += 1
    place = f + month * PLACES_OF_A_MONTH
    number = 0
    for each in range(whole_with_mean(mean * length, uniform(lasting_key, purpose, place))):
        u = uniform(lasting_key, purpose, place + (each + 1) * PLACES_OF_MONTHS)
        number += int(int(u * length) == t - first)
    return number
