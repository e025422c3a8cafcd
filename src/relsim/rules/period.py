"""The order of one period in the life of one customer: everybody reads the past, then writes.

`live` is the whole story, and both drivers call it. Behaviour comes from the rules it names; a
scenario, or a user, may put other mechanisms in their place (see `rules.rulebook`).
"""

from relsim.draws import COMING_EARLY
from relsim.luck import uniform
from relsim.rules.answering import answer, voices
from relsim.rules.attitude import keep_up_with_prices
from relsim.rules.awareness import keep_in_mind
from relsim.rules.counting import count_move
from relsim.rules.departure import moves_away
from relsim.rules.listening import listen, mingle, overhear, praise_of_rivals, remember
from relsim.rules.parting import forgive, leave
from relsim.rules.records import Books, Desk, Human, Standing, Tie
from relsim.rules.relating import relate, renew
from relsim.rules.rivals import UNRIVALLED, best_known
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.shopping import join_rivals, shop
from relsim.rules.state import GONE, FirmRows, Person, Tally, Town, attitude_of, is_customer, person_of
from relsim.vocabulary import LAPSED, MOVED


def live(
    i: int,
    t: int,
    key: int,
    lasting_key: int,
    human: Human,
    ties: FirmRows[Tie],
    town: Town,
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    standings: FirmRows[Standing],
    tally: Tally,
    books: FirmRows[Books],
    desk: FirmRows[Desk],
) -> None:
    """Live through period `t` as customer `i`, with the luck of the period and the lasting one."""
    for f in range(len(firms)):
        desk[f].before = ties[f].rung
        desk[f].bought = 0
    town.speaking[i] = 0
    listen(i, t, town, desk)
    person = person_of(human, lasting_key)
    if human.arrives <= t and moves_away(key, person):
        human.arrives = GONE
        part_from_all(t, ties, behaviour, books)
    if behaviour.price_growth != 1.0:
        keep_up_with_prices(ties, behaviour)
    if human.arrives <= t:
        hear_of_all(i, t, key, ties, town, firms, behaviour, standings, desk)
        renew_all(t, key, person, ties, firms, behaviour, books, desk)
        shop(t, key, person, human, ties, firms, behaviour, standings, books, desk)
        relate_to_all(t, key, person, ties, firms, behaviour, standings, books, desk)
        if behaviour.months > 1.0:
            join_rivals(t, key, person, human, ties, firms, behaviour, standings, books, desk)
        town.speaking[i] = voices(t, key, person, ties, firms, behaviour, books, desk)
        answer(key, ties, behaviour, books, desk)
    for f in range(len(firms)):
        count_move(f, t, desk[f].before, ties[f], behaviour, tally)


def part_from_all(t: int, ties: FirmRows[Tie], behaviour: Behaviour, books: FirmRows[Books]) -> None:
    """Moving away ends every relationship."""
    for f in range(len(ties)):
        if is_customer(ties[f].rung):
            leave(t, MOVED, attitude_of(ties[f]), ties[f], behaviour, books[f])


def hear_of_all(
    i: int,
    t: int,
    key: int,
    ties: FirmRows[Tie],
    town: Town,
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    standings: FirmRows[Standing],
    desk: FirmRows[Desk],
) -> None:
    """Hear what others than neighbours said in the last period, and remember all that was heard.

    Where nobody forgets a firm, only those need to be reminded who do not know it yet.
    """
    if behaviour.mean_field > 0.0:
        overhear(key, standings, behaviour, desk)
    elif town.meetings[0] > 0:
        mingle(i, t, key, town, behaviour, desk)
    for f in range(len(ties)):
        remember(ties[f], behaviour, desk[f])
        if behaviour.awareness_forgetting > 0.0 or ties[f].known == 0:
            keep_in_mind(f, key, ties[f], firms[f], behaviour, desk[f])


def renew_all(
    t: int,
    key: int,
    person: Person,
    ties: FirmRows[Tie],
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    books: FirmRows[Books],
    desk: FirmRows[Desk],
) -> None:
    """Standing relationships come up for renewal before the period's needs, but for those with a firm that is
    gone."""
    for f in range(len(firms)):
        if firms[f].present > 0.0 and is_customer(desk[f].before):
            renew(f, t, key, person, ties[f], firms[f], behaviour, books[f])


def relate_to_all(
    t: int,
    key: int,
    person: Person,
    ties: FirmRows[Tie],
    firms: FirmRows[Firm],
    behaviour: Behaviour,
    standings: FirmRows[Standing],
    books: FirmRows[Books],
    desk: FirmRows[Desk],
) -> None:
    """Whoever began the period as a customer and still is one is cared for, and stays or leaves. In a period
    longer than a month who came early in it is cared for, too.

    Who left before, in this period or an earlier one, forgives a little.
    """
    for f in range(len(firms)):
        newcomer = not is_customer(desk[f].before)
        if ties[f].rung == LAPSED:
            forgive(ties[f], behaviour)
        elif not newcomer or came_early(f, key, ties[f], behaviour):
            tie, firm, envy, rival = ties[f], firms[f], praise_of_rivals(f, desk), UNRIVALLED
            if behaviour.departure_rivals > 0.0:
                rival = best_known(f, ties, firms, behaviour)
            relate(f, t, key, person, tie, firm, behaviour, standings[f], envy, rival, newcomer, books[f])


def came_early(f: int, key: int, tie: Tie, behaviour: Behaviour) -> bool:
    """Whether somebody who has become a customer in this period has long been one before it ends.

    By the month everybody is cared for from the next month on, so in a period of m months a newcomer is for
    (m - 1) / 2 of them on average: the whole period, with a chance of half its part after the first month.
    """
    if behaviour.months <= 1.0 or not is_customer(tie.rung):
        return False
    return uniform(key, COMING_EARLY, f) * 2.0 * behaviour.months < behaviour.months - 1.0
