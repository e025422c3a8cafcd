"""Cultivating: what else a firm does for its customers between purchases, each part paid for."""

from relsim.rules.attitude import after_contact
from relsim.rules.books import (
    book_account_review,
    book_bonds,
    book_community,
    book_personalisation,
    book_touchpoints,
    booked,
)
from relsim.rules.community import joins, meetings, meets
from relsim.rules.inertia import think_of_it
from relsim.rules.laxity import unreviewed
from relsim.rules.personalising import after_personalisation
from relsim.rules.records import Books, Tie
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Person
from relsim.rules.touchpoints import after_touchpoints


def cultivated(
    f: int,
    t: int,
    key: int,
    person: Person,
    attitude: Attitude,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    books: Books,
) -> Attitude:
    """The attitude after personal treatment, touchpoints, meetings and reviews."""
    if firm.personalisation_depth > 0.0:
        attitude = after_personalisation(person, attitude, firm, behaviour)
        book_personalisation(tie, books, booked(firm.personalisation_cost))
    if firm.touchpoints_met + firm.touchpoints_missed > 0.0:
        attitude = after_touchpoints(attitude, firm, behaviour)
        tie.encounters = (tie.encounters + 0.0) + firm.touchpoints_warmth
        book_touchpoints(tie, books, booked(firm.touchpoints_cost))
    if firm.bonds_cost > 0.0:
        book_bonds(tie, books, booked(firm.bonds_cost))
    if firm.account_review_every > 0.0 and unreviewed(t - tie.acquired_at, firm) == 0:
        attitude = after_contact(attitude, behaviour.relating_review)
        think_of_it(t, tie, behaviour)
        book_account_review(tie, books, booked(firm.account_review_cost))
    if tie.community:
        number = meetings(key, f, t, person, firm, behaviour)
        attitude = after_contact(attitude, number * behaviour.relating_meeting)
        book_community(tie, books, booked(number * firm.community_cost))
    elif firm.community_invitation > 0.0 and meets(firm):
        tie.community = joins(key, f, tie.rung + 0, person, firm)
    return attitude
