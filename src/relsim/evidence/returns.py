"""Returns and cancellations: what was given back is taken off what was bought, before or on that day."""

from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from relsim.evidence.rows_set_aside import TAKEN_OFF, SetAside

CENTS = 100.0


@dataclass(frozen=True, eq=False)
class LogRows:
    """Rows of a log [row]: line, customer as a number, day, amount, a number that tells rows of a file apart,
    and one that tells purchases of a customer on one day apart in whatever file they stand."""

    line: Any
    customer: Any
    day: Any
    amount: Any
    hashed: Any
    apart: Any

    def where(self, which: Any) -> "LogRows":
        """Some of the rows."""
        return LogRows(*(getattr(self, one.name)[which] for one in fields(self)))


class Baskets(NamedTuple):
    """What was bought [customer and day, in this order]: customer as a number, day, amount."""

    customer: Any
    day: Any
    amount: Any


def without_returns(rows: LogRows, aside: SetAside) -> tuple[Baskets, float, float]:
    """What each customer bought on each day, less what was given back; what that was, and what is left.

    A return belongs to a purchase of the same amount if there is one, else to the latest before it. Days of
    which everything was given back are no days of a purchase.
    """
    back = rows.amount < 0.0
    bought, given = rows.where(~back), rows.where(back)
    if not len(given.line):
        return baskets_of(bought), 0.0, 0.0
    place, left = purchases_given_back(bought, given)
    had = np.isin(given.customer, bought.customer)
    aside.add(
        given.line[~had], "a return by somebody without a purchase", amounts_as_texts(given.amount[~had])
    )
    early = (place < 0) & had
    aside.add(
        given.line[early],
        "a return of what was bought before the first row",
        amounts_as_texts(given.amount[early]),
    )
    matched = place >= 0
    values = np.char.add("off ", aside.told(bought.line[place[matched]]))
    aside.add(given.line[matched], TAKEN_OFF, values)
    baskets = baskets_of(replace(bought, amount=left))
    touched = baskets_of(bought).amount > 0.0
    keep = (baskets.amount > 1e-9) | ~touched | np.isnan(baskets.amount)
    returned = float(bought.amount.sum() - left.sum())
    excess = max(0.0, round(-float(given.amount[matched].sum()) - returned, 2))
    return Baskets(*(column[keep] for column in baskets)), returned, excess


def purchases_given_back(bought: LogRows, given: LogRows) -> tuple[Any, Any]:
    """The purchase that each return belongs to [return], -1 where none does; and what is left [purchase]."""
    concerned = np.flatnonzero(np.isin(bought.customer, given.customer))
    order = concerned[np.argsort(bought.day[concerned], kind="stable")]
    right = pd.DataFrame(
        {
            "day": bought.day[order].astype("datetime64[s]"),
            "customer": bought.customer[order],
            "cents": np.round(bought.amount[order] * CENTS).astype(np.int64),
            "place": order,
        }
    )
    turn = np.argsort(given.day, kind="stable")
    wanted = pd.DataFrame(
        {
            "day": given.day[turn].astype("datetime64[s]"),
            "customer": given.customer[turn],
            "cents": np.round(-given.amount[turn] * CENTS).astype(np.int64),
        }
    )
    same = found_before(wanted, right, ["customer", "cents"])
    same = np.where(pd.Series(same).duplicated(), -1, same)
    latest = found_before(wanted, right, ["customer"])
    place = np.empty(len(turn), np.int64)
    place[turn] = np.where(same >= 0, same, latest)
    left = bought.amount.copy()
    matched = place >= 0
    np.add.at(left, place[matched], given.amount[matched])
    return place, np.maximum(left, 0.0)


def found_before(wanted: pd.DataFrame, right: pd.DataFrame, by: list[str]) -> Any:
    """The place of the latest purchase on or before each day, of equals in some columns; -1 where none is."""
    if right.empty:
        return np.full(len(wanted), -1, np.int64)
    found = pd.merge_asof(wanted, right[["day", *by, "place"]], on="day", by=by)["place"]
    return found.fillna(-1).to_numpy(np.int64)


def baskets_of(rows: LogRows) -> Baskets:
    """Everything that a customer bought on one day as one purchase."""
    if not len(rows.line):
        return Baskets(rows.customer, rows.day, rows.amount)
    days = rows.day.astype(np.int64)
    first = days.min()
    key = rows.customer * (days.max() - first + 1) + (days - first)
    order = np.argsort(key, kind="stable")
    key = key[order]
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    amount = np.round(np.add.reduceat(rows.amount[order], begins), 6)
    first_rows = order[begins]
    return Baskets(rows.customer[first_rows], rows.day[first_rows], amount)


def amounts_as_texts(amounts: Any) -> Any:
    """Amounts as words."""
    return np.array([f"{amount:.2f}" for amount in amounts], object)
