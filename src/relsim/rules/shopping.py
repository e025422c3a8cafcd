"""Shopping: needs arise, messages are weighed, and each need is met by a firm or by none."""

from relsim.draws import JOINING_A_RIVAL, SWITCHING
from relsim.luck import uniform
from relsim.rules.books import book_win_back, booked, revenue_per_period
from relsim.rules.buying import MOST_CONSIDERED, NONE, buy, choose
from relsim.rules.care import worth_winning_back
from relsim.rules.choice import spread_over_stay
from relsim.rules.loyalty import reward
from relsim.rules.messages import gets_coupon, gets_win_back_offer, messages_weighed
from relsim.rules.need import MOST_OCCASIONS, NEVER_BOUGHT, bills_due, looks_on, most_bills
from relsim.rules.need import gamma_poisson as need
from relsim.rules.parting import decides_to_leave
from relsim.rules.records import Books, Desk, Human, Standing, Tie
from relsim.rules.reviews import push_of_rating
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import AFTER_BUYING, FirmRows, Person, is_customer
from relsim.vocabulary import COMPETITOR, FADING_NEED, LAPSED, MOVED, PRICE, PROSPECT

MOST_MET_EARLY = 2
"""How many needs somebody may have met early at a time; who has goes to no rival before making one up."""


def shop(
    t: int,
    key: int,
    person: Person,
    human: Human,
    ties: FirmRows[Tie],
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    standings: FirmRows[Standing],
    books: FirmRows[Books],
    desk: FirmRows[Desk],
) -> None:
    """Needs arise; each is met by the firm that holds the customer, or by one that is chosen.

    Whoever goes to a rival before anything is needed meets a need early, and goes without next time.
    """
    home, former, occasions, bound = wants(t, key, person, ties, firms, behaviour)
    early = former != NONE and occasions == 0 and may_meet_early(human, behaviour)
    if home == NONE:
        for f in range(len(firms)):
            make_win_back_offer(f, t, key, ties[f], firms[f], standings[f], books[f])
    for occasion in range(1 if early else occasions):
        f, goes = home, former != NONE
        if home == NONE:
            if occasion > 0 and not bound and not looks_on(key, occasion, person, behaviour):
                continue
            if occasion == 0 or behaviour.months > 1.0:
                receive_all(occasion, t, key, person, ties, firms, behaviour, standings, desk)
            f = choose(t, key, occasion, former, person, ties, firms, behaviour, desk)
            former = NONE
        if f != NONE and (goes or not is_met_already(human)):
            tie, firm, held = ties[f], firms[f], is_customer(desk[f].before)
            if early:
                meet_early(human)
            buy(t, key, occasion, person, tie, firm, behaviour, books[f], desk[f])
            place = occasion * MOST_CONSIDERED + f
            left = held and decides_to_leave(
                AFTER_BUYING, place, t, key, person, tie, firm, behaviour, books[f]
            )
            if left and f == home:
                break
            bound = not left
            if behaviour.captive > 0.0 and not left:
                home = f


def wants(
    t: int,
    key: int,
    person: Person,
    ties: FirmRows[Tie],
    firms: FirmRows[Firm],
    behaviour: Behaviour,
) -> tuple[int, int, int, bool]:
    """The firm that holds the customer, the one just left for a rival, on how many occasions there is a need,
    and whether a contract stands, every bill of which is paid; NONE for no firm.

    Who has left every firm that they know goes to no rival. Whoever has just left one firm and is another's
    customer pays that one's bills, and a customer of several firms those of the longest relationship: one
    contract, whomever it is paid to.
    """
    home, former, longest = NONE, NONE, -1
    looking, paused = 0, 0
    silence = NEVER_BOUGHT
    for f in range(len(firms)):
        silence = min(silence, t - ties[f].last_purchase)
        if is_customer(ties[f].rung) and firms[f].present > 0.0:
            longest = max(longest, t - ties[f].acquired_at)
            if behaviour.captive > 0.0:
                home = f
        elif just_left(t, ties[f]):
            looking = most_bills(behaviour)
            if goes_to_a_rival(f, t, key, ties, behaviour):
                former = f
        elif is_out_of_need(t, ties[f], behaviour):
            paused = 1
    pressing = bills_due(longest, behaviour) if longest >= 0 else looking
    occasions = need(key, person, pressing, silence, behaviour)
    held = home != NONE or paused or is_never_needed(person, behaviour)
    if former != NONE and (held or not knows_another(t, ties, firms)):
        former = NONE
    return home, former, 0 if paused else occasions, longest >= 0


