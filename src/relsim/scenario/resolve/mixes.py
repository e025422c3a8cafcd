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

TOTAL = "20% per year"
"""Share who leave in a year, unless `behaviour.departure.total` says otherwise."""


def chances_of(mix: str, total: Chance, felt: dict[str, float]) -> dict[str, str]:
    """The chance of each reason as a scenario file would write it."""
    hazard = -log(1.0 - min(0.999, total.per_period("year")))
    weights = MIXES[mix]
    whole = fsum(weights.values())
    hazards = {name: hazard * weights.get(name, 0.0) / whole / share for name, share in felt.items()}
    return {name: f"{100.0 * (1.0 - exp(-each)):.6f}% per year" for name, each in hazards.items()}


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
    mechanisms = data.get("mechanisms")
    contract = isinstance(mechanisms, dict) and mechanisms.get("need") == "contract"
    return chances_of(mix, total, FELT_UNDER_CONTRACT if contract else FELT)
