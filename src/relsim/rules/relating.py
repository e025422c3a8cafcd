"""Relating: how a firm cares for a customer between purchases, and who stays may climb."""

from relsim.rules.attitude import after_contact, as_after_a_month, attitude_after_period
from relsim.rules.bonds import switching_cost
from relsim.rules.books import (
    book_co_creation,
    book_contacts,
    book_retention_spending,
    booked,
    revenue_per_period,
)
from relsim.rules.care import AT_RISK, among_best, contacts, invited, misjudged, silence_felt, targeted
from relsim.rules.climbing import behavioural as climb
from relsim.rules.community import belonging, meets
from relsim.rules.cultivating import cultivated
from relsim.rules.grouping import GROUPS, worth_holding
from relsim.rules.inertia import think_of_it
from relsim.rules.loyalty import membership, recognition
from relsim.rules.parting import decides_to_leave, leave, weighs_leaving
from relsim.rules.records import Books, Standing, Tie
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import AT_RENEWAL, Attitude, Person, Rival, attitude_of, keep_attitude
from relsim.vocabulary import ADVOCATE, CLOSED, PARTNER, STILL_HERE, SUPPORTER


def renew(
    f: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    books: Books,
) -> None:
    """A standing relationship comes up for renewal: the firm spends on keeping it, yet it may end."""
    if firm.retention_spend > 0.0:
        book_retention_spending(tie, books, booked(firm.retention_spend))
    decides_to_leave(AT_RENEWAL, f, t, key, person, tie, firm, behaviour, books)


def relate(
    f: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    standing: Standing,
    praise_of_rivals: int,
    rival: Rival,
    newcomer: bool,
    books: Books,
) -> None:
    """One period of a standing relationship: care, feelings, then up, down or out; a newcomer of this very
    period stays where they are."""
    if firm.present <= 0.0:
        leave(t, CLOSED, attitude_of(tie), tie, behaviour, books)
        return
    attitude = cared_for(f, t, key, person, tie, firm, behaviour, standing, books)
    if firm.cultivates > 0.0:
        attitude = cultivated(f, t, key, person, attitude, tie, firm, behaviour, books)
    if tie.community and not meets(firm):
        tie.community = 0
    bound = switching_cost(t, tie, attitude, firm, behaviour)
    at_home = belonging(firm, behaviour) if tie.community else 0.0
    felt = attitude
    encounters = tie.encounters + 0.0
    tie.encounters = encounters * (1.0 - behaviour.attitude_attention_fading)
    attitude = attitude_after_period(person, felt, bound, at_home, encounters, firm, behaviour)
    weighed = as_after_a_month(attitude, felt, behaviour)
    if newcomer:
        keep_attitude(tie, attitude)
        return
    reason = weighs_leaving(f, t, key, person, weighed, praise_of_rivals, rival, tie, firm, behaviour)
    keep_attitude(tie, attitude)
    if reason == STILL_HERE:
        stay(f, t, key, attitude, tie, firm, behaviour, books)
    else:
        leave(t, reason, attitude, tie, behaviour, books)


def cared_for(
    f: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    standing: Standing,
    books: Books,
) -> Attitude:
    """The attitude after this period's contacts and the programme's recognition, both paid for."""
    attitude = attitude_of(tie)
    if firm.contact_frequency > 0.0 and meant_for(f, t, key, tie, attitude, standing, firm, behaviour):
        number = contacts(key, f, t, person, firm, behaviour)
        if number > 0:
            attitude = after_contact(attitude, number * behaviour.attention_felt)
            think_of_it(t, tie, behaviour)
            books.contacts += number
            book_contacts(tie, books, booked(number * firm.contact_cost))
    if tie.member:
        attitude = after_contact(attitude, recognition(tie.member + 0, firm))
    if firm.loyalty_enrolment > 0.0:
        best = among_best(revenue_per_period(t, tie), standing.average_revenue, firm)
        tie.member = membership(key, f, tie.rung + 0, tie.member + 0, best, person, firm)
    return attitude


def meant_for(
    f: int,
    t: int,
    key: int,
    tie: Tie,
    attitude: Attitude,
    standing: Standing,
    firm: Firm,
    behaviour: Behaviour,
) -> bool:
    """Whether retention money is meant for this customer, as far as the firm can tell."""
    rule, silence = firm.targeting_contact, 0.0
    if rule in (AT_RISK, GROUPS):
        silence = silence_felt(key, f, t - tie.last_purchase, behaviour)
    if rule == GROUPS:
        meant = worth_holding(t, silence, tie, attitude, firm)
    else:
        revenue = revenue_per_period(t, tie)
        meant = targeted(rule, attitude, silence, revenue, standing.average_revenue, firm)
    return bool(meant != misjudged(key, f, firm))


def is_silent(t: int, tie: Tie, behaviour: Behaviour) -> bool:
    """Whether somebody has not recommended the firm for so long that they are no advocate of it."""
    return bool(behaviour.ladder_spoken > 0.0 and t - tie.praised_at > behaviour.ladder_spoken)


def stay(
    f: int,
    t: int,
    key: int,
    attitude: Attitude,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    books: Books,
) -> None:
    """The customer stays, and perhaps moves one rung; partners are worked with, at a cost."""
    rung = tie.rung + 0
    invitation = invited(key, f, rung, tie.community + 0, firm)
    rung = climb(f, key, rung, attitude, tie.purchases + 0, invitation, firm, behaviour)
    if rung == ADVOCATE and is_silent(t, tie, behaviour):
        rung = SUPPORTER
    tie.rung = rung
    if rung == PARTNER:
        book_co_creation(tie, books, booked(firm.co_creation_cost))
