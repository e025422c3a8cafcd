"""How far a verdict looks: when a policy has paid back, and how much of a lead lies beyond the run.

A policy has paid back when its profit, added up and not discounted, has caught up with another's for good.
Equity is contribution within the run, discounted, and residual value: what customers are expected to bring
after it. Where it is counted after overhead, profit stands in the place of contribution.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from relsim.measures.outcomes import BROUGHT
from relsim.measures.value import discount_factors
from relsim.questions.compare.certainty import Gap, gap_between
from relsim.questions.compare.differences import first_apart, payback_periods
from relsim.questions.compare.subject import Subject
from relsim.report.wording import (
    INTERVAL_WORDS,
    MINUS,
    difference,
    interval,
    money,
    number,
    percent,
    words,
)
from relsim.scenario.units.calendar import name_of_period
from relsim.scenario.units.quantities import periods_per
from relsim.statistics.paired import paired


@dataclass(frozen=True)
class PartsOfEquity:
    """An amount of equity, and how much of it is residual value."""

    whole: float
    residual: float


def end_of_run(subject: Subject) -> str:
    """The last period of a run, as sentences name it."""
    return period_named(subject, subject.scenario.periods)


def period_named(subject: Subject, number: int) -> str:
    """A period by its number from 1, with its month where it is said when the first one begins."""
    scenario = subject.scenario
    month = name_of_period(scenario.begins, scenario.period, number)
    return f"{scenario.period} {number}" + (f" ({month})" if month else "")


def lasting_in_months(subject: Subject, periods: int) -> str:
    """So many periods in months, begun ones counting."""
    months = ceil(periods / periods_per("month", subject.scenario.period) - 1e-9)
    return f"{number(months)} {'month' if months == 1 else 'months'}"


def turn(subject: Subject) -> str:
    """For how long the policy that the verdict puts first is behind."""
    if not subject.is_comparison:
        return ""
    lead = gap_between(subject, subject.rival, subject.baseline)
    if not np.isfinite(lead.value) or lead.value == 0.0:
        return ""
    ahead, behind = (lead.policy, lead.other) if lead.value > 0.0 else (lead.other, lead.policy)
    paid = payback_periods(subject.results.periods, [ahead, behind], behind, subject.firm)[ahead]
    profit = f"Profit under {subject.named(ahead)}, added up and not discounted,"
    other = subject.named(behind)
    if paid == 0:
        return f"{profit} is never behind that under {other}."
    start = parting(subject, ahead, behind)
    since = f" from {period_named(subject, start + 1)} on, where the two part" if start else ""
    lasted = lasting_in_months(subject, (paid or subject.scenario.periods) - start)
    if paid is not None:
        told = f"is behind that under {other} for {lasted}{since}, and ahead from then on."
    else:
        gap = subject.estimate(subject.rival, "profit").gap
        amount = difference(*gap, "money", subject.currency).lstrip(f"+{MINUS}")
        told = f"is still {amount} behind that under {other} after {lasted}{since}."
    return f"{profit} {told}{alike(subject, start)}"


def parting(subject: Subject, one: str, other: str) -> int:
    """The period in which two policies part, counted from 0; 0 where they do in the first months."""
    start = first_apart(subject.results.periods, [one, other], subject.firm)
    return start if start >= periods_per("quarter", subject.scenario.period) else 0


def alike(subject: Subject, periods: int) -> str:
    """That what is told of a year is of periods, too, in which nothing differs yet; nothing where none is."""
    if not periods:
        return ""
    every = f"all {subject.scenario.periods} {subject.scenario.period}s"
    first = f"the first {periods} of them" if periods > 1 else "the first of them"
    return f" What is said of a year is the mean of {every}, {first} alike under both."


def best_within(subject: Subject) -> str:
    """Which policy but the two of the verdict brings most within the run; nothing where that is not sure."""
    if not subject.is_comparison or not np.isfinite(subject.equities).all():
        return ""
    within = {policy: discounted_within(subject, policy) for policy in subject.policies}
    best = max(within, key=lambda policy: within[policy].mean())
    first = [policy for policy in within if (within[policy] == within[best]).all()]
    told = paired(within[best], within[subject.leader])
    if {subject.leader, subject.rival, subject.baseline} & {*first} or not told["low"] > 0.0:
        return ""
    amount = difference(told["difference"], told["low"], told["high"], "money", subject.currency).lstrip("+")
    ends = interval(told["low"], told["high"], "money")
    brings = "brings" if len(first) == 1 else "bring"
    sentence = (
        f"Up to {end_of_run(subject)} alone, {words([subject.named(policy) for policy in first])} {brings} "
        f"most, discounted: {amount} more than {subject.named(subject.leader)} ({INTERVAL_WORDS} {ends})."
    )
    return f"{sentence} {against_the_next_within(within, first, subject)}".strip()


def against_the_next_within(within: dict[str, Any], first: list[str], subject: Subject) -> str:
    """Which policy may bring as much within the run [policy: replication] as those that come first."""
    others = [policy for policy in within if policy not in first]
    following = max(others, key=lambda policy: within[policy].mean())
    if paired(within[first[0]], within[following])["low"] > 0.0:
        return ""
    they = "It is" if len(first) == 1 else "They are"
    return f"{they} not clearly ahead of the next best, {subject.named(following)}."


def rests_on_later(subject: Subject) -> bool:
    """Whether the policy that the verdict puts first is ahead only by residual value."""
    gap = gap_between(subject, subject.rival, subject.baseline)
    if not np.isfinite(gap.value):
        return False
    lead = lead_spread(gap, subject)
    return lead.whole > 0.0 and lead.residual >= lead.whole


def lead_spread(gap: Gap, subject: Subject) -> PartsOfEquity:
    """The lead of the better of two policies, and how much of it is residual value."""
    ahead, behind = (gap.policy, gap.other) if gap.value >= 0.0 else (gap.other, gap.policy)
    return spread_between(subject, ahead, behind)


def spread_between(subject: Subject, policy: str, other: str) -> PartsOfEquity:
    """Equity under one policy less that under another, where both are amounts, and its residual value."""
    values = subject.equities
    gaps = values[:, subject.policies.index(policy)] - values[:, subject.policies.index(other)]
    within = discounted_within(subject, policy) - discounted_within(subject, other)
    return spread_of(gaps, within)


def equity_spread(subject: Subject, policy: str) -> PartsOfEquity:
    """Equity under a policy, where it is an amount, and how much of it is residual value."""
    equity = subject.equities[:, subject.policies.index(policy)]
    return spread_of(equity, discounted_within(subject, policy))


def spread_of(equity: Any, within: Any) -> PartsOfEquity:
    """The mean of amounts of equity [replication] of which some came within the run."""
    known = np.isfinite(equity)
    if not known.any():
        return PartsOfEquity(np.nan, np.nan)
    whole = float(equity[known].mean())
    return PartsOfEquity(whole, whole - float(within[known].mean()))


def discounted_within(subject: Subject, policy: str) -> Any:
    """What the whole run brought, discounted as the deciding measure has it [replication]."""
    rows, brought = subject.table("periods"), BROUGHT[subject.measure]
    own = rows.loc[rows["policy"] == policy, ["replication", "period", brought]]
    table = own.pivot(index="replication", columns="period", values=brought)
    scenario = subject.scenario
    factors = discount_factors(scenario.periods, scenario.discount.per_period(scenario.period))
    return table.to_numpy(float) @ factors


def beyond(subject: Subject) -> str:
    """How much of the lead, and of equity under the policy that leads, is residual value."""
    equity = equity_spread(subject, subject.leader)
    if not np.isfinite(equity.whole):
        return ""
    parts = [part_of_lead(subject), part_of_equity(equity, subject)]
    return (
        f"Residual value, that is, what customers are expected to bring after {end_of_run(subject)}, "
        f"makes up {words([part for part in parts if part])}."
    )


def part_of_equity(equity: PartsOfEquity, subject: Subject) -> str:
    """How much of equity under the policy that leads is residual value."""
    whose = f" under {subject.named(subject.leader)}" if subject.is_comparison else ""
    if (share := share_in_words(equity)) is not None:
        return f"{share} of the {subject.equity}{whose}"
    rest, whole = (money(amount, subject.currency, 3) for amount in (equity.residual, equity.whole))
    return f"{rest} of a {subject.equity} of {whole}{whose}"


def part_of_lead(subject: Subject) -> str:
    """Which part of the lead that the verdict states is residual value; nothing where it states none."""
    if not subject.is_comparison:
        return ""
    gap = gap_between(subject, subject.rival, subject.baseline)
    if not gap.is_clear:
        return ""
    lead = lead_spread(gap, subject)
    share = share_in_words(lead) or ("more than all" if lead.residual > lead.whole else "none")
    return f"{share} of this lead"


def share_in_words(spread: PartsOfEquity) -> str | None:
    """Which share of an amount is residual value, or None where that is no share."""
    if spread.whole > 0.0 and 0.0 <= spread.residual <= spread.whole:
        return percent(spread.residual / spread.whole, 0)
    return None
