"""Diversion: where the purchases come from that a policy wins, and where those go that it loses.

What the firm in focus sells more, its rivals sell less, or people buy who bought from nobody: the three sum
to nothing.
"""

import numpy as np

from relsim.questions.compare.subject import Subject
from relsim.report.table import Table
from relsim.report.wording import INTERVAL_WORDS, adding_up, difference, in_full, interval, percent, words

LEAST_ROUNDED = 9.5
"""From here on purchases are told in whole numbers."""


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
    """Where the purchases come from that the rival of the baseline wins, in a sentence; nothing if unsure.

    Of a firm without rivals it is told how many there are.
    """
    if not subject.is_comparison:
        return ""
    told = subject.comparison.diversion.query("policy == @subject.rival")
    total = float(told["purchases"].sum())
    if not np.isfinite(told["share_low"]).any() or round(abs(total)) == 0:
        return ""
    sign, unit = 1.0 if total > 0.0 else -1.0, unit_of_purchases(abs(total))
    amounts = adding_up(told["purchases"], unit)
    known = [pair for pair in zip(told["source"], amounts, strict=True) if pair[1]]
    ordered = sorted(known, key=lambda pair: pair[1] * sign < 0.0)
    sources = [source_told(source, amount, unit, sign) for source, amount in ordered]
    sales = f"has {in_full(abs(sum(amounts)), unit)} {'more' if sign > 0.0 else 'fewer'} purchases a year"
    start = (
        f"Under {subject.named(subject.rival)} {subject.firm} {sales} than under "
        f"{subject.named(subject.baseline)}"
    )
    if len(subject.scenario.firms) < 2:
        made = "would else not be made" if sign > 0.0 else "are no longer made"
        return f"{start}; there is no rival, so that they {made} at all."
    return f"{start}: {words(sources)}."


def unit_of_purchases(purchases: float) -> float:
    """Whether so many purchases a year and their sources are told in whole ones, or below ten in tenths."""
    return 1.0 if purchases >= LEAST_ROUNDED else 0.1


def source_told(source: str, purchases: float, unit: float, sign: float) -> str:
    """What one source has to do with purchases that are more (sign 1) or fewer (-1), in words; it gives so
    many, rounded to a unit, or below zero takes them."""
    amount = in_full(abs(purchases), unit)
    with_it = purchases * sign > 0.0
    if source:
        moved = f"{amount} {'come from' if sign > 0.0 else 'go to'} {source}"
        as_well = f"{source} has {amount} {'more' if sign > 0.0 else 'fewer'} as well"
        return moved if with_it else as_well
    gained = "would else be made with none of these firms"
    made = gained if purchases > 0.0 else "are no longer made with any of these firms"
    return f"{amount}{'' if with_it else ' others'} {made}"


def source_name(source: str) -> str:
    """A source of purchases as a reader knows it."""
    return source or "with none of these firms"
