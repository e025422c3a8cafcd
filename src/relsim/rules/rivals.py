"""Rivals: what customers compare their firm with.

People stay or leave by their comparison level for alternatives: the best of those that they know, as they
expect it to be (Thibaut and Kelley 1959; Rusbult 1980; Ping 1993). So a rival that nobody knows, or that is
not the best for anybody, draws nobody away, and one that is cut into equal parts draws as many as before.
Whoever knows one rival alone compares with that one, however bad it is; if rivals are seen as a whole, what
is far too dear draws nobody by its quality, and what is bad nobody by its price.
"""

from relsim.arithmetic import exp
from relsim.rules.departure import punished_rise
from relsim.rules.records import Tie
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Chances, FirmRows, Rival

UNRIVALLED = Rival(0.0, 0.0, 0.0)


def best_known(f: int, ties: FirmRows[Tie], firms: FirmRows[Firm], behaviour: Behaviour) -> Rival:
    """The best rival of firm `f` that a customer knows of, by quality as expected and by price."""
    best, most = UNRIVALLED, 0.0
    own_quality, own_price = ties[f].expectation + 0.0, firms[f].relative_price
    for rival in range(len(firms)):
        if rival == f or firms[rival].present <= 0.0 or ties[rival].known == 0:
            continue
        better = behaviour.departure_rival_quality * (ties[rival].expectation + 0.0 - own_quality)
        cheaper = behaviour.departure_price_elasticity * (own_price - firms[rival].relative_price)
        if best.loud <= 0.0 or better + cheaper > most:
            loud = 1.0 + behaviour.departure_rival_advertising * firms[rival].advertising_reach
            best, most = Rival(better, cheaper, loud), better + cheaper
    return as_a_whole(best) if behaviour.departure_rivals > 1.0 else best


def as_a_whole(rival: Rival) -> Rival:
    """A rival whose drawbacks take from either attraction: alternatives are compared by all that they offer
    for all that they cost (Thibaut and Kelley 1959); that the two add up is assumed."""
    return Rival(
        better=rival.better + min(0.0, rival.cheaper),
        cheaper=rival.cheaper + min(0.0, rival.better),
        loud=rival.loud,
    )


def compared(chances: Chances, rival: Rival, attitude: Attitude, firm: Firm, behaviour: Behaviour) -> Chances:
    """The chances of leaving for somebody who compares with this rival, if they know any."""
    pull, pressure = 0.0, 0.0
    if rival.loud > 0.0:
        pull, pressure = exp(rival.better) * rival.loud, exp(rival.cheaper)
    rise = punished_rise(attitude, firm, behaviour)
    return Chances(
        price=chances.price * (pressure + rise) / (1.0 + rise),
        bad_handling=chances.bad_handling,
        neglect=chances.neglect,
        competitor=chances.competitor * pull,
        fading_need=chances.fading_need,
    )
