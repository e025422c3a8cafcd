"""How much memory a market takes, told from its scenario before anything is made."""

from collections.abc import Callable
from typing import Any

from relsim.errors import DataPath, counted, fault
from relsim.scenario.scenario import Scenario

PROGRAM, KERNEL = 250 * 2**20, 87 * 2**20
"""Bytes for Python and packages, and for the compiled rules, whatever the market."""
CUSTOMER = 40 + 4
"""Bytes for the traits of a customer, and for where the list of neighbours begins."""
RELATIONSHIP = 127 + 8
"""Bytes for a customer's relationship with a firm, and for what is heard of it."""
WATCHED = 12
"""Bytes for a relationship while its climb on the ladder is watched."""
NEIGHBOUR = 4
NEWCOMER, NEWCOMER_TO_COME = 2, 24
"""Bytes to know since when somebody is there where newcomers arrive, and to put them in order before."""
BYTES_TO_DRAW_A_TIE = {"ring": 24, "small world": 24, "random": 24, "scale free": 34}
"""Bytes for each tie while a network is made."""
SHARED = 40 + 4
"""Bytes for the traits of a customer from whom the policies of a replication begin anew."""
COMPARED = 96
"""Bytes for a customer whose policies are compared, to know who climbed and what each brought."""
COMPARING, COMPARING_A_CUSTOMER = 75 * 2**20, 750
"""Bytes for the tables and figures of a comparison at most, and for each customer until then."""
COMPILING = 170 * 2**20
"""Bytes to compile the rules, more than they take when they are kept from an earlier run."""
BYTES_TO_REPORT_A_CUSTOMER = 180
"""Bytes for a customer while the page of a report is written, when markets are gone."""


def needed(scenario: Scenario, side_by_side: int = 1, *, shared: bool = False, compiles: bool = False) -> int:
    """The most bytes that running takes, with so many markets at once, people `shared` by policies, and
    whether the rules are compiled first."""
    ties = scenario.network.neighbours / 2 if scenario.network.kind in BYTES_TO_DRAW_A_TIE else 0.0
    making = CUSTOMER + ties * BYTES_TO_DRAW_A_TIE.get(scenario.network.kind, 0)
    firms = len(scenario.firms)
    heard = 8 * firms + 2 * bytes_of_voice(firms)
    living = CUSTOMER + (RELATIONSHIP + WATCHED) * firms + 2 * bytes_of_voice(firms) + 2 * NEIGHBOUR * ties
    if scenario.population.fills:
        making, living = making + NEWCOMER_TO_COME, living + NEWCOMER
    telling = 0
    if shared:
        living += SHARED + heard + COMPARED
        telling = min(COMPARING, COMPARING_A_CUSTOMER * scenario.people)
    making, living = (side_by_side * round(each * scenario.people) for each in (making, living))
    kernel = KERNEL + (COMPILING if compiles else 0)
    reporting = BYTES_TO_REPORT_A_CUSTOMER * scenario.people
    return PROGRAM + max(making, kernel + max(living, reporting) + telling)


def bytes_of_voice(firms: int) -> int:
    """Bytes in which a customer says something of each firm: two bits for each."""
    return next(size for size in (1, 2, 4, 8, firms) if 8 * size >= 2 * firms)


def refuse_if_too_large(scenario: Scenario) -> None:
    """Refuse a market that this machine could not hold if nothing else ran on it."""
    refuse_beyond(there().total, scenario, needed(scenario))


def refuse_if_it_does_not_fit(
    scenario: Scenario, side_by_side: int = 1, *, shared: bool = False, compiles: Callable[[], bool]
) -> None:
    """Refuse to run markets for which there is no room now; whether the rules are compiled first is asked
    only where that decides."""
    room = there().available
    needs, at_most = (
        needed(scenario, side_by_side, shared=shared, compiles=first) for first in (False, True)
    )
    refuse_beyond(room, scenario, at_most if at_most > room and compiles() else needs, " free")


def refuse_beyond(room: int, scenario: Scenario, needs: int, which: str = "") -> None:
    """Refuse a market that needs more bytes than there is room for."""
    if needs > room or scenario.people >= 2**31:
        message = (
            f"{counted(scenario.people, 'customer', 'customers')} would need {needs / 2**30:,.1f} GiB "
            f"of memory; this machine has {room / 2**30:,.1f} GiB{which}"
        )
        path: DataPath = ("customers",) if scenario.simulate is None else ("simulate",)
        raise fault(scenario.document.place(path), message, path)


def there() -> Any:
    """The memory of this machine: how much there is, and how much of it is available, in bytes."""
    import psutil

    return psutil.virtual_memory()
