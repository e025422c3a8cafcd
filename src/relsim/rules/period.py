"""The order of one period in the life of one customer: everybody reads the past, then writes.

`live` is the whole story, and both drivers call it. Behaviour comes from the rules it names; a
scenario, or a user, may put other mechanisms in their place (see `rules.rulebook`).
"""

from typing import Any

from relsim.draws import SPEAKING
from relsim.luck import deeper, uniform
from relsim.rules.books import Books, book_win_back, cents, revenue_per_period
from relsim.rules.buying import MOST_FIRMS, NONE, buy, choose
from relsim.rules.care import recommendation, worth_winning_back
from relsim.rules.counting import count
from relsim.rules.departure import moves_away
from relsim.rules.listening import listen, overhear, praise_of_rivals, remember
from relsim.rules.messages import gets_coupon, gets_win_back_offer, weighed
from relsim.rules.need import NEVER_BOUGHT
from relsim.rules.need import gamma_poisson as need
from relsim.rules.relating import leave, leaves, relate, renew
from relsim.rules.reviews import push_of_rating, review
from relsim.rules.state import (
    AFTER_BUYING,
    GONE,
    Human,
    Parameters,
    Person,
    Rows,
    Standing,
    Tie,
    attitude_of,
    is_customer,
    person_of,
)
from relsim.rules.word_of_mouth import BLAMING, PRAISING, QUIET, after_public_praise
from relsim.rules.word_of_mouth import network as speak
from relsim.vocabulary import FADING_NEED, LAPSED, MOVED, PROSPECT


def live(
    i: int,
    t: int,
    period_key: int,
    lasting_key: int,
    human: Human,
    ties: Rows,
    town: Rows,
    firms: Rows,
    behaviour: Parameters,
    standings: Rows,
    tally: Rows,
    books: Rows,
    desk: Rows,
) -> None:
    """Live through period `t` as customer `i`."""
    for f in range(len(firms)):
        desk[f].before = ties[f].rung
        desk[f].bought = 0
    town.speaking[i] = 0
    key = deeper(period_key, i)
    person = person_of(human, deeper(lasting_key, i))
    if human.arrives <= t and moves_away(key, person):
        human.arrives = GONE
        for f in range(len(firms)):
            if is_customer(ties[f].rung):
                leave(t, MOVED, attitude_of(ties[f]), ties[f], behaviour, books[f])
    if human.arrives <= t:
        if behaviour.mean_field > 0.0:
            overhear(key, standings, behaviour, desk)
        else:
            listen(i, key, town, behaviour, desk)
        for f in range(len(firms)):
            remember(ties[f], behaviour, desk[f])
            if is_customer(desk[f].before):
                renew(f, t, key, person, ties[f], firms[f], behaviour, books[f])
        shop(t, key, person, ties, firms, behaviour, standings, books, desk)
        for f in range(len(firms)):
            if is_customer(desk[f].before) and is_customer(ties[f].rung):
                tie, firm, envy = ties[f], firms[f], praise_of_rivals(f, desk)
                relate(f, t, key, person, tie, firm, behaviour, standings[f], envy, books[f])
        voices = 0
        for f in range(len(firms)):
            voices |= voice(f, key, person, ties[f], firms[f], behaviour, books[f]) << (2 * f)
            if desk[f].bought > 0 and firms[f].reviewed > 0.0:
                review(f, key, ties[f], firms[f], behaviour, books[f])
        town.speaking[i] = voices
        answer(key, ties, behaviour, books, desk)
    for f in range(len(firms)):
        count(f, t, desk[f].before, ties[f], behaviour, tally)


