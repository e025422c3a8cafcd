"""Whose customers people would be: from where a policy's customers come, and where those go whom it loses.

The same people are followed with the same luck under the baseline and under the policy. Customers whom a firm
gains have switched from rivals, are new to the category, were kept from leaving it, or only come sooner (the
parts of what a promotion does: Van Heerde, Gupta and Wittink 2003).
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from relsim.market.columns import LONG_AGO
from relsim.measures.lift import CURRENT

OWN, LAPSED_FROM_US, NEVER_CAME, LATER = "own", "left", "never came", "later"
"""Where people are who are no rival's customers: with the firm, with nobody after leaving it, with nobody and
never with it; and with the firm, but later."""

RIVAL = "rival:"
"""What stands before the name of a rival, which might be any word."""

FOLLOWED = ["customer", "rung", "first_at", "last_purchase"]
"""The columns of the table of customers from which it is told where people are."""

ORIGIN_COUNTS = ("gained", "lost")


def places_at_the_end(own: pd.DataFrame, rivals: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Whose customer everybody is at the end [customer], as a `place`, and when they first bought.

    `own` is the firm's table of customers, `rivals` are names and tables of the others. Whoever is a customer
    of several rivals is with the one last bought from.
    """
    ours = own.set_index("customer")
    place = np.where(ours["first_at"] == LONG_AGO, NEVER_CAME, LAPSED_FROM_US).astype(object)
    latest = np.full(len(ours), LONG_AGO)
    for name, table in rivals:
        theirs = table.set_index("customer").reindex(ours.index)
        last = theirs["last_purchase"].fillna(LONG_AGO).to_numpy()
        there = theirs["rung"].isin(CURRENT).to_numpy() & (last > latest)
        place[there], latest[there] = f"{RIVAL}{name}", last[there]
    place[ours["rung"].isin(CURRENT).to_numpy()] = OWN
    return pd.DataFrame({"place": pd.Categorical(place), "first_at": ours["first_at"]}, index=ours.index)


def origins_of(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Per source: how many customers at the end the policy gains from it, and loses to it.

    `base` and `other` are places under the baseline and under the policy. Of those who are customers at the
    end under both and first came within the run, `later` counts who would come later, and who now does.
    """
    both = base.index.intersection(other.index)
    base, other = base.loc[both], other.loc[both]
    was_ours, is_ours = ((table["place"] == OWN).to_numpy() for table in (base, other))
    first, now_first = (table["first_at"].to_numpy() for table in (base, other))
    in_both = was_ours & is_ours & (np.minimum(first, now_first) >= 0)
    gained = counted_by_place(base[is_ours & ~was_ours])
    lost = counted_by_place(other[was_ours & ~is_ours])
    rivals = sorted({one for one in (*gained, *lost) if one.startswith(RIVAL)})
    table = pd.DataFrame({"source": [*rivals, LAPSED_FROM_US, NEVER_CAME]})
    counts = [table["source"].map(found).fillna(0).astype(int) for found in (gained, lost)]
    table["gained"], table["lost"] = counts
    sooner, later = int((in_both & (now_first < first)).sum()), int((in_both & (now_first > first)).sum())
    return pd.concat(
        [table, pd.DataFrame([(LATER, sooner, later)], columns=table.columns)], ignore_index=True
    )


def counted_by_place(places: pd.DataFrame) -> dict[str, int]:
    """How many people are at each place where anybody is."""
    return {str(place): int(many) for place, many in places["place"].value_counts().items() if many}
