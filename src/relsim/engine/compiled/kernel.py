"""The loops that are compiled: periods, blocks of customers, and customers.

Tallies are whole numbers, so their sums do not depend on how many threads add them up.
"""

from typing import Any

from numba import prange

from relsim.engine.compiled.lengths import with_length
from relsim.engine.compiled.luck_together import ABREAST, Foreseen, draw_together
from relsim.luck import deeper
from relsim.rules.counting import take_stock
from relsim.rules.listening import carry

ANY = 0
FIRMS = ANY
"""How many firms there are in the kernel that is being made, or ANY number."""


def live(*_: Any) -> None:
    """Stands for the rulebook's `live` until it is put in place (see `engine.compiled`)."""


def have(number: int, ties: Any, firms: Any, standings: Any, tally: Any, books: Any, desk: Any) -> bool:
    """Whether there is this number of firms everywhere."""
    offered = ties.shape[1] == number and len(firms) == number and len(standings) == number
    return offered and len(tally) == number and len(books) == number and len(desk) == number


def take_turns(
    first: int,
    last: int,
    t: int,
    key: int,
    lasting_key: int,
    people: Any,
    ties: Any,
    town: Any,
    firms: Any,
    behaviour: Any,
    standings: Any,
    tally: Any,
    books: Any,
    desk: Any,
    keys: Any,
    numbers: Any,
) -> None:
    """Let the customers from `first` up to `last` live through period `t`.

    What would be refused never happens. Having refused it, the compiler knows that no customer is counted
    from the end; how many firms there are it is told, so that it unrolls loops over them.
    """
    if first < 0 or (FIRMS != ANY and not have(FIRMS, ties, firms, standings, tally, books, desk)):
        raise ValueError("this kernel was made for another number of firms")
    if FIRMS != ANY:
        ties, tally = with_length(ties, 1, FIRMS), with_length(tally, 0, FIRMS)
        firms, standings = with_length(firms, 0, FIRMS), with_length(standings, 0, FIRMS)
        books, desk = with_length(books, 0, FIRMS), with_length(desk, 0, FIRMS)
    drawn = with_length(numbers, 1, ABREAST)
    for i in range(first, last):
        j = (i - first) % ABREAST
        if j == 0:
            draw_together(key, lasting_key, i, keys, numbers)
        luck = Foreseen(keys[0, j], drawn, j)
        live(
            i, t, luck, keys[1, j], people[i], ties[i], town, firms, behaviour, standings, tally, books, desk
        )


def periods(
    start: int,
    stop: int,
    root: int,
    lasting_key: int,
    people: Any,
    ties: Any,
    town: Any,
    firms: Any,
    behaviour: Any,
    desks: Any,
    keys: Any,
    numbers: Any,
    tallies: Any,
    books_of: Any,
    records: Any,
    standings: Any,
) -> None:
    """Run the periods from `start` up to `stop`; compiled, never called as Python."""
    blocks, competitors = tallies.shape[0], tallies.shape[1]
    customers = len(town.voices)
    for t in range(start, stop):
        key = deeper(root, t + 1)
        for block in prange(blocks):
            tally = tallies[block]
            for f in range(competitors):
                for place in range(tallies.shape[2]):
                    tally[f, place] = 0
            take_turns(
                block * customers // blocks,
                (block + 1) * customers // blocks,
                t,
                key,
                lasting_key,
                people,
                ties,
                town,
                firms[t],
                behaviour[t],
                standings,
                tally,
                books_of[block],
                desks[block],
                keys[block],
                numbers[block],
            )
        for f in range(competitors):
            for place in range(tallies.shape[2]):
                for block in range(blocks):
                    records[t, f, place] += tallies[block, f, place]
            take_stock(records[t], f, behaviour[t].people, standings[f])
        following = min(t + 1, len(behaviour) - 1)
        for i in range(customers):
            carry(i, following, deeper(root, following + 1), town, behaviour[following])
