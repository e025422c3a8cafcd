"""Segments that a list of customers tells: by its column of segments, or of contracts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from relsim.evidence.customers import CustomerList

MOST_SEGMENTS = 8
"""More different words than that are no segments."""

FEWEST_OF_A_SEGMENT = 20
"""Customers below which a word stands for none."""


@dataclass(frozen=True, eq=False)
class SegmentsTold:
    """The segments of a list: the column that tells them, and a row for each, the largest first.

    `table` has `segment`, `customers` and `left`, the share of them who have left.
    """

    column: str
    field: str
    table: pd.DataFrame

    def in_words(self) -> str:
        """What they are, and how a market has each of them by itself."""
        rows = list(self.table.itertuples(index=False))
        everybody = sum(row.customers for row in rows)
        told = ", ".join(
            f"{row.segment} ({row.customers:,}, of whom {100.0 * row.left:.0f} % have left)" for row in rows
        )
        written = ", ".join(
            f"{{name: {row.segment}, share: {100.0 * row.customers / everybody:.1f}%}}" for row in rows
        )
        return (
            f'The column "{self.column}" tells segments: {told}. Where the market has segments of these '
            f"names, relsim fit holds the churn of each by itself: `segments: [{written}]`."
        )

    @property
    def apart(self) -> float:
        """How far the shares of segments who have left lie apart, a standard deviation of customers."""
        many, left = self.table["customers"].to_numpy(float), self.table["left"].to_numpy(float)
        return float(np.sqrt(np.average((left - np.average(left, weights=many)) ** 2, weights=many)))


def segments_told(listed: CustomerList) -> list[SegmentsTold]:
    """The segments that the columns of a list tell, those first that differ most in who has left."""
    found = [one for field in ("segment", "contract") if (one := segments_by(listed, field)) is not None]
    return sorted(found, key=lambda one: -one.apart)


def segments_by(listed: CustomerList, field: str) -> SegmentsTold | None:
    """The segments of a column; None where there are less than two, or too many to be any."""
    column = listed.understanding.column(field)
    table = listed.table[listed.table[field] != ""]
    found = table.groupby(field)["left"].agg(["size", "mean"]).reset_index()
    found.columns = pd.Index(["segment", "customers", "left"])
    if column is None or len(found) > MOST_SEGMENTS:
        return None
    found = found[found["customers"] >= FEWEST_OF_A_SEGMENT]
    ordered = found.sort_values("customers", ascending=False, kind="stable", ignore_index=True)
    return SegmentsTold(column, field, ordered) if len(ordered) >= 2 else None
