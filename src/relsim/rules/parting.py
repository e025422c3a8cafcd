"""Parting: whether a customer leaves, for what reason, and what is remembered of it."""

from relsim.draws import AFTER_PURCHASE, DEPARTURE, RENEWAL
from relsim.rules.ceilings import is_safe, urge_at_most
from relsim.rules.ceilings import of_competing as ceiling
from relsim.rules.departure import as_likely, in_company, reason_for_leaving, swayed, to_members
from relsim.rules.departure import competing as chances_of_leaving
from relsim.rules.inertia import woken
from relsim.rules.loyalty import reward
from relsim.rules.records import Books, Tie
from relsim.rules.rivals import compared
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import AT_END, AT_RENEWAL, Attitude, Person, Rival, attitude_of, clamp
from relsim.vocabulary import CLOSED, FADING_NEED, LAPSED, MOVED, STILL_HERE


def decides_to_leave(
    moment: int,
    partner: int,
    t: int,
    key: int,
    person: Person,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
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


def weighs_leaving(
    f: int,
    t: int,
    key: int,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    rival: Rival,
    tie: Tie,
    firm: Firm,
    behaviour: Behaviour,
) -> int:
    """STILL_HERE, or the reason for leaving; most are safe before reasons need to be weighed."""
    hearsay = tie.hearsay + 0.0
    urge, times = 0.0, swayed(hearsay, behaviour)
    if behaviour.departure_rivals > 0.0:
        urge, times = urge_at_most(rival), times * max(1.0, rival.loud)
    awake = woken(t, tie, behaviour) if behaviour.departure_waking > 0.0 else 1.0
    times *= awake
    highest = times * ceiling(person, attitude, praise_of_rivals, urge, firm, behaviour)
    if is_safe(key, DEPARTURE, f, highest):
        return STILL_HERE
    rung, silence = tie.rung + 0, t - tie.last_purchase
    chances = chances_of_leaving(AT_END, rung, silence, person, attitude, praise_of_rivals, firm, behaviour)
    if behaviour.departure_rivals > 0.0:
        chances = compared(chances, rival, attitude, firm, behaviour)
    given_back = reward(tie.member + 0, firm)
    if given_back > 0.0:
        chances = to_members(chances, given_back, behaviour)
    if behaviour.departure_company > 0.0:
        chances = in_company(chances, hearsay, behaviour)
    if awake > 1.0:
        chances = as_likely(chances, awake)
    return reason_for_leaving(key, DEPARTURE, f, chances)


def leave(
    t: int,
    reason: int,
    attitude: Attitude,
    tie: Tie,
    behaviour: Behaviour,
    books: Books,
) -> None:
    """The relationship ends, and the customer remembers."""
    if reason != MOVED and reason != FADING_NEED and reason != CLOSED:
        tie.grievance = clamp(attitude.grievance + behaviour.departure_estrangement)
        if attitude.satisfaction < behaviour.departure_dissatisfied:
            books.dissatisfied_leavers += 1
            books.silent_leavers += int(tie.complaints == 0)
    tie.rung = LAPSED
    tie.reason = reason
    tie.ended_at = t
    tie.member = 0
    tie.community = 0


def forgive(tie: Tie, behaviour: Behaviour) -> None:
    """A former customer's grievance fades, as those of customers do when their feelings settle."""
    tie.grievance = (tie.grievance + 0.0) * (1.0 - behaviour.complaints_forgiving)
