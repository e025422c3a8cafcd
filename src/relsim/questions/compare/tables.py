"""The tables of a report, as words ready to be shown."""

import numpy as np

from relsim.measures.measure import MEASURES, headlines_by
from relsim.questions.compare.differences import unmeasured_counts
from relsim.questions.compare.subject import Subject
from relsim.report.omissions import omissions
from relsim.report.provenance import length_in_words
from relsim.report.table import Table, with_unit
from relsim.report.wording import (
    INTERVAL_WORDS,
    NO_VALUE,
    capitalised,
    difference,
    measure_text,
    money,
    number,
    percent,
    sure,
)
from relsim.runs.policies import AFTER_OVERHEAD, EQUITY

WITH_OVERHEAD = (
    "Customer equity leaves overhead out. After overhead, that is paid too: in the run, and after it in "
    "proportion to the customers who are left, so that whoever keeps more customers pays more of it."
)
"""Why customer equity after overhead is another amount, and may differ by another one."""


def headline_table(subject: Subject) -> Table:
    """Per policy: the equity that decides, its difference with interval, per customer, chance of best.

    The other equity, before or after overhead, stands beside it where there is any overhead.
    """
    currency = subject.currency
    heads = ["policy", f"{subject.equity}, {currency}", "difference", INTERVAL_WORDS]
    heads += ["per customer", "best in"]
    names = other_equity(subject)
    heads += [head for name in names for head in (MEASURES[name].words, OTHER_DIFFERENCE[name])]
    rows = []
    for policy in subject.policies:
        told = subject.estimate(policy, subject.measure)
        cells = [subject.title(policy), measure_text(told.mean, "money")]
        if policy == subject.baseline:
            cells += ["baseline", "", ""]
        else:
            each = told.difference / subject.customers_at_start
            cells += [
                difference(*told.gap, "money"),
                sure(*told.gap, "money", subject.results.replications),
                money(each, "", 3, signed=True),
            ]
        others = [subject.estimate(policy, name) for name in names]
        beside = [
            text
            for one in others
            for text in (measure_text(one.mean, "money"), difference(*one.gap, "money"))
        ]
        rows.append([*cells, percent(float(subject.chances[policy]), 0), *beside])
    remark = f"{WITH_OVERHEAD if names else ''} {subject.omissions([subject.measure])}".strip()
    return Table(f"{capitalised(subject.equity)} under each policy", heads, rows, remark)


OTHER_DIFFERENCE = {AFTER_OVERHEAD: "difference after overhead", EQUITY: "difference before overhead"}
"""What heads the differences in an equity that does not decide."""


def other_equity(subject: Subject) -> list[str]:
    """The equity that does not decide, before or after overhead, where there is any overhead."""
    is_paid = bool(subject.table("periods")["fixed"].any())
    other = EQUITY if subject.measure == AFTER_OVERHEAD else AFTER_OVERHEAD
    return [other] if is_paid else []


def headline_changes(subject: Subject) -> Table:
    """The other headline measures: each policy's difference from the baseline, with interval."""
    names = headlines_by(subject.measure)[1:]
    heads = ["policy", *(with_unit(name, subject.currency) for name in names)]
    rows = []
    for policy in subject.policies:
        cells = [subject.title(policy)]
        for name in names:
            told, kind = subject.estimate(policy, name), MEASURES[name].kind
            if policy == subject.baseline:
                cells.append(measure_text(told.mean, kind))
                continue
            span = sure(*told.gap, kind, subject.results.replications)
            cells.append(difference(*told.gap, kind) + (f" ({span})" if span != NO_VALUE else ""))
        rows.append(cells)
    caption = "Other headline measures: the baseline's level, and differences from it"
    remark = (
        f"Profit is added up over the {length_in_words(subject.scenario)}, after overhead "
        f"and not discounted. {UNLIKE_PROFIT[subject.measure]}"
    )
    return Table(caption, heads, rows, f"{remark} {subject.omissions(names)}".strip())


