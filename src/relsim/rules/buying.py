"""Buying: one occasion from the choice of a firm to the memory it leaves."""

from relsim.arithmetic import exp
from relsim.draws import CHOICE, FAILURE
from relsim.luck import gumbel, uniform
from relsim.rules.attitude import lent_trust
from relsim.rules.books import (
    book_compensation,
    book_coupon,
    book_goods,
    book_guarantee,
    book_programme,
    book_recovery,
    book_referral_reward,
    book_revenue,
    book_service,
    book_win_back,
    booked,
)
from relsim.rules.category import goes_without
from relsim.rules.choice import NEVER, habit_to_come
from relsim.rules.choice import logit as utility
from relsim.rules.complaints import (
    RESOLVED,
    SILENT,
    after_amends,
    after_failure,
    after_manager_call,
    amends,
    manager_calls,
    outcome_of_failure,
    put_right,
)
from relsim.rules.experience import disconfirmation as feel
from relsim.rules.experience import experienced_quality
from relsim.rules.laxity import quality_lost
from relsim.rules.loyalty import reward
from relsim.rules.messages import LARGEST_DISCOUNT
from relsim.rules.records import Books, Desk, Tie
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.spend import lognormal as spend
from relsim.rules.state import (
    Attitude,
    FirmRows,
    Message,
    Person,
    attitude_of,
    clamp,
    is_customer,
    keep_attitude,
)
from relsim.rules.word_of_mouth import passed_on
from relsim.vocabulary import (
    CLIENT,
    COUPON,
    PARTNER,
    PURCHASER,
    REFERRAL,
    STILL_HERE,
    WIN_BACK,
    WORD_OF_MOUTH,
)

NONE = -1
MANY_EPISODES = 30_000
MOST_CONSIDERED = 16


def choose(
    t: int,
    key: int,
    occasion: int,
    former: int,
    person: Person,
    ties: FirmRows[Tie],
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    desk: FirmRows[Desk],
) -> int:
    """The firm with the highest utility and taste on this occasion, or NONE (McFadden 1974).

    Only known firms come to mind. Whoever left firm `former` for a rival goes to one. Elsewhere than in a
    young category a need is met, or not, before it is asked by whom.
    """
    best, highest, offered = NONE, NEVER, 0.0
    nested = behaviour.category_maturity > 0.0
    if former == NONE and not nested:
        highest = gumbel(uniform(key, CHOICE, (occasion + 1) * MOST_CONSIDERED - 1))
    for f in range(len(firms)):
        heard, tie = desk[f], ties[f]
        if firms[f].present <= 0.0 or tie.known == 0 or is_left_behind(t, former, tie):
            continue
        push = heard.push - habit_to_come(tie.rung + 0, tie.purchases + 0, behaviour)
        message = Message(push, heard.channel + 0, heard.appeal + 0.0, heard.offer + 0)
        attitude = attitude_of(tie)
        rung, others = tie.rung + 0, max(1.0, heard.others * passed_on(heard.others + 0.0, behaviour))
        praise = heard.praise / others
        taste = gumbel(uniform(key, CHOICE, occasion * MOST_CONSIDERED + f))
        worth = utility(f, rung, praise, person, attitude, message, firms[f], behaviour)
        if worth <= NEVER:
            continue
        if nested:
            offered += exp(worth)
        if worth + taste > highest:
            best, highest = f, worth + taste
    if nested and best != NONE and former == NONE and goes_without(key, occasion, offered, behaviour):
        return NONE
    return best


def is_left_behind(t: int, former: int, tie: Tie) -> bool:
    """Whether somebody does not return to a firm yet: nobody does in the very period of leaving, and whoever
    goes to a rival now does not go to any firm that was left as recently as the `former` one."""
    return bool(tie.ended_at == t or (former != NONE and tie.ended_at == t - 1))


def buy(
    t: int,
    key: int,
    occasion: int,
    person: Person,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    books: Books,
    heard: Desk,
) -> None:
    """A customer buys: money changes hands, service is met, a memory remains."""
    newcomer = not is_customer(tie.rung)
    units = spend(key, occasion, person, attitude_of(tie), behaviour)
    paid = units * firm.price
    book_revenue(tie, books, booked(paid))
    book_goods(tie, books, booked(units * firm.unit_cost))
    book_service(tie, books, booked(cost_to_serve(tie.rung + 0, firm)))
    if tie.member:
        given_back = paid * reward(tie.member + 0, firm)
        book_programme(tie, books, booked(given_back))
        paid -= given_back
    if newcomer:
        paid -= win(t, paid, tie, firm, behaviour, books, heard)
    tie.purchases = min(MANY_EPISODES, tie.purchases + 1)
    tie.last_purchase = t
    heard.bought += 1
    books.purchases += 1
    if tie.purchases == 1:
        books.first_purchases += 1
    elif tie.purchases == 2:
        books.second_purchases += 1
    be_served(t, key, occasion, newcomer, paid, tie, firm, behaviour, books)


