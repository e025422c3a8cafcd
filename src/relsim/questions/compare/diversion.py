"""Diversion: where the purchases come from that a policy wins, and where those go that it loses.

What the firm in focus sells more, its rivals sell less, or people buy who bought from nobody: the three sum
to nothing.
"""

import numpy as np

from relsim.questions.compare.subject import Subject
from relsim.report.table import Table
from relsim.report.wording import difference, interval, number, percent, words

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
            ["policy", "from", "purchases a year", "95 % interval", "share of the difference"],
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
    more = total > 0.0
    shares = [
        f"{percent(row.share)} {'from' if more else 'to'} {source_name(row.source)}"
        for row in known.itertuples()
        if row.share > 0.0
    ]
    against = [
        f"{percent(-row.share)} {'to' if more else 'from'} {source_name(row.source)}"
        for row in known.itertuples()
        if row.share < 0.0
    ]
    less = f", less {words(against)}" if against else ""
    sales = f"has {number(abs(total))} {'more' if more else 'fewer'} purchases a year"
    return (
        f"Under {subject.named(subject.rival)} {subject.firm} {sales} than under "
        f"{subject.named(subject.baseline)}: {words(shares)}{less}."
    )


def source_name(source: str) -> str:
    """A source of purchases as a reader knows it."""
    return source or "purchases not made at all"
