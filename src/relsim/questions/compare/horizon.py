"""How far a verdict looks: from when on it holds, and how much of it lies beyond the end of the run.

The difference between two policies is accumulated period by period over the paired replications, discounted
as customer equity is. What customer equity holds besides is residual value.
"""

from typing import Any

import numpy as np

from relsim.market.calendar import year_in_periods
from relsim.measures.value import discount_factors
from relsim.questions.compare.certainty import gap_between
from relsim.questions.compare.subject import Subject
from relsim.report.wording import money, percent


def horizon(subject: Subject) -> list[str]:
    """At which horizon the verdict turns, if it does, and how much of customer equity is residual value."""
    return [sentence for sentence in (turn(subject), beyond(subject)) if sentence]


def turn(subject: Subject) -> str:
    """From which period on the policy that the verdict is about is where the verdict puts it."""
    if not subject.is_comparison:
        return ""
    gap = gap_between(subject, subject.rival, subject.baseline)
    if not np.isfinite(gap.value) or gap.value == 0.0:
        return ""
    sooner = accumulated(subject, subject.rival) - accumulated(subject, subject.baseline)
    first = period_of_turn(sooner.mean(axis=0) * np.sign(gap.value), year_in_periods(subject.scenario))
    if first == 0:
        return ""
    rival, other = subject.named(subject.rival), subject.named(subject.baseline)
    sides = (f"behind {other}", "ahead") if gap.value > 0.0 else (f"ahead of {other}", "behind")
    unit = subject.scenario.period
    if first is None:
        amount = money(abs(float(sooner[:, -1].mean())), subject.currency, 3)
        return (
            f"Within the {subject.scenario.periods} {unit}s {rival} is {sides[0]} by {amount}: the verdict "
            "rests on what customers are expected to bring after the end."
        )
    return (
        f"Added up so far, {rival} is {sides[0]} until {unit} {first - 1}, and {sides[1]} from {unit} "
        f"{first} on; at a shorter horizon the verdict would be the other."
    )


def period_of_turn(sums: Any, year: int) -> int | None:
    """From which period, counted from 1, accumulated sums stay above zero; None where they end below it.

    0 where they are above it at the end of every year: within a year much is paid before it brings anything.
    """
    if sums[-1] <= 0.0:
        return None
    if (sums[year - 1 :: year] > 0.0).all():
        return 0
    return int(np.flatnonzero(sums <= 0.0)[-1]) + 2


def accumulated(subject: Subject, policy: str) -> Any:
    """Discounted contribution until the end of each period [replication, period]."""
    rows = subject.table("periods")
    table = rows[rows["policy"] == policy].pivot(index="replication", columns="period", values="contribution")
    scenario = subject.scenario
    factors = discount_factors(scenario.periods, scenario.discount.per_period(scenario.period))
    return (table.to_numpy(float) * factors).cumsum(axis=1)


def beyond(subject: Subject) -> str:
    """How much of customer equity is residual value, under the policy that leads."""
    equity = subject.values("customer_equity")[:, subject.policies.index(subject.leader)]
    known = np.isfinite(equity)
    if not known.any():
        return ""
    whole = float(equity[known].mean())
    rest = whole - float(accumulated(subject, subject.leader)[known, -1].mean())
    whose = f" under {subject.named(subject.leader)}" if subject.is_comparison else ""
    end = f"what customers are expected to bring after {subject.scenario.period} {subject.scenario.periods}"
    if whole > 0.0 and 0.0 <= rest <= whole:
        return f"Of the customer equity{whose}, {percent(rest / whole, 0)} is residual value: {end}."
    amounts = (money(amount, subject.currency, 3) for amount in (rest, whole))
    return "Residual value{}, {}, is {} of a customer equity of {}.".format(whose, end, *amounts)
