"""Relating: how a firm cares for a customer between purchases, and whether the customer stays."""

from relsim.draws import AFTER_PURCHASE, DEPARTURE, RENEWAL
from relsim.rules.attitude import after_contact, after_period
from relsim.rules.books import (
    Books,
    book_co_creation,
    book_contacts,
    book_retention_spending,
    cents,
    revenue_per_period,
)
from relsim.rules.care import contacts, enrols, invited, targeted
from relsim.rules.climbing import behavioural as climb
from relsim.rules.departure import competing as chances_of_leaving
from relsim.rules.departure import reason_for_leaving
from relsim.rules.state import (
    AT_END,
    AT_RENEWAL,
    Attitude,
    Parameters,
    Person,
    Standing,
    Tie,
    attitude_of,
    clamp,
    keep_attitude,
)
from relsim.vocabulary import CLOSED, FADING_NEED, LAPSED, MOVED, PARTNER, STILL_HERE


def renew(
    f: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Parameters,
    behaviour: Parameters,
    books: Books,
) -> None:
    """A standing relationship comes up for renewal: the firm spends on keeping it, yet it may end."""
    if firm.retention_spend > 0.0:
        book_retention_spending(tie, books, cents(firm.retention_spend))
    leaves(AT_RENEWAL, f, t, key, person, tie, firm, behaviour, books)


def leaves(
    moment: int,
    partner: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Parameters,
    behaviour: Parameters,
    books: Books,
) -> bool:
    """Whether the customer leaves before the end of the period, which ends the relationship."""
    attitude, silence = attitude_of(tie), t - tie.last_purchase
    chances = chances_of_leaving(moment, tie.rung + 0, silence, person, attitude, 0, firm, behaviour)
    purpose = RENEWAL if moment == AT_RENEWAL else AFTER_PURCHASE
    reason = reason_for_leaving(key, purpose, partner, chances)
    if reason == STILL_HERE:
        return False
    leave(t, reason, attitude, tie, behaviour, books)
    return True


def relate(
    f: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Parameters,
    behaviour: Parameters,
    standing: Standing,
    praise_of_rivals: int,
    books: Books,
) -> None:
    """One period of a standing relationship: care, feelings, then up, down or out."""
    if firm.present <= 0.0:
        leave(t, CLOSED, attitude_of(tie), tie, behaviour, books)
        return
    attitude = cared_for(f, t, key, person, tie, firm, standing, books)
    attitude = after_period(person, attitude, tie.member + 0, firm, behaviour)
    rung, silence = tie.rung + 0, t - tie.last_purchase
    chances = chances_of_leaving(AT_END, rung, silence, person, attitude, praise_of_rivals, firm, behaviour)
    reason = reason_for_leaving(key, DEPARTURE, f, chances)
    keep_attitude(tie, attitude)
    if reason == STILL_HERE:
        stay(f, key, attitude, tie, firm, behaviour, books)
    else:
        leave(t, reason, attitude, tie, behaviour, books)


def cared_for(
    f: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Parameters,
    standing: Standing,
    books: Books,
) -> Attitude:
    """The attitude after this period's contacts and the programme's recognition, both paid for."""
    attitude = attitude_of(tie)
    if firm.contact_frequency > 0.0:
        silence = t - tie.last_purchase
        revenue = revenue_per_period(t, tie)
        rule = firm.targeting_contact
        if targeted(rule, attitude, silence, revenue, standing.average_revenue, firm):
            number = contacts(key, f, firm)
            attitude = after_contact(attitude, number * 1.0)
            books.contacts += number
            book_contacts(tie, books, cents(number * firm.contact_cost))
    if tie.member:
        attitude = after_contact(attitude, firm.loyalty_recognition)
    elif enrols(key, f, tie.rung + 0, person, firm):
        tie.member = 1
    return attitude


def stay(
    f: int,
    key: int,
    attitude: Attitude,
    tie: Tie,
    firm: Parameters,
    behaviour: Parameters,
    books: Books,
) -> None:
    """The customer stays, and perhaps moves one rung; partners are worked with, at a cost."""
    rung = tie.rung + 0
    invitation = invited(key, f, rung, firm)
    rung = climb(f, key, rung, attitude, tie.purchases + 0, invitation, firm, behaviour)
    tie.rung = rung
    if rung == PARTNER:
        book_co_creation(tie, books, cents(firm.co_creation_cost))


def leave(
    t: int,
    reason: int,
    attitude: Attitude,
    tie: Tie,
    behaviour: Parameters,
    books: Books,
) -> None:
    """The relationship ends, and the customer remembers."""
    if reason != MOVED and reason != FADING_NEED and reason != CLOSED:
        tie.grievance = clamp(attitude.grievance + behaviour.departure_estrangement)
        if attitude.satisfaction < 0.5:
            books.dissatisfied_leavers += 1
            books.silent_leavers += int(tie.complaints == 0)
    tie.rung = LAPSED
    tie.reason = reason
    tie.ended_at = t
    tie.member = 0