def cost_to_serve(rung: int, firm: Firm) -> float:
    """Cost of one episode; partners do part of the work themselves (Lovelock and Young 1979)."""
    if rung == PARTNER:
        return firm.service_cost * (1.0 - firm.co_creation_savings)
    return firm.service_cost


def win(t: int, price: float, tie: Tie, firm: Firm, behaviour: Behaviour, books: Books, heard: Desk) -> float:
    """Somebody becomes a customer, or returns: remember how, book what it cost, and say what is taken off.

    Who comes for the first time, sent by a friend, trusts the firm the more.
    The discount is used up with it, and counts for no later occasion of the period.
    """
    channel = heard.channel + 0
    recommended = channel in (REFERRAL, WORD_OF_MOUTH)
    tie.channel = channel
    tie.acquired_at = t
    if tie.purchases == 0:
        tie.first_at = t
        if recommended:
            tie.trust = lent_trust(tie.trust + 0.0, behaviour)
    tie.rung = PURCHASER if tie.purchases == 0 else CLIENT
    tie.reason = STILL_HERE
    tie.remembered_price = firm.price
    if channel == REFERRAL:
        book_referral_reward(tie, books, booked(firm.referral_giver))
    taken_off = money_off(price, firm, heard)
    book_discount(taken_off, heard.offer + 0, tie, books)
    heard.discount = 0.0
    heard.appeal = 0.0
    tie.recruiter = tie.teller if recommended else NONE
    return taken_off


def money_off(price: float, firm: Firm, heard: Desk) -> float:
    """What the largest discount takes off a purchase; a friend's reward never more than a discount may."""
    if heard.offer == REFERRAL:
        return min(firm.referral_friend, LARGEST_DISCOUNT * price)
    return price * heard.discount


def book_discount(amount: float, offer: int, tie: Tie, books: Books) -> None:
    """Book what was taken off a purchase on the line of the offer that did so."""
    if offer == COUPON:
        book_coupon(tie, books, booked(amount))
    elif offer == REFERRAL:
        book_referral_reward(tie, books, booked(amount))
    elif offer == WIN_BACK:
        book_win_back(tie, books, booked(amount))


def be_served(
    t: int,
    key: int,
    occasion: int,
    newcomer: bool,
    paid: float,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    books: Books,
) -> None:
    """One service episode: met, perhaps failed, perhaps complained of, perhaps put right."""
    failed = 1 if uniform(key, FAILURE, occasion) < firm.service_failures else 0
    outcome, lacking = SILENT, 0.0
    if failed:
        outcome = outcome_of_failure(key, occasion, firm, behaviour)
        lacking = 1.0 - put_right(outcome, tie.failures + 0, firm)
    experienced = experienced_quality(key, occasion, lacking, firm, behaviour)
    if firm.service_laxity > 0.0:
        experienced = clamp(experienced - quality_lost(t - tie.acquired_at, firm, behaviour))
    before = attitude_of(tie)
    attitude = feel(before, experienced, failed, behaviour)
    tie.encounters = (tie.encounters + 0.0) + (attitude.attention - before.attention)
    if failed:
        attitude = suffer(key, occasion, outcome, newcomer, paid, attitude, tie, firm, behaviour, books)
    keep_attitude(tie, attitude)


def suffer(
    key: int,
    occasion: int,
    outcome: int,
    newcomer: bool,
    paid: float,
    attitude: Attitude,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
    books: Books,
) -> Attitude:
    """The attitude after a failure, and what complaint, recovery and guarantee cost the firm."""
    books.failures += 1
    earlier = tie.failures + 0
    attitude = after_failure(attitude, outcome, earlier, firm, behaviour)
    tie.failures = min(100, tie.failures + 1)
    if newcomer and firm.guarantee_cover > 0.0:
        book_guarantee(tie, books, booked(paid * firm.guarantee_cover))
    if outcome != SILENT:
        books.complaints += 1
        tie.complaints = min(100, tie.complaints + 1)
        book_recovery(tie, books, booked(firm.complaints_cost))
        if manager_calls(key, occasion, firm):
            attitude = after_manager_call(attitude, behaviour)
            book_recovery(tie, books, booked(firm.complaints_manager_cost))
    if outcome == RESOLVED:
        books.recovered += 1
        if firm.complaints_compensation > 0.0:
            attitude = after_amends(attitude, amends(paid, firm), earlier, behaviour)
            book_compensation(tie, books, booked(firm.complaints_compensation))
    return attitude
