"""Diversion: where the purchases come from that a policy wins, and where those go that it loses.

What the firm in focus sells more, its rivals sell less, or people buy who bought from nobody: the three sum
to nothing.
"""

from typing import Any

import numpy as np

from relsim.questions.compare.subject import Subject
from relsim.report.table import Table
from relsim.report.wording import INTERVAL_WORDS, MINUS, difference, interval, number, percent, words

LEAST_ROUNDED = 9.5
"""From here on purchases are told in whole numbers."""

LEAST_SHARE_TOLD = 0.005
"""A share of what is won that is smaller is not spoken of."""


def diversion(subject: Subject) -> list[Table]:
    """Where the purchases come from, as a table; nothing for a run, or for a firm without rivals."""
    if not subject.is_comparison or len(subject.scenario.firms) < 2:
        return []
    rows = [
        [
            subject.title(row.policy),
            source_name(row.source),
            difference(row.purchases, row.low, row.high, "count"),
            interval(row.low, row.high, "count") if np.isfinite(row.low) else "too rare to tell",
            percent(row.share) if np.isfinite(row.share_low) else "",
        ]
        for row in subject.comparison.diversion.itertuples()
    ]
    return [
        Table(
            f"Where purchases of {subject.firm} come from, compared with {subject.named(subject.baseline)}",
            ["policy", "from", "purchases a year", INTERVAL_WORDS, "share of the difference"],
            rows,
            "A number below zero says how many purchases more go to whom the row names.",
        )
    ]


def sources_told(subject: Subject) -> str:
    """Where the purchases come from that the rival of the baseline wins, in a sentence; nothing if unsure."""
    if not subject.is_comparison or len(subject.scenario.firms) < 2:
        return ""
    told = subject.comparison.diversion.query("policy == @subject.rival")
    total = float(told["purchases"].sum())
    known = told[np.isfinite(told["share_low"]) & (told["share"].abs() >= LEAST_SHARE_TOLD)]
    if known.empty or round(abs(total)) == 0:
        return ""
    sign = 1.0 if total > 0.0 else -1.0
    ordered = sorted(known.itertuples(), key=lambda row: row.purchases * sign < 0.0)
    sales = f"has {sales_in_words(abs(total))} {'more' if sign > 0.0 else 'fewer'} purchases a year"
    return (
        f"Under {subject.named(subject.rival)} {subject.firm} {sales} than under "
        f"{subject.named(subject.baseline)}: {words([source_told(row, sign) for row in ordered])}."
    )


def sales_in_words(purchases: float) -> str:
    """How many purchases a year a firm sells more or less; below ten with tenths, as its sources are told."""
    return number(purchases) if purchases >= LEAST_ROUNDED else f"{purchases:.1f}"


def source_told(row: Any, sign: float) -> str:
    """What one source has to do with purchases that are more (sign 1) or fewer (-1), in words."""
    amount = yearly_purchases_in_words(row)
    with_it = row.purchases * sign > 0.0
    if row.source:
        moved = f"{amount} {'come from' if sign > 0.0 else 'go to'} {row.source}"
        as_well = f"{row.source} has {amount} {'more' if sign > 0.0 else 'fewer'} as well"
        return moved if with_it else as_well
    gained = "would else be made with none of these firms"
    made = gained if row.purchases > 0.0 else "are no longer made with any of these firms"
    return f"{amount}{'' if with_it else ' others'} {made}"


def yearly_purchases_in_words(row: Any) -> str:
    """How many purchases a year, as closely as is known; from ten on without tenths of a purchase."""
    amount = difference(row.purchases, row.low, row.high, "count").lstrip(f"+{MINUS}")
    return f"{abs(row.purchases):.0f}" if "." in amount and abs(row.purchases) >= LEAST_ROUNDED else amount


def source_name(source: str) -> str:
    """A source of purchases as a reader knows it."""
    return source or "with none of these firms"
