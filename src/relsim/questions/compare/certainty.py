"""How sure a verdict is: gaps with intervals, how often a policy won, what pairing has gained."""

from dataclasses import dataclass

import numpy as np

from relsim.questions.compare.subject import Subject
from relsim.report.unidentified import has_failed_fit
from relsim.report.wording import (
    INTERVAL_WORDS,
    TOO_RARE,
    difference,
    interval,
    measure_text,
    number,
    percent,
    replications_in_words,
    words,
)
from relsim.statistics.paired import paired

MOST_OTHERS = 6
"""How many policies besides the best are told in a sentence."""


@dataclass(frozen=True)
class Gap:
    """Equity under one policy minus that under another, with its interval if there is one."""

    policy: str
    other: str
    value: float
    low: float
    high: float
    replications: int

    @property
    def has_interval(self) -> bool:
        """Whether there were enough replications to say how sure it is."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high))

    @property
    def is_rare(self) -> bool:
        """Whether there were several replications, but too few in which there is any difference."""
        return bool(self.replications > 1 and np.isfinite(self.value) and not self.has_interval)

    @property
    def is_clear(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.has_interval and (self.low > 0.0 or self.high < 0.0)


def gap_between(subject: Subject, policy: str, other: str) -> Gap:
    """The paired difference in the deciding measure between any two policies."""
    values = subject.equities
    mine, theirs = subject.policies.index(policy), subject.policies.index(other)
    told = paired(values[:, mine], values[:, theirs])
    return Gap(policy, other, told["difference"], told["low"], told["high"], subject.results.replications)


def level_with(subject: Subject, policy: str) -> list[str]:
    """The other policies that end with exactly the same equity in every replication."""
    values = subject.equities
    same = (values == values[:, [subject.policies.index(policy)]]).all(axis=0)
    return [name for name, is_same in zip(subject.policies, same, strict=True) if is_same and name != policy]


def certainty(subject: Subject) -> str:
    """How sure the verdict is: how often the leader came out best, and whether it beats the next."""
    if not subject.is_comparison or subject.results.replications < 2:
        return ""
    count = subject.results.replications
    level = [subject.leader, *level_with(subject, subject.leader)]
    won = float(subject.chances[level].sum())
    if not np.isfinite(subject.equities).all():
        return subject.omissions([subject.measure])
    if np.ptp(subject.chances.to_numpy(float)) == 0.0:
        return "No policy comes out best more often than another."
    often = f"{percent(won, 0)} of" if won < 1.0 else "all"
    whole = np.isclose(won * count, round(won * count))
    shared = "" if whole else ", a first place that is shared counting in part"
    leaders = words([subject.named(name) for name in level])
    has = "has" if len(level) == 1 else "have"
    sentence = (
        f"{leaders} {has} the highest {subject.equity} in {often} {replications_in_words(count)}{shared}."
    )
    return f"{sentence} {against_the_next(subject)}".strip()


def gap_to_next(subject: Subject) -> Gap | None:
    """How far a challenger that leads is ahead of the second best policy, the baseline counted as one.

    A policy that ends exactly as the leader does is no second best.
    """
    level = level_with(subject, subject.leader)
    others = [name for name in subject.policies if name not in (subject.leader, *level)]
    if subject.leader == subject.baseline or not others:
        return None
    return gap_between(subject, subject.leader, subject.ranked(others)[0])


def against_the_next(subject: Subject) -> str:
    """In words, how the leader compares with the second best policy; the verdict says it of the baseline."""
    gap = gap_to_next(subject)
    if gap is None or gap.other == subject.baseline:
        return ""
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    span = TOO_RARE if gap.is_rare else f"{INTERVAL_WORDS} {interval(gap.low, gap.high, 'money')}"
    clearly = "" if has_failed_fit(subject.scenario) else "clearly "
    start = f"It is {clearly}ahead of" if gap.is_clear else "It is not clearly ahead of"
    told = f"{start} the next best, {subject.named(gap.other)}: {amount} ({span})."
    return f"{told} {after_correction(gap, subject)}".strip()


def others_told(subject: Subject) -> str:
    """How every other policy differs from the baseline, of which no sentence tells yet."""
    others = [name for name in subject.ranked(subject.challengers) if name != subject.rival]
    if not others or subject.results.replications < 2:
        return ""
    named = [difference_in_words(gap_between(subject, name, subject.baseline), subject) for name in others]
    more = len(others) - MOST_OTHERS
    listed = named[:MOST_OTHERS] + ([f"and {more} more"] if more > 0 else [])
    which = "The other" if len(others) == 1 else "The others"
    return f"{which} against {subject.named(subject.baseline)}: {'; '.join(listed)}."


def difference_in_words(gap: Gap, subject: Subject) -> str:
    """A policy and its difference from another, with a word where chance alone may explain it."""
    if not np.isfinite(gap.value):
        return f"{subject.named(gap.policy)} no amount"
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    unsure = "" if gap.is_clear or gap.value == 0.0 else ", which chance alone may explain"
    return f"{subject.named(gap.policy)} {amount}{unsure}"


def after_correction(gap: Gap, subject: Subject) -> str:
    """The lead over the next best without the luck that made it lead; nothing where it reads the same."""
    lead = subject.comparison.lead
    if lead is None or lead.corrected >= lead.stated:
        return ""
    stated, corrected = (
        difference(value, gap.low, gap.high, "money", subject.currency)
        for value in (lead.stated, max(0.0, lead.corrected))
    )
    if corrected == stated:
        return ""
    amount = corrected.removeprefix("+") if lead.corrected > 0.0 else "nothing"
    return f"The lead after correction for having been picked: {amount}."


def pairing(subject: Subject) -> str:
    """In plain words, what running all policies on the same markets has gained."""
    if not subject.is_comparison or subject.results.replications < 2:
        return ""
    gain = subject.estimate(subject.rival, subject.measure).variance_reduction
    start = (
        "Every policy met the same customers with the same luck, so chance that hits all policies "
        "alike cancels out of the differences."
    )
    if not np.isfinite(gain):
        return start
    unpaired = number(round(gain * subject.results.replications, -1 if gain > 5.0 else 0))
    return (
        f"{start} For {subject.named(subject.rival)} this divides the variance by "
        f"{measure_text(gain, 'points')}: "
        f"{replications_in_words(subject.results.replications)} say as much as about {unpaired} "
        f"without common luck would."
    )
