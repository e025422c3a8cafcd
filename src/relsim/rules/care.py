"""Care: whom a firm contacts and invites, and what customers answer when asked."""

from relsim.draws import ANSWER, CO_CREATION, CONTACT, MISJUDGEMENT, SILENT
from relsim.luck import deviate, uniform
from relsim.rules.months import whole_by_month
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Person
from relsim.vocabulary import ADVOCATE

EVERYBODY, BEST, AT_RISK = 0, 1, 2


def targeted(
    targeting: float,
    attitude: Attitude,
    silence: float,
    revenue_per_period: float,
    average_revenue: float,
    firm: Firm,
) -> bool:
    """Whether retention money is meant for this customer: everybody, the best, or those at risk."""
    if targeting == BEST:
        return among_best(revenue_per_period, average_revenue, firm)
    if targeting == AT_RISK:
        return at_risk(attitude, silence, firm)
    return True


def at_risk(attitude: Attitude, silence: float, firm: Firm) -> bool:
    """Whether a customer is dissatisfied, aggrieved or silent."""
    return (
        attitude.satisfaction < firm.targeting_risk_satisfaction
        or attitude.grievance > firm.targeting_risk_grievance
        or silence > firm.targeting_risk_silence
    )


def silence_felt(key: int, f: int, periods: int, behaviour: Behaviour) -> float:
    """For how many periods a customer who bought so many periods ago has been silent as a firm takes it.

    By the month it waits until a whole month more is over; in other periods purchase and contact fall on some
    day of theirs, and it waits as long on average.
    """
    return periods + uniform(key, SILENT, f) - 0.5 - 0.5 / behaviour.months


def among_best(revenue_per_period: float, average_revenue: float, firm: Firm) -> bool:
    """Whether a customer brings so much more than the average."""
    return revenue_per_period >= firm.targeting_best_from * average_revenue


def error_left(firm: Firm) -> float:
    """Share of customers misjudged in spite of what a system knows of them (Mithas, Krishnan and Fornell
    2005)."""
    return firm.targeting_error * (1.0 - firm.crm_insight)


def misjudged(key: int, f: int, firm: Firm) -> bool:
    """Whether a customer is taken for somebody else: missed though meant, or reached though not."""
    if firm.targeting_error <= 0.0 or firm.targeting_contact == EVERYBODY:
        return False
    return uniform(key, MISJUDGEMENT, f) < firm.targeting_error


def worth_winning_back(revenue_per_period: float, average_revenue: float, firm: Firm) -> bool:
    """Whether a former customer brought enough to be asked back (Stauss and Friege 1999)."""
    if firm.targeting_win_back == BEST:
        return among_best(revenue_per_period, average_revenue, firm)
    return True


def contacts(key: int, f: int, t: int, person: Person, firm: Firm, behaviour: Behaviour) -> int:
    """How many proactive contacts a targeted customer gets."""
    return whole_by_month(key, person.luck, t, CONTACT, f, firm.contact_frequency, behaviour)


def invited(key: int, f: int, rung: int, community: int, firm: Firm) -> int:
    """Advocates may come to create value with the firm, by invitation or by taking part in its community
    (Prahalad and Ramaswamy 2004)."""
    chance = firm.co_creation_invitation + (firm.community_participation if community else 0.0)
    if rung != ADVOCATE or chance <= 0.0:
        return 0
    return 1 if uniform(key, CO_CREATION, f) < chance else 0


def recommendation(key: int, f: int, attitude: Attitude, behaviour: Behaviour) -> int:
    """The answer from 0 to 10 to "would you recommend us?" (Reichheld 2003)."""
    liking = (
        attitude.satisfaction
        + behaviour.answers_trust * (attitude.trust - 0.5)
        + behaviour.answers_commitment * attitude.commitment
    )
    liking = behaviour.answers_leniency + (1.0 - behaviour.answers_leniency) * liking
    noise = behaviour.answers_noise * deviate(key, ANSWER, f)
    return int(min(10.0, max(0.0, 10.0 * liking + noise + 0.5)))