def knows_another(t: int, ties: FirmRows[Tie], firms: FirmRows[Firm]) -> bool:
    """Whether somebody knows a firm in the market that was not left just now or in the last period."""
    others = 0
    for f in range(len(firms)):
        if firms[f].present > 0.0 and ties[f].known + 0 != 0 and ties[f].ended_at < t - 1:
            others += 1
    return others > 0


def is_met_already(human: Human) -> bool:
    """Whether a need for which somebody would buy now has been met early; that is made up for then."""
    if human.needs_met_early + 0 == 0:
        return False
    human.needs_met_early -= 1
    return True


def may_meet_early(human: Human, behaviour: Behaviour) -> bool:
    """Whether one more need of somebody can be met early and remembered; under a contract none is."""
    return behaviour.under_contract <= 0.0 and human.needs_met_early + 0 < MOST_MET_EARLY


def meet_early(human: Human) -> None:
    """Take the next need of somebody as met, so that who goes to a rival buys sooner, not more."""
    human.needs_met_early += 1


def join_rivals(
    t: int,
    key: int,
    person: Person,
    human: Human,
    ties: FirmRows[Tie],
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    standings: FirmRows[Standing],
    books: FirmRows[Books],
    desk: FirmRows[Desk],
) -> None:
    """Whoever left for a rival before the last month of a longer period is served by one before it ends,
    unless another firm holds them, or they have no need for a while."""
    former = NONE
    for f in range(len(firms)):
        if is_out_of_need(t, ties[f], behaviour) or (behaviour.captive > 0.0 and is_customer(ties[f].rung)):
            return
        if left_early(f, t, key, ties[f], behaviour):
            former = f
    if former == NONE or is_never_needed(person, behaviour) or bought_elsewhere(t, former, ties):
        return
    if behaviour.under_contract <= 0.0 and not may_meet_early(human, behaviour):
        return
    receive_all(MOST_OCCASIONS, t, key, person, ties, firms, behaviour, standings, desk)
    f = choose(t, key, MOST_OCCASIONS, former, person, ties, firms, behaviour, desk)
    if f != NONE:
        if behaviour.under_contract <= 0.0:
            meet_early(human)
        buy(t, key, MOST_OCCASIONS, person, ties[f], firms[f], behaviour, books[f], desk[f])


def is_never_needed(person: Person, behaviour: Behaviour) -> bool:
    """Whether somebody does not need the category at all in this season."""
    return bool(person.need_rate * behaviour.season <= 0.0)


def just_left(t: int, tie: Tie) -> bool:
    """Whether somebody left this firm just now or in the last period, but not the market."""
    left = tie.rung == LAPSED and tie.ended_at >= t - 1
    return bool(left and tie.reason != MOVED and tie.reason != FADING_NEED)


def goes_to_a_rival(f: int, t: int, key: int, ties: FirmRows[Tie], behaviour: Behaviour) -> bool:
    """Whether somebody who left this firm in the last period for a rival goes to one now: not if some other
    firm served them before that period was over, which may be if it was longer than a month."""
    if ties[f].ended_at != t - 1 or not is_drawn_away(f, key, ties[f], behaviour):
        return False
    return behaviour.months <= 1.0 or not bought_elsewhere(t - 1, f, ties)


