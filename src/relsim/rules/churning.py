"""Churning: departures of the classic models, which know nothing of feelings.

Those of contracts fall due at renewal, before the payment of the period; others after a purchase or at
the end of a period. Since these models do not say why, who leaves has gone to a rival where there is
one, and else needs the category no more.
"""

from relsim.arithmetic import exp
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import AFTER_BUYING, AT_END, AT_RENEWAL, Attitude, Chances, Person
from relsim.vocabulary import ADVOCATE, CLIENT, PURCHASER, SUPPORTER


def unexplained(chance: float, firm: Firm) -> Chances:
    """The same chance to leave, for a rival if there is any."""
    if firm.rival_pull > 0.0:
        return Chances(0.0, 0.0, 0.0, chance, 0.0)
    return Chances(0.0, 0.0, 0.0, 0.0, chance)


def constant(
    moment: int,
    rung: int,
    silence: int,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    firm: Firm,
    behaviour: Behaviour,
) -> Chances:
    """At each renewal the firm loses the same share of its customers (Gupta and Lehmann 2003)."""
    return unexplained(firm.churn if moment == AT_RENEWAL else 0.0, firm)


def response(
    moment: int,
    rung: int,
    silence: int,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    firm: Firm,
    behaviour: Behaviour,
) -> Chances:
    """Retention spending keeps ceiling x (1 - exp(-response x spend)) (Blattberg and Deighton 1996)."""
    if moment != AT_RENEWAL:
        return unexplained(0.0, firm)
    kept = firm.retention_ceiling * (1.0 - exp(-firm.retention_response * firm.retention_spend))
    return unexplained(1.0 - kept, firm)


def geometric_renewal(
    moment: int,
    rung: int,
    silence: int,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    firm: Firm,
    behaviour: Behaviour,
) -> Chances:
    """At each renewal customers leave with a lasting chance of their own (Fader and Hardie 2007)."""
    return unexplained(person.fickleness if moment == AT_RENEWAL else 0.0, firm)


def after_purchase(
    moment: int,
    rung: int,
    silence: int,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    firm: Firm,
    behaviour: Behaviour,
) -> Chances:
    """After each further purchase customers leave with a lasting chance of their own
    (BG/NBD: Fader Hardie Lee 2005)."""
    return unexplained(person.fickleness if moment == AFTER_BUYING else 0.0, firm)


def recency(
    moment: int,
    rung: int,
    silence: int,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    firm: Firm,
    behaviour: Behaviour,
) -> Chances:
    """Who has been silent for so long counts as lost (Pfeifer and Carraway 2000)."""
    silent = moment == AT_END and silence >= behaviour.departure_silence
    return unexplained(1.0 if silent else 0.0, firm)


def by_rung(
    moment: int,
    rung: int,
    silence: int,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    firm: Firm,
    behaviour: Behaviour,
) -> Chances:
    """The chance that the firm's table of moves gives for leaving from this rung."""
    return unexplained(lapsing(rung, firm) if moment == AT_END else 0.0, firm)


def lapsing(rung: int, firm: Firm) -> float:
    """Chance per period to leave from a rung."""
    if rung == PURCHASER:
        return firm.moves_purchaser_lapsed
    if rung == CLIENT:
        return firm.moves_client_lapsed
    if rung == SUPPORTER:
        return firm.moves_supporter_lapsed
    return firm.moves_advocate_lapsed if rung == ADVOCATE else firm.moves_partner_lapsed