def shop(
    t: int,
    key: int,
    person: Person,
    ties: Rows,
    firms: Rows,
    behaviour: Parameters,
    standings: Rows,
    books: Rows,
    desk: Rows,
) -> None:
    """Needs arise; each is met by the firm that holds the customer, or by one that is chosen."""
    home = NONE
    pressing = 0
    silence = NEVER_BOUGHT
    for f in range(len(firms)):
        silence = min(silence, t - ties[f].last_purchase)
        if behaviour.captive > 0.0 and is_customer(ties[f].rung) and firms[f].present > 0.0:
            home = f
        if just_left(t, ties[f]):
            pressing = 1
    if home != NONE:
        pressing = 1
    occasions = need(key, person, pressing, silence, behaviour)
    if home == NONE:
        for f in range(len(firms)):
            offer = win_back_offer(f, t, key, ties[f], firms[f], standings[f], books[f])
            if occasions > 0:
                receive(f, key, offer, person, ties[f], firms[f], standings[f], behaviour, desk[f])
    for occasion in range(occasions):
        f = home
        if home == NONE:
            f = choose(t, key, occasion, person, ties, firms, behaviour, desk)
        if f != NONE:
            tie, firm, held = ties[f], firms[f], is_customer(desk[f].before)
            buy(t, key, occasion, person, tie, firm, behaviour, books[f], desk[f])
            place = occasion * MOST_FIRMS + f
            left = held and leaves(AFTER_BUYING, place, t, key, person, tie, firm, behaviour, books[f])
            if left and f == home:
                break


def just_left(t: int, tie: Tie) -> bool:
    """Whether somebody left this firm just now or in the last period, but not the market."""
    left = tie.rung == LAPSED and tie.ended_at >= t - 1
    return bool(left and tie.reason != MOVED and tie.reason != FADING_NEED)


def win_back_offer(
    f: int, t: int, key: int, tie: Tie, firm: Parameters, standing: Standing, books: Books
) -> bool:
    """Whether a former customer gets an offer, which costs money whether or not it is taken."""
    if not gets_win_back_offer(key, f, tie.rung + 0, t - tie.ended_at, firm):
        return False
    if not worth_winning_back(revenue_per_period(t, tie), standing.average_revenue, firm):
        return False
    books.offers_made += 1
    book_win_back(tie, books, cents(firm.win_back_cost))
    return True


def receive(
    f: int,
    key: int,
    offer: bool,
    person: Person,
    tie: Tie,
    firm: Parameters,
    standing: Standing,
    behaviour: Parameters,
    heard: Any,
) -> None:
    """Weigh the messages of one firm, and its reviews, now that there is a need."""
    newcomer = not is_customer(tie.rung)
    coupon = newcomer and gets_coupon(key, f, firm)
    hearsay = tie.hearsay + 0.0
    message = weighed(key, f, hearsay, newcomer, coupon, offer, person, firm, behaviour)
    heard.push = message.push
    if tie.rung == PROSPECT and standing.reviews > 0.0:
        heard.push += push_of_rating(standing.stars + 0.0, standing.reviews + 0.0, behaviour)
    heard.channel = message.channel
    heard.discount = message.discount


def voice(
    f: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Parameters,
    behaviour: Parameters,
    books: Books,
) -> int:
    """Praise or blame of one firm, for neighbours to hear in the next period."""
    if tie.rung == PROSPECT:
        return QUIET
    u = uniform(key, SPEAKING, f)
    said = speak(tie.rung + 0, person, attitude_of(tie), u, firm, behaviour)
    praised = int(said == PRAISING)
    if praised and behaviour.relating_stance > 0.0:
        tie.commitment = after_public_praise(tie.commitment + 0.0, behaviour)
    tie.praised = tie.praised | praised
    books.positive_speakers += praised
    books.negative_speakers += int(said == BLAMING)
    return said


def answer(key: int, ties: Rows, behaviour: Parameters, books: Rows, desk: Rows) -> None:
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


def reply(f: int, key: int, tie: Tie, behaviour: Parameters, books: Books) -> None:
    """A customer's answers to one firm; with the lapsed, grievances fade."""
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
    elif tie.rung == LAPSED:
        forgiven = 1.0 - behaviour.complaints_forgiving
        tie.grievance = (tie.grievance + 0.0) * forgiven
