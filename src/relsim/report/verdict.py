"""The verdict: which policy wins, by how much, how sure that is, and what it costs."""

from dataclasses import dataclass

import numpy as np

from relsim.experiments.comparing import paired
from relsim.report.money_figures import is_relationship_cost, line_name, statement
from relsim.report.subject import Subject
from relsim.report.wording import (
    SPACE,
    difference,
    interval,
    measured,
    money,
    number,
    percent,
    times,
    words,
)
from relsim.vocabulary import Line

NOTABLE = 0.1
"""A cost line is named when it makes at least this share of the largest change."""


@dataclass(frozen=True)
class Gap:
    """Customer equity of one policy minus another's, with its interval if there is one."""

    policy: str
    other: str
    value: float
    low: float
    high: float

    @property
    def has_interval(self) -> bool:
        """Whether there were enough replications to say how sure it is."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high))

    @property
    def is_clear(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.has_interval and (self.low > 0.0 or self.high < 0.0)


def verdict(subject: Subject) -> str:
    """One plain sentence that answers the question."""
    if not subject.is_comparison:
        return of_a_run(subject)
    gap = gap_between(subject, subject.rival, subject.baseline)
    if subject.results.replications < 2:
        return of_one_replication(gap, subject)
    if gap.value == 0.0 and gap.low == gap.high == 0.0:
        return f"No policy makes a difference: {gap.policy} ends exactly where {gap.other} does."
    if not gap.is_clear:
        return of_no_winner(gap, subject)
    return of_a_winner(gap, subject) if gap.value > 0.0 else of_the_baseline(gap, subject)


def gap_between(subject: Subject, policy: str, other: str) -> Gap:
    """The paired difference in customer equity between any two policies."""
    values = subject.values("customer_equity")
    mine, theirs = subject.policies.index(policy), subject.policies.index(other)
    told = paired(values[:, mine], values[:, theirs])
    return Gap(policy, other, told["difference"], told["low"], told["high"])


def of_a_winner(gap: Gap, subject: Subject) -> str:
    """A challenger is clearly better than the baseline."""
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    return (
        f"{gap.policy} wins: {unsigned(amount)} more customer equity than {gap.other} "
        f"(95{SPACE}% interval {interval(gap.low, gap.high, 'money')}), "
        f"{per_customer(gap, subject)}."
    )


def of_no_winner(gap: Gap, subject: Subject) -> str:
    """The best challenger's interval includes zero."""
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    return (
        f"No policy is clearly better than {gap.other}: the best of the others, {gap.policy}, "
        f"differs by {amount} in customer equity, and the 95{SPACE}% interval "
        f"({interval(gap.low, gap.high, 'money')}) includes zero."
    )


def of_the_baseline(gap: Gap, subject: Subject) -> str:
    """Every challenger is worse than the baseline."""
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    return (
        f"{gap.other}, the baseline, wins: even the best of the others, {gap.policy}, brings "
        f"{unsigned(amount)} less customer equity (95{SPACE}% interval "
        f"{interval(gap.low, gap.high, 'money')}), {per_customer(gap, subject)}."
    )


def of_one_replication(gap: Gap, subject: Subject) -> str:
    """A single replication shows a difference, but not how sure it is."""
    more = "more" if gap.value >= 0.0 else "less"
    amount = money(abs(gap.value), subject.currency, 3)
    return (
        f"In this one replication {gap.policy} has {amount} {more} customer equity than {gap.other}; "
        f"one replication cannot tell a better policy from better luck."
    )


def of_a_run(subject: Subject) -> str:
    """A run without policies: what became of the focal firm."""
    values = subject.values("customer_equity")[:, 0]
    told = paired(values, np.zeros(len(values)))
    retention = float(np.nanmean(subject.values("yearly_retention")))
    sure = ""
    if np.isfinite(told["low"]) and told["high"] > told["low"]:
        span = interval(told["low"], told["high"], "money").replace("+", "")
        sure = f" (95{SPACE}% interval {span}, {times(len(values))})"
    return (
        f"{subject.firm} is worth {money(told['mean'], subject.currency)} in customer equity{sure} "
        f"and keeps {percent(retention)} of its customers a year; "
        "there is no policy to compare it with."
    )


def per_customer(gap: Gap, subject: Subject) -> str:
    """The difference for each customer the firm began with."""
    start = subject.customers_at_start
    amount = money(abs(gap.value) / start, subject.currency, 3)
    founded = start < subject.scenario.customers
    return f"{amount} for each customer " + ("at the start" if founded else "in the market")


def unsigned(amount: str) -> str:
    """An amount whose direction the sentence says in words."""
    return amount.replace("+", "").replace("\N{MINUS SIGN}", "")


def certainty(subject: Subject) -> str:
    """How sure the verdict is: how often the leader came out best, and whether it beats the next."""
    if not subject.is_comparison or subject.results.replications < 2:
        return ""
    count = subject.results.replications
    won = float(subject.chances[subject.leader])
    sentence = (
        f"{subject.leader} has the highest customer equity in {percent(won, 0)} "
        f"of {times(count)}."
    )
    return f"{sentence} {against_the_next(subject)}".strip()


def against_the_next(subject: Subject) -> str:
    """How the leader compares with the second best challenger, where there is one."""
    means = subject.differences["mean"].xs("customer_equity", level="measure")
    others = [name for name in subject.challengers if name != subject.leader]
    if subject.leader == subject.baseline or not others:
        return ""
    gap = gap_between(subject, subject.leader, str(means[others].idxmax()))
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    span = f"95{SPACE}% interval {interval(gap.low, gap.high, 'money')}"
    start = "It is clearly ahead of" if gap.is_clear else "It is not clearly ahead of"
    return f"{start} the next best, {gap.other}: {amount} ({span})."


def cost(subject: Subject) -> str:
    """What the rival of the baseline costs: extra cost a year beyond goods, and on which lines."""
    if not subject.is_comparison:
        return ""
    table = statement(
        subject.table("periods"), firm=subject.firm, period=subject.scenario.period
    )
    lines = [line_name(line) for line in Line if is_relationship_cost(line)]
    extra = -(table[subject.rival] - table[subject.baseline])
    extra = extra[[name for name in lines if name in extra.index]]
    extra = extra[extra.abs() > 1e-9].sort_values(key=abs, ascending=False, kind="stable")
    if extra.empty:
        return f"{subject.rival} costs nothing beyond the goods it sells."
    total = float(extra.sum())
    named = extra[extra.abs() >= NOTABLE * extra.abs().iloc[0]][:4]
    parts = [f"{name} {number(round(value), signed=True)}" for name, value in named.items()]
    more = "more" if total >= 0.0 else "less"
    return (
        f"Apart from goods, {subject.rival} costs {money(abs(total), subject.currency, 3)} {more} "
        f"a year than {subject.baseline}: {words(parts)}."
    )


def pairing(subject: Subject) -> str:
    """In plain words, what running all policies on the same markets has gained."""
    if not subject.is_comparison or subject.results.replications < 2:
        return ""
    gain = float(subject.differences.loc[(subject.rival, "customer_equity"), "variance_reduction"])
    start = (
        "Every policy met the same customers with the same luck, so chance that hits all policies "
        "alike cancels out of the differences."
    )
    if not np.isfinite(gain):
        return start
    unpaired = number(round(gain * subject.results.replications, -1 if gain > 5.0 else 0))
    return (
        f"{start} For {subject.rival} this divides the variance by {measured(gain, 'points')}: "
        f"{times(subject.results.replications)} say as much as about {unpaired} "
        f"without common luck would."
    )