def left_early(f: int, t: int, key: int, tie: Tie, behaviour: Behaviour) -> bool:
    """Whether somebody left this firm for a rival before the last month of a longer period."""
    if tie.ended_at != t or not is_drawn_away(f, key, tie, behaviour):
        return False
    return uniform(key, JOINING_A_RIVAL, f) * behaviour.months < behaviour.months - 1.0


def is_drawn_away(f: int, key: int, tie: Tie, behaviour: Behaviour) -> bool:
    """Whether somebody who left this firm over its price, or for a competitor, goes to one (Keaveney 1995
    counts customers who did)."""
    if behaviour.departure_switching <= 0.0 or (tie.reason != COMPETITOR and tie.reason != PRICE):
        return False
    return uniform(key, SWITCHING, f) < behaviour.departure_switching


def bought_elsewhere(t: int, former: int, ties: FirmRows[Tie]) -> bool:
    """Whether somebody bought from another firm than the former one in period `t`."""
    latest = NEVER_BOUGHT
    for f in range(len(ties)):
        if f != former:
            latest = min(latest, abs(ties[f].last_purchase - t))
    return latest == 0


def is_out_of_need(t: int, tie: Tie, behaviour: Behaviour) -> bool:
    """Whether somebody left this firm because the need had faded, and it has not come back yet."""
    return bool(
        tie.rung == LAPSED and tie.reason == FADING_NEED and t - tie.ended_at <= behaviour.departure_pause
    )


def make_win_back_offer(
    f: int, t: int, key: int, tie: Tie, firm: Firm, standing: Standing, books: Books
) -> None:
    """An offer to a former customer costs money whether or not it is taken."""
    if not gets_win_back_offer(key, f, firm.win_back_frequency, tie.rung + 0, t - tie.ended_at, firm):
        return
    if worth_winning_back(revenue_per_period(t, tie), standing.average_revenue, firm):
        books.offers_made += 1
        book_win_back(tie, books, booked(firm.win_back_cost))


def holds_win_back_offer(place: int, t: int, key: int, tie: Tie, firm: Firm, standing: Standing) -> bool:
    """Whether a former customer has an offer at hand, which is good for a month."""
    if not gets_win_back_offer(key, place, firm.win_back_at_hand, tie.rung + 0, t - tie.ended_at, firm):
        return False
    return worth_winning_back(revenue_per_period(t, tie), standing.average_revenue, firm)


def receive_all(
    occasion: int,
    t: int,
    key: int,
    person: Person,
    ties: FirmRows[Tie],
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    standings: FirmRows[Standing],
    desk: FirmRows[Desk],
) -> None:
    """Weigh the messages of all firms: those of a month, or those of each occasion in longer periods."""
    for f in range(len(firms)):
        place = occasion * MOST_CONSIDERED + f
        offer = holds_win_back_offer(place, t, key, ties[f], firms[f], standings[f])
        receive(place, key, offer, person, ties[f], firms[f], standings[f], behaviour, desk[f])


def receive(
    place: int,
    key: int,
    offer: bool,
    person: Person,
    tie: Tie,
    firm: Firm,
    standing: Standing,
    behaviour: Behaviour,
    heard: Desk,
) -> None:
    """Weigh the messages of one firm, and its reviews, now that there is a need."""
    newcomer = not is_customer(tie.rung)
    coupon = newcomer and gets_coupon(key, place, firm)
    hearsay = tie.hearsay + 0.0
    message = messages_weighed(key, place, hearsay, newcomer, coupon, offer, person, firm, behaviour)
    if coupon or offer:
        tie.known = 1
    heard.push = message.push
    if tie.rung == PROSPECT and standing.reviews > 0.0:
        heard.push += push_of_rating(standing.stars + 0.0, standing.reviews + 0.0, behaviour)
    heard.channel = message.channel
    heard.offer = message.offer
    given_back = reward(tie.member + 0, firm)
    heard.discount = max(message.discount, given_back)
    heard.appeal = max(spread_over_stay(message.discount, person, behaviour), given_back)
