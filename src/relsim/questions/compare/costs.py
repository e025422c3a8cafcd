"""What a policy costs: which cost lines grow, what each customer costs who is kept by it; who loses money."""

import numpy as np
import pandas as pd

from relsim.questions.compare.statement import is_relationship_cost
from relsim.questions.compare.subject import Subject
from relsim.report.wording import adding_up, in_full, money, number, unit_of, words
from relsim.runs.policies import AFTER_OVERHEAD
from relsim.vocabulary import Line

NOTABLE_SHARE = 0.1
"""A cost line is named when it makes at least this share of the largest change."""

WHY_AFTER_OVERHEAD = (
    "Not all policies are sure to pay the same overhead, so they are compared after overhead: it is paid "
    "in the run and, for each customer who is left, beyond it."
)
"""What is said of a verdict that is one after overhead."""

LEAST_KEPT = 0.5
"""Customers a year below which nobody can be said to be kept."""


def cost(subject: Subject) -> str:
    """What the rival of the baseline costs: extra cost a year beyond goods, and on which lines."""
    if not subject.is_comparison:
        return ""
    rival, baseline = subject.named(subject.rival), subject.named(subject.baseline)
    extra = extra_a_year(subject, subject.rival)
    extra = extra[extra.abs() > 1e-9].sort_values(key=abs, ascending=False, kind="stable")
    if extra.empty:
        return f"Apart from goods, {rival} costs as much as {baseline}."
    total = float(extra.sum())
    named = extra[extra.abs() >= NOTABLE_SHARE * extra.abs().iloc[0]][:4]
    unit = unit_of(total)
    amounts = adding_up([*named, total - float(named.sum())], unit)
    lines = zip([*named.index, "other lines"], amounts, strict=True)
    parts = [f"{name} {in_full(amount, unit, signed=True)}" for name, amount in lines if amount]
    more = "more" if total >= 0.0 else "less"
    return (
        f"Apart from goods, {rival} costs {in_full(abs(sum(amounts)), unit, subject.currency)} {more} "
        f"a year than {baseline}: {words(parts)}. {per_customer_kept(total, subject)}"
    ).strip()


def overhead(subject: Subject) -> str:
    """Why the verdict is one after overhead; nothing where it is not."""
    return WHY_AFTER_OVERHEAD if subject.measure == AFTER_OVERHEAD else ""


def extra_a_year(subject: Subject, policy: str) -> pd.Series:
    """What a policy spends more a year than the baseline, line by line, goods left out."""
    table = subject.statement
    lines = [line.words for line in Line if is_relationship_cost(line)]
    extra = -(table[policy] - table[subject.baseline])
    return extra[[name for name in lines if name in extra.index]]


def customers_kept(subject: Subject, policy: str) -> float:
    """How many customers a year stay who would have left at the baseline's rate, of as many as both have; NaN
    where there are none."""
    sums = subject.table("periods").groupby("policy", observed=True)[["customers_at_start", "lost"]].sum()
    exposed, lost = (sums[name] for name in ("customers_at_start", "lost"))
    if not exposed.loc[[subject.baseline, policy]].all():
        return float("nan")
    rates = lost / exposed
    both = min(exposed[policy], exposed[subject.baseline])
    spared = both * (rates[subject.baseline] - rates[policy])
    return float(spared) / (subject.results.replications * subject.years)


def per_customer_kept(extra: float, subject: Subject) -> str:
    """What is spent more a year for each customer who is kept and would have left; nothing where none is."""
    kept = customers_kept(subject, subject.rival)
    if not kept >= LEAST_KEPT or extra <= 0.0:
        return ""
    who = "customer" if round(kept) == 1 else "customers"
    return (
        f"It keeps {number(kept)} {who} a year who would have left: "
        f"{money(extra / kept, subject.currency, 3)} more for each customer retained."
    )


def losses(subject: Subject) -> str:
    """Under which policies the firm loses money, and how much a year; nothing where it loses none."""
    yearly = {
        policy: float(np.mean(subject.values("profit")[:, number])) / subject.years
        for number, policy in enumerate(subject.policies)
    }
    lost = {policy: amount for policy, amount in yearly.items() if amount < 0.0}
    if not lost:
        return ""
    if not subject.is_comparison:
        return f"{subject.firm} loses money: {money(-lost[subject.baseline], subject.currency, 3)} a year."
    if len(lost) == len(yearly):
        least, most = (money(-end(lost.values()), subject.currency, 3) for end in (max, min))
        amounts = least if least == most else f"from {least} to {most}"
        return f"{subject.firm} loses money under every policy, {amounts} a year."
    told = [
        f"{subject.named(name)} ({money(-amount, subject.currency, 3)} a year)"
        for name, amount in lost.items()
    ]
    return f"{subject.firm} loses money under {words(told)}."
