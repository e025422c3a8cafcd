"""When the customers of a table by period are counted: at the end of each, at its start, or all within it.

It is told from those won and lost: customers at the start, plus those won, less those lost, are those at the
end.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from relsim.evidence.columns import Understanding
from relsim.evidence.flows import AGREES, follows_the_last

AT_END, AT_START, WITHIN = "at the end", "at the start", "all within"
"""When customers may be counted, the usual first."""

NEARLY_ALL = 0.8
"""In which share of the periods flows must fit stocks for that to be told."""

FEWEST_PERIODS_TOLD = 3


def when_counted(table: pd.DataFrame, unit: str) -> str:
    """When the customers of a table by period are counted; AT_END if nothing tells."""
    if table["opening"].notna().any() or table["customers"].isna().all():
        return AT_END
    fits: dict[str, list[bool]] = {AT_END: [], AT_START: [], WITHIN: []}
    for _, rows in table.groupby("line"):
        customers, won, lost = (rows[name].to_numpy(float) for name in ("customers", "won", "lost"))
        here = np.flatnonzero(follows_the_last(rows["number"].to_numpy(), unit))
        moves = {
            AT_END: won[here] - lost[here],
            AT_START: won[here - 1] - lost[here - 1],
            WITHIN: won[here] - lost[here - 1],
        }
        for when, moved in moves.items():
            off = np.abs(customers[here - 1] + moved - customers[here])
            known = np.isfinite(off)
            near = off[known] <= np.maximum(AGREES * np.abs(customers[here][known]), 1.0)
            fits[when] += near.tolist()
    shares = {
        when: float(np.mean(near)) if len(near) >= FEWEST_PERIODS_TOLD else 0.0 for when, near in fits.items()
    }
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] > max(NEARLY_ALL, shares[AT_END]) else AT_END


def as_counted(table: pd.DataFrame, when: str) -> None:
    """Turn customers into those at the start of each period and those at its end, in place."""
    if when == AT_END:
        return
    table["opening"] = table["customers"] - (table["won"] if when == WITHIN else 0.0)
    table["customers"] = table["opening"] + table["won"] - table["lost"]


def understood_as_counted(found: Mapping[str, Understanding], when: str) -> dict[str, Understanding]:
    """What columns mean, by file, where customers are not those at the end."""
    return dict(found) if when == AT_END else {file: with_when(one, when) for file, one in found.items()}


def with_when(found: Understanding, when: str) -> Understanding:
    """What the columns of a file mean, with when its customers are counted."""
    why = {AT_START: "by its name; at the start of each period, to fit those won and lost"}
    why[WITHIN] = "by its name; those at the start and those won, to fit those won and lost"
    field: dict[str, Any] = {AT_START: {"field": "opening"}, WITHIN: {}}[when]
    columns = [
        replace(one, why=why[when], **field) if one.field == "customers" else one for one in found.columns
    ]
    return replace(found, columns=columns)
