"""Messages: advertising, coupons, win-back offers and recommendations reaching one customer.

Each message that arrives pushes towards the firm; the strongest one is credited with the sale, and
somebody whom none reached walked in. Discounts are not added up: the largest counts, whoever is credited.
"""

from relsim.arithmetic import exp, log
from relsim.draws import ADVERTISING, COUPON, WIN_BACK
from relsim.luck import uniform
from relsim.rules.choice import spread_over_stay
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Message, Person
from relsim.rules.word_of_mouth import push_of_hearsay
from relsim.vocabulary import ADVERTISING as BY_ADVERTISING
from relsim.vocabulary import COUPON as BY_COUPON
from relsim.vocabulary import LAPSED, REFERRAL, WALK_IN, WORD_OF_MOUTH
from relsim.vocabulary import WIN_BACK as BY_WIN_BACK

LARGEST_DISCOUNT = 0.95


def advertising_reach(contacts: float, ceiling: float) -> float:
    """Share of the market reached: c (1 - exp(-k spend)) (Blattberg and Deighton 1996)."""
    return ceiling * (1.0 - exp(-contacts))


def advertising_contacts(spend_per_head: float, firm: Firm) -> float:
    """Contacts per head that a period's spend buys; the spend times its response where they have no cost."""
    if firm.advertising_contact_cost > 0.0:
        return spend_per_head / firm.advertising_contact_cost
    return firm.advertising_response * spend_per_head


def with_carry_over(contacts: float, before: float, firm: Firm) -> float:
    """Contacts that are remembered: new ones, and earlier ones as far as they are not forgotten
    (Broadbent 1979; Jin et al. 2017)."""
    return contacts + (1.0 - firm.advertising_forgetting) * before


def gets_coupon(key: int, f: int, firm: Firm) -> bool:
    """Coupons go to people who are not customers of the firm; one that takes nothing off is none."""
    if firm.coupon_share <= 0.0 or firm.coupon_discount <= 0.0:
        return False
    return uniform(key, COUPON, f) < firm.coupon_share


def gets_win_back_offer(
    key: int, place: int, chance: float, rung: int, periods_lapsed: int, firm: Firm
) -> bool:
    """Win-back offers go to the lapsed while their memory is fresh (Stauss and Friege 1999)."""
    if chance <= 0.0 or rung != LAPSED:
        return False
    if periods_lapsed > firm.win_back_window:
        return False
    return uniform(key, WIN_BACK, place) < chance


def friend_discount(person: Person, firm: Firm) -> float:
    """The newcomer's reward as a share of what the first purchase usually costs."""
    usual = firm.price * person.basket
    if firm.referral_friend >= LARGEST_DISCOUNT * usual:
        return LARGEST_DISCOUNT
    return firm.referral_friend / usual


def messages_weighed(
    key: int,
    f: int,
    hearsay: float,
    newcomer: bool,
    coupon: bool,
    offer: bool,
    person: Person,
    firm: Firm,
    behaviour: Behaviour,
) -> Message:
    """Everything heard of one firm in one period, weighed together."""
    strongest = 0.0
    channel = WALK_IN
    discount, given_by = 0.0, WALK_IN
    push = 0.0
    if firm.advertising_reach > 0.0 and uniform(key, ADVERTISING, f) < firm.advertising_reach:
        push = strongest = behaviour.messages_advertising
        channel = BY_ADVERTISING
    if coupon:
        discount, given_by = firm.coupon_discount, BY_COUPON
        appeal = price_appeal(spread_over_stay(discount, person, behaviour), person, behaviour)
        if appeal > strongest:
            strongest, channel = appeal, BY_COUPON
    if hearsay > 0.0:
        appeal = push_of_hearsay(hearsay, behaviour)
        push += appeal
        if appeal > strongest:
            strongest, channel = appeal, WORD_OF_MOUTH
            if newcomer and (firm.referral_friend > 0.0 or firm.referral_giver > 0.0):
                channel = REFERRAL
                if friend_discount(person, firm) > discount:
                    discount, given_by = friend_discount(person, firm), REFERRAL
    if offer:
        if firm.win_back_discount > discount:
            discount, given_by = firm.win_back_discount, BY_WIN_BACK
        push += behaviour.messages_win_back
        channel = BY_WIN_BACK
    if hearsay < 0.0:
        push += push_of_hearsay(hearsay, behaviour)
    return Message(push, channel, min(discount, LARGEST_DISCOUNT), given_by)


def price_appeal(discount: float, person: Person, behaviour: Behaviour) -> float:
    """Utility of a price cut to this person: it draws the price-sensitive."""
    return -behaviour.choice_sacrifice * person.price_sensitivity * log(1.0 - discount)
