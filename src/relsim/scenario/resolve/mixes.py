"""Ready mixes of the reasons why customers leave, scaled to a chance of leaving per year.

A mix is laid under a scenario's own values, as presets are: each reason gets the chance at which, for
ordinary customers whom nobody looks after, the reasons compete in the shares of the mix. What firms then
do moves the shares; so do rivals.

`textbook` is the list that textbooks of relationship marketing repeat: moved 4 to 5 %, price 9 to 10 %,
poor handling 14 to 15 %, indifference 65 to 70 %. It is folklore: we found no study behind it.
`keaveney` counts how many of the switchers named each kind of incident (Keaveney 1995); they could name
several. Failures of the core service (44), in encounters (34), in the response to failures (17) and of
ethics (7) are taken as bad handling, prices (30) as price, inconvenience (21) as neglect, competition
(10) as competitor, involuntary switching (6) half as moving away and half as fading need.
"""

from collections.abc import Mapping
from math import fsum
from typing import Any

from relsim.arithmetic import exp, log
from relsim.errors import InputError
from relsim.scenario.units.rates import Chance

MIXES: dict[str, dict[str, float]] = {
    "textbook": {"moved": 4.5, "price": 9.5, "bad_handling": 14.5, "neglect": 67.5},
    "keaveney": {
        "moved": 3,
        "price": 30,
        "bad_handling": 102,
        "neglect": 21,
        "competitor": 10,
        "fading_need": 3,
    },
}
"""Weights of the reasons; what is not listed makes nobody leave."""

FELT = {
    "moved": 1.0,
    "price": 0.7,
    "bad_handling": 0.03,
    "neglect": 0.6,
    "competitor": 0.7,
    "fading_need": 1.0,
}
"""How much of each reason an ordinary customer feels in a market without relationship marketing, shielded
by some satisfaction and commitment (read off the default market): most of the neglect, little grievance."""

FELT_UNDER_CONTRACT = FELT | {"bad_handling": 0.105}
"""The same where an episode in every period leaves more grievances."""

UNENDING = 0.999
"""The share who leave in a year that stands for all, since no rate lets all of them leave."""

TOTAL = "20% per year"
"""Share who leave in a year, unless `behaviour.departure.total` says otherwise."""


def chances_of(mix: str, total: Chance, felt: Mapping[str, float]) -> dict[str, str]:
    """The chance of each reason as a scenario file would write it."""
    weights = {name: MIXES[mix].get(name, 0.0) for name in felt}
    whole, hazard = fsum(weights.values()), hazard_of(total)
    return {name: chance_per_year(hazard * weights[name] / whole / share, 6) for name, share in felt.items()}


def hazard_of(chance: Chance) -> float:
    """The rate per year at which a chance lets people leave."""
    return -log(1.0 - min(UNENDING, chance.per_period("year")))


def chance_per_year(hazard: float, digits: int) -> str:
    """The chance that a rate per year gives, as a scenario file would write it."""
    return f"{100.0 * (1.0 - exp(-hazard)):.{digits}f}% per year"


def total_of(chances: Mapping[str, Chance], felt: Mapping[str, float]) -> Chance:
    """The chance to leave of an ordinary customer, where each reason has such a chance."""
    return Chance.parse(chance_per_year(fsum(felt[name] * hazard_of(chances[name]) for name in felt), 2))


def in_proportion_to(
    chances: Mapping[str, Chance], total: Chance, felt: Mapping[str, float]
) -> dict[str, str]:
    """The chance of each reason, all raised or lowered alike, so that this is the total."""
    whole = fsum(felt[name] * hazard_of(chances[name]) for name in felt)
    share = hazard_of(total) / whole if whole else 0.0
    return {name: chance_per_year(share * hazard_of(chances[name]), 6) for name in felt}


def felt_under(mechanisms: Any) -> dict[str, float]:
    """How much of each reason an ordinary customer feels, by the mechanisms that a file names."""
    contract = isinstance(mechanisms, Mapping) and mechanisms.get("need") == "contract"
    return FELT_UNDER_CONTRACT if contract else FELT


def mixed_departure(data: dict[str, Any]) -> dict[str, str]:
    """What the mix that a scenario's data name says of each reason; nothing without a valid one."""
    behaviour = data.get("behaviour")
    departure = behaviour.get("departure") if isinstance(behaviour, dict) else None
    if not isinstance(departure, dict):
        return {}
    mix = departure.get("mix")
    if not isinstance(mix, str) or mix not in MIXES:
        return {}
    try:
        total = Chance.parse(departure.get("total", TOTAL))
    except InputError:
        return {}
    return chances_of(mix, total, felt_under(data.get("mechanisms")))
