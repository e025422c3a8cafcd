"""Care: whom a firm contacts, enrols, invites, and what customers answer when asked."""

from relsim.draws import ANSWER, CO_CREATION, CONTACT, ENROLMENT
from relsim.luck import normal, uniform
from relsim.rules.state import Attitude, Parameters, Person
from relsim.vocabulary import ADVOCATE, CLIENT

EVERYBODY, BEST, AT_RISK = 0, 1, 2


def targeted(
    targeting: float,
    attitude: Attitude,
    periods_since_purchase: int,
    revenue_per_period: float,
    average_revenue: float,
    firm: Parameters,
) -> bool:
    """Whether retention money is meant for this customer: everybody, the best, or those at risk."""
    if targeting == BEST:
        return revenue_per_period >= firm.targeting_best_from * average_revenue
    if targeting == AT_RISK:
        return (
            attitude.satisfaction < firm.targeting_risk_satisfaction
            or attitude.grievance > 0.3
            or periods_since_purchase > firm.targeting_risk_silence
        )
    return True


def worth_winning_back(revenue_per_period: float, average_revenue: float, firm: Parameters) -> bool:
    """Whether a former customer brought enough to be asked back (Stauss and Friege 1999)."""
    if firm.targeting_win_back == BEST:
        return revenue_per_period >= firm.targeting_best_from * average_revenue
    return True


def contacts(key: int, f: int, firm: Parameters) -> int:
    """How many proactive contacts a targeted customer gets: the whole part, and the rest by luck."""
    whole = int(firm.contact_frequency)
    rest = firm.contact_frequency - whole
    return whole + (1 if uniform(key, CONTACT, f) < rest else 0)


def enrols(key: int, f: int, rung: int, person: Person, firm: Parameters) -> bool:
    """Clients join a permanent programme sooner when they are prone to relationships."""
    if firm.loyalty_enrolment <= 0.0 or rung < CLIENT:
        return False
    return uniform(key, ENROLMENT, f) < firm.loyalty_enrolment * person.proneness


def invited(key: int, f: int, rung: int, firm: Parameters) -> int:
    """Advocates may be invited to create value together (Prahalad and Ramaswamy 2004)."""
    if rung != ADVOCATE or firm.co_creation_invitation <= 0.0:
        return 0
    return 1 if uniform(key, CO_CREATION, f) < firm.co_creation_invitation else 0


def recommendation(key: int, f: int, attitude: Attitude, behaviour: Parameters) -> int:
    """The answer from 0 to 10 to "would you recommend us?" (Reichheld 2003)."""
    liking = (
        attitude.satisfaction
        + behaviour.answers_trust * (attitude.trust - 0.5)
        + behaviour.answers_commitment * attitude.commitment
    )
    liking = behaviour.answers_leniency + (1.0 - behaviour.answers_leniency) * liking
    noise = behaviour.answers_noise * normal(uniform(key, ANSWER, f))
    return int(min(10.0, max(0.0, 10.0 * liking + noise + 0.5)))
