"""What a policy brings and what it may cost: the difference, payback, and how often it does worse."""

from typing import Any

import numpy as np
from scipy.special import betaincinv

from relsim.measures.measure import HEADLINES, MEASURES
from relsim.questions.compare.horizon import end_of_run, lasting_in_months, parting, spread_between
from relsim.questions.compare.subject import Subject
from relsim.report.table import Table, with_unit
from relsim.report.wording import (
    INTERVAL_WORDS,
    NO_VALUE,
    difference,
    measure_text,
    money,
    number,
    percent,
    sure,
)
from relsim.runs.policies import AFTER_OVERHEAD, EQUITY
from relsim.statistics.paired import paired

TWENTY = 20
"""Of so many markets the worst is told."""

WHAT_IS_BROUGHT = {
    EQUITY: "Customer equity, discounted and before overhead",
    AFTER_OVERHEAD: "Customer equity after overhead, discounted",
}
"""What the amounts are that a policy brings more."""

UPPER_TAIL = 0.975
"""What the upper end of an exact 95 % interval of a share leaves below it (Clopper and Pearson 1934)."""


def stakes_table(subject: Subject) -> Table:
    """Per policy: what it brings over the baseline, when it has paid back, and how often it does worse."""
    if not subject.is_comparison:
        return level_table(subject)
    worst = f"worst of {number(min(TWENTY, subject.results.replications))}"
    heads = ["policy", f"brings more, {subject.currency}", INTERVAL_WORDS]
    heads += [f"of it after {end_of_run(subject)}", "pays back"]
    rows = [stakes_of(subject, policy) for policy in subject.challengers]
    caption = f"What each policy brings over {subject.named(subject.baseline)}, and what is at stake"
    return Table(caption, [*heads, "worse in", worst], rows, reading(subject))


def stakes_of(subject: Subject, policy: str) -> list[str]:
    """One policy against the baseline."""
    told, replications = subject.estimate(policy, subject.measure), subject.results.replications
    return [
        subject.title(policy),
        difference(*told.gap, "money"),
        sure(*told.gap, "money", replications),
        difference(spread_between(subject, policy, subject.baseline).residual, told.low, told.high, "money"),
        payback_in_words(subject, policy),
        *chance_of_less(subject, policy),
    ]


def reading(subject: Subject) -> str:
    """How the table is to be read."""
    level = measure_text(subject.estimate(subject.baseline, subject.measure).mean, "money", subject.currency)
    told = (
        f"{WHAT_IS_BROUGHT[subject.measure]}, of which {subject.named(subject.baseline)} has "
        f"{level}. What comes after {end_of_run(subject)} is expected, not simulated. A policy has paid back "
        "when its profit, added up, after overhead and not discounted, has caught up with the baseline's for "
        "good."
    )
    if subject.results.replications < 2:
        return f"{told} One replication tells nothing about chance."
    worst = "the last column, or worse, comes once in twenty replications"
    if subject.results.replications < TWENTY:
        worst = "the last column is the worst that was seen"
    return (
        f"{told} “Worse in” counts the replications in which it ends below the baseline; in brackets stands "
        f"which share of many more replications that may be; {worst}."
    )


def payback_in_words(subject: Subject, policy: str) -> str:
    """After how many months a policy has paid back, from where it parts from the baseline."""
    paid = subject.comparison.paybacks[policy]
    if paid == 0:
        return "never behind"
    start = parting(subject, policy, subject.baseline)
    if paid is None:
        return f"not within {lasting_in_months(subject, subject.scenario.periods - start)}"
    return f"after {lasting_in_months(subject, paid - start)}"


def chance_of_less(subject: Subject, policy: str) -> list[str]:
    """In how many replications a policy ends below the baseline, and how far in the worst of twenty."""
    gaps = equity_gaps(subject, policy)
    count = len(gaps)
    if count < 2:
        return [NO_VALUE, NO_VALUE]
    worse = int(np.count_nonzero(gaps < 0.0))
    worst = float(np.sort(gaps)[max(1, count // TWENTY) - 1])
    return [
        f"{number(worse)} of {number(count)} ({bound_of_share(worse, count)})",
        money(worst, "", 3, signed=True),
    ]


def bound_of_share(count: int, total: int) -> str:
    """What the share may be at most; where it was seen each time, what it is at least."""
    if count == total:
        return f"at least {percent(1.0 - highest_share(0, total), 0)}"
    return f"at most {percent(highest_share(count, total), 0)}"


def equity_gaps(subject: Subject, policy: str) -> Any:
    """Equity over the baseline's in each replication in which both are amounts."""
    values = subject.equities
    own, base = (values[:, subject.policies.index(name)] for name in (policy, subject.baseline))
    known = np.isfinite(own) & np.isfinite(base)
    return own[known] - base[known]


def highest_share(count: int, total: int) -> float:
    """The upper end of the exact 95 % interval of a share that was seen so often."""
    return 1.0 if count == total else float(betaincinv(count + 1, total - count, UPPER_TAIL))


def level_table(subject: Subject) -> Table:
    """The headline measures of a run, with their intervals over its replications."""
    rows = []
    for name in HEADLINES:
        values, kind = subject.values(name)[:, 0], MEASURES[name].kind
        told = paired(values, np.zeros(len(values)))
        span = sure(told["mean"], told["low"], told["high"], kind, len(values))
        rows.append([with_unit(name, subject.currency), measure_text(told["mean"], kind), span])
    heads = ["measure", "mean" if subject.results.replications > 1 else "in this run", INTERVAL_WORDS]
    return Table(f"What became of {subject.firm}", heads, rows, subject.omissions(HEADLINES))
