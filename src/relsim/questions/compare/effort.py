"""Effort: how many replications it took to be sure enough, and what that would have taken unpaired."""

from math import inf
from typing import Any

from relsim.questions.compare.enough import Enough
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.subject import Subject
from relsim.report.wording import SPACE, money, number, percent, replications_in_words, words


def effort(subject: Subject) -> list[str]:
    """What a search for enough replications found; nothing where there was none."""
    results = subject.results
    if not isinstance(results, Comparison) or results.enough is None:
        return []
    told = results.enough
    return [precision_sentence(told, subject), *aside(told, subject), selection(told, subject)]


def precision_sentence(enough: Enough, subject: Subject) -> str:
    """How well the difference is known, after how many replications."""
    asked = money(enough.width, subject.currency, 3) + (f" ({enough.asked})" if "%" in enough.asked else "")
    rows = [row for row in enough.table if row["policy"] in enough.policies]
    unpaired = max((row["unpaired"] for row in rows), default=0)
    if not enough.is_narrow:
        return (
            f"After {replications_in_words(enough.replications)}, the most allowed, "
            "the difference is not yet "
            f"known to within {asked}; half of the widest interval is "
            f"{money(half_of_widest(rows), subject.currency, 3)}."
        )
    return (
        f"It took {replications_in_words(enough.replications)} to know the difference to within {asked}; "
        f"with independent luck it would have taken about {number(rounded_replications(unpaired))}."
    )


def half_of_widest(rows: list[dict[str, Any]]) -> float:
    """Half of the widest interval; without end where one is too rare to tell."""
    halves = [inf if row["half_width"] is None else float(row["half_width"]) for row in rows]
    return max(halves, default=0.0)


def rounded_replications(count: int) -> int:
    """A count of replications to two digits: variances are no better known."""
    return int(float(f"{count:.2g}"))


def aside(enough: Enough, subject: Subject) -> list[str]:
    """Which policies were set aside, and when."""
    gone = [row for row in enough.table if row["policy"] not in enough.policies]
    if not gone:
        return []
    listed = words([f"{subject.named(row['policy'])} after {row['replications']}" for row in gone])
    return [f"Set aside on the way: {listed} replications."]


def selection(enough: Enough, subject: Subject) -> str:
    """With which probability the best policy was selected."""
    margin = money(enough.width, subject.currency, 3)
    if not enough.is_sure:
        return (
            f"Which policy is best is not yet sure: {subject.named(enough.best)} has the highest mean so far."
        )
    return (
        f"{subject.named(enough.best)} is the best policy with a probability of at "
        f"least{SPACE}{percent(enough.confidence, 0)}, provided that it is better than "
        f"the second by {margin} or more (procedure KN of Kim and Nelson "
        "2001, with common random numbers)."
    )