UNLIKE_PROFIT = {
    EQUITY: "Customer equity is discounted, leaves overhead out and looks beyond them.",
    AFTER_OVERHEAD: "Customer equity after overhead is discounted and looks beyond them.",
}
"""How an equity differs from the sum of profits."""


def measures_table(subject: Subject) -> Table:
    """The mean of every measure under every policy."""
    values = {name: subject.values(name) for name in MEASURES}
    rows = []
    for name, measure in MEASURES.items():
        known = np.isfinite(values[name])
        counts = known.sum(axis=0)
        sums = np.where(known, values[name], 0.0).sum(axis=0)
        means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
        cells = [measure_text(float(mean), measure.kind) for mean in means]
        rows.append([with_unit(name, subject.currency), *cells])
    return Table(
        "Every measure, mean of the replications",
        ["measure", *names_of(subject)],
        rows,
        f"{CREDIT} {subject.omissions(MEASURES)}".strip(),
    )


CREDIT = (
    "What is credited to a channel counts whoever came by it, those included who would have come without it; "
    "relsim incremental tells who would not have."
)
"""What to know of measures that give credit."""


SIDE_BY_SIDE = (
    "market_share",
    "customers",
    "acquired",
    "lost",
    "yearly_retention",
    "recommended_share",
    "cost_to_acquire",
    "cost_to_retain",
    "cost_per_retained",
    "profit",
    "customer_equity",
)
"""What tells competitors apart at a glance."""


def firms_table(subject: Subject) -> Table:
    """All firms side by side, as they do under the baseline."""
    outcomes = subject.results.outcomes
    under = outcomes[outcomes["policy"] == subject.baseline]
    means = under.groupby("firm", observed=True)[list(SIDE_BY_SIDE)].mean()
    missing = omissions(unmeasured_counts(under, SIDE_BY_SIDE, "firm"), subject.results.replications)
    firms = list(subject.scenario.firms)
    rows = [
        [with_unit(name, subject.currency)]
        + [measure_text(float(means.loc[firm, name]), MEASURES[name].kind) for firm in firms]
        for name in SIDE_BY_SIDE
    ]
    caption = (
        f"The firms under {subject.named(subject.baseline)}"
        if subject.is_comparison
        else "The firms as they are"
    )
    return Table(caption, ["measure", *firms], rows, f"{CREDIT} {missing}".strip())


def equity_of_firms(subject: Subject) -> Table:
    """The equity that decides, of every firm under every policy."""
    outcomes = subject.results.outcomes
    means = outcomes.groupby(["policy", "firm"], observed=True)[subject.measure].mean()
    firms = list(subject.scenario.firms)
    rows = [
        [subject.title(policy), *(measure_text(float(means.loc[policy, firm]), "money") for firm in firms)]
        for policy in subject.policies
    ]
    caption = f"{capitalised(subject.equity)} of every firm, {subject.currency}"
    named = {policy: subject.named(policy) for policy in subject.policies}
    whose = outcomes.assign(whose=[f"{row.firm} under {named[row.policy]}" for row in outcomes.itertuples()])
    missing = omissions(unmeasured_counts(whose, [subject.measure], "whose"), subject.results.replications)
    return Table(caption, ["policy", *firms], rows, missing)


def statement_table(subject: Subject) -> Table:
    """The profit and loss statement of a year under every policy, line by line."""
    table = subject.statement[subject.policies]
    rows = [[str(line), *(number(amount) for amount in table.loc[line])] for line in table.index]
    caption = f"Profit and loss of a year in {subject.currency}, mean of the replications"
    return Table(caption, ["line", *names_of(subject)], rows)


def names_of(subject: Subject) -> list[str]:
    """The policies as heads of columns; a run has only its mean."""
    return list(subject.titles.values()) if subject.is_comparison else ["mean"]
