"""How much memory a market takes, told from its scenario before anything is made."""

from relsim.errors import fault
from relsim.scenario.scenario import Scenario

PROGRAM = 390 * 2**20
"""What Python, the packages and a compiled kernel take, whatever the market."""
CUSTOMER = 39 + 4
"""Bytes for the traits of a customer, and for where the list of neighbours begins."""
RELATIONSHIP = 98 + 8
"""Bytes for a customer's relationship with a firm, and for what is heard of it."""
NEIGHBOUR = 4
DRAWN = {"ring": 24, "small world": 24, "random": 24, "scale free": 34}
"""Bytes for each tie while a network is made."""
SHARED = 39 + 4
"""Bytes for the traits of a customer from whom the policies of a replication begin anew."""
TOLD = 180
"""Bytes for a customer while the page of a report is written, when markets are gone."""


def needed(scenario: Scenario, side_by_side: int = 1, *, shared: bool = False) -> int:
    """The most bytes that running takes, with so many markets at once, and people `shared` by policies."""
    ties = scenario.network.neighbours / 2 if scenario.network.kind in DRAWN else 0.0
    making = CUSTOMER + ties * DRAWN.get(scenario.network.kind, 0)
    firms = len(scenario.firms)
    heard = 8 * firms + 2 * voice(firms)
    living = CUSTOMER + RELATIONSHIP * firms + 2 * voice(firms) + 2 * NEIGHBOUR * ties
    if shared:
        living += SHARED + heard
    each = max(side_by_side * max(making, living), TOLD)
    return PROGRAM + round(each * scenario.customers)


def voice(firms: int) -> int:
    """Bytes in which a customer says something of each firm: two bits for each."""
    return next(size for size in (1, 2, 4, 8, firms) if 8 * size >= 2 * firms)


def refuse_if_too_large(scenario: Scenario, there: int, what: str, needs: int | None = None) -> None:
    """Refuse a market that does not fit into so many bytes of memory, `what` they are in words."""
    needs = needed(scenario) if needs is None else needs
    if needs > there or scenario.customers >= 2**31:
        message = (
            f"{scenario.customers:,} customers would need {needs / 2**30:,.1f} GiB of memory; "
            f"{what} {there / 2**30:,.1f} GiB"
        )
        raise fault(scenario.document.place(("customers",)), message, ("customers",))


def refuse_if_it_does_not_fit(scenario: Scenario, side_by_side: int = 1, *, shared: bool = False) -> None:
    """Refuse to run markets for which there is no room now."""
    import psutil

    needs = needed(scenario, side_by_side, shared=shared)
    refuse_if_too_large(scenario, int(psutil.virtual_memory().available), "free are", needs)
