"""Answering: what customers say of firms, to neighbours, in reviews and when they are asked."""

from relsim.draws import MISSED, SPEAKING
from relsim.luck import uniform
from relsim.rules.care import recommendation
from relsim.rules.months import PLACES_OF_A_MONTH, chance_to_happen, chance_to_recur, months_of
from relsim.rules.records import Books, Desk, Tie
from relsim.rules.reviews import review
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, FirmRows, Person, attitude_of, is_customer
from relsim.rules.word_of_mouth import (
    BLAMING,
    PRAISING,
    PRAISING_TWICE,
    QUIET,
    after_public_praise,
    times_rarer,
)
from relsim.rules.word_of_mouth import network as speak
from relsim.vocabulary import CLOSED, FADING_NEED, LAPSED, MOVED, PROSPECT


def voices(
    t: int,
    key: int,
    person: Person,
    ties: FirmRows[Tie],
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    books: FirmRows[Books],
    desk: FirmRows[Desk],
) -> int:
    """What the customer says of all firms, two bits each; buyers may write reviews, one a month."""
    said = 0
    for f in range(len(firms)):
        said |= voice(f, t, key, person, ties[f], firms[f], behaviour, books[f]) << (2 * f)
        if firms[f].reviewed > 0.0:
            for month in range(min(desk[f].bought, months_of(behaviour))):
                place = f + month * PLACES_OF_A_MONTH
                review(place, key, ties[f], firms[f], behaviour, books[f])
    return said


def voice(
    f: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    books: Books,
) -> int:
    """Praise or blame of one firm, for neighbours to hear in the next period.

    How likely somebody speaks is known for a month. In other periods there are as many voices on average, and
    in longer ones somebody praises as likely as in at least one of their months.
    """
    if tie.rung == PROSPECT:
        return QUIET
    luck = uniform(key, SPEAKING, f)
    u = luck
    if behaviour.months != 1.0:
        u /= behaviour.months
    if tie.rung == LAPSED and behaviour.word_of_mouth_blame_half_life > 0.0:
        u *= times_rarer(t - tie.ended_at, behaviour)
    attitude = attitude_of(tie)
    said = speak(tie.rung + 0, person, attitude, u, firm, behaviour)
    if said == PRAISING and behaviour.months > 1.0:
        said = praise_over_months(tie.rung + 0, luck, person, attitude, firm, behaviour)
    praised = int(said != QUIET and said != BLAMING)
    if praised and behaviour.relating_stance > 0.0:
        tie.commitment = after_public_praise(tie.commitment + 0.0, behaviour)
    tie.praised = tie.praised | praised
    if praised:
        tie.praised_at = t
    books.positive_speakers += praised + int(said == PRAISING_TWICE)
    books.negative_speakers += int(said == BLAMING)
    if said == QUIET and behaviour.departure_missed > 0.0 and is_missed(f, t, key, tie, behaviour):
        return BLAMING
    return said


def praise_over_months(
    rung: int, u: float, person: Person, attitude: Attitude, firm: Firm, behaviour: Behaviour
) -> int:
    """Whether somebody praises once or twice in a period of several months, or not at all in any of them."""
    months = months_of(behaviour)
    once = chance_to_happen(u, months)
    if speak(rung, person, attitude, once, firm, behaviour) != PRAISING:
        return QUIET
    twice = chance_to_recur(u, months)
    again = speak(rung, person, attitude, twice, firm, behaviour)
    return PRAISING_TWICE if again == PRAISING else PRAISING


def is_missed(f: int, t: int, key: int, tie: Tie, behaviour: Behaviour) -> bool:
    """Whether friends notice that somebody has just left a firm who says nothing: it tells them as much as a
    warning (Nitzan and Libai 2011 count friends who left, whatever they said)."""
    if tie.rung != LAPSED or tie.ended_at != t:
        return False
    if tie.reason == MOVED or tie.reason == FADING_NEED or tie.reason == CLOSED:
        return False
    return uniform(key, MISSED, f) < behaviour.departure_missed


def answer(
    key: int, ties: FirmRows[Tie], behaviour: Behaviour, books: FirmRows[Books], desk: FirmRows[Desk]
) -> None:
    """What the customer tells each firm's survey, what was heard, and where money was spent."""
    bought = 0
    for f in range(len(ties)):
        bought += desk[f].bought
    for f in range(len(ties)):
        books[f].praise_heard += desk[f].praise
        books[f].blame_heard += desk[f].blame
        if desk[f].bought > 0 or is_customer(ties[f].rung):
            books[f].category_purchases += bought
        reply(f, key, ties[f], behaviour, books[f])


def reply(f: int, key: int, tie: Tie, behaviour: Behaviour, books: Books) -> None:
    """A customer's answers to one firm."""
    if is_customer(tie.rung):
        attitude = attitude_of(tie)
        score = recommendation(key, f, attitude, behaviour)
        books.promoters += int(score >= 9)
        books.passives += int(7 <= score <= 8)
        books.detractors += int(score <= 6)
        books.satisfaction_ppm += int(attitude.satisfaction * 1e6)
        books.trust_ppm += int(attitude.trust * 1e6)
        books.commitment_ppm += int(attitude.commitment * 1e6)
        books.members += int(tie.member > 0)
        books.community_members += tie.community
        books.recommenders += tie.praised
