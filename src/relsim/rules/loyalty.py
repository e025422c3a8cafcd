"""Loyalty programmes: who is a member, and what members get.

A permanent programme is open to all clients, a mini one to the best only; in both at once, the best are
upper members. Rewards are money, recognition is attention: a programme that only discounts commits
nobody (Dowling and Uncles 1997).
"""

from relsim.draws import ENROLMENT
from relsim.luck import uniform
from relsim.rules.settings import Firm
from relsim.rules.state import Person
from relsim.vocabulary import CLIENT

OUTSIDE, MEMBER, UPPER = 0, 1, 2
PERMANENT, MINI, BOTH = 0, 1, 2
MOST_GIVEN_BACK = 0.95


def membership(key: int, f: int, rung: int, member: int, among_best: bool, person: Person, firm: Firm) -> int:
    """Standing in the programme from now on: OUTSIDE, MEMBER or UPPER."""
    joined = member != OUTSIDE or enrols(key, f, rung, person, firm)
    if firm.loyalty_type == PERMANENT:
        return MEMBER if joined else OUTSIDE
    if joined and among_best:
        return UPPER
    return MEMBER if joined and firm.loyalty_type == BOTH else OUTSIDE


def enrols(key: int, f: int, rung: int, person: Person, firm: Firm) -> bool:
    """Clients join sooner when they are prone to relationships."""
    if firm.loyalty_enrolment <= 0.0 or rung < CLIENT:
        return False
    return uniform(key, ENROLMENT, f) < firm.loyalty_enrolment * person.proneness


def reward(member: int, firm: Firm) -> float:
    """Share of spending given back to a member, who pays so much less (Bolton, Kannan and Bramlett 2000)."""
    if member == OUTSIDE:
        return 0.0
    upper = firm.loyalty_upper_reward if member == UPPER else 0.0
    return min(MOST_GIVEN_BACK, firm.loyalty_reward + upper)


def recognition(member: int, firm: Firm) -> float:
    """Attention that a member gets in a period."""
    return firm.loyalty_recognition + (firm.loyalty_upper_recognition if member == UPPER else 0.0)


def bond_of_programme(member: int, firm: Firm) -> float:
    """Switching cost that points and status add."""
    if member == OUTSIDE:
        return 0.0
    return firm.loyalty_bond + (firm.loyalty_upper_bond if member == UPPER else 0.0)
